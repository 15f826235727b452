namespace Tradewind.Sources.OnChain;

/// <summary>A metric on one day.</summary>
/// <param name="Day">The day, UNIX nanoseconds UTC.</param>
/// <param name="Value">Its value; NaN where the provider has none.</param>
internal readonly record struct MetricPoint(long Day, double Value);
