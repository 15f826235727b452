using Tradewind.Domain.Market;
using Tradewind.Storage;
using Tradewind.Testing;

namespace Tradewind.Benchmarks;

/// <summary>A million bars from a store that is open into memory, after they were read before.</summary>
internal static class StoreReads
{
    private const int Rounds = 15;

    /// <summary>What the embedded store is to stay below.</summary>
    private const double LimitSeconds = 0.040;

    /// <param name="area">Area of the rows.</param>
    /// <param name="path">Embedded store that holds the bars.</param>
    /// <param name="series">The bars.</param>
    public static void Run(string area, string path, InstrumentSeries series) => Task.Run(() => RunAsync(area, path, series)).GetAwaiter().GetResult();

    private static async Task RunAsync(string area, string path, InstrumentSeries series)
    {
        SqliteStore embedded = await SqliteStore.OpenAsync(path).ConfigureAwait(false);
        await using (embedded.ConfigureAwait(false))
        {
            LocalPostgres server = await LocalPostgres.StartAsync().ConfigureAwait(false);
            await using (server.ConfigureAwait(false))
            {
                PostgresStore postgres = await PostgresStore.OpenAsync(await server.CreateDatabaseAsync().ConfigureAwait(false)).ConfigureAwait(false);
                await using (postgres.ConfigureAwait(false))
                {
                    double put = Measurement.Seconds(() => postgres.Series.PutAsync([series]).GetAwaiter().GetResult());
                    double[] seconds = Measurement.Medians(Rounds, () => Read(embedded), () => Read(postgres));
                    Row.OfTimes(area, "SQLite: 1,000,000 bars from the open store into memory", "s", seconds[0], "limit", LimitSeconds, 1).Print();
                    Row.OfTimes(area, "PostgreSQL: 1,000,000 bars from the open store into memory", "s", seconds[1], "the same from SQLite", seconds[0], null).Print();
                    Row.Alone(area, "PostgreSQL: store 1,000,000 bars in one transaction", "s", put, "none", "once, into an empty database without fsync").Print();
                }
            }
        }
    }

    private static double Read(IStore store) => Measurement.Seconds(() =>
    {
        if (store.Series.ReadAsync("BENCH").GetAwaiter().GetResult().Count != BenchmarkBars.Count)
        {
            throw new InvalidOperationException("Bars are missing.");
        }
    });
}
