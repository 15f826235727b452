using Google.Protobuf.WellKnownTypes;
using Tradewind.Domain.Errors;
using Tradewind.Domain.Market;
using Tradewind.Domain.Market.Calendars;
using Tradewind.Domain.Market.Futures;
using Tradewind.Domain.Market.Registry;
using Tradewind.Server.Data;
using Tradewind.Server.Mapping;
using Tradewind.Server.Requests;
using Tradewind.Storage;
using Tradewind.V1;
using AssetClass = Tradewind.Domain.Market.AssetClass;
using TradingCalendar = Tradewind.Domain.Market.Calendars.TradingCalendar;

namespace Tradewind.Server.Instruments;

/// <summary>Answers what requests ask about instruments, tickers and calendars.</summary>
internal sealed class InstrumentQueries(IStore store, InstrumentDirectory directory, PortfolioReader portfolios, TimeProvider clock)
{
    private const int FirstYear = 1970;
    private const int LastYear = 2200;

    /// <summary>Instruments that are stored or announced, ordered by id.</summary>
    public async Task<ListInstrumentsResponse> ListAsync(ListInstrumentsRequest request, CancellationToken cancellation)
    {
        PageRequest page = PageRequest.Read(request);
        AssetClass? assetClass = InstrumentMessages.Read(request.AssetClass, "asset_class");
        // One more than asked for tells whether there is a next page.
        InstrumentQuery query = new(
            request.IdPrefix.Length == 0 ? null : request.IdPrefix, assetClass, page.Position.Length == 0 ? null : page.Position, page.Size + 1);
        IReadOnlyList<StoredInstrument> stored = await store.Series.ListInstrumentsAsync(query, cancellation).ConfigureAwait(false);
        SortedDictionary<string, V1.Instrument> found = new(StringComparer.Ordinal);
        foreach (StoredInstrument instrument in stored)
        {
            found[instrument.Instrument.Id] = InstrumentMessages.From(instrument, directory);
        }

        string last = stored.Count > page.Size ? stored[^1].Instrument.Id : "";
        IEnumerable<InstrumentEntry> announced = directory.Announced
            .Where(entry => entry.Instrument.Id.StartsWith(request.IdPrefix, StringComparison.Ordinal)
                && (assetClass is null || entry.Instrument.AssetClass == assetClass)
                && string.CompareOrdinal(entry.Instrument.Id, page.Position) > 0)
            .TakeWhile(entry => last.Length == 0 || string.CompareOrdinal(entry.Instrument.Id, last) < 0);
        foreach (InstrumentEntry entry in announced)
        {
            found.TryAdd(entry.Instrument.Id, InstrumentMessages.From(entry));
        }

        V1.Instrument[] after = [.. found.Values.Take(page.Size + 1)];
        return new ListInstrumentsResponse
        {
            Instruments = { after.Take(page.Size) },
            NextPageToken = after.Length > page.Size ? page.TokenAt(after[page.Size - 1].Id) : "",
        };
    }

    /// <summary>An instrument that is stored or announced.</summary>
    /// <exception cref="NotFoundException">It is neither.</exception>
    public async Task<V1.Instrument> GetAsync(string id, CancellationToken cancellation)
    {
        StoredInstrument? stored = id.Length == 0 ? null : await store.Series.GetInstrumentAsync(id, cancellation).ConfigureAwait(false);
        return stored is null && directory.FindAnnounced(id) is { } entry
            ? InstrumentMessages.From(entry)
            : InstrumentMessages.From(stored ?? await portfolios.FindAsync(id, "instrument_id", cancellation).ConfigureAwait(false), directory);
    }

    /// <summary>Instruments that fit a query, known beforehand or stored, ordered by id.</summary>
    public async Task<SearchInstrumentsResponse> SearchAsync(SearchInstrumentsRequest request, CancellationToken cancellation)
    {
        PageRequest page = PageRequest.Read(request);
        AssetClass? assetClass = InstrumentMessages.Read(request.AssetClass, "asset_class");
        SortedDictionary<string, V1.Instrument> found = new(StringComparer.Ordinal);
        foreach (StoredInstrument stored in await store.Series.ListInstrumentsAsync(new InstrumentQuery(Size: int.MaxValue), cancellation).ConfigureAwait(false))
        {
            InstrumentEntry entry = directory.EntryOf(stored) ?? new InstrumentEntry(stored.Instrument);
            if (InstrumentRegistry.Empty.With([entry, new InstrumentEntry(stored.Instrument)]).Search(request.Query).Any())
            {
                found[stored.Instrument.Id] = InstrumentMessages.From(stored, directory);
            }
        }

        foreach (InstrumentEntry entry in directory.Registry.Search(request.Query))
        {
            found.TryAdd(entry.Instrument.Id, InstrumentMessages.From(entry));
        }

        V1.Instrument[] after =
        [
            .. found.Values
                .Where(instrument => assetClass is not { } wanted || instrument.AssetClass == InstrumentMessages.From(wanted))
                .Where(instrument => page.Position.Length == 0 || string.CompareOrdinal(instrument.Id, page.Position) > 0)
                .Take(page.Size + 1),
        ];
        return new SearchInstrumentsResponse
        {
            Instruments = { after.Take(page.Size) },
            NextPageToken = after.Length > page.Size ? page.TokenAt(after[page.Size - 1].Id) : "",
        };
    }

