using Google.Protobuf;
using Grpc.Core;
using Grpc.Net.Client;

namespace Tradewind.Transport.Tests;

public sealed class CallShapeTests : IAsyncLifetime
{
    private TestHost _host = null!;

    public async Task InitializeAsync() => _host = await TestHost.StartAsync();

    public async Task DisposeAsync() => await _host.DisposeAsync();

    [Fact]
    public async Task Unary_returns_the_response_with_OK()
    {
        using AsyncUnaryCall<Reply> call = _host.Client.UnaryAsync(new Instruction { Text = "hello" });
        Reply reply = await call;
        Assert.Equal("hello", reply.Text);
        Assert.Equal(StatusCode.OK, call.GetStatus().StatusCode);
        Assert.Empty(call.GetTrailers());
    }

    [Fact]
    public void Unary_blocks_when_called_without_await() =>
        Assert.Equal("hello", _host.Client.Unary(new Instruction { Text = "hello" }).Text);

    [Fact]
    public async Task Server_streaming_returns_all_responses_in_order()
    {
        using AsyncServerStreamingCall<Reply> call = _host.Client.ServerStream(new Instruction { Replies = 1000 });
        List<int> numbers = await ReadNumbersAsync(call.ResponseStream);
        Assert.Equal(Enumerable.Range(0, 1000), numbers);
        Assert.Equal(StatusCode.OK, call.GetStatus().StatusCode);
    }

    [Fact]
    public async Task Server_streaming_may_be_empty()
    {
        using AsyncServerStreamingCall<Reply> call = _host.Client.ServerStream(new Instruction());
        Assert.False(await call.ResponseStream.MoveNext(default));
        Assert.Equal(StatusCode.OK, call.GetStatus().StatusCode);
    }

    [Fact]
    public async Task Buffered_server_streaming_returns_all_responses()
    {
        using AsyncServerStreamingCall<Reply> call =
            _host.Client.ServerStream(new Instruction { Replies = 20_000, BufferHint = true });
        Assert.Equal(Enumerable.Range(0, 20_000), await ReadNumbersAsync(call.ResponseStream));
    }

    [Fact]
    public async Task Client_streaming_delivers_all_requests()
    {
        using AsyncClientStreamingCall<Instruction, Reply> call = _host.Client.ClientStream();
        for (int i = 0; i < 500; i++)
        {
            await call.RequestStream.WriteAsync(new Instruction { Payload = ByteString.CopyFrom(new byte[i]) });
        }

        await call.RequestStream.CompleteAsync();
        Reply reply = await call;
        Assert.Equal(500, reply.Number);
        Assert.Equal(500 * 499 / 2, reply.TotalSize);
    }

    [Fact]
    public async Task Client_streaming_may_send_nothing()
    {
        using AsyncClientStreamingCall<Instruction, Reply> call = _host.Client.ClientStream();
        await call.RequestStream.CompleteAsync();
        Assert.Equal(0, (await call).Number);
    }

    [Fact]
    public async Task Buffered_client_streaming_delivers_all_requests()
    {
        using AsyncClientStreamingCall<Instruction, Reply> call =
            _host.Client.ClientStream(new CallOptions(writeOptions: new WriteOptions(WriteFlags.BufferHint)));
        for (int i = 0; i < 10_000; i++)
        {
            await call.RequestStream.WriteAsync(new Instruction { Text = "x" });
        }

        await call.RequestStream.CompleteAsync();
        Assert.Equal(10_000, (await call).Number);
    }

    [Fact]
    public async Task Duplex_answers_each_request_before_the_next_is_sent()
    {
        using AsyncDuplexStreamingCall<Instruction, Reply> call = _host.Client.Duplex();
        for (int i = 0; i < 50; i++)
        {
            await call.RequestStream.WriteAsync(new Instruction { Text = $"message {i}" });
            Assert.True(await call.ResponseStream.MoveNext(default));
            Assert.Equal($"message {i}", call.ResponseStream.Current.Text);
        }

        await call.RequestStream.CompleteAsync();
        Assert.False(await call.ResponseStream.MoveNext(default));
        Assert.Equal(StatusCode.OK, call.GetStatus().StatusCode);
    }

    [Fact]
    public async Task Many_calls_share_a_channel()
    {
        IEnumerable<Task<Reply>> calls = Enumerable.Range(0, 300)
            .Select(i => _host.Client.UnaryAsync(new Instruction { Text = $"{i}" }).ResponseAsync);
        Reply[] replies = await Task.WhenAll(calls);
        Assert.Equal(Enumerable.Range(0, 300).Select(i => $"{i}"), replies.Select(reply => reply.Text));
    }

    [Fact]
    public async Task Large_messages_pass_both_ways_when_the_limits_allow()
    {
        const int Size = 20_000_000;
        await using TestHost host = await TestHost.StartAsync(options => options.MaxReceiveMessageSize = null);
        var client = new Interop.InteropClient(host.Channel(new GrpcChannelOptions { MaxReceiveMessageSize = null }));
        Reply reply = await client.UnaryAsync(
            new Instruction { Payload = ByteString.CopyFrom(new byte[Size]), ReplySize = Size });
        Assert.Equal(Size, reply.TotalSize);
        Assert.Equal(Size, reply.Payload.Length);
    }

    [Fact]
    public async Task Write_that_the_handler_does_not_await_is_sent_before_the_status()
    {
        using AsyncServerStreamingCall<Reply> call = _host.Client.ServerStream(
            new Instruction { Replies = 2, ReplySize = 3_000_000, LeaveLastWrite = true }, deadline: DateTime.UtcNow.AddMinutes(1));
        Assert.Equal([0, 1], await ReadNumbersAsync(call.ResponseStream));
    }

    [Fact]
    public async Task Second_concurrent_write_throws_and_the_first_goes_on()
    {
        using AsyncDuplexStreamingCall<Instruction, Reply> call = _host.Client.Duplex();
        var large = new Instruction { Payload = ByteString.CopyFrom(new byte[3_000_000]) };
        Task first = call.RequestStream.WriteAsync(large);
        Assert.False(first.IsCompleted);
        await Assert.ThrowsAsync<InvalidOperationException>(() => call.RequestStream.WriteAsync(large));
        await first;
        Assert.True(await call.ResponseStream.MoveNext(default));
        Assert.Equal(3_000_000, call.ResponseStream.Current.TotalSize);
    }

    [Fact]
    public async Task Writing_after_completion_throws()
    {
        using AsyncDuplexStreamingCall<Instruction, Reply> call = _host.Client.Duplex();
        await call.RequestStream.CompleteAsync();
        await Assert.ThrowsAsync<InvalidOperationException>(() => call.RequestStream.WriteAsync(new Instruction()));
    }

    [Fact]
    public async Task Status_is_not_known_before_the_end()
    {
        using AsyncDuplexStreamingCall<Instruction, Reply> call = _host.Client.Duplex();
        Assert.Throws<InvalidOperationException>(() => call.GetStatus());
        Assert.Throws<InvalidOperationException>(() => call.GetTrailers());
        await call.RequestStream.CompleteAsync();
    }

    private static async Task<List<int>> ReadNumbersAsync(IAsyncStreamReader<Reply> replies)
    {
        var numbers = new List<int>();
        await foreach (Reply reply in replies.ReadAllAsync())
        {
            numbers.Add(reply.Number);
        }

        return numbers;
    }
}
