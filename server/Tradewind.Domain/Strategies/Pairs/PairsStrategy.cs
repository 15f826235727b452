using Tradewind.Domain.Engine;

namespace Tradewind.Domain.Strategies.Pairs;

/// <summary>
/// Statistical arbitrage of cointegrated pairs (signals specification, section 5). Each pair is fitted on its last rows only, the best
/// ranked ones are traded against a wide spread and left when it has closed, gone too far or taken too long. Both legs are sized at the
/// entry and not again; the pairs of one instrument are netted to one order.
/// </summary>
internal sealed class PairsStrategy(TradingUniverse universe, PairTrader[] pairs, PairSettings settings) : IStrategy
{
    private readonly TargetOrders _orders = new(universe);
    private readonly bool[] _fresh = new bool[universe.Instruments.Length];
    private readonly decimal[] _targets = new decimal[universe.Instruments.Length];
    private readonly bool[] _changed = new bool[universe.Instruments.Length];
    private readonly PairTrader[] _ranked = [.. pairs];

    /// <inheritdoc />
    public string Name => FormattableString.Invariant($"Pairs({pairs.Length} pairs, {settings.Formation},{settings.Entry:0.##})");

    /// <inheritdoc />
    public void OnSlice(IStrategyContext context)
    {
        Array.Clear(_fresh);
        Array.Clear(_changed);
        foreach (ref readonly MarketEvent item in context.Events)
        {
            if (item.IsBar && item.Bar.Close > 0)
            {
                _fresh[item.Instrument] = true;
            }
        }

        foreach (PairTrader pair in pairs)
        {
            if (_fresh[pair.First] && _fresh[pair.Second])
            {
                pair.Add(context.LastBar(pair.First).Close, context.LastBar(pair.Second).Close);
                if (pair.ExitReason() is { Length: > 0 } reason)
                {
                    Leave(context, pair, reason);
                }
            }
        }

        Enter(context);
        for (int instrument = 0; instrument < _changed.Length; instrument++)
        {
            if (_changed[instrument])
            {
                _orders.MoveTo(context, instrument, _targets[instrument], "pairs");
            }
        }
    }

    // Pairs that are held keep their place; the rest is given to the best ranked, ties in the order the pairs were named.
    private void Enter(IStrategyContext context)
    {
        pairs.CopyTo(_ranked, 0);
        MemoryExtensions.Sort(_ranked.AsSpan(), Compare);
        int held = pairs.Count(pair => pair.Direction != 0);
        int eligible = 0;
        foreach (PairTrader pair in _ranked)
        {
            if (pair.Fit is null || held >= settings.TopPairs || eligible >= settings.TopPairs)
            {
                return;
            }

            eligible++;
            if (_fresh[pair.First] && _fresh[pair.Second] && pair.EntryDirection() is not 0 and int direction)
            {
                held += Open(context, pair, direction) ? 1 : 0;
            }
        }
    }

    private int Compare(PairTrader left, PairTrader right)
    {
        int byRank = (right.Fit?.Rank ?? double.NegativeInfinity).CompareTo(left.Fit?.Rank ?? double.NegativeInfinity);
        return byRank != 0 ? byRank : Array.IndexOf(pairs, left).CompareTo(Array.IndexOf(pairs, right));
    }

    private bool Open(IStrategyContext context, PairTrader pair, int direction)
    {
        double weight = direction * settings.Gross / (1 + pair.Fit!.Slope);
        decimal first = _orders.QuantityOf(context, pair.First, weight);
        decimal second = _orders.QuantityOf(context, pair.Second, -weight * pair.Fit.Slope);
        // Both legs or none: a leg below one lot would leave the other alone.
        if (!double.IsNaN(context.Equity) && (first == 0 || second == 0))
        {
            return false;
        }

        pair.Open(direction, first, second);
        Change(pair, first, second);
        Report(context, pair, direction, direction > 0 ? "spread is low" : "spread is high");
        return true;
    }

    private void Leave(IStrategyContext context, PairTrader pair, string reason)
    {
        Change(pair, -pair.FirstUnits, -pair.SecondUnits);
        pair.Close(reason);
        Report(context, pair, 0, reason);
    }

    private void Change(PairTrader pair, decimal first, decimal second)
    {
        (_targets[pair.First], _targets[pair.Second]) = (_targets[pair.First] + first, _targets[pair.Second] + second);
        (_changed[pair.First], _changed[pair.Second]) = (true, true);
    }

    private static void Report(IStrategyContext context, PairTrader pair, int direction, string reason)
    {
        for (int leg = 0; leg < 2; leg++)
        {
            int instrument = leg == 0 ? pair.First : pair.Second;
            context.Report(new Signal
            {
                Time = context.Time,
                InstrumentOrdinal = instrument,
                Instrument = context.Universe.Instruments[instrument].Id,
                Direction = (SignalDirection)(leg == 0 ? direction : -direction),
                Strength = Math.Min(1, 0.5 * Math.Abs(pair.Score) / 2),
                Label = $"pair {pair.Name}",
                Reason = reason,
                Values =
                [
                    new("z", pair.Score), new("hedge_ratio", pair.Fit!.Slope), new("half_life", pair.Fit.HalfLife), new("p_value", pair.Fit.PValue),
                    new("correlation", pair.Fit.Correlation), new("rank", pair.Fit.Rank),
                ],
            });
        }
    }
}
