using System.CommandLine;
using Google.Protobuf.WellKnownTypes;
using Tradewind.Cli.Options;
using Tradewind.Cli.Output;
using Tradewind.Client;
using Tradewind.V1;

namespace Tradewind.Cli.Commands;

/// <summary><c>quotes</c>: best bids and asks, and order books, of connectors.</summary>
internal static class QuoteCommands
{
    public static Command Build(CommandHost host) => new("quotes", "Shows quotes and order books of a connector.")
    {
        BuildShow(host),
        BuildWatch(host),
    };

    private static Command BuildShow(CommandHost host)
    {
        (Argument<string> connector, Argument<string[]> symbols) = Arguments();
        Option<double?> timeout = new("--timeout") { Description = "Seconds the source may take (default 10).", HelpName = "SECONDS" };
        return host.Command("show", "Shows the present best bid and ask of symbols.", [connector, symbols, timeout], async invocation =>
        {
            ResultTable table = new("Symbol", ">Bid", ">Quantity", ">Ask", ">Quantity", "Received", "");
            foreach (string symbol in invocation.Get(symbols)!)
            {
                GetQuoteRequest request = new() { Connector = invocation.Get(connector), Symbol = symbol };
                if (invocation.Get(timeout) is { } seconds)
                {
                    request.Timeout = Duration.FromTimeSpan(TimeSpan.FromSeconds(seconds));
                }

                GetQuoteResponse answer = await invocation.CallAsync(invocation.Client.Data.GetQuoteAsync, request).ConfigureAwait(false);
                invocation.Terminal.Json(answer);
                Quote quote = answer.Quote;
                table.Row(
                    quote.Symbol,
                    Wording.Value(quote.HasBidPrice ? quote.BidPrice : null),
                    Wording.Value(quote.HasBidQuantity ? quote.BidQuantity : null),
                    Wording.Value(quote.HasAskPrice ? quote.AskPrice : null),
                    Wording.Value(quote.HasAskQuantity ? quote.AskQuantity : null),
                    Wording.Time(quote.ReceiveTime),
                    answer.Stale ? $"STALE, {answer.Age.ToTimeSpan():c} old: {answer.Message}" : "");
            }

            table.WriteTo(invocation.Terminal, "");
        });
    }

    private static Command BuildWatch(CommandHost host)
    {
        (Argument<string> connector, Argument<string[]> symbols) = Arguments();
        Option<int> depth = new("--depth") { Description = "Order books with this many levels a side instead of the best bid and ask.", HelpName = "LEVELS" };
        Option<int> limit = new("--limit") { Description = "End after this many messages.", HelpName = "N" };
        return host.Command("watch", "Follows quotes or order books of symbols as they change.", [connector, symbols, depth, limit], async invocation =>
        {
            StreamQuotesRequest request = new()
            {
                Connector = invocation.Get(connector), Symbols = { invocation.Get(symbols) }, Depth = invocation.Get(depth),
            };
            int left = invocation.Get(limit) is > 0 and var most ? most : int.MaxValue;
            await foreach (StreamQuotesResponse message in invocation.Client.StreamQuotesAsync(request, invocation.CancellationToken).ConfigureAwait(false))
            {
                invocation.Terminal.Json(message);
                invocation.Terminal.Line(Describe(message) + Counts(message));
                if (--left == 0)
                {
                    return;
                }
            }
        });
    }

    private static (Argument<string> Connector, Argument<string[]> Symbols) Arguments() => (
        ListOptions.Id("CONNECTOR", "Connector and source, like ccxt:binance."),
        new Argument<string[]>("SYMBOL") { Description = "Symbols as the source writes them.", Arity = ArgumentArity.OneOrMore });

    private static string Describe(StreamQuotesResponse message) => message.EventCase switch
    {
        StreamQuotesResponse.EventOneofCase.Quote =>
            $"{Wording.Time(message.Quote.ReceiveTime)}  {message.Quote.Symbol}  bid {Wording.Value(message.Quote.HasBidPrice ? message.Quote.BidPrice : null)}" +
            $"  ask {Wording.Value(message.Quote.HasAskPrice ? message.Quote.AskPrice : null)}",
        StreamQuotesResponse.EventOneofCase.Book =>
            $"{Wording.Time(message.Book.ReceiveTime)}  {message.Book.Symbol}  {Levels(message.Book.Bids.Reverse())} | {Levels(message.Book.Asks)}",
        StreamQuotesResponse.EventOneofCase.Gap => $"{message.Gap.Symbol} " + message.Gap.Kind switch
        {
            QuoteGapKind.Lost => $"was lost; its last quote no longer holds. {message.Gap.Message}",
            QuoteGapKind.Resumed => "is back.",
            _ => $"was refused: {message.Gap.Message}",
        },
        _ => "(an event this version does not know)",
    };

    private static string Levels(IEnumerable<PriceLevel> levels) =>
        string.Join(" ", levels.Select(level => $"{Wording.Value(level.Price)}x{Wording.Value(level.Quantity)}"));

    private static string Counts(StreamQuotesResponse message) =>
        (message.ConflatedCount > 0 ? $"  (stands for {Wording.Count(message.ConflatedCount)} earlier)" : "")
        + (message.RejectedCount > 0 ? $"  ({Wording.Count(message.RejectedCount)} left out that cannot be right)" : "");
}
