using System.CommandLine;
using Tradewind.Cli.Options;
using Tradewind.Cli.Output;
using Tradewind.Client;
using Tradewind.V1;

namespace Tradewind.Cli.Commands;

/// <summary><c>backtest orders</c>, <c>signals</c> and <c>export</c>: what a stored backtest did, entry by entry.</summary>
internal static class BacktestEntryCommands
{
    public static IEnumerable<Command> Build(CommandHost host) => [BuildOrders(host), BuildSignals(host), BuildExport(host)];

    private static Command BuildOrders(CommandHost host)
    {
        Argument<string> id = BacktestId();
        Option<int> limit = ListOptions.Limit(50);
        return host.Command("orders", "Lists the orders of a backtest, each as it was last.", [id, limit], async invocation =>
        {
            ListBacktestOrdersRequest request = new() { BacktestId = invocation.Get(id), PageSize = ListOptions.LargestPage };
            List<Order> orders = await invocation.Client.EnumerateBacktestOrdersAsync(request, invocation.CancellationToken)
                .TakeAsync(invocation.Get(limit), invocation.CancellationToken).ConfigureAwait(false);
            invocation.Terminal.Json(orders);
            SimulationNotice.Write(invocation.Terminal, await IsSimulatedAsync(invocation, request.BacktestId).ConfigureAwait(false));
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

            table.WriteTo(invocation.Terminal, "No orders.");
        });
    }

    private static Command BuildSignals(CommandHost host)
    {
        Argument<string> id = BacktestId();
        Option<int> limit = ListOptions.Limit(50);
        return host.Command("signals", "Lists the signals of a backtest.", [id, limit], async invocation =>
        {
            ListBacktestSignalsRequest request = new() { BacktestId = invocation.Get(id), PageSize = ListOptions.LargestPage };
            List<Signal> signals = await invocation.Client.EnumerateBacktestSignalsAsync(request, invocation.CancellationToken)
                .TakeAsync(invocation.Get(limit), invocation.CancellationToken).ConfigureAwait(false);
            invocation.Terminal.Json(signals);
            bool simulated = await IsSimulatedAsync(invocation, request.BacktestId).ConfigureAwait(false);
            for (int i = 0; i < signals.Count; i++)
            {
                SignalView.Write(invocation.Terminal, i + 1, signals[i], simulated);
            }

            invocation.Terminal.Line(signals.Count == 0 ? "No signals." : "");
        });
    }

    private static Command BuildExport(CommandHost host)
    {
        Argument<string> id = BacktestId();
        Option<DirectoryInfo?> folder = new("--out") { Description = "Folder to write to (default BACKTEST).", HelpName = "FOLDER" };
        return host.Command("export", "Writes equity, trades, fills, orders and signals of a backtest as CSV files.", [id, folder], async invocation =>
        {
            DirectoryInfo target = Directory.CreateDirectory((invocation.Get(folder) ?? new DirectoryInfo(invocation.Get(id))).FullName);
            BacktestExport export = new(invocation.Client, invocation.Get(id), target);
            foreach (FileInfo file in await export.WriteAsync(invocation.CancellationToken).ConfigureAwait(false))
            {
                invocation.Terminal.Line($"Wrote {file.FullName}");
            }
        });
    }

    private static async Task<bool> IsSimulatedAsync(Invocation invocation, string id) => (await invocation.CallAsync(
        invocation.Client.Backtests.GetBacktestAsync, new GetBacktestRequest { BacktestId = id }).ConfigureAwait(false)).Backtest.Simulated;

    private static Argument<string> BacktestId() => ListOptions.Id("BACKTEST", "Id of the backtest.");
}
