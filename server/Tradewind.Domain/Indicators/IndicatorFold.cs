namespace Tradewind.Domain.Indicators;

/// <summary>
/// Batch form of every indicator: the fold of its <c>Update</c> over spans. There is no second implementation, so batch equals
/// streaming bit for bit. A fold may be continued with the next piece of a series.
/// </summary>
public static class IndicatorFold
{
    /// <summary>Feeds a series and writes one output a row.</summary>
    /// <exception cref="ArgumentException">Lengths differ.</exception>
    public static void Run<T>(ref T indicator, ReadOnlySpan<double> values, Span<double> output)
        where T : struct, IIndicator
    {
        RequireLength(values.Length, output.Length);
        // A local copy lets the compiler keep the state in registers; the ring buffers are shared with it.
        T state = indicator;
        for (int i = 0; i < values.Length; i++)
        {
            output[i] = state.Update(values[i]);
        }

        indicator = state;
    }

    /// <summary>Feeds two series and writes one output a row.</summary>
    /// <exception cref="ArgumentException">Lengths differ.</exception>
    public static void Run<T>(ref T indicator, ReadOnlySpan<double> first, ReadOnlySpan<double> second, Span<double> output)
        where T : struct, IPairIndicator
    {
        RequireLength(first.Length, output.Length);
        RequireLength(second.Length, output.Length);
        T state = indicator;
        for (int i = 0; i < output.Length; i++)
        {
            output[i] = state.Update(first[i], second[i]);
        }

        indicator = state;
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
        T state = indicator;
        for (int i = 0; i < output.Length; i++)
        {
            output[i] = state.Update(high[i], low[i], close[i]);
        }

        indicator = state;
    }

    private static void RequireLength(int given, int expected)
    {
        if (given != expected)
        {
            throw new ArgumentException($"Inputs and output need one length, got {given} and {expected}.");
        }
    }
}
