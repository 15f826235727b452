using System.Collections.Immutable;
using Tradewind.Domain.Engine;
using Tradewind.Domain.Errors;

namespace Tradewind.Domain.Strategies;

/// <summary>A strategy as it is offered: what it is called, what it does, what it takes.</summary>
public sealed record StrategyDescriptor
{
    /// <summary>Identifier, e.g. <c>ma_crossover</c>.</summary>
    public required string Id { get; init; }

    /// <summary>Name for people.</summary>
    public required string DisplayName { get; init; }

    /// <summary>The rule in words.</summary>
    public required string Description { get; init; }

    /// <summary>Parameters in the order to show them.</summary>
    public required ImmutableArray<StrategyParameter> Parameters { get; init; }

    /// <summary>What tells one version of its code from another where it is not built in; empty where it is. Part of the lineage.</summary>
    public string CodeHash { get; init; } = "";

    /// <summary>True when it reads an observed credit field besides bars.</summary>
    public bool NeedsCreditField { get; init; }

    /// <summary>True when it trades the forecasts of a trained model, which whoever runs it has to bring along.</summary>
    public bool NeedsModel { get; init; }

    /// <summary>Rules between parameters; called with values that are valid one by one.</summary>
    public Func<StrategyParameters, IEnumerable<FieldViolation>> CrossChecks { get; init; } = _ => [];

    /// <summary>
    /// Bars with a close of one instrument it needs, the one it decides on included, before it can give a first signal; null where the
    /// parameters alone do not say.
    /// </summary>
    public Func<StrategyParameters, int>? BarsToDecide { get; init; }

    /// <summary>Makes a strategy with no past.</summary>
    public required Func<StrategyParameters, TradingUniverse, InstrumentSelection, IStrategy> Build { get; init; }
}
