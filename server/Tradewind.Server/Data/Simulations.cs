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
    public static SimulatorSpec Read(Simulation simulation, string path)
    {
        int rows = simulation.HasRowCount ? simulation.RowCount : DefaultRows;
        return rows is >= 2 and <= MostRows
            ? Spec(simulation.Seed, rows, simulation.StartTime is null ? DefaultStart : ProtoTime.ToNanoseconds(simulation.StartTime, $"{path}.start_time"))
            : throw new InvalidInputException("ROW_COUNT_INVALID", $"{path}.row_count", $"must be from 2 to {MostRows}, got {rows}.");
    }

    /// <summary>The path of a feed and the steps of it that are history.</summary>
    public static (SimulatorSpec Spec, int Skip) Read(SimulatedFeed feed, string path)
    {
        int rows = feed.HasRowCount ? feed.RowCount : DefaultFeedRows;
        if (rows is < 1 or > MostRows || feed.SkipRowCount is < 0 or > MostRows)
        {
            throw new InvalidInputException(
                "ROW_COUNT_INVALID", $"{path}.row_count", $"must be from 1 to {MostRows} and skip_row_count from 0 to {MostRows}, got {rows} and {feed.SkipRowCount}.");
        }

        long start = feed.StartTime is null ? DefaultStart : ProtoTime.ToNanoseconds(feed.StartTime, $"{path}.start_time");
        return (Spec(feed.Seed, feed.SkipRowCount + rows, start), feed.SkipRowCount);
    }

    private static SimulatorSpec Spec(long seed, int rows, long start) =>
        new() { Seed = unchecked((ulong)seed), Rows = rows, Start = UnixTime.StartOfDay(start) };
}
