using Grpc.Core;
using Tradewind.Domain.Engine.Orders;
using Tradewind.Domain.Engine.Recording;
using Tradewind.Server.Live;
using Tradewind.Server.Mapping;
using Tradewind.Server.Remote;
using Tradewind.Server.Requests;
using Tradewind.V1;
using Fill = Tradewind.V1.Fill;
using Order = Tradewind.V1.Order;

namespace Tradewind.Server.Services;

/// <summary>Paper trading over gRPC.</summary>
internal sealed class PaperTradingGrpcService(PaperHub hub, RemoteSessions remote, IdempotentCalls calls) : PaperTradingService.PaperTradingServiceBase
{
    /// <inheritdoc />
    public override Task<CreateSessionResponse> CreateSession(CreateSessionRequest request, ServerCallContext context) => calls.RunAsync(
        context.Method, request.RequestId, request, CreateSessionResponse.Parser,
        async () => new CreateSessionResponse { Session = await hub.CreateAsync(request, context.CancellationToken).ConfigureAwait(false) },
        context.CancellationToken);

    /// <inheritdoc />
    public override async Task<GetSessionResponse> GetSession(GetSessionRequest request, ServerCallContext context) =>
        new() { Session = await hub.GetAsync(Required.Text(request.SessionId, "session_id"), context.CancellationToken).ConfigureAwait(false) };

    /// <inheritdoc />
    public override async Task<ListSessionsResponse> ListSessions(ListSessionsRequest request, ServerCallContext context)
    {
        (IReadOnlyList<Session> items, string next) = await hub.ListAsync(PageRequest.Read(request), context.CancellationToken).ConfigureAwait(false);
        return new ListSessionsResponse { Sessions = { items }, NextPageToken = next };
    }

    /// <inheritdoc />
    public override Task<StopSessionResponse> StopSession(StopSessionRequest request, ServerCallContext context)
    {
        string id = Required.Text(request.SessionId, "session_id");
        return calls.RunAsync(
            context.Method, request.RequestId, request, StopSessionResponse.Parser,
            async () => new StopSessionResponse { Session = await hub.StopAsync(id, context.CancellationToken).ConfigureAwait(false) },
            context.CancellationToken);
    }

    /// <inheritdoc />
    public override Task<SubmitOrderResponse> SubmitOrder(SubmitOrderRequest request, ServerCallContext context)
    {
        Required.Text(request.RequestId, "request_id");
        string id = Required.Text(request.SessionId, "session_id");
        OrderRequest order = OrderReader.Read(request);
        return calls.RunAsync(
            context.Method, request.RequestId, request, SubmitOrderResponse.Parser,
            // A caller who leaves takes the order back; once it is taken up it runs on, and a repeat of the request learns its fate.
            async () => new SubmitOrderResponse
            {
                Order = await hub.SendAsync(id, new SessionCommand(time => new SubmitInput(time, order)), context.CancellationToken).ConfigureAwait(false),
            },
            context.CancellationToken);
    }

    /// <inheritdoc />
    public override Task<CancelOrderResponse> CancelOrder(CancelOrderRequest request, ServerCallContext context)
    {
        string id = Required.Text(request.SessionId, "session_id");
        string orderId = Required.Text(request.OrderId, "order_id");
        return calls.RunAsync(
            context.Method, request.RequestId, request, CancelOrderResponse.Parser,
            async () => new CancelOrderResponse
            {
                Order = await hub.SendAsync(id, new SessionCommand(time => new CancelInput(time, orderId)), context.CancellationToken).ConfigureAwait(false),
            },
            context.CancellationToken);
    }

    /// <inheritdoc />
    public override async Task<ListOrdersResponse> ListOrders(ListOrdersRequest request, ServerCallContext context)
    {
        PageRequest page = PageRequest.Read(request);
        SessionBooks books = await hub.ReadBooksAsync(Required.Text(request.SessionId, "session_id"), context.CancellationToken).ConfigureAwait(false);
        Order[] orders = [.. books.Orders.Where(order => !request.OpenOnly || IsOpen(order))];
        (IReadOnlyList<Order> items, string next) = Page.Cut(orders, page);
        return new ListOrdersResponse { Orders = { items }, NextPageToken = next };
    }

    /// <inheritdoc />
    public override async Task<ListFillsResponse> ListFills(ListFillsRequest request, ServerCallContext context)
    {
        PageRequest page = PageRequest.Read(request);
        SessionBooks books = await hub.ReadBooksAsync(Required.Text(request.SessionId, "session_id"), context.CancellationToken).ConfigureAwait(false);
        (IReadOnlyList<Fill> items, string next) = Page.Cut(books.Fills, page);
        return new ListFillsResponse { Fills = { items }, NextPageToken = next };
    }

    /// <inheritdoc />
    public override async Task<ListPositionsResponse> ListPositions(ListPositionsRequest request, ServerCallContext context)
    {
        SessionBooks books = await hub.ReadBooksAsync(Required.Text(request.SessionId, "session_id"), context.CancellationToken).ConfigureAwait(false);
        return new ListPositionsResponse { Positions = { books.Positions } };
    }

    /// <inheritdoc />
    public override async Task StreamSessionEvents(
        StreamSessionEventsRequest request, IServerStreamWriter<StreamSessionEventsResponse> responseStream, ServerCallContext context)
    {
        string id = Required.Text(request.SessionId, "session_id");
        await foreach (StreamSessionEventsResponse message in hub.StreamAsync(id, request.Cursor, context.CancellationToken).ConfigureAwait(false))
        {
            await responseStream.WriteAsync(message, context.CancellationToken).ConfigureAwait(false);
        }
    }

    /// <inheritdoc />
    public override Task RunRemoteSession(
        IAsyncStreamReader<RunRemoteSessionRequest> requestStream, IServerStreamWriter<RunRemoteSessionResponse> responseStream, ServerCallContext context) =>
        remote.RunAsync(requestStream, responseStream, context.CancellationToken);

    /// <inheritdoc />
    public override async Task<ReplaySessionResponse> ReplaySession(ReplaySessionRequest request, ServerCallContext context)
    {
        string id = Required.Text(request.SessionId, "session_id");
        (Session session, SessionReplayResult replay, long inputs) = await hub.ReplayAsync(id, context.CancellationToken).ConfigureAwait(false);
        SessionBooks recorded = await hub.ReadBooksAsync(id, context.CancellationToken).ConfigureAwait(false);
        ReplaySessionResponse response = new()
        {
            Identical = replay.LedgerHash == session.LedgerHash,
            RecordedLedgerHash = session.LedgerHash,
            ReplayedLedgerHash = replay.LedgerHash,
            InputCount = inputs,
        };
        response.Differences.AddRange(BookComparison.Differences(recorded, SessionBooks.Of(replay)));
        return response;
    }

    private static bool IsOpen(Order order) =>
        order.Status is V1.OrderStatus.Pending or V1.OrderStatus.Working or V1.OrderStatus.PartiallyFilled;
}
