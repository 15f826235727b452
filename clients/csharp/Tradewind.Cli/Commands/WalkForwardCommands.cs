using System.CommandLine;
using Tradewind.Cli.Options;
using Tradewind.Cli.Output;
using Tradewind.Client;
using Tradewind.V1;

namespace Tradewind.Cli.Commands;

/// <summary><c>backtest walk-forward</c>: parameters chosen on the past and traded on what followed.</summary>
internal static class WalkForwardCommands
{
    public static Command Build(CommandHost host) => new("walk-forward", "Chooses parameters fold by fold and trades them on the bars that follow.")
    {
        BuildRun(host),
        BuildResume(host),
        BuildList(host),
        BuildShow(host),
        BuildReport(host),
    };

    private static Command BuildRun(CommandHost host)
    {
        SearchOptions search = new();
        Option<int> folds = new("--folds") { Description = "Folds (default 5).", HelpName = "N" };
        Option<double?> inSample = new("--in-sample") { Description = "Share of in-sample bars in a fold (default 0.7).", HelpName = "FRACTION" };
        Option<bool> anchored = new("--anchored") { Description = "Every fold chooses on everything before it." };
        FoldOptions windows = new();
        return host.Command("run", "Runs a walk-forward optimisation.", [.. search.Symbols, folds, inSample, anchored, .. windows.Symbols], async invocation =>
        {
            WalkForwardSpec spec = new() { Search = search.Read(invocation), FoldCount = invocation.Get(folds), Anchored = invocation.Get(anchored) };
            if (invocation.Get(inSample) is { } fraction)
            {
                spec.InSampleFraction = fraction;
            }

            windows.Read(invocation, spec);
            RunWalkForwardResponse started = await invocation.CallAsync(
                invocation.Client.Backtests.RunWalkForwardAsync, new RunWalkForwardRequest { Spec = spec }).ConfigureAwait(false);
            invocation.Terminal.Line(
                $"Walk-forward {started.WalkForwardId}; if it is interrupted, go on with 'tradewind backtest walk-forward resume {started.WalkForwardId}'.");
            string id = await OperationTracking.ResultAsync(invocation, $"Walk-forward {spec.Search.Strategy.StrategyId}", started.Operation).ConfigureAwait(false);
            await ShowAsync(invocation, id).ConfigureAwait(false);
        });
    }

    private static Command BuildResume(CommandHost host)
    {
        Argument<string> id = ListOptions.Id("WALK", "Id of the walk-forward optimisation.");
        return host.Command("resume", "Goes on with an interrupted walk-forward optimisation.", [id], async invocation =>
        {
            ResumeWalkForwardRequest request = new() { WalkForwardId = invocation.Get(id) };
            ResumeWalkForwardResponse started = await invocation.CallAsync(invocation.Client.Backtests.ResumeWalkForwardAsync, request).ConfigureAwait(false);
            await OperationTracking.ResultAsync(invocation, $"Walk-forward {request.WalkForwardId}", started.Operation).ConfigureAwait(false);
            await ShowAsync(invocation, request.WalkForwardId).ConfigureAwait(false);
        });
    }

    private static Command BuildList(CommandHost host)
    {
        Option<int> limit = ListOptions.Limit(20);
        return host.Command("list", "Lists walk-forward optimisations, newest first.", [limit], async invocation =>
        {
            List<WalkForward> walks = await invocation.Client.EnumerateWalkForwardsAsync(null, invocation.CancellationToken)
                .TakeAsync(invocation.Get(limit), invocation.CancellationToken).ConfigureAwait(false);
            invocation.Terminal.Json(walks);
            ResultTable table = new("Walk-forward", "Strategy", "State", ">Folds", ">Sharpe", ">Return", ">Efficiency", ">Deflated Sharpe", "");
            foreach (WalkForward walk in walks)
            {
                PerformanceMetrics metrics = walk.Metrics ?? new PerformanceMetrics();
                table.Row(
                    walk.Id,
                    walk.Spec?.Search?.Strategy?.StrategyId ?? Wording.Absent,
                    Wording.Of(walk.State),
                    Wording.Count(walk.Folds.Count),
                    Wording.Number(metrics.HasSharpeRatio ? metrics.SharpeRatio : null, 2),
                    Wording.Percent(metrics.TotalReturnFraction),
                    Wording.Number(walk.HasEfficiency ? walk.Efficiency : null, 2),
                    Wording.Percent(walk.Overfitting?.HasDeflatedSharpeRatio == true ? walk.Overfitting.DeflatedSharpeRatio : null),
                    Wording.Label(walk.Simulated));
            }

            table.WriteTo(invocation.Terminal, "None; run one with 'tradewind backtest walk-forward run'.");
        });
    }

