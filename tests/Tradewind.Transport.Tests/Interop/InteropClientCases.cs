using Grpc.Core;
using Tradewind.Transport.Tests.Testing;

namespace Tradewind.Transport.Tests;

/// <summary>The cases without compression, with our client.</summary>
internal sealed class InteropClientCases(ChannelBase channel)
{
    private const int ConcurrentCalls = 200;
    private const string SpecialMessage = "\t\ntest with whitespace\r\nand Unicode BMP \u263a and non-BMP \U0001f608\t\n";

    private static readonly Metadata Echoed = new()
    {
        { "x-grpc-test-echo-initial", "test_initial_metadata_value" },
        { "x-grpc-test-echo-trailing-bin", [0xab, 0xab, 0xab] },
    };

    private readonly TestService.TestServiceClient _client = new(channel);
    private readonly UnimplementedService.UnimplementedServiceClient _unimplemented = new(channel);

    public IEnumerable<(string Name, Func<Task> Run)> All =>
    [
        ("empty_unary", EmptyUnary), ("large_unary", LargeUnary), ("concurrent_large_unary", ConcurrentLargeUnary),
        ("client_streaming", ClientStreaming), ("server_streaming", ServerStreaming), ("ping_pong", PingPong),
        ("empty_stream", EmptyStream), ("cancel_after_begin", CancelAfterBegin),
        ("cancel_after_first_response", CancelAfterFirstResponse), ("timeout_on_sleeping_server", TimeoutOnSleepingServer),
        ("custom_metadata", CustomMetadata), ("status_code_and_message", StatusCodeAndMessage),
        ("special_status_message", SpecialStatusMessage), ("unimplemented_method", UnimplementedMethod),
        ("unimplemented_service", UnimplementedServiceCall),
    ];

    private async Task EmptyUnary() => Assert.Equal(new Empty(), await _client.EmptyCallAsync(new Empty()));

    private async Task LargeUnary() => InteropMessages.AssertLarge(await _client.UnaryCallAsync(InteropMessages.Large()));

    private Task ConcurrentLargeUnary() => Task.WhenAll(Enumerable.Range(0, ConcurrentCalls).Select(_ => LargeUnary()));

    private async Task ClientStreaming()
    {
        using AsyncClientStreamingCall<StreamingInputCallRequest, StreamingInputCallResponse> call = _client.StreamingInputCall();
        foreach (int size in InteropMessages.RequestSizes)
        {
            await call.RequestStream.WriteAsync(new StreamingInputCallRequest { Payload = InteropMessages.Zeros(size) });
        }

        await call.RequestStream.CompleteAsync();
        Assert.Equal(74922, (await call).AggregatedPayloadSize);
    }

    private async Task ServerStreaming()
    {
        var request = new StreamingOutputCallRequest();
        request.ResponseParameters.Add(InteropMessages.ResponseSizes.Select(size => new ResponseParameters { Size = size }));
        using AsyncServerStreamingCall<StreamingOutputCallResponse> call = _client.StreamingOutputCall(request);
        var sizes = new List<int>();
        await foreach (StreamingOutputCallResponse response in call.ResponseStream.ReadAllAsync())
        {
            sizes.Add(response.Payload.Body.Length);
        }

        Assert.Equal(InteropMessages.ResponseSizes, sizes);
    }

    private async Task PingPong()
    {
        using AsyncDuplexStreamingCall<StreamingOutputCallRequest, StreamingOutputCallResponse> call = _client.FullDuplexCall();
        foreach ((int response, int request) in InteropMessages.ResponseSizes.Zip(InteropMessages.RequestSizes))
        {
            await call.RequestStream.WriteAsync(InteropMessages.Output(response, request));
            Assert.True(await call.ResponseStream.MoveNext(default));
            Assert.Equal(response, call.ResponseStream.Current.Payload.Body.Length);
        }

        await call.RequestStream.CompleteAsync();
        Assert.False(await call.ResponseStream.MoveNext(default));
        Assert.Equal(StatusCode.OK, call.GetStatus().StatusCode);
    }

    private async Task EmptyStream()
    {
        using AsyncDuplexStreamingCall<StreamingOutputCallRequest, StreamingOutputCallResponse> call = _client.FullDuplexCall();
        await call.RequestStream.CompleteAsync();
        Assert.False(await call.ResponseStream.MoveNext(default));
    }

