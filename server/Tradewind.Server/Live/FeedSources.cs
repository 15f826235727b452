using System.Collections.Immutable;
using Tradewind.Domain.Errors;
using Tradewind.Domain.Market;
using Tradewind.Server.Connectors;
using Tradewind.Server.Data;
using Tradewind.Server.Hosting;
using Tradewind.Server.Mapping;
using Tradewind.Server.Requests;
using Tradewind.Sources.Connectors;
using Tradewind.Sources.Simulation;
using Tradewind.V1;

namespace Tradewind.Server.Live;

/// <summary>Opens what a feed is asked to play.</summary>
internal sealed class FeedSources(PortfolioReader portfolios, ConnectorHub connectors, ServerOptions options, TimeProvider clock)
{
    private const double FastestPace = 1_000_000;

    /// <summary>The source and its pace in steps a second; 0 is as fast as possible.</summary>
    /// <exception cref="InvalidInputException">The request names no source, or one that cannot be played.</exception>
    public async Task<(IFeedSource Source, double StepsPerSecond)> OpenAsync(StartFeedRequest request, CancellationToken cancellation)
    {
        switch (request.KindCase)
        {
            case StartFeedRequest.KindOneofCase.Replay:
                double replayPace = ReadPace(request.Replay.StepsPerSecond, "replay.steps_per_second");
                ImmutableArray<InstrumentSeries> stored = await portfolios.ReadMembersAsync(
                    request.Replay.Members, "replay.members", Interval.Read(request.Replay.Interval, "replay.interval"), cancellation).ConfigureAwait(false);
                return (new SeriesSliceSource(stored, "replay.members"), replayPace);
            case StartFeedRequest.KindOneofCase.Simulation:
                double pace = ReadPace(request.Simulation.StepsPerSecond, "simulation.steps_per_second");
                (SimulationRequest spec, int skip) = Simulations.Read(request.Simulation, "simulation");
                long from = spec.TimeOf(skip);
                ImmutableArray<InstrumentSeries> made = await Task.Run(
                    () => SimulatorSource.Generate(spec, progress: null, cancellation).Series, cancellation).ConfigureAwait(false);
                return (new SeriesSliceSource([.. made.Select(series => series.Between(from, long.MaxValue))], "simulation"), pace);
            case StartFeedRequest.KindOneofCase.Connector:
                return (await OpenAsync(request.Connector, cancellation).ConfigureAwait(false), 0);
            default:
                throw new InvalidInputException("FEED_KIND_REQUIRED", "kind", "must be set: replay, simulation or connector.");
        }
    }

    private async Task<ConnectorFeedSource> OpenAsync(ConnectorFeed feed, CancellationToken cancellation)
    {
        ConnectorAddress address = ConnectorAddress.Parse(Required.Text(feed.Connector, "connector.connector"), "connector.connector");
        ImmutableArray<string> symbols = ConnectorSymbols.Read(feed.Symbols, "connector.symbols");
        Timeframe timeframe = InstrumentMessages.ReadTimeframe(Required.Text(feed.Timeframe, "connector.timeframe"), "connector.timeframe")!.Value;
        long now = ProtoTime.NowNanoseconds(clock);
        long start = feed.StartTime is null ? now : ProtoTime.ToNanoseconds(feed.StartTime, "connector.start_time");
        LiveSubscriptions subscriptions = await LiveSubscriptions.OpenAsync(
            connectors, address, symbols, timeframe.ToString(), TimeSpan.FromSeconds(options.ConnectorFetchSeconds), cancellation).ConfigureAwait(false);
        try
        {
            IConnectorClient client = connectors.Open(address);
            HistoryResult? history = start < now
                ? await client.FetchHistoryAsync(new HistoryRequest(symbols, timeframe, start, now), progress: null, cancellation).ConfigureAwait(false)
                : null;
            return new ConnectorFeedSource(
                subscriptions, client, timeframe, [.. symbols.Select(symbol => Past(symbol))], TimeSpan.FromSeconds(options.LiveSettleSeconds), clock);

            InstrumentSeries Past(string symbol) => history?.Series.FirstOrDefault(series => series.Instrument.Id == symbol)
                ?? new InstrumentSeries(
                    ConnectorMessages.ToInstrument(address, symbol, subscriptions.Known(symbol)), timeframe, Domain.Market.Availability.Candle, ReadOnlyMemory<long>.Empty,
                    [KeyValuePair.Create("close", ReadOnlyMemory<double>.Empty)]);
        }
        catch
        {
            subscriptions.Dispose();
            throw;
        }
    }

    private static double ReadPace(double stepsPerSecond, string field) => stepsPerSecond is >= 0 and <= FastestPace
        ? stepsPerSecond
        : throw new InvalidInputException("PACE_INVALID", field, FormattableString.Invariant($"must be from 0 (as fast as possible) to {FastestPace}, got {stepsPerSecond}."));
}
