using System.CommandLine;
using Tradewind.Cli.Output;
using Tradewind.Client;
using Tradewind.V1;

namespace Tradewind.Cli.Commands;

/// <summary><c>data simulate</c>: makes data where there is none.</summary>
internal static class SimulateCommand
{
    public static Command Build(CommandHost host)
    {
        Option<long> seed = Seed();
        Option<int?> rows = Rows();
        SimulatedMarketOptions market = new();
        return host.Command("simulate", "Loads simulated markets, labelled SIMULATED; by default crypto bars and a credit spread.", [seed, rows, .. market.Symbols], async invocation =>
        {
            LoadReport report = await LoadAsync(invocation, invocation.Get(seed), invocation.Get(rows), market.Read(invocation)).ConfigureAwait(false);
            invocation.Terminal.Json(report);
            LoadView.Write(invocation.Terminal, "simulator", report, dryRun: false);
        });
    }

    public static Option<long> Seed() => new("--seed")
    {
        Description = "Seed of the simulator: the same seed gives the same data.",
        HelpName = "N",
        DefaultValueFactory = _ => 42,
    };

    public static Option<int?> Rows() => new("--rows") { Description = "Rows to simulate (default 1500).", HelpName = "N" };

    public static Task<LoadReport> LoadAsync(Invocation invocation, long seed, int? rows, SimulatedMarket? market = null)
    {
        Simulation simulation = new() { Seed = seed, Market = market };
        if (rows is { } count)
        {
            simulation.RowCount = count;
        }

        return invocation.Terminal.TrackAsync("Simulating", bar => invocation.Client.LoadDataAsync(
            new LoadDataRequest { Simulation = simulation },
            new ProgressSource<LoadProgress>(bar, static step => new WorkStep(step.Fraction, step.Stage)),
            invocation.CancellationToken));
    }
}
