using System.Runtime.CompilerServices;

namespace Tradewind.Domain.Indicators;

/// <summary>Smallest value of the last n rows; NaN for the first n − 1 rows and while a NaN is inside the window.</summary>
/// <remarks>Blocks as in <see cref="Sma"/> (van Herk 1992, Gil and Werman 1993): three comparisons a row whatever the window.</remarks>
public struct RollingMin : IIndicator
{
    private readonly double[] _block;
    private double _head;
    private int _position;

    /// <summary>Creates the minimum.</summary>
    /// <param name="window">Rows, at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="window"/> is below 1.</exception>
    public RollingMin(int window)
    {
        _block = new double[WindowLength.Require(window) + 1];
        _block.AsSpan(0, window).Fill(double.NaN);
        _block[window] = double.PositiveInfinity;
    }

    /// <inheritdoc />
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public double Update(double value)
    {
        double[] block = _block;
        int position = _position;
        value = double.IsFinite(value) ? value : double.NaN;
        if (position == 0)
        {
            TakeMinimaOfTails(block);
            _head = double.PositiveInfinity;
        }

        // Math.Min hands NaN on, which is the policy for a missing value inside the window.
        double head = Math.Min(_head, value);
        double result = Math.Min(block[position + 1], head);
        block[position] = value;
        _head = head;
        _position = position + 2 == block.Length ? 0 : position + 1;
        return result;
    }

    // Static: a call on the struct itself would keep its state in memory instead of registers in a fold.
    private static void TakeMinimaOfTails(double[] block)
    {
        for (int i = block.Length - 2; i > 0; i--)
        {
            block[i] = Math.Min(block[i], block[i + 1]);
        }
    }
}
