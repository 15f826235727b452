namespace Tradewind.Domain.Indicators;

/// <summary>A causal indicator of bars, see <see cref="IIndicator"/>.</summary>
public interface IBarIndicator
{
    /// <summary>Takes the next bar (NaN where missing) and returns the indicator there, NaN where undefined.</summary>
    double Update(double high, double low, double close);

    /// <summary>Takes a run of bars, as <see cref="IIndicator.Fold"/> does of values.</summary>
    static virtual void Fold<T>(
        ref T indicator, ReadOnlySpan<double> high, ReadOnlySpan<double> low, ReadOnlySpan<double> close, Span<double> output)
        where T : struct, IBarIndicator
    {
        T state = indicator;
        for (int i = 0; i < output.Length; i++)
        {
            output[i] = state.Update(high[i], low[i], close[i]);
        }

        indicator = state;
    }
}
