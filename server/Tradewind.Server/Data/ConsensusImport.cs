using System.Collections.Immutable;
using System.Globalization;
using Tradewind.Domain.Errors;
using Tradewind.Domain.Market;
using Tradewind.Domain.Market.Consensus;
using Tradewind.Domain.Market.Quality;
using Tradewind.Server.Mapping;
using Tradewind.Server.Requests;
using Tradewind.Sources;
using Tradewind.Sources.Connectors;
using Tradewind.Storage;
using Tradewind.V1;
using Instrument = Tradewind.Domain.Market.Instrument;
using QualityFinding = Tradewind.Domain.Market.Quality.QualityFinding;

namespace Tradewind.Server.Data;

/// <summary>Makes one instrument from the bars of several venues, stored ones and those of connectors.</summary>
internal sealed class ConsensusImport(IStore store, PortfolioReader portfolios, IConnectorDirectory connectors, TimeProvider clock)
{
    private const string Path = "consensus";
    private const int MostVenues = 20;
    private static readonly string[] Bars = ["open", "high", "low", "close", "volume"];

    /// <summary>Reads the venues and puts them together.</summary>
    /// <exception cref="InvalidInputException">The request is wrong or the venues do not fit together.</exception>
    /// <exception cref="ConnectorException">No venue delivered.</exception>
    public async Task<LoadedData> LoadAsync(ConsensusLoad load, IProgress<Sources.LoadProgress> progress, CancellationToken cancellation)
    {
        string id = Required.Text(load.InstrumentId, $"{Path}.instrument_id");
        if (load.Venues.Count is 0 or > MostVenues)
        {
            throw new InvalidInputException("VENUES_INVALID", $"{Path}.venues", $"needs 1 to {MostVenues} venues, got {load.Venues.Count}.");
        }

        (double deviation, double? liquidity) = (load.HasMaxDeviation ? load.MaxDeviation : 0.02, load.HasLiquidityReferenceVolume ? load.LiquidityReferenceVolume : null);
        if (!(deviation is > 0 and <= 1) || liquidity <= 0 || (liquidity is { } volume && !double.IsFinite(volume)))
        {
            throw new InvalidInputException("CONSENSUS_INVALID", $"{Path}.max_deviation", "must be above 0 and at most 1, and liquidity_reference_volume positive.");
        }

        (ImmutableArray<VenueSeries> venues, ImmutableArray<QualityFinding> failures) = await ReadAsync(load, id, progress, cancellation).ConfigureAwait(false);
        Instrument first = venues.First(venue => venue.Series.Count > 0).Series.Instrument;
        Instrument instrument = Describe(id, load.Method, first, venues);
        ConsensusResult result = load.Method switch
        {
            ConsensusMethod.Unspecified or ConsensusMethod.Consensus => ConsensusSeries.Build(
                instrument, venues, new ConsensusOptions { MaxDeviation = deviation, LiquidityReferenceVolume = liquidity, WithOpenHighLow = load.WithOpenHighLow }),
            ConsensusMethod.Vwap => ConsensusSeries.Aggregate(instrument, venues, AggregationMethod.Vwap),
            ConsensusMethod.Mean => ConsensusSeries.Aggregate(instrument, venues, AggregationMethod.Mean),
            ConsensusMethod.Median => ConsensusSeries.Aggregate(instrument, venues, AggregationMethod.Median),
            _ => throw new InvalidInputException("METHOD_INVALID", $"{Path}.method", "must be CONSENSUS, VWAP, MEAN or MEDIAN."),
        };
        Domain.Market.Quality.QualityReport quality = QualityInspection.Inspect(result.Series, new LoadNotes { Findings = [.. Notes(result)] });
        return new LoadedData([result.Series], [quality], failures);
    }

