using System.Globalization;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Google.Rpc;
using Grpc.Core;
using Grpc.Net.Client;

namespace Tradewind.Transport.Tests;

/// <summary>The C core of gRPC, answering in gzip, as a server of our client.</summary>
public sealed class PythonServerTests : IAsyncLifetime
{
    private PeerProcess _python = null!;
    private GrpcChannel _channel = null!;
    private Interop.InteropClient _client = null!;

    public async Task InitializeAsync()
    {
        _python = PythonPeer.Server();
        string port = await _python.ReadLineAsync();
        _channel = GrpcChannel.ForAddress(
            $"http://127.0.0.1:{int.Parse(port, CultureInfo.InvariantCulture)}", new GrpcChannelOptions { MaxReceiveMessageSize = null });
        _client = new Interop.InteropClient(_channel);
    }

    public Task DisposeAsync()
    {
        _channel.Dispose();
        _python.Dispose();
        return Task.CompletedTask;
    }

    [Fact]
    public async Task Our_client_makes_calls_of_every_shape_to_a_C_core_server()
    {
        Assert.Equal("from C# ü", (await _client.UnaryAsync(new Instruction { Text = "from C# ü" })).Text);
        Reply large = await _client.UnaryAsync(
            new Instruction { Payload = ByteString.CopyFrom(new byte[3_000_000]), ReplySize = 10_000_000 });
        Assert.Equal((3_000_000, 10_000_000), (large.TotalSize, large.Payload.Length));

        using AsyncServerStreamingCall<Reply> server = _client.ServerStream(new Instruction { Replies = 500, ReplySize = 100 });
        Assert.Equal(500, await server.ResponseStream.ReadAllAsync().CountAsync());

        using AsyncClientStreamingCall<Instruction, Reply> upload =
            _client.ClientStream(new Metadata { { "grpc-internal-encoding-request", "gzip" } });
        for (int i = 0; i < 100; i++)
        {
            await upload.RequestStream.WriteAsync(new Instruction { Payload = ByteString.CopyFrom(new byte[i]) });
        }

        await upload.RequestStream.CompleteAsync();
        Reply counted = await upload;
        Assert.Equal((100, 4950), (counted.Number, counted.TotalSize));

        using AsyncDuplexStreamingCall<Instruction, Reply> duplex = _client.Duplex();
        for (int i = 0; i < 20; i++)
        {
            await duplex.RequestStream.WriteAsync(new Instruction { Text = $"{i}" });
            Assert.True(await duplex.ResponseStream.MoveNext(default));
            Assert.Equal($"{i}", duplex.ResponseStream.Current.Text);
        }

        await duplex.RequestStream.CompleteAsync();
        Assert.False(await duplex.ResponseStream.MoveNext(default));
    }

    [Fact]
    public async Task Our_client_understands_metadata_and_failures_of_a_C_core_server()
    {
        var headers = new Metadata { { "echo-head-bin", [0, 255] }, { "echo-trail", "t" } };
        using AsyncUnaryCall<Reply> call = _client.UnaryAsync(new Instruction(), headers);
        await call;
        Assert.Equal([0, 255], (await call.ResponseHeadersAsync).GetValueBytes("echo-head-bin"));
        Assert.Equal("t", call.GetTrailers().GetValue("echo-trail"));

        var status = new Google.Rpc.Status { Code = 9, Message = "wrong", Details = { Any.Pack(new ErrorInfo { Reason = "SAID_SO" }) } };
        RpcException detailed = await FailureOf(new Instruction
        {
            FailCode = 9,
            FailMessage = "100 % wrong: ü",
            FailWithDetails = true,
            Payload = status.ToByteString(),
        });
        Assert.Equal(new Grpc.Core.Status(StatusCode.FailedPrecondition, "100 % wrong: ü"), detailed.Status);
        Assert.Equal("SAID_SO", detailed.GetRpcStatus()!.GetDetail<ErrorInfo>()!.Reason);

        Assert.Equal(StatusCode.Unknown, (await FailureOf(new Instruction { ThrowPlain = true })).StatusCode);
        Assert.Equal(
            StatusCode.DeadlineExceeded,
            (await FailureOf(new Instruction { Hang = true }, new CallOptions(deadline: DateTime.UtcNow.AddMilliseconds(300)))).StatusCode);

        using var stop = new CancellationTokenSource(TimeSpan.FromMilliseconds(200));
        Assert.Equal(
            StatusCode.Cancelled,
            (await FailureOf(new Instruction { Hang = true }, new CallOptions(cancellationToken: stop.Token))).StatusCode);
    }

    private async Task<RpcException> FailureOf(Instruction instruction, CallOptions options = default) =>
        await Assert.ThrowsAsync<RpcException>(() => _client.UnaryAsync(instruction, options).ResponseAsync);
}
