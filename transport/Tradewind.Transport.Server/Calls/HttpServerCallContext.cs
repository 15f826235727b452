using System.Runtime.CompilerServices;
using Grpc.Core;
using Microsoft.AspNetCore.Http;
using Tradewind.Transport.Framing;
using Tradewind.Transport.Hosting;
using Tradewind.Transport.Telemetry;

namespace Tradewind.Transport.Calls;

/// <summary>A call that came as an HTTP/2 request: its metadata, its deadline and cancellation, and its one end.</summary>
internal sealed class HttpServerCallContext : ServerCallContext, IAsyncDisposable
{
    private readonly CallInterruption _interruption;
    private readonly CallMeasurement? _measurement;
    private readonly FrameReader _requests;
    private readonly FrameWriter _frames;
    private Metadata? _requestHeaders;
    private Metadata? _responseTrailers;
    private AuthContext? _authContext;
    private volatile bool _requestBroke;

    /// <exception cref="RpcException">The timeout the client sent is none.</exception>
    public HttpServerCallContext(HttpContext http, IMethod method, ServiceSettings settings, CallMeasurement? measurement)
    {
        HttpContext = http;
        MethodCore = method.FullName;
        Settings = settings;
        _measurement = measurement;
        IHeaderDictionary headers = http.Request.Headers;

        http.Response.Headers[ProtocolHeaders.AcceptEncoding] = settings.Compression.AcceptEncoding;
        bool compresses = settings.ResponseCompression is { } response
            && CompressionSet.Accepts(headers[ProtocolHeaders.AcceptEncoding], response.EncodingName);
        if (compresses)
        {
            http.Response.Headers[ProtocolHeaders.Encoding] = settings.ResponseCompression!.EncodingName;
        }

        _frames = new FrameWriter(
            compresses ? settings.ResponseCompression : null, settings.ResponseCompressionLevel, settings.MaxSendMessageSize, measurement?.Responses);
        _requests = new FrameReader(
            http.Request.BodyReader, headers[ProtocolHeaders.Encoding], settings.Compression, settings.MaxReceiveMessageSize, measurement?.Requests);
        _interruption = new CallInterruption(this, ReadTimeout(headers), settings.Drain.TokenFor(method.Type));
    }

    public HttpContext HttpContext { get; }

    public ServiceSettings Settings { get; }

    public CallGate Gate { get; } = new();

    /// <summary>Whether the client has gone or has cancelled, so that no answer can reach it.</summary>
    public bool IsClientGone => _requestBroke || HttpContext.RequestAborted.IsCancellationRequested;

    /// <summary>Why the call was ended before its handler; null where it was not.</summary>
    public Status? Interrupted => _interruption.Reason;

    protected override string MethodCore { get; }

    protected override string HostCore => HttpContext.Request.Host.Value ?? string.Empty;

    protected override string PeerCore => PeerAddress.Format(HttpContext.Connection);

    protected override DateTime DeadlineCore => _interruption.Deadline ?? DateTime.MaxValue;

    protected override Metadata RequestHeadersCore => _requestHeaders ??= ReadRequestHeaders();

    protected override CancellationToken CancellationTokenCore => _interruption.Token;

    protected override Metadata ResponseTrailersCore => _responseTrailers ??= [];

    protected override Status StatusCore { get; set; } = Status.DefaultSuccess;

    protected override WriteOptions? WriteOptionsCore { get; set; }

    protected override AuthContext AuthContextCore => _authContext ??= PeerIdentity.Read(HttpContext.Connection.ClientCertificate);

    protected override IDictionary<object, object> UserStateCore => HttpContext.Items!;

    /// <summary>Starts watching for what may end the call, once everything is in place for it.</summary>
    public void Start()
    {
        _measurement?.Enter();
        _interruption.Start();
    }

    /// <summary>Reads the next request; null at the end of the stream.</summary>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<T?> ReadRequestAsync<T>(Func<DeserializationContext, T> deserializer, CancellationToken cancellationToken)
        where T : class
    {
        try
        {
            return await _requests.ReadAsync(deserializer, cancellationToken).ConfigureAwait(false);
        }
        catch (IOException e)
        {
            throw RequestBroke(e);
        }
    }

