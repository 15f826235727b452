using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using Grpc.Core;
using Tradewind.Transport.Framing;

namespace Tradewind.Transport.Client;

/// <summary>Reads what a response says about the end of its call.</summary>
internal static class ResponseStatus
{
    /// <summary>Whether a response is no gRPC response; then the status says why.</summary>
    public static bool IsForeign(HttpResponseMessage response, out Status status)
    {
        string? contentType = response.Content.Headers.ContentType?.ToString();
        if (response.StatusCode != HttpStatusCode.OK)
        {
            string? message = Value(response.Headers, ProtocolHeaders.Message);
            status = new Status(
                FromHttp(response.StatusCode),
                $"The server answered with HTTP status {(int)response.StatusCode}. {PercentEncoding.Decode(message ?? string.Empty)}".TrimEnd());
            return true;
        }

        if (!ProtocolHeaders.IsGrpcContentType(contentType))
        {
            status = new Status(StatusCode.Unknown, $"The response is no gRPC response: its content type is \"{contentType}\".");
            return true;
        }

        status = default;
        return false;
    }

    /// <summary>Reads the status from trailers, or from headers when nothing follows them.</summary>
    public static bool TryRead(HttpResponseHeaders headers, out Status status)
    {
        status = default;
        if (Value(headers, ProtocolHeaders.Status) is not { } text)
        {
            return false;
        }

        string detail = PercentEncoding.Decode(Value(headers, ProtocolHeaders.Message) ?? string.Empty);
        status = int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int code)
            && Enum.IsDefined((StatusCode)code)
            ? new Status((StatusCode)code, detail)
            : new Status(StatusCode.Unknown, $"The server sent the status \"{text}\", which is not known. {detail}".TrimEnd());
        return true;
    }

    public static Metadata ReadMetadata(HttpResponseHeaders headers)
    {
        var metadata = new Metadata();
        foreach ((string name, HeaderStringValues values) in headers.NonValidated)
        {
            foreach (string value in values)
            {
                MetadataCodec.Decode(metadata, name, value);
            }
        }

        return metadata;
    }

    public static string? Value(HttpResponseHeaders headers, string name) =>
        headers.NonValidated.TryGetValues(name, out HeaderStringValues values) ? values.ToString() : null;

    /// <summary>The mapping the gRPC protocol prescribes for responses that carry no status of their own.</summary>
    private static StatusCode FromHttp(HttpStatusCode status) => status switch
    {
        HttpStatusCode.BadRequest => StatusCode.Internal,
        HttpStatusCode.Unauthorized => StatusCode.Unauthenticated,
        HttpStatusCode.Forbidden => StatusCode.PermissionDenied,
        HttpStatusCode.NotFound => StatusCode.Unimplemented,
        HttpStatusCode.TooManyRequests or HttpStatusCode.BadGateway or HttpStatusCode.ServiceUnavailable
            or HttpStatusCode.GatewayTimeout => StatusCode.Unavailable,
        _ => StatusCode.Unknown,
    };
}
