namespace Tradewind.Domain.Engine.Optimization;

/// <summary>A rung of a halving: what ran on how much of the data, and how many went on.</summary>
/// <param name="Number">From 0.</param>
/// <param name="Bars">Bars it ran on, from the first one.</param>
/// <param name="BarShare">The same over all bars.</param>
/// <param name="EndTime">Known time of the last of them, UNIX nanoseconds.</param>
/// <param name="Started">Combinations run.</param>
/// <param name="Kept">Combinations that went on to the next rung; in the last one those fit to be chosen.</param>
public sealed record HalvingRung(int Number, int Bars, double BarShare, long EndTime, int Started, int Kept);
