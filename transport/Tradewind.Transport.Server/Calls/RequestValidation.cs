using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Net.Http.Headers;
using Grpc.Core;
using Tradewind.Transport.Framing;

namespace Tradewind.Transport.Calls;

/// <summary>Refuses requests that are no gRPC calls, and lifts the host's limits that streams cannot live with.</summary>
internal static class RequestValidation
{
    /// <summary>Whether the request is a call; if not, the response is set.</summary>
    public static bool TryAccept(HttpContext http)
    {
        if (!ProtocolHeaders.IsGrpcContentType(http.Request.ContentType))
        {
            Refuse(
                http,
                StatusCodes.Status415UnsupportedMediaType,
                $"Expected the content type \"{ProtocolHeaders.ContentType}\", got \"{http.Request.ContentType}\".");
            return false;
        }

        if (!HttpProtocol.IsHttp2(http.Request.Protocol) && !HttpProtocol.IsHttp3(http.Request.Protocol))
        {
            http.Response.Headers[HeaderNames.Upgrade] = HttpProtocol.Http2;
            Refuse(http, StatusCodes.Status426UpgradeRequired, $"gRPC needs HTTP/2, the request came over {http.Request.Protocol}.");
            return false;
        }

        LiftLimits(http.Features);
        http.Response.ContentType = ProtocolHeaders.ContentType;
        return true;
    }

    private static void LiftLimits(IFeatureCollection features)
    {
        // A stream may be idle for hours and carry any amount in all: only messages are limited, one by one.
        if (features.Get<IHttpMinRequestBodyDataRateFeature>() is { } dataRate)
        {
            dataRate.MinDataRate = null;
        }

        if (features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } bodySize)
        {
            bodySize.MaxRequestBodySize = null;
        }

        features.Get<IHttpResponseBodyFeature>()?.DisableBuffering();
    }

    private static void Refuse(HttpContext http, int httpStatus, string detail)
    {
        http.Response.StatusCode = httpStatus;
        // For clients that look at the gRPC status even where HTTP has failed.
        http.Response.Headers[ProtocolHeaders.Status] = ((int)StatusCode.Internal).ToString(System.Globalization.CultureInfo.InvariantCulture);
        http.Response.Headers[ProtocolHeaders.Message] = PercentEncoding.Encode(detail);
    }
}
