using Tradewind.Domain.Engine.Backtest;
using Tradewind.Domain.Engine.Optimization;
using Tradewind.Domain.Errors;
using Tradewind.V1;
using ParameterAxis = Tradewind.Domain.Engine.Optimization.ParameterAxis;
using SearchMethod = Tradewind.Domain.Engine.Optimization.SearchMethod;
using SelectionRule = Tradewind.Domain.Engine.Optimization.SelectionRule;

namespace Tradewind.Server.Mapping;

/// <summary>Reads what a search runs; unset fields take the defaults the contract names.</summary>
internal static class SearchSpecReader
{
    /// <summary>The backtest every combination runs.</summary>
    public static BacktestSpec Backtest(SearchSpec search)
    {
        BacktestSpec spec = new() { Strategy = search.Strategy, Members = { search.Members }, Interval = search.Interval, Settings = search.Settings };
        if (search.HasRiskFreeRate)
        {
            spec.RiskFreeRate = search.RiskFreeRate;
        }

        return spec;
    }

    /// <summary>A sweep over a backtest.</summary>
    /// <exception cref="InvalidInputException">Method or selection are wrong; violations carry paths below <paramref name="path"/>.</exception>
    public static SweepRequest Sweep(SweepSpec spec, BacktestRequest backtest, string path) => new()
    {
        Backtest = backtest,
        Axes = [.. spec.Search.Axes.Select(Axis)],
        Selection = Selection(spec.Search.Selection, $"{path}.search.selection"),
        Method = spec.Method switch
        {
            V1.SearchMethod.Unspecified or V1.SearchMethod.Grid => SearchMethod.Grid,
            V1.SearchMethod.Random => SearchMethod.Random,
            V1.SearchMethod.Halving => SearchMethod.Halving,
            _ => throw new InvalidInputException("METHOD_INVALID", $"{path}.method", "must be GRID, RANDOM or HALVING."),
        },
        Halving = Halving(spec, path),
        Samples = spec.SampleCount,
        Seed = spec.Seed == 0 ? 42 : spec.Seed,
        DegreeOfParallelism = Environment.ProcessorCount,
    };

    /// <summary>A walk-forward optimisation over a backtest.</summary>
    /// <exception cref="InvalidInputException">The selection is wrong; violations carry paths below <paramref name="path"/>.</exception>
    public static WalkForwardRequest WalkForward(
        WalkForwardSpec spec, BacktestRequest backtest, Domain.Engine.Optimization.AcceptanceRule? acceptance, string path) => new()
    {
        Backtest = backtest,
        Lengths = Lengths(spec, path),
        UsesHistory = spec.Windows?.UseHistory == true,
        Acceptance = acceptance,
        Axes = [.. spec.Search.Axes.Select(Axis)],
        Selection = Selection(spec.Search.Selection, $"{path}.search.selection"),
        Folds = spec.FoldCount == 0 ? 5 : spec.FoldCount,
        InSampleFraction = spec.HasInSampleFraction ? spec.InSampleFraction : 0.7,
        Anchored = spec.Anchored,
        DegreeOfParallelism = Environment.ProcessorCount,
    };

    private static (int, int)? Lengths(WalkForwardSpec spec, string path) => spec.Windows switch
    {
        null => null,
        _ when spec.FoldCount != 0 || spec.HasInSampleFraction => throw new InvalidInputException(
            "FOLDS_INVALID", $"{path}.windows", "cannot be given together with fold_count or in_sample_fraction."),
        { } windows => (windows.InSampleBarCount, windows.OutOfSampleBarCount),
    };

    private static HalvingOptions Halving(SweepSpec spec, string path)
    {
        HalvingOptions defaults = new();
        HalvingOptions options = new()
        {
            Factor = spec.HalvingFactor == 0 ? defaults.Factor : spec.HalvingFactor,
            MinimumShare = spec.HasMinimumBarFraction ? spec.MinimumBarFraction : defaults.MinimumShare,
        };
        return StrategySpecReader.InContract(
            () =>
            {
                options.Validate();
                return options;
            },
            path);
    }

    private static ParameterAxis Axis(V1.ParameterAxis axis) => new()
    {
        Name = axis.Name,
        Values = [.. axis.Values],
        Minimum = axis.HasMinimum ? axis.Minimum : null,
        Maximum = axis.HasMaximum ? axis.Maximum : null,
        Step = axis.HasStep ? axis.Step : null,
    };

    /// <summary>Which combination is best.</summary>
    /// <exception cref="InvalidInputException">A value is wrong; violations carry paths below <paramref name="path"/>.</exception>
    public static SelectionRule Selection(V1.SelectionRule? selection, string path)
    {
        SelectionRule defaults = new();
        SelectionRule rule = selection is null ? defaults : new SelectionRule
        {
            TargetMetric = selection.TargetMetric.Length == 0 ? defaults.TargetMetric : selection.TargetMetric,
            HigherIsBetter = !selection.LowerIsBetter,
            MinTrades = selection.HasMinTrades ? selection.MinTrades : defaults.MinTrades,
            MinSharpe = selection.HasMinSharpe ? selection.MinSharpe : defaults.MinSharpe,
        };
        return StrategySpecReader.InContract(
            () =>
            {
                rule.Validate();
                return rule;
            },
            path);
    }
}
