using System.IO.Pipelines;
using System.Net;
using System.Net.Http.Headers;
using Grpc.Core;
using Grpc.Net.Client;
using Grpc.Net.Compression;
using Tradewind.Transport.Framing;

namespace Tradewind.Transport.Client;

/// <summary>One call as one HTTP/2 request: sends its headers and messages, reads its responses and its trailers.</summary>
internal sealed class ClientCall<TRequest, TResponse> : ClientCall
    where TRequest : class
    where TResponse : class
{
    private const int ReadBufferSize = 64 * 1024;

    private static readonly MediaTypeHeaderValue GrpcMediaType = new(ProtocolHeaders.ContentType);
    private static readonly StreamPipeReaderOptions ReadOptions = new(bufferSize: ReadBufferSize, minimumReadSize: 4096);

    private readonly Method<TRequest, TResponse> _method;
    private readonly string? _host;
    private readonly ICompressionProvider? _requestCompression;
    private RequestStreamContent? _requestStream;
    private HttpResponseMessage? _response;

    public ClientCall(GrpcChannel channel, Method<TRequest, TResponse> method, string? host, CallOptions options)
        : base(channel, options)
    {
        _method = method;
        _host = host;
        _requestCompression = FindRequestCompression();
        Frames = new FrameWriter(_requestCompression, level: null, channel.MaxSendMessageSize);
    }

    /// <summary>Writes request messages, one at a time.</summary>
    public FrameWriter Frames { get; }

    /// <summary>Whether the one response is being read already, without anybody asking for it.</summary>
    public bool IsResponseAwaited => _method.Type is MethodType.Unary or MethodType.ClientStreaming;

    public Action<TRequest, SerializationContext> RequestSerializer => _method.RequestMarshaller.ContextualSerializer;

    /// <summary>Sends the one request. The result reads the responses; null when the server sent a status and nothing else.</summary>
    public async Task<FrameReader?> SendSingleAsync(TRequest request)
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

    /// <summary>Starts the call; its requests follow in the content. The result is that of <see cref="SendSingleAsync"/>.</summary>
    public Task<FrameReader?> SendStreamAsync(RequestStreamContent requests)
    {
        _requestStream = requests;
        if (EndStatus is not null)
        {
            // The call ended before it had a stream to end.
            requests.End();
        }

        return SendAsync(requests);
    }

    /// <summary>Reads the one response and the end of the call.</summary>
    public async Task<TResponse> ReadSingleResponseAsync(Task<FrameReader?> sending)
    {
        TResponse? response = null;
        try
        {
            FrameReader? frames = await sending.ConfigureAwait(false);
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

    /// <summary>Reads the next response; null at the end of a stream that ended well.</summary>
    public async ValueTask<TResponse?> ReadResponseAsync(Task<FrameReader?> sending)
    {
        if (EndStatus is null)
        {
            try
            {
                FrameReader? frames = await sending.ConfigureAwait(false);
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

    private async Task<FrameReader?> SendAsync(HttpContent content)
    {
        try
        {
            HttpRequestMessage request = await CreateRequestAsync(content).ConfigureAwait(false);
            HttpResponseMessage response = await Channel.SendAsync(request, HttpToken).ConfigureAwait(false);
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

            SetHeaders(response, ResponseStatus.ReadMetadata(response.Headers).Freeze());
            Stream body = await response.Content.ReadAsStreamAsync(HttpToken).ConfigureAwait(false);
            return new FrameReader(
                PipeReader.Create(body, ReadOptions),
                ResponseStatus.Value(response.Headers, ProtocolHeaders.Encoding),
                Channel.Compression,
                Channel.MaxReceiveMessageSize);
        }
        catch (Exception e)
        {
            throw Fail(e);
        }
    }

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
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Content = content,
        };
        if (_host is not null)
        {
            request.Headers.Host = _host;
        }

        RequestHeaders.AddProtocol(request.Headers, Channel.Compression.AcceptEncoding, _requestCompression?.EncodingName, Deadline);
        RequestHeaders.AddMetadata(request.Headers, Options.Headers);
        foreach (CallCredentials? credentials in (CallCredentials?[])[Channel.CallCredentials, Options.Credentials])
        {
            await RequestHeaders.AddCredentialsAsync(request.Headers, credentials, Channel, _method, HttpToken).ConfigureAwait(false);
        }

        return request;
    }

    private ICompressionProvider? FindRequestCompression()
    {
        string? encoding = Options.Headers?.GetValue(ProtocolHeaders.RequestEncodingChoice);
        return encoding is null or ProtocolHeaders.Identity
            ? null
            : Channel.Compression.Find(encoding) ?? throw new InvalidOperationException(
                $"There is no compression provider named \"{encoding}\"; known are {Channel.Compression.AcceptEncoding}.");
    }
}
