namespace Tradewind.Domain.Indicators;

/// <summary>A causal indicator of two series of one calendar, see <see cref="IIndicator"/>.</summary>
public interface IPairIndicator
{
    /// <summary>Takes the next row's values (NaN where missing) and returns the indicator there, NaN where undefined.</summary>
    double Update(double first, double second);

    /// <summary>Takes a piece of both series, as <see cref="IIndicator.Fold"/> does of one.</summary>
    static virtual void Fold<T>(ref T indicator, ReadOnlySpan<double> first, ReadOnlySpan<double> second, Span<double> output)
        where T : struct, IPairIndicator
    {
        T state = indicator;
        for (int i = 0; i < output.Length; i++)
        {
            output[i] = state.Update(first[i], second[i]);
        }

        indicator = state;
    }
}
