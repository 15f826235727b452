using Tradewind.Data.Tests.Sources;
using Tradewind.Domain.Errors;
using Tradewind.Domain.Market;
using Tradewind.Sources;
using Tradewind.Sources.Connectors;
using Tradewind.Sources.Hybrid;
using static Tradewind.Data.Tests.Hybrid.StandInApi;

namespace Tradewind.Data.Tests.Hybrid;

/// <summary>Days are those of March 2024: the 11th is a Monday.</summary>
public sealed class HybridSourceTests
{
    private const string High = "LF98TRUU Index";

    [Fact]
    public async Task The_workbook_fills_what_the_api_lacks_value_by_value()
    {
        StandInApi api = new StandInApi().Has(High, "OAS", (11, 3.1), (13, 3.3)).Has(High, "DTS", (11, 10), (12, 11), (13, 12));
        byte[] workbook = Workbook(["LF98TRUU_Index_OAS", "LF98TRUU_Index_YTW"], [11, 3.1, 8.0], [12, 3.2, 8.1], [14, 3.4, 8.2]);

        LoadedData data = await LoadAsync(api, workbook, ["OAS", "DTS", "YTW", "PX_LAST"]);

        InstrumentSeries series = Assert.Single(data.Series);
        Assert.Equal([Day(11), Day(12), Day(13), Day(14)], series.Times.ToArray());
        Assert.Equal([3.1, 3.2, 3.3, 3.4], series.Column("OAS").ToArray());
        Assert.Equal([10, 11, 12, double.NaN], series.Column("DTS").ToArray());
        Assert.Equal([8.0, 8.1, double.NaN, 8.2], series.Column("YTW").ToArray());
        Assert.False(series.HasField("PX_LAST"));
        Assert.Equal((High, HybridSource.SourceName, "Bloomberg US Corporate High Yield"), (series.Instrument.Id, series.Instrument.Source, series.Instrument.DisplayName));
        Assert.Equal(
            [
                new FieldProvenance(High, "OAS", 2, 2, 0, 1, 0, 0), new FieldProvenance(High, "DTS", 3, 0, 1, 0, null, null),
                new FieldProvenance(High, "YTW", 0, 3, 1, 0, null, null), new FieldProvenance(High, "PX_LAST", 0, 0, 4, 0, null, null),
            ],
            data.Provenance.AsEnumerable());
        Assert.Equal(
            [ProvenanceSource.Mixed, ProvenanceSource.Api, ProvenanceSource.Excel, ProvenanceSource.None], data.Provenance.Select(column => column.Source));
        Assert.Equal("LF98TRUU_Index_PX_LAST", data.Findings.Single(finding => finding.Code == "COLUMN_UNAVAILABLE").Column);
    }

    [Theory]
    [InlineData(ConnectorErrorKind.Unavailable)]
    [InlineData(ConnectorErrorKind.Timeout)]
    [InlineData(ConnectorErrorKind.Authentication)]
    public async Task An_api_that_fails_leaves_all_to_the_workbook(ConnectorErrorKind kind)
    {
        StandInApi api = new() { Failure = new ConnectorException(kind, "no terminal") };

        LoadedData data = await LoadAsync(api, Workbook(["LF98TRUU_Index_OAS"], [11, 3.1]), ["OAS"]);

        Assert.Equal([3.1], data.Values("OAS"));
        Assert.Equal("API_FAILED", Assert.Single(data.Findings).Code);
        Assert.Equal(ProvenanceSource.Excel, Assert.Single(data.Provenance).Source);
    }

    [Fact]
    public async Task A_defect_is_not_hidden_by_the_workbook()
    {
        byte[] workbook = Workbook(["LF98TRUU_Index_OAS"], [11, 3.1]);

        await Assert.ThrowsAsync<ConnectorException>(() => LoadAsync(new StandInApi { Failure = new ConnectorException(ConnectorErrorKind.Internal, "defect") }, workbook, ["OAS"]));
        await Assert.ThrowsAsync<InvalidOperationException>(() => LoadAsync(new StandInApi { Failure = new InvalidOperationException("defect") }, workbook, ["OAS"]));
    }

