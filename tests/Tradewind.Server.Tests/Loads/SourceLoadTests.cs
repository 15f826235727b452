using System.Web;
using Grpc.Core;
using Tradewind.Testing;
using Tradewind.V1;

namespace Tradewind.Server.Tests.Loads;

/// <summary>Loads from other places than files: web services, several venues, the markets of the simulator.</summary>
public sealed class SourceLoadTests
{
    [Fact]
    public async Task On_chain_metrics_are_stored_known_a_day_later_and_answered_from_memory()
    {
        using LoopbackWeb web = new(asked => new LoopbackAnswer(
            $$"""{"data":[{"asset":"btc","time":"2024-01-01T00:00:00.000000000Z","{{HttpUtility.ParseQueryString(asked.Query)["metrics"]}}":"7.5"}]}"""));
        await using TestServer server = await TestServer.StartAsync(options => options.CoinmetricsCommunityUrl = web.Address.AbsoluteUri);
        LoadDataRequest request = new() { OnChain = new OnChainLoad { Provider = OnChainProvider.CoinMetrics, Assets = { "BTC" }, Metrics = { "hash_rate", "nvt" } } };

        LoadReport report = await server.LoadAsync(request);
        await server.LoadAsync(request);

        Assert.Equal(("BTC", AssetClass.OnChain, "coinmetrics", Availability.OnChain), Described(report));
        Observation row = (await server.Data.ListObservationsAsync(new ListObservationsRequest { InstrumentId = "BTC" })).Observations.Single();
        Assert.Equal(7.5, row.Values["nvt"]);
        Assert.Equal(46 * 3600, row.KnownTime.Seconds - row.Time.Seconds);
        Assert.Equal(2, web.Asked.Count);
        CacheStatistics cache = (await server.Data.ListCachesAsync(new ListCachesRequest())).Caches.Single(entry => entry.Name == "on_chain");
        Assert.Equal((2L, 2L, 4L, 0.5), (cache.HitCount, cache.MissCount, cache.TotalCount, cache.HitFraction));
    }

    [Fact]
    public async Task Two_providers_are_not_mixed_in_one_instrument()
    {
        using LoopbackWeb web = new(asked => new LoopbackAnswer(asked.AbsolutePath.Contains("timeseries", StringComparison.Ordinal)
            ? """{"data":[{"asset":"btc","time":"2024-01-01T00:00:00.000000000Z","HashRate":"7.5"}]}"""
            : """[{"t":1704067200,"v":6.5}]"""));
        await using TestServer server = await TestServer.StartAsync(options =>
            (options.CoinmetricsCommunityUrl, options.GlassnodeUrl, options.GlassnodeApiKey) = (web.Address.AbsoluteUri, web.Address.AbsoluteUri, "k"));
        OnChainLoad load = new() { Provider = OnChainProvider.CoinMetrics, Assets = { "BTC" }, Metrics = { "hash_rate" } };
        await server.LoadAsync(new LoadDataRequest { OnChain = load });

        load.Provider = OnChainProvider.Glassnode;
        await Refused.AsInvalidAsync("ON_CHAIN_MIXED", "on_chain.id_suffix", () => server.LoadAsync(new LoadDataRequest { OnChain = load }));
        load.IdSuffix = " glassnode";

        Assert.Equal("BTC glassnode", (await server.LoadAsync(new LoadDataRequest { OnChain = load })).Instruments.Single().Id);
    }

