using Tradewind.Domain.Errors;

namespace Tradewind.Domain.Engine;

/// <summary>Turns the direction of a signal into a target position.</summary>
public sealed record PositionSizing
{
    /// <summary>How. Default a fixed quantity.</summary>
    public SizingMode Mode { get; init; }

    /// <summary>Quantity of <see cref="SizingMode.FixedQuantity"/>, positive, in lots. Default 1.</summary>
    public decimal Quantity { get; init; } = 1m;

    /// <summary>
    /// Share of equity of <see cref="SizingMode.FractionOfEquity"/> for each instrument, positive; above 1 is leverage. The quantity is
    /// cut down to whole lots. Default 1.
    /// </summary>
    public double Fraction { get; init; } = 1;

    /// <summary>Largest position of the strategy in one instrument; null for none. Default 10 for a fixed quantity.</summary>
    public decimal? MaxPosition { get; init; } = 10m;

    /// <summary>A fixed quantity, at most 10.</summary>
    public static PositionSizing Fixed(decimal quantity) => new() { Quantity = quantity };

    /// <summary>A share of equity per instrument, with no cap of its own.</summary>
    public static PositionSizing EquityFraction(double fraction) =>
        new() { Mode = SizingMode.FractionOfEquity, Fraction = fraction, MaxPosition = null };

    /// <summary>Quantity before caps, cut down to the lot, never negative.</summary>
    /// <param name="equity">Equity of the account.</param>
    /// <param name="price">Last close.</param>
    /// <param name="multiplier">Money per price point and unit.</param>
    /// <param name="lot">Lot size.</param>
    public decimal QuantityFor(double equity, double price, decimal multiplier, decimal lot)
    {
        if (Mode == SizingMode.FixedQuantity)
        {
            return Quantity;
        }

        double unit = Math.Abs(price) * (double)multiplier;
        double lots = unit > 0 && equity > 0 ? Math.Floor(equity * Fraction / unit / (double)lot + 1e-9) : 0;
        // Beyond this a decimal could overflow; no real position is near it.
        return (decimal)Math.Min(lots, 1e18) * lot;
    }

    /// <summary>Lists what is wrong, with paths below <paramref name="path"/>.</summary>
    public IEnumerable<FieldViolation> Violations(string path)
    {
        if (Quantity <= 0)
        {
            yield return new FieldViolation($"{path}.quantity", $"must be above 0, was {Quantity}.");
        }

        if (!(Fraction > 0) || !double.IsFinite(Fraction))
        {
            yield return new FieldViolation($"{path}.fraction", $"must be above 0, was {Fraction}.");
        }

        if (MaxPosition <= 0)
        {
            yield return new FieldViolation($"{path}.max_position", $"must be above 0, was {MaxPosition}.");
        }
    }
}
