namespace Tradewind.Domain.Market;

/// <summary>One OHLCV bar. Stamped with its open time; known only at its close.</summary>
/// <param name="OpenTime">Open time, UNIX nanoseconds UTC.</param>
/// <param name="Open">First price; NaN where the source has none.</param>
/// <param name="High">Highest price; NaN where the source has none.</param>
/// <param name="Low">Lowest price; NaN where the source has none.</param>
/// <param name="Close">Last price.</param>
/// <param name="Volume">Traded volume in the source's unit; NaN where the source has none.</param>
public readonly record struct Bar(long OpenTime, double Open, double High, double Low, double Close, double Volume);
