using Tradewind.Sources.Caching;

namespace Tradewind.Data.Tests.Caching;

public sealed class CachingTests
{
    private readonly ManualClock _clock = new();

    [Fact]
    public void A_value_is_good_until_its_expiry_and_not_at_it()
    {
        TtlCache<string, int> cache = new(10, TimeSpan.FromSeconds(5), _clock);
        cache.Set("a", 1);
        cache.Set("b", 2, TimeSpan.FromSeconds(1));
        cache.Set("c", 3, TimeSpan.Zero);

        _clock.Advance(TimeSpan.FromSeconds(4.999));

        Assert.True(cache.TryGet("a", out int value) && value == 1);
        Assert.False(cache.TryGet("b", out _) || cache.TryGet("c", out _));
        _clock.Advance(TimeSpan.FromSeconds(0.001));
        Assert.False(cache.TryGet("a", out _));
    }

    [Fact]
    public void A_full_cache_drops_what_is_over_and_only_then_the_oldest_tenth()
    {
        TtlCache<int, int> cache = new(20, TimeSpan.FromSeconds(5), _clock);
        for (int i = 0; i < 20; i++)
        {
            cache.Set(i, i, TimeSpan.FromSeconds(i == 7 ? 1 : 100));
        }

        cache.Set(0, 100, TimeSpan.FromSeconds(100));
        Assert.Equal(20, cache.Count);
        _clock.Advance(TimeSpan.FromSeconds(2));
        cache.Set(20, 20);
        // Only 7 was over.
        Assert.Equal((20, true, false), (cache.Count, cache.TryGet(1, out _), cache.TryGet(7, out _)));
        cache.Set(21, 21);
        // 0 was written again and is younger than 1 and 2.
        Assert.Equal((19, true, false, false, true), (cache.Count, cache.TryGet(0, out _), cache.TryGet(1, out _), cache.TryGet(2, out _), cache.TryGet(3, out _)));
        cache.Clear();
        Assert.Equal(0, cache.Count);
    }

    [Fact]
    public async Task Identical_requests_share_one_fetch_and_its_answer_for_the_window()
    {
        RequestCoalescer<int> requests = new(10, TimeSpan.FromSeconds(1), _clock);
        TaskCompletionSource<int> answer = new();
        int fetches = 0;
        Task<int> Ask() => requests.ExecuteAsync("CL1 PX_LAST", _ => { fetches++; return answer.Task; }, null, CancellationToken.None);

        Task<int>[] waiting = [.. Enumerable.Range(0, 20).Select(_ => Ask())];
        Assert.Equal((1, 1), (fetches, requests.Statistics.Pending));
        answer.SetResult(72);
        Assert.All(await Task.WhenAll(waiting), value => Assert.Equal(72, value));
        Assert.Equal(72, await Ask());
        Assert.Equal(1, fetches);
        _clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(72, await Ask());

        Assert.Equal(new CacheStatistics(Hits: 20, Misses: 2, Errors: 0, Pending: 0, Entries: 1), requests.Statistics);
        Assert.Equal(20.0 / 22, requests.Statistics.HitRate);
    }

    [Fact]
    public async Task An_error_reaches_everybody_who_waited_and_is_forgotten()
    {
        RequestCoalescer<int> requests = new(10, TimeSpan.FromSeconds(1), _clock);
        TaskCompletionSource<int> answer = new();
        Task<int> first = requests.ExecuteAsync("k", _ => answer.Task, null, CancellationToken.None);
        Task<int> second = requests.ExecuteAsync("k", _ => answer.Task, null, CancellationToken.None);
        answer.SetException(new InvalidOperationException("down"));

        await Assert.ThrowsAsync<InvalidOperationException>(() => first);
        await Assert.ThrowsAsync<InvalidOperationException>(() => second);
        Assert.Equal(5, await requests.ExecuteAsync("k", _ => Task.FromResult(5), null, CancellationToken.None));
        Assert.Equal((1, 2), (requests.Statistics.Errors, requests.Statistics.Misses));
    }

    [Fact]
    public async Task A_wait_ends_after_thirty_seconds_and_the_abandoned_fetch_is_cancelled()
    {
        RequestCoalescer<int> requests = new(10, TimeSpan.FromSeconds(1), _clock);
        CancellationToken seen = default;
        Task<int> waiting = requests.ExecuteAsync("k", token => { seen = token; return new TaskCompletionSource<int>().Task; }, null, CancellationToken.None);

        _clock.Advance(TimeSpan.FromSeconds(30));

        await Assert.ThrowsAsync<TimeoutException>(() => waiting);
        Assert.True(seen.IsCancellationRequested);
        Assert.Equal(0, requests.Statistics.Pending);
    }

    [Fact]
    public async Task A_caller_that_leaves_does_not_take_the_fetch_from_the_others()
    {
        RequestCoalescer<int> requests = new(10, TimeSpan.FromSeconds(1), _clock);
        TaskCompletionSource<int> answer = new();
        CancellationToken seen = default;
        using CancellationTokenSource leaving = new();
        Task<int> first = requests.ExecuteAsync("k", token => { seen = token; return answer.Task; }, null, leaving.Token);
        Task<int> second = requests.ExecuteAsync("k", _ => answer.Task, null, CancellationToken.None);

        await leaving.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);
        Assert.False(seen.IsCancellationRequested);
        answer.SetResult(1);
        Assert.Equal(1, await second);
    }

    // 2024-03-10 is the start of daylight saving time in New York, 2024-11-03 its end.
    [Theory]
    [InlineData("2024-03-13T20:59:00Z", true)]
    [InlineData("2024-03-13T21:00:00Z", false)]
    [InlineData("2024-03-13T22:00:00Z", true)]
    [InlineData("2024-03-15T21:00:00Z", false)]
    [InlineData("2024-03-15T22:30:00Z", false)]
    [InlineData("2024-03-16T15:00:00Z", false)]
    [InlineData("2024-03-17T21:59:00Z", false)]
    [InlineData("2024-03-17T22:00:00Z", true)]
    [InlineData("2024-02-14T21:59:00Z", true)]
    [InlineData("2024-02-14T22:00:00Z", false)]
    [InlineData("2024-11-03T22:59:00Z", false)]
    [InlineData("2024-11-03T23:00:00Z", true)]
    public void Market_hours_follow_new_york(string time, bool open)
    {
        DateTimeOffset at = DateTimeOffset.Parse(time, System.Globalization.CultureInfo.InvariantCulture);

        Assert.Equal(open, MarketHours.IsOpen(at));
        Assert.Equal(TimeSpan.FromSeconds(open ? 60 : 600), DataLifetime.InMarketHours(DataLifetime.Intraday, at));
    }
}
