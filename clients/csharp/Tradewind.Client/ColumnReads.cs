using Google.Protobuf;
using Grpc.Core;
using Tradewind.V1;

namespace Tradewind.Client;

/// <summary>Columnar results as tables. A dropped connection repeats the read.</summary>
public static class ColumnReads
{
    /// <summary>Reads fields of an instrument.</summary>
    /// <param name="client">The client.</param>
    /// <param name="request">What to read.</param>
    /// <param name="cancellationToken">Cancels the read.</param>
    /// <exception cref="RpcException">The call failed.</exception>
    public static Task<ColumnTable> ReadColumnsAsync(
        this TradewindClient client, ReadColumnsRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(client);
        return ReadTableAsync(client, client.Data.ReadColumns, request, message => message.Block, cancellationToken);
    }

    /// <summary>Brings instruments onto one calendar.</summary>
    /// <param name="client">The client.</param>
    /// <param name="request">What to align.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The report, and the rows (none when only the report was asked for).</returns>
    /// <exception cref="RpcException">The call failed.</exception>
    public static async Task<(AlignmentReport Report, ColumnTable Table)> AlignPortfolioAsync(
        this TradewindClient client, AlignPortfolioRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(client);
        List<AlignPortfolioResponse> messages =
            await CollectAsync(client, client.Data.AlignPortfolio, request, cancellationToken).ConfigureAwait(false);
        AlignmentReport report = messages.Select(message => message.Report).OfType<AlignmentReport>().FirstOrDefault()
            ?? throw MissingReport("alignment");
        return (report, TableOf(messages, message => message.Block));
    }

    /// <summary>Computes features.</summary>
    /// <param name="client">The client.</param>
    /// <param name="request">What to compute.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The report, and the rows (none when only the report was asked for).</returns>
    /// <exception cref="RpcException">The call failed.</exception>
    public static async Task<(FeatureReport Report, ColumnTable Table)> ComputeFeaturesAsync(
        this TradewindClient client, ComputeFeaturesRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(client);
        List<ComputeFeaturesResponse> messages =
            await CollectAsync(client, client.Features.ComputeFeatures, request, cancellationToken).ConfigureAwait(false);
        FeatureReport report = messages.Select(message => message.Report).OfType<FeatureReport>().FirstOrDefault()
            ?? throw MissingReport("feature computation");
        return (report, TableOf(messages, message => message.Block));
    }

    /// <summary>Reads equity and drawdown of a backtest.</summary>
    /// <param name="client">The client.</param>
    /// <param name="backtestId">The backtest.</param>
    /// <param name="cancellationToken">Cancels the read.</param>
    /// <exception cref="RpcException">The call failed.</exception>
    public static Task<ColumnTable> ReadBacktestEquityAsync(
        this TradewindClient client, string backtestId, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(client);
        ReadBacktestEquityRequest request = new() { BacktestId = backtestId };
        return ReadTableAsync(client, client.Backtests.ReadBacktestEquity, request, message => message.Block, cancellationToken);
    }

    /// <summary>Reads what a portfolio of buckets held and risked on each day.</summary>
    /// <param name="client">The client.</param>
    /// <param name="backtestId">The backtest.</param>
    /// <param name="cancellationToken">Cancels the read.</param>
    /// <exception cref="RpcException">The call failed; reason NO_ATTRIBUTION where the strategy has no buckets.</exception>
    public static Task<ColumnTable> ReadBacktestDaysAsync(
        this TradewindClient client, string backtestId, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(client);
        ReadBacktestDaysRequest request = new() { BacktestId = backtestId };
        return ReadTableAsync(client, client.Backtests.ReadBacktestDays, request, message => message.Block, cancellationToken);
    }

    /// <summary>Reads the equity out of sample of a walk-forward optimisation.</summary>
    /// <param name="client">The client.</param>
    /// <param name="walkForwardId">The walk-forward optimisation.</param>
    /// <param name="cancellationToken">Cancels the read.</param>
    /// <exception cref="RpcException">The call failed.</exception>
    public static Task<ColumnTable> ReadWalkForwardEquityAsync(
        this TradewindClient client, string walkForwardId, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(client);
        ReadWalkForwardEquityRequest request = new() { WalkForwardId = walkForwardId };
        return ReadTableAsync(client, client.Backtests.ReadWalkForwardEquity, request, message => message.Block, cancellationToken);
    }

    private static async Task<ColumnTable> ReadTableAsync<TRequest, TResponse>(
        TradewindClient client,
        Func<TRequest, CallOptions, AsyncServerStreamingCall<TResponse>> method,
        TRequest request,
        Func<TResponse, ColumnBlock?> block,
        CancellationToken cancellationToken)
        where TRequest : class, IMessage<TRequest>
        where TResponse : class =>
        TableOf(await CollectAsync(client, method, request, cancellationToken).ConfigureAwait(false), block);

    private static ColumnTable TableOf<TResponse>(List<TResponse> messages, Func<TResponse, ColumnBlock?> block) =>
        ColumnTable.FromBlocks([.. messages.Select(block).OfType<ColumnBlock>()]);

    private static Task<List<TResponse>> CollectAsync<TRequest, TResponse>(
        TradewindClient client,
        Func<TRequest, CallOptions, AsyncServerStreamingCall<TResponse>> method,
        TRequest request,
        CancellationToken cancellationToken)
        where TRequest : class, IMessage<TRequest>
        where TResponse : class
    {
        ArgumentNullException.ThrowIfNull(request);
        return Reconnection.RunAsync(
            client.Options,
            async () =>
            {
                using AsyncServerStreamingCall<TResponse> call = method(request, new CallOptions(cancellationToken: cancellationToken));
                List<TResponse> messages = [];
                await foreach (TResponse message in call.ResponseStream.ReadAllAsync(cancellationToken).ConfigureAwait(false))
                {
                    messages.Add(message);
                }

                return messages;
            },
            cancellationToken);
    }

    private static RpcException MissingReport(string what) =>
        new(new Status(StatusCode.Internal, $"The server ended the {what} without a report."));
}
