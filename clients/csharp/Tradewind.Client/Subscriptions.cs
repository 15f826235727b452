using Grpc.Core;
using Tradewind.V1;

namespace Tradewind.Client;

/// <summary>Live subscriptions that survive a lost connection: they reconnect with growing, jittered waits and go on after the last
/// message received, so each message comes once. Heartbeats are consumed. The sequence ends after the end message.</summary>
/// <remarks>To continue in another process, keep the cursor of the last message handled and pass it in.</remarks>
public static class Subscriptions
{
    /// <summary>Signals of a signal stream, recorded ones first, then live.</summary>
    /// <param name="client">The client.</param>
    /// <param name="signalStreamId">The signal stream.</param>
    /// <param name="cursor">Cursor of the last message handled; null or empty: from the beginning.</param>
    /// <param name="cancellationToken">Ends the subscription.</param>
    /// <exception cref="RpcException">The stream or cursor is not known, or the server stayed away.</exception>
    public static IAsyncEnumerable<SubscribeSignalsResponse> SubscribeSignalsAsync(
        this TradewindClient client, string signalStreamId, string? cursor = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(client);
        return new ResumableStream<SubscribeSignalsResponse>(
            (after, options) => client.Signals.SubscribeSignals(
                new SubscribeSignalsRequest { SignalStreamId = signalStreamId, Cursor = after }, options),
            static message => message.Cursor,
            static message => message.Sequence,
            static message => message.EventCase switch
            {
                SubscribeSignalsResponse.EventOneofCase.Heartbeat => StreamMessageKind.Heartbeat,
                SubscribeSignalsResponse.EventOneofCase.End => StreamMessageKind.End,
                _ => StreamMessageKind.Event,
            }).ReadAsync(client.Options, cursor ?? string.Empty, cancellationToken);
    }

    /// <summary>Bars and values of a feed, recorded ones first, then live.</summary>
    /// <param name="client">The client.</param>
    /// <param name="feedId">The feed.</param>
    /// <param name="cursor">Cursor of the last message handled; null or empty: from the beginning.</param>
    /// <param name="instrumentIds">Only these instruments. Null or empty: all.</param>
    /// <param name="cancellationToken">Ends the subscription.</param>
    /// <exception cref="RpcException">The feed or cursor is not known, or the server stayed away.</exception>
    public static IAsyncEnumerable<StreamBarsResponse> StreamBarsAsync(
        this TradewindClient client,
        string feedId,
        string? cursor = null,
        IReadOnlyCollection<string>? instrumentIds = null,
        CancellationToken cancellationToken = default) =>
        client.StreamBarsAsync(
            new StreamBarsRequest { FeedId = feedId, Cursor = cursor ?? string.Empty, InstrumentIds = { instrumentIds ?? [] } }, cancellationToken);

    /// <summary>Bars and values of a feed with all options of the request: another timeframe, bars under way, conflated delivery. Bars under way
    /// come as they change and are not sent again after a lost connection.</summary>
    /// <param name="client">The client.</param>
    /// <param name="request">What to stream; its cursor is where to begin. Not changed.</param>
    /// <param name="cancellationToken">Ends the subscription.</param>
    /// <exception cref="RpcException">The request is refused, or the server stayed away.</exception>
    public static IAsyncEnumerable<StreamBarsResponse> StreamBarsAsync(
        this TradewindClient client, StreamBarsRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(client);
        ArgumentNullException.ThrowIfNull(request);
        return new ResumableStream<StreamBarsResponse>(
            (after, options) => client.Data.StreamBars(new StreamBarsRequest(request) { Cursor = after }, options),
            static message => message.Cursor,
            static message => message.Sequence,
            message => message.EventCase switch
            {
                StreamBarsResponse.EventOneofCase.Heartbeat => StreamMessageKind.Heartbeat,
                StreamBarsResponse.EventOneofCase.FeedEnd => StreamMessageKind.End,
                StreamBarsResponse.EventOneofCase.Bar when request.IncludePartial && !message.Bar.IsFinal => StreamMessageKind.Passing,
                _ => StreamMessageKind.Event,
            }).ReadAsync(client.Options, request.Cursor, cancellationToken);
    }

