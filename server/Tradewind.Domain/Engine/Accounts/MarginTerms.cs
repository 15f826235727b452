using Tradewind.Domain.Errors;
using Tradewind.Domain.Market;

namespace Tradewind.Domain.Engine.Accounts;

/// <summary>Which part of a position's value the account must hold.</summary>
public sealed record MarginTerms
{
    /// <summary>Fraction of the value needed to open, in (0, 1]; null for the usual one of the asset class.</summary>
    public double? InitialFraction { get; init; }

    /// <summary>
    /// Fraction below which positions are liquidated, in (0, 1] and not above the initial one; null for the usual one of the asset class, at
    /// most the initial one.
    /// </summary>
    public double? MaintenanceFraction { get; init; }

    /// <summary>Fraction needed to open a position.</summary>
    public double InitialOf(Instrument instrument) => InitialFraction ?? Usual(instrument).Initial;

    /// <summary>Fraction needed to keep it.</summary>
    public double MaintenanceOf(Instrument instrument) => MaintenanceFraction ?? Math.Min(Usual(instrument).Maintenance, InitialOf(instrument));

    /// <summary>Lists what is wrong, with paths below <paramref name="path"/>.</summary>
    public IEnumerable<FieldViolation> Violations(string path)
    {
        if (InitialFraction is not (null or (> 0 and <= 1)))
        {
            yield return new FieldViolation($"{path}.initial_fraction", "must be a fraction in (0, 1], e.g. 0.1.");
        }

        if (MaintenanceFraction is not (null or (> 0 and <= 1)) || MaintenanceFraction > InitialFraction)
        {
            yield return new FieldViolation($"{path}.maintenance_fraction", "must be a fraction in (0, 1], not above the initial one.");
        }
    }

    // Futures as in the execution specification; the rest as brokers of each market commonly ask.
    private static (double Initial, double Maintenance) Usual(Instrument instrument) => instrument.AssetClass switch
    {
        AssetClass.CommodityFuture or AssetClass.Rate => (0.10, 0.08),
        AssetClass.CryptoPerpetual or AssetClass.CryptoFuture => (0.10, 0.05),
        AssetClass.Fx => (0.05, 0.04),
        _ => (0.50, 0.25),
    };
}
