using System.Collections.Immutable;

namespace Tradewind.Domain.Market.Microstructure;

/// <summary>
/// Features of an order book and of the trades against it, folded over events and read at the end of every bar (signal specification,
/// section 5). The book's are those of its last state in the bar; flow and volume are of the trades inside the bar alone.
/// </summary>
public sealed class BookFeatures
{
    /// <summary>Levels a side that depth and pressure look at.</summary>
    public const int Levels = 5;

    private const double Decay = 0.5;

    private readonly OrderBook _book = new();
    private double _bought;
    private double _sold;
    private int _trades;

    /// <summary>
    /// Names of what <see cref="Close"/> returns: mid price; spread over mid in basis points; (b − a)/(b + a) of the best sizes; the same of
    /// the sizes of five levels, each weighing half of the one before; plain sums of five levels; volume of buyers and of sellers that took;
    /// (bought − sold)/(bought + sold); number of trades.
    /// </summary>
    public static ImmutableArray<string> Fields { get; } =
        ["mid", "spread_bps", "imbalance", "pressure", "bid_depth", "ask_depth", "buy_volume", "sell_volume", "flow", "trade_count"];

    /// <summary>The book as it stands.</summary>
    public OrderBook Book => _book;

    /// <summary>False until the book is known, and after a gap in its updates.</summary>
    public bool BookKnown { get; set; }

    /// <summary>Takes a trade.</summary>
    /// <param name="size">Size, positive.</param>
    /// <param name="buyerTook">True when the buyer crossed the spread.</param>
    public void Update(double size, bool buyerTook)
    {
        _bought += buyerTook ? size : 0;
        _sold += buyerTook ? 0 : size;
        _trades++;
    }

    /// <summary>Ends the bar: its features in the order of <see cref="Fields"/>. NaN where the book is unknown or crossed, and for flow without trades.</summary>
    public double[] Close()
    {
        double[] values = new double[Fields.Length];
        values.AsSpan(0, 6).Fill(double.NaN);
        if (BookKnown && _book.IsSound)
        {
            ((double bid, double bidSize), (double ask, double askSize)) = (_book.BestBid, _book.BestAsk);
            double mid = (bid + ask) / 2;
            (values[0], values[1]) = (mid, (ask - bid) / mid * 1e4);
            values[2] = Balance(bidSize, askSize);
            values[3] = Balance(_book.Depth(isBid: true, Levels, Decay), _book.Depth(isBid: false, Levels, Decay));
            (values[4], values[5]) = (_book.Depth(isBid: true, Levels), _book.Depth(isBid: false, Levels));
        }

        (values[6], values[7], values[8], values[9]) = (_bought, _sold, Balance(_bought, _sold), _trades);
        (_bought, _sold, _trades) = (0, 0, 0);
        return values;
    }

    private static double Balance(double first, double second) => first + second > 0 ? (first - second) / (first + second) : double.NaN;
}
