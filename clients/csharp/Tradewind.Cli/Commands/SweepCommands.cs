using System.CommandLine;
using Tradewind.Cli.Options;
using Tradewind.Cli.Output;
using Tradewind.Client;
using Tradewind.V1;

namespace Tradewind.Cli.Commands;

/// <summary><c>backtest sweep</c>: parameter searches.</summary>
internal static class SweepCommands
{
    public static Command Build(CommandHost host) => new("sweep", "Tries many parameters, and says how much of the best result is luck.")
    {
        BuildRun(host),
        BuildResume(host),
        BuildList(host),
        BuildShow(host),
        BuildTrials(host),
    };

    private static Command BuildRun(CommandHost host)
    {
        SearchOptions search = new();
        Option<int?> random = new("--random") { Description = "Draw this many combinations instead of trying all.", HelpName = "N" };
        Option<long> seed = new("--seed") { Description = "Seed of the draws (default 42).", HelpName = "N" };
        return host.Command("run", "Runs a parameter sweep.", [.. search.Symbols, random, seed], async invocation =>
        {
            int? samples = invocation.Get(random);
            RunSweepRequest request = new()
            {
                Spec = new SweepSpec
                {
                    Search = search.Read(invocation),
                    Method = samples is null ? SearchMethod.Grid : SearchMethod.Random,
                    SampleCount = samples ?? 0,
                    Seed = invocation.Get(seed),
                },
            };
            RunSweepResponse started = await invocation.CallAsync(invocation.Client.Backtests.RunSweepAsync, request).ConfigureAwait(false);
            invocation.Terminal.Line($"Sweep {started.SweepId}; if it is interrupted, go on with 'tradewind backtest sweep resume {started.SweepId}'.");
            await FinishAsync(invocation, started.SweepId, started.Operation).ConfigureAwait(false);
        });
    }

    private static Command BuildResume(CommandHost host)
    {
        Argument<string> id = SweepId();
        return host.Command("resume", "Goes on with an interrupted sweep.", [id], async invocation =>
        {
            ResumeSweepRequest request = new() { SweepId = invocation.Get(id) };
            ResumeSweepResponse started = await invocation.CallAsync(invocation.Client.Backtests.ResumeSweepAsync, request).ConfigureAwait(false);
            await FinishAsync(invocation, request.SweepId, started.Operation).ConfigureAwait(false);
        });
    }

    private static Command BuildList(CommandHost host)
    {
        Option<int> limit = ListOptions.Limit(20);
        return host.Command("list", "Lists sweeps, newest first.", [limit], async invocation =>
        {
            List<Sweep> sweeps = await invocation.Client.EnumerateSweepsAsync(null, invocation.CancellationToken)
                .TakeAsync(invocation.Get(limit), invocation.CancellationToken).ConfigureAwait(false);
            invocation.Terminal.Json(sweeps);
            ResultTable table = new("Sweep", "Strategy", "State", ">Combinations", ">Best score", ">Deflated Sharpe", ">Overfitting", "");
            foreach (Sweep sweep in sweeps)
            {
                OverfittingReport? report = sweep.Overfitting;
                table.Row(
                    sweep.Id,
                    sweep.Spec?.Search?.Strategy?.StrategyId ?? Wording.Absent,
                    Wording.Of(sweep.State),
                    Wording.Count(sweep.CombinationCount),
                    Wording.Number(sweep.Best?.HasScore == true ? sweep.Best.Score : null, 3),
                    Wording.Percent(report?.HasDeflatedSharpeRatio == true ? report.DeflatedSharpeRatio : null),
                    Wording.Percent(report?.HasOverfittingProbability == true ? report.OverfittingProbability : null),
                    Wording.Label(sweep.Simulated));
            }

            table.WriteTo(invocation.Terminal, "No sweeps; run one with 'tradewind backtest sweep run'.");
        });
    }

    private static Command BuildShow(CommandHost host)
    {
        Argument<string> id = SweepId();
        Option<string?> map = new("--heat-map") { Description = "Two parameters: columns, then rows.", HelpName = "NAME,NAME" };
        return host.Command("show", "Shows a sweep with its best combination and what that is worth.", [id, map], async invocation =>
        {
            string[] names = invocation.Get(map)?.Split(',', StringSplitOptions.TrimEntries) ?? [];
            if (names.Length is not (0 or 2))
            {
                throw new UsageException("--heat-map needs two parameters such as fast,slow.");
            }

            GetSweepRequest request = new() { SweepId = invocation.Get(id), HeatMapColumns = names.ElementAtOrDefault(0) ?? "", HeatMapRows = names.ElementAtOrDefault(1) ?? "" };
            GetSweepResponse response = await invocation.CallAsync(invocation.Client.Backtests.GetSweepAsync, request).ConfigureAwait(false);
            invocation.Terminal.Json(response);
            SweepView.Write(invocation.Terminal, response.Sweep, response.HeatMap);
        });
    }

    private static Command BuildTrials(CommandHost host)
    {
        Argument<string> id = SweepId();
        Option<int> limit = ListOptions.Limit(20);
        Option<bool> order = new("--in-order") { Description = "In the order of combinations instead of the best first." };
        return host.Command("trials", "Lists the finished combinations of a sweep.", [id, limit, order], async invocation =>
        {
            ListSweepTrialsRequest request = new() { SweepId = invocation.Get(id), BestFirst = !invocation.Get(order), PageSize = ListOptions.LargestPage };
            List<SweepTrial> trials = await invocation.Client.EnumerateSweepTrialsAsync(request, invocation.CancellationToken)
                .TakeAsync(invocation.Get(limit), invocation.CancellationToken).ConfigureAwait(false);
            invocation.Terminal.Json(trials);
            SweepView.Write(invocation.Terminal, trials);
        });
    }

    private static async Task FinishAsync(Invocation invocation, string sweepId, Operation operation)
    {
        await OperationTracking.ResultAsync(invocation, $"Sweep {sweepId}", operation).ConfigureAwait(false);
        GetSweepResponse response = await invocation.CallAsync(
            invocation.Client.Backtests.GetSweepAsync, new GetSweepRequest { SweepId = sweepId }).ConfigureAwait(false);
        invocation.Terminal.Json(response.Sweep);
        SweepView.Write(invocation.Terminal, response.Sweep, map: null);
    }

    private static Argument<string> SweepId() => ListOptions.Id("SWEEP", "Id of the sweep.");
}
