using System.Collections.Immutable;
using Tradewind.Domain.Market;

namespace Tradewind.Domain.Engine.Metrics;

/// <summary>Returns by calendar month and year.</summary>
public static class MonthlyReturns
{
    /// <summary>
    /// Months that have a point, in order; the first is measured from the first point. A point belongs to the period that ends at it:
    /// equity at 00:00 of the first of a month is the close of the month before. Months without a point are left out.
    /// </summary>
    public static ImmutableArray<MonthlyReturn> Of(ReadOnlySpan<long> times, ReadOnlySpan<double> equity)
    {
        ImmutableArray<MonthlyReturn>.Builder months = ImmutableArray.CreateBuilder<MonthlyReturn>();
        if (equity.IsEmpty)
        {
            return [];
        }

        double start = equity[0];
        for (int i = 0; i < equity.Length; i++)
        {
            DateOnly date = UnixTime.ToDate(times[i] - 1);
            bool last = i == equity.Length - 1 || UnixTime.ToDate(times[i + 1] - 1) is var next && (next.Year, next.Month) != (date.Year, date.Month);
            if (last)
            {
                months.Add(new MonthlyReturn(date.Year, date.Month, (equity[i] / start - 1) * 100));
                start = equity[i];
            }
        }

        return months.ToImmutable();
    }

    /// <summary>Return of a year in percent: its months compounded; null for a year without months.</summary>
    public static double? Year(IEnumerable<MonthlyReturn> months, int year)
    {
        double growth = 1;
        bool any = false;
        foreach (MonthlyReturn month in months.Where(month => month.Year == year))
        {
            growth *= 1 + month.ReturnPercent / 100;
            any = true;
        }

        return any ? (growth - 1) * 100 : null;
    }
}
