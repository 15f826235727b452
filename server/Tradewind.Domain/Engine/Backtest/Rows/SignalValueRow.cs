namespace Tradewind.Domain.Engine.Backtest.Rows;

/// <summary>A value a signal was decided on.</summary>
internal readonly record struct SignalValueRow(int Name, double Value);
