using Google.Rpc;
using Grpc.Core;
using Grpc.Net.Client;

namespace Tradewind.Transport.Tests;

public sealed class StatusTests : IAsyncLifetime
{
    private TestHost _host = null!;

    public async Task InitializeAsync() => _host = await TestHost.StartAsync();

    public async Task DisposeAsync() => await _host.DisposeAsync();

    public static TheoryData<StatusCode> Failures => [.. Enum.GetValues<StatusCode>().Where(code => code != StatusCode.OK)];

    [Theory]
    [MemberData(nameof(Failures))]
    public async Task Failure_before_any_message_carries_code_and_message(StatusCode code)
    {
        RpcException failure = await FailureOf(new Instruction { FailCode = (int)code, FailMessage = "told to" });
        Assert.Equal(code, failure.StatusCode);
        Assert.Equal("told to", failure.Status.Detail);
    }

    [Theory]
    [InlineData("100 % of the über-limit\r\nnext line \ud83d\ude80")]
    [InlineData("%41 is no escape of ours")]
    public async Task Message_of_a_status_survives_any_text(string message)
    {
        RpcException failure = await FailureOf(new Instruction { FailCode = (int)StatusCode.Aborted, FailMessage = message });
        Assert.Equal(message, failure.Status.Detail);
    }

    [Fact]
    public async Task Failure_after_messages_carries_code_and_message()
    {
        using AsyncServerStreamingCall<Reply> call =
            _host.Client.ServerStream(new Instruction { Replies = 3, FailCode = (int)StatusCode.DataLoss, FailMessage = "lost" });
        for (int i = 0; i < 3; i++)
        {
            Assert.True(await call.ResponseStream.MoveNext(default));
        }

        RpcException failure = await Assert.ThrowsAsync<RpcException>(() => call.ResponseStream.MoveNext(default));
        Assert.Equal(new Grpc.Core.Status(StatusCode.DataLoss, "lost"), failure.Status);
        Assert.Equal(StatusCode.DataLoss, call.GetStatus().StatusCode);
    }

    [Fact]
    public async Task Details_of_a_status_reach_the_client()
    {
        RpcException failure = await FailureOf(
            new Instruction { FailCode = (int)StatusCode.InvalidArgument, FailMessage = "wrong", FailWithDetails = true });
        Google.Rpc.Status status = failure.GetRpcStatus()!;
        Assert.Equal((int)Code.InvalidArgument, status.Code);
        Assert.Equal("wrong", status.Message);
        Assert.Equal("TOLD_TO", status.GetDetail<ErrorInfo>()!.Reason);
        Assert.Null(status.GetDetail<RetryInfo>());
    }

    [Fact]
    public void Damaged_details_are_reported_or_ignored_as_asked()
    {
        var trailers = new Metadata { { MetadataExtensions.StatusDetailsTrailerName, [0xFF, 0xFF] } };
        Assert.Throws<Google.Protobuf.InvalidProtocolBufferException>(() => trailers.GetRpcStatus());
        Assert.Null(trailers.GetRpcStatus(ignoreParseError: true));
    }

    [Fact]
    public async Task Exception_without_a_status_becomes_UNKNOWN_without_its_text()
    {
        RpcException failure = await FailureOf(new Instruction { ThrowPlain = true });
        Assert.Equal(StatusCode.Unknown, failure.StatusCode);
        Assert.DoesNotContain("plain", failure.Status.Detail, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task Detailed_errors_show_the_text_of_an_exception()
    {
        await using TestHost host = await TestHost.StartAsync(options => options.EnableDetailedErrors = true);
        RpcException failure = await Assert.ThrowsAsync<RpcException>(
            () => host.Client.UnaryAsync(new Instruction { ThrowPlain = true }).ResponseAsync);
        Assert.Contains("InvalidOperationException: A plain failure.", failure.Status.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Unknown_method_and_unknown_service_are_UNIMPLEMENTED()
    {
        foreach ((string service, string name) in new[] { ("tradewind.transport.tests.Interop", "Nothing"), ("no.Service", "Unary") })
        {
            var method = new Method<string, string>(
                MethodType.Unary, service, name, Marshallers.StringMarshaller, Marshallers.StringMarshaller);
            CallInvoker invoker = _host.Channel().CreateCallInvoker();
            RpcException failure = await Assert.ThrowsAsync<RpcException>(
                () => invoker.AsyncUnaryCall(method, null, default, "x").ResponseAsync);
            Assert.Equal(StatusCode.Unimplemented, failure.StatusCode);
        }
    }

    [Fact]
    public async Task Server_that_is_not_there_is_UNAVAILABLE()
    {
        string address = _host.Address;
        await _host.DisposeAsync();
        using var channel = GrpcChannel.ForAddress(address);
        var client = new Interop.InteropClient(channel);
        RpcException failure = await Assert.ThrowsAsync<RpcException>(() => client.UnaryAsync(new Instruction()).ResponseAsync);
        Assert.Equal(StatusCode.Unavailable, failure.StatusCode);

        using AsyncDuplexStreamingCall<Instruction, Reply> duplex = client.Duplex();
        RpcException headers = await Assert.ThrowsAsync<RpcException>(() => duplex.ResponseHeadersAsync);
        Assert.Equal(StatusCode.Unavailable, headers.StatusCode);
    }

    [Fact]
    public async Task Server_may_end_a_stream_before_it_has_read_all_requests()
    {
        using AsyncClientStreamingCall<Instruction, Reply> call = _host.Client.ClientStream();
        await call.RequestStream.WriteAsync(new Instruction { FailCode = (int)StatusCode.ResourceExhausted, FailMessage = "enough" });
        RpcException failure = await Assert.ThrowsAsync<RpcException>(() => call.ResponseAsync);
        Assert.Equal(new Grpc.Core.Status(StatusCode.ResourceExhausted, "enough"), failure.Status);

        // Whoever still writes is told the same.
        RpcException write = await Assert.ThrowsAsync<RpcException>(() => call.RequestStream.WriteAsync(new Instruction()));
        Assert.Equal(StatusCode.ResourceExhausted, write.StatusCode);
    }

    [Fact]
    public async Task Writer_that_is_cut_off_gets_the_status_of_the_server()
    {
        using AsyncClientStreamingCall<Instruction, Reply> call = _host.Client.ClientStream();
        var last = new Instruction { FailCode = (int)StatusCode.ResourceExhausted, FailMessage = "enough" };
        await call.RequestStream.WriteAsync(last);
        var large = new Instruction { Payload = Google.Protobuf.ByteString.CopyFrom(new byte[2_000_000]) };
        RpcException failure = await Assert.ThrowsAsync<RpcException>(async () =>
        {
            while (true)
            {
                await call.RequestStream.WriteAsync(large);
            }
        });
        Assert.Equal(new Grpc.Core.Status(StatusCode.ResourceExhausted, "enough"), failure.Status);
    }

    private async Task<RpcException> FailureOf(Instruction instruction)
    {
        using AsyncUnaryCall<Reply> call = _host.Client.UnaryAsync(instruction);
        RpcException failure = await Assert.ThrowsAsync<RpcException>(() => call.ResponseAsync);
        Assert.Equal(failure.StatusCode, call.GetStatus().StatusCode);
        return failure;
    }
}
