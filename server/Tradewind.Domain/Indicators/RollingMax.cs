using System.Runtime.CompilerServices;

namespace Tradewind.Domain.Indicators;

/// <summary>Largest value of the last n rows; NaN for the first n − 1 rows and while a NaN is inside the window.</summary>
/// <remarks>Blocks as in <see cref="Sma"/> (van Herk 1992, Gil and Werman 1993): three comparisons a row whatever the window.</remarks>
public struct RollingMax : IIndicator
{
    // A missing value stands in as the infinity that no largest value gets past: one instruction a comparison, where handing NaN on
    // takes several.
    private const double Missing = double.PositiveInfinity;

    private readonly double[] _block;
    private double _head;
    private int _position;

    /// <summary>Creates the maximum.</summary>
    /// <param name="window">Rows, at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="window"/> is below 1.</exception>
    public RollingMax(int window)
    {
        _block = new double[WindowLength.Require(window) + 1];
        _block.AsSpan(0, window).Fill(Missing);
        _block[window] = double.NegativeInfinity;
    }

    /// <inheritdoc />
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public double Update(double value)
    {
        double[] block = _block;
        int position = _position;
        value = double.IsFinite(value) ? value : Missing;
        if (position == 0)
        {
            TakeMaximaOfTails(block);
            _head = double.NegativeInfinity;
        }

        double head = double.MaxNative(_head, value);
        double result = double.MaxNative(block[position + 1], head);
        block[position] = value;
        _head = head;
        _position = position + 2 == block.Length ? 0 : position + 1;
        return result == Missing ? double.NaN : result;
    }

    // Static: a call on the struct itself would keep its state in memory instead of registers in a fold.
    private static void TakeMaximaOfTails(double[] block)
    {
        for (int i = block.Length - 2; i > 0; i--)
        {
            block[i] = double.MaxNative(block[i], block[i + 1]);
        }
    }
}
