namespace Tradewind.Domain.Indicators;

/// <summary>A causal indicator of bars, see <see cref="IIndicator"/>.</summary>
public interface IBarIndicator
{
    /// <summary>Takes the next bar (NaN where missing) and returns the indicator there, NaN where undefined.</summary>
    double Update(double high, double low, double close);
}
