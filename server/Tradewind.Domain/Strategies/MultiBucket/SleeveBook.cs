using Tradewind.Domain.Engine;
using Tradewind.Domain.Engine.Orders;

namespace Tradewind.Domain.Strategies.MultiBucket;

/// <summary>
/// The sleeves and their orders. The sleeves of an asset are netted to one order; all fill at its price and share its fee by the units
/// they asked for. Where they cancel out, they trade with each other at the next open without cost.
/// </summary>
internal sealed class SleeveBook(AssetState[] assets)
{
    private readonly Order?[] _orders = new Order?[assets.Length];
    private readonly decimal[] _asked = new decimal[assets.Length];
    private readonly decimal[] _askedGross = new decimal[assets.Length];
    private readonly List<SleeveLeg> _dueLegs = [];

    /// <summary>Sleeves that are open or ordered, in the order they were asked for.</summary>
    public List<Sleeve> Sleeves { get; } = [];

    /// <summary>The hedge; null for none.</summary>
    public Sleeve? Hedge => Sleeves.Find(sleeve => sleeve.Bucket == Bucket.Hedge);

    /// <summary>Σ (fill − raw) × side × units by bucket, and the money filled: for the slippage reported.</summary>
    public (double Slipped, double Money)[] Slippage { get; } = new (double, double)[Enum.GetValues<Bucket>().Length];

    /// <summary>True when a bucket has a sleeve in an asset, or in a pair.</summary>
    public bool Holds(Bucket bucket, int index)
    {
        foreach (Sleeve sleeve in Sleeves)
        {
            if (sleeve.Bucket == bucket && (bucket == Bucket.Pair ? sleeve.Pair : sleeve.First.Index) == index)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Books what became of yesterday's orders; what did not fill has lapsed.</summary>
    /// <param name="context">The strategy's context.</param>
    /// <param name="opens">Today's open of each asset; NaN where it has no bar.</param>
    public void Settle(IStrategyContext context, ReadOnlySpan<double> opens)
    {
        for (int asset = 0; asset < assets.Length; asset++)
        {
            if (_askedGross[asset] != 0)
            {
                SettleAsset(context, asset, opens[asset]);
            }

            (_orders[asset], _asked[asset], _askedGross[asset]) = (null, 0, 0);
        }
    }

    /// <summary>Sends one order an asset for what the legs have as <see cref="SleeveLeg.Ordered"/>.</summary>
    public void Send(IStrategyContext context)
    {
        foreach (Sleeve sleeve in Sleeves)
        {
            foreach (SleeveLeg leg in sleeve.Legs)
            {
                _asked[leg.Index] += leg.Ordered;
                _askedGross[leg.Index] += Math.Abs(leg.Ordered);
            }
        }

        for (int asset = 0; asset < assets.Length; asset++)
        {
            if (_asked[asset] != 0)
            {
                _orders[asset] = context.Submit(new OrderRequest
                {
                    Instrument = assets[asset].Id,
                    Side = _asked[asset] > 0 ? OrderSide.Buy : OrderSide.Sell,
                    Quantity = Math.Abs(_asked[asset]),
                    Tag = TagOf(asset),
                });
            }
        }
    }

    private string TagOf(int asset)
    {
        string tag = "";
        for (Bucket bucket = Bucket.Momentum; bucket <= Bucket.Hedge; bucket++)
        {
            bool ordered = Sleeves.Exists(sleeve => sleeve.Bucket == bucket && Array.Exists(sleeve.Legs, leg => leg.Index == asset && leg.Ordered != 0));
            tag = !ordered ? tag : tag.Length == 0 ? BucketNames.Of(bucket) : $"{tag}+{BucketNames.Of(bucket)}";
        }

        return tag;
    }

    private void SettleAsset(IStrategyContext context, int asset, double open)
    {
        decimal asked = _asked[asset];
        // Without an account to trade in, and where the sleeves cancel out, they fill at the open.
        bool crosses = asked == 0 || double.IsNaN(context.Equity);
        (decimal filled, decimal price, decimal raw, decimal fee) = (0, 0, 0, 0);
        if (crosses && !double.IsNaN(open))
        {
            (filled, price, raw) = (asked, (decimal)open, (decimal)open);
        }
        else if (!crosses && _orders[asset] is { } order)
        {
            foreach (ref readonly OrderFill fill in context.Fills)
            {
                if (fill.OrderNumber == order.Number)
                {
                    decimal total = filled + fill.Quantity;
                    price = (price * filled + fill.Price * fill.Quantity) / total;
                    raw = (raw * filled + fill.RawPrice * fill.Quantity) / total;
                    (filled, fee) = (total, fee + fill.Cost);
                }
            }

            filled *= Math.Sign(asked);
            if (context.IsOpen(order))
            {
                context.Cancel(order.Id);
            }
        }

        Share(asset, filled, price, raw, fee, fillsAll: crosses ? !double.IsNaN(open) : filled == asked);
    }

    private void Share(int asset, decimal filled, decimal price, decimal raw, decimal fee, bool fillsAll)
    {
        CollectDueLegs(asset);
        decimal gross = _askedGross[asset];
        (decimal unitsLeft, decimal feeLeft) = (filled, fee);
        for (int i = 0; i < _dueLegs.Count; i++)
        {
            SleeveLeg leg = _dueLegs[i];
            bool last = i == _dueLegs.Count - 1;
            decimal units = fillsAll ? leg.Ordered
                : filled == 0 ? 0
                : last ? unitsLeft
                : decimal.Truncate(leg.Ordered * filled / _asked[asset] / leg.Asset.LotSize) * leg.Asset.LotSize;
            decimal share = last ? feeLeft : fee * Math.Abs(leg.Ordered) / gross;
            (unitsLeft, feeLeft) = (unitsLeft - units, feeLeft - share);
            leg.Ordered = 0;
            if (units != 0)
            {
                Note(leg, units, price, raw);
                leg.Fill(units, price, share);
            }
        }
    }

    private void CollectDueLegs(int asset)
    {
        _dueLegs.Clear();
        foreach (Sleeve sleeve in Sleeves)
        {
            foreach (SleeveLeg leg in sleeve.Legs)
            {
                if (leg.Index == asset && leg.Ordered != 0)
                {
                    _dueLegs.Add(leg);
                }
            }
        }
    }

    private void Note(SleeveLeg leg, decimal units, decimal price, decimal raw)
    {
        Sleeve sleeve = Sleeves.Find(candidate => Array.IndexOf(candidate.Legs, leg) >= 0)!;
        ref (double Slipped, double Money) sum = ref Slippage[(int)sleeve.Bucket];
        sum.Slipped += (double)((price - raw) * units * leg.Asset.Multiplier);
        sum.Money += (double)(raw * Math.Abs(units) * leg.Asset.Multiplier);
    }
}
