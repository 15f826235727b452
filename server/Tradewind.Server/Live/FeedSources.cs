using System.Collections.Immutable;
using Tradewind.Domain.Errors;
using Tradewind.Domain.Market;
using Tradewind.Server.Data;
using Tradewind.Server.Mapping;
using Tradewind.Sources.Simulation;
using Tradewind.V1;

namespace Tradewind.Server.Live;

/// <summary>Opens what a feed is asked to play.</summary>
internal sealed class FeedSources(PortfolioReader portfolios)
{
    private const double FastestPace = 1_000_000;

    /// <summary>The source and its pace in steps a second; 0 is as fast as possible.</summary>
    /// <exception cref="InvalidInputException">The request names no source, or one that cannot be played.</exception>
    public async Task<(ISliceSource Source, double StepsPerSecond)> OpenAsync(StartFeedRequest request, CancellationToken cancellation)
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
            default:
                throw new InvalidInputException("FEED_KIND_REQUIRED", "kind", "must be set: replay or simulation.");
        }
    }

    private static double ReadPace(double stepsPerSecond, string field) => stepsPerSecond is >= 0 and <= FastestPace
        ? stepsPerSecond
        : throw new InvalidInputException("PACE_INVALID", field, FormattableString.Invariant($"must be from 0 (as fast as possible) to {FastestPace}, got {stepsPerSecond}."));
}