    /// <summary>Features of a live feed: the schema first, then rows and gaps, recorded ones first, then live. Rows under way come as they change and
    /// are not sent again after a lost connection; the schema is.</summary>
    /// <param name="client">The client.</param>
    /// <param name="request">What to compute; its cursor is where to begin. Not changed.</param>
    /// <param name="cancellationToken">Ends the subscription.</param>
    /// <exception cref="RpcException">The request is refused, or the server stayed away.</exception>
    public static IAsyncEnumerable<StreamFeaturesResponse> StreamFeaturesAsync(
        this TradewindClient client, StreamFeaturesRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(client);
        ArgumentNullException.ThrowIfNull(request);
        return new ResumableStream<StreamFeaturesResponse>(
            (after, options) => client.Features.StreamFeatures(new StreamFeaturesRequest(request) { Cursor = after }, options),
            static message => message.Cursor,
            static message => message.Sequence,
            static message => message.EventCase switch
            {
                StreamFeaturesResponse.EventOneofCase.Heartbeat => StreamMessageKind.Heartbeat,
                StreamFeaturesResponse.EventOneofCase.FeedEnd => StreamMessageKind.End,
                StreamFeaturesResponse.EventOneofCase.Schema => StreamMessageKind.Passing,
                StreamFeaturesResponse.EventOneofCase.Row when !message.Row.IsFinal => StreamMessageKind.Passing,
                _ => StreamMessageKind.Event,
            }).ReadAsync(client.Options, request.Cursor, cancellationToken);
    }

    /// <summary>Quotes or order books of a connector as they change. They are not recorded: after a lost connection the stream goes on with the
    /// present, and its messages are counted from 1 again.</summary>
    /// <param name="client">The client.</param>
    /// <param name="request">What to stream. Not changed.</param>
    /// <param name="cancellationToken">Ends the subscription.</param>
    /// <exception cref="RpcException">The request is refused, the source refused every symbol, or the server stayed away.</exception>
    public static IAsyncEnumerable<StreamQuotesResponse> StreamQuotesAsync(
        this TradewindClient client, StreamQuotesRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(client);
        ArgumentNullException.ThrowIfNull(request);
        return new ResumableStream<StreamQuotesResponse>(
            (_, options) => client.Data.StreamQuotes(request, options),
            static _ => string.Empty,
            static message => message.Sequence,
            static message => message.EventCase == StreamQuotesResponse.EventOneofCase.Heartbeat ? StreamMessageKind.Heartbeat : StreamMessageKind.Passing)
            .ReadAsync(client.Options, string.Empty, cancellationToken);
    }

    /// <summary>Orders, fills, signals, equity and trades of a paper session, recorded ones first, then live.</summary>
    /// <param name="client">The client.</param>
    /// <param name="sessionId">The session.</param>
    /// <param name="cursor">Cursor of the last message handled; null or empty: from the beginning.</param>
    /// <param name="cancellationToken">Ends the subscription.</param>
    /// <exception cref="RpcException">The session or cursor is not known, or the server stayed away.</exception>
    public static IAsyncEnumerable<StreamSessionEventsResponse> StreamSessionEventsAsync(
        this TradewindClient client, string sessionId, string? cursor = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(client);
        return new ResumableStream<StreamSessionEventsResponse>(
            (after, options) => client.Paper.StreamSessionEvents(
                new StreamSessionEventsRequest { SessionId = sessionId, Cursor = after }, options),
            static message => message.Cursor,
            static message => message.Sequence,
            static message => message.EventCase switch
            {
                StreamSessionEventsResponse.EventOneofCase.Heartbeat => StreamMessageKind.Heartbeat,
                StreamSessionEventsResponse.EventOneofCase.End => StreamMessageKind.End,
                _ => StreamMessageKind.Event,
            }).ReadAsync(client.Options, cursor ?? string.Empty, cancellationToken);
    }
}
