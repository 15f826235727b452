using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Tradewind.Domain.Engine.Metrics;

/// <summary>Squared correlation of ln equity with the index, tile by tile; every tile but the last holds a multiple of eight points.</summary>
internal struct LogTrend
{
    private readonly double _anchor;
    private readonly double _middle;
    private readonly double _count;
    private Vector512<double> _sums;
    private Vector512<double> _squares;
    private Vector512<double> _products;
    private Vector512<double> _index;
    private double _sum;
    private double _square;
    private double _product;
    private int _row;

    /// <summary>Starts a curve.</summary>
    /// <param name="first">Its first point.</param>
    /// <param name="count">How many it has.</param>
    public LogTrend(double first, int count)
    {
        // Distances of the logarithms from the first one, and of the index from its mean, whose own sums are known.
        (_anchor, _middle, _count) = (Log(first), (count - 1) / 2.0, count);
        _index = Vector512.Create(0.0, 1, 2, 3, 4, 5, 6, 7) - Vector512.Create(_middle);
    }

    /// <summary>The squared correlation; NaN for a curve that is ever not positive.</summary>
    public readonly double Correlation
    {
        get
        {
            (double sum, double square, double product) =
                (Lanes8.Sum(_sums) + _sum, Lanes8.Sum(_squares) + _square, Lanes8.Sum(_products) + _product);
            return product * product / ((square - sum * sum / _count) * (_count * (_count * _count - 1) / 12));
        }
    }

    /// <summary>Adds points.</summary>
    public void Add(ReadOnlySpan<double> equity)
    {
        ReadOnlySpan<Vector512<double>> lanes = MemoryMarshal.Cast<double, Vector512<double>>(equity);
        (Vector512<double> sums, Vector512<double> squares, Vector512<double> products, Vector512<double> index) = (_sums, _squares, _products, _index);
        (Vector512<double> before, Vector512<double> log) = (Vector512<double>.Zero, Vector512.Create(double.NaN));
        foreach (Vector512<double> lane in lanes)
        {
            // A curve stays where it is for as long as nothing is held.
            if (!Vector512.EqualsAll(lane, before))
            {
                (before, log) = (lane, Vector512.Log(lane) - Vector512.Create(_anchor));
            }

            sums += log;
            squares += log * log;
            products += log * index;
            index += Vector512.Create((double)Vector512<double>.Count);
        }

        (_sums, _squares, _products, _index) = (sums, squares, products, index);
        int rest = lanes.Length * Vector512<double>.Count;
        for (int i = rest; i < equity.Length; i++)
        {
            double last = Log(equity[i]) - _anchor;
            (_sum, _square, _product) = (_sum + last, _square + last * last, _product + last * (_row + i - _middle));
        }

        _row += equity.Length;
    }

    private static double Log(double value) => Vector512.Log(Vector512.CreateScalar(value))[0];
}
