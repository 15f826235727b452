using System.Runtime.CompilerServices;

namespace Tradewind.Domain.Indicators;

/// <summary>Largest or smallest value of the last n rows, by the order given; the common part of <see cref="RollingMax"/> and <see cref="RollingMin"/>.</summary>
/// <remarks>Blocks as in <see cref="Sma"/> (van Herk 1992, Gil and Werman 1993): three comparisons a row whatever the window.</remarks>
internal struct ExtremeWindow<TOrder>
    where TOrder : struct, IExtremeOrder
{
    private readonly double[] _block;
    private double _head;
    private int _position;

    public ExtremeWindow(int window)
    {
        _block = new double[window + 1];
        _block.AsSpan(0, window).Fill(TOrder.Missing);
        _block[window] = -TOrder.Missing;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public double Update(double value)
    {
        double[] block = _block;
        int position = _position;
        if (position == 0)
        {
            TakeTails(block);
            _head = -TOrder.Missing;
        }

        value = Present(value);
        double head = TOrder.Of(_head, value);
        double tail = block[position + 1];
        block[position] = value;
        _head = head;
        _position = position + 2 == block.Length ? 0 : position + 1;
        return Result(tail, head);
    }

    /// <summary>Takes some rows and writes one output a row, to other memory than the values.</summary>
    public void Update(ReadOnlySpan<double> values, Span<double> output)
    {
        double[] block = _block;
        (double head, int position) = (_head, _position);
        for (int i = 0; i < values.Length;)
        {
            if (position == 0)
            {
                TakeTails(block);
                head = -TOrder.Missing;
            }

            // Inside one block nothing depends on the place of a row.
            int end = Math.Min(values.Length, i + block.Length - 1 - position);
            for (; i < end; i++)
            {
                double value = Present(values[i]);
                head = TOrder.Of(head, value);
                output[i] = Result(block[position + 1], head);
                block[position++] = value;
            }

            position = position + 1 == block.Length ? 0 : position;
        }

        (_head, _position) = (head, position);
    }

    // A missing value stands in as the infinity that no extreme gets past: one instruction a comparison, where handing NaN on takes
    // several.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static double Present(double value) => double.IsFinite(value) ? value : TOrder.Missing;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static double Result(double tail, double head)
    {
        double result = TOrder.Of(tail, head);
        return result == TOrder.Missing ? double.NaN : result;
    }

    // Static: a call on the struct itself would keep its state in memory instead of registers in a fold.
    private static void TakeTails(double[] block)
    {
        double extreme = -TOrder.Missing;
        for (int i = block.Length - 2; i > 0; i--)
        {
            extreme = TOrder.Of(block[i], extreme);
            block[i] = extreme;
        }
    }
}
