using Tradewind.Domain.Engine.Accounts;
using Tradewind.Domain.Engine.Backtest.Rows;
using Tradewind.Domain.Engine.Costs;

namespace Tradewind.Domain.Engine.Backtest;

/// <summary>Adds up what fills cost.</summary>
internal sealed class CostSums
{
    private Amount _commission;
    private Amount _slippage;
    private Amount _spread;
    private Amount _impact;
    private decimal _slippageInPrices;
    private Amount _moneyTraded;
    private Amount _borrow;
    private Amount _funding;
    private Amount _dividends;
    private Amount _interest;

    /// <summary>The sums so far.</summary>
    public BacktestCosts Current => new(
        _commission.Value, _slippage.Value, _spread.Value, _impact.Value, _slippageInPrices, _moneyTraded.Value, _borrow.Value, _funding.Value,
        _dividends.Value, _interest.Value);

    /// <summary>Adds a charge for holding.</summary>
    public void Add(in FinancingCharge charge)
    {
        Amount amount = Amount.Of(charge.Amount);
        switch (charge.Kind)
        {
            case FinancingKind.Borrow:
                _borrow += amount;
                break;
            case FinancingKind.Funding:
                _funding += amount;
                break;
            case FinancingKind.Dividend:
                _dividends += amount;
                break;
            case FinancingKind.Interest:
                _interest += amount;
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(charge), charge.Kind, "Unknown kind of charge.");
        }
    }

    /// <summary>Adds a fill.</summary>
    /// <param name="fill">The fill.</param>
    /// <param name="cost">What it cost.</param>
    /// <param name="worth">Its price × quantity × multiplier.</param>
    public void Add(in FillRow fill, in FillCost cost, Amount worth)
    {
        _commission += Amount.Of(cost.Commission);
        if (!cost.HasFeesOnly)
        {
            _slippage += Amount.Of(cost.Slippage);
            _spread += Amount.Of(cost.Spread);
            _impact += Amount.Of(cost.Impact);
        }

        if (fill.IsSlipped)
        {
            _slippageInPrices += Money.Worth(Math.Abs(fill.Price - fill.RawPrice), fill.Quantity, fill.Multiplier);
        }

        _moneyTraded += worth.Size;
    }
}
