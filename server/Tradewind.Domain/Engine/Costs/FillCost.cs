namespace Tradewind.Domain.Engine.Costs;

/// <summary>Cash costs of one fill in money, each zero or more.</summary>
public readonly record struct FillCost
{
    /// <summary>Costs of a fill.</summary>
    /// <param name="commission">Fees.</param>
    /// <param name="slippage">Slippage charged as a cost; zero when it is inside the price.</param>
    /// <param name="spread">Half spread.</param>
    /// <param name="impact">Market impact.</param>
    public FillCost(decimal commission, decimal slippage, decimal spread, decimal impact) =>
        (Commission, Slippage, Spread, Impact, Total, HasFeesOnly) =
            (commission, slippage, spread, impact, commission + slippage + spread + impact, slippage == 0 && spread == 0 && impact == 0);

    /// <summary>Fees alone.</summary>
    public FillCost(decimal commission) => (Commission, Total, HasFeesOnly) = (commission, commission, true);

    /// <summary>Fees.</summary>
    public decimal Commission { get; }

    /// <summary>Slippage charged as a cost; zero when it is inside the price.</summary>
    public decimal Slippage { get; }

    /// <summary>Half spread.</summary>
    public decimal Spread { get; }

    /// <summary>Market impact.</summary>
    public decimal Impact { get; }

    /// <summary>The same in another currency.</summary>
    /// <param name="rate">Money of it for one of this.</param>
    public FillCost Times(decimal rate) =>
        new(Money.Round(Commission * rate), Money.Round(Slippage * rate), Money.Round(Spread * rate), Money.Round(Impact * rate));

    /// <summary>Everything charged to cash.</summary>
    public decimal Total { get; }

    /// <summary>True where nothing but fees was charged, as everywhere without a cost model.</summary>
    internal bool HasFeesOnly { get; }
}
