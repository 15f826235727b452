using System.Globalization;
using Grpc.Core;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Primitives;
using Tradewind.Transport.Framing;

namespace Tradewind.Transport.Calls;

/// <summary>Ends a response with its status: as trailers, or within the headers when nothing was sent yet.</summary>
internal static class TrailerWriter
{
    public static void Write(HttpResponse response, Status status, Metadata metadata)
    {
        IHeaderDictionary destination = response.HasStarted ? Trailers(response) : response.Headers;
        try
        {
            AddMetadata(destination, metadata);
        }
        catch (FormatException e)
        {
            status = new Status(StatusCode.Internal, $"The trailers could not be sent: {e.Message}");
        }

        destination[ProtocolHeaders.Status] = ((int)status.StatusCode).ToString(CultureInfo.InvariantCulture);
        if (!string.IsNullOrEmpty(status.Detail))
        {
            destination[ProtocolHeaders.Message] = PercentEncoding.Encode(status.Detail);
        }
    }

    /// <exception cref="FormatException">A value cannot travel in a header.</exception>
    public static void AddMetadata(IHeaderDictionary destination, Metadata metadata)
    {
        foreach (Metadata.Entry entry in metadata)
        {
            if (!ProtocolHeaders.IsReserved(entry.Key))
            {
                destination.Append(entry.Key, new StringValues(MetadataCodec.Encode(entry)));
            }
        }
    }

    private static IHeaderDictionary Trailers(HttpResponse response) =>
        response.HttpContext.Features.Get<IHttpResponseTrailersFeature>()?.Trailers
        ?? throw new InvalidOperationException("The server cannot send trailers on this connection.");
}
