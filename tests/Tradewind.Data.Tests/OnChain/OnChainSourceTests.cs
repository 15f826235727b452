using System.Globalization;
using System.Web;
using Tradewind.Data.Tests.Caching;
using Tradewind.Data.Tests.Sources;
using Tradewind.Domain.Errors;
using Tradewind.Domain.Market;
using Tradewind.Sources;
using Tradewind.Sources.OnChain;
using Tradewind.Testing;

namespace Tradewind.Data.Tests.OnChain;

/// <summary>Against a loopback server that answers as the providers do.</summary>
public sealed class OnChainSourceTests
{
    private const string Secret = "sekret-key";

    // Half a minute limits a try and a quarter of an hour a request: those are not slept through.
    private readonly ManualClock _clock = new() { Skips = wait => wait != TimeSpan.FromSeconds(30) && wait < TimeSpan.FromMinutes(15) };

    [Fact]
    public async Task Glassnode_is_asked_as_it_wants_and_its_values_are_known_a_day_later()
    {
        using LoopbackWeb web = new(_ => new LoopbackAnswer("""[{"t":1704067200,"v":2.5},{"t":1704153600,"v":null},{"t":1704240000,"v":3}]"""));
        using OnChainSource source = Source(web);

        LoadedData data = await LoadAsync(source, OnChainProvider.Glassnode, ["Btc"], ["mvrv"]);

        Assert.Equal("/v1/metrics/market/mvrv?a=BTC&s=1704067200&u=1704326400&i=24h&api_key=" + Secret, web.Asked.Single().PathAndQuery);
        InstrumentSeries series = Assert.Single(data.Series);
        Assert.Equal(("Btc", AssetClass.OnChain, "glassnode", Availability.OnChain), (series.Instrument.Id, series.Instrument.AssetClass, series.Instrument.Source, series.Availability));
        Assert.Equal([2.5, double.NaN, 3], series.Column("mvrv").ToArray());
        Assert.Equal("2024-01-02T22:00:00Z", UnixTime.Format(series.AvailableAt(0)));
    }

    [Fact]
    public async Task Coinmetrics_is_followed_page_by_page()
    {
        using LoopbackWeb web = new(asked => HttpUtility.ParseQueryString(asked.Query)["next_page_token"] switch
        {
            null => Page("2024-01-01", "1.5", "p2"),
            "p2" => Page("2024-01-02", "2.5", "p 3"),
            "p 3" => new LoopbackAnswer("""{"data":[{"asset":"eth","time":"2024-01-03T00:00:00.000000000Z","AdrActCnt":null}]}"""),
            _ => new LoopbackAnswer("", 500),
        });
        using OnChainSource source = Source(web, coinMetricsKey: null);

        LoadedData data = await LoadAsync(source, OnChainProvider.CoinMetrics, ["ETH"], ["active_addresses"]);

        Assert.Equal([1.5, 2.5, double.NaN], data.Values("active_addresses"));
        Assert.Equal(3, web.Asked.Count);
        Assert.Equal(
            "/community/timeseries/asset-metrics?assets=eth&metrics=AdrActCnt&start_time=2024-01-01&end_time=2024-01-03&frequency=1d&page_size=10000", web.Asked[0].PathAndQuery);
    }

