using System.Diagnostics;
using Tradewind.Storage;
using Xunit.Abstractions;

namespace Tradewind.Data.Tests.Storage;

/// <summary><c>kill -9</c> at any point of a load of a million rows.</summary>
public sealed class SqliteCrashTests(ITestOutputHelper output)
{
    private const int Kills = 50;

    [Fact]
    public async Task A_process_killed_fifty_times_leaves_loads_whole_or_absent()
    {
        using TemporaryFolder folder = new();
        Random random = new(20240801);
        string[] before = [.. CrashWriter.Instruments.Select(id => CrashWriter.Before(id).Revision)];
        string[] after = [.. CrashWriter.Instruments.Select(id => CrashWriter.After(id).Revision)];
        Process next = Start(folder, 0);
        TimeSpan whole = TimeSpan.Zero;
        (int wholeLoads, int absentLoads) = (0, 0);
        try
        {
            for (int round = 0; round <= Kills; round++)
            {
                using Process writer = next;
                // Each store is new, and the next process starts and fills its own while this one is judged: that is most of the time.
                next = Start(folder, round + 1);
                Task<string?> answer;
                try
                {
                    Assert.Equal(CrashWriter.Ready, await writer.StandardOutput.ReadLineAsync());
                    Stopwatch watch = Stopwatch.StartNew();
                    await writer.StandardInput.WriteLineAsync("go");
                    answer = writer.StandardOutput.ReadLineAsync();
                    // The first is undisturbed, to learn how long a load takes. Where in the load the others die is left to chance on purpose;
                    // no result depends on how long this takes.
                    Task death = round == 0 ? Task.Delay(Timeout.InfiniteTimeSpan) : Task.Delay(whole * random.NextDouble() * 1.5);
                    if (await Task.WhenAny(answer, death) == answer)
                    {
                        // Learned anew from every load that ends: while other tests keep the processors busy it takes several times as long,
                        // and kills spread over that would mostly come too late.
                        whole = watch.Elapsed;
                    }
                }
                finally
                {
                    writer.Kill();
                    await writer.WaitForExitAsync();
                }

                bool acknowledged = await answer == CrashWriter.Acknowledged;
                Assert.True(acknowledged || round > 0, "The undisturbed load ended without an acknowledgement.");
                string[] found = await RevisionsAsync(folder.File($"{round}.db"), acknowledged);
                Assert.True(found.SequenceEqual(after) || (found.SequenceEqual(before) && !acknowledged), $"Kill {round}: the load is neither whole nor absent.");
                (wholeLoads, absentLoads) = found.SequenceEqual(after) ? (wholeLoads + 1, absentLoads) : (wholeLoads, absentLoads + 1);
                folder.DeleteAll($"{round}.db*");
            }
        }
        finally
        {
            next.Kill();
            await next.WaitForExitAsync();
            next.Dispose();
        }

        output.WriteLine($"A load took {whole.TotalSeconds:0.00} s; of {Kills + 1}, {wholeLoads} were whole and {absentLoads} absent.");
    }

    /// <summary>Opens the store, checks all of it and returns the content hashes of its series.</summary>
    private static async Task<string[]> RevisionsAsync(string path, bool acknowledged)
    {
        await using SqliteStore store = await SqliteStore.OpenAsync(path);
        Assert.Empty(await store.CheckIntegrityAsync());
        Assert.True(!acknowledged || await store.Journals.LastSequenceAsync("loads") == 1, "An acknowledged journal entry is lost.");
        // The check has compared every chunk with its checksum and every series with its hash.
        return [.. (await store.Series.ListInstrumentsAsync(new InstrumentQuery())).Select(one => one.Series.Single().Revision)];
    }

    private static Process Start(TemporaryFolder folder, int round) => Process.Start(new ProcessStartInfo
    {
        FileName = Environment.ProcessPath is { } host && Path.GetFileNameWithoutExtension(host) == "dotnet" ? host : "dotnet",
        ArgumentList = { "exec", typeof(CrashWriter).Assembly.Location, folder.File($"{round}.db") },
        RedirectStandardInput = true,
        RedirectStandardOutput = true,
    })!;
}
