using System.Diagnostics;
using System.Globalization;
using Tradewind.Domain.Market;
using Tradewind.Storage;

namespace Tradewind.Data.Tests.Storage;

public sealed class SqliteCrashTests
{
    [Fact]
    public async Task A_killed_process_leaves_whole_loads_and_everything_acknowledged()
    {
        using TemporaryFolder folder = new();
        string path = folder.File("store.db");
        Random random = new(20240801);
        for (int round = 0; round < 6; round++)
        {
            long acknowledged = await RunAndKillAsync(path, random.Next(1, 6), TimeSpan.FromMilliseconds(random.Next(0, 40)));

            await using SqliteStore store = await SqliteStore.OpenAsync(path);
            Assert.Empty(await store.CheckIntegrityAsync());
            Assert.True(await store.Journals.LastSequenceAsync("generations") >= acknowledged, "An acknowledged journal entry is lost.");
            HashSet<double> generations = [];
            foreach (string id in CrashWriter.Instruments)
            {
                InstrumentSeries series = await store.Series.ReadAsync(id);
                Assert.Equal(CrashWriter.Rows, series.Count);
                generations.UnionWith(series.Column("close").ToArray());
                generations.UnionWith(series.Column("volume").ToArray().Select(value => -value));
            }

            Assert.True(generations.Count == 1, $"Rows of loads {string.Join(", ", generations)} are mixed.");
            Assert.True(generations.Single() >= acknowledged, "An acknowledged load is lost.");
        }
    }

    /// <summary>Kills the writer a moment after it has reported a number of loads; returns the last one reported.</summary>
    private static async Task<long> RunAndKillAsync(string path, int reports, TimeSpan moment)
    {
        using Process writer = Process.Start(new ProcessStartInfo
        {
            FileName = Environment.ProcessPath is { } host && Path.GetFileNameWithoutExtension(host) == "dotnet" ? host : "dotnet",
            ArgumentList = { "exec", typeof(CrashWriter).Assembly.Location, path },
            RedirectStandardOutput = true,
        })!;
        try
        {
            long last = 0;
            for (int i = 0; i < reports; i++)
            {
                string? line = await writer.StandardOutput.ReadLineAsync();
                Assert.True(line is not null, "The writer ended by itself.");
                last = long.Parse(line, CultureInfo.InvariantCulture);
            }

            // Where in a load the process dies is left to chance on purpose; no result depends on how long this takes.
            await Task.Delay(moment);
            return last;
        }
        finally
        {
            writer.Kill();
            await writer.WaitForExitAsync();
        }
    }
}
