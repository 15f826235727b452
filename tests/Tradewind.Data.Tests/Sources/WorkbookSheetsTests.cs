using System.IO.Compression;
using Tradewind.Domain.Errors;
using Tradewind.Domain.Market;
using Tradewind.Sources;
using Tradewind.Sources.Excel;
using static Tradewind.Data.Tests.Sources.WorkbookFile;

namespace Tradewind.Data.Tests.Sources;

public sealed class WorkbookSheetsTests
{
    private static readonly DateOnly First = new(2024, 3, 14);
    private static readonly object?[][] History = [["Dates", "ABC_Index_OAS", "XYZ_US_Equity_PX_LAST", "Q_RTG_SP"], [First, 1.0, 2.0, "BB+"]];

    [Theory]
    [InlineData("Static", "Security_Name")]
    [InlineData("security metadata", "Display_Name")]
    public void Static_data_names_instruments(string sheet, string nameColumn)
    {
        byte[] workbook = Sheets(
            ("Timeseries", History),
            (sheet, [["Ticker", nameColumn, "Asset_Class", "Currency"], ["ABC Index", "A credit index", "credit_index", "eur"], ["XYZ US Equity", "#N/A Invalid Security", "spaceship", "12"]]));

        LoadedData data = Load.Bytes(workbook, "w.xlsx");

        Assert.Equal(("A credit index", "EUR", AssetClass.CreditIndex), Described(data, "ABC Index"));
        Assert.Equal("USD", data.Series.Single(series => series.Instrument.Id == "XYZ_US Equity").Instrument.Currency);
        Assert.Equal(["STATIC_UNKNOWN_CLASS", "STATIC_BAD_CURRENCY"], data.Findings.Select(finding => finding.Code));
        Assert.Null(data.Workbook!.Securities[1].Name);
    }

    [Fact]
    public void The_high_yield_index_is_not_called_the_aggregate()
    {
        byte[] workbook = Sheets(
            ("Timeseries", [["Dates", "LF98TRUU_Index_OAS"], [First, 1.0]]), ("Static", [["Ticker", "Security_Name"], ["LF98TRUU Index", "US Aggregate"]]));

        LoadedData data = Load.Bytes(workbook, "w.xlsx");

        Assert.Contains("High Yield", data.Series[0].Instrument.DisplayName, StringComparison.Ordinal);
        Assert.Equal("NAME_CORRECTED", Assert.Single(data.Findings).Code);
    }

    [Fact]
    public void Holdings_are_read_with_the_instruments_they_name()
    {
        byte[] workbook = Sheets(
            ("Timeseries", History),
            ("Portfolio", [["Ticker", "Weight", "Quantity", "Price", "Currency"], ["ABC Index", 0.6, null, 101.5, "usd"], ["XYZ US Equity", "0.3", 10, null, null], ["CASH", 0.1]]));

        LoadedData data = Load.Bytes(workbook, "w.xlsx");

        Assert.Equal(
            [new Holding("ABC Index", "ABC Index", 0.6, null, 101.5, "USD"), new Holding("XYZ US Equity", "XYZ_US Equity", 0.3, 10, null, null), new Holding("CASH", null, 0.1, null, null, null)],
            data.Workbook!.Holdings.AsEnumerable());
        Assert.Equal(["PORTFOLIO_WITHOUT_HISTORY"], data.Findings.Select(finding => finding.Code));
    }

    [Theory]
    [InlineData(0.5, 0.5000009, false)]
    [InlineData(0.5, 0.500002, true)]
    [InlineData(1.5, -0.5, false)]
    public void Weights_must_add_up_to_one_within_a_millionth(double first, double second, bool warned)
    {
        byte[] workbook = Sheets(("Timeseries", History), ("Portfolio", [["Ticker", "Weight"], ["ABC Index", first], ["XYZ US Equity", second]]));

        Assert.Equal(warned ? ["PORTFOLIO_WEIGHTS"] : [], Load.Bytes(workbook, "w.xlsx").Findings.Select(finding => finding.Code));
    }

