using System.Globalization;
using Google.Protobuf;
using Grpc.Core;
using Tradewind.Domain.Errors;
using Tradewind.Domain.Market;
using Tradewind.Domain.Market.Calendars;
using Tradewind.Server.Data;
using Tradewind.Server.Hosting;
using Tradewind.Server.Instruments;
using Tradewind.Server.Live;
using Tradewind.Server.Mapping;
using Tradewind.Server.Requests;
using Tradewind.Storage;
using Tradewind.V1;

namespace Tradewind.Server.Services;

/// <summary>Instruments, history, quality, alignment and live feeds over gRPC.</summary>
internal sealed class DataGrpcService(
    IStore store, InstrumentQueries instruments, DataLoader loader, DataImport import, PortfolioReader portfolios, ColumnReader columns,
    HoldingsShelf holdings, SourceTools tools, FeedHub feeds, QuoteHub quotes, IdempotentCalls calls, ServerOptions options, TimeProvider clock)
    : DataService.DataServiceBase
{
    /// <inheritdoc />
    public override Task<ListInstrumentsResponse> ListInstruments(ListInstrumentsRequest request, ServerCallContext context) =>
        instruments.ListAsync(request, context.CancellationToken);

    /// <inheritdoc />
    public override async Task<GetInstrumentResponse> GetInstrument(GetInstrumentRequest request, ServerCallContext context) =>
        new() { Instrument = await instruments.GetAsync(request.InstrumentId, context.CancellationToken).ConfigureAwait(false) };

    /// <inheritdoc />
    public override Task<SearchInstrumentsResponse> SearchInstruments(SearchInstrumentsRequest request, ServerCallContext context) =>
        instruments.SearchAsync(request, context.CancellationToken);

    /// <inheritdoc />
    public override Task<ResolveInstrumentResponse> ResolveInstrument(ResolveInstrumentRequest request, ServerCallContext context) =>
        instruments.ResolveAsync(request, context.CancellationToken);

    /// <inheritdoc />
    public override Task<ParseTickerResponse> ParseTicker(ParseTickerRequest request, ServerCallContext context) =>
        instruments.ParseAsync(request, context.CancellationToken);

    /// <inheritdoc />
    public override Task<ListCalendarsResponse> ListCalendars(ListCalendarsRequest request, ServerCallContext context) =>
        Task.FromResult(new ListCalendarsResponse { Calendars = { TradingCalendars.All.Select(TickerMessages.From) } });

    /// <inheritdoc />
    public override Task<GetCalendarResponse> GetCalendar(GetCalendarRequest request, ServerCallContext context) =>
        Task.FromResult(InstrumentQueries.Calendar(request));

    /// <inheritdoc />
    public override async Task<ListRevisionsResponse> ListRevisions(ListRevisionsRequest request, ServerCallContext context)
    {
        PageRequest page = PageRequest.Read(request);
        StoredInstrument stored = await portfolios.FindAsync(request.InstrumentId, "instrument_id", context.CancellationToken).ConfigureAwait(false);
        Timeframe timeframe = PortfolioReader.PickSeries(stored, request.Timeframe, "timeframe").Timeframe;
        (IReadOnlyList<StoredRevision> found, string next) = Page.Cut(
            await store.Series.ListRevisionsAsync(stored.Instrument.Id, timeframe, context.CancellationToken).ConfigureAwait(false), page);
        return new ListRevisionsResponse { Revisions = { found.Select(InstrumentMessages.From) }, NextPageToken = next };
    }

    /// <inheritdoc />
    public override async Task<ListBarsResponse> ListBars(ListBarsRequest request, ServerCallContext context)
    {
        PageRequest page = PageRequest.Read(request);
        InstrumentSeries series = await ReadPageAsync(
            portfolios.History(request.AsOfTime, "as_of_time"), request.InstrumentId, request.Timeframe, [], request.Interval, page, context.CancellationToken).ConfigureAwait(false);
        if (!series.HasBars)
        {
            throw new InvalidInputException(
                "NO_BARS", "instrument_id", $"{series.Instrument.Id} has no bars but the fields {string.Join(", ", series.Fields)}. Use ListObservations.");
        }

        ListBarsResponse response = new() { NextPageToken = NextToken(series, page) };
        for (int row = 0; row < Math.Min(series.Count, page.Size); row++)
        {
            response.Bars.Add(InstrumentMessages.From(series.BarAt(row), series.AvailableAt(row)));
        }

        return response;
    }

    /// <inheritdoc />
    public override async Task<ListObservationsResponse> ListObservations(ListObservationsRequest request, ServerCallContext context)
    {
        PageRequest page = PageRequest.Read(request);
        InstrumentSeries series = await ReadPageAsync(
            portfolios.History(request.AsOfTime, "as_of_time"), request.InstrumentId, request.Timeframe, request.Fields, request.Interval, page, context.CancellationToken).ConfigureAwait(false);
        ListObservationsResponse response = new() { NextPageToken = NextToken(series, page) };
        for (int row = 0; row < Math.Min(series.Count, page.Size); row++)
        {
            Observation observation = new() { Time = ProtoTime.ToTimestamp(series.Times.Span[row]), KnownTime = ProtoTime.ToTimestamp(series.AvailableAt(row)) };
            foreach (string field in series.Fields)
            {
                double value = series.Column(field).Span[row];
                if (!double.IsNaN(value))
                {
                    observation.Values[field] = value;
                }
            }

            response.Observations.Add(observation);
        }

        return response;
    }

    /// <inheritdoc />
    public override async Task ReadColumns(ReadColumnsRequest request, IServerStreamWriter<ReadColumnsResponse> responseStream, ServerCallContext context)
    {
        CancellationToken cancellation = context.CancellationToken;
        PortfolioReader.CheckOnce(request.Fields, "fields");
        Interval span = Interval.Read(request.Interval, "interval");
        ISeriesReader history = portfolios.History(request.AsOfTime, "as_of_time");
        StoredInstrument stored = await portfolios.FindAsync(history, request.InstrumentId, "instrument_id", cancellation).ConfigureAwait(false);
        StoredSeries summary = PortfolioReader.PickSeries(stored, request.Timeframe, "timeframe");
        long sequence = 0;
        await foreach ((InstrumentSeries part, long total) in columns.ReadAsync(history, stored, summary, request.Fields, span, cancellation).ConfigureAwait(false))
        {
            foreach (ColumnBlock block in ColumnBlocks.Cut(part.Times, [.. part.Fields.Select(field => (field, part.Column(field)))], request.AcceptPacked))
            {
                ReadColumnsResponse message = new() { Sequence = ++sequence, Block = block };
                if (sequence == 1)
                {
                    (message.TotalRowCount, message.Revision) = (total, summary.Revision);
                }

                await responseStream.WriteAsync(message, cancellation).ConfigureAwait(false);
            }
        }

        if (sequence == 0)
        {
            ReadColumnsResponse empty = new() { Sequence = 1, Revision = summary.Revision, Block = new ColumnBlock() };
            await responseStream.WriteAsync(empty, cancellation).ConfigureAwait(false);
        }
    }

    /// <inheritdoc />
    public override async Task AlignPortfolio(
        AlignPortfolioRequest request, IServerStreamWriter<AlignPortfolioResponse> responseStream, ServerCallContext context)
    {
        LoadedPortfolio portfolio = await portfolios.AlignAsync(
            Required.Message(request.Portfolio, "portfolio"), "portfolio", context.CancellationToken).ConfigureAwait(false);
        await responseStream.WriteAsync(
            new AlignPortfolioResponse { Sequence = 1, Report = AlignmentMessages.From(portfolio) }, context.CancellationToken).ConfigureAwait(false);
        if (request.ReportOnly)
        {
            return;
        }

        await responseStream.WriteBlocksAsync(
            ColumnBlocks.Cut(portfolio.Frame),
            (sequence, block) => new AlignPortfolioResponse { Sequence = sequence, Block = block },
            context.CancellationToken,
            written: 1).ConfigureAwait(false);
    }

    /// <inheritdoc />
    public override async Task<GetQualityReportResponse> GetQualityReport(GetQualityReportRequest request, ServerCallContext context)
    {
        StoredInstrument stored = await portfolios.FindAsync(request.InstrumentId, "instrument_id", context.CancellationToken).ConfigureAwait(false);
        Timeframe timeframe = PortfolioReader.PickSeries(stored, request.Timeframe, "timeframe").Timeframe;
        return new GetQualityReportResponse
        {
            Report = await loader.ReadQualityAsync(stored.Instrument.Id, timeframe, context.CancellationToken).ConfigureAwait(false)
                ?? throw new NotFoundException("quality report", $"{stored.Instrument.Id} {timeframe}"),
        };
    }

    /// <inheritdoc />
    public override Task<GetWorkbookTemplateResponse> GetWorkbookTemplate(GetWorkbookTemplateRequest request, ServerCallContext context) =>
        Task.FromResult(tools.WorkbookTemplate(request));

    /// <inheritdoc />
    public override async Task<ListHoldingsResponse> ListHoldings(ListHoldingsRequest request, ServerCallContext context)
    {
        (IReadOnlyList<HoldingSet> found, string next) = await holdings.ListAsync(PageRequest.Read(request), context.CancellationToken).ConfigureAwait(false);
        return new ListHoldingsResponse { Holdings = { found }, NextPageToken = next };
    }

    /// <inheritdoc />
    public override async Task<GetHoldingsResponse> GetHoldings(GetHoldingsRequest request, ServerCallContext context) =>
        new() { Holdings = await holdings.GetAsync(request.Name, context.CancellationToken).ConfigureAwait(false) };

    /// <inheritdoc />
    public override Task<DeleteHoldingsResponse> DeleteHoldings(DeleteHoldingsRequest request, ServerCallContext context) => calls.RunAsync(
        context.Method, request.RequestId, request, DeleteHoldingsResponse.Parser,
        async () =>
        {
            await holdings.DeleteAsync(request.Name, context.CancellationToken).ConfigureAwait(false);
            return new DeleteHoldingsResponse();
        },
        context.CancellationToken);

    /// <inheritdoc />
    public override Task<ListCachesResponse> ListCaches(ListCachesRequest request, ServerCallContext context) => Task.FromResult(tools.Caches());

    /// <inheritdoc />
    public override async Task<DeleteDataResponse> DeleteData(DeleteDataRequest request, ServerCallContext context) =>
        await calls.RunAsync(
            context.Method, request.RequestId, request, DeleteDataResponse.Parser,
            async () =>
            {
                StoredInstrument stored = await portfolios.FindAsync(request.InstrumentId, "instrument_id", context.CancellationToken).ConfigureAwait(false);
                Timeframe? timeframe = InstrumentMessages.ReadTimeframe(request.Timeframe, "timeframe");
                long rows = stored.Series.Where(series => timeframe is null || series.Timeframe == timeframe).Sum(series => series.RowCount);
                bool deleted = await store.Series.DeleteAsync(stored.Instrument.Id, timeframe, context.CancellationToken).ConfigureAwait(false);
                return deleted
                    ? new DeleteDataResponse { DeletedRowCount = rows }
                    : throw new NotFoundException("timeframe", request.Timeframe, stored.Series.Select(series => series.Timeframe.ToString()));
            },
            context.CancellationToken).ConfigureAwait(false);

    /// <inheritdoc />
    public override async Task LoadData(LoadDataRequest request, IServerStreamWriter<LoadDataResponse> responseStream, ServerCallContext context)
    {
        LatestProgress<LoadProgress> progress = new();
        Task<LoadReport> work = progress.FollowAsync(() => calls.RunAsync(
            context.Method, request.RequestId, request, LoadReport.Parser, () => import.LoadAsync(request, progress, context.CancellationToken), context.CancellationToken));
        long sequence = 0;
        LoadReport report;
        try
        {
            await foreach (LoadProgress step in progress.ReadAllAsync(context.CancellationToken).ConfigureAwait(false))
            {
                await responseStream.WriteAsync(
                    new LoadDataResponse { Sequence = ++sequence, EventTime = ProtoTime.Now(clock), Progress = step }, context.CancellationToken).ConfigureAwait(false);
            }
        }
        finally
        {
            // Also when the caller is gone: the load must have ended, one way or the other, before the call does.
            report = await work.ConfigureAwait(false);
        }

        await responseStream.WriteAsync(
            new LoadDataResponse { Sequence = ++sequence, EventTime = ProtoTime.Now(clock), Report = report }, context.CancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc />
    public override async Task<UploadDataResponse> UploadData(IAsyncStreamReader<UploadDataRequest> requestStream, ServerCallContext context)
    {
        CancellationToken cancellation = context.CancellationToken;
        if (!await requestStream.MoveNext(cancellation).ConfigureAwait(false) || requestStream.Current.Header is not { } header)
        {
            throw new InvalidInputException("UPLOAD_HEADER_MISSING", "header", "must be the first message of an upload.");
        }

        Required.Text(header.FileName, "header.file_name");
        // Before the content is taken in: a gigabyte must not be sent to learn that its id is wrong.
        IdempotentCalls.CheckId(header.RequestId);
        await using UploadSpool spool = UploadSpool.Create(options);
        while (await requestStream.MoveNext(cancellation).ConfigureAwait(false))
        {
            if (requestStream.Current.PartCase != UploadDataRequest.PartOneofCase.Content)
            {
                throw new InvalidInputException("UPLOAD_PART_UNEXPECTED", "content", "must be set in every message after the header.");
            }

            await spool.WriteAsync(requestStream.Current.Content.Memory, cancellation).ConfigureAwait(false);
        }

        using ContentHash hash = new();
        string contentHash = hash.Add(header.ToByteString().ToBase64()).Add(spool.ContentHash()).Finish();
        return await calls.RunAsync(
            context.Method, header.RequestId, contentHash, UploadDataResponse.Parser,
            async () => new UploadDataResponse
            {
                Report = await import.LoadFileAsync(
                    spool.Rewind(), header.FileName, header.Options, header.ValidateOnly, "header.options", progress: null, cancellation).ConfigureAwait(false),
            },
            cancellation).ConfigureAwait(false);
    }

    /// <inheritdoc />
    public override Task<StartFeedResponse> StartFeed(StartFeedRequest request, ServerCallContext context) => calls.RunAsync(
        context.Method, request.RequestId, request, StartFeedResponse.Parser,
        async () => new StartFeedResponse { Feed = await feeds.StartAsync(request, context.CancellationToken).ConfigureAwait(false) },
        context.CancellationToken);

    /// <inheritdoc />
    public override async Task<GetFeedResponse> GetFeed(GetFeedRequest request, ServerCallContext context) =>
        new() { Feed = await feeds.GetAsync(Required.Text(request.FeedId, "feed_id"), context.CancellationToken).ConfigureAwait(false) };

    /// <inheritdoc />
    public override async Task<ListFeedsResponse> ListFeeds(ListFeedsRequest request, ServerCallContext context)
    {
        (IReadOnlyList<Feed> found, string next) = await feeds.ListAsync(PageRequest.Read(request), context.CancellationToken).ConfigureAwait(false);
        return new ListFeedsResponse { Feeds = { found }, NextPageToken = next };
    }

    /// <inheritdoc />
    public override Task<StopFeedResponse> StopFeed(StopFeedRequest request, ServerCallContext context) => calls.RunAsync(
        context.Method, request.RequestId, request, StopFeedResponse.Parser,
        async () => new StopFeedResponse { Feed = await feeds.StopAsync(Required.Text(request.FeedId, "feed_id"), context.CancellationToken).ConfigureAwait(false) },
        context.CancellationToken);

    /// <inheritdoc />
    public override async Task StreamBars(StreamBarsRequest request, IServerStreamWriter<StreamBarsResponse> responseStream, ServerCallContext context)
    {
        await foreach (StreamBarsResponse message in feeds.StreamAsync(request, context.CancellationToken).ConfigureAwait(false))
        {
            await responseStream.WriteAsync(message, context.CancellationToken).ConfigureAwait(false);
        }
    }

    /// <inheritdoc />
    public override Task<GetQuoteResponse> GetQuote(GetQuoteRequest request, ServerCallContext context) => quotes.GetAsync(request, context.CancellationToken);

    /// <inheritdoc />
    public override async Task StreamQuotes(StreamQuotesRequest request, IServerStreamWriter<StreamQuotesResponse> responseStream, ServerCallContext context)
    {
        await foreach (StreamQuotesResponse message in quotes.StreamAsync(request, context.CancellationToken).ConfigureAwait(false))
        {
            await responseStream.WriteAsync(message, context.CancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Reads a page and one row more, in growing windows of time, so that a page costs the same anywhere in a long series.</summary>
    private async Task<InstrumentSeries> ReadPageAsync(
        ISeriesReader history, string id, string timeframe, IReadOnlyList<string> fields, TimeInterval? interval, PageRequest page, CancellationToken cancellation)
    {
        Interval span = Interval.Read(interval, "interval");
        PortfolioReader.CheckOnce(fields, "fields");
        StoredInstrument stored = await portfolios.FindAsync(history, id, "instrument_id", cancellation).ConfigureAwait(false);
        StoredSeries summary = PortfolioReader.PickSeries(stored, timeframe, "timeframe");
        long from = Math.Max(page.ReadPosition(span.From), summary.FirstTime ?? span.From);
        long end = Math.Min(span.To, summary.LastTime is { } last ? last + 1 : span.To);
        for (double window = 2.0 * (page.Size + 1) * summary.Timeframe.Nanoseconds; ; window *= 8)
        {
            long to = from + window >= end ? end : from + (long)window;
            InstrumentSeries series = await history.ReadAsync(
                stored.Instrument.Id, summary.Timeframe, fields.Count == 0 ? null : fields, from, Math.Max(from, to), cancellation).ConfigureAwait(false);
            if (series.Count > page.Size || to >= end)
            {
                return series;
            }
        }
    }

    private static string NextToken(InstrumentSeries series, PageRequest page) =>
        series.Count > page.Size ? page.TokenAt(series.Times.Span[page.Size].ToString(CultureInfo.InvariantCulture)) : "";
}
