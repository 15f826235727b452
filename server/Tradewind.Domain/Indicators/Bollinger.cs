using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Tradewind.Domain.Indicators;

/// <summary>
/// Bollinger bands: mean of the last n rows plus and minus k deviations, and the position of the value between them (0 at the lower,
/// 1 at the upper band; NaN when all values are equal). First valid row n − 1.
/// </summary>
/// <remarks>Bollinger, Bollinger on Bollinger Bands, 2001; he divides by n, the default here is the sample deviation.</remarks>
public struct Bollinger : IIndicator
{
    private readonly double _width;
    private RollingDeviation _window;

    /// <summary>Creates the bands.</summary>
    /// <param name="window">Rows, at least 2.</param>
    /// <param name="width">k, deviations from the mean to a band, positive.</param>
    /// <param name="degreesOfFreedomLost">1 for the sample deviation, 0 for the textbook one.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is out of range.</exception>
    public Bollinger(int window, double width = 2, int degreesOfFreedomLost = 1)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(width);
        (_window, _width) = (new RollingDeviation(window, degreesOfFreedomLost), width);
    }

    /// <summary>Mean plus k deviations.</summary>
    public double Upper { get; private set; }

    /// <summary>Mean.</summary>
    public double Middle { get; private set; }

    /// <summary>Mean minus k deviations.</summary>
    public double Lower { get; private set; }

    /// <summary>(value − lower)/(upper − lower).</summary>
    public double Position { get; private set; }

    /// <summary>Takes the next value and returns <see cref="Middle"/>.</summary>
    public double Update(double value)
    {
        double deviation = _window.Update(value);
        Middle = _window.Mean;
        Upper = Lanes.Map(new BandStep(_width), Middle, deviation);
        Lower = Lanes.Map(new BandStep(-_width), Middle, deviation);
        Position = Lanes.Map(default(PositionStep), value, Lower, Upper);
        return Middle;
    }

    /// <summary>Takes a piece of the series and writes all four outputs of every row: bit for bit what <see cref="Update(double)"/> gives.</summary>
    /// <param name="values">One value a row.</param>
    /// <param name="upper">Upper band, as long as <paramref name="values"/> and other memory, as all outputs are.</param>
    /// <param name="middle">Mean.</param>
    /// <param name="lower">Lower band.</param>
    /// <param name="position">Place between the bands.</param>
    /// <exception cref="ArgumentOutOfRangeException">An output is shorter than the piece.</exception>
    // Compiled at once with all optimisations: in stages it takes hundreds of calls until the fold is as fast as it gets.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Update(ReadOnlySpan<double> values, Span<double> upper, Span<double> middle, Span<double> lower, Span<double> position)
    {
        Span<double> buffer = stackalloc double[Lanes.Tile];
        for (int start = 0, rows; start < values.Length; start += rows)
        {
            rows = Math.Min(Lanes.Tile, values.Length - start);
            Span<double> means = middle.Slice(start, rows);
            Span<double> deviations = buffer[..rows];
            _window.Update(values.Slice(start, rows), means, deviations);
            Lanes.Map(new BandStep(_width), means, deviations, upper.Slice(start, rows));
            Lanes.Map(new BandStep(-_width), means, deviations, lower.Slice(start, rows));
            Lanes.Map(default(PositionStep), values.Slice(start, rows), lower.Slice(start, rows), upper.Slice(start, rows), position.Slice(start, rows));
        }

        if (!values.IsEmpty)
        {
            int last = values.Length - 1;
            (Upper, Middle, Lower, Position) = (upper[last], middle[last], lower[last], position[last]);
        }
    }

    static void IIndicator.Fold<T>(ref T indicator, ReadOnlySpan<double> values, Span<double> output)
    {
        ref Bollinger self = ref Unsafe.As<T, Bollinger>(ref indicator);
        Span<double> rest = stackalloc double[3 * Lanes.Tile];
        for (int start = 0, rows; start < values.Length; start += rows)
        {
            rows = Math.Min(Lanes.Tile, values.Length - start);
            self.Update(
                values.Slice(start, rows), rest[..rows], output.Slice(start, rows), rest.Slice(Lanes.Tile, rows), rest.Slice(2 * Lanes.Tile, rows));
        }
    }

    // Mean and deviation in, band out.
    private readonly struct BandStep(double width) : IRowStep
    {
        private readonly Vector256<double> _width = Vector256.Create(width);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Vector256<double> Of(Vector256<double> first, Vector256<double> second, Vector256<double> third) => first + _width * second;
    }

    // Value, lower and upper band in, position out. Equal values have the mean as both bands: their position is 0/0, missing.
    private readonly struct PositionStep : IRowStep
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Vector256<double> Of(Vector256<double> first, Vector256<double> second, Vector256<double> third) =>
            Lanes.OrMissing((first - second) / (third - second));
    }
}
