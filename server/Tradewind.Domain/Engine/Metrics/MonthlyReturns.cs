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
        for (int first = 0; first < equity.Length;)
        {
            DateOnly date = UnixTime.ToDate(times[first] - 1);
            DateOnly next = new DateOnly(date.Year, date.Month, 1).AddMonths(1);
            // The point at 00:00 of the next month is the last of this one.
            int end = times.BinarySearch(UnixTime.FromDate(next) + 1);
            end = end < 0 ? ~end : end;
            months.Add(new MonthlyReturn(date.Year, date.Month, (equity[end - 1] / start - 1) * 100));
            (start, first) = (equity[end - 1], end);
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
