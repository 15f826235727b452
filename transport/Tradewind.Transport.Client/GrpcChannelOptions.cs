using Grpc.Core;
using Grpc.Net.Compression;

namespace Grpc.Net.Client;

/// <summary>Options of a channel.</summary>
public sealed class GrpcChannelOptions
{
    /// <summary>TLS or plain text; by default what the scheme of the address says.</summary>
    public ChannelCredentials? Credentials { get; set; }

    /// <summary>Largest request in bytes; null, the default, for no limit.</summary>
    public int? MaxSendMessageSize { get; set; }

    /// <summary>Largest response in bytes, before and after decompression; 4 MiB by default, null for no limit.</summary>
    public int? MaxReceiveMessageSize { get; set; } = 4 * 1024 * 1024;

    /// <summary>Encodings the client understands; gzip is added unless one of that name is there.</summary>
    public IList<ICompressionProvider>? CompressionProviders { get; set; }

    /// <summary>The HTTP client calls go through; not together with <see cref="HttpHandler"/>.</summary>
    public HttpClient? HttpClient { get; set; }

    /// <summary>The HTTP handler calls go through; by default one made for the channel.</summary>
    public HttpMessageHandler? HttpHandler { get; set; }

    /// <summary>Whether disposing the channel disposes the given client or handler.</summary>
    public bool DisposeHttpClient { get; set; }

    /// <summary>Whether cancelled calls throw <see cref="OperationCanceledException"/> instead of <see cref="RpcException"/>.</summary>
    public bool ThrowOperationCanceledOnCancellation { get; set; }

    /// <summary>Whether call credentials go over a plain-text connection too, where everybody on the way can read them.</summary>
    public bool UnsafeUseInsecureChannelCallCredentials { get; set; }
}
