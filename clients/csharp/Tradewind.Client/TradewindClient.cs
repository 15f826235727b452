using Google.Protobuf;
using Grpc.Core;
using Grpc.Health.V1;
using Grpc.Net.Client;
using Tradewind.V1;

namespace Tradewind.Client;

/// <summary>A connection to a Tradewind server: the generated service clients, and calls that survive a lost connection.</summary>
/// <remarks>Thread safe. What goes beyond single calls is in the extension classes of this namespace: <see cref="FileUpload"/>,
/// <see cref="ColumnReads"/>, <see cref="Pages"/>, <see cref="OperationWaits"/>, <see cref="Subscriptions"/>,
/// <see cref="StoreCare"/>.</remarks>
public sealed class TradewindClient : IDisposable
{
    private readonly IDisposable? _channel;
    private readonly Health.HealthClient _health;

    /// <summary>Creates a client over an existing invoker, for example a channel with interceptors. The invoker stays the
    /// caller's.</summary>
    /// <param name="invoker">Carries the calls.</param>
    /// <param name="options">Null: the defaults.</param>
    public TradewindClient(CallInvoker invoker, TradewindClientOptions? options = null)
        : this(invoker, options, address: string.Empty, channel: null)
    {
    }

    private TradewindClient(CallInvoker invoker, TradewindClientOptions? options, string address, IDisposable? channel)
    {
        ArgumentNullException.ThrowIfNull(invoker);
        Options = options ?? new TradewindClientOptions();
        Address = address;
        _channel = channel;
        _health = new Health.HealthClient(invoker);
        Data = new DataService.DataServiceClient(invoker);
        Features = new FeatureService.FeatureServiceClient(invoker);
        Training = new TrainingService.TrainingServiceClient(invoker);
        Signals = new SignalService.SignalServiceClient(invoker);
        Strategies = new StrategyService.StrategyServiceClient(invoker);
        Backtests = new BacktestService.BacktestServiceClient(invoker);
        Paper = new PaperTradingService.PaperTradingServiceClient(invoker);
        Operations = new OperationService.OperationServiceClient(invoker);
        Connectors = new ConnectorService.ConnectorServiceClient(invoker);
        Admin = new AdminService.AdminServiceClient(invoker);
    }

    /// <summary>Address of the server; empty when the client was made from an invoker.</summary>
    public string Address { get; }

    /// <summary>How the client behaves.</summary>
    public TradewindClientOptions Options { get; }

    /// <summary>Instruments, history, quality, alignment, feeds.</summary>
    public DataService.DataServiceClient Data { get; }

    /// <summary>Feature catalogue, computation, causality audit.</summary>
    public FeatureService.FeatureServiceClient Features { get; }

    /// <summary>Models and their walk-forward validation.</summary>
    public TrainingService.TrainingServiceClient Training { get; }

    /// <summary>Strategies and their signals.</summary>
    public SignalService.SignalServiceClient Signals { get; }

    /// <summary>Named strategies.</summary>
    public StrategyService.StrategyServiceClient Strategies { get; }

    /// <summary>Backtests.</summary>
    public BacktestService.BacktestServiceClient Backtests { get; }

    /// <summary>Paper trading sessions.</summary>
    public PaperTradingService.PaperTradingServiceClient Paper { get; }

    /// <summary>Long-running work.</summary>
    public OperationService.OperationServiceClient Operations { get; }

    /// <summary>Programs that bring data from elsewhere.</summary>
    public ConnectorService.ConnectorServiceClient Connectors { get; }

    /// <summary>Care of the store.</summary>
    public AdminService.AdminServiceClient Admin { get; }

    /// <summary>Connects to a server; the connection itself is made with the first call.</summary>
    /// <param name="address">For example <c>http://127.0.0.1:5210</c>. Null: environment variable TRADEWIND_SERVER, else that
    /// address.</param>
    /// <param name="options">Null: the defaults.</param>
    /// <exception cref="UriFormatException">The address is not an absolute http or https address.</exception>
    public static TradewindClient Connect(string? address = null, TradewindClientOptions? options = null)
    {
        options ??= new TradewindClientOptions();
        string resolved = TradewindClientOptions.ResolveAddress(address);
        if (!Uri.TryCreate(resolved, UriKind.Absolute, out Uri? uri) || uri.Scheme is not ("http" or "https"))
        {
            throw new UriFormatException(
                $"the server address must look like {TradewindClientOptions.DefaultAddress}, was '{resolved}'.");
        }

        GrpcChannel channel = GrpcChannel.ForAddress(
            uri, new GrpcChannelOptions { MaxReceiveMessageSize = options.MaxReceiveMessageSize });
        return new TradewindClient(channel.CreateCallInvoker(), options, resolved, channel);
    }

    /// <summary>Makes a unary call with a deadline, and repeats it while the server cannot be reached.</summary>
    /// <param name="method">The method, for example <c>client.Data.GetInstrumentAsync</c>.</param>
    /// <param name="request">The request. When it has an empty <c>request_id</c>, a copy with a new one is sent, the same in every
    /// attempt, so that a repeat never does the work twice. The message itself is left unchanged.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <exception cref="RpcException">The call failed; see <see cref="TradewindError"/>.</exception>
    public Task<TResponse> InvokeAsync<TRequest, TResponse>(
        Func<TRequest, CallOptions, AsyncUnaryCall<TResponse>> method,
        TRequest request,
        CancellationToken cancellationToken = default)
        where TRequest : class, IMessage<TRequest>
    {
        ArgumentNullException.ThrowIfNull(method);
        ArgumentNullException.ThrowIfNull(request);
        TRequest identified = RequestId.Ensure(request);
        return Reconnection.RunAsync(
            Options,
            async () =>
            {
                DateTime deadline = (Options.TimeProvider.GetUtcNow() + Options.CallTimeout).UtcDateTime;
                CallOptions options = new(deadline: deadline, cancellationToken: cancellationToken);
                using AsyncUnaryCall<TResponse> call = method(identified, options);
                return await call.ResponseAsync.ConfigureAwait(false);
            },
            cancellationToken);
    }

    /// <summary>Asks the server how it is. One attempt, no repeats.</summary>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns><c>SERVING</c>, <c>NOT_SERVING</c> or <c>UNKNOWN</c>.</returns>
    /// <exception cref="RpcException">The server cannot be reached or has no health service.</exception>
    public async Task<string> CheckHealthAsync(CancellationToken cancellationToken = default)
    {
        DateTime deadline = (Options.TimeProvider.GetUtcNow() + Options.CallTimeout).UtcDateTime;
        using AsyncUnaryCall<HealthCheckResponse> call = _health.CheckAsync(
            new HealthCheckRequest(), new CallOptions(deadline: deadline, cancellationToken: cancellationToken));
        HealthCheckResponse response = await call.ResponseAsync.ConfigureAwait(false);
        return response.Status switch
        {
            HealthCheckResponse.Types.ServingStatus.Serving => "SERVING",
            HealthCheckResponse.Types.ServingStatus.NotServing => "NOT_SERVING",
            _ => "UNKNOWN",
        };
    }

    /// <inheritdoc/>
    public void Dispose() => _channel?.Dispose();
}