    private static Instrument Describe(string id, ConsensusMethod method, Instrument first, ImmutableArray<VenueSeries> venues)
    {
        string kind = method is ConsensusMethod.Unspecified or ConsensusMethod.Consensus ? "consensus" : method.ToString().ToLowerInvariant();
        bool simulated = venues.Any(venue => venue.Series.Instrument.Simulated);
        try
        {
            return new Instrument(id, first.AssetClass)
            {
                DisplayName = $"{id}, {kind} of {string.Join(", ", venues.Select(venue => venue.Name))}{(simulated ? " (SIMULATED)" : "")}",
                Source = "consensus", Currency = first.Currency, LotSize = first.LotSize, Multiplier = first.Multiplier, Simulated = simulated,
            };
        }
        catch (ArgumentException error)
        {
            throw new InvalidInputException("INSTRUMENT_ID_INVALID", error.Message, [new FieldViolation($"{Path}.instrument_id", error.Message)], error);
        }
    }

    private async Task<(ImmutableArray<VenueSeries> Venues, ImmutableArray<QualityFinding> Failures)> ReadAsync(
        ConsensusLoad load, string id, IProgress<Sources.LoadProgress> progress, CancellationToken cancellation)
    {
        List<(string Name, InstrumentSeries? Series)> read = [];
        ImmutableArray<QualityFinding>.Builder failures = ImmutableArray.CreateBuilder<QualityFinding>();
        ConnectorException? last = null;
        long rows = 0;
        for (int i = 0; i < load.Venues.Count; i++)
        {
            Venue venue = load.Venues[i];
            string path = $"{Path}.venues[{i}]";
            try
            {
                InstrumentSeries series = venue.SourceCase switch
                {
                    Venue.SourceOneofCase.InstrumentId => await ReadStoredAsync(load, venue.InstrumentId, id, path, cancellation).ConfigureAwait(false),
                    Venue.SourceOneofCase.Connector => await FetchAsync(load, venue.Connector, path, progress, cancellation).ConfigureAwait(false),
                    _ => throw new InvalidInputException("VENUE_SOURCE_REQUIRED", $"{path}.source", "must be set: instrument_id or connector."),
                };
                read.Add((NameOf(venue), series));
                rows += series.Count;
            }
            catch (ConnectorException error)
            {
                last = error;
                read.Add((NameOf(venue), null));
                failures.Add(new QualityFinding(error.Reason, QualitySeverity.Warning, $"{NameOf(venue)}: {error.Message}", "The venue counts as one without bars; load again when it is back."));
            }

            progress.Report(new Sources.LoadProgress(rows, 0, (double)(i + 1) / load.Venues.Count));
        }

        InstrumentSeries model = read.Find(entry => entry.Series is { Count: > 0 }).Series
            ?? throw (Exception?)last ?? new InvalidInputException("NO_BARS", $"{Path}.venues", "have no bars in the interval.");
        // One that failed still belongs to those that should have agreed.
        return ([.. read.Select(entry => new VenueSeries(entry.Name, entry.Series is { Count: > 0 } ? entry.Series : Nothing(entry.Name, model)))], failures.ToImmutable());
    }

    private async Task<InstrumentSeries> ReadStoredAsync(ConsensusLoad load, string instrumentId, string resultId, string path, CancellationToken cancellation)
    {
        if (instrumentId == resultId)
        {
            throw new InvalidInputException("RESULT_IS_VENUE", $"{path}.instrument_id", $"is the result '{resultId}' too. Give the result an id of its own.");
        }

        Interval interval = Interval.Read(load.Interval, $"{Path}.interval");
        StoredInstrument stored = await portfolios.FindAsync(instrumentId, $"{path}.instrument_id", cancellation).ConfigureAwait(false);
        StoredSeries series = PortfolioReader.PickSeries(stored, load.Timeframe, $"{Path}.timeframe");
        string[] fields = [.. Bars.Where(field => series.Fields.Contains(field))];
        return fields.Contains("close", StringComparer.Ordinal)
            ? await store.Series.ReadAsync(stored.Instrument.Id, series.Timeframe, fields, interval.From, interval.To, cancellation).ConfigureAwait(false)
            : throw new InvalidInputException("NO_BARS", $"{path}.instrument_id", $"names {stored.Instrument.Id}, which has no close but {string.Join(", ", series.Fields)}.");
    }

