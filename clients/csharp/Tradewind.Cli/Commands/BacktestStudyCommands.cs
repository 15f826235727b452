using System.CommandLine;
using Tradewind.Cli.Options;
using Tradewind.Cli.Output;
using Tradewind.V1;

namespace Tradewind.Cli.Commands;

/// <summary><c>backtest monte-carlo</c>, <c>compare</c> and <c>report</c>: looks at stored backtests.</summary>
internal static class BacktestStudyCommands
{
    public static IEnumerable<Command> Build(CommandHost host) => [BuildMonteCarlo(host), ParameterJitterCommand.Build(host), BuildCompare(host), BuildReport(host)];

    private static Command BuildMonteCarlo(CommandHost host)
    {
        Argument<string> id = ListOptions.Backtest();
        Option<MonteCarloSource> source = EnumOption.Create<MonteCarloSource>("--source", "What to draw from (default trades).");
        Option<MonteCarloDraw> draw = EnumOption.Create<MonteCarloDraw>("--draw", "Blocks with replacement, or the same in another order (default blocks).");
        Option<int> paths = new("--simulations") { Description = "Paths (default 1000).", HelpName = "N" };
        Option<int> block = new("--block-size") { Description = "Observations drawn together (default 5).", HelpName = "N" };
        Option<long> seed = new("--seed") { Description = "Seed (default 42).", HelpName = "N" };
        Option<double?> ruin = new("--ruin-drawdown") { Description = "Drawdown, as a fraction, that counts as ruin.", HelpName = "FRACTION" };
        return host.Command("monte-carlo", "Draws the trades or returns of a backtest again, many times.", [id, source, draw, paths, block, seed, ruin], async invocation =>
        {
            MonteCarloSpec spec = new()
            {
                Source = invocation.Get(source), Draw = invocation.Get(draw), SimulationCount = invocation.Get(paths), BlockSize = invocation.Get(block), Seed = invocation.Get(seed),
            };
            if (invocation.Get(ruin) is { } limit)
            {
                spec.RuinDrawdownFraction = limit;
            }

            RunMonteCarloRequest request = new() { BacktestId = invocation.Get(id), Spec = spec };
            RunMonteCarloResponse response = await invocation.Terminal.TrackAsync(
                "Monte Carlo", _ => invocation.CallAsync(invocation.Client.Backtests.RunMonteCarloAsync, request)).ConfigureAwait(false);
            invocation.Terminal.Json(response.Result);
            Write(invocation.Terminal, response.Result);
        });
    }

    private static Command BuildCompare(CommandHost host)
    {
        Argument<string[]> ids = new("BACKTEST") { Description = "Ids of the backtests, two or more.", Arity = ArgumentArity.OneOrMore };
        Option<FileInfo?> report = new("--report") { Description = "Write an HTML page with their curves to this file.", HelpName = "FILE" };
        return host.Command("compare", "Puts backtests side by side, the highest Sharpe ratio first.", [ids, report], async invocation =>
        {
            CompareBacktestsRequest request = new() { BacktestIds = { invocation.Get(ids) } };
            if (request.BacktestIds.Count < 2)
            {
                throw new UsageException("a comparison needs two backtests or more; 'tradewind backtest list' shows them.");
            }

            if (invocation.Get(report) is { } file)
            {
                GetComparisonReportResponse page = await invocation.CallAsync(
                    invocation.Client.Backtests.GetComparisonReportAsync, new GetComparisonReportRequest { BacktestIds = { request.BacktestIds } }).ConfigureAwait(false);
                await File.WriteAllTextAsync(file.FullName, page.Content, invocation.CancellationToken).ConfigureAwait(false);
                invocation.Terminal.Line($"Wrote {file.FullName}");
            }

            CompareBacktestsResponse response = await invocation.CallAsync(invocation.Client.Backtests.CompareBacktestsAsync, request).ConfigureAwait(false);
            invocation.Terminal.Json(response.Comparisons);
            ResultTable table = new("Strategy", "Backtest", ">Sharpe", ">Return", ">CAGR", ">Drawdown", ">Calmar", ">Won", ">Trades", ">Cash costs", "");
            foreach (BacktestComparison entry in response.Comparisons)
            {
                PerformanceMetrics metrics = entry.Metrics ?? new PerformanceMetrics();
                table.Row(
                    entry.Name,
                    entry.BacktestId,
                    Wording.Number(metrics.HasSharpeRatio ? metrics.SharpeRatio : null, 2),
                    Wording.Percent(metrics.TotalReturnFraction),
                    Wording.Percent(metrics.HasCagrFraction ? metrics.CagrFraction : null),
                    Wording.Percent(metrics.MaxDrawdownFraction),
                    Wording.Number(metrics.HasCalmarRatio ? metrics.CalmarRatio : null, 2),
                    Wording.Percent(metrics.HasWinRateFraction ? metrics.WinRateFraction : null),
                    Wording.Count(metrics.TradeCount),
                    Wording.Money(entry.Costs?.CashCosts ?? ""),
                    Wording.Label(entry.Simulated));
            }

            table.WriteTo(invocation.Terminal, "");
        });
    }