    /// <summary>Reads the only request; null when there is none.</summary>
    public async ValueTask<T?> ReadSingleRequestAsync<T>(Func<DeserializationContext, T> deserializer)
        where T : class
    {
        try
        {
            return await _requests.ReadSingleAsync(deserializer, CancellationToken).ConfigureAwait(false);
        }
        catch (IOException e)
        {
            throw RequestBroke(e);
        }
    }

    /// <summary>Puts a message into the response without sending it. The caller holds the gate.</summary>
    public ValueTask BufferMessageAsync<T>(T message, Action<T, SerializationContext> serializer, WriteFlags flags)
    {
        HttpResponse response = HttpContext.Response;
        if (!response.HasStarted)
        {
            // Kestrel lends its own buffers only once the response has started; headers are not sent before the first flush.
            Task starting = response.StartAsync(CancellationToken.None);
            if (!starting.IsCompletedSuccessfully)
            {
                return BufferAfterAsync(starting, message, serializer, flags);
            }
        }

        _frames.Write(message, serializer, response.BodyWriter, flags);
        return ValueTask.CompletedTask;
    }

    /// <summary>Ends the response with a status, unless the call was ended before.</summary>
    public async Task EndAsync(Status status)
    {
        if (await Gate.EndAsync().ConfigureAwait(false))
        {
            TrailerWriter.Write(HttpContext.Response, status, _responseTrailers ?? Metadata.Empty);
        }
        else
        {
            await _interruption.ResponseCompleted.ConfigureAwait(false);
        }
    }

    public ValueTask DisposeAsync() => _interruption.DisposeAsync();

    protected override async Task WriteResponseHeadersAsyncCore(Metadata responseHeaders)
    {
        ArgumentNullException.ThrowIfNull(responseHeaders);
        Gate.BeginWrite();
        try
        {
            if (HttpContext.Response.HasStarted)
            {
                throw new InvalidOperationException("Response headers can be sent only once, and before the first message.");
            }

            TrailerWriter.AddMetadata(HttpContext.Response.Headers, responseHeaders);
            await HttpContext.Response.BodyWriter.FlushAsync(CancellationToken).ConfigureAwait(false);
        }
        finally
        {
            Gate.EndWrite();
        }
    }

    protected override ContextPropagationToken CreatePropagationTokenCore(ContextPropagationOptions? options)
    {
        options ??= ContextPropagationOptions.Default;
        return new ServerCallPropagationToken(
            options.IsPropagateDeadline ? _interruption.Deadline : null,
            options.IsPropagateCancellation ? CancellationToken : CancellationToken.None);
    }

    private static TimeSpan? ReadTimeout(IHeaderDictionary headers)
    {
        if (!headers.TryGetValue(ProtocolHeaders.Timeout, out var timeout))
        {
            return null;
        }

        return TimeoutHeader.TryParse(timeout.ToString(), out TimeSpan remaining)
            ? remaining
            : throw new RpcException(new Status(StatusCode.Internal, $"\"{timeout}\" is no value of {ProtocolHeaders.Timeout}."));
    }

    private async ValueTask BufferAfterAsync<T>(
        Task starting, T message, Action<T, SerializationContext> serializer, WriteFlags flags)
    {
        await starting.ConfigureAwait(false);
        _frames.Write(message, serializer, HttpContext.Response.BodyWriter, flags);
    }

    private OperationCanceledException RequestBroke(IOException e)
    {
        // Kestrel fires RequestAborted a little later; the handler may see the exception first.
        _requestBroke = true;
        return new OperationCanceledException("The client has cancelled the call or has gone.", e, CancellationToken);
    }

    private Metadata ReadRequestHeaders()
    {
        var metadata = new Metadata();
        foreach ((string name, var values) in HttpContext.Request.Headers)
        {
            foreach (string? value in values)
            {
                MetadataCodec.Decode(metadata, name, value ?? string.Empty);
            }
        }

        return metadata;
    }
}
