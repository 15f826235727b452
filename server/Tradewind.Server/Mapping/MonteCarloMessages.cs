using Tradewind.Domain.Engine.Robustness;
using Tradewind.Domain.Errors;
using Tradewind.V1;
using FanStep = Tradewind.Domain.Engine.Robustness.FanStep;
using MonteCarloResult = Tradewind.Domain.Engine.Robustness.MonteCarloResult;

namespace Tradewind.Server.Mapping;

/// <summary>Monte Carlo specifications and results; percentages become fractions, undefined figures stay absent.</summary>
internal static class MonteCarloMessages
{
    /// <summary>Options of a specification; unset fields take the defaults the contract names.</summary>
    /// <param name="spec">The specification.</param>
    /// <param name="drawdownLimit">Drawdown limit of the backtest, as a fraction.</param>
    /// <param name="path">Path of the specification, for violations.</param>
    /// <exception cref="InvalidInputException">The draw is not one.</exception>
    public static MonteCarloOptions Read(MonteCarloSpec spec, double drawdownLimit, string path)
    {
        MonteCarloOptions defaults = new();
        return new MonteCarloOptions
        {
            Draw = spec.Draw switch
            {
                V1.MonteCarloDraw.Unspecified or V1.MonteCarloDraw.Blocks => Domain.Engine.Robustness.MonteCarloDraw.Blocks,
                V1.MonteCarloDraw.Shuffle => Domain.Engine.Robustness.MonteCarloDraw.Shuffle,
                _ => throw new InvalidInputException("DRAW_INVALID", $"{path}.draw", "must be BLOCKS or SHUFFLE."),
            },
            Simulations = spec.SimulationCount == 0 ? defaults.Simulations : spec.SimulationCount,
            BlockSize = spec.BlockSize == 0 ? defaults.BlockSize : spec.BlockSize,
            Seed = spec.Seed == 0 ? defaults.Seed : spec.Seed,
            RuinDrawdown = spec.HasRuinDrawdownFraction ? spec.RuinDrawdownFraction : drawdownLimit,
            FanSteps = spec.HasFanSteps ? spec.FanSteps : defaults.FanSteps,
            DegreeOfParallelism = Environment.ProcessorCount,
        };
    }

    /// <summary>What to draw from.</summary>
    /// <exception cref="InvalidInputException">The source is not one.</exception>
    public static MonteCarloSource ReadSource(MonteCarloSpec spec, string path) => spec.Source switch
    {
        MonteCarloSource.Unspecified or MonteCarloSource.Trades => MonteCarloSource.Trades,
        MonteCarloSource.Returns => MonteCarloSource.Returns,
        _ => throw new InvalidInputException("SOURCE_INVALID", $"{path}.source", "must be TRADES or RETURNS."),
    };

    /// <summary>A result.</summary>
    public static V1.MonteCarloResult From(MonteCarloResult result, MonteCarloSource source)
    {
        V1.MonteCarloResult message = new()
        {
            Spec = new MonteCarloSpec
            {
                Source = source,
                Draw = result.Options.Draw == Domain.Engine.Robustness.MonteCarloDraw.Shuffle ? V1.MonteCarloDraw.Shuffle : V1.MonteCarloDraw.Blocks,
                SimulationCount = result.Options.Simulations,
                BlockSize = result.Options.BlockSize,
                Seed = result.Options.Seed,
                RuinDrawdownFraction = result.Options.RuinDrawdown,
                FanSteps = result.Options.FanSteps,
            },
            ObservationCount = result.Observations,
            TotalReturnFraction = From(result.ReturnPercent, 0.01),
            SharpeRatio = result.Sharpe is null ? null : From(result.Sharpe, 1),
            MaxDrawdownFraction = From(result.MaxDrawdownPercent, 0.01),
            LossProbability = result.LossProbability,
            RuinProbability = result.RuinProbability,
            Fan = { result.Fan.Select(From) },
        };
        BacktestMessages.Set(result.ObservedSharpe, value => message.ObservedSharpeRatio = value);
        BacktestMessages.Set(result.SignFlipPValue, value => message.SignFlipPValue = value);
        return message;
    }

    private static PercentileRange From(Percentiles percentiles, double scale) =>
        new() { Low = percentiles.Low * scale, Median = percentiles.Median * scale, High = percentiles.High * scale };

    private static V1.FanStep From(FanStep step) => new()
    {
        Observation = step.Observation, Percentile5 = step.Percentile5, Percentile25 = step.Percentile25, Median = step.Median,
        Percentile75 = step.Percentile75, Percentile95 = step.Percentile95,
    };
}
