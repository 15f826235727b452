using Google.Protobuf;
using Grpc.Core;
using Grpc.Net.Client.Configuration;

namespace Tradewind.Transport.Tests;

public sealed class RetryTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    [Fact]
    public async Task Failed_call_is_made_again_and_says_how_often_it_was_made()
    {
        var script = new ScriptedServer { Failures = 2 };
        await using ScriptedHost host = await ScriptedHost.StartAsync(script, Quick());
        using AsyncUnaryCall<Reply> call = host.Client.UnaryAsync(new Instruction { Text = "again" });
        Assert.Equal("again", (await call).Text);
        Assert.Equal([null, "1", "2"], script.PreviousAttempts);
        Assert.Equal("2", (await call.ResponseHeadersAsync).GetValue("grpc-previous-rpc-attempts"));
        Assert.Equal(StatusCode.OK, call.GetStatus().StatusCode);
        Assert.Equal(0, host.Channel.RetryBuffer.Used);
    }

    [Fact]
    public async Task Last_failure_is_the_failure_of_the_call()
    {
        var script = new ScriptedServer { Failures = 100 };
        await using ScriptedHost host = await ScriptedHost.StartAsync(script, Quick());
        Assert.Equal(new Status(StatusCode.Unavailable, "Failure 4."), await StatusOf(host.Client));
        Assert.Equal(4, script.Calls);
    }

    [Fact]
    public async Task Channel_limits_the_attempts_of_all_policies()
    {
        var script = new ScriptedServer { Failures = 100 };
        await using ScriptedHost host = await ScriptedHost.StartAsync(script, Quick(), options => options.MaxRetryAttempts = 2);
        await StatusOf(host.Client);
        Assert.Equal(2, script.Calls);
    }

    [Fact]
    public async Task Status_the_policy_does_not_name_ends_the_call()
    {
        var script = new ScriptedServer { Failures = 1, Code = StatusCode.FailedPrecondition };
        await using ScriptedHost host = await ScriptedHost.StartAsync(script, Quick());
        Assert.Equal(StatusCode.FailedPrecondition, (await StatusOf(host.Client)).StatusCode);
        Assert.Equal(1, script.Calls);
    }

    [Fact]
    public async Task Server_chooses_the_wait()
    {
        var script = new ScriptedServer { Failures = 2, Pushback = "1" };
        await using ScriptedHost host = await ScriptedHost.StartAsync(script, Slow());
        await host.Client.UnaryAsync(new Instruction()).ResponseAsync.WaitAsync(Patience);
        Assert.Equal(3, script.Calls);
    }

    [Theory]
    [InlineData("-1")]
    [InlineData("soon")]
    public async Task Server_may_refuse_further_attempts(string pushback)
    {
        var script = new ScriptedServer { Failures = 1, Pushback = pushback };
        await using ScriptedHost host = await ScriptedHost.StartAsync(script, Quick());
        Assert.Equal(StatusCode.Unavailable, (await StatusOf(host.Client)).StatusCode);
        Assert.Equal(1, script.Calls);
    }

    [Fact]
    public async Task Stream_of_requests_is_sent_again_from_its_start()
    {
        var script = new ScriptedServer { Failures = 2 };
        await using ScriptedHost host = await ScriptedHost.StartAsync(script, Quick());
        using AsyncClientStreamingCall<Instruction, Reply> call = host.Client.ClientStream();
        for (int i = 0; i < 5; i++)
        {
            await call.RequestStream.WriteAsync(new Instruction { Payload = ByteString.CopyFrom(new byte[10]) });
        }

        await call.RequestStream.CompleteAsync();
        Reply reply = await call;
        Assert.Equal((5, 50), (reply.Number, reply.TotalSize));
        Assert.Equal(3, script.Calls);
        Assert.Equal(0, host.Channel.RetryBuffer.Used);
    }

    [Fact]
    public async Task Both_sides_stream_once_an_attempt_is_answered()
    {
        var script = new ScriptedServer { Failures = 1 };
        await using ScriptedHost host = await ScriptedHost.StartAsync(script, Quick());
        using AsyncDuplexStreamingCall<Instruction, Reply> call = host.Client.Duplex();
        for (int i = 0; i < 100; i++)
        {
            await call.RequestStream.WriteAsync(new Instruction { Text = $"{i}" });
            Assert.True(await call.ResponseStream.MoveNext(default));
            Assert.Equal($"{i}", call.ResponseStream.Current.Text);
        }

        await call.RequestStream.CompleteAsync();
        Assert.False(await call.ResponseStream.MoveNext(default));
        Assert.Equal(2, script.Calls);
    }

    [Fact]
    public async Task Stream_that_was_answered_is_not_made_again()
    {
        var script = new ScriptedServer();
        await using ScriptedHost host = await ScriptedHost.StartAsync(script, Quick());
        using AsyncServerStreamingCall<Reply> call = host.Client.ServerStream(
            new Instruction { Replies = 2, FailCode = (int)StatusCode.Unavailable });
        Assert.True(await call.ResponseStream.MoveNext(default));
        Assert.True(await call.ResponseStream.MoveNext(default));
        RpcException failure = await Assert.ThrowsAsync<RpcException>(() => call.ResponseStream.MoveNext(default));
        Assert.Equal(StatusCode.Unavailable, failure.StatusCode);
        Assert.Equal(1, script.Calls);
    }

    [Fact]
    public async Task Request_too_large_to_keep_is_sent_once()
    {
        var script = new ScriptedServer { Failures = 1 };
        await using ScriptedHost host = await ScriptedHost.StartAsync(script, Quick(), options => options.MaxRetryBufferPerCallSize = 1000);
        Status status = await StatusOf(host.Client, new Instruction { Payload = ByteString.CopyFrom(new byte[2000]) });
        Assert.Equal(StatusCode.Unavailable, status.StatusCode);
        Assert.Equal(1, script.Calls);
    }

    [Fact]
    public async Task Requests_over_the_budget_of_the_channel_are_sent_once_and_arrive()
    {
        var script = new ScriptedServer();
        await using ScriptedHost host = await ScriptedHost.StartAsync(script, Quick(), options => options.MaxRetryBufferSize = 1000);
        using AsyncClientStreamingCall<Instruction, Reply> call = host.Client.ClientStream();
        for (int i = 0; i < 10; i++)
        {
            await call.RequestStream.WriteAsync(new Instruction { Payload = ByteString.CopyFrom(new byte[900]) });
        }

        await call.RequestStream.CompleteAsync();
        Assert.Equal(9000, (await call).TotalSize);
        Assert.Equal(0, host.Channel.RetryBuffer.Used);
    }

    [Fact]
    public async Task Channel_on_which_much_fails_stops_to_try_again()
    {
        var script = new ScriptedServer { Failures = 100 };
        await using ScriptedHost host = await ScriptedHost.StartAsync(
            script,
            Quick(),
            options => options.ServiceConfig!.RetryThrottling = new RetryThrottlingPolicy { MaxTokens = 4, TokenRatio = 0.5 });
        await StatusOf(host.Client);
        Assert.Equal(2, script.Calls);
        await StatusOf(host.Client);
        Assert.Equal(3, script.Calls);
    }

    [Fact]
    public async Task Deadline_ends_the_wait()
    {
        var script = new ScriptedServer { Failures = 1 };
        await using ScriptedHost host = await ScriptedHost.StartAsync(script, Slow());
        Task<Reply> call = host.Client.UnaryAsync(new Instruction(), deadline: DateTime.UtcNow.AddMilliseconds(500)).ResponseAsync;
        RpcException failure = await Assert.ThrowsAsync<RpcException>(() => call.WaitAsync(Patience));
        Assert.Equal(StatusCode.DeadlineExceeded, failure.StatusCode);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Cancelled_or_disposed_call_waits_no_longer(bool dispose)
    {
        var script = new ScriptedServer { Failures = 1 };
        await using ScriptedHost host = await ScriptedHost.StartAsync(script, Slow());
        using var stop = new CancellationTokenSource();
        AsyncUnaryCall<Reply> call = host.Client.UnaryAsync(new Instruction(), cancellationToken: stop.Token);
        while (script.Calls == 0)
        {
            await Task.Yield();
        }

        if (dispose)
        {
            call.Dispose();
        }
        else
        {
            await stop.CancelAsync();
        }

        RpcException failure = await Assert.ThrowsAsync<RpcException>(() => call.ResponseAsync.WaitAsync(Patience));
        Assert.Equal(StatusCode.Cancelled, failure.StatusCode);
        Assert.Equal(StatusCode.Cancelled, call.GetStatus().StatusCode);
    }

    [Fact]
    public async Task Request_that_cannot_be_sent_fails_without_an_attempt()
    {
        var script = new ScriptedServer();
        await using ScriptedHost host = await ScriptedHost.StartAsync(script, Quick(), options => options.MaxSendMessageSize = 10);
        Assert.Equal(
            StatusCode.ResourceExhausted,
            (await StatusOf(host.Client, new Instruction { Payload = ByteString.CopyFrom(new byte[20]) })).StatusCode);
        Assert.Equal(0, script.Calls);
    }

    private static RetryPolicy Quick() => Policy(TimeSpan.FromMilliseconds(1));

    /// <summary>Waits longer than any test.</summary>
    private static RetryPolicy Slow() => Policy(TimeSpan.FromHours(1));

    private static RetryPolicy Policy(TimeSpan backoff) => new()
    {
        MaxAttempts = 4,
        InitialBackoff = backoff,
        MaxBackoff = backoff,
        BackoffMultiplier = 1,
        RetryableStatusCodes = { StatusCode.Unavailable },
    };

    private static async Task<Status> StatusOf(Interop.InteropClient client, Instruction? instruction = null)
    {
        RpcException failure = await Assert.ThrowsAsync<RpcException>(
            () => client.UnaryAsync(instruction ?? new Instruction()).ResponseAsync.WaitAsync(Patience));
        return failure.Status;
    }
}
