using System.Globalization;
using System.IO.Compression;
using Tradewind.Data.Tests.Sources;
using Tradewind.Domain.Market.Calendars;
using Tradewind.Domain.Market.Futures;

namespace Tradewind.Data.Tests.Futures;

public sealed class ContractExpiryTests
{
    [Theory]
    [InlineData(2025, 2, "2024-12-30")]
    [InlineData(2025, 3, "2025-01-31")]
    [InlineData(2025, 6, "2025-04-30")]
    public void Brent_stops_as_the_specification_says(int year, int month, string day) => Assert.Equal(
        Day(day), ContractExpiry.LastTradeDay(CommodityContracts.Require("brent"), new DeliveryMonth(year, month), TradingCalendars.Weekdays));

    [Theory]
    [InlineData("CL", 2020, 5, "2020-04-21")] // the contract that settled below zero the day before
    [InlineData("CL", 2024, 2, "2024-01-22")]
    [InlineData("ENA", 2024, 2, "2024-01-19")]
    [InlineData("XB", 2024, 4, "2024-03-28")] // Good Friday was the last weekday
    [InlineData("HO", 2024, 1, "2023-12-29")]
    [InlineData("QS", 2024, 7, "2024-07-11")] // the 14th was a Sunday
    [InlineData("NG", 2024, 9, "2024-08-28")]
    [InlineData("DAT", 2024, 6, "2024-06-28")]
    public void A_contract_stops_on_the_day_of_its_rule(string root, int year, int month, string day) =>
        Assert.Equal(Day(day), ContractExpiry.LastTradeDay(CommodityContracts.Require(root), new DeliveryMonth(year, month)));

    [Fact]
    public void Positions_move_on_after_the_last_trade_day()
    {
        CommodityContract wti = CommodityContracts.Require("wti");
        DateOnly last = ContractExpiry.LastTradeDay(wti, new DeliveryMonth(2024, 2));
        Assert.Equal(new DeliveryMonth(2024, 2), ContractExpiry.AtPosition(wti, 1, last));
        Assert.Equal(new DeliveryMonth(2024, 3), ContractExpiry.AtPosition(wti, 1, last.AddDays(1)));
        Assert.Equal(new DeliveryMonth(2025, 1), ContractExpiry.AtPosition(wti, 12, last));
        Assert.Equal(2, ContractExpiry.PositionOf(wti, new DeliveryMonth(2024, 3), last));
        Assert.Null(ContractExpiry.PositionOf(wti, new DeliveryMonth(2024, 2), last.AddDays(1)));
    }

    [Theory]
    [InlineData("wti", "2024-01-20", "2024-02")]
    [InlineData("wti", "2024-01-21", "2024-03")]
    [InlineData("brent", "2024-01-20", "2024-03")]
    [InlineData("dubai", "2024-01-21", "2024-04")]
    public void The_approximate_roll_is_after_the_twentieth(string commodity, string on, string month) => Assert.Equal(
        month, ContractExpiry.AtPosition(CommodityContracts.Require(commodity), 1, Day(on), RollRule.TwentiethOfMonth).ToString());

    // Up to 2012 the exchange did not count the Friday after Thanksgiving and some days at the end of December, on which it settled.
    [Theory]
    [InlineData("cmewti", "CL", 2013, 0)]
    [InlineData("cmeng", "NG", 2013, 0)]
    [InlineData("cmewti", "CL", 2003, 6)]
    [InlineData("cmeng", "NG", 2003, 6)]
    [InlineData("cmeulsd", "HO", 2013, 0)]
    [InlineData("cmerbob", "XB", 2013, 0)]
    public void The_rules_agree_with_the_expiry_table(string table, string root, int from, int differences)
    {
        if (SharedData.Path("oil/futures_expiry_table.csv.gz") is not { } path)
        {
            return;
        }

        CommodityContract contract = CommodityContracts.Require(root);
        string[] different =
        [
            .. Rows(path, table).Where(row => row.Month.Year >= from && row.Month.Year <= 2026)
                .Where(row => ContractExpiry.LastTradeDay(contract, row.Month) != row.LastTrade)
                .Select(row => $"{row.Month}: table {row.LastTrade:O}, rule {ContractExpiry.LastTradeDay(contract, row.Month):O}"),
        ];
        Assert.True(different.Length == differences, string.Join('\n', different));
    }

    [Fact]
    public void Brents_last_trade_days_are_those_of_the_table_since_2016()
    {
        if (SharedData.Path("oil/futures_expiry_table.csv.gz") is not { } path)
        {
            return;
        }

        CommodityContract brent = CommodityContracts.Require("brent");
        HashSet<DateOnly> table = [.. Rows(path, "icebrent").Select(row => row.LastTrade)];
        DeliveryMonth first = new(2016, 3);
        string[] absent =
        [
            .. Enumerable.Range(0, 12 * 9).Select(i => ContractExpiry.LastTradeDay(brent, first.AddMonths(i)))
                .Where(day => !table.Contains(day)).Select(day => day.ToString("O", CultureInfo.InvariantCulture)),
        ];
        Assert.Empty(absent);
    }

    private static IEnumerable<(DateOnly LastTrade, DeliveryMonth Month)> Rows(string path, string commodity)
    {
        using StreamReader reader = new(new GZipStream(File.OpenRead(path), CompressionMode.Decompress));
        while (reader.ReadLine() is { } line)
        {
            string[] cells = line.Replace("\"", "", StringComparison.Ordinal).Split(',');
            if (cells[0] == commodity)
            {
                yield return (Day(cells[2]), new DeliveryMonth(
                    int.Parse(cells[6], CultureInfo.InvariantCulture), int.Parse(cells[7], CultureInfo.InvariantCulture)));
            }
        }
    }

    private static DateOnly Day(string date) => DateOnly.ParseExact(date, "yyyy-MM-dd", CultureInfo.InvariantCulture);
}
