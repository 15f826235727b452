using FsCheck;
using FsCheck.Fluent;
using Tradewind.Domain.Market.Futures;

namespace Tradewind.Data.Tests.Futures;

/// <summary>Golden rows of the oil specification, sections 1 and 2.</summary>
public sealed class TickerGrammarTests
{
    private static readonly DateOnly Reference = new(2025, 1, 2);

    [Fact]
    public void A_specific_ticker_is_taken_apart()
    {
        FuturesTicker ticker = TickerGrammar.Parse("CLF5 Comdty", Reference);
        Assert.Equal((TickerKind.Specific, "CL", 'F', 1, "5"), (ticker.Kind, ticker.Contract!.Root, ticker.MonthCode, ticker.Month, ticker.YearDigits));
        Assert.Equal((new DeliveryMonth(2025, 1), "NYMEX", 1000m), (ticker.Delivery, ticker.Contract.Exchange, ticker.Contract.Size));
    }

    [Theory]
    [InlineData("XB1 Comdty", TickerKind.Generic, "XB")]
    [InlineData("  CL12 Comdty ", TickerKind.Generic, "CL")]
    [InlineData("CL36 Comdty", TickerKind.Generic, "CL")]
    [InlineData("ENA1 Comdty", TickerKind.Generic, "ENA")]
    [InlineData("DATZ25 Comdty", TickerKind.Specific, "DAT")]
    [InlineData("DXY Index", TickerKind.Index, null)]
    [InlineData("FVCSM F5 Index", TickerKind.CrackIndex, null)]
    [InlineData("CL Comdty", TickerKind.Unknown, null)]
    [InlineData("CL37 Comdty", TickerKind.Unknown, null)]
    [InlineData("CL01 Comdty", TickerKind.Unknown, null)]
    [InlineData("CLI5 Comdty", TickerKind.Unknown, null)]
    [InlineData("cl1 Comdty", TickerKind.Unknown, null)]
    [InlineData("CL1 comdty", TickerKind.Unknown, null)]
    [InlineData("CL1", TickerKind.Unknown, null)]
    [InlineData(null, TickerKind.Unknown, null)]
    public void A_ticker_has_its_kind(string? ticker, TickerKind kind, string? root)
    {
        FuturesTicker parsed = TickerGrammar.Parse(ticker, Reference);
        Assert.Equal((kind, root), (parsed.Kind, parsed.Contract?.Root));
    }

