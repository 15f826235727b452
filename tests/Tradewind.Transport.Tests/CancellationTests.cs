using Google.Protobuf;
using Grpc.Core;
using Grpc.Net.Client;
using Grpc.Net.Client.Configuration;

namespace Tradewind.Transport.Tests;

public sealed class CancellationTests : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private TestHost _host = null!;

    public async Task InitializeAsync() => _host = await TestHost.StartAsync();

    public async Task DisposeAsync() => await _host.DisposeAsync();

    [Fact]
    public async Task Deadline_ends_the_call_and_fires_the_token_of_the_handler()
    {
        DateTime deadline = DateTime.UtcNow.AddMilliseconds(300);
        RpcException failure = await Assert.ThrowsAsync<RpcException>(
            () => _host.Client.UnaryAsync(new Instruction { Hang = true }, deadline: deadline).ResponseAsync);
        Assert.Equal(StatusCode.DeadlineExceeded, failure.StatusCode);
        await _host.Journal.Cancelled.Task.WaitAsync(Patience);
        Assert.InRange(_host.Journal.Deadline, deadline.AddSeconds(-1), deadline.AddSeconds(5));
    }

    [Fact]
    public async Task Deadline_that_has_passed_sends_nothing()
    {
        RpcException failure = await Assert.ThrowsAsync<RpcException>(
            () => _host.Client.UnaryAsync(new Instruction { Hang = true }, deadline: DateTime.UtcNow.AddSeconds(-1)).ResponseAsync);
        Assert.Equal(StatusCode.DeadlineExceeded, failure.StatusCode);
        Assert.False(_host.Journal.Hanging.Task.IsCompleted);

        using AsyncClientStreamingCall<Instruction, Reply> stream = _host.Client.ClientStream(deadline: DateTime.UtcNow.AddSeconds(-1));
        RpcException write = await Assert.ThrowsAsync<RpcException>(() => stream.RequestStream.WriteAsync(new Instruction()));
        Assert.Equal(StatusCode.DeadlineExceeded, write.StatusCode);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Server_itself_ends_the_call_at_the_deadline(bool ignoresCancellation)
    {
        // Sent by hand, so that no timer of our client can end the call first.
        using HttpClient http = RawHttp.Client(_host);
        using HttpRequestMessage request = RawHttp.Request(
            "Unary", RawHttp.Frame(new Instruction { Hang = true, IgnoreCancellation = ignoresCancellation }), ("grpc-timeout", "200m"));
        using HttpResponseMessage response = await http.SendAsync(request).WaitAsync(Patience);
        Assert.Equal("4", RawHttp.Status(response));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Requests_that_break_off_never_look_finished(bool retries)
    {
        using GrpcChannel channel = _host.Channel(new GrpcChannelOptions { ServiceConfig = retries ? RetryEverything : null });
        var client = new Interop.InteropClient(channel);
        for (int i = 0; i < 200; i++)
        {
            using AsyncClientStreamingCall<Instruction, Reply> call = client.ClientStream();
            await call.RequestStream.WriteAsync(new Instruction()).WaitAsync(Patience);
        }

        // All streams before it have been dealt with when the server has answered one of the same connection.
        await client.UnaryAsync(new Instruction()).ResponseAsync.WaitAsync(Patience);
        Assert.Equal(0, _host.Journal.Whole);
    }

    [Fact]
    public async Task Deadline_is_propagated_to_calls_made_on_behalf_of_a_call()
    {
        ContextPropagationToken token = new ServerCallPropagationToken(DateTime.UtcNow.AddMilliseconds(200), CancellationToken.None);
        RpcException failure = await Assert.ThrowsAsync<RpcException>(
            () => _host.Client.UnaryAsync(new Instruction { Hang = true }, new CallOptions(propagationToken: token)).ResponseAsync);
        Assert.Equal(StatusCode.DeadlineExceeded, failure.StatusCode);
    }

    [Fact]
    public async Task Cancelling_the_token_ends_the_call_on_both_sides()
    {
        using var stop = new CancellationTokenSource();
        using AsyncUnaryCall<Reply> call = _host.Client.UnaryAsync(new Instruction { Hang = true }, cancellationToken: stop.Token);
        await _host.Journal.Hanging.Task.WaitAsync(Patience);
        await stop.CancelAsync();
        RpcException failure = await Assert.ThrowsAsync<RpcException>(() => call.ResponseAsync);
        Assert.Equal(StatusCode.Cancelled, failure.StatusCode);
        await _host.Journal.Cancelled.Task.WaitAsync(Patience);
    }

    [Fact]
    public async Task Disposing_a_stream_cancels_it_on_the_server()
    {
        AsyncServerStreamingCall<Reply> call = _host.Client.ServerStream(new Instruction { Replies = 1, Hang = true });
        Assert.True(await call.ResponseStream.MoveNext(default));
        await _host.Journal.Hanging.Task.WaitAsync(Patience);
        call.Dispose();
        await _host.Journal.Cancelled.Task.WaitAsync(Patience);
        Assert.Equal(StatusCode.Cancelled, call.GetStatus().StatusCode);
        await Assert.ThrowsAsync<RpcException>(() => call.ResponseStream.MoveNext(default));
    }

    [Fact]
    public async Task Token_of_a_read_cancels_the_call()
    {
        using AsyncServerStreamingCall<Reply> call = _host.Client.ServerStream(new Instruction { Hang = true });
        await _host.Journal.Hanging.Task.WaitAsync(Patience);
        using var stop = new CancellationTokenSource();
        Task<bool> read = call.ResponseStream.MoveNext(stop.Token);
        await stop.CancelAsync();
        RpcException failure = await Assert.ThrowsAsync<RpcException>(() => read);
        Assert.Equal(StatusCode.Cancelled, failure.StatusCode);
        await _host.Journal.Cancelled.Task.WaitAsync(Patience);
    }

    [Fact]
    public async Task Disposing_the_channel_cancels_its_calls()
    {
        GrpcChannel channel = _host.Channel();
        AsyncUnaryCall<Reply> call = new Interop.InteropClient(channel).UnaryAsync(new Instruction { Hang = true });
        await _host.Journal.Hanging.Task.WaitAsync(Patience);
        channel.Dispose();
        await Assert.ThrowsAsync<RpcException>(() => call.ResponseAsync);
        await _host.Journal.Cancelled.Task.WaitAsync(Patience);
        Assert.Throws<ObjectDisposedException>(() => { channel.CreateCallInvoker(); });
    }

    [Fact]
    public async Task Cancellation_throws_OperationCanceledException_where_the_channel_says_so()
    {
        GrpcChannel channel = _host.Channel(new GrpcChannelOptions { ThrowOperationCanceledOnCancellation = true });
        using var stop = new CancellationTokenSource();
        using AsyncUnaryCall<Reply> call = new Interop.InteropClient(channel)
            .UnaryAsync(new Instruction { Hang = true }, cancellationToken: stop.Token);
        await _host.Journal.Hanging.Task.WaitAsync(Patience);
        await stop.CancelAsync();
        await Assert.ThrowsAsync<OperationCanceledException>(() => call.ResponseAsync);
    }

    [Fact]
    public async Task Slow_reader_holds_the_handler_back_and_then_gets_everything()
    {
        const int Replies = 400;
        const int ReplySize = 100_000;
        using AsyncServerStreamingCall<Reply> call =
            _host.Client.ServerStream(new Instruction { Replies = Replies, ReplySize = ReplySize });
        Assert.True(await call.ResponseStream.MoveNext(default));

        // The handler stops on its own once the buffers between the two are full.
        int written = await StableValueAsync(() => _host.Journal.Written);
        Assert.InRange(written, 1, Replies / 2);

        int read = 1;
        while (await call.ResponseStream.MoveNext(default))
        {
            Assert.Equal(read++, call.ResponseStream.Current.Number);
        }

        Assert.Equal(Replies, read);
    }

    [Fact]
    public async Task Deadline_wakes_a_handler_whose_client_does_not_read()
    {
        using HttpClient http = RawHttp.Client(_host);
        using HttpRequestMessage request = RawHttp.Request(
            "ServerStream", RawHttp.Frame(new Instruction { Replies = 1000, ReplySize = 100_000 }), ("grpc-timeout", "1S"));
        using HttpResponseMessage response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        int written = await StableValueAsync(() => _host.Journal.Written);
        Assert.InRange(written, 1, 500);
        await response.Content.ReadAsByteArrayAsync().WaitAsync(Patience);
        Assert.Equal("4", RawHttp.Status(response));
    }

    [Fact]
    public async Task Slow_handler_holds_the_writing_client_back()
    {
        using AsyncClientStreamingCall<Instruction, Reply> call = _host.Client.ClientStream();
        await call.RequestStream.WriteAsync(new Instruction { Hang = true, IgnoreCancellation = true });
        await _host.Journal.Hanging.Task.WaitAsync(Patience);
        var large = new Instruction { Payload = ByteString.CopyFrom(new byte[1_000_000]) };
        int written = 0;
        Task write;
        while ((write = call.RequestStream.WriteAsync(large)) == await Task.WhenAny(write, Task.Delay(TimeSpan.FromSeconds(1))))
        {
            Assert.InRange(++written, 1, 50);
        }

        _host.Journal.LetGo.TrySetResult();
        await write;
        await call.RequestStream.CompleteAsync();
        Assert.Equal(written + 2, (await call).Number);
    }

    /// <summary>Waits until a counter has started and then has not moved for a while.</summary>
    private static async Task<int> StableValueAsync(Func<int> read)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
        int last = 0;
        for (int still = 0; still < 5 || last == 0;)
        {
            await timer.WaitForNextTickAsync().AsTask().WaitAsync(Patience);
            int value = read();
            still = value == last ? still + 1 : 0;
            last = value;
        }

        return last;
    }

    private static ServiceConfig RetryEverything => new()
    {
        MethodConfigs =
        {
            new MethodConfig
            {
                Names = { MethodName.Default },
                RetryPolicy = new RetryPolicy
                {
                    MaxAttempts = 2, InitialBackoff = TimeSpan.FromMilliseconds(1), MaxBackoff = TimeSpan.FromMilliseconds(2), BackoffMultiplier = 1,
                    RetryableStatusCodes = { StatusCode.Unavailable },
                },
            },
        },
    };
}
