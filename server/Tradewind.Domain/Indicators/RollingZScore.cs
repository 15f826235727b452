using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Tradewind.Domain.Indicators;

/// <summary>
/// (x − mean)/(SD + floor) over the last n rows, sample deviation; 0 where all values are equal. First valid row n − 1.
/// </summary>
public struct RollingZScore : IIndicator
{
    /// <summary>Added to the deviation; part of the published definition of the cross-asset columns.</summary>
    public const double Floor = 1e-8;

    private readonly double _floor;
    private RollingDeviation _window;

    /// <summary>Creates the score.</summary>
    /// <param name="window">n, at least 2.</param>
    /// <param name="floor">Added to the deviation, positive.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is out of range.</exception>
    public RollingZScore(int window, double floor = Floor)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(floor);
        (_window, _floor) = (new RollingDeviation(window), floor);
    }

    /// <inheritdoc />
    public double Update(double value)
    {
        double deviation = _window.Update(value);
        return Lanes.Map(new ScoreStep(_floor), value, _window.Mean, deviation);
    }

    static void IIndicator.Fold<T>(ref T indicator, ReadOnlySpan<double> values, Span<double> output)
    {
        ref RollingZScore self = ref Unsafe.As<T, RollingZScore>(ref indicator);
        Span<double> buffer = stackalloc double[Lanes.Tile];
        for (int start = 0, rows; start < values.Length; start += rows)
        {
            rows = Math.Min(Lanes.Tile, values.Length - start);
            Span<double> deviations = output.Slice(start, rows);
            self._window.Update(values.Slice(start, rows), buffer[..rows], deviations);
            Lanes.Map(new ScoreStep(self._floor), values.Slice(start, rows), buffer, deviations, deviations);
        }
    }

    // Value, mean and deviation in, score out.
    private readonly struct ScoreStep(double floor) : IRowStep
    {
        private readonly Vector256<double> _floor = Vector256.Create(floor);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Vector256<double> Of(Vector256<double> first, Vector256<double> second, Vector256<double> third) =>
            Lanes.OrMissing((first - second) / (third + _floor));
    }
}
