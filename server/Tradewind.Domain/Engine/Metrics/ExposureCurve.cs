using Tradewind.Domain.Engine.Orders;
using Tradewind.Domain.Market;

namespace Tradewind.Domain.Engine.Metrics;

/// <summary>Worth of positions over equity at each point of an equity curve: quantity × last known close × multiplier.</summary>
public sealed class ExposureCurve
{
    private ExposureCurve(double[] longs, double[] shorts) => (Long, Short) = (longs, shorts);

    /// <summary>Long positions over equity, 0 or more; NaN where a position has no price yet or equity is not positive.</summary>
    public ReadOnlyMemory<double> Long { get; }

    /// <summary>Short positions over equity, 0 or less; NaN as above.</summary>
    public ReadOnlyMemory<double> Short { get; }

    /// <summary>Long and short positions over equity.</summary>
    public ReadOnlyMemory<double> Net => Combined(static (bought, sold) => bought + sold);

    /// <summary>Sizes of all positions over equity.</summary>
    public ReadOnlyMemory<double> Gross => Combined(static (bought, sold) => bought - sold);

    /// <summary>Measures what fills held.</summary>
    /// <param name="times">Time of each equity point, ascending, UNIX nanoseconds.</param>
    /// <param name="equity">Equity at each.</param>
    /// <param name="fills">Fills in order.</param>
    /// <param name="bars">Series with closes of every instrument filled.</param>
    public static ExposureCurve Of(ReadOnlySpan<long> times, ReadOnlySpan<double> equity, IReadOnlyList<Fill> fills, IReadOnlyList<InstrumentSeries> bars)
    {
        ArgumentNullException.ThrowIfNull(fills);
        ArgumentNullException.ThrowIfNull(bars);
        (double[] longs, double[] shorts) = (new double[times.Length], new double[times.Length]);
        foreach (IGrouping<string, Fill> filled in fills.GroupBy(fill => fill.Instrument, StringComparer.Ordinal))
        {
            InstrumentSeries? series = bars.FirstOrDefault(one => one.Instrument.Id == filled.Key);
            Add([.. filled], series, times, longs, shorts);
        }

        for (int i = 0; i < times.Length; i++)
        {
            double worth = equity[i] > 0 ? equity[i] : double.NaN;
            (longs[i], shorts[i]) = (longs[i] / worth, shorts[i] / worth);
        }

        return new ExposureCurve(longs, shorts);
    }

    private static void Add(Fill[] fills, InstrumentSeries? series, ReadOnlySpan<long> times, double[] longs, double[] shorts)
    {
        ReadOnlySpan<double> closes = series is null ? default : series.Column("close").Span;
        (int fill, int row, double quantity, double close) = (0, 0, 0, double.NaN);
        for (int i = 0; i < times.Length; i++)
        {
            for (; fill < fills.Length && fills[fill].Time <= times[i]; fill++)
            {
                quantity = (double)(fills[fill].PositionAfter * fills[fill].Multiplier);
            }

            for (; series is not null && row < closes.Length && series.AvailableAt(row) <= times[i]; row++)
            {
                close = double.IsNaN(closes[row]) ? close : closes[row];
            }

            // Prices may be negative; the sign is that of what is held.
            double size = quantity == 0 ? 0 : quantity * Math.Abs(close);
            (longs[i], shorts[i]) = (longs[i] + (size < 0 ? 0 : size), shorts[i] + (size < 0 ? size : double.IsNaN(size) ? size : 0));
        }
    }

    private double[] Combined(Func<double, double, double> combine)
    {
        double[] values = new double[Long.Length];
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = combine(Long.Span[i], Short.Span[i]);
        }

        return values;
    }
}
