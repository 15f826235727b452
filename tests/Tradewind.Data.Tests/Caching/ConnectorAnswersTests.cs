using Tradewind.Data.Tests.Hybrid;
using Tradewind.Domain.Market;
using Tradewind.Sources.Caching;
using Tradewind.Sources.Connectors;
using static Tradewind.Data.Tests.Hybrid.StandInApi;

namespace Tradewind.Data.Tests.Caching;

public sealed class ConnectorAnswersTests
{
    private readonly ManualClock _clock = new();
    private readonly StandInApi _api = new StandInApi().Has("X Index", "OAS", (11, 3.1)).Has("Y Index", "OAS", (11, 1.1));

    [Fact]
    public async Task An_answer_is_used_again_until_its_kind_of_data_grows_old()
    {
        ConnectorAnswers answers = new(new Directory(_api), _clock);
        await FetchAsync(answers, Timeframe.Day, "OAS");
        await FetchAsync(answers, Timeframe.Day, "OAS");
        await FetchAsync(answers, Timeframe.Minute, "OAS");
        Assert.Equal(2, _api.Asked.Count);

        _clock.Advance(TimeSpan.FromSeconds(60));
        await FetchAsync(answers, Timeframe.Day, "OAS");
        await FetchAsync(answers, Timeframe.Minute, "OAS");
        Assert.Equal(3, _api.Asked.Count);
        _clock.Advance(TimeSpan.FromMinutes(4));
        await FetchAsync(answers, Timeframe.Day, "OAS");

        Assert.Equal((4, 2L), (_api.Asked.Count, answers.Histories.Hits));
    }

    [Fact]
    public async Task Intraday_answers_of_a_terminal_last_longer_while_markets_are_closed()
    {
        // A Saturday.
        ManualClock weekend = new(new DateTimeOffset(2024, 3, 16, 12, 0, 0, TimeSpan.Zero));
        ConnectorAnswers answers = new(new Directory(_api), weekend);
        await FetchAsync(answers, Timeframe.Minute, "OAS");
        weekend.Advance(TimeSpan.FromSeconds(599));
        await FetchAsync(answers, Timeframe.Minute, "OAS");
        Assert.Single(_api.Asked);
        weekend.Advance(TimeSpan.FromSeconds(1));
        await FetchAsync(answers, Timeframe.Minute, "OAS");
        Assert.Equal(2, _api.Asked.Count);
    }

    [Fact]
    public async Task Fields_symbols_and_ranges_make_requests_different()
    {
        ConnectorAnswers answers = new(new Directory(_api), _clock);
        IConnectorClient client = answers.Open(_api.Address);
        HistoryRequest request = new(["X Index"], Timeframe.Day, Day(11), Day(12)) { Fields = ["OAS"] };

        foreach (HistoryRequest one in new[] { request, request with { Symbols = ["Y Index"] }, request with { End = Day(13) }, request with { Start = Day(10) }, request with { Symbols = ["X Index", "Y Index"] } })
        {
            await client.FetchHistoryAsync(one, progress: null, CancellationToken.None);
        }

        Assert.Equal(5, _api.Asked.Count);
    }

    [Fact]
    public async Task What_lacks_a_part_or_failed_is_asked_for_again()
    {
        ConnectorAnswers answers = new(new Directory(_api), _clock);
        await FetchAsync(answers, Timeframe.Day, "OAS", "DTS");
        await FetchAsync(answers, Timeframe.Day, "OAS", "DTS");
        _api.Failure = new ConnectorException(ConnectorErrorKind.Timeout, "late");
        await Assert.ThrowsAsync<ConnectorException>(() => FetchAsync(answers, Timeframe.Day, "OAS"));
        _api.Failure = null;
        await FetchAsync(answers, Timeframe.Day, "OAS");

        Assert.Equal((4, 1L), (_api.Asked.Count, answers.Histories.Errors));
    }

    private static Task<HistoryResult> FetchAsync(ConnectorAnswers answers, Timeframe timeframe, params string[] fields) =>
        answers.Open(new ConnectorAddress("bloomberg")).FetchHistoryAsync(
            new HistoryRequest(["X Index"], timeframe, Day(11), Day(12)) { Fields = [.. fields] }, progress: null, CancellationToken.None);

    private sealed class Directory(StandInApi api) : IConnectorDirectory
    {
        public IConnectorClient Open(ConnectorAddress address) => api;

        public bool IsAttached(ConnectorAddress address) => true;
    }
}
