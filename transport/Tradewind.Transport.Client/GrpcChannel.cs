using System.Collections.Concurrent;
using Grpc.Core;
using Grpc.Net.Compression;
using Tradewind.Transport.Client;
using Tradewind.Transport.Client.Connections;
using Tradewind.Transport.Client.Retries;
using Tradewind.Transport.Framing;

namespace Grpc.Net.Client;

/// <summary>A channel to one server. Connections are made as calls need them; one channel serves any number of clients and threads.</summary>
public sealed class GrpcChannel : ChannelBase, IDisposable
{
    /// <summary>By how much the wait between attempts to connect grows.</summary>
    private const double ReconnectMultiplier = 1.6;

    private readonly ConcurrentDictionary<string, Uri> _methodAddresses = [];
    private readonly ConcurrentDictionary<IDisposable, bool> _runningCalls = [];
    private readonly HttpMessageInvoker _http;
    private readonly ServerConnector? _connector;
    private readonly bool _ownsHttp;
    private volatile bool _disposed;

    private GrpcChannel(Uri address, GrpcChannelOptions options)
        : base(address.Authority)
    {
        Address = address;
        IsSecure = IsSecureAddress(address, options.Credentials);
        CallCredentials = options.Credentials?.CallCredentials;
        SendsCallCredentials = IsSecure || options.UnsafeUseInsecureChannelCallCredentials;
        MaxSendMessageSize = options.MaxSendMessageSize;
        MaxReceiveMessageSize = options.MaxReceiveMessageSize;
        ThrowsOperationCanceled = options.ThrowOperationCanceledOnCancellation;
        Compression = new CompressionSet(options.CompressionProviders ?? []);

        Policies = new MethodPolicies(options.ServiceConfig, options.MaxRetryAttempts);
        RetryThrottle = options.ServiceConfig?.RetryThrottling is { } throttling ? new RetryThrottle(throttling) : null;
        RetryBuffer = new RetryBufferBudget(options.MaxRetryBufferSize, options.MaxRetryBufferPerCallSize);
        ReconnectBackoff = new ExponentialBackoff(
            options.InitialReconnectBackoff, options.MaxReconnectBackoff ?? TimeSpan.MaxValue, ReconnectMultiplier);
        HttpVersion = options.HttpVersion ?? System.Net.HttpVersion.Version20;
        HttpVersionPolicy = options.HttpVersionPolicy ?? System.Net.Http.HttpVersionPolicy.RequestVersionExact;
        if (options.HttpClient is not null && options.HttpHandler is not null)
        {
            throw new ArgumentException("Give the channel either an HttpClient or an HttpHandler, not both.", nameof(options));
        }

        _ownsHttp = options.DisposeHttpClient || (options.HttpClient is null && options.HttpHandler is null);
        HttpMessageHandler? handler = options.HttpClient is null ? options.HttpHandler ?? HttpHandlerFactory.Create() : null;
        _connector = ServerConnector.TryAttach(handler, address, ReconnectBackoff);
        _http = options.HttpClient ?? new HttpMessageInvoker(handler!, disposeHandler: _ownsHttp);
    }

    /// <summary>Where the channel stands with its connections.</summary>
    /// <exception cref="InvalidOperationException">The connections are not the channel's own; see <see cref="ConnectAsync"/>.</exception>
    public ConnectivityState State => Connector.State;

    internal Uri Address { get; }

    internal bool IsSecure { get; }

    internal CallCredentials? CallCredentials { get; }

    internal bool SendsCallCredentials { get; }

    internal int? MaxSendMessageSize { get; }

    internal int? MaxReceiveMessageSize { get; }

    internal bool ThrowsOperationCanceled { get; }

    internal CompressionSet Compression { get; }

    internal MethodPolicies Policies { get; }

    internal RetryThrottle? RetryThrottle { get; }

    internal RetryBufferBudget RetryBuffer { get; }

    internal ExponentialBackoff ReconnectBackoff { get; }

    internal Version HttpVersion { get; }

    internal HttpVersionPolicy HttpVersionPolicy { get; }

