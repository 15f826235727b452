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
    /// <param name="traded">|price| × quantity × multiplier.</param>
    /// <param name="quantity">Quantity, positive.</param>
    public decimal Of(decimal traded, decimal quantity)
    {
        // Decimal arithmetic is what a fill costs most of its time: what comes to nothing is left out.
        if (PerContract == 0)
        {
            return Fraction == 0 ? 0 : traded * Fraction;
        }

        decimal perUnit = quantity * PerContract;
        return Fraction == 0 ? perUnit : perUnit + traded * Fraction;
    }
}
