using System.Globalization;
using Tradewind.Domain.Errors;
using Tradewind.Domain.Market;

namespace Tradewind.Domain.Engine.Accounts;

/// <summary>
/// Interest on the balance of an account over a year of 365 days. The balance is cash less what open positions were paid for with: shares,
/// bonds and coins are paid in full, and sold short they bring money in; futures, swaps and currencies only move cash by what is realised.
/// </summary>
public sealed record InterestTerms
{
    /// <summary>Annual rate received on a balance above 0, a fraction in [-0.5, 10]. Default 0.</summary>
    public double CreditRate { get; init; }

    /// <summary>Annual rate paid on a balance below 0, a fraction in [-0.5, 10]. Default 0.</summary>
    public double DebitRate { get; init; }

    /// <summary>True where buying takes the whole value from the balance.</summary>
    public static bool IsPaidInFull(AssetClass assetClass) => assetClass is AssetClass.Equity or AssetClass.CreditBond or AssetClass.CryptoSpot;

    /// <summary>Both rates, for the hash of lineage.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{CreditRate:R} {DebitRate:R}");

    /// <summary>Lists what is wrong, with paths below <paramref name="path"/>.</summary>
    public IEnumerable<FieldViolation> Violations(string path)
    {
        (string Name, double Rate)[] rates = [("credit_rate", CreditRate), ("debit_rate", DebitRate)];
        return rates.Where(rate => rate.Rate is not (>= -0.5 and <= 10))
            .Select(rate => new FieldViolation($"{path}.{rate.Name}", "must be an annual fraction in [-0.5, 10], e.g. 0.04."));
    }
}
