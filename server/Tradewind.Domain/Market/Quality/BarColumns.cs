using System.Numerics;

namespace Tradewind.Domain.Market.Quality;

/// <summary>The bar columns a series has; an absent column takes part in no rule.</summary>
public readonly ref struct BarColumns
{
    private BarColumns(ReadOnlySpan<double> open, ReadOnlySpan<double> high, ReadOnlySpan<double> low, ReadOnlySpan<double> close, ReadOnlySpan<double> volume)
    {
        Open = open;
        High = high;
        Low = low;
        Close = close;
        Volume = volume;
    }

    /// <summary>First prices; empty where absent.</summary>
    public ReadOnlySpan<double> Open { get; }

    /// <summary>Highest prices; empty where absent.</summary>
    public ReadOnlySpan<double> High { get; }

    /// <summary>Lowest prices; empty where absent.</summary>
    public ReadOnlySpan<double> Low { get; }

    /// <summary>Last prices; empty where absent.</summary>
    public ReadOnlySpan<double> Close { get; }

    /// <summary>Volumes; empty where absent.</summary>
    public ReadOnlySpan<double> Volume { get; }

    /// <summary>Finds the bar columns among named columns of equal length.</summary>
    /// <param name="column">Values of a field, empty where the source has no such field.</param>
    public static BarColumns From(Func<string, ReadOnlyMemory<double>> column) => new(
        column("open").Span, column("high").Span, column("low").Span, column("close").Span, column("volume").Span);

    /// <summary>The bar columns of a series.</summary>
    public static BarColumns Of(InstrumentSeries series) =>
        From(field => series.HasField(field) ? series.Column(field) : ReadOnlyMemory<double>.Empty);

    /// <summary>
    /// First rule a row breaks, tried in the order bad price, contradiction, negative volume, zero volume, missing value. A comparison
    /// with NaN is false, so a row with a missing price can only break the last.
    /// </summary>
    public BarDefect DefectAt(int row)
    {
        (double open, double high, double low, double close) = (At(Open, row), At(High, row), At(Low, row), At(Close, row));
        double volume = At(Volume, row);
        if (open <= 0 || high <= 0 || low <= 0 || close <= 0)
        {
            return BarDefect.BadPrice;
        }

        if (Contradicts(open, high, low, close))
        {
            return BarDefect.OhlcViolation;
        }

        return volume < 0 ? BarDefect.NegativeVolume
            : volume == 0 ? BarDefect.ZeroVolume
            : IsMissing(Open, row) || IsMissing(High, row) || IsMissing(Low, row) || IsMissing(Close, row) || IsMissing(Volume, row) ? BarDefect.MissingValue
            : BarDefect.None;
    }

    /// <summary>
    /// Rows from <paramref name="row"/> on that break no rule and move by less than a quarter, looked at several at a time; what follows may
    /// or may not.
    /// </summary>
    internal int QuietRows(int row)
    {
        if (row == 0 || Open.IsEmpty || High.IsEmpty || Low.IsEmpty)
        {
            return 0;
        }

        (int start, Vector<double> down, Vector<double> up) = (row, new(0.75), new(1.25));
        for (; row <= Close.Length - Vector<double>.Count; row += Vector<double>.Count)
        {
            (Vector<double> open, Vector<double> high, Vector<double> low, Vector<double> close, Vector<double> before) =
                (new(Open[row..]), new(High[row..]), new(Low[row..]), new(Close[row..]), new(Close[(row - 1)..]));

            // A comparison with NaN is false, so a missing price is not quiet.
            Vector<long> quiet = Vector.GreaterThan(low, Vector<double>.Zero)
                & Vector.GreaterThanOrEqual(open, low) & Vector.GreaterThanOrEqual(close, low)
                & Vector.GreaterThanOrEqual(high, open) & Vector.GreaterThanOrEqual(high, close)
                & Vector.GreaterThanOrEqual(low, open * down)
                & Vector.GreaterThanOrEqual(close, before * down) & Vector.LessThanOrEqual(close, before * up);
            if (!Volume.IsEmpty)
            {
                quiet &= Vector.GreaterThan(new Vector<double>(Volume[row..]), Vector<double>.Zero);
            }

            if (!Vector.EqualsAll(quiet, Vector<long>.AllBitsSet))
            {
                break;
            }
        }

        return row - start;
    }

    private static bool Contradicts(double open, double high, double low, double close) =>
        high < low || high < open || high < close || low > open || low > close;

    private static double At(ReadOnlySpan<double> values, int row) => values.IsEmpty ? double.NaN : values[row];

    private static bool IsMissing(ReadOnlySpan<double> values, int row) => !values.IsEmpty && double.IsNaN(values[row]);
}
