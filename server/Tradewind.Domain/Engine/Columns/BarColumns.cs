using System.Buffers;
using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Tradewind.Domain.Market;

namespace Tradewind.Domain.Engine.Columns;

/// <summary>
/// The bars of one instrument in an interval as columns, each of them complete and in order, with the indicators a strategy laid out over
/// them. Safe for many threads: the trials of a search share one. Its memory is rented; dispose it when nothing reads the columns any more.
/// </summary>
internal sealed class BarColumns : IDisposable
{
    // Beyond this an indicator is made for its run alone, so that a search over thousands of windows stays bounded.
    private const long MostIndicatorBytes = 256L << 20;
    private readonly InstrumentSeries _series;
    private readonly ReadOnlyMemory<double> _volume;
    private readonly ConcurrentDictionary<string, Lazy<double[]>> _indicators = new(StringComparer.Ordinal);
    private readonly ConcurrentBag<double[]> _rented = [];
    private long _indicatorBytes;

    private BarColumns(InstrumentSeries series)
    {
        (_series, KnownTimes) = (series, series.AvailableTimes);
        (Open, High, Low, Close) = (series.Column("open"), series.Column("high"), series.Column("low"), series.Column("close"));
        _volume = series.HasField("volume") ? series.Column("volume") : default;
    }

    /// <summary>Number of bars.</summary>
    public int Count => _series.Count;

    /// <summary>When each bar opens.</summary>
    public ReadOnlyMemory<long> Times => _series.Times;

    /// <summary>First prices.</summary>
    public ReadOnlyMemory<double> Open { get; }

    /// <summary>Highest prices.</summary>
    public ReadOnlyMemory<double> High { get; }

    /// <summary>Lowest prices.</summary>
    public ReadOnlyMemory<double> Low { get; }

    /// <summary>Last prices.</summary>
    public ReadOnlyMemory<double> Close { get; }

    /// <summary>When each bar becomes known, strictly ascending, UNIX nanoseconds.</summary>
    public ReadOnlyMemory<long> KnownTimes { get; }

    /// <summary>
    /// Lays a series out; null where a bar is incomplete, out of range or not known after its own open and the bar before: such a history
    /// is run bar by bar, which completes bars and says what is wrong.
    /// </summary>
    public static BarColumns? Of(InstrumentSeries series, long start, long end, bool allowNonPositivePrices)
    {
        if (end <= start || !series.HasBars || !series.HasField("open") || !series.HasField("high") || !series.HasField("low"))
        {
            return null;
        }

        InstrumentSeries part = series.Between(start, end);
        BarColumns columns = new(part);
        return columns.PricesAreSound(allowNonPositivePrices) && AreKnownInOrder(part) ? columns : null;
    }

    /// <summary>One bar.</summary>
    public Bar At(int row) => new(
        _series.Times.Span[row], Open.Span[row], High.Span[row], Low.Span[row], Close.Span[row], VolumeAt(row));

    /// <summary>Volume of one bar; NaN where it is not known.</summary>
    public double VolumeAt(int row) => _volume.IsEmpty ? double.NaN : _volume.Span[row];

    /// <summary>First row that becomes known after a time.</summary>
    public int FirstKnownAfter(long time)
    {
        int found = KnownTimes.Span.BinarySearch(time);
        return found >= 0 ? found + 1 : ~found;
    }

    /// <summary>An indicator over all rows, made once for all who ask for it under the same name.</summary>
    /// <param name="name">Kernel, its parameters and its output: equal names are equal columns.</param>
    /// <param name="write">Writes its outputs, one value a row, the outputs one after another.</param>
    /// <param name="outputs">How many outputs it has.</param>
    public ReadOnlyMemory<double> Indicator(string name, Action<BarColumns, Span<double>> write, int outputs = 1)
    {
        int length = checked(outputs * Count);
        long bytes = (long)length * sizeof(double);
        if (!_indicators.ContainsKey(name) && Interlocked.Add(ref _indicatorBytes, bytes) > MostIndicatorBytes)
        {
            Interlocked.Add(ref _indicatorBytes, -bytes);
            double[] own = new double[length];
            write(this, own);
            return own;
        }

        Lazy<double[]> column = _indicators.GetOrAdd(name, _ => new Lazy<double[]>(() =>
        {
            double[] rented = ArrayPool<double>.Shared.Rent(length);
            _rented.Add(rented);
            write(this, rented.AsSpan(0, length));
            return rented;
        }));
        return column.Value.AsMemory(0, length);
    }

    /// <inheritdoc />
    public void Dispose()
    {
        while (_rented.TryTake(out double[]? rented))
        {
            ArrayPool<double>.Shared.Return(rented);
        }
    }

    /// <summary>What the intake of the engine asks of a bar, for all bars at once.</summary>
    private bool PricesAreSound(bool allowNonPositivePrices)
    {
        double least = allowNonPositivePrices ? -SliceIntake.LargestPrice : double.Epsilon;
        ReadOnlySpan<double> open = Open.Span;
        ReadOnlySpan<double> high = High.Span;
        ReadOnlySpan<double> low = Low.Span;
        ReadOnlySpan<double> close = Close.Span;
        ReadOnlySpan<double> volume = _volume.Span;
        int vectors = Count / Vector512<double>.Count * Vector512<double>.Count;
        Vector512<double> sound = Vector512<double>.AllBitsSet;
        for (int i = 0; i < vectors; i += Vector512<double>.Count)
        {
            Vector512<double> highs = At(high, i), lows = At(low, i), opens = At(open, i), closes = At(close, i);
            // A NaN fails the comparisons of prices and passes that of the volume, as it should.
            sound &= Vector512.GreaterThanOrEqual(highs, Vector512.Max(opens, closes)) & Vector512.LessThanOrEqual(lows, Vector512.Min(opens, closes))
                & Vector512.LessThanOrEqual(highs, Vector512.Create(SliceIntake.LargestPrice)) & Vector512.GreaterThanOrEqual(lows, Vector512.Create(least));
            if (!volume.IsEmpty)
            {
                sound &= ~Vector512.LessThan(At(volume, i), Vector512<double>.Zero);
            }
        }

        bool all = sound.ExtractMostSignificantBits() == (1UL << Vector512<double>.Count) - 1;
        for (int i = vectors; i < Count; i++)
        {
            all &= high[i] >= Math.Max(open[i], close[i]) && low[i] <= Math.Min(open[i], close[i])
                && high[i] <= SliceIntake.LargestPrice && low[i] >= least && !(!volume.IsEmpty && volume[i] < 0);
        }

        return all;

        static Vector512<double> At(ReadOnlySpan<double> column, int row) =>
            Vector512.LoadUnsafe(ref MemoryMarshal.GetReference(column), (nuint)row);
    }

    private static bool AreKnownInOrder(InstrumentSeries series)
    {
        if (series is { Availability: Availability.Candle, KnownTimes.IsEmpty: true, Timeframe.IsMonth: false })
        {
            // Open times ascend strictly, so closes a fixed time later do as well.
            return true;
        }

        ReadOnlySpan<long> times = series.Times.Span;
        ReadOnlySpan<long> known = series.AvailableTimes.Span;
        long before = long.MinValue;
        for (int i = 0; i < known.Length; i++)
        {
            if (known[i] <= before || known[i] <= times[i])
            {
                return false;
            }

            before = known[i];
        }

        return true;
    }
}