    [Fact]
    public async Task On_chain_failures_have_reasons_of_their_own()
    {
        using LoopbackWeb web = new(_ => new LoopbackAnswer("", 401));
        await using TestServer server = await TestServer.StartAsync(options => options.CoinmetricsCommunityUrl = web.Address.AbsoluteUri);
        OnChainLoad load = new() { Provider = OnChainProvider.CoinMetrics, Assets = { "BTC" }, Metrics = { "hash_rate" } };

        await Refused.AsAsync(StatusCode.FailedPrecondition, "ON_CHAIN_KEY_INVALID", null, () => server.LoadAsync(new LoadDataRequest { OnChain = load }));
        load.Metrics.Add("mvrv");
        await Refused.AsInvalidAsync("ON_CHAIN_INVALID", "metrics", () => server.LoadAsync(new LoadDataRequest { OnChain = load }));
        load.Provider = OnChainProvider.Glassnode;
        await Refused.AsTooEarlyOrLateAsync("ON_CHAIN_KEY_MISSING", () => server.LoadAsync(new LoadDataRequest { OnChain = load }));
        load.Provider = OnChainProvider.Unspecified;
        await Refused.AsInvalidAsync("PROVIDER_REQUIRED", "on_chain.provider", () => server.LoadAsync(new LoadDataRequest { OnChain = load }));
    }

    [Fact]
    public async Task Stored_instruments_agree_on_one_that_can_be_traded()
    {
        await using TestServer server = await TestServer.StartAsync();
        await server.LoadAsync(MarketData.File(MarketData.Bars(50), "LTC-USD.csv"));
        await server.LoadAsync(MarketData.File(MarketData.Bars(50, (row, close) => row == 20 ? close * 1.5 : close * 1.001), "LTC-USDT.csv"));
        await server.LoadAsync(MarketData.File(MarketData.Bars(40), "LTC-EUR.csv"));
        ConsensusLoad load = new()
        {
            InstrumentId = "LTC/CONSENSUS", WithOpenHighLow = true,
            Venues = { new Venue { InstrumentId = "LTC/USD" }, new Venue { InstrumentId = "LTC/USDT", Name = "tether" }, new Venue { InstrumentId = "LTC/EUR" } },
        };

        LoadReport report = await server.LoadAsync(new LoadDataRequest { Consensus = load });

        Instrument made = report.Instruments.Single();
        Assert.Equal(("consensus", AssetClass.CryptoSpot), (made.Source, made.AssetClass));
        Assert.Equal(["open", "high", "low", "close", "volume", "spread", "confidence"], made.Series.Single().Fields);
        Assert.Equal(1, report.Quality.Single().Findings.Single(finding => finding.Code == "VENUE_EXCLUDED").Count);
        Assert.Equal(10, report.Quality.Single().Findings.Single(finding => finding.Code == "VENUE_MISSING").Count);
        Assert.Equal(50, (await server.Data.ListBarsAsync(new ListBarsRequest { InstrumentId = "LTC/CONSENSUS" })).Bars.Count);

        (load.InstrumentId, load.Method) = ("LTC/MEAN", ConsensusMethod.Mean);
        Assert.Contains("tether_close", (await server.LoadAsync(new LoadDataRequest { Consensus = load })).Instruments.Single().Series.Single().Fields);
    }

    [Fact]
    public async Task A_wrong_consensus_is_refused_with_its_path()
    {
        await using TestServer server = await TestServer.StartAsync();
        await server.LoadBarsAsync(20);
        Venue coin = new() { InstrumentId = MarketData.Coin };
        Task Load(ConsensusLoad load) => server.LoadAsync(new LoadDataRequest { Consensus = load });

        await Refused.AsInvalidAsync("FIELD_REQUIRED", "consensus.instrument_id", () => Load(new ConsensusLoad { Venues = { coin } }));
        await Refused.AsInvalidAsync("VENUES_INVALID", "consensus.venues", () => Load(new ConsensusLoad { InstrumentId = "X" }));
        await Refused.AsInvalidAsync("RESULT_IS_VENUE", "consensus.venues[0].instrument_id", () => Load(new ConsensusLoad { InstrumentId = MarketData.Coin, Venues = { coin } }));
        await Refused.AsInvalidAsync("CONSENSUS_INVALID", "consensus.max_deviation", () => Load(new ConsensusLoad { InstrumentId = "X", Venues = { coin }, MaxDeviation = 0 }));
        await Refused.AsInvalidAsync("VENUE_SOURCE_REQUIRED", "consensus.venues[0].source", () => Load(new ConsensusLoad { InstrumentId = "X", Venues = { new Venue() } }));
        await Refused.AsUnknownAsync("UNKNOWN_INSTRUMENT", () => Load(new ConsensusLoad { InstrumentId = "X", Venues = { new Venue { InstrumentId = "nope" } } }));
        await Refused.AsInvalidAsync(
            "CONNECTOR_ADDRESS_INVALID", "consensus.venues[0].connector.connector",
            () => Load(new ConsensusLoad { InstrumentId = "X", Timeframe = "1d", Venues = { new Venue { Connector = new ConnectorSymbol { Connector = "A B", Symbol = "x" } } } }));
        await Refused.AsAsync(
            StatusCode.Unavailable, "CONNECTOR_UNAVAILABLE", null,
            () => Load(new ConsensusLoad { InstrumentId = "X", Timeframe = "1d", Venues = { new Venue { Connector = new ConnectorSymbol { Connector = "ccxt:kraken", Symbol = "x" } } } }));
    }

