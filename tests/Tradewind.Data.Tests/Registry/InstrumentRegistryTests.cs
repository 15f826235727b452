using Tradewind.Data.Tests.Sources;
using Tradewind.Domain.Market;
using Tradewind.Domain.Market.Futures;
using Tradewind.Domain.Market.Quality;
using Tradewind.Domain.Market.Registry;
using Tradewind.Sources;

namespace Tradewind.Data.Tests.Registry;

public sealed class InstrumentRegistryTests
{
    private static readonly InstrumentRegistry Known = InstrumentRegistry.Of(
    [
        new InstrumentEntry(new Instrument("SPX Index", AssetClass.Index) { DisplayName = "S&P 500", Calendar = "nyse", Exchange = "Cboe" })
        {
            Aliases = ["^GSPC", "SPX"], Files = ["GSPC*"], Availability = Availability.Close, DefaultUnit = "index points",
        },
        new InstrumentEntry(new Instrument("DGS10", AssetClass.Rate) { Calendar = "us_treasury" }) { Availability = Availability.NextBusinessDay },
        new InstrumentEntry(new Instrument("BTC", AssetClass.OnChain) { Calendar = "24_7" }),
        new InstrumentEntry(new Instrument("STEO *", AssetClass.Macro) { Exchange = "EIA", Calendar = "us_federal" }) { Availability = Availability.Vintage },
    ]);

    [Theory]
    [InlineData("SPX Index", "SPX Index", MatchKind.Id)]
    [InlineData("spx index", "SPX Index", MatchKind.Alias)]
    [InlineData(" ^gspc ", "SPX Index", MatchKind.Alias)]
    [InlineData("CL1", "CL1 Comdty", MatchKind.Ticker)]
    [InlineData("CLF5 Comdty", "CLF5 Comdty", MatchKind.Ticker)]
    [InlineData("ULSD", "HO1 Comdty", MatchKind.Commodity)]
    [InlineData("nothing", null, MatchKind.Id)]
    public void A_text_leads_to_an_instrument(string text, string? id, MatchKind match)
    {
        InstrumentResolution? resolved = Known.Resolve(text, new DateOnly(2025, 1, 2));

        Assert.Equal(id, resolved?.Entry.Instrument.Id);
        Assert.Equal(match, resolved?.Match ?? MatchKind.Id);
    }

    [Fact]
    public void A_ticker_knows_its_contract_without_an_entry()
    {
        Instrument gasoil = Known.Resolve("QS2")!.Entry.Instrument;

        Assert.Equal((100m, ContractUnit.Tonne, 0.25m, "ice_energy"), (gasoil.Multiplier, gasoil.Unit, gasoil.TickSize, gasoil.Calendar));
    }

    [Fact]
    public void A_family_describes_every_id_that_fits()
    {
        InstrumentEntry entry = Known.EntryOf("STEO PAPR")!;

        Assert.Equal(("STEO PAPR", "EIA", Availability.Vintage), (entry.Instrument.Id, entry.Instrument.Exchange, entry.Availability!.Value));
        Assert.Null(Known.EntryOf("OTHER PAPR"));
    }

    [Fact]
    public void One_name_for_two_instruments_is_refused()
    {
        InstrumentEntry twice = new(new Instrument("B", AssetClass.Equity)) { Aliases = ["a"] };

        ArgumentException error = Assert.Throws<ArgumentException>(() => InstrumentRegistry.Of([new InstrumentEntry(new Instrument("A", AssetClass.Equity)), twice]));
        Assert.Contains("'a' names both A and B", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_announced_later_never_replaces_an_entry()
    {
        InstrumentRegistry more = Known.With([new InstrumentEntry(new Instrument("BTC", AssetClass.Equity)), new InstrumentEntry(new Instrument("NEW", AssetClass.Equity))]);

        Assert.Equal((AssetClass.OnChain, AssetClass.Equity), (more.Find("BTC")!.Instrument.AssetClass, more.Find("NEW")!.Instrument.AssetClass));
    }

    [Theory]
    [InlineData("s&p", 1)]
    [InlineData("index spx", 1)]
    [InlineData("rate", 1)]
    [InlineData("", 4)]
    [InlineData("spx nothing", 0)]
    public void A_search_needs_every_word(string query, int count) => Assert.Equal(count, Known.Search(query).Count());

    [Theory]
    [InlineData("GSPC_daily.csv", "date,whatever\n2024-01-02,1\n", "SPX Index", Availability.Close)]
    [InlineData("anything.csv", "Date,^GSPC\n2024-01-02,1\n", "SPX Index", Availability.Close)]
    [InlineData("DGS10_old.csv", "date,DGS10\n2024-01-02,4\n", "DGS10", Availability.NextBusinessDay)]
    [InlineData("btc.csv", "date,tx,fees\n2024-01-02,4,5\n", "BTC", Availability.Close)]
    public void A_file_of_a_known_instrument_becomes_that_instrument(string fileName, string text, string id, Availability availability)
    {
        LoadedData data = Load.Text(text, fileName, new() { Registry = Known });

        Assert.Equal((id, availability), (data.Series[0].Instrument.Id, data.Series[0].Availability));
        Assert.False(data.Quality[0].Has("FRED_AVAILABILITY"));
    }

    [Fact]
    public void Prices_in_a_file_named_like_a_blockchain_are_no_metrics() => Assert.Equal(
        "btc", Load.Text("date,open,high,low,close\n2024-01-02,1,1,1,1\n", "btc.csv", new() { Registry = Known }).Series[0].Instrument.Id);

    [Fact]
    public void What_the_user_says_comes_before_the_registry()
    {
        LoadedData data = Load.Text(
            "date,DGS10\n2024-01-02,4\n", "DGS10.csv", new() { Registry = Known, InstrumentId = "MINE", AssetClass = AssetClass.Macro, Availability = Availability.H41 });

        Assert.Equal(("MINE", AssetClass.Macro, Availability.H41), (data.Series[0].Instrument.Id, data.Series[0].Instrument.AssetClass, data.Series[0].Availability));
    }

    [Fact]
    public void A_known_calendar_tells_holidays_from_holes()
    {
        // 2024-01-15 was Martin Luther King Day, 2024-01-16 a session.
        LoadedData holiday = Load.Text("date,^GSPC\n2024-01-10,1\n2024-01-11,2\n2024-01-12,3\n2024-01-16,4\n", options: new() { Registry = Known });
        LoadedData hole = Load.Text("date,^GSPC\n2024-01-10,1\n2024-01-11,2\n2024-01-12,3\n2024-01-17,4\n", options: new() { Registry = Known });

        Assert.Equal(QualitySeverity.Info, holiday.Quality[0].Finding(QualityCode.Gaps).Severity);
        Assert.Equal((0L, 100.0, "nyse"), (holiday.Quality[0].MissingSessions, holiday.Quality[0].CoveragePercent, holiday.Quality[0].Calendar));
        Assert.Equal(QualitySeverity.Warning, hole.Quality[0].Finding(QualityCode.Gaps).Severity);
        Assert.Equal((2L, 1L), (hole.Quality[0].MissingPeriods, hole.Quality[0].Finding(QualityCode.SessionGaps).Count));
        Assert.Equal(100.0 * 4 / 5, hole.Quality[0].CoveragePercent!.Value, 1e-12);
    }
}
