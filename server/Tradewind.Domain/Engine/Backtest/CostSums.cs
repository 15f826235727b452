using Tradewind.Domain.Engine.Accounts;
using Tradewind.Domain.Engine.Costs;
using Tradewind.Domain.Engine.Orders;

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
    private decimal _dividends;
    private decimal _interest;

    /// <summary>The sums so far.</summary>
    public BacktestCosts Current => new(
        _commission, _slippage, _spread, _impact, _slippageInPrices, _moneyTraded, _borrow, _funding, _dividends, _interest);

    /// <summary>Adds a charge for holding.</summary>
    public void Add(in FinancingCharge charge)
    {
        switch (charge.Kind)
        {
            case FinancingKind.Borrow:
                _borrow += charge.Amount;
                break;
            case FinancingKind.Funding:
                _funding += charge.Amount;
                break;
            case FinancingKind.Dividend:
                _dividends += charge.Amount;
                break;
            case FinancingKind.Interest:
                _interest += charge.Amount;
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(charge), charge.Kind, "Unknown kind of charge.");
        }
    }

    /// <summary>Adds a fill.</summary>
    public void Add(Fill fill)
    {
        FillCost cost = fill.Cost;
        _commission += cost.Commission;
        if (cost.Total != cost.Commission)
        {
            _slippage += cost.Slippage;
            _spread += cost.Spread;
            _impact += cost.Impact;
        }

        if (fill.Price != fill.RawPrice)
        {
            _slippageInPrices += fill.SlippageInPrice;
        }

        _moneyTraded += Money.Traded(fill.Price, fill.Quantity, fill.Multiplier);
    }
}
