using Google.Protobuf;
using Tradewind.Transport.Tests.Testing;

namespace Tradewind.Transport.Tests;

/// <summary>The sizes and messages that many cases of the interoperability test descriptions share.</summary>
internal static class InteropMessages
{
    public const int LargeRequest = 271828;
    public const int LargeResponse = 314159;

    public static readonly int[] RequestSizes = [27182, 8, 1828, 45904];
    public static readonly int[] ResponseSizes = [31415, 9, 2653, 58979];

    public static Payload Zeros(int size) => new() { Body = ByteString.CopyFrom(new byte[size]) };

    public static SimpleRequest Large() => new() { ResponseSize = LargeResponse, Payload = Zeros(LargeRequest) };

    public static StreamingOutputCallRequest Output(int responseSize, int requestSize) => new()
    {
        ResponseParameters = { new ResponseParameters { Size = responseSize } },
        Payload = Zeros(requestSize),
    };

    public static void AssertLarge(SimpleResponse response) => Assert.Equal(Zeros(LargeResponse).Body, response.Payload.Body);
}
