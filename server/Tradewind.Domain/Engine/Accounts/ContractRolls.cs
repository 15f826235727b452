using Tradewind.Domain.Engine.Orders;
using Tradewind.Domain.Errors;
using Tradewind.Domain.Market;

namespace Tradewind.Domain.Engine.Accounts;

/// <summary>
/// Rolls generic instruments: an open position is closed in the old contract and opened in the new one, two fills with costs; the mark and
/// the prices of resting orders move by the gap, so that neither profit nor an order meets a jump that no contract made.
/// </summary>
internal sealed class ContractRolls
{
    private readonly EngineOptions _options;
    private readonly OrderDesk _desk;
    private readonly AccountBook _book;
    private readonly FillBooking _booking;
    private readonly ProtectiveOrders _protection;
    private readonly DailyVolatility _volatility;
    private readonly Queue<ContractRoll>[] _ahead;
    private readonly List<RollRecord> _done = [];

    public ContractRolls(
        TradingUniverse universe, EngineOptions options, OrderDesk desk, AccountBook book, FillBooking booking, ProtectiveOrders protection,
        DailyVolatility volatility)
    {
        (_options, _desk, _book, _booking, _protection, _volatility) = (options, desk, book, booking, protection, volatility);
        IEnumerable<ContractRoll> rolls = options.Rolls?.Rolls ?? [];
        ContractRoll? stray = rolls.FirstOrDefault(roll => universe.FindInstrument(roll.Instrument) is not >= 0);
        if (stray is not null)
        {
            throw new InvalidInputException("OPTIONS_INVALID", "options.rolls", $"'{stray.Instrument}' is not traded.");
        }

        _ahead = [.. universe.Instruments.Select(instrument => new Queue<ContractRoll>(rolls.Where(roll => roll.Instrument == instrument.Id)))];
    }

    /// <summary>Rolls that happened, in order.</summary>
    public IReadOnlyList<RollRecord> Done => _done;

    /// <summary>Does what is due at or before a time, at the last mark.</summary>
    /// <param name="instrument">Ordinal of the instrument.</param>
    /// <param name="due">Latest time of a roll that is done.</param>
    /// <param name="barTime">Open time of the bar the fills belong to.</param>
    /// <param name="known">Known time of the slice.</param>
    public void UpTo(int instrument, long due, long barTime, long known)
    {
        while (_ahead[instrument].TryPeek(out ContractRoll? roll) && roll.Time <= due)
        {
            _ahead[instrument].Dequeue();
            // Before the first mark the generic was in the new contract already.
            if (double.IsFinite(_book[instrument].Mark))
            {
                Do(instrument, roll, barTime, known);
            }
        }
    }

    /// <summary>Passes over what happened before anything is traded.</summary>
    public void Skip(int instrument, long due)
    {
        while (_ahead[instrument].TryPeek(out ContractRoll? roll) && roll.Time <= due)
        {
            _ahead[instrument].Dequeue();
        }
    }

    private void Do(int instrument, ContractRoll roll, long barTime, long known)
    {
        PositionState position = _book[instrument];
        decimal quantity = position.Quantity;
        decimal from = roll.FromPrice ?? (decimal)position.Mark;
        decimal to = roll.ToPrice ?? from + roll.Gap ?? from;
        decimal costs = _book.Costs;
        ShiftResting(instrument, to - from, known);
        if (quantity != 0)
        {
            string tag = $"{roll.From} to {roll.To}";
            Fill(instrument, -quantity, from, tag, barTime, known);
            Fill(instrument, quantity, to, tag, barTime, known);
            _protection.Renew(instrument, known, known);
        }

        _book.Rebase(instrument, (double)to);
        _volatility.Rebase(instrument, (double)to);
        _done.Add(new RollRecord(known, roll.Instrument, roll.From, roll.To, from, to, quantity, _book.Costs - costs));
    }

    private void Fill(int instrument, decimal signed, decimal price, string tag, long barTime, long known)
    {
        Order order = _desk.PlaceMarket(instrument, signed, OrderPurpose.Roll, known, tag);
        _booking.Book(order, order.Quantity, price, slips: true, barTime, known, atClose: true);
    }

    // Their prices were prices of the old contract. Attached stops and targets are placed anew off the new average instead.
    private void ShiftResting(int instrument, decimal gap, long time)
    {
        foreach (Order order in _desk.Open(instrument).ToArray())
        {
            if (order.Purpose is OrderPurpose.StopLoss or OrderPurpose.TakeProfit
                || (order.LimitPrice ?? order.StopPrice ?? order.BracketStop ?? order.BracketTarget) is null)
            {
                continue;
            }

            decimal tick = _book[instrument].Instrument.TickSize;
            OrderSide exit = OrderDesk.Opposite(order.Side);
            Order shifted = order with
            {
                LimitPrice = PriceTick.RoundLimit(order.LimitPrice + gap, order.Side, tick),
                StopPrice = PriceTick.RoundStop(order.StopPrice + gap, order.Side, tick),
                BracketStop = PriceTick.RoundStop(order.BracketStop + gap, exit, tick),
                BracketTarget = PriceTick.RoundLimit(order.BracketTarget + gap, exit, tick),
            };
            bool sound = _options.AllowNonPositivePrices
                || !(shifted.LimitPrice <= 0 || shifted.StopPrice <= 0 || shifted.BracketStop <= 0 || shifted.BracketTarget <= 0);
            if (sound)
            {
                _desk.Replace(order, shifted, time);
            }
            else
            {
                _desk.Cancel(order, time, "its price in the new contract would not be positive");
            }
        }
    }
}
