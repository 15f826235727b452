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
}
