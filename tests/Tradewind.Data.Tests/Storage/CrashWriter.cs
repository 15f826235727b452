using Tradewind.Domain.Market;
using Tradewind.Storage;

namespace Tradewind.Data.Tests.Storage;

/// <summary>
/// The process the crash test kills: makes a store with two short series, says that it is ready, and on a sign loads a million rows into them
/// and says that the load was acknowledged.
/// </summary>
internal static class CrashWriter
{
    public const string Ready = "ready";

    public const string Acknowledged = "acknowledged";

    /// <summary>Request under which the million rows are loaded.</summary>
    public const string RequestId = "the load";

    public static readonly string[] Instruments = ["A", "B"];

    private const int RowsBefore = 10_000;
    private const int RowsAfter = 500_000;

    /// <summary>What the store holds before the load.</summary>
    public static InstrumentSeries Before(string id) => Series(id, RowsBefore, 1);

    /// <summary>What it holds after the load, which is a million rows in all and changes every row there was.</summary>
    public static InstrumentSeries After(string id) => Series(id, RowsAfter, 2);

    private static async Task<int> Main(string[] arguments)
    {
        InstrumentSeries[] load = [.. Instruments.Select(After)];
        await using SqliteStore store = await SqliteStore.OpenAsync(arguments[0]);
        await store.Series.PutAsync([.. Instruments.Select(Before)]);
        await Console.Out.WriteLineAsync(Ready);
        await Console.In.ReadLineAsync();
        await store.Series.PutAsync(load, RequestId);
        await store.Journals.AppendAsync("loads", [new JournalEntry(1, 0, "loaded", new byte[] { 1 })]);
        await Console.Out.WriteLineAsync(Acknowledged);
        await Console.In.ReadToEndAsync();
        return 0;
    }

    private static InstrumentSeries Series(string id, int rows, int version) => SampleSeries.Of(
        id,
        Timeframe.Minute,
        [.. Enumerable.Range(0, rows).Select(i => SampleSeries.Start + i * UnixTime.Minute)],
        ("close", [.. Enumerable.Range(0, rows).Select(i => i + version / 10.0)]));
}
