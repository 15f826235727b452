using Tradewind.Data.Tests.Hybrid;
using Tradewind.Domain.Market.Registry;
using Tradewind.Server.Data;
using Tradewind.Server.Instruments;
using Tradewind.Sources;
using Tradewind.Sources.Connectors;
using Tradewind.Storage;
using Tradewind.V1;

namespace Tradewind.Server.Tests.Loads;

/// <summary>Loads that ask a connector, with one that stands in for real ones. Days are those of March 2024.</summary>
public sealed class ConnectorLoadTests : IAsyncLifetime, IConnectorDirectory
{
    private readonly string _folder = System.IO.Directory.CreateTempSubdirectory("tradewind-connectors-").FullName;
    private readonly StandInApi _api = new();
    private IStore _store = null!;

    public async Task InitializeAsync() => _store = await SqliteStore.OpenAsync(Path.Combine(_folder, "store.db"));

    public async Task DisposeAsync()
    {
        await _store.DisposeAsync();
        System.IO.Directory.Delete(_folder, recursive: true);
    }

    public IConnectorClient Open(ConnectorAddress address) => _api;

    public bool IsAttached(ConnectorAddress address) => true;

    [Fact]
    public async Task Venues_of_connectors_agree()
    {
        _api.Has("BTC/USDT", "close", (11, 100), (12, 101)).Has("BTC/USDT", "volume", (11, 1), (12, 1));
        _api.Has("BTC/USD", "close", (11, 100), (12, 103)).Has("BTC/USD", "volume", (11, 3), (12, 3));
        ConsensusImport import = new(_store, new PortfolioReader(_store, new InstrumentDirectory(InstrumentRegistry.Empty)), this, TimeProvider.System);

        LoadedData data = await import.LoadAsync(
            new ConsensusLoad
            {
                InstrumentId = "BTC", Timeframe = "1d", Interval = March(),
                Venues = { Symbol("ccxt:binance", "BTC/USDT"), Symbol("ccxt:kraken", "BTC/USD") },
            },
            new Progress<Sources.LoadProgress>(), CancellationToken.None);

        Assert.Equal([100, 102.5], data.Series[0].Column("close").ToArray());
        Assert.Contains("binance, kraken", data.Series[0].Instrument.DisplayName, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_api_of_a_hybrid_load_is_the_connector_of_the_request()
    {
        _api.Has("X Index", "OAS", (11, 3.1));

        LoadedData data = await new HybridImport(this, TimeProvider.System).LoadAsync(
            new HybridLoad { Securities = { "X Index" }, Fields = { "OAS" }, Interval = March() }, new Progress<Sources.LoadProgress>(), CancellationToken.None);

        Assert.Equal(1, data.Provenance.Single().ApiCount);
        Assert.Equal((StandInApi.Day(11), StandInApi.Day(31)), (_api.Asked.Single().Start, _api.Asked.Single().End));
    }

    private static TimeInterval March() => new()
    {
        StartTime = new() { Seconds = StandInApi.Day(11) / 1_000_000_000 }, EndTime = new() { Seconds = StandInApi.Day(31) / 1_000_000_000 },
    };

    private static Venue Symbol(string connector, string symbol) => new() { Connector = new ConnectorSymbol { Connector = connector, Symbol = symbol } };
}
