using System.Collections.Concurrent;
using Grpc.Core;
using Tradewind.Transport.Tests.Testing;

namespace Tradewind.Transport.Tests;

/// <summary>
/// The cases with compression, with our client. Neither grpcio nor grpc-js shows a service whether a request was compressed, so that
/// none can refuse the probe of the descriptions; what is marked as compressed is read off the wire here instead.
/// </summary>
internal sealed class InteropCompressionCases(
    ChannelBase channel, ConcurrentQueue<bool> requestFlags, ConcurrentQueue<bool> responseFlags, bool peerCompresses)
{
    private static readonly Metadata Gzip = new() { { "grpc-internal-encoding-request", "gzip" } };

    private readonly TestService.TestServiceClient _client = new(channel);

    public IEnumerable<(string Name, Func<Task> Run)> All =>
    [
        ("client_compressed_unary", ClientCompressedUnary), ("server_compressed_unary", ServerCompressedUnary),
        ("client_compressed_streaming", ClientCompressedStreaming), ("server_compressed_streaming", ServerCompressedStreaming),
    ];

    private async Task ClientCompressedUnary()
    {
        requestFlags.Clear();
        foreach (bool compressed in (bool[])[true, false])
        {
            SimpleRequest request = InteropMessages.Large();
            request.ExpectCompressed = new BoolValue { Value = compressed };
            InteropMessages.AssertLarge(await _client.UnaryCallAsync(request, compressed ? Gzip : null));
        }

        Assert.Equal([true, false], requestFlags);
    }

    private async Task ServerCompressedUnary()
    {
        responseFlags.Clear();
        foreach (bool compressed in (bool[])[true, false])
        {
            SimpleRequest request = InteropMessages.Large();
            request.ResponseCompressed = new BoolValue { Value = compressed };
            InteropMessages.AssertLarge(await _client.UnaryCallAsync(request));
        }

        Assert.Equal([peerCompresses, false], responseFlags);
    }

    private async Task ClientCompressedStreaming()
    {
        requestFlags.Clear();
        using AsyncClientStreamingCall<StreamingInputCallRequest, StreamingInputCallResponse> call = _client.StreamingInputCall(Gzip);
        foreach ((bool compressed, int size) in ((bool, int)[])[(true, 27182), (false, 45904)])
        {
            call.RequestStream.WriteOptions = new WriteOptions(compressed ? default : WriteFlags.NoCompress);
            await call.RequestStream.WriteAsync(new StreamingInputCallRequest
            {
                ExpectCompressed = new BoolValue { Value = compressed },
                Payload = InteropMessages.Zeros(size),
            });
        }

        await call.RequestStream.CompleteAsync();
        Assert.Equal(73086, (await call).AggregatedPayloadSize);
        Assert.Equal([true, false], requestFlags);
    }

    private async Task ServerCompressedStreaming()
    {
        responseFlags.Clear();
        var request = new StreamingOutputCallRequest
        {
            ResponseParameters =
            {
                new ResponseParameters { Compressed = new BoolValue { Value = true }, Size = 31415 },
                new ResponseParameters { Compressed = new BoolValue { Value = false }, Size = 92653 },
            },
        };
        using AsyncServerStreamingCall<StreamingOutputCallResponse> call = _client.StreamingOutputCall(request);
        var sizes = new List<int>();
        await foreach (StreamingOutputCallResponse response in call.ResponseStream.ReadAllAsync())
        {
            sizes.Add(response.Payload.Body.Length);
        }

        Assert.Equal([31415, 92653], sizes);
        Assert.Equal([peerCompresses, false], responseFlags);
    }
}
