using Tradewind.Domain.Engine;
using Tradewind.Domain.Engine.Costs;
using Tradewind.Domain.Market;

namespace Tradewind.Engine.Tests;

/// <summary>Small markets written out by hand.</summary>
internal static class Markets
{
    public static readonly long Start = UnixTime.FromDate(2024, 1, 1);

    public static readonly Instrument Crude = new("CL1 Comdty", AssetClass.CommodityFuture) { Multiplier = 1000m };

    public static readonly Instrument Unit = new("UNIT", AssetClass.Equity);

    /// <summary>No costs, no slippage, no guard, no caps: what is left is matching and books.</summary>
    public static readonly EngineOptions Frictionless = new()
    {
        SlippagePercent = 0,
        Commission = Commission.None,
        MaxDrawdown = null,
        MaxPosition = null,
        Sizing = new PositionSizing { MaxPosition = null },
    };

    public static InstrumentSeries Daily(Instrument instrument, params double[][] openHighLowClose) =>
        Bars(instrument, Timeframe.Day, Start, openHighLowClose);

    /// <summary>Rows are open, high, low, close and, where given, volume.</summary>
    public static InstrumentSeries Bars(Instrument instrument, Timeframe timeframe, long start, double[][] rows)
    {
        long[] times = [.. rows.Select((_, i) => start + i * timeframe.Nanoseconds)];
        string[] fields = ["open", "high", "low", "close", "volume"];
        return new InstrumentSeries(
            instrument, timeframe, Availability.Candle, times,
            fields.Select((field, i) => KeyValuePair.Create(
                field, (ReadOnlyMemory<double>)rows.Select(row => i < row.Length ? row[i] : double.NaN).ToArray())));
    }

    /// <summary>Bars whose open is the close before and whose range just holds both.</summary>
    public static InstrumentSeries Closes(Instrument instrument, params double[] closes) => Daily(instrument,
    [
        .. closes.Select((close, i) =>
        {
            double open = i == 0 ? close : closes[i - 1];
            return new[] { open, Math.Max(open, close), Math.Min(open, close), close };
        }),
    ]);

    public static InstrumentSeries Field(Instrument instrument, string field, Availability availability, long start, params double[] values) => new(
        instrument, Timeframe.Day, availability, values.Select((_, i) => start + i * UnixTime.Day).ToArray(),
        [KeyValuePair.Create(field, (ReadOnlyMemory<double>)values)]);

    public static List<MarketSlice> Slices(TradingUniverse universe, IEnumerable<InstrumentSeries> bars, IEnumerable<InstrumentSeries>? fields = null)
    {
        MarketEventStream stream = new(universe, bars, fields);
        List<MarketSlice> slices = [];
        while (stream.TryNext(out MarketSlice slice))
        {
            slices.Add(slice with { Events = slice.Events.ToArray() });
        }

        return slices;
    }
}
