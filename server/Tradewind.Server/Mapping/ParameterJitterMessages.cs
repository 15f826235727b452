using Tradewind.Domain.Engine.Robustness;
using Tradewind.V1;

namespace Tradewind.Server.Mapping;

/// <summary>Searches of the neighbourhood of parameters as messages; undefined figures stay absent.</summary>
internal static class ParameterJitterMessages
{
    /// <summary>Options of a specification; unset fields take the defaults the contract names.</summary>
    /// <exception cref="Domain.Errors.InvalidInputException">The selection is wrong; violations carry paths below <paramref name="path"/>.</exception>
    public static ParameterJitterOptions Read(ParameterJitterSpec spec, string path)
    {
        ParameterJitterOptions defaults = new();
        return new ParameterJitterOptions
        {
            Parameters = [.. spec.Parameters],
            Fraction = spec.HasJitterFraction ? spec.JitterFraction : defaults.Fraction,
            Samples = spec.SampleCount == 0 ? defaults.Samples : spec.SampleCount,
            Seed = spec.Seed == 0 ? defaults.Seed : spec.Seed,
            Selection = SearchSpecReader.Selection(spec.Selection, $"{path}.selection"),
            DegreeOfParallelism = Environment.ProcessorCount,
        };
    }

    /// <summary>A result.</summary>
    public static V1.ParameterJitterResult From(Domain.Engine.Robustness.ParameterJitterResult result, ParameterJitterOptions options)
    {
        V1.ParameterJitterResult message = new()
        {
            Spec = new ParameterJitterSpec
            {
                Parameters = { result.Neighbours[0].Parameters.Keys.Order(StringComparer.Ordinal) },
                JitterFraction = options.Fraction,
                SampleCount = options.Samples,
                Seed = options.Seed,
                Selection = new SelectionRule
                {
                    TargetMetric = options.Selection.TargetMetric, LowerIsBetter = !options.Selection.HigherIsBetter,
                    MinTrades = options.Selection.MinTrades, MinSharpe = options.Selection.MinSharpe,
                },
            },
            Neighbours = { result.Neighbours.Select(SearchMessages.From) },
            SkippedCount = result.Skipped,
            PositiveShare = result.PositiveShare,
            Score = result.Scores is { } scores ? new PercentileRange { Low = scores.Low, Median = scores.Median, High = scores.High } : null,
        };
        BacktestMessages.Set(result.BaseScore, value => message.BaseScore = value);
        BacktestMessages.Set(result.BetterShare, value => message.BetterShare = value);
        BacktestMessages.Set(result.Least, value => message.LeastScore = value);
        BacktestMessages.Set(result.Largest, value => message.LargestScore = value);
        BacktestMessages.Set(result.Deviation, value => message.ScoreDeviation = value);
        return message;
    }
}
