namespace Tradewind.Domain.Engine.Costs;

/// <summary>Cash costs of one fill in money, each zero or more.</summary>
/// <param name="Commission">Fees.</param>
/// <param name="Slippage">Slippage charged as a cost; zero when it is inside the price.</param>
/// <param name="Spread">Half spread.</param>
/// <param name="Impact">Market impact.</param>
public readonly record struct FillCost(decimal Commission, decimal Slippage, decimal Spread, decimal Impact)
{
    /// <summary>The same in another currency.</summary>
    /// <param name="rate">Money of it for one of this.</param>
    public FillCost Times(decimal rate) =>
        new(Money.Round(Commission * rate), Money.Round(Slippage * rate), Money.Round(Spread * rate), Money.Round(Impact * rate));

    /// <summary>Everything charged to cash.</summary>
    public decimal Total { get; } = Commission + Slippage + Spread + Impact;
}
