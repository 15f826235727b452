using System.CommandLine;
using Google.Protobuf.WellKnownTypes;
using Tradewind.Cli.Options;
using Tradewind.Cli.Output;
using Tradewind.Client;
using Tradewind.V1;

namespace Tradewind.Cli.Commands;

/// <summary><c>data search</c>, <c>resolve</c>, <c>ticker</c> and <c>calendar</c>: what the server knows without data.</summary>
internal static class InstrumentCommands
{
    public static IEnumerable<Command> Build(CommandHost host) => [BuildSearch(host), BuildResolve(host), BuildTicker(host), BuildCalendar(host)];

    private static Command BuildSearch(CommandHost host)
    {
        Argument<string[]> words = new("WORDS") { Description = "Words of id, name, alias, exchange or kind; all must occur.", Arity = ArgumentArity.ZeroOrMore };
        Option<AssetClass> assetClass = EnumOption.Create<AssetClass>("--asset-class", "Only this kind.");
        Option<int> limit = ListOptions.Limit(50);
        return host.Command("search", "Finds instruments the server knows, with or without data.", [words, assetClass, limit], async invocation =>
        {
            SearchInstrumentsRequest request = new()
            {
                Query = string.Join(' ', invocation.Get(words) ?? []),
                AssetClass = invocation.Get(assetClass),
                PageSize = ListOptions.LargestPage,
            };
            List<Instrument> found = await invocation.Client.EnumerateFoundInstrumentsAsync(request, invocation.CancellationToken)
                .TakeAsync(invocation.Get(limit), invocation.CancellationToken).ConfigureAwait(false);
            invocation.Terminal.Json(found);
            ResultTable table = new("Instrument", "Name", "Class", "Exchange", "Calendar", ">Multiplier", "Unit", "Stored");
            foreach (Instrument instrument in found)
            {
                table.Row(
                    instrument.Id, instrument.DisplayName, Wording.Of(instrument.AssetClass), Wording.OrAbsent(instrument.Exchange),
                    Wording.OrAbsent(instrument.Calendar), instrument.Multiplier, Wording.OrAbsent(instrument.MultiplierUnit),
                    Wording.OrAbsent(string.Join(' ', instrument.Series.Select(series => series.Timeframe))));
            }

            table.WriteTo(invocation.Terminal, "Nothing fits; 'tradewind data search' without words shows everything.");
        });
    }

    private static Command BuildResolve(CommandHost host)
    {
        Argument<string> text = ListOptions.Id("TEXT", "Id, alias, ticker or commodity, e.g. CL1, wti, ^GSPC.");
        Option<Timestamp?> on = TimeOptions.Create("--on", "Date that decides the decade of a one-digit year (default today).");
        return host.Command("resolve", "Shows the instrument a text means.", [text, on], async invocation =>
        {
            ResolveInstrumentRequest request = new() { Text = invocation.Get(text), ReferenceTime = invocation.Get(on) };
            ResolveInstrumentResponse response = await invocation.CallAsync(invocation.Client.Data.ResolveInstrumentAsync, request).ConfigureAwait(false);
            invocation.Terminal.Json(response);
            invocation.Terminal.Line($"Found by its {Wording.Of(response.Match)}.");
            InstrumentView.Write(invocation.Terminal, response.Instrument);
        });
    }

    private static Command BuildTicker(CommandHost host)
    {
        Argument<string> ticker = ListOptions.Id("TICKER", "Ticker, e.g. \"CLF5 Comdty\".");
        Option<Timestamp?> on = TimeOptions.Create("--on", "Date that decides the decade of a one-digit year and the contract at a position (default today).");
        return host.Command("ticker", "Takes a futures or index ticker apart.", [ticker, on], async invocation =>
        {
            ParseTickerRequest request = new() { Ticker = invocation.Get(ticker), ReferenceTime = invocation.Get(on) };
            Ticker parsed = (await invocation.CallAsync(invocation.Client.Data.ParseTickerAsync, request).ConfigureAwait(false)).Ticker;
            invocation.Terminal.Json(parsed);
            Write(invocation.Terminal, parsed);
        });
    }

    private static Command BuildCalendar(CommandHost host)
    {
        Argument<string> id = new("ID") { Description = "Calendar, e.g. nyse; left out: all of them.", Arity = ArgumentArity.ZeroOrOne };
        Option<int?> year = new("--year") { Description = "Year (default this one).", HelpName = "YEAR" };
        return host.Command("calendar", "Shows trading calendars: their holidays and half days in a year.", [id, year], async invocation =>
        {
            if (invocation.Get(id) is not { Length: > 0 } calendar)
            {
                ListCalendarsResponse all = await invocation.CallAsync(invocation.Client.Data.ListCalendarsAsync, new ListCalendarsRequest()).ConfigureAwait(false);
                invocation.Terminal.Json(all.Calendars);
                ResultTable names = new("Calendar", "Name");
                foreach (TradingCalendar known in all.Calendars)
                {
                    names.Row(known.Id, known.Name);
                }

                names.WriteTo(invocation.Terminal, "No calendars.");
                return;
            }

            GetCalendarRequest request = new() { CalendarId = calendar, Year = invocation.Get(year) ?? DateTime.UtcNow.Year };
            GetCalendarResponse response = await invocation.CallAsync(invocation.Client.Data.GetCalendarAsync, request).ConfigureAwait(false);
            invocation.Terminal.Json(response);
            invocation.Terminal.Line($"{response.Calendar.Name}, {request.Year}: {Wording.Count(response.Sessions.Count, "session")}");
            ResultTable days = new("Date", "Closed for");
            foreach (MarketHoliday holiday in response.Holidays)
            {
                days.Row(Wording.Time(holiday.Date), holiday.Name);
            }

            days.WriteTo(invocation.Terminal, "No weekday is closed.");
            string[] halfDays = [.. response.Sessions.Where(session => session.ShortSession).Select(session => Wording.Time(session.Date))];
            if (halfDays.Length > 0)
            {
                invocation.Terminal.Line($"Half days: {string.Join(", ", halfDays)}");
            }
        });
    }

    private static void Write(Terminal terminal, Ticker ticker)
    {
        if (!ticker.Valid)
        {
            terminal.Line($"{ticker.Text}: {ticker.Reason}. {ticker.Message}");
            return;
        }

        terminal.Line($"{ticker.Text}: {Wording.Of(ticker.Kind)}{(ticker.HasPosition ? $", position {ticker.Position}" : "")}");
        if (ticker.HasMonth)
        {
            terminal.Line($"Delivers {(ticker.HasYear ? $"{ticker.Year}-{ticker.Month:00}" : $"in month {ticker.Month}")} ({ticker.MonthCode}), last trade day {Wording.Time(ticker.LastTradeDate)}");
        }

        if (ticker.Root.Length > 0)
        {
            terminal.Line(
                $"{ticker.Commodity} ({ticker.Root}) on {ticker.Exchange}, {ticker.Multiplier} {ticker.MultiplierUnit} a contract, tick {ticker.TickSize} worth {ticker.TickValue}, calendar {ticker.Calendar}");
        }
    }
}
