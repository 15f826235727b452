namespace Tradewind.Domain.Strategies.Attribution;

/// <summary>A figure of every day of a portfolio.</summary>
/// <param name="Name">
/// Of the portfolio, as the fields of <see cref="PortfolioDay"/>: <c>gross</c>, <c>drawdown</c>; of a correlation window:
/// <c>correlation_30</c>; of a bucket: <c>momentum_profit</c> (since the start), <c>_gross</c>, <c>_net</c>, <c>_share</c> (of the gross), <c>_signals</c>,
/// <c>_positions</c>.
/// </param>
/// <param name="Values">One value a day, shape [days]; flags are 0 or 1, unknown is NaN.</param>
public sealed record DayColumn(string Name, ReadOnlyMemory<double> Values);
