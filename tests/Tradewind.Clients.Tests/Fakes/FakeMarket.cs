using System.Globalization;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Tradewind.Client;
using Tradewind.Clients.Tests.Client;
using Tradewind.V1;

namespace Tradewind.Clients.Tests.Fakes;

/// <summary>Canned data: one crypto pair and one credit index, simulated when they came from the simulator.</summary>
internal sealed class FakeMarket : DataService.DataServiceBase
{
    public const long Day = 86_400_000_000_000;
    private const long Start = 1_514_851_200_000_000_000; // 2018-01-02
    private const int Rows = 300;

    public List<StartFeedRequest> Feeds { get; } = [];

    public List<LoadDataRequest> Loads { get; } = [];

    public List<StreamBarsRequest> Streams { get; } = [];

    public List<GetQuoteRequest> Quotes { get; } = [];

    public List<StreamQuotesRequest> QuoteStreams { get; } = [];

    public List<AlignPortfolioRequest> Alignments { get; } = [];

    public override Task<ListInstrumentsResponse> ListInstruments(ListInstrumentsRequest request, ServerCallContext context) =>
        Task.FromResult(new ListInstrumentsResponse { Instruments = { Crypto(simulated: true), Credit(simulated: false) } });

    public override Task<GetInstrumentResponse> GetInstrument(GetInstrumentRequest request, ServerCallContext context)
    {
        Instrument? known = new[] { Crypto(simulated: true), Credit(simulated: false) }.FirstOrDefault(instrument => instrument.Id == request.InstrumentId);
        return known is not null
            ? Task.FromResult(new GetInstrumentResponse { Instrument = known })
            : throw TradewindError.ToException(new Google.Rpc.Status
            {
                Code = (int)StatusCode.NotFound,
                Message = $"There is no instrument '{request.InstrumentId}'; did you mean 'BTC/USD'?",
                Details = { Any.Pack(new Google.Rpc.ErrorInfo { Reason = "UNKNOWN_INSTRUMENT", Domain = "tradewind" }) },
            });
    }

    public override Task<ParseTickerResponse> ParseTicker(ParseTickerRequest request, ServerCallContext context) => Task.FromResult(new ParseTickerResponse
    {
        Ticker = request.Ticker == "CLF5 Comdty"
            ? new Ticker
            {
                Text = request.Ticker, Kind = TickerKind.Specific, Valid = true, Commodity = "wti", Root = "CL", MonthCode = "F", Month = 1, Year = 2025, Exchange = "NYMEX",
                Multiplier = "1000", MultiplierUnit = "bbl", TickSize = "0.01", TickValue = "10", Calendar = "cme_energy",
                LastTradeDate = Timestamp.FromDateTime(new DateTime(2024, 12, 19, 0, 0, 0, DateTimeKind.Utc)),
            }
            : new Ticker { Text = request.Ticker, Kind = TickerKind.Unknown, Reason = "UnknownCommodity", Message = "'ZZ' is no known commodity." },
    });

    public override Task LoadData(LoadDataRequest request, IServerStreamWriter<LoadDataResponse> responseStream, ServerCallContext context)
    {
        Loads.Add(request);
        LoadReport report = request.Connector is not null
            ? new LoadReport { RowCount = Rows, Instruments = { Crypto(simulated: false) } }
            : new LoadReport { RowCount = request.Simulation.RowCount, Instruments = { Crypto(simulated: true), Credit(simulated: true) } };
        return responseStream.WriteAsync(new LoadDataResponse { Sequence = 1, Report = report });
    }

    public override async Task<UploadDataResponse> UploadData(IAsyncStreamReader<UploadDataRequest> requestStream, ServerCallContext context)
    {
        await requestStream.MoveNext(context.CancellationToken);
        bool workbook = requestStream.Current.Header.FileName.EndsWith(".xlsx", StringComparison.Ordinal);
        await foreach (UploadDataRequest _ in requestStream.ReadAllAsync(context.CancellationToken))
        {
            context.CancellationToken.ThrowIfCancellationRequested();
        }

        LoadReport report = new() { RowCount = Rows, Instruments = { workbook ? Credit(simulated: false) : Crypto(simulated: false) } };
        if (workbook)
        {
            report.Notes.Add(new QualityFinding
            {
                Code = "HEADER_BLANK", Severity = Severity.Warning, Count = 2, Message = "Two headers hold a space.", Advice = "The space was removed.",
            });
        }

        return new UploadDataResponse { Report = report };
    }

