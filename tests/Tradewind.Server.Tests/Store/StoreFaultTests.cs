using Dapper;
using Grpc.Core;
using Microsoft.Data.Sqlite;
using Tradewind.Client;
using Tradewind.Server.Hosting;
using Tradewind.Testing;
using Tradewind.V1;

namespace Tradewind.Server.Tests.Store;

/// <summary>What callers see when the embedded store cannot do its work.</summary>
public sealed class StoreFaultTests
{
    [Fact]
    public async Task A_full_store_refuses_the_load_whole_and_goes_on_reading()
    {
        await using TestServer server = await TestServer.StartAsync(options => options.MaxStoreBytes = 1 << 19);
        await server.LoadBarsAsync(100);

        // Values of 400,000 bytes, packed, which do not fit beside what a store needs for itself.
        TradewindError error = await Refused.AsAsync(
            StatusCode.ResourceExhausted, "STORE_FULL", null, () => server.LoadAsync(MarketData.File(MarketData.Bars(40_000), "ETH-USD.csv")));

        Assert.Contains("max_store_bytes", error.Message, StringComparison.Ordinal);
        await Refused.AsUnknownAsync("UNKNOWN_INSTRUMENT", () => server.Data.GetInstrumentAsync(new GetInstrumentRequest { InstrumentId = "ETH/USD" }).ResponseAsync);
        Assert.Equal(100, (await server.Data.ListBarsAsync(new ListBarsRequest { InstrumentId = MarketData.Coin, PageSize = 1000 })).Bars.Count);
        Assert.Empty((await server.Client.CheckStoreAsync()).Problems);
        await server.LoadBarsAsync(110);
    }

    [Fact]
    public async Task A_damaged_chunk_is_named_by_instrument_and_time_and_does_not_stop_other_reads()
    {
        TestServer server = await TestServer.StartAsync();
        await server.LoadBarsAsync(5000);
        await server.LoadAsync(MarketData.File(MarketData.Bars(50), "ETH-USD.csv"));
        Damage(Path.Combine(server.Folder, ServerHost.StoreFileName));
        await using TestServer damaged = await server.RestartAsync();

        foreach (Func<Task> call in new Func<Task>[]
        {
            () => damaged.Data.ReadColumns(new ReadColumnsRequest { InstrumentId = MarketData.Coin }).ListAsync(),
            () => damaged.Data.AlignPortfolio(new AlignPortfolioRequest { Portfolio = new PortfolioSpec { Members = { MarketData.Member(MarketData.Coin) } } }).ListAsync(),
            () => damaged.LoadBarsAsync(5001),
        })
        {
            TradewindError error = await Refused.AsAsync(StatusCode.DataLoss, "STORE_CORRUPT", null, call);
            Assert.Contains(MarketData.Coin, error.Message, StringComparison.Ordinal);
            Assert.Contains("2024-01-01 to 2035-03-19", error.Message, StringComparison.Ordinal);
        }

        Assert.Equal(50, (await damaged.Data.ListBarsAsync(new ListBarsRequest { InstrumentId = "ETH/USD", PageSize = 1000 })).Bars.Count);
        // The second chunk of the same series is whole.
        ListBarsResponse late = await damaged.Data.ListBarsAsync(
            new ListBarsRequest { InstrumentId = MarketData.Coin, Interval = new TimeInterval { StartTime = MarketData.Day(4500) } });
        Assert.Equal(MarketData.Day(4500), late.Bars[0].OpenTime);
        string problem = Assert.Single((await damaged.Client.CheckStoreAsync()).Problems);
        Assert.Contains(MarketData.Coin, problem, StringComparison.Ordinal);
    }

    private static void Damage(string path)
    {
        using SqliteConnection connection = new($"Data Source={path};Pooling=False");
        connection.Open();
        int changed = connection.Execute(
            "UPDATE chunk_column SET data = zeroblob(length(data)) WHERE ordinal = 3 AND chunk_key = (SELECT chunk_key FROM chunk WHERE row_count = 4096)");
        Assert.Equal(1, changed);
    }
}