    private async Task CancelAfterBegin()
    {
        using var stop = new CancellationTokenSource();
        using AsyncClientStreamingCall<StreamingInputCallRequest, StreamingInputCallResponse> call =
            _client.StreamingInputCall(cancellationToken: stop.Token);
        await stop.CancelAsync();
        await FailsAsync(StatusCode.Cancelled, () => call.ResponseAsync);
    }

    private async Task CancelAfterFirstResponse()
    {
        using var stop = new CancellationTokenSource();
        using AsyncDuplexStreamingCall<StreamingOutputCallRequest, StreamingOutputCallResponse> call =
            _client.FullDuplexCall(cancellationToken: stop.Token);
        await call.RequestStream.WriteAsync(InteropMessages.Output(31415, 27182));
        Assert.True(await call.ResponseStream.MoveNext(default));
        await stop.CancelAsync();
        await FailsAsync(StatusCode.Cancelled, () => call.ResponseStream.MoveNext(default));
    }

    private async Task TimeoutOnSleepingServer()
    {
        using AsyncDuplexStreamingCall<StreamingOutputCallRequest, StreamingOutputCallResponse> call =
            _client.FullDuplexCall(deadline: DateTime.UtcNow.AddMilliseconds(1));
        try
        {
            await call.RequestStream.WriteAsync(new StreamingOutputCallRequest { Payload = InteropMessages.Zeros(27182) });
        }
        catch (RpcException e)
        {
            // The deadline may pass before the request is out.
            Assert.Equal(StatusCode.DeadlineExceeded, e.StatusCode);
        }

        await FailsAsync(StatusCode.DeadlineExceeded, () => call.ResponseStream.MoveNext(default));
    }

    private async Task CustomMetadata()
    {
        using AsyncUnaryCall<SimpleResponse> unary = _client.UnaryCallAsync(InteropMessages.Large(), Echoed);
        InteropMessages.AssertLarge(await unary);
        AssertEchoed(await unary.ResponseHeadersAsync, unary.GetTrailers());

        using AsyncDuplexStreamingCall<StreamingOutputCallRequest, StreamingOutputCallResponse> duplex = _client.FullDuplexCall(Echoed);
        await duplex.RequestStream.WriteAsync(InteropMessages.Output(InteropMessages.LargeResponse, InteropMessages.LargeRequest));
        await duplex.RequestStream.CompleteAsync();
        Assert.Equal(1, await duplex.ResponseStream.ReadAllAsync().CountAsync());
        AssertEchoed(await duplex.ResponseHeadersAsync, duplex.GetTrailers());
    }

    private async Task StatusCodeAndMessage()
    {
        var status = new EchoStatus { Code = 2, Message = "test status message" };
        await FailsAsync(
            StatusCode.Unknown, () => _client.UnaryCallAsync(new SimpleRequest { ResponseStatus = status }).ResponseAsync, status.Message);

        using AsyncDuplexStreamingCall<StreamingOutputCallRequest, StreamingOutputCallResponse> duplex = _client.FullDuplexCall();
        await duplex.RequestStream.WriteAsync(new StreamingOutputCallRequest { ResponseStatus = status });
        await duplex.RequestStream.CompleteAsync();
        await FailsAsync(StatusCode.Unknown, () => duplex.ResponseStream.MoveNext(default), status.Message);
    }

    private Task SpecialStatusMessage()
    {
        var request = new SimpleRequest { ResponseStatus = new EchoStatus { Code = 2, Message = SpecialMessage } };
        return FailsAsync(StatusCode.Unknown, () => _client.UnaryCallAsync(request).ResponseAsync, SpecialMessage);
    }

    private Task UnimplementedMethod() =>
        FailsAsync(StatusCode.Unimplemented, () => _client.UnimplementedCallAsync(new Empty()).ResponseAsync);

    private Task UnimplementedServiceCall() =>
        FailsAsync(StatusCode.Unimplemented, () => _unimplemented.UnimplementedCallAsync(new Empty()).ResponseAsync);

    private static void AssertEchoed(Metadata headers, Metadata trailers)
    {
        Assert.Equal("test_initial_metadata_value", headers.GetValue("x-grpc-test-echo-initial"));
        Assert.Equal([0xab, 0xab, 0xab], trailers.GetValueBytes("x-grpc-test-echo-trailing-bin"));
    }

    private static async Task FailsAsync(StatusCode code, Func<Task> call, string? message = null)
    {
        RpcException failure = await Assert.ThrowsAsync<RpcException>(call);
        Assert.Equal(code, failure.StatusCode);
        Assert.True(message is null || message == failure.Status.Detail, failure.Status.Detail);
    }
}
