namespace Tradewind.Domain.Engine.Metrics;

/// <summary>Return of one calendar month.</summary>
/// <param name="Year">Year, UTC.</param>
/// <param name="Month">Month, 1 to 12.</param>
/// <param name="ReturnPercent">Return from the last point of the month before, in percent.</param>
public sealed record MonthlyReturn(int Year, int Month, double ReturnPercent);