    [Fact]
    public async Task A_venue_that_is_not_attached_lowers_the_confidence()
    {
        await using TestServer server = await TestServer.StartAsync();
        await server.LoadBarsAsync(20);
        ConsensusLoad load = new()
        {
            InstrumentId = "X", Timeframe = "1d",
            Venues = { new Venue { InstrumentId = MarketData.Coin }, new Venue { Connector = new ConnectorSymbol { Connector = "ccxt:kraken", Symbol = "LTC/USD" } } },
        };

        LoadReport report = await server.LoadAsync(new LoadDataRequest { Consensus = load });

        Assert.Equal("CONNECTOR_UNAVAILABLE", report.Notes.Single().Code);
        Observation row = (await server.Data.ListObservationsAsync(new ListObservationsRequest { InstrumentId = "X", PageSize = 1 })).Observations.Single();
        Assert.Equal(0.25, row.Values["confidence"]);
    }

    [Fact]
    public async Task An_oil_curve_is_loaded_and_its_feed_continues_it()
    {
        await using TestServer server = await TestServer.StartAsync();
        SimulatedMarket market = new()
        {
            OilCurve = new OilCurveMarket { Roots = { "CL" }, Months = 2 },
            Jumps = new PriceJumps { PerYear = 5, StandardDeviation = 0.05 }, Regimes = new MarketRegimes { CalmDays = 100, StressDays = 20, StressVolatility = 2 },
        };
        LoadReport report = await server.LoadAsync(new LoadDataRequest { Simulation = new Simulation { Seed = 3, RowCount = 30, Market = market } });
        Assert.Equal(["SIM-CL1 Comdty", "SIM-CL2 Comdty"], report.Instruments.Select(instrument => instrument.Id));
        Assert.All(report.Instruments, instrument => Assert.Contains("SIMULATED", instrument.DisplayName, StringComparison.Ordinal));
        Assert.Equal("1000", report.Instruments[0].Multiplier);

        Feed feed = (await server.Data.StartFeedAsync(new StartFeedRequest { Simulation = new SimulatedFeed { Seed = 3, SkipRowCount = 30, RowCount = 2, Market = market } })).Feed;
        List<StreamBarsResponse> events = await server.Data.StreamBars(new StreamBarsRequest { FeedId = feed.Id }).ListAsync();
        LoadReport longer = await server.LoadAsync(new LoadDataRequest { Simulation = new Simulation { Seed = 3, RowCount = 32, Market = market } });
        Bar[] bars = [.. (await server.Data.ListBarsAsync(new ListBarsRequest { InstrumentId = "SIM-CL1 Comdty", PageSize = 100 })).Bars.TakeLast(2)];

        Assert.Equal(32, longer.Instruments[0].Series.Single().RowCount);
        Assert.Equal(bars, events.Where(message => message.Bar?.InstrumentId == "SIM-CL1 Comdty").Select(message => message.Bar.Bar));
    }

