namespace Tradewind.Domain.Market.Consensus;

/// <summary>The middle of a few values.</summary>
internal static class Median
{
    /// <summary>Median; the mean of the two middle values where their number is even; NaN without values. Sorts the span.</summary>
    public static double Of(Span<double> values)
    {
        if (values.IsEmpty)
        {
            return double.NaN;
        }

        values.Sort();
        int middle = values.Length / 2;
        return values.Length % 2 == 1 ? values[middle] : (values[middle - 1] + values[middle]) / 2;
    }
}
