using System.Buffers;
using Tradewind.Domain.Engine.Recording;

namespace Tradewind.Domain.Engine.Backtest;

/// <summary>
/// Times and equity of a run in two columns. Where the times are known beforehand only equity is written, into memory the result takes over;
/// else both grow as needed, in rented memory: dispose it when it was read.
/// </summary>
internal sealed class EquityColumn : IDisposable
{
    private const int FirstCapacity = 1024;
    private readonly LedgerHash _hash;
    private long[] _times = ArrayPool<long>.Shared.Rent(FirstCapacity);
    private double[] _values = ArrayPool<double>.Shared.Rent(FirstCapacity);
    private ReadOnlyMemory<long> _known;
    private bool _owned;

    // Points from here on with an open position are not in the hash yet.
    private int _openFrom;
    private int _openTo;

    public EquityColumn(LedgerHash hash) => _hash = hash;

    /// <summary>Number of points.</summary>
    public int Count { get; private set; }

    /// <summary>Points with an open position.</summary>
    public int CountOpen { get; private set; }

    /// <summary>Known time of each point.</summary>
    public ReadOnlyMemory<long> Times => _known.IsEmpty ? _times.AsMemory(0, Count) : _known[..Count];

    /// <summary>Equity at each point.</summary>
    public ReadOnlyMemory<double> Values => _values.AsMemory(0, Count);

    /// <summary>Says beforehand which points will be added, all of them or the first ones.</summary>
    /// <param name="times">Known time of each.</param>
    /// <param name="keeps">Whether the curve outlives this column.</param>
    public void Expect(ReadOnlyMemory<long> times, bool keeps)
    {
        _known = times;
        ArrayPool<double>.Shared.Return(_values);
        _owned = keeps;
        _values = keeps ? GC.AllocateUninitializedArray<double>(times.Length) : ArrayPool<double>.Shared.Rent(times.Length);
    }

    /// <summary>The curve for a result that outlives this column; nothing may be added any more.</summary>
    public (ReadOnlyMemory<long> Times, ReadOnlyMemory<double> Values) Keep() =>
        _owned ? (Times, Values) : (Times.ToArray(), Values.ToArray());

    /// <summary>Adds a point; one with the time of the last replaces it.</summary>
    public void Add(in EquityPoint point)
    {
        if (Count > 0 && Times.Span[^1] == point.Time)
        {
            Flush();
            CountOpen += Math.Sign(point.OpenPositions) - (_openTo == Count && _openTo > 0 ? 1 : 0);
            _values[Count - 1] = point.Equity;
            _hash.OnEquity(point);
            return;
        }

        Append([point.Time], point.OpenPositions)[0] = point.Equity;
    }

    /// <summary>Makes room for points; the caller writes their equity into the span before it makes any other call.</summary>
    /// <param name="times">Known time of each.</param>
    /// <param name="openPositions">Instruments with a position at all of them.</param>
    public Span<double> Append(ReadOnlySpan<long> times, int openPositions)
    {
        (int from, int to) = (Count, Count + times.Length);
        if (!times.IsEmpty)
        {
            _hash.CountPoints(times.Length, times[^1]);
        }

        if (_known.IsEmpty)
        {
            if (to > Math.Min(_values.Length, _times.Length))
            {
                (_times, _values) = (Larger(_times, 2 * to), Larger(_values, 2 * to));
            }

            times.CopyTo(_times.AsSpan(from));
        }

        Count = to;
        if (openPositions > 0)
        {
            CountOpen += times.Length;
            if (_openTo != from)
            {
                Flush();
                _openFrom = from;
            }

            _openTo = to;
        }

        return _values.AsSpan(from, times.Length);
    }

    /// <summary>Brings the hash up to the last point.</summary>
    public void Flush()
    {
        _hash.AddOpenEquity(_values.AsSpan(_openFrom, _openTo - _openFrom));
        _openFrom = _openTo;
    }

    /// <inheritdoc />
    public void Dispose()
    {
        ArrayPool<long>.Shared.Return(_times);
        if (!_owned)
        {
            ArrayPool<double>.Shared.Return(_values);
        }

        (_times, _values, Count) = ([], [], 0);
    }

    private T[] Larger<T>(T[] column, int points)
    {
        T[] larger = ArrayPool<T>.Shared.Rent(points);
        column.AsSpan(0, Count).CopyTo(larger);
        ArrayPool<T>.Shared.Return(column);
        return larger;
    }
}
