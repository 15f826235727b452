using Tradewind.Transport.Calls;

namespace Tradewind.Transport.Tests;

public sealed class CallGateTests
{
    private readonly CallGate _gate = new();

    [Fact]
    public void Lets_one_write_through_at_a_time()
    {
        _gate.BeginWrite();
        Assert.Throws<InvalidOperationException>(_gate.BeginWrite);
        _gate.EndWrite();
        _gate.BeginWrite();
    }

    [Fact]
    public void Lets_a_write_finish_before_the_response_ends()
    {
        _gate.BeginWrite();
        Assert.False(_gate.TryEnd());
        _gate.EndWrite();
        Assert.True(_gate.TryEnd());
    }

    [Fact]
    public async Task Waits_for_a_write_that_nobody_awaits()
    {
        _gate.BeginWrite();
        Task<bool> end = _gate.EndAsync().AsTask();
        Assert.False(end.IsCompleted);
        _gate.EndWrite();
        Assert.True(await end);
        Assert.False(await _gate.EndAsync());
    }

    [Fact]
    public void Ends_once_and_lets_no_write_through_after()
    {
        Assert.True(_gate.TryEnd());
        Assert.False(_gate.TryEnd());
        Assert.Throws<InvalidOperationException>(_gate.BeginWrite);
    }
}
