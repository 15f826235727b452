using System.Text;
using Tradewind.Domain.Errors;
using Tradewind.Domain.Market;
using Tradewind.Domain.Market.Quality;
using Tradewind.Sources;
using static Tradewind.Data.Tests.Sources.WorkbookFile;

namespace Tradewind.Data.Tests.Sources;

public sealed class WorkbookTests
{
    private static readonly DateOnly First = new(2024, 3, 14);

    [Theory]
    [InlineData("LF98TRUU_Index_OAS", "LF98TRUU Index", "OAS", AssetClass.CreditIndex)]
    [InlineData("LF98TRUU_Index_SPREAD_DUR_RATIO", "LF98TRUU Index", "SPREAD_DUR_RATIO", AssetClass.Index)]
    [InlineData("CL1_Comdty_PX_LAST", "CL1 Comdty", "PX_LAST", AssetClass.CommodityFuture)]
    [InlineData("EURUSD_Curncy_PX_LAST", "EURUSD Curncy", "PX_LAST", AssetClass.Fx)]
    [InlineData("AAPL US_Equity_PX_LAST", "AAPL US Equity", "PX_LAST", AssetClass.Equity)]
    [InlineData("AAPL 4.5 01/15/2030_Corp_Z_SPREAD", "AAPL 4.5 01/15/2030 Corp", "Z_SPREAD", AssetClass.CreditBond)]
    [InlineData("T 4_Govt_YLD_YTM_MID", "T 4 Govt", "YLD_YTM_MID", AssetClass.Rate)]
    [InlineData("CDX_HY", "CDX_HY", "value", AssetClass.CreditIndex)]
    [InlineData("CDX_HY_SPREAD", "CDX_HY", "SPREAD", AssetClass.CreditIndex)]
    [InlineData("10YR_UST", "10YR_UST", "value", AssetClass.Rate)]
    [InlineData("1YR_SWAP", "1YR_SWAP", "value", AssetClass.Rate)]
    [InlineData("10_2_Curve", "10_2_Curve", "value", AssetClass.Rate)]
    [InlineData("S&P500", "S&P500", "value", AssetClass.Index)]
    [InlineData("FED_BS", "FED_BS", "value", AssetClass.Macro)]
    public void Splits_headers_into_instrument_and_field(string header, string id, string field, AssetClass assetClass)
    {
        LoadedData data = Load.Bytes(Of(["Dates", header], [First, 1.5]), "w.xlsx");

        InstrumentSeries series = Assert.Single(data.Series);
        Assert.Equal((id, field, assetClass), (series.Instrument.Id, series.Fields[0], series.Instrument.AssetClass));
        Assert.Equal(Availability.Close, series.Availability);
        Assert.Equal("bloomberg_excel", series.Instrument.Source);
    }

    [Fact]
    public void Blanks_and_line_breaks_in_a_header_are_corrected_and_named()
    {
        LoadedData data = Load.Bytes(Of(["Dates", " LF98TRUU_Index_ SPREAD_RATE_RATIO", "X\nY_OAS"], [First, 1.5, 2.5]), "w.xlsx");

        Assert.Equal(["SPREAD_RATE_RATIO"], data.Fields());
        Assert.Contains("' LF98TRUU_Index_ SPREAD_RATE_RATIO' (Timeseries!B1)", data.Quality[0].Finding("HEADER_BLANK").Message, StringComparison.Ordinal);
        Assert.Equal("X Y", data.Series[1].Instrument.Id);
    }

    [Fact]
    public void Columns_of_one_instrument_make_one_series_with_a_correct_display_name()
    {
        LoadedData data = Load.Bytes(Of(["Dates", "LF98TRUU_Index_OAS", "OIL", "LF98TRUU_Index_YTW", "LF98TRUU_RATE_COMP"], [First, 3.5, 80, 8.1, 4.6]), "w.xlsx");

        Assert.Equal(["LF98TRUU Index", "OIL", "LF98TRUU"], data.Series.Select(series => series.Instrument.Id));
        Assert.Equal(["OAS", "YTW"], data.Fields());
        Assert.Contains("High Yield", data.Series[0].Instrument.DisplayName, StringComparison.Ordinal);
        Assert.Equal(AssetClass.CreditIndex, data.Series[2].Instrument.AssetClass);
    }

