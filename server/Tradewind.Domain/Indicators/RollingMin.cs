using System.Runtime.CompilerServices;

namespace Tradewind.Domain.Indicators;

/// <summary>Smallest value of the last n rows; NaN for the first n − 1 rows and while a NaN is inside the window.</summary>
/// <remarks>Block-structured: a row costs the same whatever the window.</remarks>
public struct RollingMin : IIndicator
{
    private ExtremeWindow<Order> _window;

    /// <summary>Creates the minimum.</summary>
    /// <param name="window">Rows, at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="window"/> is below 1.</exception>
    public RollingMin(int window) => _window = new ExtremeWindow<Order>(WindowLength.Require(window));

    /// <inheritdoc />
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public double Update(double value) => _window.Update(value);

    static void IIndicator.Fold<T>(ref T indicator, ReadOnlySpan<double> values, Span<double> output) =>
        Unsafe.As<T, RollingMin>(ref indicator)._window.Update(values, output);

    private readonly struct Order : IExtremeOrder
    {
        public static double Missing => double.NegativeInfinity;

        public static double Of(double left, double right) => double.MinNative(left, right);
    }
}
