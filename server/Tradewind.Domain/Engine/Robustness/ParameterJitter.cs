using System.Collections.Immutable;
using System.Globalization;
using Tradewind.Domain.Engine.Backtest;
using Tradewind.Domain.Engine.Columns;
using Tradewind.Domain.Engine.Metrics;
using Tradewind.Domain.Engine.Optimization;
using Tradewind.Domain.Errors;
using Tradewind.Domain.Strategies;

namespace Tradewind.Domain.Engine.Robustness;

/// <summary>
/// Runs a backtest again with its parameters moved a little (backtest specification, section 7): a choice that only works at one point has
/// fitted noise. Values are drawn uniformly from [v − f·|v|, v + f·|v|], whole numbers from at least v − 1 to v + 1, inside the range of
/// the parameter.
/// </summary>
public static class ParameterJitter
{
    /// <summary>Runs the neighbours. The result is the same for any degree of parallelism.</summary>
    /// <param name="chosen">The backtest as it is.</param>
    /// <param name="options">How.</param>
    /// <param name="cancellation">Stops the work.</param>
    /// <exception cref="InvalidInputException">Options are wrong, or reason <c>JITTER_INVALID</c>: there is nothing to move, or no neighbour.</exception>
    public static ParameterJitterResult Run(BacktestRequest chosen, ParameterJitterOptions options, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(chosen);
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        StrategyDescriptor strategy = chosen.Descriptor;
        StrategyParameters values = StrategyParameters.Resolve(strategy, chosen.Parameters);
        ParameterAxis[] axes = Axes(strategy, values, options);
        SweepRequest request = new()
        {
            Backtest = chosen with
            {
                Parameters = values.Values.Where(pair => axes.All(axis => axis.Name != pair.Key)).ToImmutableDictionary(pair => pair.Key, pair => pair.Value),
            },
            Axes = axes,
            Method = SearchMethod.Random,
            // One more, since the parameters as they are may be drawn too.
            Samples = options.Samples + 1,
            Seed = options.Seed,
            Selection = options.Selection,
            DegreeOfParallelism = options.DegreeOfParallelism,
        };
        SweepResult drawn = SweepRunner.Run(request, cancellation: cancellation);
        using BarColumns? bars = BacktestRunner.Columns(chosen);
        double? own = options.Selection.Score(BacktestRunner.RunTrial(chosen with { Parameters = values.Values }, bars, cancellation).Metrics);
        string hash = values.ComputeHash();
        SweepTrial[] neighbours = [.. drawn.Trials.Where(trial => trial.ParametersHash != hash).Take(options.Samples)];
        return neighbours.Length > 0
            ? Summarise(own, neighbours, drawn.Skipped, options.Selection)
            : throw new InvalidInputException("JITTER_INVALID", "jitter_fraction", "reaches no other combination; take a larger one.");
    }

    private static ParameterJitterResult Summarise(double? own, SweepTrial[] neighbours, int skipped, SelectionRule rule)
    {
        double[] scores = [.. neighbours.Select(trial => trial.Score).OfType<double>().Order()];
        double count = neighbours.Length;
        return new ParameterJitterResult
        {
            BaseScore = own,
            Neighbours = [.. neighbours],
            Skipped = skipped,
            PositiveShare = scores.Count(score => score > 0) / count,
            BetterShare = own is { } reached ? scores.Count(score => rule.IsBetter(score, reached)) / count : null,
            Scores = scores.Length == 0
                ? null
                : new Percentiles(SampleMoments.Percentile(scores, 5), SampleMoments.Percentile(scores, 50), SampleMoments.Percentile(scores, 95)),
            Least = scores.Length == 0 ? null : scores[0],
            Largest = scores.Length == 0 ? null : scores[^1],
            Deviation = Defined.OrNull(SampleMoments.DeviationOf(scores)),
        };
    }

    private static ParameterAxis[] Axes(StrategyDescriptor strategy, StrategyParameters values, ParameterJitterOptions options)
    {
        foreach (string name in options.Parameters)
        {
            if (!strategy.Parameters.Any(parameter => parameter.Name == name && IsNumber(parameter)))
            {
                string known = string.Join(", ", strategy.Parameters.Where(IsNumber).Select(parameter => parameter.Name));
                throw new InvalidInputException("JITTER_INVALID", "parameters", $"'{name}' is not a number of {strategy.Id}; numbers are {known}.");
            }
        }

        ParameterAxis[] axes =
        [
            .. strategy.Parameters.Where(parameter => IsNumber(parameter) && (options.Parameters.Count == 0 || options.Parameters.Contains(parameter.Name)))
                .Select(parameter => Axis(parameter, double.Parse(values.Values[parameter.Name], CultureInfo.InvariantCulture), options.Fraction))
                .Where(axis => axis.Minimum < axis.Maximum),
        ];
        return axes.Length > 0
            ? axes
            : throw new InvalidInputException("JITTER_INVALID", "parameters", "there is no number to move: all are 0, and a share of 0 is 0.");
    }

    private static bool IsNumber(StrategyParameter parameter) => parameter.Kind is ParameterKind.Integer or ParameterKind.Number;

    private static ParameterAxis Axis(StrategyParameter parameter, double value, double fraction)
    {
        double width = Math.Abs(value) * fraction;
        if (parameter.Kind == ParameterKind.Integer && value != 0)
        {
            width = Math.Max(1, Math.Floor(width));
        }

        return ParameterAxis.Range(
            parameter.Name, Math.Max(value - width, parameter.Minimum ?? double.MinValue), Math.Min(value + width, parameter.Maximum ?? double.MaxValue));
    }
}
