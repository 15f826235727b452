using Google.Protobuf.Collections;
using Google.Protobuf.WellKnownTypes;
using Tradewind.V1;

namespace Tradewind.Server.Live;

/// <summary>
/// Reads quotes and books as connectors send them, and refuses what cannot be: numbers that are none, quantities that are not positive, a bid
/// above the ask, levels out of order. A bid at the ask is a locked market, and prices below zero happen in commodities: both are let through.
/// </summary>
internal static class QuoteCheck
{
    /// <summary>A quote; null when it cannot be right.</summary>
    /// <param name="symbol">Its symbol.</param>
    /// <param name="quote">As it came.</param>
    /// <param name="received">When it came.</param>
    public static Quote? Read(string symbol, TickQuote quote, Timestamp received)
    {
        bool right = (!quote.HasBidPrice || double.IsFinite(quote.BidPrice)) && (!quote.HasAskPrice || double.IsFinite(quote.AskPrice))
            && (!quote.HasBidQuantity || IsQuantity(quote.BidQuantity)) && (!quote.HasAskQuantity || IsQuantity(quote.AskQuantity))
            && !(quote.HasBidPrice && quote.HasAskPrice && quote.BidPrice > quote.AskPrice);
        if (!right)
        {
            return null;
        }

        Quote read = new() { Symbol = symbol, Time = quote.Time, ReceiveTime = received };
        if (quote.HasBidPrice)
        {
            read.BidPrice = quote.BidPrice;
        }

        if (quote.HasBidPrice && quote.HasBidQuantity)
        {
            read.BidQuantity = quote.BidQuantity;
        }

        if (quote.HasAskPrice)
        {
            read.AskPrice = quote.AskPrice;
        }

        if (quote.HasAskPrice && quote.HasAskQuantity)
        {
            read.AskQuantity = quote.AskQuantity;
        }

        return read;
    }

    /// <summary>A book of at most so many levels a side; null when it cannot be right.</summary>
    /// <param name="symbol">Its symbol.</param>
    /// <param name="book">As it came.</param>
    /// <param name="depth">Most levels a side.</param>
    /// <param name="received">When it came.</param>
    public static OrderBookSnapshot? Read(string symbol, TickBook book, int depth, Timestamp received)
    {
        bool right = AreLevels(book.Bids, step: -1) && AreLevels(book.Asks, step: 1)
            && !(book.Bids.Count > 0 && book.Asks.Count > 0 && book.Bids[0].Price > book.Asks[0].Price);
        return right
            ? new OrderBookSnapshot
            {
                Symbol = symbol, Time = book.Time, ReceiveTime = received,
                Bids = { book.Bids.Take(depth).Select(From) }, Asks = { book.Asks.Take(depth).Select(From) },
            }
            : null;
    }

    /// <summary>The best levels of a book as a quote.</summary>
    public static Quote Best(OrderBookSnapshot book)
    {
        Quote quote = new() { Symbol = book.Symbol, Time = book.Time, ReceiveTime = book.ReceiveTime };
        if (book.Bids.Count > 0)
        {
            (quote.BidPrice, quote.BidQuantity) = (book.Bids[0].Price, book.Bids[0].Quantity);
        }

        if (book.Asks.Count > 0)
        {
            (quote.AskPrice, quote.AskQuantity) = (book.Asks[0].Price, book.Asks[0].Quantity);
        }

        return quote;
    }

    private static PriceLevel From(BookLevel level) => new() { Price = level.Price, Quantity = level.Quantity };

    private static bool IsQuantity(double quantity) => quantity > 0 && double.IsFinite(quantity);

    private static bool AreLevels(RepeatedField<BookLevel> levels, int step)
    {
        for (int i = 0; i < levels.Count; i++)
        {
            if (!double.IsFinite(levels[i].Price) || !IsQuantity(levels[i].Quantity) || (i > 0 && step * (levels[i].Price - levels[i - 1].Price) <= 0))
            {
                return false;
            }
        }

        return true;
    }
}
