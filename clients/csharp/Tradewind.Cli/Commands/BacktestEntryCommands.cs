using System.CommandLine;
using Tradewind.Cli.Options;
using Tradewind.Client;
using Tradewind.V1;

namespace Tradewind.Cli.Commands;

/// <summary><c>backtest orders</c>, <c>signals</c> and <c>export</c>: what a stored backtest did, entry by entry.</summary>
internal static class BacktestEntryCommands
{
    public static IEnumerable<Command> Build(CommandHost host) => [BuildOrders(host), BuildSignals(host), BuildExport(host)];

    private static Command BuildOrders(CommandHost host)
    {
        Argument<string> id = ListOptions.Backtest();
        Option<int> limit = ListOptions.Limit(50);
        return host.Command("orders", "Lists the orders of a backtest, each as it was last.", [id, limit], async invocation =>
        {
            ListBacktestOrdersRequest request = new() { BacktestId = invocation.Get(id), PageSize = ListOptions.LargestPage };
            List<Order> orders = await invocation.Client.EnumerateBacktestOrdersAsync(request, invocation.CancellationToken)
                .TakeAsync(invocation.Get(limit), invocation.CancellationToken).ConfigureAwait(false);
            invocation.Terminal.Json(orders);
            SimulationNotice.Write(invocation.Terminal, (await BacktestCommands.GetAsync(invocation, request.BacktestId).ConfigureAwait(false)).Simulated);
            OrderView.Write(invocation.Terminal, orders);
        });
    }

    private static Command BuildSignals(CommandHost host)
    {
        Argument<string> id = ListOptions.Backtest();
        Option<int> limit = ListOptions.Limit(50);
        return host.Command("signals", "Lists the signals of a backtest.", [id, limit], async invocation =>
        {
            ListBacktestSignalsRequest request = new() { BacktestId = invocation.Get(id), PageSize = ListOptions.LargestPage };
            List<Signal> signals = await invocation.Client.EnumerateBacktestSignalsAsync(request, invocation.CancellationToken)
                .TakeAsync(invocation.Get(limit), invocation.CancellationToken).ConfigureAwait(false);
            invocation.Terminal.Json(signals);
            bool simulated = (await BacktestCommands.GetAsync(invocation, request.BacktestId).ConfigureAwait(false)).Simulated;
            for (int i = 0; i < signals.Count; i++)
            {
                SignalView.Write(invocation.Terminal, i + 1, signals[i], simulated);
            }

            invocation.Terminal.Line(signals.Count == 0 ? "No signals." : "");
        });
    }

    private static Command BuildExport(CommandHost host)
    {
        Argument<string> id = ListOptions.Backtest();
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
}
