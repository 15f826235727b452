namespace Tradewind.Domain.Engine.Backtest;

/// <summary>How far a backtest is.</summary>
/// <param name="RowsDone">Rows processed.</param>
/// <param name="RowsTotal">Rows in all.</param>
/// <param name="Time">Known time reached, UNIX nanoseconds.</param>
/// <param name="Equity">Equity there.</param>
public readonly record struct BacktestProgress(long RowsDone, long RowsTotal, long Time, double Equity);