    [Fact]
    public void Error_values_of_every_kind_are_missing_and_counted_by_column()
    {
        object?[] errors =
        [
            "#N/A N/A", "#N/A Field Not Applicable", "#N/A Invalid Security", "#VALUE!", "#REF!", "#NAME?", "#NUM!", "#DIV/0!", " #null! ",
            "#N/A Requesting Data...", new Error("#N/A"), new Error("#DIV/0!"), new Formula("1/0", null), null,
        ];
        object?[][] rows = [["Dates", "X_OAS", "Y_OAS"], .. errors.Select((error, i) => new object?[] { First.AddDays(i), error, 1.0 + i })];

        LoadedData data = Load.Bytes(Of(rows), "w.xlsx");

        Assert.All(data.Values("OAS"), value => Assert.True(double.IsNaN(value)));
        Assert.Equal(12, data.Quality[0].Columns[0].ErrorValues);
        Assert.Equal(12, data.Quality[0].Finding(QualityCode.ErrorValues).Count);
        Assert.Contains("B14", data.Quality[0].Finding("FORMULA_NOT_CALCULATED").Message, StringComparison.Ordinal);
        Assert.True(data.Quality[0].Has(QualityCode.EmptyColumn));
        Assert.Equal(0, data.Quality[1].Columns[0].ErrorValues);
    }

    [Fact]
    public void Error_values_are_violations_when_not_handled()
    {
        var error = Assert.Throws<InvalidInputException>(() => Load.Bytes(
            Of(["Dates", "X_OAS"], [First, new Error("#REF!")], [First.AddDays(1), "#N/A"]), "w.xlsx", new() { HandleErrors = false }));

        Assert.Equal(["Timeseries!B2", "Timeseries!B3"], error.Violations.Select(violation => violation.Field));
    }

    [Fact]
    public void Calculated_formulas_text_numbers_serial_dates_and_text_dates_are_read()
    {
        LoadedData data = Load.Bytes(Of(["date", "X_OAS"], [45365.0, new Formula("A1", 1.25)], ["2024-03-15", "2.5"], [], ["2024-03-18", 3]), "w.xlsx");

        Assert.Equal(["2024-03-14", "2024-03-15", "2024-03-18"], data.Dates());
        Assert.Equal([1.25, 2.5, 3], data.Values("OAS"));
        Assert.False(data.Quality[0].Has("FORMULA_NOT_CALCULATED"));
    }

    public static TheoryData<string, string, object?[][]> BrokenTemplates() => new()
    {
        { "no date column", "Timeseries!1:1", [["When", "X_OAS"], [First, 1.0]] },
        { "no data column", "Timeseries!1:1", [["Dates"], [First]] },
        { "bad date", "Timeseries!A3", [["Dates", "X_OAS"], [First, 1.0], ["soon", 2.0]] },
        { "empty date", "Timeseries!A3", [["Dates", "X_OAS"], [First, 1.0], [null, 2.0]] },
        { "descending", "Timeseries!A3", [["Dates", "X_OAS"], [First, 1.0], [First.AddDays(-1), 2.0]] },
        { "duplicate", "Timeseries!A4", [["Dates", "X_OAS"], [First, 1.0], [First.AddDays(1), 1.0], [First.AddDays(1), 2.0]] },
        { "repeated header", "Timeseries!C1", [["Dates", "X_OAS", " X_OAS"], [First, 1.0, 2.0]] },
        { "text in a number", "Timeseries!B2", [["Dates", "X_OAS"], [First, "high"]] },
        { "no rows", "Timeseries", [["Dates", "X_OAS"]] },
    };

    [Theory]
    [MemberData(nameof(BrokenTemplates))]
    public void A_broken_template_names_the_cell(string because, string cell, object?[][] rows)
    {
        var error = Assert.Throws<InvalidInputException>(() => Load.Bytes(Of(rows), "w.xlsx"));

        Assert.Equal("WORKBOOK_TEMPLATE", error.Reason);
        Assert.True(cell == error.Violations[0].Field, $"{because}: {error.Violations[0]}");
    }