    public override Task<GetQualityReportResponse> GetQualityReport(GetQualityReportRequest request, ServerCallContext context)
    {
        QualityReport report = new() { InstrumentId = request.InstrumentId, Timeframe = request.Timeframe, Status = QualityStatus.Ok, RowCount = Rows };
        if (request.InstrumentId.StartsWith("LF98", StringComparison.Ordinal))
        {
            report.Status = QualityStatus.Warning;
            report.Findings.Add(new QualityFinding
            {
                Code = "STALE_TAIL", Severity = Severity.Warning, Column = "OAS", Count = 3, FirstTime = Time(Rows - 3),
                Message = "The last 3 values repeat.", Advice = "Leave them out.",
            });
        }
        else
        {
            report.Status = QualityStatus.Warning;
            report.Findings.Add(new QualityFinding { Code = "STALE_FILE", Severity = Severity.Warning, Count = 1, Message = "Eight years old today." });
        }

        return Task.FromResult(new GetQualityReportResponse { Report = report });
    }

    public override Task AlignPortfolio(
        AlignPortfolioRequest request, IServerStreamWriter<AlignPortfolioResponse> responseStream, ServerCallContext context)
    {
        Alignments.Add(request);
        return responseStream.WriteAsync(new AlignPortfolioResponse
        {
            Sequence = 1,
            Report = new AlignmentReport
            {
                RowCount = Rows, FirstTime = Time(0), LastTime = Time(Rows - 1), OverlapFirstTime = Time(0), OverlapLastTime = Time(Rows - 1),
                Timeframe = "1d", EveryDay = true, Hash = "a1", Columns = { new AlignedColumn { Name = "BTC_USD_close", FilledCount = 4 } },
            },
        });
    }

    public override Task ReadColumns(
        ReadColumnsRequest request, IServerStreamWriter<ReadColumnsResponse> responseStream, ServerCallContext context) =>
        responseStream.WriteAsync(new ReadColumnsResponse
        {
            Sequence = 1,
            Block = ColumnTableTests.Block(
                [.. Enumerable.Range(0, Rows).Select(row => Start + (row * Day))], [.. Enumerable.Range(0, Rows).Select(row => (double)row)], "close"),
        });

    public override Task<StartFeedResponse> StartFeed(StartFeedRequest request, ServerCallContext context)
    {
        Feeds.Add(request);
        Feed feed = new() { Id = $"FEED-{Feeds.Count}", State = FeedState.Running, Simulated = request.Simulation is not null };
        if (request.Simulation is not null)
        {
            feed.Simulation = request.Simulation;
        }
        else if (request.Connector is not null)
        {
            feed.Connector = request.Connector;
        }
        else
        {
            feed.Replay = request.Replay;
        }

        return Task.FromResult(new StartFeedResponse { Feed = feed });
    }

    /// <summary>A bar under way, the bar it became, a gap, and the end.</summary>
    public override async Task StreamBars(StreamBarsRequest request, IServerStreamWriter<StreamBarsResponse> responseStream, ServerCallContext context)
    {
        Streams.Add(request);
        Bar bar = new() { OpenTime = Time(1), Close = 101.5, Volume = 7 };
        await responseStream.WriteAsync(new StreamBarsResponse
        {
            Sequence = 0, Cursor = "0", EventTime = Time(1), Simulated = true, Bar = new LiveBar { InstrumentId = "BTC/USD", Timeframe = "1h", Bar = new Bar { Close = 101 } },
        });
        await responseStream.WriteAsync(new StreamBarsResponse
        {
            Sequence = 1, Cursor = "1", EventTime = Time(1), Simulated = true, ConflatedCount = 3, LagEventCount = 2, Lag = Duration.FromTimeSpan(TimeSpan.FromHours(2)),
            Bar = new LiveBar { InstrumentId = "BTC/USD", Timeframe = "1h", IsFinal = true, Bar = bar },
        });
        await responseStream.WriteAsync(new StreamBarsResponse
        {
            Sequence = 2, Cursor = "2", EventTime = Time(2), Gap = new FeedGap { InstrumentId = "BTC/USD", Kind = GapKind.Lost, FirstMissingTime = Time(2), Message = "The venue left." },
        });
        await responseStream.WriteAsync(new StreamBarsResponse { Sequence = 2, Cursor = "end", FeedEnd = new FeedEnd { State = FeedState.Ended } });
    }

