using Tradewind.Domain.Engine;
using Tradewind.Domain.Engine.Accounts;
using Tradewind.Domain.Engine.Orders;
using Tradewind.Domain.Engine.Recording;
using Tradewind.Domain.Strategies;

namespace Tradewind.Engine.Tests;

/// <summary>
/// Keeps the account by payments: capital, less what buys cost, plus what sells bring, less costs, plus what is held at the last
/// close. Knows nothing of averages, so it can disagree with the engine. What is not realised yet is money of the quote currency and is
/// converted at the last rate.
/// </summary>
internal sealed class IndependentBook(RandomSession session) : IEngineJournal
{
    private readonly Dictionary<string, decimal> _held = [];
    private readonly Dictionary<string, double> _marks = [];
    private readonly Dictionary<string, decimal> _paid = [];
    private readonly Dictionary<string, decimal> _realisedThere = [];
    private readonly Dictionary<string, decimal> _financed = [];
    private double _rate = 1;
    private decimal _financing;
    private decimal _costs;
    private decimal _realised;

    /// <summary>Must be told of an input before the engine is.</summary>
    public void Observe(EngineInput input)
    {
        if (input is SliceInput slice)
        {
            foreach (MarketEvent item in slice.Slice.Events.Span)
            {
                _rate = !item.IsBar && session.Universe.Fields[item.Field].Instrument == "EURUSD" ? item.Value : _rate;
            }

            foreach (MarketEvent item in slice.Slice.Events.Span)
            {
                if (item.IsBar && !double.IsNaN(item.Bar.Close))
                {
                    _marks[session.Universe.Instruments[item.Instrument].Id] = item.Bar.Close;
                }
            }
        }
    }

    public decimal Cash() => session.Options.InitialCapital + _realised - _costs - _financing;

    public void OnFill(Fill fill)
    {
        decimal signed = fill.Side == OrderSide.Buy ? fill.Quantity : -fill.Quantity;
        _held[fill.Instrument] = _held.GetValueOrDefault(fill.Instrument) + signed;
        decimal multiplier = InstrumentOf(fill.Instrument).Multiplier;
        _paid[fill.Instrument] = _paid.GetValueOrDefault(fill.Instrument) + signed * fill.Price * multiplier;
        _realisedThere[fill.Instrument] = _realisedThere.GetValueOrDefault(fill.Instrument) + fill.Realised * multiplier / fill.Multiplier;
        _costs += fill.Cost.Total;
        _realised += fill.Realised;
        Assert.Equal(_held[fill.Instrument], fill.PositionAfter);
        Assert.Equal(RateOf(fill.Instrument), (double)(fill.Multiplier / multiplier), 1e-9);
        // A roll at a bar's own known time leaves the position marked in the new contract.
        if (fill.Purpose == OrderPurpose.Roll && session.Options.Rolls!.Rolls.Any(roll => roll.Time == fill.Time))
        {
            _marks[fill.Instrument] = (double)fill.RawPrice;
        }
    }

    public void OnEquity(in EquityPoint point)
    {
        double open = _held.OrderBy(pair => pair.Key, StringComparer.Ordinal).Where(pair => pair.Value != 0).Sum(pair => RateOf(pair.Key) * (
            (double)pair.Value * _marks[pair.Key] * (double)InstrumentOf(pair.Key).Multiplier
            - (double)(_paid[pair.Key] + _realisedThere[pair.Key])));
        double equity = (double)Cash() + open;
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

    public void OnFinancing(in FinancingCharge charge)
    {
        if (charge.Kind == FinancingKind.Interest)
        {
            Assert.Equal(Balance(), (double)charge.Quantity, 1e-6);
            _financing += charge.Amount;
            return;
        }

        decimal multiplier = InstrumentOf(charge.Instrument).Multiplier;
        if (charge.Kind == FinancingKind.Dividend)
        {
            Assert.Equal(-(double)(_held[charge.Instrument] * multiplier) * charge.Rate * RateOf(charge.Instrument), (double)charge.Amount, 1e-9);
        }
        else if (charge.Kind == FinancingKind.Funding)
        {
            Assert.Equal((double)(_held[charge.Instrument] * multiplier) * charge.Mark * charge.Rate * RateOf(charge.Instrument), (double)charge.Amount, 1e-9);
        }
        else
        {
            Assert.True(_held[charge.Instrument] < 0 && charge.Amount > 0);
        }

        _financing += charge.Amount;
        _financed[charge.Instrument] = _financed.GetValueOrDefault(charge.Instrument) + charge.Amount;
    }

    /// <summary>What holding cost in an instrument.</summary>
    public decimal FinancingOf(string instrument) => _financed.GetValueOrDefault(instrument);

    // What is paid in full has left the account: all of what was paid less what came back with a profit or loss.
    private double Balance() => (double)Cash() - _held.OrderBy(pair => pair.Key, StringComparer.Ordinal)
        .Where(pair => pair.Value != 0 && InterestTerms.IsPaidInFull(InstrumentOf(pair.Key).AssetClass))
        .Sum(pair => RateOf(pair.Key) * (double)(_paid[pair.Key] + _realisedThere[pair.Key]));

    private Domain.Market.Instrument InstrumentOf(string id) => session.Universe.Instruments[session.Universe.OrdinalOf(id)];

    private double RateOf(string id) => session.Options.AccountCurrency is null || InstrumentOf(id).Currency == "USD" ? 1 : _rate;

    public void OnHalt(long time, string reason)
    {
    }
}
