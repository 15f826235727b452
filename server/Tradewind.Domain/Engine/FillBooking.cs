using System.Runtime.InteropServices;
using Tradewind.Domain.Engine.Accounts;
using Tradewind.Domain.Engine.Backtest.Rows;
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
    private readonly IRowJournal? _rows;
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
        _rows = journal as IRowJournal;
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
        Execution fill = Execute(order.InstrumentOrdinal, order.Side, quantity, raw, slips, barTime, knownTime);
        _desk.Fill(order, quantity, fill.Price, fill.Cost.Total, knownTime);
        FillPlace place = new(knownTime, _nextNumber++, atClose, _book[order.InstrumentOrdinal].BarCount);
        Enter(order.Number, order.InstrumentOrdinal, order.Side, order.Purpose, quantity, raw, fill, barTime, place);
        if (_tells)
        {
            _toTell.Add(new OrderFill(order.Number, order.InstrumentOrdinal, order.Side, quantity, fill.Price, raw, fill.Cost.Total));
        }
    }

    /// <summary>Books a market order that fills whole on the bar after the one it was decided on, and so never rests on the desk.</summary>
    public void BookWhole(
        long order, int instrument, OrderSide side, OrderPurpose purpose, decimal quantity, decimal raw, long barTime, long knownTime)
    {
        Execution fill = Execute(instrument, side, quantity, raw, slips: true, barTime, knownTime);
        // The bar begins with its fills: it is not counted yet.
        FillPlace place = new(knownTime, _nextNumber++, AtClose: false, _book[instrument].BarCount + 1);
        Enter(order, instrument, side, purpose, quantity, raw, fill, barTime, place);
    }

    /// <summary>Prices and charges a fill; settles what is due before it.</summary>
    private Execution Execute(int instrument, OrderSide side, decimal quantity, decimal raw, bool slips, long barTime, long knownTime)
    {
        PositionState position = _book[instrument];
        decimal price = slips && _slips ? Slipped(raw, side) : raw;
        decimal worth = position.IsConverted
            ? Money.Worth(price, quantity, position.Instrument.Multiplier)
            : position.Worth(price, quantity);
        FillCost cost = _costModel is null
            ? new FillCost(Money.Round(_commissions[instrument].Of(Math.Abs(worth), quantity)))
            : _costModel.Charge(new CostInput(
                raw, quantity, position.Instrument.Multiplier, position.Instrument.TickSize, _volatility.Of(instrument), UnixTime.StartOfDay(barTime)));
        if (position.IsConverted)
        {
            (cost, worth) = (cost.Times(position.Rate), position.Worth(price, quantity));
        }

        if (_financing.Borrows && side == OrderSide.Buy && position.Quantity < 0)
        {
            _financing.Settle(instrument, knownTime);
        }

        return new Execution(price, slips && _slips && price != raw, Amount.Of(worth), cost);
    }

    private void Enter(
        long order, int instrument, OrderSide side, OrderPurpose purpose, decimal quantity, decimal raw, in Execution fill, long barTime,
        in FillPlace place)
    {
        (decimal realised, bool closes) = _book.Book(
            instrument, side, quantity, fill.Price, fill.Worth, fill.Cost.Total, place, out TradeRow trade);
        if (_journal is NullJournal)
        {
            return;
        }

        FillRow row = new(
            place.FillNumber, order, place.Time, barTime, instrument, side, purpose, fill.IsSlipped, quantity, fill.Price, raw, fill.Cost.Commission, realised,
            _book[instrument].Quantity, _book[instrument].Multiplier);
        if (_rows is not null)
        {
            _rows.OnFill(row, fill.Cost, fill.Worth);
        }
        else
        {
            _journal.OnFill(row.ToFill(_universe, fill.Cost));
        }

        if (closes && _rows is not null)
        {
            _rows.OnTrade(trade);
        }
        else if (closes)
        {
            _journal.OnTrade(trade.ToTrade(_universe));
        }
    }

    private decimal Slipped(decimal raw, OrderSide side)
    {
        decimal slip = Math.Abs(raw) * _options.SlippagePercent / 100m;
        return side == OrderSide.Buy ? raw + slip : raw - slip;
    }

    private readonly record struct Execution(decimal Price, bool IsSlipped, Amount Worth, FillCost Cost);
}
