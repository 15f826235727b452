using Tradewind.Domain.Engine.Accounts;
using Tradewind.Domain.Engine.Orders;
using Tradewind.Domain.Market;

namespace Tradewind.Domain.Engine;

/// <summary>Fills the open orders of one instrument on one of its bars, phase by phase, inside a phase by order number.</summary>
internal sealed class BarMatcher(
    TradingUniverse universe, EngineOptions options, OrderDesk desk, AccountBook book, FillBooking booking, ProtectiveOrders protection,
    OrderLinks links, MarginAccount? margin)
{
    private const double MostLots = 1e18;
    private readonly MatchPhase[] _phases = options.Intrabar switch
    {
        IntrabarAssumption.Optimistic =>
        [
            MatchPhase.Open, MatchPhase.StopsAtOpen, MatchPhase.LimitsAtOpen, MatchPhase.LimitsInside, MatchPhase.StopsInside, MatchPhase.Close,
        ],
        IntrabarAssumption.Path => [MatchPhase.Open, MatchPhase.StopsAtOpen, MatchPhase.LimitsAtOpen, MatchPhase.Inside, MatchPhase.Close],
        _ =>
        [
            MatchPhase.Open, MatchPhase.StopsAtOpen, MatchPhase.LimitsAtOpen, MatchPhase.StopsInside, MatchPhase.LimitsInside, MatchPhase.Close,
        ],
    };

    private readonly List<long> _due = [];
    private BarPrices _prices;
    private readonly double[] _volumeLots = new double[universe.Instruments.Length];
    private readonly decimal[] _volumeTaken = new decimal[universe.Instruments.Length];
    private readonly long[] _volumeBar = [.. Enumerable.Repeat(long.MinValue, universe.Instruments.Length)];
    private long _openTime;
    private long _knownTime;

    /// <summary>Market orders kept waiting because the bar had no volume left for them.</summary>
    public long StarvedOrders { get; private set; }

    /// <summary>Matches all open orders that were decided at or before the bar's open.</summary>
    public void Match(int instrument, in Bar bar, long knownTime)
    {
        if (desk.Open(instrument).Count == 0)
        {
            return;
        }

        Begin(instrument, bar, knownTime);
        ExpireOld(instrument);
        foreach (MatchPhase phase in _phases)
        {
            if (phase == MatchPhase.Inside)
            {
                RunAlongPath(instrument);
            }
            else
            {
                Run(instrument, phase);
            }

            if (desk.Open(instrument).Count == 0)
            {
                return;
            }
        }

        EndOfBar(instrument, bar);
    }

    /// <summary>Fills market orders at the close of the bar just matched, from a given number on: same-close fills.</summary>
    public void FillAtClose(int instrument, in Bar bar, long knownTime, long fromNumber)
    {
        Begin(instrument, bar, knownTime);
        _due.Clear();
        foreach (Order order in desk.Open(instrument))
        {
            if (order.Number >= fromNumber && order.Type == OrderType.Market
                && (order.Purpose is OrderPurpose.Direct or OrderPurpose.SignalTarget))
            {
                _due.Add(order.Number);
            }
        }

        foreach (long number in _due)
        {
            if (desk.Find(instrument, number) is { } order)
            {
                Fill(order, _prices.Close, slips: true, MatchPhase.Close);
            }
        }
    }

    /// <summary>True where a bar's volume is no limit to a quantity, were it the only order.</summary>
    public bool FillsWhole(int instrument, decimal quantity, double volume) =>
        IsFarBelow(quantity, LotsOf(volume, instrument), universe.Instruments[instrument].LotSize);

    private void Begin(int instrument, in Bar bar, long knownTime)
    {
        (_prices, _openTime, _knownTime) = (new BarPrices(bar), bar.OpenTime, knownTime);
        // What other orders took of the same bar's volume stays taken.
        if (_volumeBar[instrument] == bar.OpenTime)
        {
            return;
        }

        _volumeBar[instrument] = bar.OpenTime;
        _volumeLots[instrument] = LotsOf(bar.Volume, instrument);
        _volumeTaken[instrument] = 0;
    }

    private void Run(int instrument, MatchPhase phase)
    {
        _due.Clear();
        foreach (Order order in desk.Open(instrument))
        {
            if (order.EligibleFrom <= _openTime && IsDue(order, phase))
            {
                _due.Add(order.Number);
            }
        }

        foreach (long number in _due)
        {
            // An earlier fill of the phase may have cancelled or replaced it.
            if (desk.Find(instrument, number) is { } order && IsDue(order, phase))
            {
                FillInPhase(order, phase);
            }
        }
    }

    /// <summary>Fills stops and limits inside the range one after another as the assumed way through the bar meets their prices.</summary>
    private void RunAlongPath(int instrument)
    {
        _due.Clear();
        while (true)
        {
            (Order? next, MatchPhase nextPhase, decimal nextDistance) = (null, default, 0);
            foreach (Order order in desk.Open(instrument))
            {
                // What a volume cap or a display quantity left of an order waits for the next bar.
                if (order.EligibleFrom > _openTime || _due.Contains(order.Number))
                {
                    continue;
                }

                MatchPhase phase = BarMatching.IsWaitingStop(order) ? MatchPhase.StopsInside : MatchPhase.LimitsInside;
                if (IsDue(order, phase) && IntrabarPath.Distance(order, _prices) is var distance && (next is null || distance < nextDistance))
                {
                    (next, nextPhase, nextDistance) = (order, phase, distance);
                }
            }

            if (next is null)
            {
                return;
            }

            _due.Add(next.Number);
            FillInPhase(next, nextPhase);
        }
    }

    private bool IsDue(Order order, MatchPhase phase) => phase switch
    {
        MatchPhase.Open => BarMatching.IsForOpen(order)
            || (order.Type == OrderType.LimitOnOpen && BarMatching.IsWithinLimit(order, _prices.Open)),
        MatchPhase.StopsAtOpen => BarMatching.IsWaitingStop(order) && BarMatching.OpenReachesStop(order, _prices),
        MatchPhase.LimitsAtOpen => BarMatching.IsRestingLimit(order) && BarMatching.OpenReachesLimit(order, _prices, options.LimitsNeedTradeThrough),
        MatchPhase.StopsInside => BarMatching.IsWaitingStop(order) && BarMatching.RangeReachesStop(order, _prices),
        MatchPhase.LimitsInside => BarMatching.IsRestingLimit(order) && BarMatching.RangeReachesLimit(order, _prices, options.LimitsNeedTradeThrough),
        _ => order.Type == OrderType.MarketOnClose
            || (order.Type == OrderType.LimitOnClose && BarMatching.IsWithinLimit(order, _prices.Close)),
    };

    private void FillInPhase(Order order, MatchPhase phase)
    {
        switch (phase)
        {
            case MatchPhase.Open:
                Fill(order, _prices.Open, slips: order.Type != OrderType.LimitOnOpen, phase);
                break;
            case MatchPhase.StopsAtOpen when order.Type == OrderType.StopLimit:
                desk.Trigger(order, order.EligibleFrom, _knownTime);
                break;
            case MatchPhase.StopsAtOpen:
                desk.Trigger(order, order.EligibleFrom, _knownTime);
                Fill(order, _prices.Open, slips: true, phase);
                break;
            case MatchPhase.LimitsAtOpen:
                Fill(order, _prices.Open, slips: false, phase);
                break;
            case MatchPhase.StopsInside when order.Type == OrderType.StopLimit && !BarMatching.LimitAllowsStop(order):
                desk.Trigger(order, _knownTime, _knownTime);
                break;
            case MatchPhase.StopsInside:
                desk.Trigger(order, order.EligibleFrom, _knownTime);
                Fill(order, order.StopPrice ?? 0, slips: BarMatching.IsMarketStop(order), phase);
                break;
            case MatchPhase.LimitsInside:
                Fill(order, order.LimitPrice ?? 0, slips: false, phase);
                break;
            case MatchPhase.Close:
                Fill(order, _prices.Close, slips: order.Type != OrderType.LimitOnClose, phase);
                break;
        }
    }

    private void Fill(Order order, decimal raw, bool slips, MatchPhase phase)
    {
        int instrument = order.InstrumentOrdinal;
        decimal quantity = WithinVolume(order.Remaining, instrument);
        if (order.TimeInForce == TimeInForce.FillOrKill && quantity < order.Remaining)
        {
            desk.Cancel(order, _knownTime, "the bar's volume does not fill the whole quantity");
            return;
        }

        if (quantity <= 0)
        {
            StarvedOrders++;
            return;
        }

        if (order.DisplayQuantity is { } shown && !BarMatching.TradesThrough(order, _prices))
        {
            quantity = Math.Min(quantity, shown);
        }

        decimal room = RoomFor(order);
        quantity = room < quantity ? room : quantity;
        if (quantity > 0)
        {
            _volumeTaken[instrument] += quantity;
            booking.Book(order, quantity, raw, slips, _openTime, _knownTime, atClose: phase == MatchPhase.Close);
            long next = phase == MatchPhase.Open ? _openTime : _knownTime;
            protection.Renew(instrument, next, _knownTime);
            links.AfterFill(order, quantity, next, _knownTime);
        }

        if (quantity == room && desk.Find(instrument, order.Number) is { } rest)
        {
            desk.Cancel(rest, _knownTime, RefusalOfRest(order));
        }
    }

    /// <summary>A quantity as far as the bar has volume left for it.</summary>
    private decimal WithinVolume(decimal quantity, int instrument)
    {
        (double lots, decimal taken) = (_volumeLots[instrument], _volumeTaken[instrument]);
        decimal lot = universe.Instruments[instrument].LotSize;
        // Far below the cap, which most orders are, the exact product need not be made.
        return IsFarBelow(quantity + taken, lots, lot) ? quantity : Math.Min(quantity, (decimal)lots * lot - taken);
    }

    private static bool IsFarBelow(decimal quantity, double lots, decimal lot) => double.IsNaN(lots) || 2 * (double)quantity < lots * (double)lot;

    private double LotsOf(double volume, int instrument)
    {
        double lots = Math.Floor(volume * options.Participation / (double)universe.Instruments[instrument].LotSize + 1e-9);
        // Beyond a quintillion lots there is no cap worth the name, and a decimal could overflow.
        return lots > MostLots ? double.NaN : lots;
    }

    // Checked again at the fill: an attached stop may have moved the position since the order was accepted.
    private decimal RoomFor(Order order)
    {
        if (order.ReduceOnly || (margin is { InCall: true } && order.Adds))
        {
            decimal held = book[order.InstrumentOrdinal].Quantity;
            return Math.Max(0, order.Side == OrderSide.Buy ? -held : held);
        }

        if (options.MaxPosition is not { } limit || order.Purpose is not (OrderPurpose.Direct or OrderPurpose.SignalTarget))
        {
            return decimal.MaxValue;
        }

        decimal position = book[order.InstrumentOrdinal].Quantity;
        return limit + (order.Side == OrderSide.Buy ? -position : position);
    }

    private string RefusalOfRest(Order order) => order.ReduceOnly
        ? "there is no position left to reduce"
        : margin is { InCall: true } ? "a margin call is open" : "the position limit is reached";

    /// <summary>Ends orders whose date has come before the bar opens.</summary>
    private void ExpireOld(int instrument)
    {
        List<Order> open = desk.Open(instrument);
        for (int i = open.Count - 1; i >= 0; i--)
        {
            if (open[i].ExpireTime <= _openTime)
            {
                desk.Expire(open[i], _knownTime, "its date has come");
            }
        }
    }

    private void EndOfBar(int instrument, in Bar bar)
    {
        List<Order> open = desk.Open(instrument);
        for (int i = open.Count - 1; i >= 0; i--)
        {
            Order order = open[i];
            if (order.EligibleFrom > _openTime && !order.Triggered)
            {
                continue;
            }

            if (order.Type == OrderType.TrailingStop && !order.Triggered)
            {
                desk.Trail(order, order.Side == OrderSide.Sell ? (decimal)bar.High : (decimal)bar.Low);
            }

            if (order.Type is OrderType.LimitOnOpen or OrderType.LimitOnClose)
            {
                desk.Expire(order, _knownTime, order.Type == OrderType.LimitOnOpen ? "the open has passed" : "the close has passed");
            }
            else if (order.TimeInForce == TimeInForce.Day)
            {
                desk.Expire(order, _knownTime, "the bar it was good for has ended");
            }
            else if (order.TimeInForce is TimeInForce.ImmediateOrCancel or TimeInForce.FillOrKill)
            {
                desk.Cancel(order, _knownTime, "not filled at once");
            }
        }
    }
}
