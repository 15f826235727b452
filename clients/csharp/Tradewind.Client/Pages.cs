using System.Runtime.CompilerServices;
using Google.Protobuf;
using Grpc.Core;
using Tradewind.V1;

namespace Tradewind.Client;

/// <summary>Paged lists as sequences: the next page is fetched when it is needed.</summary>
public static class Pages
{
    /// <summary>Walks through every item of a paged method.</summary>
    /// <param name="client">The client.</param>
    /// <param name="method">The method, for example <c>client.Data.ListBarsAsync</c>.</param>
    /// <param name="request">The first request; it is not changed.</param>
    /// <param name="setToken">Puts a page token into a request.</param>
    /// <param name="items">Items of a page.</param>
    /// <param name="nextToken">Token of the next page; empty on the last.</param>
    /// <param name="cancellationToken">Cancels the walk.</param>
    /// <exception cref="RpcException">A page could not be read.</exception>
    public static async IAsyncEnumerable<TItem> EnumerateAsync<TRequest, TResponse, TItem>(
        this TradewindClient client,
        Func<TRequest, CallOptions, AsyncUnaryCall<TResponse>> method,
        TRequest request,
        Action<TRequest, string> setToken,
        Func<TResponse, IEnumerable<TItem>> items,
        Func<TResponse, string> nextToken,
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
        where TRequest : class, IMessage<TRequest>
    {
        ArgumentNullException.ThrowIfNull(client);
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(setToken);
        ArgumentNullException.ThrowIfNull(items);
        ArgumentNullException.ThrowIfNull(nextToken);
        TRequest page = request.Clone();
        for (; ; )
        {
            TResponse response = await client.InvokeAsync(method, page, cancellationToken).ConfigureAwait(false);
            foreach (TItem item in items(response))
            {
                yield return item;
            }

            string token = nextToken(response);
            if (token.Length == 0)
            {
                yield break;
            }

            setToken(page, token);
        }
    }

    /// <summary>Connectors, by name.</summary>
    /// <param name="client">The client.</param>
    /// <param name="cancellationToken">Cancels the walk.</param>
    public static IAsyncEnumerable<Connector> EnumerateConnectorsAsync(this TradewindClient client, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(client);
        return client.EnumerateAsync(
            client.Connectors.ListConnectorsAsync,
            new ListConnectorsRequest(),
            static (page, token) => page.PageToken = token,
            static page => page.Connectors,
            static page => page.NextPageToken,
            cancellationToken);
    }

    /// <summary>Instruments, by id.</summary>
    /// <param name="client">The client.</param>
    /// <param name="request">What to list. Null: all.</param>
    /// <param name="cancellationToken">Cancels the walk.</param>
    public static IAsyncEnumerable<Instrument> EnumerateInstrumentsAsync(
        this TradewindClient client, ListInstrumentsRequest? request = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(client);
        return client.EnumerateAsync<ListInstrumentsRequest, ListInstrumentsResponse, Instrument>(
            client.Data.ListInstrumentsAsync,
            request ?? new ListInstrumentsRequest(),
            static (page, token) => page.PageToken = token,
            static page => page.Instruments,
            static page => page.NextPageToken,
            cancellationToken);
    }

    /// <summary>Instruments that fit a query, known beforehand or stored, by id.</summary>
    /// <param name="client">The client.</param>
    /// <param name="request">What to find.</param>
    /// <param name="cancellationToken">Cancels the walk.</param>
    public static IAsyncEnumerable<Instrument> EnumerateFoundInstrumentsAsync(
        this TradewindClient client, SearchInstrumentsRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(client);
        return client.EnumerateAsync<SearchInstrumentsRequest, SearchInstrumentsResponse, Instrument>(
            client.Data.SearchInstrumentsAsync,
            request,
            static (page, token) => page.PageToken = token,
            static page => page.Instruments,
            static page => page.NextPageToken,
            cancellationToken);
    }

    /// <summary>Holdings that came with workbooks, newest first.</summary>
    /// <param name="client">The client.</param>
    /// <param name="cancellationToken">Cancels the walk.</param>
    public static IAsyncEnumerable<HoldingSet> EnumerateHoldingsAsync(this TradewindClient client, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(client);
        return client.EnumerateAsync<ListHoldingsRequest, ListHoldingsResponse, HoldingSet>(
            client.Data.ListHoldingsAsync,
            new ListHoldingsRequest(),
            static (page, token) => page.PageToken = token,
            static page => page.Holdings,
            static page => page.NextPageToken,
            cancellationToken);
    }

    /// <summary>Bars, by time.</summary>
    /// <param name="client">The client.</param>
    /// <param name="request">What to list.</param>
    /// <param name="cancellationToken">Cancels the walk.</param>
    public static IAsyncEnumerable<Bar> EnumerateBarsAsync(
        this TradewindClient client, ListBarsRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(client);
        return client.EnumerateAsync<ListBarsRequest, ListBarsResponse, Bar>(
            client.Data.ListBarsAsync,
            request,
            static (page, token) => page.PageToken = token,
            static page => page.Bars,
            static page => page.NextPageToken,
            cancellationToken);
    }

    /// <summary>Versions of a series, newest first.</summary>
    /// <param name="client">The client.</param>
    /// <param name="request">Which series.</param>
    /// <param name="cancellationToken">Cancels the walk.</param>
    public static IAsyncEnumerable<SeriesRevision> EnumerateRevisionsAsync(
        this TradewindClient client, ListRevisionsRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(client);
        return client.EnumerateAsync<ListRevisionsRequest, ListRevisionsResponse, SeriesRevision>(
            client.Data.ListRevisionsAsync,
            request,
            static (page, token) => page.PageToken = token,
            static page => page.Revisions,
            static page => page.NextPageToken,
            cancellationToken);
    }

    /// <summary>Feeds, newest first.</summary>
    /// <param name="client">The client.</param>
    /// <param name="request">What to list. Null: all.</param>
    /// <param name="cancellationToken">Cancels the walk.</param>
    public static IAsyncEnumerable<Feed> EnumerateFeedsAsync(
        this TradewindClient client, ListFeedsRequest? request = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(client);
        return client.EnumerateAsync<ListFeedsRequest, ListFeedsResponse, Feed>(
            client.Data.ListFeedsAsync,
            request ?? new ListFeedsRequest(),
            static (page, token) => page.PageToken = token,
            static page => page.Feeds,
            static page => page.NextPageToken,
            cancellationToken);
    }

    /// <summary>The feature catalogue.</summary>
    /// <param name="client">The client.</param>
    /// <param name="request">What to list. Null: all.</param>
    /// <param name="cancellationToken">Cancels the walk.</param>
    public static IAsyncEnumerable<FeatureDescription> EnumerateFeaturesAsync(
        this TradewindClient client, ListFeaturesRequest? request = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(client);
        return client.EnumerateAsync<ListFeaturesRequest, ListFeaturesResponse, FeatureDescription>(
            client.Features.ListFeaturesAsync,
            request ?? new ListFeaturesRequest(),
            static (page, token) => page.PageToken = token,
            static page => page.Features,
            static page => page.NextPageToken,
            cancellationToken);
    }

    /// <summary>The named feature sets.</summary>
    /// <param name="client">The client.</param>
    /// <param name="request">What to list. Null: all.</param>
    /// <param name="cancellationToken">Cancels the walk.</param>
    public static IAsyncEnumerable<NamedFeatureSet> EnumerateFeatureSetsAsync(
        this TradewindClient client, ListFeatureSetsRequest? request = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(client);
        return client.EnumerateAsync<ListFeatureSetsRequest, ListFeatureSetsResponse, NamedFeatureSet>(
            client.Features.ListFeatureSetsAsync,
            request ?? new ListFeatureSetsRequest(),
            static (page, token) => page.PageToken = token,
            static page => page.FeatureSets,
            static page => page.NextPageToken,
            cancellationToken);
    }

    /// <summary>Kinds of models, by key.</summary>
    /// <param name="client">The client.</param>
    /// <param name="request">What to list. Null: all.</param>
    /// <param name="cancellationToken">Cancels the walk.</param>
    public static IAsyncEnumerable<ModelType> EnumerateModelTypesAsync(
        this TradewindClient client, ListModelTypesRequest? request = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(client);
        return client.EnumerateAsync<ListModelTypesRequest, ListModelTypesResponse, ModelType>(
            client.Training.ListModelTypesAsync,
            request ?? new ListModelTypesRequest(),
            static (page, token) => page.PageToken = token,
            static page => page.ModelTypes,
            static page => page.NextPageToken,
            cancellationToken);
    }

    /// <summary>Models, newest first.</summary>
    /// <param name="client">The client.</param>
    /// <param name="request">What to list. Null: all.</param>
    /// <param name="cancellationToken">Cancels the walk.</param>
    public static IAsyncEnumerable<Model> EnumerateModelsAsync(
        this TradewindClient client, ListModelsRequest? request = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(client);
        return client.EnumerateAsync<ListModelsRequest, ListModelsResponse, Model>(
            client.Training.ListModelsAsync,
            request ?? new ListModelsRequest(),
            static (page, token) => page.PageToken = token,
            static page => page.Models,
            static page => page.NextPageToken,
            cancellationToken);
    }

    /// <summary>Strategies, by id.</summary>
    /// <param name="client">The client.</param>
    /// <param name="request">What to list. Null: all.</param>
    /// <param name="cancellationToken">Cancels the walk.</param>
    public static IAsyncEnumerable<Strategy> EnumerateStrategiesAsync(
        this TradewindClient client, ListStrategiesRequest? request = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(client);
        return client.EnumerateAsync<ListStrategiesRequest, ListStrategiesResponse, Strategy>(
            client.Signals.ListStrategiesAsync,
            request ?? new ListStrategiesRequest(),
            static (page, token) => page.PageToken = token,
            static page => page.Strategies,
            static page => page.NextPageToken,
            cancellationToken);
    }

    /// <summary>Named strategies, by name.</summary>
    /// <param name="client">The client.</param>
    /// <param name="request">What to list. Null: all.</param>
    /// <param name="cancellationToken">Cancels the walk.</param>
    public static IAsyncEnumerable<StrategyConfiguration> EnumerateStrategyConfigurationsAsync(
        this TradewindClient client, ListStrategyConfigurationsRequest? request = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(client);
        return client.EnumerateAsync<ListStrategyConfigurationsRequest, ListStrategyConfigurationsResponse, StrategyConfiguration>(
            client.Strategies.ListStrategyConfigurationsAsync,
            request ?? new ListStrategyConfigurationsRequest(),
            static (page, token) => page.PageToken = token,
            static page => page.StrategyConfigurations,
            static page => page.NextPageToken,
            cancellationToken);
    }

    /// <summary>Signal streams, newest first.</summary>
    /// <param name="client">The client.</param>
    /// <param name="request">What to list. Null: all.</param>
    /// <param name="cancellationToken">Cancels the walk.</param>
    public static IAsyncEnumerable<SignalStream> EnumerateSignalStreamsAsync(
        this TradewindClient client, ListSignalStreamsRequest? request = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(client);
        return client.EnumerateAsync<ListSignalStreamsRequest, ListSignalStreamsResponse, SignalStream>(
            client.Signals.ListSignalStreamsAsync,
            request ?? new ListSignalStreamsRequest(),
            static (page, token) => page.PageToken = token,
            static page => page.SignalStreams,
            static page => page.NextPageToken,
            cancellationToken);
    }

    /// <summary>Backtests, newest first.</summary>
    /// <param name="client">The client.</param>
    /// <param name="request">What to list. Null: all.</param>
    /// <param name="cancellationToken">Cancels the walk.</param>
    public static IAsyncEnumerable<Backtest> EnumerateBacktestsAsync(
        this TradewindClient client, ListBacktestsRequest? request = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(client);
        return client.EnumerateAsync<ListBacktestsRequest, ListBacktestsResponse, Backtest>(
            client.Backtests.ListBacktestsAsync,
            request ?? new ListBacktestsRequest(),
            static (page, token) => page.PageToken = token,
            static page => page.Backtests,
            static page => page.NextPageToken,
            cancellationToken);
    }

    /// <summary>Round trips of a backtest, by exit.</summary>
    /// <param name="client">The client.</param>
    /// <param name="request">What to list.</param>
    /// <param name="cancellationToken">Cancels the walk.</param>
    public static IAsyncEnumerable<Trade> EnumerateBacktestTradesAsync(
        this TradewindClient client, ListBacktestTradesRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(client);
        return client.EnumerateAsync<ListBacktestTradesRequest, ListBacktestTradesResponse, Trade>(
            client.Backtests.ListBacktestTradesAsync,
            request,
            static (page, token) => page.PageToken = token,
            static page => page.Trades,
            static page => page.NextPageToken,
            cancellationToken);
    }

    /// <summary>Orders of a backtest, by number.</summary>
    /// <param name="client">The client.</param>
    /// <param name="request">What to list.</param>
    /// <param name="cancellationToken">Cancels the walk.</param>
    public static IAsyncEnumerable<Order> EnumerateBacktestOrdersAsync(
        this TradewindClient client, ListBacktestOrdersRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(client);
        return client.EnumerateAsync<ListBacktestOrdersRequest, ListBacktestOrdersResponse, Order>(
            client.Backtests.ListBacktestOrdersAsync,
            request,
            static (page, token) => page.PageToken = token,
            static page => page.Orders,
            static page => page.NextPageToken,
            cancellationToken);
    }

    /// <summary>Signals of a backtest, in order.</summary>
    /// <param name="client">The client.</param>
    /// <param name="request">What to list.</param>
    /// <param name="cancellationToken">Cancels the walk.</param>
    public static IAsyncEnumerable<Signal> EnumerateBacktestSignalsAsync(
        this TradewindClient client, ListBacktestSignalsRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(client);
        return client.EnumerateAsync<ListBacktestSignalsRequest, ListBacktestSignalsResponse, Signal>(
            client.Backtests.ListBacktestSignalsAsync,
            request,
            static (page, token) => page.PageToken = token,
            static page => page.Signals,
            static page => page.NextPageToken,
            cancellationToken);
    }

    /// <summary>Fills of a backtest, in order.</summary>
    /// <param name="client">The client.</param>
    /// <param name="request">What to list.</param>
    /// <param name="cancellationToken">Cancels the walk.</param>
    public static IAsyncEnumerable<Fill> EnumerateBacktestFillsAsync(
        this TradewindClient client, ListBacktestFillsRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(client);
        return client.EnumerateAsync<ListBacktestFillsRequest, ListBacktestFillsResponse, Fill>(
            client.Backtests.ListBacktestFillsAsync,
            request,
            static (page, token) => page.PageToken = token,
            static page => page.Fills,
            static page => page.NextPageToken,
            cancellationToken);
    }

    /// <summary>Parameter sweeps, newest first.</summary>
    /// <param name="client">The client.</param>
    /// <param name="request">What to list. Null: all.</param>
    /// <param name="cancellationToken">Cancels the walk.</param>
    public static IAsyncEnumerable<Sweep> EnumerateSweepsAsync(
        this TradewindClient client, ListSweepsRequest? request = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(client);
        return client.EnumerateAsync<ListSweepsRequest, ListSweepsResponse, Sweep>(
            client.Backtests.ListSweepsAsync,
            request ?? new ListSweepsRequest(),
            static (page, token) => page.PageToken = token,
            static page => page.Sweeps,
            static page => page.NextPageToken,
            cancellationToken);
    }

    /// <summary>Finished combinations of a sweep.</summary>
    /// <param name="client">The client.</param>
    /// <param name="request">What to list.</param>
    /// <param name="cancellationToken">Cancels the walk.</param>
    public static IAsyncEnumerable<SweepTrial> EnumerateSweepTrialsAsync(
        this TradewindClient client, ListSweepTrialsRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(client);
        return client.EnumerateAsync<ListSweepTrialsRequest, ListSweepTrialsResponse, SweepTrial>(
            client.Backtests.ListSweepTrialsAsync,
            request,
            static (page, token) => page.PageToken = token,
            static page => page.Trials,
            static page => page.NextPageToken,
            cancellationToken);
    }

    /// <summary>Walk-forward optimisations, newest first.</summary>
    /// <param name="client">The client.</param>
    /// <param name="request">What to list. Null: all.</param>
    /// <param name="cancellationToken">Cancels the walk.</param>
    public static IAsyncEnumerable<WalkForward> EnumerateWalkForwardsAsync(
        this TradewindClient client, ListWalkForwardsRequest? request = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(client);
        return client.EnumerateAsync<ListWalkForwardsRequest, ListWalkForwardsResponse, WalkForward>(
            client.Backtests.ListWalkForwardsAsync,
            request ?? new ListWalkForwardsRequest(),
            static (page, token) => page.PageToken = token,
            static page => page.WalkForwards,
            static page => page.NextPageToken,
            cancellationToken);
    }

    /// <summary>Paper sessions, newest first.</summary>
    /// <param name="client">The client.</param>
    /// <param name="request">What to list. Null: all.</param>
    /// <param name="cancellationToken">Cancels the walk.</param>
    public static IAsyncEnumerable<Session> EnumerateSessionsAsync(
        this TradewindClient client, ListSessionsRequest? request = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(client);
        return client.EnumerateAsync<ListSessionsRequest, ListSessionsResponse, Session>(
            client.Paper.ListSessionsAsync,
            request ?? new ListSessionsRequest(),
            static (page, token) => page.PageToken = token,
            static page => page.Sessions,
            static page => page.NextPageToken,
            cancellationToken);
    }

    /// <summary>Orders of a session, in order of creation.</summary>
    /// <param name="client">The client.</param>
    /// <param name="request">What to list.</param>
    /// <param name="cancellationToken">Cancels the walk.</param>
    public static IAsyncEnumerable<Order> EnumerateOrdersAsync(
        this TradewindClient client, ListOrdersRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(client);
        return client.EnumerateAsync<ListOrdersRequest, ListOrdersResponse, Order>(
            client.Paper.ListOrdersAsync,
            request,
            static (page, token) => page.PageToken = token,
            static page => page.Orders,
            static page => page.NextPageToken,
            cancellationToken);
    }

    /// <summary>Fills of a session, in order.</summary>
    /// <param name="client">The client.</param>
    /// <param name="request">What to list.</param>
    /// <param name="cancellationToken">Cancels the walk.</param>
    public static IAsyncEnumerable<Fill> EnumerateFillsAsync(
        this TradewindClient client, ListFillsRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(client);
        return client.EnumerateAsync<ListFillsRequest, ListFillsResponse, Fill>(
            client.Paper.ListFillsAsync,
            request,
            static (page, token) => page.PageToken = token,
            static page => page.Fills,
            static page => page.NextPageToken,
            cancellationToken);
    }

    /// <summary>Operations, newest first.</summary>
    /// <param name="client">The client.</param>
    /// <param name="request">What to list. Null: all.</param>
    /// <param name="cancellationToken">Cancels the walk.</param>
    public static IAsyncEnumerable<Operation> EnumerateOperationsAsync(
        this TradewindClient client, ListOperationsRequest? request = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(client);
        return client.EnumerateAsync<ListOperationsRequest, ListOperationsResponse, Operation>(
            client.Operations.ListOperationsAsync,
            request ?? new ListOperationsRequest(),
            static (page, token) => page.PageToken = token,
            static page => page.Operations,
            static page => page.NextPageToken,
            cancellationToken);
    }
}
