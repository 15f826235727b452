using Google.Protobuf.WellKnownTypes;
using Tradewind.Client;
using Tradewind.Testing;
using Tradewind.V1;

namespace Tradewind.Server.Tests.Store;

/// <summary>History that a later load revised, read as it is and as it was.</summary>
public sealed class AsOfTests : IAsyncLifetime
{
    private const int Rows = 120;
    private const int RevisedRow = 60;
    private TestServer _server = null!;
    private Timestamp _before = null!;

    public async Task InitializeAsync()
    {
        _server = await TestServer.StartAsync();
        await _server.LoadBarsAsync(Rows);
        _before = (await RevisionsAsync()).Single().WrittenTime;
        await _server.LoadBarsAsync(Rows + 1, (row, close) => row == RevisedRow ? close + 5 : close);
    }

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Fact]
    public async Task Revisions_are_listed_newest_first_with_what_they_did()
    {
        SeriesRevision[] revisions = await RevisionsAsync();

        // The bar after the revised one opens at its close.
        Assert.Equal((1, 2, Rows + 1), (revisions[0].AddedRowCount, revisions[0].ChangedRowCount, revisions[0].RowCount));
        Assert.Equal((Rows, 0, "csv"), (revisions[1].AddedRowCount, revisions[1].ChangedRowCount, revisions[1].Source));
        ListRevisionsRequest request = new() { InstrumentId = MarketData.Coin, PageSize = 1 };
        ListRevisionsResponse page = await _server.Data.ListRevisionsAsync(request);
        request.PageToken = page.NextPageToken;
        Assert.Equal(revisions[1], (await _server.Data.ListRevisionsAsync(request)).Revisions.Single());
    }

    [Fact]
    public async Task Every_reading_call_shows_the_version_of_the_time()
    {
        double then = await CloseFromBarsAsync(_before);
        double now = await CloseFromBarsAsync(null);
        Assert.Equal(then + 5, now, 9);

        foreach ((Timestamp? time, double expected, int rows) in new[] { (_before, then, Rows), ((Timestamp?)null, now, Rows + 1) })
        {
            List<ReadColumnsResponse> columns = await _server.Data.ReadColumns(
                new ReadColumnsRequest { InstrumentId = MarketData.Coin, Fields = { "close" }, AsOfTime = time }).ListAsync();
            Assert.Equal(expected, ColumnTable.FromBlocks([.. columns.Select(message => message.Block)])["close"][RevisedRow]);
            Assert.Equal(rows, columns[0].TotalRowCount);
            Assert.Equal((await RevisionsAsync())[time is null ? 0 : 1].Revision, columns[0].Revision);
            ListObservationsResponse observations = await _server.Data.ListObservationsAsync(
                new ListObservationsRequest { InstrumentId = MarketData.Coin, PageSize = 1000, AsOfTime = time });
            Assert.Equal(expected, observations.Observations[RevisedRow].Values["close"]);
            List<AlignPortfolioResponse> aligned = await _server.Data.AlignPortfolio(new AlignPortfolioRequest
            {
                Portfolio = new PortfolioSpec { Members = { new PortfolioMember { InstrumentId = MarketData.Coin, AsOfTime = time } } },
            }).ListAsync();
            Assert.Equal(rows, aligned[0].Report.RowCount);
            Assert.Equal(expected, ColumnTable.FromBlocks([.. aligned.Skip(1).Select(message => message.Block)])["LTC_USD_close"][RevisedRow]);
        }
    }

    [Fact]
    public async Task A_backtest_of_the_earlier_version_has_the_lineage_it_had_before_the_revision()
    {
        Dictionary<string, string> revisions = (await RevisionsAsync()).ToDictionary(revision => revision.WrittenTime.ToString(), revision => revision.Revision);

        Backtest then = await BacktestAsync(_before);
        Backtest now = await BacktestAsync(null);

        Assert.Equal(revisions[_before.ToString()], then.Lineage.DataRevisions[$"{MarketData.Coin} 1d"]);
        Assert.NotEqual(then.Lineage.Id, now.Lineage.Id);
        Assert.Equal(_before, then.Spec.Members.Single().AsOfTime);
        VerifyBacktestResponse verified = await _server.Backtests.VerifyBacktestAsync(new VerifyBacktestRequest { BacktestId = then.Id });
        Assert.True(verified.Identical);
    }

    [Fact]
    public async Task A_time_before_the_first_load_is_answered_with_the_times_there_are()
    {
        Timestamp never = Timestamp.FromDateTime(_before.ToDateTime().AddDays(-1));
        PortfolioMember member = new() { InstrumentId = MarketData.Coin, AsOfTime = never };
        Func<Task>[] calls =
        [
            () => _server.Data.ListBarsAsync(new ListBarsRequest { InstrumentId = MarketData.Coin, AsOfTime = never }).ResponseAsync,
            () => _server.Data.ReadColumns(new ReadColumnsRequest { InstrumentId = MarketData.Coin, AsOfTime = never }).ListAsync(),
            () => _server.Data.AlignPortfolio(new AlignPortfolioRequest { Portfolio = new PortfolioSpec { Members = { member } } }).ListAsync(),
        ];
        foreach (Func<Task> call in calls)
        {
            TradewindError error = await Refused.AsUnknownAsync("UNKNOWN_REVISION", call);
            Assert.Contains("Available: as of", error.Message, StringComparison.Ordinal);
        }
    }

    private async Task<SeriesRevision[]> RevisionsAsync() =>
        [.. (await _server.Data.ListRevisionsAsync(new ListRevisionsRequest { InstrumentId = MarketData.Coin })).Revisions];

    private async Task<double> CloseFromBarsAsync(Timestamp? time) => (await _server.Data.ListBarsAsync(
        new ListBarsRequest { InstrumentId = MarketData.Coin, PageSize = 1000, AsOfTime = time })).Bars[RevisedRow].Close;

    private async Task<Backtest> BacktestAsync(Timestamp? time)
    {
        RunBacktestResponse started = await _server.Backtests.RunBacktestAsync(new RunBacktestRequest
        {
            Spec = new BacktestSpec
            {
                Strategy = new StrategySpec { StrategyId = "buy_and_hold" },
                Members = { new PortfolioMember { InstrumentId = MarketData.Coin, AsOfTime = time } },
            },
        });
        string id = await _server.ResultOfAsync(started.Operation);
        return (await _server.Backtests.GetBacktestAsync(new GetBacktestRequest { BacktestId = id })).Backtest;
    }
}
