using System.Globalization;
using Tradewind.Domain.Market;
using Tradewind.Storage;

namespace Tradewind.Data.Tests.Storage;

/// <summary>
/// The process the crash test kills: loads generation after generation into a store and prints the number of each one the store
/// has acknowledged.
/// </summary>
internal static class CrashWriter
{
    public const int Rows = 6000;

    public static readonly string[] Instruments = ["A", "B", "C"];

    private static async Task<int> Main(string[] arguments)
    {
        await using SqliteStore store = await SqliteStore.OpenAsync(arguments[0]);
        long generation = await store.Journals.LastSequenceAsync("generations");
        while (true)
        {
            generation++;
            await store.Series.PutAsync([.. Instruments.Select(id => Generation(id, generation))]);
            await store.Journals.AppendAsync("generations", [new JournalEntry(generation, 0, "loaded", BitConverter.GetBytes(generation))]);
            await Console.Out.WriteLineAsync(generation.ToString(CultureInfo.InvariantCulture));
        }
    }

    private static InstrumentSeries Generation(string id, long generation) => SampleSeries.Of(
        id,
        [.. Enumerable.Range(0, Rows).Select(i => (long)i)],
        ("close", [.. Enumerable.Repeat((double)generation, Rows)]),
        ("volume", [.. Enumerable.Repeat(-(double)generation, Rows)]));
}