    /// <summary>The instrument a text means.</summary>
    /// <exception cref="NotFoundException">None; the nearest name is suggested.</exception>
    public async Task<ResolveInstrumentResponse> ResolveAsync(ResolveInstrumentRequest request, CancellationToken cancellation)
    {
        string text = Required.Text(request.Text, "text").Trim();
        DateOnly reference = Reference(request.ReferenceTime);
        InstrumentResolution? resolved = directory.Registry.Resolve(text, reference);
        string id = resolved?.Entry.Instrument.Id ?? text;
        StoredInstrument? stored = await store.Series.GetInstrumentAsync(id, cancellation).ConfigureAwait(false);
        if (resolved is null && stored is null)
        {
            IReadOnlyList<StoredInstrument> all = await store.Series.ListInstrumentsAsync(new InstrumentQuery(Size: 1000), cancellation).ConfigureAwait(false);
            IEnumerable<string> names = directory.Registry.Entries.SelectMany(entry => entry.Aliases.Prepend(entry.Instrument.Id))
                .Concat(CommodityContracts.All.Select(contract => contract.Key));
            throw new NotFoundException("instrument", text, all.Select(instrument => instrument.Instrument.Id).Concat(names).Distinct(StringComparer.Ordinal));
        }

        return new ResolveInstrumentResponse
        {
            Instrument = stored is null ? InstrumentMessages.From(resolved!.Entry) : InstrumentMessages.From(stored, directory),
            Match = resolved is null ? InstrumentMatch.Id : (InstrumentMatch)((int)resolved.Match + 1),
            Ticker = resolved?.Ticker is null ? null : await TickerAsync(resolved.Ticker.Text, reference, cancellation).ConfigureAwait(false),
        };
    }

    /// <summary>A ticker taken apart.</summary>
    public async Task<ParseTickerResponse> ParseAsync(ParseTickerRequest request, CancellationToken cancellation) =>
        new() { Ticker = await TickerAsync(request.Ticker, Reference(request.ReferenceTime), cancellation).ConfigureAwait(false) };

    /// <summary>Holidays and sessions of a year.</summary>
    /// <exception cref="NotFoundException">There is no such calendar.</exception>
    /// <exception cref="InvalidInputException">The year is out of range.</exception>
    public static GetCalendarResponse Calendar(GetCalendarRequest request)
    {
        TradingCalendar calendar = TradingCalendars.Find(Required.Text(request.CalendarId, "calendar_id"))
            ?? throw new NotFoundException("calendar", request.CalendarId, TradingCalendars.All.Select(known => known.Id));
        if (request.Year is < FirstYear or > LastYear)
        {
            throw new InvalidInputException("YEAR_OUT_OF_RANGE", "year", $"must be from {FirstYear} to {LastYear}, got {request.Year}.");
        }

        GetCalendarResponse response = new() { Calendar = TickerMessages.From(calendar) };
        response.Holidays.AddRange(calendar.HolidaysIn(request.Year)
            .Select(holiday => new MarketHoliday { Date = ProtoTime.ToTimestamp(UnixTime.FromDate(holiday.Date)), Name = holiday.Name }));
        DateOnly before = new(request.Year - 1, 12, 31);
        response.Sessions.AddRange(calendar.SessionsBetween(before, before.AddYears(1).AddDays(1)).Select(date => TickerMessages.From(calendar.SessionOn(date)!.Value)));
        return response;
    }

    private DateOnly Reference(Timestamp? time) =>
        time is null ? DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime) : UnixTime.ToDate(ProtoTime.ToNanoseconds(time, "reference_time"));

    private async Task<Ticker> TickerAsync(string text, DateOnly reference, CancellationToken cancellation)
    {
        FuturesTicker ticker = TickerGrammar.Parse(text, reference);
        SuppliedExpiries? supplied = ticker.Contract is { Root: "CO" } ? await BrentAsync(cancellation).ConfigureAwait(false) : null;
        return TickerMessages.From(ticker, reference, supplied);
    }

    // Of expiry tables only Brent's dates are better than the rule, for the contracts before 2016.
    private async Task<SuppliedExpiries?> BrentAsync(CancellationToken cancellation)
    {
        StoredInstrument? stored = await store.Series.GetInstrumentAsync("CO EXPIRY", cancellation).ConfigureAwait(false);
        return stored is null || !stored.Series[0].Fields.Contains(SuppliedExpiries.DeliveryField)
            ? null
            : SuppliedExpiries.OfBrent(await store.Series.ReadAsync(stored.Instrument.Id, stored.Series[0].Timeframe, cancellation: cancellation).ConfigureAwait(false));
    }
}
