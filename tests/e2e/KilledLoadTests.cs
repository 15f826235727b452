using System.Diagnostics;
using System.Text.Json.Nodes;

namespace Tradewind.EndToEnd.Tests;

/// <summary><c>kill -9</c> during a load leaves all of it or nothing.</summary>
public sealed class KilledLoadTests(MillionBars bars) : IClassFixture<MillionBars>
{
    private const long Megabyte = 1 << 20;
    private const string Uploads = "uploads";

    [Theory]
    [InlineData(KillMoment.Receiving)]
    [InlineData(KillMoment.Reading)]
    [InlineData(KillMoment.Storing)]
    [InlineData(KillMoment.StoringTheEnd)]
    [InlineData(KillMoment.Stored)]
    public async Task A_server_killed_during_a_load_opens_again_with_all_of_it_or_nothing(KillMoment moment)
    {
        using TemporaryFolder data = new();
        await using (ServerProcess server = await ServerProcess.StartAsync(data.Path))
        {
            using Process upload = ChildProcess.Start(server.CliCommand("data", "load", bars.Path));
            try
            {
                await ReachAsync(moment, data, upload);
                await server.KillAsync();
            }
            finally
            {
                // It would go on trying to reach the server for a while.
                upload.Kill();
            }
        }

        await using ServerProcess reopened = await ServerProcess.StartAsync(data.Path);
        Assert.Equal("Serving", (await reopened.HealthAsync()).Expect(0).Output.Trim());
        JsonArray instruments = (await reopened.CliAsync("data", "list", "--json")).Expect(0).Json.AsArray();
        if (moment is KillMoment.Receiving or KillMoment.Reading)
        {
            Assert.Empty(instruments);
        }
        else if (moment == KillMoment.Stored || instruments.Count > 0)
        {
            await AssertWholeAsync(reopened, Assert.Single(instruments)!, data);
        }

        Assert.False(Directory.Exists(data.File(Uploads)), "The part of the upload that had arrived is still there.");
        (await reopened.CliAsync("data", "simulate", "--rows", "50")).Expect(0);
    }

    private static async Task AssertWholeAsync(ServerProcess server, JsonNode instrument, TemporaryFolder folder)
    {
        Assert.Equal(MillionBars.Instrument, instrument["id"]!.GetValue<string>());
        Assert.Equal($"{MillionBars.RowCount}", Assert.Single(instrument["series"]!.AsArray())!["row_count"]!.GetValue<string>());
        (await server.CliAsync("data", "quality", MillionBars.Instrument)).Expect(0);
        // Reading compares every chunk with its checksum.
        string export = folder.File("export.csv");
        (await server.CliAsync("data", "bars", MillionBars.Instrument, "--csv", export)).Expect(0);
        Assert.Equal(MillionBars.RowCount + 1, File.ReadLines(export).Count());
    }

    private async Task ReachAsync(KillMoment moment, TemporaryFolder data, Process upload)
    {
        long size = new FileInfo(bars.Path).Length;
        Stopwatch watch = Stopwatch.StartNew();
        while (!IsReached(moment, data, size))
        {
            Assert.False(upload.HasExited, $"The load was over before the moment {moment} was seen.");
            Assert.True(watch.Elapsed < TimeSpan.FromMinutes(2), $"The moment {moment} did not come.");
            await Task.Yield();
        }
    }

    private static bool IsReached(KillMoment moment, TemporaryFolder data, long size)
    {
        long received = Directory.Exists(data.File(Uploads))
            ? new DirectoryInfo(data.File(Uploads)).EnumerateFiles().Sum(Length)
            : 0;
        long log = Length(new FileInfo(data.File("tradewind.db-wal")));
        return moment switch
        {
            KillMoment.Receiving => received > 5 * Megabyte,
            KillMoment.Reading => received == size,
            KillMoment.Storing => log > 2 * Megabyte,
            KillMoment.StoringTheEnd => log > 17 * Megabyte,
            // The log goes into the database only after the transaction is complete.
            _ => Length(new FileInfo(data.File("tradewind.db"))) > 20 * Megabyte,
        };
    }

    // A file may go between being listed and being looked at.
    private static long Length(FileInfo file)
    {
        try
        {
            return file.Length;
        }
        catch (FileNotFoundException)
        {
            return 0;
        }
    }
}
