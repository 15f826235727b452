using System.Globalization;
using System.IO.Pipelines;
using System.Net.Http.Headers;
using System.Runtime.CompilerServices;
using Grpc.Core;
using Grpc.Net.Client;
using Grpc.Net.Compression;
using Tradewind.Transport.Client.Retries;
using Tradewind.Transport.Framing;
using Tradewind.Transport.Telemetry;

namespace Tradewind.Transport.Client;

/// <summary>One call as one HTTP/2 request: sends its headers and messages, reads its responses and its trailers.</summary>
internal sealed class ClientCall<TRequest, TResponse> : ClientCall, IResponses<TResponse>
    where TRequest : class
    where TResponse : class
{
    private const int ReadBufferSize = 64 * 1024;

    private static readonly MediaTypeHeaderValue GrpcMediaType = new(ProtocolHeaders.ContentType);
    private static readonly StreamPipeReaderOptions ReadOptions = new(bufferSize: ReadBufferSize, minimumReadSize: 4096);

    private readonly Method<TRequest, TResponse> _method;
    private readonly string? _host;
    private readonly ICompressionProvider? _requestCompression;
    private readonly CallMeasurement? _measurement;
    private readonly int _previousAttempts;
    private Task<FrameReader?> _sending = Task.FromResult<FrameReader?>(null);
    private RequestBody? _requestStream;
    private HttpResponseMessage? _response;

    /// <summary>Starts a call. The measurement counts its messages where somebody wants to know; previous attempts are of the same call.</summary>
    public ClientCall(
        GrpcChannel channel,
        Method<TRequest, TResponse> method,
        string? host,
        CallOptions options,
        CallMeasurement? measurement,
        int previousAttempts = 0)
        : base(channel, options)
    {
        _method = method;
        _host = host;
        _measurement = measurement;
        _previousAttempts = previousAttempts;
        _requestCompression = channel.FindRequestCompression(options);
        Frames = new FrameWriter(_requestCompression, level: null, channel.MaxSendMessageSize, measurement?.Requests);
    }

    public CancellationToken CancellationToken => Options.CancellationToken;

    /// <summary>Writes request messages, one at a time.</summary>
    public FrameWriter Frames { get; }

    /// <summary>Whether the one response is being read already, without anybody asking for it.</summary>
    public bool IsResponseAwaited => _method.Type is MethodType.Unary or MethodType.ClientStreaming;

    /// <summary>What the calls of the channel may keep of their requests.</summary>
    public RetryBufferBudget RetryBuffer => Channel.RetryBuffer;

    public Action<TRequest, SerializationContext> RequestSerializer => _method.RequestMarshaller.ContextualSerializer;

    /// <summary>Sends the one request. The result reads the responses; null when the server sent a status and nothing else.</summary>
    public Task<FrameReader?> SendSingleAsync(TRequest request) => _sending = SerializeAndSendAsync(request);

    /// <summary>Starts the call; its requests follow in the content. The result is that of <see cref="SendSingleAsync"/>.</summary>
    public Task<FrameReader?> SendStreamAsync(RequestBody requests)
    {
        _requestStream = requests;
        if (EndStatus is not null)
        {
            // The call ended before it had a stream to end.
            requests.End();
        }

        return _sending = SendAsync(requests);
    }

    /// <summary>Reads the one response and the end of the call.</summary>
    public async Task<TResponse> ReadSingleResponseAsync()
    {
        TResponse? response = null;
        try
        {
            FrameReader? frames = await _sending.ConfigureAwait(false);
            if (frames is not null)
            {
                response = await frames.ReadSingleAsync(_method.ResponseMarshaller.ContextualDeserializer, HttpToken).ConfigureAwait(false);
                EndFromTrailers(isMessageMissing: response is null);
            }
        }
        catch (Exception e)
        {
            throw Fail(e);
        }

        return EndStatus is { StatusCode: StatusCode.OK } && response is not null ? response : throw EndException();
    }

    /// <inheritdoc/>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<TResponse?> ReadResponseAsync()
    {
        if (EndStatus is null)
        {
            try
            {
                FrameReader? frames = await _sending.ConfigureAwait(false);
                if (frames is not null)
                {
                    TResponse? response =
                        await frames.ReadAsync(_method.ResponseMarshaller.ContextualDeserializer, HttpToken).ConfigureAwait(false);
                    if (response is not null)
                    {
                        return response;
                    }

                    EndFromTrailers(isMessageMissing: false);
                }
            }
            catch (Exception e)
            {
                throw Fail(e);
            }
        }

        return EndStatus is { StatusCode: StatusCode.OK } ? null : throw EndException();
    }

    // The server may answer before it has read all requests: then the rest of them is not wanted.
    protected override void OnEnded() => _requestStream?.End();

    private async Task<FrameReader?> SerializeAndSendAsync(TRequest request)
    {
        var frame = new PooledBufferWriter();
        try
        {
            Frames.Write(request, RequestSerializer, frame, Options.WriteOptions?.Flags ?? default);
        }
        catch (Exception e)
        {
            frame.Release();
            throw Fail(e);
        }

        return await SendAsync(new MessageContent(frame)).ConfigureAwait(false);
    }

    private async Task<FrameReader?> SendAsync(HttpContent content)
    {
        try
        {
            // The context of the call goes out with its request headers.
            _measurement?.Enter();
            HttpResponseMessage response = await SendWhenReadyAsync(content).ConfigureAwait(false);
            (content as MessageContent)?.Answered();
            (content as RequestStreamContent)?.Answered();
            _response = response;
            if (ResponseStatus.IsForeign(response, out Status foreign))
            {
                SetHeaders(response, ResponseStatus.ReadMetadata(response.Headers));
                Cancel(foreign);
                return null;
            }

            if (ResponseStatus.TryRead(response.Headers, out Status early))
            {
                SetHeaders(response, Metadata.Empty);
                bool isMessageMissing = early.StatusCode == StatusCode.OK && IsResponseAwaited;
                TryEnd(isMessageMissing ? MessageMissing : early, ResponseStatus.ReadMetadata(response.Headers).Freeze());
                return null;
            }

            Metadata headers = ResponseStatus.ReadMetadata(response.Headers);
            if (_previousAttempts > 0)
            {
                headers.Add(ProtocolHeaders.PreviousAttempts, _previousAttempts.ToString(CultureInfo.InvariantCulture));
            }

            SetHeaders(response, headers.Freeze());
            Stream body = await response.Content.ReadAsStreamAsync(HttpToken).ConfigureAwait(false);
            return new FrameReader(
                PipeReader.Create(body, ReadOptions),
                ResponseStatus.Value(response.Headers, ProtocolHeaders.Encoding),
                Channel.Compression,
                Channel.MaxReceiveMessageSize,
                _measurement?.Responses);
        }
        catch (Exception e)
        {
            throw Fail(e);
        }
    }

    /// <summary>Sends the request; a call that waits for a connection tries again as long as none can be made.</summary>
    private async Task<HttpResponseMessage> SendWhenReadyAsync(HttpContent content)
    {
        for (int failures = 1; ; failures++)
        {
            try
            {
                HttpRequestMessage request = await CreateRequestAsync(content).ConfigureAwait(false);
                return await Channel.SendAsync(request, HttpToken).ConfigureAwait(false);
            }
            catch (HttpRequestException e) when (Options.IsWaitForReady && IsConnectFailure(e.HttpRequestError))
            {
                // Without a connection nothing of the request has gone out, so that the content can be sent again.
                TimeSpan delay = Channel.ReconnectBackoff.DelayAfter(failures, Random.Shared.NextDouble());
                await Task.Delay(delay, HttpToken).ConfigureAwait(false);
            }
        }
    }

    private static bool IsConnectFailure(HttpRequestError error) =>
        error is HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError or HttpRequestError.SecureConnectionError;

    private static Status MessageMissing => new(StatusCode.Internal, "The server ended the call with OK but sent no message.");

    private void EndFromTrailers(bool isMessageMissing)
    {
        HttpResponseHeaders trailers = _response!.TrailingHeaders;
        if (!ResponseStatus.TryRead(trailers, out Status status))
        {
            status = new Status(StatusCode.Unknown, "The response ended without a status.");
        }
        else if (isMessageMissing && status.StatusCode == StatusCode.OK)
        {
            status = MessageMissing;
        }

        TryEnd(status, ResponseStatus.ReadMetadata(trailers).Freeze());
    }

    private async ValueTask<HttpRequestMessage> CreateRequestAsync(HttpContent content)
    {
        content.Headers.ContentType = GrpcMediaType;
        var request = new HttpRequestMessage(HttpMethod.Post, Channel.AddressOf(_method))
        {
            Version = Channel.HttpVersion,
            VersionPolicy = Channel.HttpVersionPolicy,
            Content = content,
        };
        if (_host is not null)
        {
            request.Headers.Host = _host;
        }

        RequestHeaders.AddProtocol(request.Headers, Channel.Compression.AcceptEncoding, _requestCompression?.EncodingName, Deadline);
        if (_previousAttempts > 0)
        {
            request.Headers.TryAddWithoutValidation(
                ProtocolHeaders.PreviousAttempts, _previousAttempts.ToString(CultureInfo.InvariantCulture));
        }

        RequestHeaders.AddMetadata(request.Headers, Options.Headers);
        foreach (CallCredentials? credentials in (CallCredentials?[])[Channel.CallCredentials, Options.Credentials])
        {
            await RequestHeaders.AddCredentialsAsync(request.Headers, credentials, Channel, _method, HttpToken).ConfigureAwait(false);
        }

        return request;
    }
}