    private async Task<InstrumentSeries> FetchAsync(
        ConsensusLoad load, ConnectorSymbol symbol, string path, IProgress<Sources.LoadProgress> progress, CancellationToken cancellation)
    {
        Timeframe timeframe = InstrumentMessages.ReadTimeframe(Required.Text(load.Timeframe, $"{Path}.timeframe"), $"{Path}.timeframe")!.Value;
        Interval interval = RecentInterval.Read(load.Interval, $"{Path}.interval", clock);
        IConnectorClient client = connectors.Open(ConnectorAddress.Parse(symbol.Connector, $"{path}.connector.connector"));
        HistoryResult result = await client.FetchHistoryAsync(
            new HistoryRequest([Required.Text(symbol.Symbol, $"{path}.connector.symbol")], timeframe, interval.From, interval.To), progress, cancellation).ConfigureAwait(false);
        if (!result.Series.IsEmpty)
        {
            return result.Series[0];
        }

        SymbolFailure? failure = result.Failures.IsEmpty ? null : result.Failures[0];
        throw new ConnectorException(failure?.Kind ?? ConnectorErrorKind.Unavailable, failure?.Message ?? $"{client.Address} has no bars of {symbol.Symbol}.");
    }

    private static InstrumentSeries Nothing(string name, InstrumentSeries model) => new(
        new Instrument(name, model.Instrument.AssetClass), model.Timeframe, model.Availability, ReadOnlyMemory<long>.Empty,
        [KeyValuePair.Create("close", ReadOnlyMemory<double>.Empty), KeyValuePair.Create("volume", ReadOnlyMemory<double>.Empty)]);

    private static string NameOf(Venue venue)
    {
        string name = venue.Name.Length > 0 ? venue.Name : venue.SourceCase == Venue.SourceOneofCase.Connector ? venue.Connector.Connector.Split(':')[^1] : venue.InstrumentId;
        return venue.Name.Length > 0 ? name : string.Concat(name.Select(letter => char.IsAsciiLetterOrDigit(letter) ? letter : '_'));
    }

    private static IEnumerable<QualityFinding> Notes(ConsensusResult result)
    {
        foreach ((string venue, int rows) in result.Excluded.Where(entry => entry.Value > 0))
        {
            yield return new QualityFinding(
                "VENUE_EXCLUDED", QualitySeverity.Warning, string.Create(CultureInfo.InvariantCulture, $"{venue} was left out of {rows} rows: its price was too far from the others."),
                "Look at its prices, or leave the venue out.") { Count = rows };
        }

        foreach ((string venue, int rows) in result.MissingRows.Where(entry => entry.Value > 0))
        {
            yield return new QualityFinding(
                "VENUE_MISSING", QualitySeverity.Info, string.Create(CultureInfo.InvariantCulture, $"{venue} has no price in {rows} rows."), "The confidence of these rows is lower.") { Count = rows };
        }

        if (result.LargestRawSpread is { } spread && spread > 0)
        {
            yield return new QualityFinding(
                "VENUE_SPREAD", QualitySeverity.Info, string.Create(CultureInfo.InvariantCulture, $"The venues were furthest apart on {UnixTime.Format(result.LargestRawSpreadTime!.Value)}: {spread:P2} of the price."),
                "Check what happened then.") { FirstTime = result.LargestRawSpreadTime };
        }

        if (result.RowsWithoutPrice > 0)
        {
            yield return new QualityFinding(
                "NO_AGREEMENT", QualitySeverity.Warning, string.Create(CultureInfo.InvariantCulture, $"In {result.RowsWithoutPrice} rows no venue agreed with another; they have no close."),
                "Add a venue, or allow a larger deviation.") { Count = result.RowsWithoutPrice };
        }
    }
}
