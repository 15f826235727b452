using System.IO.Compression;
using Google.Protobuf;
using Grpc.Core;
using Grpc.Net.Client;
using Microsoft.Extensions.DependencyInjection;

namespace Tradewind.Transport.Tests;

public sealed class LimitsAndCompressionTests
{
    private static readonly Metadata AskForGzip = new() { { "grpc-internal-encoding-request", "gzip" } };

    [Fact]
    public async Task Request_over_the_default_limit_of_4_MiB_is_RESOURCE_EXHAUSTED()
    {
        await using TestHost host = await TestHost.StartAsync();
        Assert.Equal(StatusCode.ResourceExhausted, await CodeOf(host.Client, RequestOf(4 * 1024 * 1024 + 1)));
        Assert.Equal(StatusCode.OK, await CodeOf(host.Client, RequestOf(4 * 1024 * 1024 - 100)));
    }

    [Fact]
    public async Task Response_over_the_server_s_limit_is_RESOURCE_EXHAUSTED()
    {
        await using TestHost host = await TestHost.StartAsync(options => options.MaxSendMessageSize = 1000);
        Assert.Equal(StatusCode.ResourceExhausted, await CodeOf(host.Client, new Instruction { ReplySize = 1000 }));
        Assert.Equal(StatusCode.OK, await CodeOf(host.Client, new Instruction { ReplySize = 900 }));
    }

    [Fact]
    public async Task Limits_of_the_client_are_RESOURCE_EXHAUSTED()
    {
        await using TestHost host = await TestHost.StartAsync();
        var client = new Interop.InteropClient(
            host.Channel(new GrpcChannelOptions { MaxSendMessageSize = 1000, MaxReceiveMessageSize = 1000 }));
        Assert.Equal(StatusCode.ResourceExhausted, await CodeOf(client, RequestOf(1000)));
        Assert.Equal(StatusCode.ResourceExhausted, await CodeOf(client, new Instruction { ReplySize = 1000 }));

        using AsyncServerStreamingCall<Reply> stream = client.ServerStream(new Instruction { Replies = 1, ReplySize = 1000 });
        RpcException failure = await Assert.ThrowsAsync<RpcException>(() => stream.ResponseStream.MoveNext(default));
        Assert.Equal(StatusCode.ResourceExhausted, failure.StatusCode);
    }

    [Fact]
    public async Task Limit_of_one_service_goes_before_the_limit_of_all()
    {
        await using TestHost host = await TestHost.StartAsync(
            options => options.MaxReceiveMessageSize = 1000,
            services => services.AddGrpc()
                .AddServiceOptions<InteropService>(options => options.MaxReceiveMessageSize = 10_000));
        Assert.Equal(StatusCode.OK, await CodeOf(host.Client, RequestOf(5000)));
    }

    [Fact]
    public async Task Compressed_requests_are_read()
    {
        await using TestHost host = await TestHost.StartAsync();
        Reply reply = await host.Client.UnaryAsync(RequestOf(100_000), AskForGzip);
        Assert.Equal(100_000, reply.TotalSize);

        using AsyncClientStreamingCall<Instruction, Reply> stream = host.Client.ClientStream(AskForGzip);
        await stream.RequestStream.WriteAsync(RequestOf(1000));
        stream.RequestStream.WriteOptions = new WriteOptions(WriteFlags.NoCompress);
        await stream.RequestStream.WriteAsync(RequestOf(2000));
        await stream.RequestStream.CompleteAsync();
        Assert.Equal(3000, (await stream).TotalSize);
    }

    [Fact]
    public async Task Compressed_request_that_grows_over_the_limit_is_RESOURCE_EXHAUSTED()
    {
        await using TestHost host = await TestHost.StartAsync();
        RpcException failure = await Assert.ThrowsAsync<RpcException>(
            () => host.Client.UnaryAsync(RequestOf(5_000_000), AskForGzip).ResponseAsync);
        Assert.Equal(StatusCode.ResourceExhausted, failure.StatusCode);
    }

    [Fact]
    public async Task Encoding_the_client_does_not_know_is_refused_at_once()
    {
        await using TestHost host = await TestHost.StartAsync();
        Assert.Throws<InvalidOperationException>(
            () => { host.Client.UnaryAsync(new Instruction(), new Metadata { { "grpc-internal-encoding-request", "snappy" } }); });
    }

    [Fact]
    public async Task Responses_are_compressed_for_clients_that_accept_it()
    {
        await using TestHost host = await TestHost.StartAsync(options =>
        {
            options.ResponseCompressionAlgorithm = "gzip";
            options.ResponseCompressionLevel = CompressionLevel.SmallestSize;
        });
        Reply reply = await host.Client.UnaryAsync(new Instruction { ReplySize = 100_000 });
        Assert.Equal(100_000, reply.Payload.Length);

        using HttpClient http = RawHttp.Client(host);
        (long compressed, string? encoding) = await SizeAndEncodingAsync(http, ("grpc-accept-encoding", "identity, gzip"));
        Assert.Equal("gzip", encoding);
        Assert.InRange(compressed, 1, 5000);

        (long plain, encoding) = await SizeAndEncodingAsync(http, ("grpc-accept-encoding", "identity"));
        Assert.Null(encoding);
        Assert.InRange(plain, 100_000, 101_000);
    }

    [Fact]
    public async Task Empty_response_is_not_marked_as_compressed()
    {
        await using TestHost host = await TestHost.StartAsync(options => options.ResponseCompressionAlgorithm = "gzip");
        using HttpClient http = RawHttp.Client(host);
        using HttpRequestMessage request =
            RawHttp.Request("Unary", RawHttp.Frame(new Instruction()), ("grpc-accept-encoding", "gzip"));
        using HttpResponseMessage response = await http.SendAsync(request);
        Assert.Equal(new byte[5], await response.Content.ReadAsByteArrayAsync());
    }

    [Fact]
    public async Task Unknown_response_encoding_stops_the_host_from_starting() =>
        await Assert.ThrowsAsync<InvalidOperationException>(
            () => TestHost.StartAsync(options => options.ResponseCompressionAlgorithm = "snappy"));

    private static Instruction RequestOf(int payloadSize) => new() { Payload = ByteString.CopyFrom(new byte[payloadSize]) };

    private static async Task<StatusCode> CodeOf(Interop.InteropClient client, Instruction instruction)
    {
        try
        {
            await client.UnaryAsync(instruction);
            return StatusCode.OK;
        }
        catch (RpcException e)
        {
            return e.StatusCode;
        }
    }

    private static async Task<(long Size, string? Encoding)> SizeAndEncodingAsync(HttpClient http, params (string, string)[] headers)
    {
        using HttpRequestMessage request = RawHttp.Request("Unary", RawHttp.Frame(new Instruction { ReplySize = 100_000 }), headers);
        using HttpResponseMessage response = await http.SendAsync(request);
        byte[] body = await response.Content.ReadAsByteArrayAsync();
        Assert.Equal("0", RawHttp.Status(response));
        return (body.Length, RawHttp.Value(response.Headers, "grpc-encoding"));
    }
}
