using Tradewind.Domain.Market;

namespace Tradewind.Sources.Simulation;

/// <summary>Runs a <see cref="GarchMarket"/> and keeps what it shows.</summary>
internal static class GarchHistory
{
    private const int ReportEvery = 10_000;

    private static readonly (string Field, Func<GarchQuote, double> Value)[] Fields =
    [
        ("open", quote => quote.Bar.Open), ("high", quote => quote.Bar.High), ("low", quote => quote.Bar.Low), ("close", quote => quote.Bar.Close),
        ("volume", quote => quote.Bar.Volume), ("bid", quote => quote.Bid), ("ask", quote => quote.Ask),
    ];

    /// <summary>Makes the history of a spec: bars, bid and ask, and open interest where there is one.</summary>
    public static LoadedData Generate(GarchMarketSpec spec, IProgress<LoadProgress>? progress, CancellationToken cancellationToken)
    {
        GarchMarket market = new(spec);
        List<GarchQuote>[] quotes = [.. spec.Instruments.Select(_ => new List<GarchQuote>(spec.Rows))];
        for (int i = 0; i < spec.Rows; i++)
        {
            foreach (GarchQuote quote in market.Next())
            {
                quotes[quote.Instrument].Add(quote);
            }

            if (i % ReportEvery == 0)
            {
                cancellationToken.ThrowIfCancellationRequested();
                progress?.Report(new LoadProgress(i, 0, (double)i / spec.Rows));
            }
        }

        progress?.Report(new LoadProgress(spec.Rows, 0, 1));
        return SimulatorSource.Labelled([.. spec.Instruments.Select((instrument, i) => Series(instrument, quotes[i], spec.Timeframe))]);
    }

    private static InstrumentSeries Series(GarchInstrument made, List<GarchQuote> quotes, Timeframe timeframe)
    {
        Instrument instrument = new(made.Id, made.AssetClass)
        {
            DisplayName = $"{made.Name ?? made.Id} (SIMULATED)",
            Source = SimulatorSource.SourceName,
            Simulated = true,
            TickSize = made.TickSize,
            LotSize = made.AssetClass.IsCrypto() ? 0.000001m : 1m,
            Multiplier = made.Multiplier,
        };
        IEnumerable<(string Field, Func<GarchQuote, double> Value)> fields =
            made.OpenInterest is null ? Fields : Fields.Append(("open_interest", quote => quote.OpenInterest));
        return new InstrumentSeries(
            instrument, timeframe, made.AssetClass.IsCrypto() || timeframe < Timeframe.Day ? Availability.Candle : Availability.Close,
            quotes.Select(quote => quote.Bar.OpenTime).ToArray(),
            fields.Select(field => KeyValuePair.Create(field.Field, (ReadOnlyMemory<double>)quotes.Select(field.Value).ToArray())));
    }
}
