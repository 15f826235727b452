using Tradewind.Domain.Engine.Orders;
using Tradewind.Domain.Market;

namespace Tradewind.Domain.Engine.Metrics;

/// <summary>
/// How much money a strategy can trade before its fills take too much of the volume of their bars. Sizes are taken to grow with money; what a
/// larger order would do to the price is not modelled.
/// </summary>
/// <param name="Limit">Share of a bar's volume that a fill may take.</param>
/// <param name="Fills">Fills on bars with a volume above 0.</param>
/// <param name="MedianParticipation">Median share of the volume that a fill took.</param>
/// <param name="Participation95">95th percentile of it.</param>
/// <param name="Capacity">Initial capital with which that percentile would be at the limit: capital × limit / percentile.</param>
public sealed record CapacityEstimate(double Limit, int Fills, double MedianParticipation, double Participation95, double Capacity)
{
    /// <summary>Share of a bar's volume unless told otherwise.</summary>
    public const double DefaultLimit = 0.1;

    /// <summary>Estimates it.</summary>
    /// <param name="fills">Fills of a backtest.</param>
    /// <param name="bars">Series of the instruments filled.</param>
    /// <param name="capital">Initial capital.</param>
    /// <param name="limit">Share of a bar's volume that a fill may take, in (0, 1].</param>
    /// <returns>The estimate; null where no fill was on a bar with a volume.</returns>
    public static CapacityEstimate? Of(IReadOnlyList<Fill> fills, IReadOnlyList<InstrumentSeries> bars, decimal capital, double limit = DefaultLimit)
    {
        ArgumentNullException.ThrowIfNull(fills);
        ArgumentNullException.ThrowIfNull(bars);
        Dictionary<string, InstrumentSeries> withVolume = bars.Where(series => series.Fields.Contains("volume"))
            .DistinctBy(series => series.Instrument.Id).ToDictionary(series => series.Instrument.Id, StringComparer.Ordinal);
        double[] shares = [.. fills.Select(fill => Participation(fill, withVolume)).Where(double.IsFinite).Order()];
        if (shares.Length == 0)
        {
            return null;
        }

        double high = SampleMoments.Percentile(shares, 95);
        return new CapacityEstimate(limit, shares.Length, SampleMoments.Percentile(shares, 50), high, (double)capital * limit / high);
    }

    private static double Participation(Fill fill, Dictionary<string, InstrumentSeries> withVolume)
    {
        if (!withVolume.TryGetValue(fill.Instrument, out InstrumentSeries? series))
        {
            return double.NaN;
        }

        int row = series.LowerBound(fill.BarTime);
        double volume = row < series.Count && series.Times.Span[row] == fill.BarTime ? series.Column("volume").Span[row] : double.NaN;
        return volume > 0 ? (double)fill.Quantity / volume : double.NaN;
    }
}
