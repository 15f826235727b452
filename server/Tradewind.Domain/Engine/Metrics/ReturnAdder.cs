using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Tradewind.Domain.Engine.Metrics;

/// <summary>Adds <see cref="ReturnSums"/> up, tile by tile; every tile but the last holds a multiple of eight returns.</summary>
/// <param name="threshold">Return below which a shortfall counts.</param>
internal struct ReturnAdder(double threshold)
{
    private Vector512<double> _gains;
    private Vector512<double> _losses;
    private Vector512<double> _squares;
    private Vector512<double> _shortfalls;
    private ReturnSums _rest;

    /// <summary>The sums so far.</summary>
    public readonly ReturnSums Sums => new(
        Lanes8.Sum(_gains) + _rest.Gains, Lanes8.Sum(_losses) + _rest.Losses, Lanes8.Sum(_squares) + _rest.SquaredLosses,
        Lanes8.Sum(_shortfalls) + _rest.SquaredShortfalls);

    /// <summary>Adds returns.</summary>
    public void Add(ReadOnlySpan<double> returns)
    {
        ReadOnlySpan<Vector512<double>> lanes = MemoryMarshal.Cast<double, Vector512<double>>(returns);
        (Vector512<double> gains, Vector512<double> losses, Vector512<double> squares, Vector512<double> shortfalls) =
            (_gains, _losses, _squares, _shortfalls);
        Vector512<double> limit = Vector512.Create(threshold);
        foreach (Vector512<double> lane in lanes)
        {
            Vector512<double> loss = Vector512.Min(lane, Vector512<double>.Zero);
            Vector512<double> shortfall = Vector512.Min(lane - limit, Vector512<double>.Zero);
            gains += Vector512.Max(lane, Vector512<double>.Zero);
            losses -= loss;
            squares += loss * loss;
            shortfalls += shortfall * shortfall;
        }

        foreach (double value in returns[(lanes.Length * Vector512<double>.Count)..])
        {
            (double loss, double shortfall) = (Math.Min(value, 0), Math.Min(value - threshold, 0));
            _rest = new ReturnSums(
                _rest.Gains + Math.Max(value, 0), _rest.Losses - loss, _rest.SquaredLosses + loss * loss, _rest.SquaredShortfalls + shortfall * shortfall);
        }

        (_gains, _losses, _squares, _shortfalls) = (gains, losses, squares, shortfalls);
    }
}
