using Grpc.Core;
using Grpc.Net.Client;

namespace Tradewind.Transport.Tests;

public sealed class MetadataTests : IAsyncLifetime
{
    private TestHost _host = null!;

    public async Task InitializeAsync() => _host = await TestHost.StartAsync();

    public async Task DisposeAsync() => await _host.DisposeAsync();

    [Fact]
    public async Task Text_and_bytes_travel_in_headers_and_trailers()
    {
        byte[] bytes = [.. Enumerable.Range(0, 256).Select(i => (byte)i)];
        var headers = new Metadata
        {
            { "echo-text", "a, b; c" },
            { "echo-text", "second" },
            { "echo-bytes-bin", bytes },
            { "echo-trailer-text", "t" },
            { "echo-trailer-bytes-bin", bytes },
        };
        using AsyncUnaryCall<Reply> call = _host.Client.UnaryAsync(new Instruction(), headers);
        Metadata sent = await call.ResponseHeadersAsync;
        await call;
        // HTTP may join the values of one name with commas, and HttpClient does.
        Assert.Equal("a, b; c, second", string.Join(", ", sent.GetAll("echo-text").Select(entry => entry.Value)));
        Assert.Equal(bytes, sent.GetValueBytes("echo-bytes-bin"));
        Assert.Null(sent.Get("echo-trailer-text"));
        Assert.Equal("t", call.GetTrailers().GetValue("echo-trailer-text"));
        Assert.Equal(bytes, call.GetTrailers().GetValueBytes("echo-trailer-bytes-bin"));
    }

    [Fact]
    public async Task Trailers_come_with_a_failure()
    {
        var headers = new Metadata { { "echo-trailer-text", "t" } };
        RpcException failure = await Assert.ThrowsAsync<RpcException>(
            () => _host.Client.UnaryAsync(new Instruction { FailCode = 3, FailMessage = "no" }, headers).ResponseAsync);
        Assert.Equal("t", failure.Trailers.GetValue("echo-trailer-text"));
    }

    [Fact]
    public async Task Headers_of_a_stream_come_before_its_first_message()
    {
        var headers = new Metadata { { "echo-text", "early" } };
        using AsyncServerStreamingCall<Reply> call = _host.Client.ServerStream(new Instruction { Hang = true }, headers);
        Metadata sent = await call.ResponseHeadersAsync.WaitAsync(TimeSpan.FromSeconds(20));
        Assert.Equal("early", sent.GetValue("echo-text"));
    }

    [Fact]
    public async Task Credentials_of_a_call_add_headers_where_plain_text_is_allowed()
    {
        var credentials = CallCredentials.Compose(
            CallCredentials.FromInterceptor((context, metadata) =>
            {
                metadata.Add("echo-method", context.MethodName);
                return Task.CompletedTask;
            }),
            CallCredentials.FromInterceptor((_, metadata) =>
            {
                metadata.Add("echo-token", "secret");
                return Task.CompletedTask;
            }));
        GrpcChannel channel = _host.Channel(new GrpcChannelOptions { UnsafeUseInsecureChannelCallCredentials = true });
        using AsyncUnaryCall<Reply> call =
            new Interop.InteropClient(channel).UnaryAsync(new Instruction(), new CallOptions(credentials: credentials));
        Metadata sent = await call.ResponseHeadersAsync;
        Assert.Equal("Unary", sent.GetValue("echo-method"));
        Assert.Equal("secret", sent.GetValue("echo-token"));
    }

    [Fact]
    public async Task Credentials_are_not_sent_over_plain_text_unasked()
    {
        CallCredentials credentials = CallCredentials.FromInterceptor((_, _) => Task.CompletedTask);
        RpcException failure = await Assert.ThrowsAsync<RpcException>(
            () => _host.Client.UnaryAsync(new Instruction(), new CallOptions(credentials: credentials)).ResponseAsync);
        Assert.Equal(StatusCode.Unauthenticated, failure.StatusCode);
    }

    [Fact]
    public void Channel_refuses_addresses_and_credentials_that_do_not_fit()
    {
        Assert.Throws<ArgumentException>(() => GrpcChannel.ForAddress("ftp://localhost"));
        Assert.Throws<ArgumentException>(() => GrpcChannel.ForAddress(
            "http://localhost", new GrpcChannelOptions { Credentials = ChannelCredentials.SecureSsl }));
        Assert.Throws<ArgumentException>(() => GrpcChannel.ForAddress(
            "https://localhost", new GrpcChannelOptions { Credentials = ChannelCredentials.Insecure }));
    }
}
