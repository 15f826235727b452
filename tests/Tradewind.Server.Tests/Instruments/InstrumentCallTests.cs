using Google.Protobuf.WellKnownTypes;
using Tradewind.Testing;
using Tradewind.V1;

namespace Tradewind.Server.Tests.Instruments;

/// <summary>Instruments, tickers, calendars and alignment options over the contract.</summary>
public sealed class InstrumentCallTests(LoadedServer loaded) : IClassFixture<LoadedServer>
{
    private readonly TestServer _server = loaded.Server;

    [Fact]
    public async Task A_ticker_is_taken_apart_with_multiplier_and_last_trade_day()
    {
        Ticker ticker = (await _server.Data.ParseTickerAsync(new ParseTickerRequest { Ticker = "CLF5 Comdty", ReferenceTime = Day(2025, 1, 2) })).Ticker;

        Assert.Equal((TickerKind.Specific, true, "wti", "CL", "F", 1, 2025), (ticker.Kind, ticker.Valid, ticker.Commodity, ticker.Root, ticker.MonthCode, ticker.Month, ticker.Year));
        Assert.Equal(("NYMEX", "1000", "bbl", "0.01", "10", Day(2024, 12, 19)), (ticker.Exchange, ticker.Multiplier, ticker.MultiplierUnit, ticker.TickSize, ticker.TickValue, ticker.LastTradeDate));
    }

    [Fact]
    public async Task A_position_names_the_contract_on_the_date()
    {
        Ticker ticker = (await _server.Data.ParseTickerAsync(new ParseTickerRequest { Ticker = "XB1 Comdty", ReferenceTime = Day(2024, 1, 31) })).Ticker;

        Assert.Equal((TickerKind.Generic, 1, 2, 2024, "42000", "gal"), (ticker.Kind, ticker.Position, ticker.Month, ticker.Year, ticker.Multiplier, ticker.MultiplierUnit));
    }

    [Theory]
    [InlineData("ZZ1 Comdty", "UnknownCommodity")]
    [InlineData("CL Comdty", "UnknownFormat")]
    [InlineData("CL1", "MissingSuffix")]
    [InlineData("", "EmptyTicker")]
    public async Task What_the_grammar_does_not_know_is_answered_with_a_reason(string text, string reason)
    {
        Ticker ticker = (await _server.Data.ParseTickerAsync(new ParseTickerRequest { Ticker = text })).Ticker;

        Assert.Equal((TickerKind.Unknown, false, reason), (ticker.Kind, ticker.Valid, ticker.Reason));
    }

    [Theory]
    [InlineData("wti", "CL1 Comdty", InstrumentMatch.Commodity, "cme_energy")]
    [InlineData("CL1", "CL1 Comdty", InstrumentMatch.Ticker, "cme_energy")]
    [InlineData("^GSPC", "SPX Index", InstrumentMatch.Alias, "nyse")]
    [InlineData("CL=F", "CL=F", InstrumentMatch.Id, "cme_energy")]
    [InlineData(MarketData.Coin, MarketData.Coin, InstrumentMatch.Id, "24_7")]
    public async Task A_text_leads_to_an_instrument_with_its_calendar(string text, string id, InstrumentMatch match, string calendar)
    {
        ResolveInstrumentResponse response = await _server.Data.ResolveInstrumentAsync(new ResolveInstrumentRequest { Text = text });

        Assert.Equal((id, match, calendar), (response.Instrument.Id, response.Match, response.Instrument.Calendar));
        Assert.Equal(id == MarketData.Coin, response.Instrument.Series.Count > 0);
    }

    [Fact]
    public async Task An_unknown_text_is_answered_with_the_nearest_name()
    {
        Client.TradewindError error = await Refused.AsUnknownAsync(
            "UNKNOWN_INSTRUMENT", () => _server.Data.ResolveInstrumentAsync(new ResolveInstrumentRequest { Text = "brant" }).ResponseAsync);
        Assert.Contains("'brent'", error.Message, StringComparison.Ordinal);
        await Refused.AsInvalidAsync("FIELD_REQUIRED", "text", () => _server.Data.ResolveInstrumentAsync(new ResolveInstrumentRequest()).ResponseAsync);
    }

