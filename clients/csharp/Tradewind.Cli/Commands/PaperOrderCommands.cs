using System.CommandLine;
using Tradewind.Cli.Options;
using Tradewind.Cli.Output;
using Tradewind.V1;
using Timestamp = Google.Protobuf.WellKnownTypes.Timestamp;

namespace Tradewind.Cli.Commands;

/// <summary><c>paper order</c> and <c>paper cancel</c>.</summary>
internal static class PaperOrderCommands
{
    public static Command BuildOrder(CommandHost host)
    {
        Argument<string> session = PaperCommands.SessionId();
        Argument<string> instrument = ListOptions.Id("INSTRUMENT", "What to trade, e.g. BTC/USD.");
        Argument<string> side = new("SIDE") { Description = "buy or sell." };
        side.AcceptOnlyFromAmong("buy", "sell");
        Argument<decimal> quantity = new("QUANTITY") { Description = "Units, above 0." };
        Option<OrderType> type = EnumOption.Create<OrderType>("--type", "Kind of order (default market).");
        Option<decimal?> limit = new("--limit-price") { Description = "For limit and stop-limit orders.", HelpName = "PRICE" };
        Option<decimal?> stop = new("--stop-price") { Description = "For stop and stop-limit orders.", HelpName = "PRICE" };
        Option<decimal?> trail = new("--trail-amount") { Description = "Distance of a trailing stop, in price points.", HelpName = "POINTS" };
        Option<decimal?> trailPercent = new("--trail-percent") { Description = "Distance of a trailing stop, in percent.", HelpName = "N" };
        Option<decimal?> display = new("--display-quantity") { Description = "Part of a limit order that the market sees.", HelpName = "UNITS" };
        Option<Timestamp?> expires = TimeOptions.Create("--expire-time", "When a good-till-date order ends, market time, UTC.");
        Option<string> group = new("--oco") { Description = "Group in which the first fill cancels the other orders.", HelpName = "NAME" };
        Option<bool> reduceOnly = new("--reduce-only") { Description = "Only reduce a position." };
        Option<decimal?> bracketStop = new("--bracket-stop") { Description = "Stop that follows each fill.", HelpName = "PRICE" };
        Option<decimal?> bracketTarget = new("--bracket-target") { Description = "Target that follows each fill.", HelpName = "PRICE" };
        Option<TimeInForce> timeInForce = EnumOption.Create<TimeInForce>("--time-in-force", "How long it lives (default good-till-cancelled).");
        return host.Command(
            "order", "Sends an order; it fills at the next bar at the earliest.",
            [
                session, instrument, side, quantity, type, limit, stop, timeInForce, trail, trailPercent, display, expires, group, reduceOnly,
                bracketStop, bracketTarget,
            ],
            async invocation =>
            {
                SubmitOrderRequest request = new()
                {
                    SessionId = invocation.Get(session),
                    InstrumentId = invocation.Get(instrument),
                    Side = invocation.Get(side) == "buy" ? Side.Buy : Side.Sell,
                    Quantity = DecimalText.Of(invocation.Get(quantity)),
                    Type = invocation.Get(type),
                    LimitPrice = DecimalText.Of(invocation.Get(limit)),
                    StopPrice = DecimalText.Of(invocation.Get(stop)),
                    TimeInForce = invocation.Get(timeInForce),
                    TrailAmount = DecimalText.Of(invocation.Get(trail)),
                    TrailPercent = DecimalText.Of(invocation.Get(trailPercent)),
                    DisplayQuantity = DecimalText.Of(invocation.Get(display)),
                    ExpireTime = invocation.Get(expires),
                    OneCancelsOther = invocation.Get(group) ?? string.Empty,
                    ReduceOnly = invocation.Get(reduceOnly),
                    BracketStopPrice = DecimalText.Of(invocation.Get(bracketStop)),
                    BracketTargetPrice = DecimalText.Of(invocation.Get(bracketTarget)),
                };
                Order order = (await invocation.CallAsync(invocation.Client.Paper.SubmitOrderAsync, request).ConfigureAwait(false)).Order;
                invocation.Terminal.Json(order);
                Write(invocation.Terminal, order);
            });
    }

    public static Command BuildCancel(CommandHost host)
    {
        Argument<string> session = PaperCommands.SessionId();
        Argument<string> order = ListOptions.Id("ORDER", "Id of the order.");
        return host.Command("cancel", "Cancels an open order.", [session, order], async invocation =>
        {
            CancelOrderRequest request = new() { SessionId = invocation.Get(session), OrderId = invocation.Get(order) };
            Order cancelled = (await invocation.CallAsync(invocation.Client.Paper.CancelOrderAsync, request).ConfigureAwait(false)).Order;
            invocation.Terminal.Json(cancelled);
            Write(invocation.Terminal, cancelled);
        });
    }

    private static void Write(Terminal terminal, Order order)
    {
        string reason = order.RejectionReason.Length == 0 ? string.Empty : $": {order.RejectionReason}";
        terminal.Line(
            $"Order {order.Id}: {Wording.Of(order.Side)} {order.Quantity} {order.InstrumentId}, {Wording.Of(order.Type)}, {Wording.Of(order.Status)}{reason}");
    }
}