    private static Command BuildShow(CommandHost host)
    {
        Argument<string> id = ListOptions.Id("WALK", "Id of the walk-forward optimisation.");
        return host.Command("show", "Shows a walk-forward optimisation fold by fold.", [id], invocation => ShowAsync(invocation, invocation.Get(id)));
    }

    private static Command BuildReport(CommandHost host)
    {
        Argument<string> id = ListOptions.Id("WALK", "Id of the walk-forward optimisation.");
        Option<FileInfo?> file = new("--out") { Description = "Write the report to this file (default WALK.html).", HelpName = "FILE" };
        return host.Command("report", "Writes a walk-forward optimisation up as one HTML page, with its verdict.", [id, file], async invocation =>
        {
            GetWalkForwardReportRequest request = new() { WalkForwardId = invocation.Get(id) };
            GetWalkForwardReportResponse response = await invocation.CallAsync(invocation.Client.Backtests.GetWalkForwardReportAsync, request).ConfigureAwait(false);
            invocation.Terminal.Json(response);
            FileInfo target = invocation.Get(file) ?? new FileInfo($"{request.WalkForwardId}.html");
            await File.WriteAllTextAsync(target.FullName, response.Content, invocation.CancellationToken).ConfigureAwait(false);
            invocation.Terminal.Line($"Wrote {target.FullName}");
        });
    }

    private static void Write(Terminal terminal, AcceptanceVerdict verdict)
    {
        terminal.Line($"Verdict: {(verdict.Accepted ? "ACCEPTED" : "REFUSED")}, against {Wording.OrAbsent(SweepView.Parameters(verdict.Baseline))}");
        foreach (AcceptanceCondition condition in verdict.Conditions)
        {
            terminal.Line($"  {(condition.Met ? "met" : "not met")}: {condition.Reason}");
        }
    }

    private static async Task ShowAsync(Invocation invocation, string id)
    {
        GetWalkForwardRequest request = new() { WalkForwardId = id };
        WalkForward walk = (await invocation.CallAsync(invocation.Client.Backtests.GetWalkForwardAsync, request).ConfigureAwait(false)).WalkForward;
        Terminal terminal = invocation.Terminal;
        if (terminal.IsJson)
        {
            terminal.Json(walk);
            return;
        }

        terminal.Line($"Walk-forward {walk.Id}: {walk.Spec?.Search?.Strategy?.StrategyId}, {Wording.Count(walk.CombinationCount)} combinations {Wording.Label(walk.Simulated)}".TrimEnd());
        if (walk.State is SweepState.Running or SweepState.Interrupted)
        {
            terminal.Line(walk.State == SweepState.Running ? "It runs." : $"It was interrupted; go on with 'tradewind backtest walk-forward resume {walk.Id}'.");
            return;
        }

        ResultTable table = new("In sample from", "Out of sample from", "To", "Parameters", ">In-sample score", ">Out of sample", ">Return", ">Trades", ">Halted in sample", "Halted out");
        foreach (WalkForwardFold fold in walk.Folds)
        {
            table.Row(
                Wording.Time(fold.InSampleStartTime),
                Wording.Time(fold.OutOfSampleStartTime),
                Wording.Time(fold.OutOfSampleEndTime),
                fold.Parameters.Count == 0 ? "none fit, flat" : SweepView.Parameters(fold.Parameters),
                Wording.Number(fold.HasInSampleScore ? fold.InSampleScore : null, 3),
                Wording.Number(fold.HasOutOfSampleScore ? fold.OutOfSampleScore : null, 3),
                Wording.Percent(fold.OutOfSample?.TotalReturnFraction),
                Wording.Count(fold.OutOfSample?.TradeCount ?? 0),
                Wording.Count(fold.HaltedCount),
                fold.OutOfSampleHaltTime is null ? Wording.Absent : Wording.Time(fold.OutOfSampleHaltTime));
        }

        table.WriteTo(terminal, "");
        terminal.Line("Out of sample, folds chained:");
        foreach (string line in BacktestView.Figures(walk.Metrics ?? new PerformanceMetrics()))
        {
            terminal.Line($"  {line}");
        }

        terminal.Line(
            $"Efficiency {Wording.Number(walk.HasEfficiency ? walk.Efficiency : null, 2)}, most frequent parameters " +
            $"{Wording.OrAbsent(SweepView.Parameters(walk.BestParameters))} in {Wording.Percent(walk.HasParameterStability ? walk.ParameterStability : null)} of folds");
        Client.ColumnTable equity = await invocation.Client.ReadWalkForwardEquityAsync(walk.Id, invocation.CancellationToken).ConfigureAwait(false);
        terminal.Line(equity.RowCount > 0 ? $"Equity {Sparkline.Of(equity["equity"])}" : "");
        if (walk.Verdict is { } verdict)
        {
            Write(terminal, verdict);
        }

        SweepView.Write(terminal, walk.Overfitting);
        WarningView.Write(terminal, walk.Warnings);
    }
}
