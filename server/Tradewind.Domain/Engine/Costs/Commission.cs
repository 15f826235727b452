using Tradewind.Domain.Market;

namespace Tradewind.Domain.Engine.Costs;

/// <summary>Fee schedule: quantity times a fixed amount, plus a fraction of the money traded.</summary>
/// <param name="PerContract">Money per unit of quantity, zero or more.</param>
/// <param name="Fraction">Fraction of |price| × quantity × multiplier, zero or more; 0.001 is ten basis points.</param>
public sealed record Commission(decimal PerContract, decimal Fraction)
{
    /// <summary>2.50 a contract: futures.</summary>
    public static readonly Commission Futures = new(2.50m, 0m);

    /// <summary>Ten basis points of the money traded: crypto takers.</summary>
    public static readonly Commission Crypto = new(0m, 0.001m);

    /// <summary>Nothing.</summary>
    public static readonly Commission None = new(0m, 0m);

    /// <summary>The usual schedule of an instrument: <see cref="Crypto"/> or <see cref="Futures"/>.</summary>
    public static Commission DefaultFor(Instrument instrument)
    {
        ArgumentNullException.ThrowIfNull(instrument);
        return instrument.AssetClass.IsCrypto() ? Crypto : Futures;
    }

    /// <summary>Fee of a fill in money.</summary>
    public decimal Of(decimal price, decimal quantity, decimal multiplier)
    {
        // Decimal products are what a fill costs most of its time: those with 0 and 1 are left out.
        decimal perUnit = PerContract == 0 ? 0 : quantity * PerContract;
        return Fraction == 0 ? perUnit : perUnit + Money.Traded(price, quantity, multiplier) * Fraction;
    }
}
