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
    // Arrays: rows are read one at a time, and each reading of a memory has to find out first what it is over.
    private readonly ArraySegment<long> _times;
    private readonly ArraySegment<long> _knownTimes;
    private readonly ArraySegment<double> _open;
    private readonly ArraySegment<double> _high;
    private readonly ArraySegment<double> _low;
    private readonly ArraySegment<double> _close;
    private readonly ArraySegment<double> _volume;
    private readonly ConcurrentDictionary<string, Lazy<double[]>> _indicators = new(StringComparer.Ordinal);
    private readonly ConcurrentBag<double[]> _rented = [];
    private long _indicatorBytes;

    private BarColumns(InstrumentSeries series)
    {
        (_series, AllKnownTimes, _knownTimes) = (series, series.AvailableTimes, ArrayOf(series.AvailableTimes));
        (_times, _open, _high, _low, _close) =
            (ArrayOf(series.Times), ArrayOf(series.Column("open")), ArrayOf(series.Column("high")), ArrayOf(series.Column("low")), ArrayOf(series.Column("close")));
        _volume = series.HasField("volume") ? ArrayOf(series.Column("volume")) : [];
    }

    /// <summary>Number of bars.</summary>
    public int Count => _series.Count;

    /// <summary>When each bar opens.</summary>
    public ReadOnlySpan<long> Times => _times.AsSpan();

    /// <summary>First prices.</summary>
    public ReadOnlySpan<double> Open => _open.AsSpan();

    /// <summary>Highest prices.</summary>
    public ReadOnlySpan<double> High => _high.AsSpan();

    /// <summary>Lowest prices.</summary>
    public ReadOnlySpan<double> Low => _low.AsSpan();

    /// <summary>Last prices.</summary>
    public ReadOnlySpan<double> Close => _close.AsSpan();

    /// <summary>When each bar becomes known, strictly ascending, UNIX nanoseconds.</summary>
    public ReadOnlySpan<long> KnownTimes => _knownTimes.AsSpan();

    /// <summary>The same for a result that outlives the columns.</summary>
    public ReadOnlyMemory<long> AllKnownTimes { get; }

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
        Times[row], Open[row], High[row], Low[row], Close[row], VolumeAt(row));

    /// <summary>Volume of one bar; NaN where it is not known.</summary>
    public double VolumeAt(int row) => _volume.Count == 0 ? double.NaN : _volume[row];

    /// <summary>What a market order decided at a row meets; null at the last one.</summary>
    public NextOpen? After(int row)
    {
        int next = row + 1;
        return next < Count ? new NextOpen(Times[next], KnownTimes[next], Open[next], VolumeAt(next)) : null;
    }

    /// <summary>First row that becomes known after a time.</summary>
    public int FirstKnownAfter(long time)
    {
        int found = KnownTimes.BinarySearch(time);
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
        ReadOnlySpan<double> open = Open;
        ReadOnlySpan<double> high = High;
        ReadOnlySpan<double> low = Low;
        ReadOnlySpan<double> close = Close;
        ReadOnlySpan<double> volume = _volume.AsSpan();
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

    private static ArraySegment<T> ArrayOf<T>(ReadOnlyMemory<T> column) =>
        MemoryMarshal.TryGetArray(column, out ArraySegment<T> array) ? array : new ArraySegment<T>(column.ToArray());

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
