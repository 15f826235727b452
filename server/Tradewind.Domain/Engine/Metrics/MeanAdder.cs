using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Tradewind.Domain.Engine.Metrics;

/// <summary>
/// Adds a mean up, tile by tile; every tile but the last holds a multiple of eight values. Sums hold distances from the first value, so that
/// equal values have exactly that mean.
/// </summary>
/// <param name="anchor">The first value.</param>
internal struct MeanAdder(double anchor)
{
    private Vector512<double> _sums;
    private double _rest;
    private long _count;

    /// <summary>The mean; NaN for none.</summary>
    public readonly double Mean => anchor + (Lanes8.Sum(_sums) + _rest) / _count;

    /// <summary>Adds values.</summary>
    public void Add(ReadOnlySpan<double> values)
    {
        ReadOnlySpan<Vector512<double>> lanes = MemoryMarshal.Cast<double, Vector512<double>>(values);
        (Vector512<double> sums, Vector512<double> anchors) = (_sums, Vector512.Create(anchor));
        foreach (Vector512<double> lane in lanes)
        {
            sums += lane - anchors;
        }

        foreach (double value in values[(lanes.Length * Vector512<double>.Count)..])
        {
            _rest += value - anchor;
        }

        (_sums, _count) = (sums, _count + values.Length);
    }
}
