using Google.Protobuf.WellKnownTypes;
using Tradewind.Testing;
using Tradewind.V1;

namespace Tradewind.Connectors.Tests;

/// <summary>Instruments that attached connectors announce are listed until they leave.</summary>
public sealed class AnnouncementTests : IAsyncLifetime
{
    private TestServer _server = null!;
    private ScriptedConnector _connector = null!;

    public async Task InitializeAsync()
    {
        _server = await TestServer.StartAsync();
        _connector = await ScriptedConnector.AttachAsync(_server);
    }

    public async Task DisposeAsync()
    {
        await _connector.DisposeAsync();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task Announced_instruments_are_listed_with_their_source_among_those_that_are_stored()
    {
        await _server.LoadAsync(MarketData.File(MarketData.Bars(60), "ETH-USD.csv"));
        await _connector.AnnounceAsync(ScriptedConnector.Source, Announced("BTC/USDT"), Announced("ETH/USD"), Announced("XRP/USDT"));
        await UntilAsync("XRP/USDT");

        List<Instrument> pages = [];
        ListInstrumentsRequest request = new() { PageSize = 1 };
        do
        {
            ListInstrumentsResponse page = await _server.Data.ListInstrumentsAsync(request);
            pages.AddRange(page.Instruments);
            request.PageToken = page.NextPageToken;
        }
        while (request.PageToken.Length > 0);

        Assert.Equal(["BTC/USDT", "ETH/USD", "XRP/USDT"], pages.Select(instrument => instrument.Id));
        Assert.Equal([ScriptedConnector.Address, "csv", ScriptedConnector.Address], pages.Select(instrument => instrument.Source));
        Assert.Equal([0, 1, 0], pages.Select(instrument => instrument.Series.Count));
        Assert.Equal((AssetClass.CryptoSpot, "0.01", "USDT", true), (pages[0].AssetClass, pages[0].TickSize, pages[0].Currency, pages[0].Registered));
        ListInstrumentsResponse filtered = await _server.Data.ListInstrumentsAsync(new ListInstrumentsRequest { IdPrefix = "X", AssetClass = AssetClass.CryptoSpot });
        Assert.Equal("XRP/USDT", Assert.Single(filtered.Instruments).Id);
        Assert.Empty((await _server.Data.ListInstrumentsAsync(new ListInstrumentsRequest { IdPrefix = "X", AssetClass = AssetClass.Equity })).Instruments);
    }

    [Fact]
    public async Task What_the_configuration_says_of_an_announced_instrument_wins()
    {
        AnnouncedInstrument wrong = Announced("CL1 Comdty");
        (wrong.Instrument.Multiplier, wrong.Instrument.DisplayName) = ("5", "Something else");
        await _connector.AnnounceAsync(ScriptedConnector.Source, wrong);

        Instrument found = await UntilAsync("CL1 Comdty");

        Assert.Equal(("1000", "bbl", ScriptedConnector.Address), (found.Multiplier, found.MultiplierUnit, found.Source));
        Assert.NotEqual("Something else", found.DisplayName);
    }

    [Fact]
    public async Task An_instrument_goes_with_its_connector_and_what_was_loaded_stays()
    {
        await _connector.AnnounceAsync(ScriptedConnector.Source, Announced("BTC/USDT"));
        await UntilAsync("BTC/USDT");

        await _connector.DisposeAsync();

        while ((await _server.Data.ListInstrumentsAsync(new ListInstrumentsRequest())).Instruments.Count > 0)
        {
            await Task.Yield();
        }

        await Refused.AsUnknownAsync("UNKNOWN_INSTRUMENT", () => _server.Data.GetInstrumentAsync(new GetInstrumentRequest { InstrumentId = "BTC/USDT" }).ResponseAsync);
    }

    [Fact]
    public async Task What_was_fetched_is_known_without_an_announcement()
    {
        DateTime first = new(2024, 1, 1, 0, 0, 0, DateTimeKind.Utc);
        Task<LoadReport> load = _server.LoadAsync(new LoadDataRequest
        {
            ValidateOnly = true,
            Connector = new ConnectorLoad
            {
                Connector = ScriptedConnector.Address, Symbols = { "SOL/USDT" }, Timeframe = "1m",
                Interval = new TimeInterval { StartTime = Timestamp.FromDateTime(first), EndTime = Timestamp.FromDateTime(first.AddMinutes(3)) },
            },
        });
        FetchOrder order = await _connector.FetchAsync();
        await _connector.RowsAsync(order, "SOL/USDT", first, TimeSpan.FromMinutes(1), 3);
        await _connector.EndAsync(order);
        await load;

        Instrument found = (await _server.Data.GetInstrumentAsync(new GetInstrumentRequest { InstrumentId = "SOL/USDT" })).Instrument;

        Assert.Equal((ScriptedConnector.Address, 0), (found.Source, found.Series.Count));
    }

    [Fact]
    public async Task An_announcement_that_cannot_be_ends_the_stream()
    {
        await _connector.AnnounceAsync("elsewhere", Announced("BTC/USDT"));
        Assert.Equal("PROTOCOL_BREACH", (await _connector.DismissalAsync()).Reason);

        await using ScriptedConnector blank = await ScriptedConnector.AttachAsync(_server, hello => hello.Name = "blank");
        await blank.AnnounceAsync(ScriptedConnector.Source, Announced(" "));
        Assert.Contains("described", (await blank.DismissalAsync()).Message, StringComparison.Ordinal);

        await using ScriptedConnector flood = await ScriptedConnector.AttachAsync(_server, hello => hello.Name = "flood");
        await flood.AnnounceAsync(ScriptedConnector.Source, [.. Enumerable.Range(0, 10_001).Select(i => Announced($"S{i}"))]);
        Assert.Contains("10000", (await flood.DismissalAsync()).Message, StringComparison.Ordinal);
    }

    private static AnnouncedInstrument Announced(string symbol) => new()
    {
        Symbol = symbol, Instrument = new ConnectorInstrument { AssetClass = AssetClass.CryptoSpot, Currency = "USDT", TickSize = "0.01" },
    };

    private async Task<Instrument> UntilAsync(string id)
    {
        using CancellationTokenSource patience = new(TimeSpan.FromSeconds(60));
        while (true)
        {
            ListInstrumentsResponse page = await _server.Data.ListInstrumentsAsync(new ListInstrumentsRequest(), cancellationToken: patience.Token);
            if (page.Instruments.FirstOrDefault(instrument => instrument.Id == id) is { } found)
            {
                return found;
            }
        }
    }
}
