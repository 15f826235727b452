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
        BuildReport(host),
    };

    private static Command BuildRun(CommandHost host)
    {
        SearchOptions search = new();
        Option<SearchMethod> method = EnumOption.Create<SearchMethod>("--method", "How combinations are chosen (default grid, with --random random).");
        Option<int?> random = new("--random") { Description = "Draw this many combinations instead of trying all.", HelpName = "N" };
        Option<int?> factor = new("--halving-factor") { Description = "Halving keeps one in so many and shows it so many times the bars (default 3).", HelpName = "N" };
        Option<double?> least = new("--minimum-bars") { Description = "Share of the bars halving begins with, at least (default 1/9).", HelpName = "FRACTION" };
        Option<long> seed = new("--seed") { Description = "Seed of the draws (default 42).", HelpName = "N" };
        return host.Command("run", "Runs a parameter sweep.", [.. search.Symbols, method, random, seed, factor, least], async invocation =>
        {
            (int? samples, SearchMethod chosen) = (invocation.Get(random), invocation.Get(method));
            if (chosen != SearchMethod.Halving && (invocation.Get(factor) is not null || invocation.Get(least) is not null))
            {
                throw new UsageException("--halving-factor and --minimum-bars belong to --method halving.");
            }

            if (chosen is (SearchMethod.Grid or SearchMethod.Random) && (chosen == SearchMethod.Random) != samples.HasValue)
            {
                throw new UsageException("--method random needs --random with the number of combinations, --method grid tries all.");
            }

            RunSweepRequest request = new()
            {
                Spec = new SweepSpec
                {
                    Search = search.Read(invocation),
                    Method = chosen != SearchMethod.Unspecified ? chosen : samples is null ? SearchMethod.Grid : SearchMethod.Random,
                    SampleCount = samples ?? 0,
                    Seed = invocation.Get(seed),
                    HalvingFactor = invocation.Get(factor) ?? 0,
                },
            };
            if (invocation.Get(least) is { } share)
            {
                request.Spec.MinimumBarFraction = share;
            }

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

    private static Command BuildReport(CommandHost host)
    {
        Argument<string> id = SweepId();
        Option<FileInfo?> file = new("--out") { Description = "Write the report to this file (default SWEEP.html).", HelpName = "FILE" };
        return host.Command("report", "Writes a sweep up as one HTML page with the surface around its best combination.", [id, file], async invocation =>
        {
            GetSweepReportRequest request = new() { SweepId = invocation.Get(id) };
            GetSweepReportResponse response = await invocation.CallAsync(invocation.Client.Backtests.GetSweepReportAsync, request).ConfigureAwait(false);
            invocation.Terminal.Json(response);
            FileInfo target = invocation.Get(file) ?? new FileInfo($"{request.SweepId}.html");
            await File.WriteAllTextAsync(target.FullName, response.Content, invocation.CancellationToken).ConfigureAwait(false);
            invocation.Terminal.Line($"Wrote {target.FullName}");
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
