using Tradewind.Cli.Output;
using Tradewind.V1;

namespace Tradewind.Cli.Commands;

/// <summary>Orders of a backtest or a paper session as a table, each as it was last.</summary>
internal static class OrderView
{
    public static void Write(Terminal terminal, IEnumerable<Order> orders)
    {
        ResultTable table = new("Order", "Created", "Instrument", "Side", "Type", ">Quantity", ">Filled", ">Mean price", "Status", "Origin", "Reason");
        foreach (Order order in orders)
        {
            table.Row(
                order.Id,
                Wording.Time(order.CreateTime),
                order.InstrumentId,
                Wording.Of(order.Side),
                Wording.Of(order.Type),
                order.Quantity,
                order.FilledQuantity,
                Wording.Money(order.AverageFillPrice),
                Wording.Of(order.Status),
                order.Origin,
                order.RejectionReason);
        }

        table.WriteTo(terminal, "No orders.");
    }
}