    [Fact]
    public async Task Coinmetrics_uses_the_paid_service_with_a_key()
    {
        using LoopbackWeb web = new(_ => Page("2024-01-01", "1.5", null));
        using OnChainSource source = Source(web, coinMetricsKey: Secret);

        await LoadAsync(source, OnChainProvider.CoinMetrics, ["ETH"], ["active_addresses"]);

        Assert.StartsWith("/paid/", web.Asked.Single().AbsolutePath, StringComparison.Ordinal);
        Assert.Contains("api_key=" + Secret, web.Asked.Single().Query, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Pages_that_repeat_are_an_error_and_not_an_endless_loop()
    {
        using LoopbackWeb web = new(_ => Page("2024-01-01", "1", "again"));
        using OnChainSource source = Source(web);

        var error = await Assert.ThrowsAsync<OnChainException>(() => LoadAsync(source, OnChainProvider.CoinMetrics, ["ETH"], ["active_addresses"]));

        Assert.Equal(OnChainErrorKind.UnsupportedShape, error.Kind);
    }

    [Theory]
    [InlineData(429)]
    [InlineData(500)]
    [InlineData(502)]
    [InlineData(503)]
    [InlineData(504)]
    public async Task Passing_failures_are_repeated_after_1_2_and_4_seconds(int status)
    {
        int calls = 0;
        using LoopbackWeb web = new(_ => ++calls <= 3 ? new LoopbackAnswer("", status) : new LoopbackAnswer("""[{"t":1704067200,"v":1}]"""));
        using OnChainSource source = Source(web);

        await LoadAsync(source, OnChainProvider.Glassnode, ["BTC"], ["mvrv"]);

        Assert.Equal([1.0, 2.0, 4.0], Delays());
    }

    [Fact]
    public async Task Retry_after_is_honoured_and_an_unreasonable_one_ends_the_question()
    {
        int calls = 0;
        using LoopbackWeb web = new(_ => ++calls == 1 ? new LoopbackAnswer("", 429, RetryAfter: 17) : new LoopbackAnswer("""[{"t":1704067200,"v":1}]"""));
        using OnChainSource source = Source(web);
        await LoadAsync(source, OnChainProvider.Glassnode, ["BTC"], ["mvrv"]);
        Assert.Equal([17.0], Delays());

        using LoopbackWeb closed = new(_ => new LoopbackAnswer("", 503, RetryAfter: 3600));
        using OnChainSource other = Source(closed);
        var error = await Assert.ThrowsAsync<OnChainException>(() => LoadAsync(other, OnChainProvider.Glassnode, ["BTC"], ["mvrv"]));
        Assert.Contains("3600 seconds", error.Message, StringComparison.Ordinal);
        Assert.Single(closed.Asked);
    }

    [Fact]
    public async Task Four_failures_are_the_end()
    {
        using LoopbackWeb web = new(_ => new LoopbackAnswer("", 500));
        using OnChainSource source = Source(web);

        var error = await Assert.ThrowsAsync<OnChainException>(() => LoadAsync(source, OnChainProvider.Glassnode, ["BTC"], ["mvrv"]));

        Assert.Equal((OnChainErrorKind.Unavailable, 4), (error.Kind, web.Asked.Count));
    }

    [Theory]
    [InlineData(401, "{}", OnChainErrorKind.KeyInvalid)]
    [InlineData(404, "{}", OnChainErrorKind.MetricNotAvailable)]
    [InlineData(302, "", OnChainErrorKind.Unavailable)]
    [InlineData(200, """[{"t":1704067200,"o":{"a":1}}]""", OnChainErrorKind.UnsupportedShape)]
    [InlineData(200, """{"error":1}""", OnChainErrorKind.UnsupportedShape)]
    [InlineData(200, """[{"t":"soon","v":1}]""", OnChainErrorKind.UnsupportedShape)]
    [InlineData(200, "<html>", OnChainErrorKind.UnsupportedShape)]
    [InlineData(200, "[]", OnChainErrorKind.MetricNotAvailable)]
    public async Task Lasting_failures_are_named_at_once_and_show_no_key(int status, string body, OnChainErrorKind kind)
    {
        using LoopbackWeb web = new(_ => new LoopbackAnswer(body, status, Location: status == 302 ? "http://127.0.0.1:9/elsewhere" : null));
        using OnChainSource source = Source(web);

        var error = await Assert.ThrowsAsync<OnChainException>(() => LoadAsync(source, OnChainProvider.Glassnode, ["BTC"], ["mvrv"]));

        Assert.Equal((kind, 1), (error.Kind, web.Asked.Count));
        Assert.DoesNotContain(Secret, error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_metric_that_fails_does_not_keep_the_others_back()
    {
        using LoopbackWeb web = new(asked => asked.AbsolutePath.EndsWith("sopr", StringComparison.Ordinal) ? new LoopbackAnswer("", 404) : new LoopbackAnswer("""[{"t":1704067200,"v":1}]"""));
        using OnChainSource source = Source(web);

        LoadedData data = await LoadAsync(source, OnChainProvider.Glassnode, ["BTC", "LTC"], ["mvrv", "sopr"]);

        Assert.Equal(["BTC", "LTC"], data.Series.Select(series => series.Instrument.Id));
        Assert.All(data.Series, series => Assert.Equal("mvrv", Assert.Single(series.Fields)));
        Assert.Equal(["BTC_sopr", "LTC_sopr"], data.Findings.Select(finding => finding.Column));
    }

    [Fact]
    public async Task Identical_requests_are_answered_from_memory_for_five_minutes()
    {
        using LoopbackWeb web = new(_ => new LoopbackAnswer("""[{"t":1704067200,"v":1}]"""));
        using OnChainSource source = Source(web);

        await LoadAsync(source, OnChainProvider.Glassnode, ["BTC"], ["mvrv"]);
        await LoadAsync(source, OnChainProvider.Glassnode, ["btc"], ["mvrv"]);
        Assert.Single(web.Asked);
        _clock.Advance(TimeSpan.FromMinutes(5));
        await LoadAsync(source, OnChainProvider.Glassnode, ["BTC"], ["mvrv"]);

        Assert.Equal((2, 1L), (web.Asked.Count, source.Statistics.Hits));
    }

    [Fact]
    public async Task No_more_than_ten_calls_a_minute_reach_coinmetrics()
    {
        List<DateTimeOffset> times = [];
        using LoopbackWeb web = new(asked =>
        {
            times.Add(_clock.GetUtcNow());
            return Page("2024-01-01", "1", null, HttpUtility.ParseQueryString(asked.Query)["metrics"]!);
        });
        using OnChainSource source = Source(web);

        await LoadAsync(source, OnChainProvider.CoinMetrics, ["ETH", "BTC", "LTC"], ["active_addresses", "hash_rate", "difficulty", "fees_total", "nvt", "sopr", "price_usd"]);

        Assert.Equal(21, times.Count);
        Assert.All(Enumerable.Range(0, 11), i => Assert.True(times[i + 10] - times[i] >= TimeSpan.FromMinutes(1)));
    }

    [Fact]
    public async Task Wrong_requests_list_what_is_supported()
    {
        using LoopbackWeb web = new(_ => new LoopbackAnswer("[]"));
        using OnChainSource source = Source(web);

        var error = await Assert.ThrowsAsync<InvalidInputException>(() => LoadAsync(source, OnChainProvider.CoinMetrics, ["BTC", "a/b"], ["mvrv", "new_addresses"]));

        Assert.Equal(["assets", "metrics", "metrics"], error.Violations.Select(violation => violation.Field));
        Assert.Contains("active_addresses", error.Violations[1].Description, StringComparison.Ordinal);
        Assert.Empty(web.Asked);
    }

    [Fact]
    public async Task Without_a_key_glassnode_is_off()
    {
        using LoopbackWeb web = new(_ => new LoopbackAnswer("[]"));
        using OnChainSource source = new(new OnChainSettings { Glassnode = web.Address }, _clock);

        var error = await Assert.ThrowsAsync<PreconditionException>(() => LoadAsync(source, OnChainProvider.Glassnode, ["BTC"], ["mvrv"]));

        Assert.Contains("GLASSNODE_API_KEY", error.Message, StringComparison.Ordinal);
        Assert.Empty(web.Asked);
    }

    [Fact]
    public void The_year_old_supply_is_not_the_supply_in_profit()
    {
        using OnChainSource source = new(new OnChainSettings(), _clock);

        Assert.Contains("supply_held_1y", source.MetricsOf(OnChainProvider.Glassnode));
        Assert.DoesNotContain("new_addresses", source.MetricsOf(OnChainProvider.CoinMetrics));
    }

    private OnChainSource Source(LoopbackWeb web, string? coinMetricsKey = null) => new(
        new OnChainSettings
        {
            Glassnode = new Uri(web.Address, "v1/metrics"), GlassnodeKey = Secret, CoinMetricsKey = coinMetricsKey,
            CoinMetrics = new Uri(web.Address, "paid"), CoinMetricsCommunity = new Uri(web.Address, "community"),
        },
        _clock);

    private static Task<LoadedData> LoadAsync(OnChainSource source, OnChainProvider provider, string[] assets, string[] metrics) => source.LoadAsync(
        new OnChainRequest(provider, [.. assets], [.. metrics], new DateOnly(2024, 1, 1), new DateOnly(2024, 1, 3)), progress: null, CancellationToken.None);

    // Waits between tries; those of half a minute and more are limits of time and never ran out.
    private double[] Delays() => [.. _clock.Waits.Select(wait => wait.TotalSeconds).Where(seconds => seconds < 30)];

    private static LoopbackAnswer Page(string day, string value, string? next, string metric = "AdrActCnt") => new(string.Create(
        CultureInfo.InvariantCulture,
        $$"""{"data":[{"asset":"eth","time":"{{day}}T00:00:00.000000000Z","{{metric}}":"{{value}}"}]{{(next is null ? "" : $",\"next_page_token\":\"{next}\",\"next_page_url\":\"http://127.0.0.1:9/\"")}}}"""));
}
