using System.CommandLine;
using Tradewind.Cli.Options;
using Tradewind.Cli.Output;
using Tradewind.Client;
using Tradewind.V1;

namespace Tradewind.Cli.Commands;

/// <summary>Orders, fills, positions and events of a paper session.</summary>
internal static class PaperListCommands
{
    public static Command BuildOrders(CommandHost host)
    {
        Argument<string> id = PaperCommands.SessionId();
        Option<bool> open = new("--open") { Description = "Only orders that can still fill." };
        Option<int> limit = ListOptions.Limit(50);
        return host.Command("orders", "Lists the orders of a session.", [id, open, limit], async invocation =>
        {
            ListOrdersRequest request = new() { SessionId = invocation.Get(id), OpenOnly = invocation.Get(open), PageSize = ListOptions.LargestPage };
            List<Order> orders = await invocation.Client.EnumerateOrdersAsync(request, invocation.CancellationToken)
                .TakeAsync(invocation.Get(limit), invocation.CancellationToken).ConfigureAwait(false);
            invocation.Terminal.Json(orders);
            await SimulationNotice.WriteForSessionAsync(invocation, request.SessionId).ConfigureAwait(false);
            OrderView.Write(invocation.Terminal, orders);
        });
    }

    public static Command BuildFills(CommandHost host)
    {
        Argument<string> id = PaperCommands.SessionId();
        Option<int> limit = ListOptions.Limit(50);
        return host.Command("fills", "Lists the fills of a session.", [id, limit], async invocation =>
        {
            ListFillsRequest request = new() { SessionId = invocation.Get(id), PageSize = ListOptions.LargestPage };
            List<Fill> fills = await invocation.Client.EnumerateFillsAsync(request, invocation.CancellationToken)
                .TakeAsync(invocation.Get(limit), invocation.CancellationToken).ConfigureAwait(false);
            invocation.Terminal.Json(fills);
            await SimulationNotice.WriteForSessionAsync(invocation, request.SessionId).ConfigureAwait(false);
            ResultTable table = new("Fill", "Order", "Time", "Instrument", "Side", ">Quantity", ">Price", ">Commission", ">Slippage", ">Realized");
            foreach (Fill fill in fills)
            {
                table.Row(
                    fill.Id,
                    fill.OrderId,
                    Wording.Time(fill.Time),
                    fill.InstrumentId,
                    Wording.Of(fill.Side),
                    fill.Quantity,
                    Wording.Money(fill.Price),
                    Wording.Money(fill.Commission),
                    Wording.Money(fill.Slippage),
                    Wording.Money(fill.RealizedPnl));
            }

            table.WriteTo(invocation.Terminal, "No fills.");
        });
    }

    public static Command BuildPositions(CommandHost host)
    {
        Argument<string> id = PaperCommands.SessionId();
        return host.Command("positions", "Lists the open positions of a session.", [id], async invocation =>
        {
            ListPositionsRequest request = new() { SessionId = invocation.Get(id) };
            ListPositionsResponse response = await invocation.CallAsync(invocation.Client.Paper.ListPositionsAsync, request).ConfigureAwait(false);
            invocation.Terminal.Json(response.Positions);
            await SimulationNotice.WriteForSessionAsync(invocation, request.SessionId).ConfigureAwait(false);
            ResultTable table = new("Instrument", ">Quantity", ">Average price", ">Mark", ">Open profit", ">Realized");
            foreach (Position position in response.Positions)
            {
                table.Row(
                    position.InstrumentId,
                    position.Quantity,
                    Wording.Money(position.AveragePrice),
                    Wording.Value(position.HasMarkPrice ? position.MarkPrice : null),
                    Wording.Number(position.HasUnrealizedPnl ? position.UnrealizedPnl : null, 2),
                    Wording.Money(position.RealizedPnl));
            }

            table.WriteTo(invocation.Terminal, "No open positions.");
        });
    }

    public static Command BuildEvents(CommandHost host)
    {
        Argument<string> id = PaperCommands.SessionId();
        Option<string?> cursor = ListOptions.Cursor();
        return host.Command("events", "Follows what happens in a session to its end.", [id, cursor], async invocation =>
        {
            IAsyncEnumerable<StreamSessionEventsResponse> messages =
                invocation.Client.StreamSessionEventsAsync(invocation.Get(id), invocation.Get(cursor), invocation.CancellationToken);
            await foreach (StreamSessionEventsResponse message in messages.ConfigureAwait(false))
            {
                invocation.Terminal.Json(message);
                invocation.Terminal.Line(
                    $"{message.Sequence,6}  {Wording.Time(message.EventTime)}  {Describe(message)} {Wording.Label(message.Simulated)}".TrimEnd());
            }
        });
    }

    private static string Describe(StreamSessionEventsResponse message) => message.EventCase switch
    {
        StreamSessionEventsResponse.EventOneofCase.Order =>
            $"order {message.Order.Id} {Wording.Of(message.Order.Side)} {message.Order.Quantity} {message.Order.InstrumentId} {Wording.Of(message.Order.Status)} {message.Order.RejectionReason}".TrimEnd(),
        StreamSessionEventsResponse.EventOneofCase.Fill =>
            $"fill {message.Fill.Id} {Wording.Of(message.Fill.Side)} {message.Fill.Quantity} {message.Fill.InstrumentId} at {Wording.Money(message.Fill.Price)}",
        StreamSessionEventsResponse.EventOneofCase.Signal =>
            $"signal {Wording.Of(message.Signal.Direction)} {message.Signal.InstrumentId} {message.Signal.Label}",
        StreamSessionEventsResponse.EventOneofCase.Equity => $"equity {Wording.Number(message.Equity.Equity, 2)}",
        StreamSessionEventsResponse.EventOneofCase.Trade =>
            $"trade {message.Trade.InstrumentId} {message.Trade.Quantity}, profit {Wording.Money(message.Trade.Pnl)} after costs",
        StreamSessionEventsResponse.EventOneofCase.End => $"the session has {Wording.Of(message.End.State)}",
        _ => "(an event this version does not know)",
    };
}
