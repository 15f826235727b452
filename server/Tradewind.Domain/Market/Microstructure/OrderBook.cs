namespace Tradewind.Domain.Market.Microstructure;

/// <summary>Resting sizes by price, kept by level changes. Prices are positive; a size of 0 deletes a level. Not safe for concurrent use.</summary>
public sealed class OrderBook
{
    private readonly SortedDictionary<double, double> _bids = new(Comparer<double>.Create((left, right) => right.CompareTo(left)));
    private readonly SortedDictionary<double, double> _asks = [];

    /// <summary>True while both sides have a level and the best bid is below the best ask.</summary>
    public bool IsSound => _bids.Count > 0 && _asks.Count > 0 && BestBid.Price < BestAsk.Price;

    /// <summary>Highest bid; (NaN, 0) without bids.</summary>
    public (double Price, double Size) BestBid => Best(_bids);

    /// <summary>Lowest ask; (NaN, 0) without asks.</summary>
    public (double Price, double Size) BestAsk => Best(_asks);

    /// <summary>Removes every level.</summary>
    public void Clear()
    {
        _bids.Clear();
        _asks.Clear();
    }

    /// <summary>Sets the size at a price.</summary>
    /// <param name="isBid">Side.</param>
    /// <param name="price">Price, positive.</param>
    /// <param name="size">New size in whole; 0 deletes the level.</param>
    public void Set(bool isBid, double price, double size)
    {
        SortedDictionary<double, double> side = isBid ? _bids : _asks;
        if (size > 0)
        {
            side[price] = size;
        }
        else
        {
            side.Remove(price);
        }
    }

    /// <summary>Sum of the sizes of the best levels, each weighted by <paramref name="decay"/> to the power of its distance in levels.</summary>
    /// <param name="isBid">Side.</param>
    /// <param name="levels">Levels, at least 1; fewer where the book has fewer.</param>
    /// <param name="decay">1 for a plain sum.</param>
    public double Depth(bool isBid, int levels, double decay = 1)
    {
        (double sum, double weight) = (0, 1);
        foreach (double size in (isBid ? _bids : _asks).Values.Take(levels))
        {
            sum += weight * size;
            weight *= decay;
        }

        return sum;
    }

    private static (double Price, double Size) Best(SortedDictionary<double, double> side)
    {
        foreach ((double price, double size) in side)
        {
            return (price, size);
        }

        return (double.NaN, 0);
    }
}
