using System.Runtime.InteropServices;
using Tradewind.Domain.Engine.Accounts;
using Tradewind.Domain.Engine.Costs;
using Tradewind.Domain.Engine.Orders;
using Tradewind.Domain.Market;

namespace Tradewind.Domain.Engine;

/// <summary>Prices and charges a fill through exactly one channel, then books it on the order and the account.</summary>
internal sealed class FillBooking
{
    private readonly TradingUniverse _universe;
    private readonly EngineOptions _options;
    private readonly OrderDesk _desk;
    private readonly AccountBook _book;
    private readonly IEngineJournal _journal;
    private readonly DailyVolatility _volatility;
    private readonly FinancingDesk _financing;
    private readonly CostModel? _costModel;
    private readonly Commission[] _commissions;
    private readonly bool _tells;
    private readonly bool _slips;
    private readonly List<OrderFill> _toTell = [];
    private long _nextNumber;

    public FillBooking(
        TradingUniverse universe, EngineOptions options, OrderDesk desk, AccountBook book, DailyVolatility volatility,
        FinancingDesk financing, IEngineJournal journal, bool tells)
    {
        (_financing, _tells) = (financing, tells);
        _slips = options.CostModel is null && options.SlippagePercent != 0;
        (_universe, _options, _desk, _book, _volatility, _journal) = (universe, options, desk, book, volatility, journal);
        _nextNumber = options.FirstFillNumber;
        _costModel = options.CostModel is { } config ? new CostModel(config) : null;
        _commissions = [.. universe.Instruments.Select(instrument => options.Commission ?? Commission.DefaultFor(instrument))];
    }

    /// <summary>Fills made so far.</summary>
    public long Count => _nextNumber - _options.FirstFillNumber;

    /// <summary>Fills since <see cref="ForgetTold"/>, for the strategy.</summary>
    public ReadOnlySpan<OrderFill> ToTell => CollectionsMarshal.AsSpan(_toTell);

    /// <summary>The strategy has seen them.</summary>
    public void ForgetTold() => _toTell.Clear();

    /// <summary>Books a fill at a raw price; <paramref name="slips"/> says whether slippage applies.</summary>
    public void Book(Order order, decimal quantity, decimal raw, bool slips, long barTime, long knownTime, bool atClose)
    {
        int instrument = order.InstrumentOrdinal;
        decimal multiplier = _universe.Instruments[instrument].Multiplier;
        decimal price = slips && _slips ? Slipped(raw, order.Side) : raw;
        FillCost cost = _costModel is null
            ? new FillCost(Money.Round(_commissions[instrument].Of(price, quantity, multiplier)))
            : _costModel.Charge(new CostInput(
                raw, quantity, multiplier, _universe.Instruments[instrument].TickSize, _volatility.Of(instrument), UnixTime.StartOfDay(barTime)));
        if (_book[instrument].IsConverted)
        {
            (cost, multiplier) = (cost.Times(_book[instrument].Rate), _book[instrument].Multiplier);
        }

        if (_financing.Borrows && order.Side == OrderSide.Buy && _book[instrument].Quantity < 0)
        {
            _financing.Settle(instrument, knownTime);
        }

        long number = _nextNumber++;
        _desk.Fill(order, quantity, price, cost.Total, knownTime);
        (decimal realised, Trade? trade) = _book.Book(
            instrument, order.Side, quantity, price, cost.Total, new FillPlace(knownTime, number, atClose));
        if (_tells)
        {
            _toTell.Add(new OrderFill(order.Number, instrument, order.Side, quantity, price, raw, cost.Total));
        }

        if (_journal is NullJournal)
        {
            return;
        }

        _journal.OnFill(new Fill
        {
            Number = number,
            OrderNumber = order.Number,
            Time = knownTime,
            BarTime = barTime,
            Instrument = order.Instrument,
            InstrumentOrdinal = instrument,
            Side = order.Side,
            Quantity = quantity,
            Price = price,
            RawPrice = raw,
            Cost = cost,
            Realised = realised,
            PositionAfter = _book[instrument].Quantity,
            Purpose = order.Purpose,
            Multiplier = multiplier,
        });
        if (trade is not null)
        {
            _journal.OnTrade(trade);
        }
    }

    private decimal Slipped(decimal raw, OrderSide side)
    {
        decimal slip = Math.Abs(raw) * _options.SlippagePercent / 100m;
        return side == OrderSide.Buy ? raw + slip : raw - slip;
    }
}