    [Fact]
    public async Task A_search_finds_what_is_stored_and_what_is_only_known_page_by_page()
    {
        List<string> ids = [];
        SearchInstrumentsRequest request = new() { PageSize = 7 };
        do
        {
            SearchInstrumentsResponse page = await _server.Data.SearchInstrumentsAsync(request);
            ids.AddRange(page.Instruments.Select(instrument => instrument.Id));
            request.PageToken = page.NextPageToken;
        }
        while (request.PageToken.Length > 0);

        Assert.Equal(ids.Order(StringComparer.Ordinal), ids);
        Assert.Equal(ids.Distinct(), ids);
        Assert.Contains(MarketData.Coin, ids);
        Assert.Contains("CL=F", ids);
        SearchInstrumentsResponse found = await _server.Data.SearchInstrumentsAsync(new SearchInstrumentsRequest { Query = "treasury yield", AssetClass = AssetClass.Rate });
        Assert.Equal(["DGS10", "DGS2"], found.Instruments.Select(instrument => instrument.Id));
    }

    [Fact]
    public async Task Calendars_are_listed_with_their_holidays_and_sessions()
    {
        ListCalendarsResponse all = await _server.Data.ListCalendarsAsync(new ListCalendarsRequest());
        Assert.Contains("nyse", all.Calendars.Select(calendar => calendar.Id));
        GetCalendarResponse year = await _server.Data.GetCalendarAsync(new GetCalendarRequest { CalendarId = "nyse", Year = 2024 });
        Assert.Equal((252, 10), (year.Sessions.Count, year.Holidays.Count));
        Assert.Equal([Day(2024, 7, 3), Day(2024, 11, 29), Day(2024, 12, 24)], year.Sessions.Where(session => session.ShortSession).Select(session => session.Date));
        await Refused.AsUnknownAsync("UNKNOWN_CALENDAR", () => _server.Data.GetCalendarAsync(new GetCalendarRequest { CalendarId = "nyze", Year = 2024 }).ResponseAsync);
        await Refused.AsInvalidAsync("YEAR_OUT_OF_RANGE", "year", () => _server.Data.GetCalendarAsync(new GetCalendarRequest { CalendarId = "nyse" }).ResponseAsync);
    }

    [Fact]
    public async Task Alignment_takes_sessions_limits_and_outliers()
    {
        PortfolioSpec portfolio = new()
        {
            Members = { MarketData.Member(MarketData.Coin, "close") }, SessionCalendar = "nyse", FillLimitDays = 2,
            Outliers = new OutlierSpec { Action = OutlierAction.Winsorize, Method = OutlierMethod.RobustZscore, Threshold = 2.5, Window = 30 },
        };
        AlignmentReport report = (await _server.Data.AlignPortfolio(new AlignPortfolioRequest { Portfolio = portfolio, ReportOnly = true }).ListAsync())[0].Report;

        Assert.False(report.EveryDay);
        Assert.Equal(82, report.RowCount); // sessions from 2024-01-01 to 2024-04-29
        Assert.True(report.Columns[0].HasOutlierCount);
        Assert.Equal(Math.Min(100, report.Columns[0].OutlierCount), report.Columns[0].OutlierTimes.Count);
    }

