using System.IO.Pipelines;
using System.Security.Cryptography;
using Grpc.AspNetCore.Web;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Tradewind.Transport.Framing;

namespace Tradewind.Transport.Web;

/// <summary>
/// Makes a gRPC-Web request look like gRPC to the endpoint and its response look like gRPC-Web to the browser: the trailers go as a
/// last frame of the body, and in text mode all of the body is base64.
/// </summary>
internal sealed class GrpcWebMiddleware(GrpcWebOptions options, RequestDelegate next)
{
    private const string BinaryContentType = "application/grpc-web";
    private const string TextContentType = "application/grpc-web-text";

    public Task InvokeAsync(HttpContext http) =>
        FormatOf(http.Request) is { } format && IsEnabled(http) ? HandleAsync(http, isText: format == TextContentType) : next(http);

    /// <summary>The gRPC-Web content type of a request, without its parameters; null when it is something else.</summary>
    private static string? FormatOf(HttpRequest request) => request.ContentType switch
    {
        { } type when HttpMethods.IsPost(request.Method) && Is(type, TextContentType) => TextContentType,
        { } type when HttpMethods.IsPost(request.Method) && Is(type, BinaryContentType) => BinaryContentType,
        _ => null,
    };

    private static bool Is(string contentType, string expected) =>
        contentType.StartsWith(expected, StringComparison.OrdinalIgnoreCase)
        && (contentType.Length == expected.Length || contentType[expected.Length] is '+' or ';' or ' ');

    private bool IsEnabled(HttpContext http) =>
        http.GetEndpoint()?.Metadata.GetMetadata<IGrpcWebEnabledMetadata>()?.GrpcWebEnabled ?? options.DefaultEnabled;

    private async Task HandleAsync(HttpContext http, bool isText)
    {
        IHttpResponseBodyFeature inner = http.Features.GetRequiredFeature<IHttpResponseBodyFeature>();
        IHttpResponseTrailersFeature? innerTrailers = http.Features.Get<IHttpResponseTrailersFeature>();
        IRequestBodyPipeFeature? innerRequest = http.Features.Get<IRequestBodyPipeFeature>();
        string protocol = http.Request.Protocol;
        string? contentType = http.Request.ContentType;
        var response = new GrpcWebResponseBody(inner, http.Response, isText);

        http.Features.Set<IHttpResponseBodyFeature>(response);
        http.Features.Set<IHttpResponseTrailersFeature>(response);
        // The endpoint asks for HTTP/2 because of the trailers, which gRPC-Web does without.
        http.Request.Protocol = HttpProtocol.Http2;
        http.Request.ContentType = ProtocolHeaders.ContentType;
        if (isText)
        {
            http.Features.Set<IRequestBodyPipeFeature>(new DecodedRequestBody(http.Request.Body));
        }

        http.Response.OnStarting(() =>
        {
            if (http.Response.ContentType == ProtocolHeaders.ContentType)
            {
                http.Response.ContentType = isText ? TextContentType + "+proto" : BinaryContentType + "+proto";
            }

            return Task.CompletedTask;
        });

        try
        {
            await next(http).ConfigureAwait(false);
            await response.EndAsync().ConfigureAwait(false);
        }
        finally
        {
            http.Features.Set(inner);
            http.Features.Set(innerTrailers);
            http.Features.Set(innerRequest);
            http.Request.Protocol = protocol;
            http.Request.ContentType = contentType;
        }
    }

    private sealed class DecodedRequestBody(Stream body) : IRequestBodyPipeFeature
    {
        public PipeReader Reader { get; } =
            PipeReader.Create(new CryptoStream(body, new FromBase64Transform(), CryptoStreamMode.Read, leaveOpen: true));
    }
}
