using System.Net.Http.Headers;

namespace Tradewind.Server.Tests;

/// <summary>Requests as browsers send them.</summary>
internal static class BrowserRequest
{
    private const string HealthPath = "/grpc.health.v1.Health/Check";

    /// <summary>A gRPC-Web call with an empty message, from a page of an origin.</summary>
    public static HttpRequestMessage HealthCheck(string address, string? origin = null)
    {
        HttpRequestMessage request = new(HttpMethod.Post, address + HealthPath) { Content = new ByteArrayContent(new byte[5]) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/grpc-web+proto");
        if (origin is not null)
        {
            request.Headers.Add("Origin", origin);
        }

        return request;
    }

    /// <summary>The question whether a page may make the call.</summary>
    public static HttpRequestMessage Preflight(string address, string origin)
    {
        HttpRequestMessage request = new(HttpMethod.Options, address + HealthPath);
        request.Headers.Add("Origin", origin);
        request.Headers.Add("Access-Control-Request-Method", "POST");
        request.Headers.Add("Access-Control-Request-Headers", "content-type,x-grpc-web");
        return request;
    }
}
