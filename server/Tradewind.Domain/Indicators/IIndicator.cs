namespace Tradewind.Domain.Indicators;

/// <summary>
/// A causal indicator of one series: fed one value a row, oldest first, it returns its value of that row. Implementations are
/// structs, so that generic folds are compiled for each of them and inlined. A copy shares the ring buffers of its original:
/// hold an indicator in one variable or field and pass it by reference.
/// Use the constructors: <c>default</c> has no window.
/// </summary>
public interface IIndicator
{
    /// <summary>Takes the next row's value (NaN where missing) and returns the indicator there, NaN where undefined.</summary>
    double Update(double value);

    /// <summary>
    /// Takes a piece of the series and writes one output a row: bit for bit what <see cref="Update"/> gives row by row. Kernels that work
    /// faster on many rows at once replace it; it is called through <see cref="IndicatorFold"/>, which checks the lengths.
    /// </summary>
    /// <typeparam name="T">The implementing struct itself: chosen when the fold is compiled, never boxed.</typeparam>
    /// <param name="indicator">The indicator.</param>
    /// <param name="values">One value a row.</param>
    /// <param name="output">As long as <paramref name="values"/>, and other memory.</param>
    static virtual void Fold<T>(ref T indicator, ReadOnlySpan<double> values, Span<double> output)
        where T : struct, IIndicator
    {
        // A local copy lets the compiler keep the state in registers; the ring buffers are shared with it.
        T state = indicator;
        for (int i = 0; i < values.Length; i++)
        {
            output[i] = state.Update(values[i]);
        }

        indicator = state;
    }
}
