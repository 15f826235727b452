namespace Tradewind.Domain.Indicators;

/// <summary>A causal indicator of two series of one calendar, see <see cref="IIndicator"/>.</summary>
public interface IPairIndicator
{
    /// <summary>Takes the next row's values (NaN where missing) and returns the indicator there, NaN where undefined.</summary>
    double Update(double first, double second);
}
