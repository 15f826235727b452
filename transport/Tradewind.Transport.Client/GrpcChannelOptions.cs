using Grpc.Core;
using Grpc.Net.Client.Configuration;
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

    /// <summary>Which calls are made again when they fail; null, the default, for none.</summary>
    public ServiceConfig? ServiceConfig { get; set; }

    /// <summary>Attempts a call may have at most, whatever its policy says; 5 by default, null for no limit.</summary>
    public int? MaxRetryAttempts { get; set; } = 5;

    /// <summary>Bytes the channel may hold to send requests again; 16 MiB by default, null for no limit.</summary>
    public long? MaxRetryBufferSize { get; set; } = 16 * 1024 * 1024;

    /// <summary>Bytes a call may hold to send its requests again; 1 MiB by default, null for no limit.</summary>
    public long? MaxRetryBufferPerCallSize { get; set; } = 1024 * 1024;

    /// <summary>The wait after the first failed attempt to connect, where a call or <see cref="GrpcChannel.ConnectAsync"/> waits for a
    /// connection; 1 second by default.</summary>
    public TimeSpan InitialReconnectBackoff { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>The longest wait between attempts to connect; 120 seconds by default, null for no limit.</summary>
    public TimeSpan? MaxReconnectBackoff { get; set; } = TimeSpan.FromSeconds(120);

    /// <summary>The version of HTTP; 2 by default.</summary>
    public Version? HttpVersion { get; set; }

    /// <summary>How strictly the version is meant; exactly by default.</summary>
    public HttpVersionPolicy? HttpVersionPolicy { get; set; }

    /// <summary>Encodings the client understands; gzip and deflate are added unless one of the name is there.</summary>
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
