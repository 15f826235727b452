namespace Tradewind.Domain.Indicators;

/// <summary>
/// Batch form of every indicator: what its <c>Update</c> gives row by row, bit for bit, however a series is cut into pieces. A fold may be
/// continued with the next piece of a series. Inputs and output are different memory, or the fold takes the slower way row by row.
/// </summary>
public static class IndicatorFold
{
    /// <summary>Feeds a series and writes one output a row.</summary>
    /// <exception cref="ArgumentException">Lengths differ.</exception>
    public static void Run<T>(ref T indicator, ReadOnlySpan<double> values, Span<double> output)
        where T : struct, IIndicator
    {
        RequireLength(values.Length, output.Length);
        if (Lanes.AreFew(values.Length) || output.Overlaps(values))
        {
            for (int i = 0; i < values.Length; i++)
            {
                output[i] = indicator.Update(values[i]);
            }

            return;
        }

        T.Fold(ref indicator, values, output);
    }

    /// <summary>Feeds two series and writes one output a row.</summary>
    /// <exception cref="ArgumentException">Lengths differ.</exception>
    public static void Run<T>(ref T indicator, ReadOnlySpan<double> first, ReadOnlySpan<double> second, Span<double> output)
        where T : struct, IPairIndicator
    {
        RequireLength(first.Length, output.Length);
        RequireLength(second.Length, output.Length);
        if (Lanes.AreFew(output.Length) || output.Overlaps(first) || output.Overlaps(second))
        {
            for (int i = 0; i < output.Length; i++)
            {
                output[i] = indicator.Update(first[i], second[i]);
            }

            return;
        }

        T.Fold(ref indicator, first, second, output);
    }

    /// <summary>Feeds bars and writes one output a row.</summary>
    /// <exception cref="ArgumentException">Lengths differ.</exception>
    public static void Run<T>(
        ref T indicator, ReadOnlySpan<double> high, ReadOnlySpan<double> low, ReadOnlySpan<double> close, Span<double> output)
        where T : struct, IBarIndicator
    {
        RequireLength(high.Length, output.Length);
        RequireLength(low.Length, output.Length);
        RequireLength(close.Length, output.Length);
        if (Lanes.AreFew(output.Length) || output.Overlaps(high) || output.Overlaps(low) || output.Overlaps(close))
        {
            for (int i = 0; i < output.Length; i++)
            {
                output[i] = indicator.Update(high[i], low[i], close[i]);
            }

            return;
        }

        T.Fold(ref indicator, high, low, close, output);
    }

    private static void RequireLength(int given, int expected)
    {
        if (given != expected)
        {
            throw new ArgumentException($"Inputs and output need one length, got {given} and {expected}.");
        }
    }
}
