using Google.Protobuf;
using Grpc.Core;
using Tradewind.Client;
using Tradewind.Data.Tests.Sources;
using Tradewind.Testing;
using Tradewind.V1;

namespace Tradewind.Server.Tests.Loads;

/// <summary>Workbooks over the contract: what they say beside their series, holdings that stay, templates.</summary>
public sealed class WorkbookLoadTests : IAsyncLifetime
{
    private static readonly DateOnly First = new(2024, 3, 14);

    private TestServer _server = null!;

    public async Task InitializeAsync() => _server = await TestServer.StartAsync();

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Fact]
    public async Task A_workbook_is_reported_whole_and_its_holdings_stay()
    {
        LoadReport report = await _server.LoadAsync(Request(Book(), "desk.xlsx"));

        ColumnFormula formula = report.Workbook.Formulas.Single();
        Assert.Equal(("LF98TRUU_Index_OAS", "BDH:LF98TRUU Index:OAS", "Timeseries!B2"), (formula.Column, formula.Id, formula.Cell));
        Assert.Equal(["spread", "price"], report.Workbook.Schema.Select(column => column.Kind));
        Assert.Equal(("US High Yield", "credit_index"), (report.Workbook.Securities.Single().Name, report.Workbook.Securities.Single().AssetClass));
        Instrument stored = (await _server.Data.GetInstrumentAsync(new GetInstrumentRequest { InstrumentId = "LF98TRUU Index" })).Instrument;
        Assert.Equal(("US High Yield", "EUR", AssetClass.CreditIndex), (stored.DisplayName, stored.Currency, stored.AssetClass));

        Assert.Equal("desk", report.Workbook.HoldingsName);
        HoldingSet set = (await _server.Data.GetHoldingsAsync(new GetHoldingsRequest { Name = "desk" })).Holdings;
        Assert.Equal(["LF98TRUU Index", "CASH"], set.Holdings.Select(holding => holding.Ticker));
        Assert.Equal(("LF98TRUU Index", ""), (set.Holdings[0].InstrumentId, set.Holdings[1].InstrumentId));
        Assert.Equal(1, set.WeightSum, 1e-12);
        Assert.False(set.Holdings[0].HasQuantity);
    }

    [Fact]
    public async Task Holdings_are_listed_replaced_and_deleted()
    {
        LoadDataRequest request = Request(Book(), "desk.xlsx");
        request.File.Options = new LoadOptions { HoldingsName = "core" };
        await _server.LoadAsync(request);
        await _server.LoadAsync(request);

        Assert.Equal("core", (await _server.Client.EnumerateHoldingsAsync().ToListAsync()).Single().Name);
        DeleteHoldingsRequest delete = new() { RequestId = "once", Name = "core" };
        await _server.Data.DeleteHoldingsAsync(delete);
        await _server.Data.DeleteHoldingsAsync(delete);
        await Refused.AsUnknownAsync("UNKNOWN_HOLDINGS", () => _server.Data.GetHoldingsAsync(new GetHoldingsRequest { Name = "core" }).ResponseAsync);
        await Refused.AsUnknownAsync("UNKNOWN_HOLDINGS", () => _server.Data.DeleteHoldingsAsync(new DeleteHoldingsRequest { Name = "core" }).ResponseAsync);
    }

    [Fact]
    public async Task Checking_only_keeps_no_holdings()
    {
        LoadDataRequest request = Request(Book(), "desk.xlsx");
        request.ValidateOnly = true;

        LoadReport report = await _server.LoadAsync(request);

        Assert.Equal((2, ""), (report.Workbook.Holdings.Count, report.Workbook.HoldingsName));
        Assert.Empty((await _server.Data.ListHoldingsAsync(new ListHoldingsRequest())).Holdings);
    }

    [Fact]
    public async Task Error_values_are_refused_when_they_are_not_handled()
    {
        LoadDataRequest request = Request(WorkbookFile.Of(["Dates", "X_OAS"], [First, "#N/A Invalid Security"]), "w.xlsx");
        Assert.Equal(1, (await _server.LoadAsync(request)).RowCount);

        request.File.Options = new LoadOptions { HandleErrors = false };

        await Refused.AsInvalidAsync("WORKBOOK_TEMPLATE", "Timeseries!B2", () => _server.LoadAsync(request));
    }

    [Fact]
    public async Task The_limit_of_staleness_is_the_callers()
    {
        LoadDataRequest request = Request(WorkbookFile.Of(["Dates", "X_OAS"], [First, 1.5]), "w.xlsx");
        Assert.Contains((await _server.LoadAsync(request)).Quality.Single().Findings, finding => finding.Code == "STALE_FILE");

        request.File.Options = new LoadOptions { MaxStalenessBusinessDays = 10_000 };
        Assert.DoesNotContain((await _server.LoadAsync(request)).Quality.Single().Findings, finding => finding.Code == "STALE_FILE");
        request.File.Options = new LoadOptions { MaxStalenessBusinessDays = -1 };
        await Refused.AsInvalidAsync("STALENESS_INVALID", "file.options.max_staleness_business_days", () => _server.LoadAsync(request));
    }

    [Fact]
    public async Task A_template_comes_as_a_workbook_that_waits_for_a_terminal()
    {
        GetWorkbookTemplateResponse template = await _server.Data.GetWorkbookTemplateAsync(
            new GetWorkbookTemplateRequest { Securities = { "CL1 Comdty" }, Fields = { "PX_LAST" }, StartTime = MarketData.Day(0) });

        Assert.Equal("PK"u8, template.Content.Span[..2]);
        Assert.EndsWith(".xlsx", template.FileName, StringComparison.Ordinal);
        TradewindError error = await Refused.AsInvalidAsync("WORKBOOK_TEMPLATE", "Timeseries", () => _server.LoadAsync(Request(template.Content.ToByteArray(), template.FileName)));
        Assert.Contains("nobody has calculated", error.Message, StringComparison.Ordinal);
        await Refused.AsInvalidAsync(
            "WORKBOOK_TEMPLATE_INVALID", "securities",
            () => _server.Data.GetWorkbookTemplateAsync(new GetWorkbookTemplateRequest { Securities = { "A", "A" } }).ResponseAsync);
    }

    [Fact]
    public async Task The_workbook_stands_in_where_no_api_is_attached()
    {
        LoadReport report = await _server.LoadAsync(new LoadDataRequest { Hybrid = Hybrid(Book()) });

        FieldProvenance column = report.Provenance.Single(entry => entry.Field == "OAS");
        Assert.Equal((ProvenanceSource.Excel, 0L, 2L), (column.Source, column.ApiCount, column.ExcelCount));
        Assert.False(column.HasLargestDifference);
        Assert.Equal(ProvenanceSource.None, report.Provenance.Single(entry => entry.Field == "DTS").Source);
        Assert.Equal("bloomberg_hybrid", report.Instruments.Single().Source);
        Assert.Contains("API_FAILED", report.Notes.Select(note => note.Code));
    }

    [Fact]
    public async Task Neither_side_is_one_error_with_both_causes()
    {
        HybridLoad load = Hybrid(Book());
        (load.WorkbookName, load.Workbook) = ("", ByteString.Empty);

        TradewindError error = await Refused.AsAsync(
            StatusCode.FailedPrecondition, "HYBRID_BOTH_FAILED", null, () => _server.LoadAsync(new LoadDataRequest { Hybrid = load }));

        Assert.StartsWith("Both Bloomberg API and Excel fallback failed", error.Message, StringComparison.Ordinal);
        load.WorkbookName = "x.xlsx";
        await Refused.AsInvalidAsync("WORKBOOK_INCOMPLETE", "hybrid.workbook_name", () => _server.LoadAsync(new LoadDataRequest { Hybrid = load }));
    }

    private static HybridLoad Hybrid(byte[] workbook) => new()
    {
        Securities = { "LF98TRUU Index" }, Fields = { "OAS", "DTS" }, WorkbookName = "desk.xlsx", Workbook = ByteString.CopyFrom(workbook),
        Interval = new TimeInterval { StartTime = MarketData.Day(0), EndTime = MarketData.Day(100) },
    };

    private static byte[] Book() => WorkbookFile.Sheets(
        ("Timeseries",
        [
            ["Dates", "LF98TRUU_Index_OAS", "CL1_Comdty_PX_LAST"],
            [First, new WorkbookFile.Formula("_xll.BDH(\"LF98TRUU Index\",\"OAS\",1,2)", 3.1), 80.5],
            [First.AddDays(1), 3.2, "#N/A N/A"],
        ]),
        ("Static", [["Ticker", "Security_Name", "Asset_Class", "Currency"], ["LF98TRUU Index", "US High Yield", "credit_index", "EUR"]]),
        ("Portfolio", [["Ticker", "Weight"], ["LF98TRUU Index", 0.75], ["CASH", 0.25]]));

    private static LoadDataRequest Request(byte[] workbook, string name) => new() { File = new InlineFile { FileName = name, Content = ByteString.CopyFrom(workbook) } };
}
