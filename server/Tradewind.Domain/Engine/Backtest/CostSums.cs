using Tradewind.Domain.Engine.Accounts;
using Tradewind.Domain.Engine.Backtest.Rows;

namespace Tradewind.Domain.Engine.Backtest;

/// <summary>Adds up what fills cost.</summary>
internal sealed class CostSums
{
    private decimal _commission;
    private decimal _slippage;
    private decimal _spread;
    private decimal _impact;
    private decimal _slippageInPrices;
    private decimal _moneyTraded;
    private decimal _borrow;
    private decimal _funding;

    /// <summary>The sums so far.</summary>
    public BacktestCosts Current => new(_commission, _slippage, _spread, _impact, _slippageInPrices, _moneyTraded, _borrow, _funding);

    /// <summary>Adds a charge for holding.</summary>
    public void Add(in FinancingCharge charge)
    {
        if (charge.Kind == FinancingKind.Borrow)
        {
            _borrow += charge.Amount;
        }
        else
        {
            _funding += charge.Amount;
        }
    }

    /// <summary>Adds a fill.</summary>
    /// <param name="fill">The fill.</param>
    /// <param name="worth">Its price × quantity × multiplier.</param>
    public void Add(in FillRow fill, decimal worth)
    {
        _commission += fill.Cost.Commission;
        if (!fill.Cost.HasFeesOnly)
        {
            _slippage += fill.Cost.Slippage;
            _spread += fill.Cost.Spread;
            _impact += fill.Cost.Impact;
        }

        if (fill.Price != fill.RawPrice)
        {
            _slippageInPrices += Money.Worth(Math.Abs(fill.Price - fill.RawPrice), fill.Quantity, fill.Multiplier);
        }

        _moneyTraded += Math.Abs(worth);
    }
}
