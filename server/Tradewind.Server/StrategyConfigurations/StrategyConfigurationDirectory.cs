using System.Collections.Immutable;
using Google.Protobuf.Collections;
using Tradewind.Domain.Errors;
using Tradewind.V1;

namespace Tradewind.Server.StrategyConfigurations;

/// <summary>The named strategies, and what a request means that names one: what it leaves unset comes from the configuration.</summary>
internal sealed class StrategyConfigurationDirectory(IEnumerable<StrategyConfiguration> configurations)
{
    /// <summary>All in the order of their names.</summary>
    public ImmutableArray<StrategyConfiguration> All { get; } = [.. configurations.OrderBy(one => one.Name, StringComparer.Ordinal)];

    /// <summary>The configuration of a name.</summary>
    /// <exception cref="NotFoundException">There is none; the nearest is suggested.</exception>
    public StrategyConfiguration Get(string name) =>
        All.FirstOrDefault(one => one.Name == name) ?? throw new NotFoundException("strategy configuration", name, All.Select(one => one.Name));

    /// <summary>A specification that stands by itself. One without a name, or that has been completed before, is returned as it is.</summary>
    /// <exception cref="NotFoundException">There is no configuration of that name.</exception>
    /// <exception cref="InvalidInputException">It names another strategy than its configuration; the path is below <paramref name="path"/>.</exception>
    public StrategySpec? Complete(StrategySpec? spec, string path) => Find(spec, path) is { } found ? Completed(spec!, found) : spec;

    /// <summary>The same for a session: strategy and settings.</summary>
    public (StrategySpec? Strategy, TradingSettings? Settings) Complete(StrategySpec? spec, TradingSettings? settings, string path) =>
        Find(spec, path) is { } found ? (Completed(spec!, found), Settings(settings, found.Spec)) : (spec, settings);

    /// <summary>The same for a backtest.</summary>
    public BacktestSpec Complete(BacktestSpec spec, string path)
    {
        if (Find(spec.Strategy, $"{path}.strategy") is not { } found)
        {
            return spec;
        }

        BacktestSpec whole = spec.Clone();
        (whole.Strategy, whole.Settings) = (Completed(spec.Strategy, found), Settings(spec.Settings, found.Spec));
        whole.Members.Add(spec.Members.Count == 0 ? found.Spec.Members : []);
        if (!whole.HasRiskFreeRate && found.Spec.HasRiskFreeRate)
        {
            whole.RiskFreeRate = found.Spec.RiskFreeRate;
        }

        return whole;
    }

    /// <summary>The same for a search. A parameter that is varied has no value of its own.</summary>
    public SearchSpec Complete(SearchSpec spec, string path)
    {
        if (Find(spec.Strategy, $"{path}.strategy") is not { } found)
        {
            return spec;
        }

        SearchSpec whole = spec.Clone();
        whole.Axes.Add(spec.Axes.Count == 0 ? found.Spec.Axes : []);
        (whole.Strategy, whole.Settings) = (Completed(spec.Strategy, found), Settings(spec.Settings, found.Spec));
        foreach (ParameterAxis axis in whole.Axes)
        {
            whole.Strategy.Parameters.Remove(axis.Name);
        }

        whole.Members.Add(spec.Members.Count == 0 ? found.Spec.Members : []);
        if (!whole.HasRiskFreeRate && found.Spec.HasRiskFreeRate)
        {
            whole.RiskFreeRate = found.Spec.RiskFreeRate;
        }

        return whole;
    }

    /// <summary>The same for a walk-forward optimisation. What the configuration says of varied parameters is the baseline of its rule.</summary>
    public WalkForwardSpec Complete(WalkForwardSpec spec, string path)
    {
        WalkForwardSpec whole = spec.Clone();
        whole.Search = Complete(spec.Search, $"{path}.search");
        if (Find(spec.Search.Strategy, $"{path}.search.strategy") is not { } found)
        {
            return whole;
        }

        whole.Windows ??= spec.FoldCount == 0 && !spec.HasInSampleFraction ? found.Spec.Windows?.Clone() : null;
        AcceptanceRule? rule = found.Spec.Acceptance?.Clone();
        if (spec.Acceptance is not null)
        {
            (rule ??= new AcceptanceRule()).MergeFrom(spec.Acceptance);
        }

        foreach (ParameterAxis axis in whole.Search.Axes.Where(axis => found.ResolvedParameters.ContainsKey(axis.Name)))
        {
            rule?.Baseline.TryAdd(axis.Name, found.ResolvedParameters[axis.Name]);
        }

        whole.Acceptance = rule;
        return whole;
    }

    private StrategyConfiguration? Find(StrategySpec? spec, string path)
    {
        if (spec is null || spec.Configuration.Length == 0 || spec.ConfigurationHash.Length > 0)
        {
            return null;
        }

        StrategyConfiguration found = Get(spec.Configuration);
        return spec.StrategyId.Length == 0 || spec.StrategyId == found.Spec.Strategy
            ? found
            : throw new InvalidInputException(
                "STRATEGY_AMBIGUOUS", $"{path}.strategy_id",
                $"is {spec.StrategyId}, but the configuration '{found.Name}' is of {found.Spec.Strategy}; leave one of the two out.");
    }

    private static StrategySpec Completed(StrategySpec spec, StrategyConfiguration found)
    {
        StrategySpec whole = new() { StrategyId = found.Spec.Strategy, Parameters = { found.Spec.Parameters }, Configuration = found.Name, ConfigurationHash = found.Hash };
        foreach ((string name, string value) in spec.Parameters)
        {
            whole.Parameters[name] = value;
        }

        return whole;
    }

    private static TradingSettings? Settings(TradingSettings? given, StrategyConfigurationSpec configured)
    {
        if (configured.Settings is null || given is null)
        {
            return configured.Settings?.Clone() ?? given;
        }

        TradingSettings whole = configured.Settings.Clone();
        // A list is one value: merged, it would be the configuration's and the request's together.
        Replace(whole.Dividends, given.Dividends);
        Replace(whole.Rolls, given.Rolls);
        Replace(whole.CostModel?.Tiers, given.CostModel?.Tiers);
        whole.MergeFrom(given);
        return whole;
    }

    private static void Replace<T>(RepeatedField<T>? configured, RepeatedField<T>? given)
    {
        if (given is { Count: > 0 })
        {
            configured?.Clear();
        }
    }
}
