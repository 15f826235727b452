namespace Tradewind.Domain.Engine.Backtest;

/// <summary>What trading cost. Cash costs are charged; slippage in prices is inside the profits already and shown for information.</summary>
/// <param name="Commission">Fees.</param>
/// <param name="Slippage">Slippage charged as cash; zero unless a cost model charges it.</param>
/// <param name="Spread">Half spread charged as cash.</param>
/// <param name="Impact">Impact charged as cash.</param>
/// <param name="SlippageInPrices">Σ|fill − raw| × quantity × multiplier.</param>
/// <param name="MoneyTraded">Σ|price| × quantity × multiplier.</param>
/// <param name="Borrow">Fees for what short positions borrowed.</param>
/// <param name="Funding">Funding of perpetuals paid; negative where more was received.</param>
/// <param name="Dividends">Dividends paid on short positions less those received on long ones.</param>
/// <param name="Interest">Interest paid on the balance; negative where more was received.</param>
public sealed record BacktestCosts(
    decimal Commission, decimal Slippage, decimal Spread, decimal Impact, decimal SlippageInPrices, decimal MoneyTraded,
    decimal Borrow, decimal Funding, decimal Dividends, decimal Interest)
{
    /// <summary>Paid for holding positions and on the balance: taken from cash besides <see cref="Cash"/>, as it is no cost of trading.</summary>
    public decimal Financing => Borrow + Funding + Dividends + Interest;

    /// <summary>Everything fills charged to cash.</summary>
    public decimal Cash => Commission + Slippage + Spread + Impact;

    /// <summary>Cash costs plus slippage in prices.</summary>
    public decimal Total => Cash + SlippageInPrices;
}