    [Fact]
    public async Task A_market_of_ones_own_trades_in_minutes_with_the_correlations_asked_for()
    {
        await using TestServer server = await TestServer.StartAsync();
        SimulatedMarket market = new()
        {
            Timeframe = "5m",
            Custom = new CustomMarket
            {
                Instruments = { new SimulatedInstrument { Id = "A/USD", StartLevel = 100, AnnualVolatility = 0.6 }, new SimulatedInstrument { Id = "B/USD", StartLevel = 0.5, AnnualVolatility = 0.9 } },
                Correlations = { new ShockCorrelation { FirstId = "A/USD", SecondId = "B/USD", Correlation = -1 } },
            },
        };

        LoadReport report = await server.LoadAsync(new LoadDataRequest { Simulation = new Simulation { Seed = 3, RowCount = 300, Market = market } });

        Assert.Equal(["SIM-A/USD", "SIM-B/USD"], report.Instruments.Select(instrument => instrument.Id));
        Assert.Equal("5m", report.Instruments[0].Series.Single().Timeframe);
        Bar[] first = [.. (await server.Data.ListBarsAsync(new ListBarsRequest { InstrumentId = "SIM-A/USD", PageSize = 300 })).Bars];
        Bar[] second = [.. (await server.Data.ListBarsAsync(new ListBarsRequest { InstrumentId = "SIM-B/USD", PageSize = 300 })).Bars];
        // Opposite shocks; only the rounding to ticks and the pull to the first price may turn one of them.
        Assert.True(first.Zip(second).Count(pair => (pair.First.Close - pair.First.Open) * (pair.Second.Close - pair.Second.Open) > 0) < 6);
    }

    [Fact]
    public async Task Wrong_markets_are_refused()
    {
        await using TestServer server = await TestServer.StartAsync();
        Task Load(SimulatedMarket market) => server.LoadAsync(new LoadDataRequest { Simulation = new Simulation { RowCount = 10, Market = market } });

        await Refused.AsInvalidAsync("SIMULATION_INVALID", "simulation.market.universe", () => Load(new SimulatedMarket { SessionMinutes = 390 }));
        await Refused.AsInvalidAsync("SIMULATION_INVALID", "roots", () => Load(new SimulatedMarket { OilCurve = new OilCurveMarket { Roots = { "OIL" } } }));
        await Refused.AsInvalidAsync("SIMULATION_INVALID", "instruments", () => Load(new SimulatedMarket { Custom = new CustomMarket() }));
        await Refused.AsInvalidAsync("TIMEFRAME_INVALID", "simulation.market.timeframe", () => Load(new SimulatedMarket { Timeframe = "x" }));
        SimulatedMarket market = new() { Custom = new CustomMarket { Instruments = { new SimulatedInstrument { Id = "A", AssetClass = "gold", StartLevel = 1, AnnualVolatility = 1 } } } };
        await Refused.AsInvalidAsync("ASSET_CLASS_UNKNOWN", "simulation.market.custom.instruments[0].asset_class", () => Load(market));
    }

    [Fact]
    public async Task The_default_market_is_the_same_with_and_without_saying_so()
    {
        await using TestServer server = await TestServer.StartAsync();
        LoadReport plain = await server.SimulateAsync(50);

        LoadReport said = await server.LoadAsync(new LoadDataRequest { Simulation = new Simulation { Seed = 7, RowCount = 50, Market = new SimulatedMarket() } });

        Assert.Equal(plain.Instruments.Select(instrument => instrument.Series[0].Revision), said.Instruments.Select(instrument => instrument.Series[0].Revision));
    }

    private static (string, AssetClass, string, Availability) Described(LoadReport report)
    {
        Instrument instrument = report.Instruments.Single();
        return (instrument.Id, instrument.AssetClass, instrument.Source, instrument.Series.Single().Availability);
    }
}
