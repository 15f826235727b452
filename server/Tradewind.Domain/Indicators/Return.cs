using System.Runtime.CompilerServices;

namespace Tradewind.Domain.Indicators;

/// <summary>Relative change over w rows by the rules of a <see cref="ReturnBasis"/>; NaN where they are not met. First valid row w.</summary>
public struct Return : IIndicator
{
    /// <summary>A spread or yield at or below this has no meaningful relative change.</summary>
    public const double LeastSpread = 1e-6;

    private readonly ReturnBasis _basis;
    private readonly int _window;
    private Lag _base;
    private Change _step;
    private RollingDeviation _deviation;
    private int _usableRows;

    /// <summary>Creates the return.</summary>
    /// <param name="window">w, at least 1.</param>
    /// <param name="basis">What the change is relative to.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="window"/> is below 1.</exception>
    public Return(int window, ReturnBasis basis = ReturnBasis.Price)
    {
        (_window, _basis, _base) = (window, basis, new Lag(window));
        if (basis == ReturnBasis.ScaledDifference && window > 1)
        {
            (_step, _deviation) = (new Change(ChangeKind.Difference), new RollingDeviation(window));
        }
    }

    /// <inheritdoc />
    public double Update(double value)
    {
        double earlier = _base.Update(value);
        double result = _basis == ReturnBasis.ScaledDifference ? Scaled(value, earlier) : Ratio(value, earlier);
        return double.IsFinite(result) ? result : double.NaN;
    }

    static void IIndicator.Fold<T>(ref T indicator, ReadOnlySpan<double> values, Span<double> output)
    {
        ref Return self = ref Unsafe.As<T, Return>(ref indicator);
        if (self._basis != ReturnBasis.Price || values.Length <= self._window)
        {
            for (int i = 0; i < values.Length; i++)
            {
                output[i] = self.Update(values[i]);
            }

            return;
        }

        // From row w on the base is in the piece itself.
        for (int i = 0; i < self._window; i++)
        {
            output[i] = self.Update(values[i]);
        }

        Lanes.Map(default(ReturnStep), values[self._window..], values, output[self._window..]);
        self._base.Restart(values[^self._window..]);
    }

    private double Ratio(double value, double earlier)
    {
        if (_basis == ReturnBasis.Spread)
        {
            _usableRows = value > LeastSpread ? Math.Min(_usableRows, _window) + 1 : 0;
            return _usableRows > _window ? value / earlier - 1 : double.NaN;
        }

        return Lanes.Map(default(ReturnStep), value, earlier);
    }

    private double Scaled(double value, double earlier)
    {
        if (_window == 1)
        {
            return value - earlier;
        }

        double deviation = _deviation.Update(_step.Update(value));
        return _deviation.IsConstant ? double.NaN : (value - earlier) / (deviation * Math.Sqrt(_window));
    }
}
