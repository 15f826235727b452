using System.Text.Json;
using Tradewind.Sources;
using Tradewind.Storage;

namespace Tradewind.Benchmarks;

/// <summary>Reading files and the embedded store.</summary>
internal static class DataArea
{
    private const string Area = "data";

    public static void Run()
    {
        BenchmarkBars bars = BenchmarkBars.Instance;
        using PythonPeers peers = PythonPeers.Start(bars);
        peers.Compare((Area, "CSV of 1,000,000 bars, parsed and checked", 1), "pandas.read_csv", "pandas", "csv", () => LoadCsv(bars), rounds: 5);

        string stored = Path.Combine(bars.Folder, "loaded.db");
        peers.Compare(
            (Area, "CSV of 1,000,000 bars, parsed, checked, reported and stored durably", 4), "pandas.read_csv and sqlite3.executemany", "pandas",
            "csv_into_sqlite", () => LoadAndStore(bars, stored), rounds: 5);

        string workbook = BenchmarkWorkbook.Write(bars.Folder);
        peers.Compare(
            (Area, "Workbook of 5,000 x 50, parsed and checked", 4), "openpyxl, read only", "openpyxl", "workbook_openpyxl", () => LoadWorkbook(workbook), rounds: 5);

        string path = Path.Combine(bars.Folder, "ours.db");
        Domain.Market.InstrumentSeries series = bars.Series();
        peers.Compare(
            (Area, "SQLite: store 1,000,000 bars in one transaction", 1), "Python sqlite3, one row a bar", "", "sqlite_put",
            () => Put(path, series), rounds: 3);
        peers.Compare(
            (Area, "SQLite: read 1,000,000 bars", 1), "Python sqlite3, one row a bar", "", "sqlite_read", () => Read(path), rounds: 3);
        StoreReads.Run(Area, path, series);
    }

    private static LoadedData LoadCsv(BenchmarkBars bars)
    {
        using FileStream file = File.OpenRead(bars.CsvFile);
        LoadedData loaded = FileSource.LoadAsync(file, "bars.csv", FileLoadOptions.Default, null, CancellationToken.None)
            .GetAwaiter().GetResult();
        Expect(loaded.Series[0].Count);
        return loaded;
    }

    // A new store is opened and closed in it, as the peer does with its own.
    private static void LoadAndStore(BenchmarkBars bars, string path)
    {
        DeleteStore(path);
        LoadedData loaded = LoadCsv(bars);
        string[] reports = [.. loaded.Quality.Select(report => JsonSerializer.Serialize(report.Findings))];
        WithStore(path, store => store.Series.PutAsync(loaded.Series, requestId: null, reports));
    }

    private static void LoadWorkbook(string path)
    {
        using FileStream file = File.OpenRead(path);
        LoadedData loaded = FileSource.LoadAsync(file, path, FileLoadOptions.Default, null, CancellationToken.None).GetAwaiter().GetResult();
        if (loaded.Series.Length != BenchmarkWorkbook.Columns || loaded.Series[^1].Count != BenchmarkWorkbook.Rows)
        {
            throw new InvalidOperationException("The workbook was not read whole.");
        }
    }

    private static void DeleteStore(string path)
    {
        foreach (string suffix in (string[])["", "-wal", "-shm", ".lock"])
        {
            File.Delete(path + suffix);
        }
    }

    private static void Put(string path, Domain.Market.InstrumentSeries series)
    {
        DeleteStore(path);
        WithStore(path, store => store.Series.PutAsync([series]));
    }

    private static void Read(string path) =>
        WithStore(path, async store => Expect((await store.Series.ReadAsync("BENCH").ConfigureAwait(false)).Count));

    private static void WithStore(string path, Func<IStore, Task> work) => Task.Run(async () =>
    {
        SqliteStore store = await SqliteStore.OpenAsync(path).ConfigureAwait(false);
        await using (store.ConfigureAwait(false))
        {
            await work(store).ConfigureAwait(false);
        }
    }).GetAwaiter().GetResult();

    private static void Expect(int rows)
    {
        if (rows != BenchmarkBars.Count)
        {
            throw new InvalidOperationException($"Expected {BenchmarkBars.Count} rows, got {rows}.");
        }
    }
}
