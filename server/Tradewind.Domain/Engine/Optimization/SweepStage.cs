namespace Tradewind.Domain.Engine.Optimization;

/// <summary>A part of a search: combinations that run on the same data.</summary>
/// <param name="Number">From 0.</param>
/// <param name="BarShare">Share of the bars it runs on, in (0, 1].</param>
/// <param name="Combinations">Indices of the combinations, ascending.</param>
/// <param name="Request">Data and selection rule of this part.</param>
internal sealed record SweepStage(int Number, double BarShare, int[] Combinations, SweepRequest Request);