    [Theory]
    [InlineData("session_calendar", "CALENDAR_INVALID")]
    [InlineData("fill_limit_days", "FILL_LIMIT_INVALID")]
    [InlineData("resample_to", "TIMEFRAME_INVALID")]
    [InlineData("outliers.threshold", "OUTLIERS_INVALID")]
    [InlineData("outliers.window", "OUTLIERS_INVALID")]
    [InlineData("release_calendars[0].instrument_id", "RELEASE_CALENDAR_INVALID")]
    [InlineData("release_calendars[0].releases[0]", "RELEASE_CALENDAR_INVALID")]
    public async Task A_wrong_option_is_named(string field, string reason)
    {
        PortfolioSpec portfolio = new() { Members = { MarketData.Member(MarketData.Coin, "close") } };
        switch (field)
        {
            case "session_calendar": portfolio.SessionCalendar = "nyze"; break;
            case "fill_limit_days": portfolio.FillLimitDays = -1; break;
            case "resample_to": portfolio.ResampleTo = "daily"; break;
            case "outliers.threshold": portfolio.Outliers = new OutlierSpec { Threshold = 0 }; break;
            case "outliers.window": portfolio.Outliers = new OutlierSpec { Window = 5 }; break;
            case "release_calendars[0].instrument_id": portfolio.ReleaseCalendars.Add(new ReleaseCalendar { InstrumentId = "X" }); break;
            default: portfolio.ReleaseCalendars.Add(new ReleaseCalendar { InstrumentId = MarketData.Coin, Releases = { new Release() } }); break;
        }

        await Refused.AsInvalidAsync(reason, $"portfolio.{field}", () => _server.Data.AlignPortfolio(new AlignPortfolioRequest { Portfolio = portfolio }).ListAsync());
    }

    [Fact]
    public async Task Members_of_different_frequencies_need_a_row_length()
    {
        await using TestServer server = await TestServer.StartAsync();
        await server.LoadBarsAsync(5);
        string hours = "date,open,high,low,close,volume\n" + string.Concat(Enumerable.Range(0, 96).Select(i => $"{MarketData.FirstDay.AddHours(i):yyyy-MM-dd HH:mm},1,2,1,{i + 1},1\n"));
        await server.LoadAsync(MarketData.File(hours.Replace(",2,1,", ",200,1,", StringComparison.Ordinal), "XRP-USD.csv"));
        PortfolioSpec portfolio = new() { Members = { MarketData.Member(MarketData.Coin, "close"), MarketData.Member("XRP/USD", "close", "volume") } };

        await Refused.AsInvalidAsync("MIXED_FREQUENCIES", "resample_to", () => server.Data.AlignPortfolio(new AlignPortfolioRequest { Portfolio = portfolio }).ListAsync());
        foreach (string rowLength in (string[])["coarsest", "1d"])
        {
            portfolio.ResampleTo = rowLength;
            AlignmentReport report = (await server.Data.AlignPortfolio(new AlignPortfolioRequest { Portfolio = portfolio, ReportOnly = true }).ListAsync())[0].Report;
            Assert.Equal("1d", report.Timeframe);
        }
    }

    [Fact]
    public async Task A_release_calendar_moves_a_value_to_its_publication()
    {
        await using TestServer server = await TestServer.StartAsync();
        await server.LoadAsync(MarketData.File("Date,TotalOI,MML_OI\n2024-01-02,10,1\n2024-01-09,20,2\n", "cot_disagg_CL.csv"));
        PortfolioSpec portfolio = new() { Members = { MarketData.Member("COT CL", "MML_OI") } };
        AlignPortfolioRequest request = new() { Portfolio = portfolio, ReportOnly = true };

        Assert.Equal(Day(2024, 1, 5), (await server.Data.AlignPortfolio(request).ListAsync())[0].Report.FirstTime);
        portfolio.ReleaseCalendars.Add(new ReleaseCalendar { InstrumentId = "COT CL", Releases = { new Release { Date = Day(2024, 1, 2), ReleaseTime = Day(2024, 1, 8) } } });
        Assert.Equal(Day(2024, 1, 7), (await server.Data.AlignPortfolio(request).ListAsync())[0].Report.FirstTime);
    }

    private static Timestamp Day(int year, int month, int day) => Timestamp.FromDateTime(new DateTime(year, month, day, 0, 0, 0, DateTimeKind.Utc));
}
