using System.CommandLine;
using Tradewind.Cli.Options;
using Tradewind.Cli.Output;
using Tradewind.V1;

namespace Tradewind.Cli.Commands;

/// <summary><c>backtest jitter</c>: how the neighbours of the parameters of a backtest do.</summary>
internal static class ParameterJitterCommand
{
    public static Command Build(CommandHost host)
    {
        Argument<string> id = ListOptions.Backtest();
        Option<string[]> parameters = new("--parameter") { Description = "Move this one only; may be repeated.", HelpName = "NAME" };
        Option<double?> fraction = new("--fraction") { Description = "How far a value may move, as a fraction of itself (default 0.1).", HelpName = "FRACTION" };
        Option<int> samples = new("--samples") { Description = "Neighbours to draw (default 50).", HelpName = "N" };
        Option<long> seed = new("--seed") { Description = "Seed (default 42).", HelpName = "N" };
        Option<string?> target = new("--target-metric") { Description = "Figure to score by (default sharpe_ratio).", HelpName = "NAME" };
        return host.Command(
            "jitter", "Runs a backtest again with its parameters moved a little, many times.", [id, parameters, fraction, samples, seed, target],
            async invocation =>
            {
                ParameterJitterSpec spec = new()
                {
                    Parameters = { invocation.Get(parameters) ?? [] },
                    SampleCount = invocation.Get(samples),
                    Seed = invocation.Get(seed),
                    Selection = new SelectionRule { TargetMetric = invocation.Get(target) ?? "" },
                };
                if (invocation.Get(fraction) is { } given)
                {
                    spec.JitterFraction = given;
                }

                RunParameterJitterRequest request = new() { BacktestId = invocation.Get(id), Spec = spec };
                RunParameterJitterResponse response = await invocation.Terminal.TrackAsync(
                    "Neighbours", _ => invocation.CallAsync(invocation.Client.Backtests.RunParameterJitterAsync, request)).ConfigureAwait(false);
                invocation.Terminal.Json(response.Result);
                Write(invocation.Terminal, response.Result);
            });
    }

    private static void Write(Terminal terminal, ParameterJitterResult result)
    {
        terminal.Line(
            $"{Wording.Count(result.Neighbours.Count)} neighbours within {Wording.Percent(result.Spec.JitterFraction)} of {string.Join(", ", result.Spec.Parameters)}: " +
            $"{Wording.Percent(result.PositiveShare)} above 0, {Wording.Percent(result.HasBetterShare ? result.BetterShare : null)} better than the backtest itself");
        ResultTable table = new("", ">As it is", ">Least", ">5 %", ">Median", ">95 %", ">Largest", ">Deviation");
        table.Row(
            result.Spec.Selection.TargetMetric,
            Wording.Number(result.HasBaseScore ? result.BaseScore : null, 3),
            Wording.Number(result.HasLeastScore ? result.LeastScore : null, 3),
            Wording.Number(result.Score?.Low, 3),
            Wording.Number(result.Score?.Median, 3),
            Wording.Number(result.Score?.High, 3),
            Wording.Number(result.HasLargestScore ? result.LargestScore : null, 3),
            Wording.Number(result.HasScoreDeviation ? result.ScoreDeviation : null, 3));
        table.WriteTo(terminal, "");
    }
}