    [Theory]
    [InlineData("CL1 Comdty", true, "", "Valid")]
    [InlineData("DXY Index", true, "", "index")]
    [InlineData("FVCSM F5 Index", true, "", "crack")]
    [InlineData("", false, "EmptyTicker", "empty")]
    [InlineData("CL1", false, "MissingSuffix", "Comdty")]
    [InlineData("ZZ1 Comdty", false, "UnknownCommodity", "'ZZ'")]
    [InlineData("ZZF5 Comdty", false, "UnknownCommodity", "'ZZ'")]
    [InlineData("CL37 Comdty", false, "UnknownFormat", "CL37")]
    [InlineData("CL01 Comdty", false, "UnknownFormat", "CL01")]
    [InlineData("CLI5 Comdty", false, "UnknownFormat", "CLI5")]
    [InlineData("cl1 Comdty", false, "UnknownFormat", "cl1")]
    [InlineData("CL Comdty", false, "UnknownFormat", "position")]
    [InlineData("NOPE Index", false, "UnknownFormat", "NOPE")]
    public void A_ticker_is_judged_with_the_first_reason_that_applies(string ticker, bool valid, string reason, string message)
    {
        TickerValidation verdict = TickerGrammar.Validate(ticker);
        Assert.Equal((valid, reason), (verdict.Valid, verdict.Reason));
        Assert.Contains(message, verdict.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("5", 2025, 2025)]
    [InlineData("4", 2025, 2024)]
    [InlineData("3", 2025, 2033)]
    [InlineData("0", 2029, 2030)]
    [InlineData("25", 2025, 2025)]
    [InlineData("98", 2025, 1998)]
    public void Year_digits_are_resolved_around_the_reference(string digits, int reference, int year) =>
        Assert.Equal(year, TickerGrammar.Parse($"CLF{digits} Comdty", new DateOnly(reference, 6, 1)).Delivery!.Value.Year);

    [Fact]
    public void One_year_digit_stays_open_without_a_reference() => Assert.Null(TickerGrammar.Parse("CLF5 Comdty").Delivery);

    [Fact]
    public void Tickers_are_made_from_roots_keys_and_aliases()
    {
        Assert.Equal("CL1 Comdty", TickerGrammar.FrontMonth("WTI"));
        Assert.Equal("XB3 Comdty", TickerGrammar.NthMonth("gasoline", 3));
        Assert.Equal("CLF5 Comdty", TickerGrammar.SpecificMonth("CL", 1, 2025));
        Assert.Equal("ENAZ25 Comdty", TickerGrammar.SpecificMonth("wti_ice", 12, 2025, twoDigits: true));
        Assert.Equal("CL1 Comdty", TickerGrammar.Normalize(" CL1 "));
        Assert.Null(TickerGrammar.Normalize("ZZ1"));
        Assert.Contains("brant", Assert.Throws<ArgumentException>(() => TickerGrammar.FrontMonth("brant")).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => TickerGrammar.NthMonth("CL", 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => TickerGrammar.NthMonth("CL", 37));
        Assert.Throws<ArgumentOutOfRangeException>(() => TickerGrammar.SpecificMonth("CL", 13, 2025));
    }

    [Fact]
    public void Multipliers_come_from_the_table_or_not_at_all()
    {
        Assert.Equal([1000m, 1000m, 1000m, 1000m, 42_000m, 42_000m, 100m, 10_000m], CommodityContracts.All.Select(contract => TickerGrammar.Multiplier($"{contract.Root}1 Comdty")));
        Assert.Equal([10m, 10m, 10m, 10m, 4.2m, 4.2m, 25m, 10m], CommodityContracts.All.Select(contract => contract.TickValue));
        Assert.Throws<ArgumentException>(() => TickerGrammar.Multiplier("ZZ1 Comdty"));
        Assert.Equal(1000m, TickerGrammar.Multiplier("ZZ1 Comdty", orDefault: 1000m));
        Assert.Equal(91.3423, 680.50 * ContractUnit.Tonne.PerBarrel(), 4);
        Assert.Throws<ArgumentException>(() => ContractUnit.MillionBtu.PerBarrel());
    }

    [Fact]
    public void Field_names_are_translated_in_any_case()
    {
        Assert.Equal(["PX_LAST", "PX_SETTLE", "OPEN_INT", "DURATION"], new[] { "Close", "settlement", "OPEN_INTEREST", "DURATION" }.Select(TickerGrammar.Field));
    }

    [Fact]
    public void Every_ticker_that_is_made_is_read_back() =>
        Prop.ForAll(Gen.Choose(0, CommodityContracts.All.Length - 1).Zip(Gen.Choose(0, 12 * 60 - 1)).ToArbitrary(), pair =>
        {
            (CommodityContract contract, DeliveryMonth month) = (CommodityContracts.All[pair.Item1], new DeliveryMonth(1990, 1).AddMonths(pair.Item2));
            string ticker = TickerGrammar.SpecificMonth(contract.Key, month.Month, month.Year, twoDigits: true);
            FuturesTicker read = TickerGrammar.Parse(ticker, month.FirstDay);
            return (read.Contract == contract && read.Delivery == month).Label(ticker);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void No_text_makes_the_parser_throw() =>
        Prop.ForAll<string>(text =>
        {
            FuturesTicker parsed = TickerGrammar.Parse(text, Reference);
            return (parsed.Kind != TickerKind.Unknown) == TickerGrammar.Validate(text).Valid;
        }).QuickCheckThrowOnFailure();
}
