namespace Tradewind.Domain.Engine.Backtest;

/// <summary>What trading cost. Cash costs are charged; slippage in prices is inside the profits already and shown for information.</summary>
/// <param name="Commission">Fees.</param>
/// <param name="Slippage">Slippage charged as cash; zero unless a cost model charges it.</param>
/// <param name="Spread">Half spread charged as cash.</param>
/// <param name="Impact">Impact charged as cash.</param>
/// <param name="SlippageInPrices">Σ|fill − raw| × quantity × multiplier.</param>
/// <param name="MoneyTraded">Σ|price| × quantity × multiplier.</param>
public sealed record BacktestCosts(
    decimal Commission, decimal Slippage, decimal Spread, decimal Impact, decimal SlippageInPrices, decimal MoneyTraded)
{
    /// <summary>Everything charged to cash.</summary>
    public decimal Cash => Commission + Slippage + Spread + Impact;

    /// <summary>Cash costs plus slippage in prices.</summary>
    public decimal Total => Cash + SlippageInPrices;
}