    private static Command BuildReport(CommandHost host)
    {
        Argument<string> id = ListOptions.Backtest();
        Option<FileInfo?> file = new("--out") { Description = "Write the report to this file (default BACKTEST.html).", HelpName = "FILE" };
        Option<bool> text = new("--text") { Description = "Plain text, to standard output unless --out is given." };
        Option<bool> drawn = new("--monte-carlo") { Description = "Add a Monte Carlo with its equity fan." };
        return host.Command("report", "Writes a backtest up as one HTML page that opens anywhere, or as text.", [id, file, text, drawn], async invocation =>
        {
            bool asText = invocation.Get(text);
            GetBacktestReportRequest request = new()
            {
                BacktestId = invocation.Get(id),
                Format = asText ? ReportFormat.Text : ReportFormat.Html,
                MonteCarlo = invocation.Get(drawn) ? new MonteCarloSpec() : null,
            };
            GetBacktestReportResponse response = await invocation.CallAsync(invocation.Client.Backtests.GetBacktestReportAsync, request).ConfigureAwait(false);
            invocation.Terminal.Json(response);
            FileInfo? target = invocation.Get(file) ?? (asText || invocation.Terminal.IsJson ? null : new FileInfo($"{request.BacktestId}.html"));
            if (target is null)
            {
                invocation.Terminal.Line(response.Content);
                return;
            }

            await File.WriteAllTextAsync(target.FullName, response.Content, invocation.CancellationToken).ConfigureAwait(false);
            invocation.Terminal.Line($"Wrote {target.FullName}");
        });
    }

    private static void Write(Terminal terminal, MonteCarloResult result)
    {
        terminal.Line(
            $"{Wording.Count(result.Spec.SimulationCount)} paths from {Wording.Count(result.ObservationCount)} observations " +
            (result.Spec.Draw == MonteCarloDraw.Shuffle ? "in another order" : $"in blocks of {Wording.Count(result.Spec.BlockSize)}"));
        ResultTable table = new("", ">5 %", ">Median", ">95 %");
        table.Row("Total return", Wording.Percent(result.TotalReturnFraction.Low), Wording.Percent(result.TotalReturnFraction.Median), Wording.Percent(result.TotalReturnFraction.High));
        table.Row("Sharpe", Wording.Number(result.SharpeRatio?.Low, 2), Wording.Number(result.SharpeRatio?.Median, 2), Wording.Number(result.SharpeRatio?.High, 2));
        // Below zero, as drawdowns are written everywhere else.
        table.Row("Maximum drawdown", Wording.Percent(-result.MaxDrawdownFraction.Low), Wording.Percent(-result.MaxDrawdownFraction.Median), Wording.Percent(-result.MaxDrawdownFraction.High));
        table.WriteTo(terminal, "");
        terminal.Line(
            $"Probability of a loss {Wording.Percent(result.LossProbability)}, of a drawdown beyond {Wording.Percent(result.Spec.RuinDrawdownFraction)} " +
            $"{Wording.Percent(result.RuinProbability)}; random signs reach the observed Sharpe ratio with p = " +
            $"{Wording.Number(result.HasSignFlipPValue ? result.SignFlipPValue : null)}");
        if (result.Fan.Count > 0)
        {
            terminal.Line($"Median equity {Sparkline.Of([.. result.Fan.Select(step => step.Median)])}");
        }
    }
}
