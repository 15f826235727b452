using System.Collections.Immutable;
using Tradewind.Domain.Errors;

namespace Tradewind.Domain.Market.Consensus;

/// <summary>Makes one series from the bars of several venues.</summary>
public static class ConsensusSeries
{
    /// <summary>
    /// Consensus on the union of the venues' times: <c>close</c>, <c>spread</c>, <c>confidence</c>, <c>volume</c>, and <c>open</c>,
    /// <c>high</c>, <c>low</c> where asked. A row uses nothing later than itself.
    /// </summary>
    /// <param name="instrument">What the result is.</param>
    /// <param name="venues">Venues, each with bars of the same timeframe and availability.</param>
    /// <param name="options">How to agree.</param>
    /// <exception cref="InvalidInputException">The venues do not fit together; every violation is listed.</exception>
    public static ConsensusResult Build(Instrument instrument, ImmutableArray<VenueSeries> venues, ConsensusOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        VenueTable table = new(venues);
        int rows = table.Times.Length;
        string[] fields = options.WithOpenHighLow ? ["open", "high", "low", "close", "volume", "spread", "confidence"] : ["close", "volume", "spread", "confidence"];
        Dictionary<string, double[]> columns = fields.ToDictionary(field => field, _ => new double[rows], StringComparer.Ordinal);
        PriceConsensus consensus = new(venues.Length, options);
        (double[] prices, double[] volumes, bool[] kept) = (new double[venues.Length], new double[venues.Length], new bool[venues.Length]);
        Tally tally = new(venues);
        for (int row = 0; row < rows; row++)
        {
            table.Row("close", row, prices);
            table.Row("volume", row, volumes);
            ConsensusPoint point = consensus.Next(prices, volumes, kept);
            (columns["close"][row], columns["volume"][row]) = (point.Close, point.Volume);
            (columns["spread"][row], columns["confidence"][row]) = (point.Spread, point.Confidence);
            tally.Add(table.Times[row], prices, kept, point);
            if (options.WithOpenHighLow)
            {
                AddOpenHighLow(table, columns, row, volumes, kept, prices);
            }
        }

        return tally.Finish(Series(instrument, venues, table, fields.Select(field => KeyValuePair.Create(field, columns[field]))));
    }

    /// <summary>
    /// Aggregation on the union of the venues' times, none left out: <c>close</c> by the method, <c>price_divergence</c>, <c>price_spread</c>,
    /// <c>spread_pct</c>, <c>volume</c> of all venues, and each venue's own <c>{venue}_close</c> and <c>{venue}_volume</c>.
    /// </summary>
    /// <param name="instrument">What the result is.</param>
    /// <param name="venues">Venues, each with bars of the same timeframe and availability.</param>
    /// <param name="method">How prices are put together.</param>
    /// <exception cref="InvalidInputException">The venues do not fit together; every violation is listed.</exception>
    public static ConsensusResult Aggregate(Instrument instrument, ImmutableArray<VenueSeries> venues, AggregationMethod method)
    {
        VenueTable table = new(venues);
        int rows = table.Times.Length;
        (double[] close, double[] divergence, double[] spread, double[] percent, double[] volume) =
            (new double[rows], new double[rows], new double[rows], new double[rows], new double[rows]);
        (double[] prices, double[] volumes, bool[] all) = (new double[venues.Length], new double[venues.Length], new bool[venues.Length]);
        Array.Fill(all, true);
        Tally tally = new(venues);
        for (int row = 0; row < rows; row++)
        {
            table.Row("close", row, prices);
            table.Row("volume", row, volumes);
            AggregatePoint point = AggregatePoint.Of(prices, volumes, method);
            (close[row], divergence[row], spread[row], percent[row]) = (point.Close, point.Divergence, point.Spread, point.SpreadPercent);
            volume[row] = PriceConsensus.Weighted(prices, volumes, all).Volume;
            tally.Add(table.Times[row], prices, all, new ConsensusPoint(point.Close, point.Spread, 0, volume[row], point.Spread, 0, 0));
        }

        IEnumerable<KeyValuePair<string, double[]>> own = venues.SelectMany((venue, i) => new[]
        {
            KeyValuePair.Create($"{venue.Name}_close", table.Column("close")[i]), KeyValuePair.Create($"{venue.Name}_volume", table.Column("volume")[i]),
        });
        return tally.Finish(Series(instrument, venues, table,
        [
            KeyValuePair.Create("close", close), KeyValuePair.Create("volume", volume), KeyValuePair.Create("price_divergence", divergence),
            KeyValuePair.Create("price_spread", spread), KeyValuePair.Create("spread_pct", percent), .. own,
        ]));
    }

    private static InstrumentSeries Series(
        Instrument instrument, ImmutableArray<VenueSeries> venues, VenueTable table, IEnumerable<KeyValuePair<string, double[]>> columns) => new(
        instrument, venues[0].Series.Timeframe, venues[0].Series.Availability, table.Times,
        columns.Select(column => KeyValuePair.Create(column.Key, (ReadOnlyMemory<double>)column.Value)));

    private static void AddOpenHighLow(VenueTable table, Dictionary<string, double[]> columns, int row, double[] volumes, bool[] kept, double[] buffer)
    {
        double close = columns["close"][row];
        foreach (string field in (ReadOnlySpan<string>)["open", "high", "low"])
        {
            table.Row(field, row, buffer);
            columns[field][row] = PriceConsensus.Weighted(buffer, volumes, kept).Mean;
        }

        double open = columns["open"][row];
        // Averages of highs and lows with other weights than the close's may not enclose it: NaN stays NaN.
        columns["high"][row] = Math.Max(columns["high"][row], double.IsNaN(open) ? close : Math.Max(open, close));
        columns["low"][row] = Math.Min(columns["low"][row], double.IsNaN(open) ? close : Math.Min(open, close));
    }

    /// <summary>Counts what happened to each venue.</summary>
    private sealed class Tally(ImmutableArray<VenueSeries> venues)
    {
        private readonly int[] _excluded = new int[venues.Length];
        private readonly int[] _missing = new int[venues.Length];
        private double? _largest;
        private long? _largestTime;
        private int _withoutPrice;

        public void Add(long time, ReadOnlySpan<double> prices, ReadOnlySpan<bool> kept, ConsensusPoint point)
        {
            double lowest = double.PositiveInfinity;
            for (int i = 0; i < prices.Length; i++)
            {
                bool missing = double.IsNaN(prices[i]);
                _missing[i] += missing ? 1 : 0;
                _excluded[i] += missing || kept[i] ? 0 : 1;
                lowest = missing ? lowest : Math.Min(lowest, Math.Abs(prices[i]));
            }

            _withoutPrice += double.IsNaN(point.Close) ? 1 : 0;
            double share = point.RawSpread / lowest;
            if (double.IsFinite(share) && !(share <= _largest))
            {
                (_largest, _largestTime) = (share, time);
            }
        }

        public ConsensusResult Finish(InstrumentSeries series) => new(
            series,
            [.. venues.Select((venue, i) => KeyValuePair.Create(venue.Name, _excluded[i]))],
            [.. venues.Select((venue, i) => KeyValuePair.Create(venue.Name, _missing[i]))],
            _largest, _largestTime, _withoutPrice);
    }
}
