using System.Collections.Immutable;
using Tradewind.Domain.Features;
using Tradewind.Learning.Validation;

namespace Tradewind.Learning.Training;

/// <summary>Everything a training run found for one horizon.</summary>
public sealed record HorizonResult
{
    /// <summary>Rows ahead.</summary>
    public required int Horizon { get; init; }

    /// <summary>Name of what was predicted, e.g. <c>BTC_USDT_close_change_over_5</c>.</summary>
    public required string LabelName { get; init; }

    /// <summary>Number of labelled rows.</summary>
    public required int RowCount { get; init; }

    /// <summary>Walk-forward run: the honest figures.</summary>
    public required WalkForwardReport WalkForward { get; init; }

    /// <summary>Errors on the last rows.</summary>
    public required HoldoutReport Holdout { get; init; }

    /// <summary>Importance on the holdout's training rows, largest first; empty when the model uses no feature.</summary>
    public required ImmutableArray<FeatureShare> Importance { get; init; }

    /// <summary>Features the final fit left out because they nearly equal another one or do not vary.</summary>
    public required ImmutableArray<PrunedFeature> Pruned { get; init; }

    /// <summary>Model fitted on all labelled rows.</summary>
    public required ForecastModel Model { get; init; }

    /// <summary>Forecast from the latest complete row that has no label; null when there is none.</summary>
    public required LiveForecast? Live { get; init; }

    /// <summary>Sentences a reader of these figures must know: leakage alarm, no skill, missing data.</summary>
    public required ImmutableArray<string> Warnings { get; init; }
}