    [Fact]
    public void Text_for_a_weight_refuses_the_workbook_with_the_cell()
    {
        byte[] workbook = Sheets(("Timeseries", History), ("Portfolio", [["Ticker", "Weight"], ["ABC Index", "half"], ["XYZ US Equity", "50 %"]]));

        var error = Assert.Throws<InvalidInputException>(() => Load.Bytes(workbook, "w.xlsx"));

        Assert.Equal(["Portfolio!B2", "Portfolio!B3"], error.Violations.Select(violation => violation.Field));
    }

    [Fact]
    public void The_schema_says_what_each_column_was_taken_for()
    {
        string[] headers = ["A_OAS", "A_PX_LAST", "A_YLD_YTM_MID", "A_DTS", "A_VOLUME", "A_RTG_MOODY", "A_AMOUNT_OUTSTANDING", "GOLD"];
        byte[] workbook = Of(["Dates", .. headers], [First, 1, 2, 3, 4, 5, "Baa1", 7, 8]);

        LoadedData data = Load.Bytes(workbook, "w.xlsx");

        Assert.Equal(["spread", "price", "yield", "duration", "volume", "rating", "amount", "unknown"], data.Workbook!.Schema.Select(column => column.Kind));
        Assert.DoesNotContain("RTG_MOODY", data.Fields());
    }

    [Fact]
    public void Incomplete_sheets_are_named_and_not_used()
    {
        byte[] workbook = Sheets(("Timeseries", History), ("Static", [["Name"], ["x"]]), ("Portfolio", [["Ticker"], ["ABC Index"]]));

        Assert.Equal(["STATIC_NO_TICKER", "PORTFOLIO_INCOMPLETE"], Load.Bytes(workbook, "w.xlsx").Findings.Select(finding => finding.Code));
    }

    [Fact]
    public void Dates_before_1927_are_read_by_their_format()
    {
        byte[] old = Of(["Dates", "X_OAS"], [new DateOnly(1919, 7, 4), 1.0], [new DateOnly(1919, 7, 5), 2.0]);

        Assert.Equal(["1919-07-04", "1919-07-05"], Load.Bytes(old, "w.xlsx").Dates());
    }

    [Fact]
    public void Rows_left_out_of_the_file_keep_their_addresses()
    {
        byte[] workbook = Of(["Dates", "X_OAS"], [First, 1.0], [], [], [First.AddDays(1), "high"]);

        Assert.Equal("Timeseries!B5", Assert.Throws<InvalidInputException>(() => Load.Bytes(workbook, "w.xlsx")).Violations[0].Field);
    }

    [Fact]
    public void The_strict_format_of_the_standard_is_read()
    {
        using MemoryStream bytes = new();
        bytes.Write(Of(["Dates", "X_OAS"], [First, 1.5]));
        using (ZipArchive zip = new(bytes, ZipArchiveMode.Update, leaveOpen: true))
        {
            foreach (string name in zip.Entries.Select(entry => entry.FullName).ToArray())
            {
                using StreamReader reader = new(zip.GetEntry(name)!.Open());
                string xml = reader.ReadToEnd()
                    .Replace("http://schemas.openxmlformats.org/officeDocument/2006/relationships", "http://purl.oclc.org/ooxml/officeDocument/relationships", StringComparison.Ordinal)
                    .Replace("http://schemas.openxmlformats.org/spreadsheetml/2006/main", "http://purl.oclc.org/ooxml/spreadsheetml/main", StringComparison.Ordinal);
                reader.Dispose();
                zip.GetEntry(name)!.Delete();
                using StreamWriter writer = new(zip.CreateEntry(name).Open());
                writer.Write(xml);
            }
        }

        Assert.Equal([1.5], Load.Bytes(bytes.ToArray(), "w.xlsx").Values("OAS"));
    }

    private static (string, string, AssetClass) Described(LoadedData data, string id)
    {
        Instrument instrument = data.Series.Single(series => series.Instrument.Id == id).Instrument;
        return (instrument.DisplayName, instrument.Currency, instrument.AssetClass);
    }
}