    /// <summary>A quote that is fresh, or for OLD/USDT one that is stale.</summary>
    public override Task<GetQuoteResponse> GetQuote(GetQuoteRequest request, ServerCallContext context)
    {
        Quotes.Add(request);
        bool old = request.Symbol == "OLD/USDT";
        return Task.FromResult(new GetQuoteResponse
        {
            Quote = new Quote { Symbol = request.Symbol, ReceiveTime = Time(1), BidPrice = 99.5, BidQuantity = 2, AskPrice = 100.5 },
            Stale = old, Age = Duration.FromTimeSpan(TimeSpan.FromSeconds(old ? 90 : 0)), Message = old ? "The venue is down." : "",
        });
    }

    /// <summary>A quote, a book, a loss and a heartbeat, then a lost connection the first time and the end the second.</summary>
    public override async Task StreamQuotes(StreamQuotesRequest request, IServerStreamWriter<StreamQuotesResponse> responseStream, ServerCallContext context)
    {
        QuoteStreams.Add(request);
        await responseStream.WriteAsync(new StreamQuotesResponse
        {
            Sequence = 1, ConflatedCount = 4, RejectedCount = 1, Quote = new Quote { Symbol = "BTC/USDT", ReceiveTime = Time(1), BidPrice = 99.5 },
        });
        if (QuoteStreams.Count == 1)
        {
            throw new RpcException(new Status(StatusCode.Unavailable, "The server is stopping."));
        }

        await responseStream.WriteAsync(new StreamQuotesResponse
        {
            Sequence = 2,
            Book = new OrderBookSnapshot
            {
                Symbol = "BTC/USDT", ReceiveTime = Time(1), Bids = { new PriceLevel { Price = 99, Quantity = 1 }, new PriceLevel { Price = 98, Quantity = 2 } },
                Asks = { new PriceLevel { Price = 101, Quantity = 3 } },
            },
        });
        await responseStream.WriteAsync(new StreamQuotesResponse { Sequence = 3, Heartbeat = new Heartbeat() });
        await responseStream.WriteAsync(new StreamQuotesResponse
        {
            Sequence = 4, Gap = new QuoteGap { Symbol = "BTC/USDT", Kind = QuoteGapKind.Lost, Message = "The venue left." },
        });
    }

    public static string Label(int row) =>
        UnixNanoseconds.ToDateTimeOffset(Start + (row * Day)).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    public static Timestamp Time(int row) => UnixNanoseconds.ToTimestamp(Start + (row * Day));

    private static Instrument Crypto(bool simulated) => Stored(
        new Instrument { Id = "BTC/USD", AssetClass = AssetClass.CryptoSpot, ColumnPrefix = "BTC_USD" }, simulated, "open", "high", "low", "close", "volume");

    private static Instrument Credit(bool simulated) => Stored(
        new Instrument { Id = "LF98TRUU Index", AssetClass = AssetClass.CreditIndex, ColumnPrefix = "LF98TRUU_Index" }, simulated, "YTW", "OAS");

    private static Instrument Stored(Instrument instrument, bool simulated, params string[] fields)
    {
        instrument.Simulated = simulated;
        instrument.DisplayName = simulated ? $"{instrument.Id} SIMULATED" : instrument.Id;
        instrument.Source = simulated ? "simulator" : "csv";
        instrument.Series.Add(new SeriesSummary { Timeframe = "1d", Fields = { fields }, RowCount = Rows, FirstTime = Time(0), LastTime = Time(Rows - 1) });
        return instrument;
    }
}