    [Fact]
    public async Task Both_sides_failing_is_one_error_with_both_causes()
    {
        StandInApi api = new() { Failure = new ConnectorException(ConnectorErrorKind.Unavailable, "no terminal.") };

        var error = await Assert.ThrowsAsync<HybridException>(() => LoadAsync(api, [1, 2, 3], ["OAS"]));

        Assert.StartsWith("Both Bloomberg API and Excel fallback failed. API: no terminal. Excel: w.xlsx is not a readable", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_broken_workbook_does_not_keep_the_api_back()
    {
        LoadedData data = await LoadAsync(new StandInApi().Has(High, "OAS", (11, 3.1)), [1, 2, 3], ["OAS"]);

        Assert.Equal([3.1], data.Values("OAS"));
        Assert.Equal("EXCEL_FAILED", Assert.Single(data.Findings).Code);
    }

    [Fact]
    public async Task Sides_that_differ_beyond_the_tolerance_are_warned_about()
    {
        StandInApi api = new StandInApi().Has(High, "OAS", (11, 3.00), (12, 3.10), (13, 3.20));
        byte[] workbook = Workbook(["LF98TRUU_Index_OAS"], [11, 3.00], [12, 3.16], [13, 3.17]);

        LoadedData data = await LoadAsync(api, workbook, ["OAS"]);

        FieldProvenance column = Assert.Single(data.Provenance);
        Assert.Equal(0.06, column.LargestDifference!.Value, 1e-12);
        Assert.Equal(0.03, column.MeanDifference!.Value, 1e-12);
        Assert.Equal(3, data.Quality[0].Finding("SIDES_DIFFER").Count);
        Assert.False((await LoadAsync(api, workbook, ["OAS"], tolerance: 0.07)).Quality[0].Has("SIDES_DIFFER"));
    }

    [Fact]
    public async Task With_the_workbook_first_the_api_is_asked_only_for_what_it_lacks()
    {
        StandInApi api = new StandInApi().Has(High, "OAS", (11, 9.1), (12, 9.2), (13, 9.3), (14, 9.4), (15, 9.5)).Has(High, "DTS", (11, 10), (15, 14));
        byte[] workbook = Workbook(["LF98TRUU_Index_OAS"], [11, 3.1], [12, 3.2], [13, 3.3]);

        LoadedData data = await LoadAsync(api, workbook, ["OAS", "DTS"], excelFirst: true);

        Assert.Equal([3.1, 3.2, 3.3, 9.4, 9.5], data.Values("OAS"));
        Assert.Equal(["OAS", "DTS"], Assert.Single(api.Asked).Fields.AsEnumerable());
        StandInApi tail = new StandInApi().Has(High, "OAS", (13, 3.3), (14, 9.4));
        await LoadAsync(tail, workbook, ["OAS"], excelFirst: true);
        // From the last row of the workbook on, where both sides can be compared.
        Assert.Equal((Day(13), Day(16)), (Assert.Single(tail.Asked).Start, tail.Asked[0].End));
    }

    [Fact]
    public async Task A_complete_workbook_needs_no_api()
    {
        StandInApi api = new();

        LoadedData data = await LoadAsync(api, Workbook(["LF98TRUU_Index_OAS"], [11, 1], [12, 2], [13, 3], [14, 4], [15, 5]), ["OAS"], excelFirst: true);

        Assert.Empty(api.Asked);
        Assert.Equal(5, data.Provenance[0].ExcelCount);
    }

    [Fact]
    public async Task Only_what_was_asked_for_is_taken_from_the_workbook()
    {
        byte[] workbook = Workbook(["LF98TRUU_Index_OAS", "LUACTRUU_Index_OAS", "LF98TRUU_Index_YTW"], [1, 9, 9, 9], [11, 3.1, 1.1, 8], [18, 9, 9, 9]);

        LoadedData data = await LoadAsync(new StandInApi { Failure = new ConnectorException(ConnectorErrorKind.Unavailable, "x") }, workbook, ["OAS"]);

        Assert.Equal((High, 1, "OAS"), (Assert.Single(data.Series).Instrument.Id, data.Series[0].Count, Assert.Single(data.Series[0].Fields)));
    }

    [Fact]
    public async Task Wrong_requests_name_every_field()
    {
        HybridRequest request = new([], ["OAS", "oas"], 10, 10, new StandInApi(), _ => throw new IOException("none")) { Tolerance = -1 };

        var error = await Assert.ThrowsAsync<InvalidInputException>(() => new HybridSource().LoadAsync(request, progress: null, CancellationToken.None));

        Assert.Equal(["securities", "fields", "interval", "tolerance"], error.Violations.Select(violation => violation.Field));
    }

    private static Task<LoadedData> LoadAsync(StandInApi api, byte[] workbook, string[] fields, bool excelFirst = false, double tolerance = 0.01) =>
        new HybridSource().LoadAsync(
            new HybridRequest([High], [.. fields], Day(11), Day(16), api, _ => Task.FromResult(Load.Bytes(workbook, "w.xlsx"))) { PreferApi = !excelFirst, Tolerance = tolerance },
            progress: null, CancellationToken.None);

    private static byte[] Workbook(string[] headers, params double[][] rows) => WorkbookFile.Of(
        [["Dates", .. headers], .. rows.Select(row => new object?[] { new DateOnly(2024, 3, (int)row[0]) }.Concat(row.Skip(1).Select(value => (object?)value)).ToArray())]);
}
