namespace Tradewind.Domain.Market.Consensus;

/// <summary>
/// One price from the prices of several venues, bar by bar: venues far from the median are left out, the others are weighted by volume, and
/// a confidence says how far they agree (data specification, section 4.2). Keeps the volumes of the last 30 bars. Not thread-safe.
/// </summary>
public sealed class PriceConsensus
{
    private const int LiquidityBars = 30;
    private const int LiquidityMinimum = 10;

    // A price exactly at the limit stays although its distance rounds to just above it.
    private const double DeviationSlack = 1e-9;

    // Spread, as a fraction of the price, at which the venues no longer agree at all.
    private const double FullDisagreement = 0.02;

    private readonly int _venues;
    private readonly ConsensusOptions _options;
    private readonly Queue<double> _volumes = new(LiquidityBars);
    private readonly double[] _buffer;

    /// <summary>Starts before the first bar.</summary>
    /// <param name="venues">Venues configured, at least 1, also those that lack some bars.</param>
    /// <param name="options">How to agree.</param>
    /// <exception cref="ArgumentOutOfRangeException">No venue, or an option that is not positive.</exception>
    public PriceConsensus(int venues, ConsensusOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(venues);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(options.MaxDeviation);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(options.LiquidityReferenceVolume ?? 1);
        (_venues, _options, _buffer) = (venues, options, new double[venues]);
    }

    /// <summary>Agrees on the next bar.</summary>
    /// <param name="prices">Shape [venues]: closes; NaN for a venue without a bar.</param>
    /// <param name="volumes">Shape [venues]: volumes; NaN where unknown, which gives the venue no weight.</param>
    /// <param name="kept">Shape [venues]: set to whether the venue was kept.</param>
    public ConsensusPoint Next(ReadOnlySpan<double> prices, ReadOnlySpan<double> volumes, Span<bool> kept)
    {
        double median = MedianOf(prices, all: true, kept);
        (int quoted, int count) = (0, 0);
        (double low, double high, double keptLow, double keptHigh) = (double.NaN, double.NaN, double.NaN, double.NaN);
        for (int i = 0; i < _venues; i++)
        {
            kept[i] = Math.Abs(prices[i] - median) <= (_options.MaxDeviation + DeviationSlack) * Math.Abs(median);
            if (double.IsNaN(prices[i]))
            {
                continue;
            }

            quoted++;
            (low, high) = (Lower(low, prices[i]), Higher(high, prices[i]));
            if (kept[i])
            {
                count++;
                (keptLow, keptHigh) = (Lower(keptLow, prices[i]), Higher(keptHigh, prices[i]));
            }
        }

        (double close, double volume) = Weighted(prices, volumes, kept);
        close = count > 0 && double.IsNaN(close) ? MedianOf(prices, all: false, kept) : close;
        double spread = keptHigh - keptLow;
        double confidence = count == 0 ? 0 : Confidence(count, spread, close, volume);
        Remember(volume);
        return new ConsensusPoint(close, spread, confidence, volume, high - low, quoted, count);
    }

    /// <summary>Mean of values weighted by volume over the kept venues, and the volume of the kept; the mean is NaN where no weight is.</summary>
    public static (double Mean, double Volume) Weighted(ReadOnlySpan<double> values, ReadOnlySpan<double> volumes, ReadOnlySpan<bool> kept)
    {
        (double sum, double weight, double volume) = (0, 0, 0);
        for (int i = 0; i < values.Length; i++)
        {
            if (!kept[i] || !(volumes[i] > 0))
            {
                continue;
            }

            volume += volumes[i];
            if (!double.IsNaN(values[i]))
            {
                sum += values[i] * volumes[i];
                weight += volumes[i];
            }
        }

        return (weight > 0 ? sum / weight : double.NaN, volume);
    }

    private double Confidence(int count, double spread, double close, double volume)
    {
        double agreement = _venues == 1 ? 1 : count == 1 ? 0.5 : 1 - Math.Min(1, spread / Math.Abs(close) / FullDisagreement);
        double? reference = _options.LiquidityReferenceVolume ?? TrailingVolume();
        double liquidity = reference is > 0 ? Math.Min(1, volume / reference.Value) : 1;
        return (double)count / _venues * agreement * (0.5 + 0.5 * liquidity);
    }

    private double? TrailingVolume() => _volumes.Count < LiquidityMinimum ? null : Median.Of(_volumes.ToArray());

    private void Remember(double volume)
    {
        if (_volumes.Count == LiquidityBars)
        {
            _volumes.Dequeue();
        }

        _volumes.Enqueue(volume);
    }

    private double MedianOf(ReadOnlySpan<double> prices, bool all, ReadOnlySpan<bool> kept)
    {
        int count = 0;
        for (int i = 0; i < _venues; i++)
        {
            if (!double.IsNaN(prices[i]) && (all || kept[i]))
            {
                _buffer[count++] = prices[i];
            }
        }

        return Median.Of(_buffer.AsSpan(0, count));
    }

    // Unlike Math.Min these start from nothing.
    private static double Lower(double least, double value) => value >= least ? least : value;

    private static double Higher(double most, double value) => value <= most ? most : value;
}
