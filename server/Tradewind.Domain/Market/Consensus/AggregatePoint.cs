namespace Tradewind.Domain.Market.Consensus;

/// <summary>What several venues show at one time, none left out.</summary>
/// <param name="Close">Price by the method; NaN without prices, or without volume where it is weighted.</param>
/// <param name="Divergence">Sample standard deviation (n − 1) of the prices; NaN below two.</param>
/// <param name="Spread">Highest minus lowest price; NaN without prices.</param>
/// <param name="SpreadPercent">Spread in percent of <paramref name="Close"/>; NaN where either is, or where the close is 0.</param>
public readonly record struct AggregatePoint(double Close, double Divergence, double Spread, double SpreadPercent)
{
    /// <summary>Puts prices together (data specification, section 4.1).</summary>
    /// <param name="prices">Shape [venues]: closes; NaN for a venue without a bar.</param>
    /// <param name="volumes">Shape [venues]: volumes by venue; a venue without one has no weight.</param>
    /// <param name="method">How.</param>
    public static AggregatePoint Of(ReadOnlySpan<double> prices, ReadOnlySpan<double> volumes, AggregationMethod method)
    {
        double[] present = new double[prices.Length];
        bool[] quoted = new bool[prices.Length];
        (int count, double mean, double squares) = (0, 0, 0);
        for (int i = 0; i < prices.Length; i++)
        {
            if (double.IsNaN(prices[i]))
            {
                continue;
            }

            (present[count++], quoted[i]) = (prices[i], true);
            double delta = prices[i] - mean;
            mean += delta / count;
            squares += delta * (prices[i] - mean);
        }

        Span<double> values = present.AsSpan(0, count);
        double median = Median.Of(values);
        double close = method switch
        {
            AggregationMethod.Vwap => PriceConsensus.Weighted(prices, volumes, quoted).Mean,
            AggregationMethod.Mean => count == 0 ? double.NaN : mean,
            AggregationMethod.Median => median,
            _ => throw new ArgumentOutOfRangeException(nameof(method), method, "Unknown method."),
        };
        // Sorted by the median above.
        double spread = count == 0 ? double.NaN : values[^1] - values[0];
        return new AggregatePoint(
            close, count < 2 ? double.NaN : Math.Sqrt(squares / (count - 1)), spread, close == 0 ? double.NaN : 100 * spread / close);
    }
}
