using System.Collections.Immutable;
using Tradewind.Domain.Errors;
using Tradewind.Domain.Market;

namespace Tradewind.Domain.Engine.Accounts;

/// <summary>
/// The cash dividends of a session. They are announced before their ex-dates, so a schedule holds nothing an account could not know. Prices
/// must be those that traded: in prices adjusted for dividends they are contained already.
/// </summary>
/// <param name="Dividends">Dividends; those of an instrument at ascending ex-dates.</param>
public sealed record DividendSchedule(ImmutableArray<CashDividend> Dividends)
{
    /// <summary>Every dividend, for the hash of lineage.</summary>
    public override string ToString() => string.Join("; ", Dividends);

    /// <summary>The dividends in a field of a series: values above 0, at the start of the UTC day they are stamped with.</summary>
    /// <param name="series">Series with the amounts; other days are 0 or missing.</param>
    /// <param name="field">Field with money per unit.</param>
    /// <param name="instrument">Id of the instrument that pays them.</param>
    /// <exception cref="InvalidInputException">Reason <c>DIVIDEND_INVALID</c>: an amount is negative or no decimal.</exception>
    public static IEnumerable<CashDividend> Of(InstrumentSeries series, string field, string instrument)
    {
        ArgumentNullException.ThrowIfNull(series);
        ReadOnlyMemory<double> amounts = series.Column(field);
        for (int row = 0; row < series.Count; row++)
        {
            double amount = amounts.Span[row];
            if (amount is < 0 or > LastBars.LargestPrice)
            {
                throw new InvalidInputException(
                    "DIVIDEND_INVALID", $"dividends[{instrument}]", $"{field} is {amount} on {UnixTime.Format(series.Times.Span[row])}; it must be money per unit, 0 or more.");
            }

            if (amount > 0)
            {
                yield return new CashDividend(instrument, UnixTime.StartOfDay(series.Times.Span[row]), (decimal)amount);
            }
        }
    }

    /// <summary>Lists what is wrong, with paths below <paramref name="path"/>.</summary>
    public IEnumerable<FieldViolation> Violations(string path)
    {
        Dictionary<string, long> last = new(StringComparer.Ordinal);
        for (int i = 0; i < Dividends.Length; i++)
        {
            CashDividend dividend = Dividends[i];
            if (dividend.Amount is not (> 0 and <= 1e15m))
            {
                yield return new FieldViolation($"{path}[{i}].amount", "must be above 0 and at most 1e15.");
            }

            if (last.TryGetValue(dividend.Instrument, out long before) && dividend.ExTime <= before)
            {
                yield return new FieldViolation($"{path}[{i}].ex_time", $"must be after the dividend of {dividend.Instrument} before.");
            }

            last[dividend.Instrument] = dividend.ExTime;
        }
    }
}