    private ServerConnector Connector => _connector ?? throw new InvalidOperationException(
        $"The state of connections is known only to channels with a {nameof(SocketsHttpHandler)} that has no {nameof(SocketsHttpHandler.ConnectCallback)} and was not used before.");

    /// <summary>A channel to an address such as <c>http://localhost:5000</c>.</summary>
    public static GrpcChannel ForAddress(string address) => ForAddress(address, new GrpcChannelOptions());

    /// <summary>A channel to an address with options.</summary>
    public static GrpcChannel ForAddress(string address, GrpcChannelOptions channelOptions) =>
        ForAddress(new Uri(address), channelOptions);

    /// <summary>A channel to an address.</summary>
    public static GrpcChannel ForAddress(Uri address) => ForAddress(address, new GrpcChannelOptions());

    /// <summary>A channel to an address with options.</summary>
    public static GrpcChannel ForAddress(Uri address, GrpcChannelOptions channelOptions)
    {
        ArgumentNullException.ThrowIfNull(address);
        ArgumentNullException.ThrowIfNull(channelOptions);
        return new GrpcChannel(address, channelOptions);
    }

    /// <inheritdoc/>
    public override CallInvoker CreateCallInvoker()
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        return new HttpCallInvoker(this);
    }

    /// <summary>Makes a connection ahead of the first call, trying again until there is one.</summary>
    /// <exception cref="InvalidOperationException">The connections are not the channel's own: it was given an HTTP client, or a handler other
    /// than a fresh <see cref="SocketsHttpHandler"/>.</exception>
    public Task ConnectAsync(CancellationToken cancellationToken = default)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        return Connector.ConnectAsync(cancellationToken);
    }

    /// <summary>Waits until the state is another than the one given.</summary>
    /// <exception cref="InvalidOperationException">As for <see cref="ConnectAsync"/>.</exception>
    public Task WaitForStateChangedAsync(ConnectivityState lastObservedState, CancellationToken cancellationToken = default) =>
        Connector.WaitForStateChangedAsync(lastObservedState, cancellationToken);

    /// <summary>Cancels the running calls and closes the connections.</summary>
    public void Dispose()
    {
        if (_disposed)
        {
            return;
        }

        _disposed = true;
        foreach (IDisposable call in _runningCalls.Keys)
        {
            call.Dispose();
        }

        _connector?.Dispose();
        if (_ownsHttp)
        {
            _http.Dispose();
        }
    }

    /// <summary>The encoding a call asks for its requests; null for none.</summary>
    internal ICompressionProvider? FindRequestCompression(CallOptions options)
    {
        string? encoding = options.Headers?.GetValue(ProtocolHeaders.RequestEncodingChoice);
        return encoding is null or ProtocolHeaders.Identity
            ? null
            : Compression.Find(encoding) ?? throw new InvalidOperationException(
                $"There is no compression provider named \"{encoding}\"; known are {Compression.AcceptEncoding}.");
    }

    internal Uri AddressOf(IMethod method) =>
        _methodAddresses.GetOrAdd(method.FullName, static (path, address) => new Uri(address, path), Address);

    internal void AddRunningCall(IDisposable call)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        _runningCalls.TryAdd(call, true);
    }

    internal void RemoveRunningCall(IDisposable call) => _runningCalls.TryRemove(call, out _);

    internal Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
        // An HttpClient would wait for the whole body unless told otherwise.
        _http is HttpClient client
            ? client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken)
            : _http.SendAsync(request, cancellationToken);

    private static bool IsSecureAddress(Uri address, ChannelCredentials? credentials)
    {
        bool isSecure = address.Scheme switch
        {
            "http" => false,
            "https" => true,
            _ => throw new ArgumentException(
                $"Expected an address such as http://localhost:5000 or https://example.org, got \"{address}\".", nameof(address)),
        };
        if (credentials is not null && credentials.IsSecure != isSecure)
        {
            throw new ArgumentException(
                $"The credentials {(credentials.IsSecure ? "need https" : "are for plain text")}, but the address is \"{address}\".",
                nameof(credentials));
        }

        return isSecure;
    }
}
