using Google.Protobuf.WellKnownTypes;
using Tradewind.Domain.Errors;
using Tradewind.Domain.Market;
using Tradewind.Server.Mapping;
using Tradewind.Sources.Simulation;
using Tradewind.V1;

namespace Tradewind.Server.Data;

/// <summary>Reads what a request says about the simulator. The same seed and start give the same path to loads and feeds.</summary>
internal static class Simulations
{
    private const int DefaultRows = 1500;
    private const int DefaultFeedRows = 250;
    private const int MostRows = 1_000_000;
    private static readonly long DefaultStart = UnixTime.FromDate(2018, 1, 1);

    /// <summary>The history to load.</summary>
    public static SimulationRequest Read(Simulation simulation, string path)
    {
        int rows = simulation.HasRowCount ? simulation.RowCount : DefaultRows;
        return rows is >= 2 and <= MostRows
            ? SimulatedMarketReader.Read(simulation.Market, Spec(simulation.Seed, rows, simulation.StartTime, path), $"{path}.market")
            : throw new InvalidInputException("ROW_COUNT_INVALID", $"{path}.row_count", $"must be from 2 to {MostRows}, got {rows}.");
    }

    /// <summary>The path of a feed and the steps of it that are history.</summary>
    public static (SimulationRequest Spec, int Skip) Read(SimulatedFeed feed, string path)
    {
        int rows = feed.HasRowCount ? feed.RowCount : DefaultFeedRows;
        if (rows is < 1 or > MostRows || feed.SkipRowCount is < 0 or > MostRows)
        {
            throw new InvalidInputException(
                "ROW_COUNT_INVALID", $"{path}.row_count", $"must be from 1 to {MostRows} and skip_row_count from 0 to {MostRows}, got {rows} and {feed.SkipRowCount}.");
        }

        return (SimulatedMarketReader.Read(feed.Market, Spec(feed.Seed, feed.SkipRowCount + rows, feed.StartTime, path), $"{path}.market"), feed.SkipRowCount);
    }

    private static SimulatorSpec Spec(long seed, int rows, Timestamp? startTime, string path)
    {
        long start = startTime is null ? DefaultStart : ProtoTime.ToNanoseconds(startTime, $"{path}.start_time");
        // The last row must have a label, and be known a day later.
        return rows + 1 <= (long.MaxValue - start) / (decimal)UnixTime.Day
            ? new SimulatorSpec { Seed = unchecked((ulong)seed), Rows = rows, Start = UnixTime.StartOfDay(start) }
            : throw new InvalidInputException("TIME_OUT_OF_RANGE", $"{path}.start_time", $"plus {rows} days must be before the year 2262. Start earlier or make fewer rows.");
    }
}
