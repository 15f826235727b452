using System.Collections.Immutable;
using Tradewind.Learning.Supervised;

namespace Tradewind.Learning.Training;

/// <summary>What a stored model says about itself; written as JSON beside its bytes.</summary>
public sealed record ForecastModelInfo
{
    /// <summary>Key in the catalogue.</summary>
    public required string Model { get; init; }

    /// <summary>Name and version of the code that fitted it.</summary>
    public required string Library { get; init; }

    /// <summary>All parameters in force.</summary>
    public required ImmutableSortedDictionary<string, double> Parameters { get; init; }

    /// <summary>Seed it was fitted with.</summary>
    public required int Seed { get; init; }

    /// <summary>Column it predicts.</summary>
    public required string Target { get; init; }

    /// <summary>Rows ahead.</summary>
    public required int Horizon { get; init; }

    /// <summary>Change or level.</summary>
    public required TargetMode Mode { get; init; }

    /// <summary>Lags of the target among the features.</summary>
    public required ImmutableArray<int> Lags { get; init; }

    /// <summary>Features it must be given, all of them.</summary>
    public required ImmutableArray<string> Features { get; init; }

    /// <summary>Positions of the features the fit kept; null when it kept all.</summary>
    public ImmutableArray<int>? Kept { get; init; }

    /// <summary>Number of labelled rows it was fitted on.</summary>
    public required int RowCount { get; init; }

    /// <summary>Label of the first row, UNIX nanoseconds UTC.</summary>
    public required long TrainedFrom { get; init; }

    /// <summary>Label of the last row.</summary>
    public required long TrainedTo { get; init; }

    /// <summary>Walk-forward RMSE; half an 80 % band is 1.28 times this.</summary>
    public required double Rmse { get; init; }

    /// <summary>Walk-forward skill against the random walk; NaN where undefined.</summary>
    public required double Skill { get; init; }

    /// <summary>Walk-forward directional accuracy; NaN where undefined.</summary>
    public required double DirectionalAccuracy { get; init; }

    /// <summary>Hash of the lineage of the run.</summary>
    public required string Lineage { get; init; }
}
