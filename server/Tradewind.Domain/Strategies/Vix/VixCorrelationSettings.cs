using System.Collections.Immutable;

namespace Tradewind.Domain.Strategies.Vix;

/// <summary>Settings of the VIX correlation strategy; see the catalogue for what each does.</summary>
internal sealed record VixCorrelationSettings
{
    public required int Lookback { get; init; }
    public required ImmutableArray<int> Windows { get; init; }
    public required int MaxLag { get; init; }
    public required double Threshold { get; init; }
    public required bool DynamicThresholds { get; init; }
    public required int MinWindows { get; init; }
    public required bool PercentileFallback { get; init; }
    public required double VixMinLong { get; init; }
    public required double VixMinShort { get; init; }
    public required double RsiMaxLong { get; init; }
    public required double RsiMinShort { get; init; }
    public required double MinDrawdown { get; init; }
    public required double MinRise { get; init; }
    public required double Size { get; init; }
}