    [Fact]
    public void All_violations_of_a_template_come_in_one_error()
    {
        var error = Assert.Throws<InvalidInputException>(() => Load.Bytes(
            Of(["Dates", "X_OAS"], [First, "high"], ["soon", 2.0], [First, 1.0]), "w.xlsx"));

        Assert.Equal(3, error.Violations.Length);
    }

    [Fact]
    public void Drop_keeps_the_first_of_duplicate_dates_and_sorts()
    {
        LoadedData data = Load.Bytes(
            Of(["Dates", "X_OAS"], [First.AddDays(1), 2.0], [First, 1.0], [First, 9.0], ["soon", 7.0]), "w.xlsx", new() { OnBadRow = BadRowPolicy.Drop });

        Assert.Equal([1.0, 2.0], data.Values("OAS"));
        Assert.Equal(2, Assert.Single(data.Findings, finding => finding.Code == "DROPPED_ROWS").Count);
    }

    [Fact]
    public void Takes_the_timeseries_sheet_or_the_first_with_a_notice_or_the_one_named()
    {
        byte[] both = Sheets(("Static", [["Ticker"], ["X"]]), ("TIMESERIES", [["Dates", "X_OAS"], [First, 1.0]]));
        byte[] other = Sheets(("Data", [["Dates", "X_OAS"], [First, 2.0]]), ("More", [["Dates", "X_OAS"], [First, 3.0]]));

        Assert.Equal([1.0], Load.Bytes(both, "w.xlsx").Values("OAS"));
        Assert.Empty(Load.Bytes(both, "w.xlsx").Findings);
        Assert.Equal("SHEET_FALLBACK", Assert.Single(Load.Bytes(other, "w.xlsx").Findings).Code);
        Assert.Equal([3.0], Load.Bytes(other, "w.xlsx", new() { SheetName = "more" }).Values("OAS"));
        Assert.Equal("WORKBOOK_NO_SHEET", Assert.Throws<InvalidInputException>(() => Load.Bytes(other, "w.xlsx", new() { SheetName = "No" })).Reason);
    }

    [Fact]
    public void Freshness_counts_business_days_up_to_the_given_day()
    {
        byte[] workbook = Of(["Dates", "X_OAS"], [First, 1.0]);

        // 2024-03-14 is a Thursday: five business days later is Thursday 03-21, six is Friday 03-22.
        Assert.False(Load.Bytes(workbook, "w.xlsx", new() { Today = new DateOnly(2024, 3, 21) }).Quality[0].Has(QualityCode.StaleFile));
        Assert.Equal(6, Load.Bytes(workbook, "w.xlsx", new() { Today = new DateOnly(2024, 3, 22) }).Quality[0].Finding(QualityCode.StaleFile).Count);
        Assert.Null(Load.Bytes(workbook, "w.xlsx").Quality[0].StalenessBusinessDays);
    }

    [Fact]
    public void What_is_not_a_workbook_is_refused_with_advice()
    {
        byte[] good = Of(["Dates", "X_OAS"], [First, 1.0]);
        byte[][] bad =
        [
            Encoding.UTF8.GetBytes("Dates,X_OAS\n2024-01-01,1\n"),
            good[..(good.Length / 2)],
            [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1, .. new byte[600]],
            [],
            [.. "PK\x03\x04"u8, 1, 2, 3],
        ];

        Assert.All(bad, bytes =>
        {
            var error = Assert.Throws<InvalidInputException>(() => Load.Bytes(bytes, "w.xlsx"));
            Assert.Equal("WORKBOOK_INVALID", error.Reason);
            Assert.Contains("save it as .xlsx", error.Violations[0].Description, StringComparison.Ordinal);
        });
    }

    [Fact]
    public void A_workbook_is_recognised_by_its_content() =>
        Assert.Equal([1.0], Load.Bytes(Of(["Dates", "X_OAS"], [First, 1.0]), "upload").Values("OAS"));
}
