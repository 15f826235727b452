using Grpc.Core;
using Grpc.Net.Client.Configuration;

namespace Tradewind.Transport.Tests;

public sealed class HedgingTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    [Fact]
    public async Task First_answer_counts_and_the_other_attempts_are_cancelled()
    {
        var script = new ScriptedServer { Hangs = 2 };
        await using ScriptedHost host = await ScriptedHost.StartAsync(script, Policy(TimeSpan.FromMilliseconds(1)));
        Reply reply = await host.Client.UnaryAsync(new Instruction { Text = "raced" }).ResponseAsync.WaitAsync(Patience);
        Assert.Equal("raced", reply.Text);
        Assert.Equal(3, script.Calls);
        Assert.True(await script.Cancelled.WaitAsync(Patience));
        Assert.True(await script.Cancelled.WaitAsync(Patience));
    }

    [Fact]
    public async Task Failure_that_is_not_fatal_starts_the_next_attempt_at_once()
    {
        var script = new ScriptedServer { Failures = 2 };
        await using ScriptedHost host = await ScriptedHost.StartAsync(script, Policy(TimeSpan.FromHours(1)));
        await host.Client.UnaryAsync(new Instruction()).ResponseAsync.WaitAsync(Patience);
        Assert.Equal(3, script.Calls);
    }

    [Fact]
    public async Task Fatal_failure_ends_the_call()
    {
        var script = new ScriptedServer { Failures = 1, Code = StatusCode.InvalidArgument };
        await using ScriptedHost host = await ScriptedHost.StartAsync(script, Policy(TimeSpan.FromHours(1)));
        RpcException failure = await Assert.ThrowsAsync<RpcException>(
            () => host.Client.UnaryAsync(new Instruction()).ResponseAsync.WaitAsync(Patience));
        Assert.Equal(StatusCode.InvalidArgument, failure.StatusCode);
        Assert.Equal(1, script.Calls);
    }

    [Fact]
    public async Task Requests_go_to_every_attempt()
    {
        var script = new ScriptedServer { Hangs = 1 };
        await using ScriptedHost host = await ScriptedHost.StartAsync(script, Policy(TimeSpan.FromMilliseconds(1)));
        using AsyncClientStreamingCall<Instruction, Reply> call = host.Client.ClientStream();
        for (int i = 0; i < 5; i++)
        {
            await call.RequestStream.WriteAsync(new Instruction());
        }

        await call.RequestStream.CompleteAsync();
        Assert.Equal(5, (await call.ResponseAsync.WaitAsync(Patience)).Number);
    }

    [Fact]
    public async Task All_attempts_that_fail_end_the_call()
    {
        var script = new ScriptedServer { Failures = 100 };
        await using ScriptedHost host = await ScriptedHost.StartAsync(script, Policy(TimeSpan.Zero));
        RpcException failure = await Assert.ThrowsAsync<RpcException>(
            () => host.Client.UnaryAsync(new Instruction()).ResponseAsync.WaitAsync(Patience));
        Assert.Equal(StatusCode.Unavailable, failure.StatusCode);
        Assert.Equal(3, script.Calls);
    }

    private static HedgingPolicy Policy(TimeSpan delay) => new()
    {
        MaxAttempts = 3,
        HedgingDelay = delay,
        NonFatalStatusCodes = { StatusCode.Unavailable },
    };
}
