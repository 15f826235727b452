using Tradewind.Server.Connectors;
using Tradewind.Sources;

namespace Tradewind.Connectors.Tests;

/// <summary>Identical requests at the same time do the work once.</summary>
public sealed class SharedFetchesTests
{
    private readonly SharedFetches<string> _fetches = new();
    private readonly TaskCompletionSource<string> _answer = new();
    private int _started;

    [Fact]
    public async Task Identical_requests_run_once_and_share_the_answer()
    {
        Task<string> first = RunAsync("a");
        Task<string> second = RunAsync("a");
        Task<string> other = RunAsync("b");
        _answer.SetResult("rows");

        Assert.Equal(["rows", "rows", "rows"], await Task.WhenAll(first, second, other));
        Assert.Equal(2, _started);
    }

    [Fact]
    public async Task A_request_after_the_end_runs_anew()
    {
        _answer.SetResult("rows");
        await RunAsync("a");
        await RunAsync("a");

        Assert.Equal(2, _started);
    }

    [Fact]
    public async Task The_work_goes_on_while_anybody_waits_and_is_cancelled_when_nobody_does()
    {
        using CancellationTokenSource leaveFirst = new();
        using CancellationTokenSource leaveSecond = new();
        TaskCompletionSource<CancellationToken> seen = new();
        Task<string> first = _fetches.RunAsync("a", WorkAsync, null, leaveFirst.Token);
        Task<string> second = _fetches.RunAsync("a", WorkAsync, null, leaveSecond.Token);
        CancellationToken work = await seen.Task;

        await leaveFirst.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);
        Assert.False(work.IsCancellationRequested);
        await leaveSecond.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => second);
        Assert.True(work.IsCancellationRequested);

        Task<string> WorkAsync(IProgress<LoadProgress> progress, CancellationToken cancellation)
        {
            seen.TrySetResult(cancellation);
            return _answer.Task.WaitAsync(cancellation);
        }
    }

    [Fact]
    public async Task A_failure_reaches_everybody_and_is_not_kept()
    {
        Task<string> first = RunAsync("a");
        Task<string> second = RunAsync("a");
        _answer.SetException(new InvalidOperationException("down"));
        await Assert.ThrowsAsync<InvalidOperationException>(() => first);
        await Assert.ThrowsAsync<InvalidOperationException>(() => second);

        Assert.Equal("well", await _fetches.RunAsync("a", (_, _) => Task.FromResult("well"), null, CancellationToken.None));
    }

    private Task<string> RunAsync(string key) => _fetches.RunAsync(
        key,
        (_, _) =>
        {
            Interlocked.Increment(ref _started);
            return _answer.Task;
        },
        progress: null, CancellationToken.None);
}
