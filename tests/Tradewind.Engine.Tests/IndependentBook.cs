using Tradewind.Domain.Engine;
using Tradewind.Domain.Engine.Orders;
using Tradewind.Domain.Engine.Recording;
using Tradewind.Domain.Strategies;

namespace Tradewind.Engine.Tests;

/// <summary>
/// Keeps the account by payments: capital, less what buys cost, plus what sells bring, less costs, plus what is held at the last
/// close. Knows nothing of averages or realised profit, so it can disagree with the engine.
/// </summary>
internal sealed class IndependentBook(RandomSession session) : IEngineJournal
{
    private readonly Dictionary<string, decimal> _held = [];
    private readonly Dictionary<string, double> _marks = [];
    private decimal _paid;
    private decimal _costs;
    private decimal _realised;

    /// <summary>Must be told of an input before the engine is.</summary>
    public void Observe(EngineInput input)
    {
        if (input is SliceInput slice)
        {
            foreach (MarketEvent item in slice.Slice.Events.Span)
            {
                if (item.IsBar && !double.IsNaN(item.Bar.Close))
                {
                    _marks[session.Universe.Instruments[item.Instrument].Id] = item.Bar.Close;
                }
            }
        }
    }

    public decimal Cash() => session.Options.InitialCapital + _realised - _costs;

    public void OnFill(Fill fill)
    {
        decimal signed = fill.Side == OrderSide.Buy ? fill.Quantity : -fill.Quantity;
        _held[fill.Instrument] = _held.GetValueOrDefault(fill.Instrument) + signed;
        _paid += signed * fill.Price * fill.Multiplier;
        _costs += fill.Cost.Total;
        _realised += fill.Realised;
        Assert.Equal(_held[fill.Instrument], fill.PositionAfter);
    }

    public void OnEquity(in EquityPoint point)
    {
        double worth = _held.OrderBy(pair => pair.Key, StringComparer.Ordinal).Where(pair => pair.Value != 0).Sum(pair =>
            (double)pair.Value * _marks[pair.Key] * (double)session.Universe.Instruments[session.Universe.OrdinalOf(pair.Key)].Multiplier);
        double equity = (double)(session.Options.InitialCapital - _paid - _costs) + worth;
        Assert.Equal(equity, point.Equity, 1e-6);
        Assert.Equal((double)point.Cash + point.Unrealised, point.Equity, 1e-6);
        Assert.Equal(_held.Count(pair => pair.Value != 0), point.OpenPositions);
    }

    public void OnOrder(in OrderEvent orderEvent)
    {
    }

    public void OnTrade(Trade trade)
    {
    }

    public void OnSignal(Signal signal)
    {
    }

    public void OnHalt(long time, string reason)
    {
    }
}
