using System.Collections.Immutable;
using System.Globalization;
using Tradewind.Domain.Errors;

namespace Tradewind.Domain.Engine.Accounts;

/// <summary>
/// What borrowing for short positions costs: an annual fraction of their market value, over a year of 365 days. Nobody borrows a future or
/// a perpetual: where a book mixes them with shares, give rates by instrument.
/// </summary>
public sealed record BorrowTerms
{
    /// <summary>Annual fee as a fraction for every instrument without a rate of its own, in [0, 10]. Default 0.</summary>
    public double AnnualFraction { get; init; }

    /// <summary>Annual fee by instrument id.</summary>
    public ImmutableSortedDictionary<string, double> ByInstrument { get; init; } = ImmutableSortedDictionary.Create<string, double>(StringComparer.Ordinal);

    /// <summary>Annual fee of an instrument.</summary>
    public double Of(string instrument) => ByInstrument.GetValueOrDefault(instrument, AnnualFraction);

    /// <summary>Every value, for the hash of lineage.</summary>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{AnnualFraction:R}; {string.Join(", ", ByInstrument.Select(pair => string.Create(CultureInfo.InvariantCulture, $"{pair.Key}={pair.Value:R}")))}");

    /// <summary>Lists what is wrong, with paths below <paramref name="path"/>.</summary>
    public IEnumerable<FieldViolation> Violations(string path)
    {
        const string Need = "must be an annual fraction in [0, 10], e.g. 0.03.";
        if (!IsRate(AnnualFraction))
        {
            yield return new FieldViolation($"{path}.annual_fraction", Need);
        }

        foreach ((string instrument, double rate) in ByInstrument)
        {
            if (!IsRate(rate))
            {
                yield return new FieldViolation($"{path}.by_instrument[{instrument}]", Need);
            }
        }
    }

    private static bool IsRate(double rate) => rate is >= 0 and <= 10;
}
