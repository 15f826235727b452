using Tradewind.Domain.Engine.Orders;
using Tradewind.Domain.Market;

namespace Tradewind.Domain.Engine;

/// <summary>Fills the open orders of one instrument on one of its bars, phase by phase, inside a phase by order number.</summary>
internal sealed class BarMatcher(
    TradingUniverse universe, EngineOptions options, OrderDesk desk, AccountBook book, FillBooking booking, ProtectiveOrders protection)
{
    private const double MostLots = 1e18;
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
        for (MatchPhase phase = MatchPhase.Open; phase <= MatchPhase.Close; phase++)
        {
            Run(instrument, phase);
            if (desk.Open(instrument).Count == 0)
            {
                return;
            }
        }

        EndOfBar(instrument);
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

    private void Begin(int instrument, in Bar bar, long knownTime)
    {
        (_prices, _openTime, _knownTime) = (new BarPrices(bar), bar.OpenTime, knownTime);
        // What other orders took of the same bar's volume stays taken.
        if (_volumeBar[instrument] == bar.OpenTime)
        {
            return;
        }

        _volumeBar[instrument] = bar.OpenTime;
        decimal lot = universe.Instruments[instrument].LotSize;
        double lots = Math.Floor(bar.Volume * options.Participation / (double)lot + 1e-9);
        // Beyond a quintillion lots there is no cap worth the name, and a decimal could overflow.
        _volumeLots[instrument] = lots > MostLots ? double.NaN : lots;
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

    private bool IsDue(Order order, MatchPhase phase) => phase switch
    {
        MatchPhase.Open => BarMatching.IsForOpen(order),
        MatchPhase.StopsAtOpen => BarMatching.IsWaitingStop(order) && BarMatching.OpenReachesStop(order, _prices),
        MatchPhase.LimitsAtOpen => BarMatching.IsRestingLimit(order) && BarMatching.OpenReachesLimit(order, _prices, options.LimitsNeedTradeThrough),
        MatchPhase.StopsInside => BarMatching.IsWaitingStop(order) && BarMatching.RangeReachesStop(order, _prices),
        MatchPhase.LimitsInside => BarMatching.IsRestingLimit(order) && BarMatching.RangeReachesLimit(order, _prices, options.LimitsNeedTradeThrough),
        _ => order.Type == OrderType.MarketOnClose,
    };

    private void FillInPhase(Order order, MatchPhase phase)
    {
        switch (phase)
        {
            case MatchPhase.Open:
                Fill(order, _prices.Open, slips: true, phase);
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
                Fill(order, order.StopPrice ?? 0, slips: order.Type == OrderType.Stop, phase);
                break;
            case MatchPhase.LimitsInside:
                Fill(order, order.LimitPrice ?? 0, slips: false, phase);
                break;
            case MatchPhase.Close:
                Fill(order, _prices.Close, slips: true, phase);
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

        decimal room = RoomFor(order);
        quantity = Math.Min(quantity, room);
        if (quantity > 0)
        {
            _volumeTaken[instrument] += quantity;
            booking.Book(order, quantity, raw, slips, _openTime, _knownTime, atClose: phase == MatchPhase.Close);
            protection.Renew(instrument, phase == MatchPhase.Open ? _openTime : _knownTime, _knownTime);
        }

        if (quantity == room && desk.Find(instrument, order.Number) is { } rest)
        {
            desk.Cancel(rest, _knownTime, "the position limit is reached");
        }
    }

    /// <summary>A quantity as far as the bar has volume left for it.</summary>
    private decimal WithinVolume(decimal quantity, int instrument)
    {
        (double lots, decimal taken) = (_volumeLots[instrument], _volumeTaken[instrument]);
        decimal lot = universe.Instruments[instrument].LotSize;
        // Far below the cap, which most orders are, the exact product need not be made.
        bool isFarBelow = double.IsNaN(lots) || 2 * (double)(quantity + taken) < lots * (double)lot;
        return isFarBelow ? quantity : Math.Min(quantity, (decimal)lots * lot - taken);
    }

    // Checked again at the fill: an attached stop may have moved the position since the order was accepted.
    private decimal RoomFor(Order order)
    {
        if (options.MaxPosition is not { } limit || order.Purpose is not (OrderPurpose.Direct or OrderPurpose.SignalTarget))
        {
            return decimal.MaxValue;
        }

        decimal position = book[order.InstrumentOrdinal].Quantity;
        return limit + (order.Side == OrderSide.Buy ? -position : position);
    }

    private void EndOfBar(int instrument)
    {
        List<Order> open = desk.Open(instrument);
        for (int i = open.Count - 1; i >= 0; i--)
        {
            Order order = open[i];
            if (order.TimeInForce == TimeInForce.GoodTillCancelled || (order.EligibleFrom > _openTime && !order.Triggered))
            {
                continue;
            }

            if (order.TimeInForce == TimeInForce.Day)
            {
                desk.Expire(order, _knownTime, "the bar it was good for has ended");
            }
            else
            {
                desk.Cancel(order, _knownTime, "not filled at once");
            }
        }
    }
}
