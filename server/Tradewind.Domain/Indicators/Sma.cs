using System.Runtime.CompilerServices;

namespace Tradewind.Domain.Indicators;

/// <summary>
/// Simple moving average over the last n rows, the current one included. NaN for the first n − 1 rows and while a NaN is inside the
/// window. First valid row n − 1.
/// </summary>
/// <remarks>
/// Rows are cut into blocks of n. Each window is the tail of the last block and the head of the current one; the tail sums are made
/// once a block, the head sum grows by additions. Nothing is ever subtracted from a sum, so a value leaves no trace once it is
/// outside the window and error does not grow with time. Sums hold distances from the first value of the current block, which
/// every one of these windows contains: a window of equal values has exactly that mean.
/// </remarks>
public struct Sma : IIndicator
{
    // [0, position): values of the current block. [position + 1, n): tail sums of the last one. [n]: 0, the empty tail.
    private readonly double[] _block;
    private readonly double _share;
    private double _anchor;
    private double _head;
    private int _position;

    /// <summary>Creates the average.</summary>
    /// <param name="window">Rows, at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="window"/> is below 1.</exception>
    public Sma(int window)
    {
        _share = 1.0 / WindowLength.Require(window);
        _block = new double[window + 1];
        // NaN tails make the warm-up rows NaN without a test in the loop.
        _block.AsSpan(0, window).Fill(double.NaN);
    }

    /// <inheritdoc />
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public double Update(double value)
    {
        double[] block = _block;
        int position = _position;
        if (position == 0)
        {
            SumTails(block, value);
            (_anchor, _head) = (value, 0);
        }

        double head = _head + (value - _anchor);
        double mean = _anchor + (block[position + 1] + head) * _share;
        block[position] = value;
        _head = head;
        _position = position + 2 == block.Length ? 0 : position + 1;
        return double.IsFinite(mean) ? mean : double.NaN;
    }

    // Static: a call on the struct itself would keep its state in memory instead of registers in a fold.
    private static void SumTails(double[] block, double anchor)
    {
        double sum = 0;
        for (int i = block.Length - 2; i > 0; i--)
        {
            sum += block[i] - anchor;
            block[i] = sum;
        }
    }
}
