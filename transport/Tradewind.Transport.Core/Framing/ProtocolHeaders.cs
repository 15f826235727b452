using System.Collections.Frozen;

namespace Tradewind.Transport.Framing;

/// <summary>Names and values the gRPC protocol gives meaning to.</summary>
internal static class ProtocolHeaders
{
    public const string ContentType = "application/grpc";
    public const string Status = "grpc-status";
    public const string Message = "grpc-message";
    public const string Timeout = "grpc-timeout";
    public const string Encoding = "grpc-encoding";
    public const string AcceptEncoding = "grpc-accept-encoding";
    public const string Identity = "identity";

    /// <summary>How many attempts of a call went before: sent with requests, and shown to callers with the response headers.</summary>
    public const string PreviousAttempts = "grpc-previous-rpc-attempts";

    /// <summary>In trailers: milliseconds after which the call may be made again; negative or unreadable for never.</summary>
    public const string RetryPushback = "grpc-retry-pushback-ms";

    /// <summary>Request metadata by which an application asks the client to compress its messages; never sent.</summary>
    public const string RequestEncodingChoice = "grpc-internal-encoding-request";

    private static readonly FrozenSet<string> Reserved = FrozenSet.ToFrozenSet(
        [
            Status, Message, Timeout, Encoding, AcceptEncoding, RequestEncodingChoice,
            "content-type", "content-length", "te", "host", "accept-encoding", "connection", "transfer-encoding",
        ],
        StringComparer.OrdinalIgnoreCase);

    /// <summary>Whether the transport owns a header, so that it is no metadata of the application.</summary>
    public static bool IsReserved(string name) => name.StartsWith(':') || Reserved.Contains(name);

    /// <summary>Whether a content type is gRPC over HTTP/2, with or without the name of a message format.</summary>
    public static bool IsGrpcContentType(ReadOnlySpan<char> contentType) =>
        contentType.StartsWith(ContentType, StringComparison.OrdinalIgnoreCase)
        && (contentType.Length == ContentType.Length || contentType[ContentType.Length] is '+' or ';' or ' ');
}
