namespace Tradewind.Domain.Engine.Columns;

/// <summary>What a market order meets on the bar after the one it was decided on.</summary>
/// <param name="OpenTime">When that bar opens.</param>
/// <param name="KnownTime">When it becomes known.</param>
/// <param name="Price">Its first price.</param>
/// <param name="Volume">Its volume; NaN where it is not known.</param>
internal readonly record struct NextOpen(long OpenTime, long KnownTime, double Price, double Volume);
