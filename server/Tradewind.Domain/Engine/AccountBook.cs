using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Tradewind.Domain.Engine.Backtest.Rows;
using Tradewind.Domain.Engine.Orders;
using Tradewind.Domain.Market;

namespace Tradewind.Domain.Engine;

/// <summary>
/// Futures-style books in the account's currency: cash is capital plus realised profit less costs and financing, equity adds
/// Σ quantity × (close − average) × multiplier.
/// Every fill and every mark is checked against the books kept by payments; a difference throws.
/// </summary>
internal sealed class AccountBook
{
    private const double MarkTolerance = 1e-9;
    private const double FillTolerance = 1e-9;
    private readonly PositionState[] _positions;
    private readonly List<int> _open = [];
    private readonly Amount _capital;
    private Amount _cash;
    private Amount _realised;
    private Amount _costs;
    private Amount _financing;
    private Amount _cashFlow;
    private double _cashFlowValue;
    private double _cashValue;

    public AccountBook(TradingUniverse universe, decimal capital)
    {
        _positions = [.. universe.Instruments.Select(instrument => new PositionState(instrument))];
        _capital = Amount.Of(capital);
        (Capital, _cash, _cashFlow) = (capital, _capital, _capital);
        (_cashValue, _cashFlowValue, Equity) = ((double)capital, (double)capital, (double)capital);
    }

    public decimal Capital { get; }

    public decimal Cash => _cash.Value;

    public decimal Realised => _realised.Value;

    public decimal Costs => _costs.Value;

    /// <summary>Paid for holding positions; negative where more was received.</summary>
    public decimal Financing => _financing.Value;

    /// <summary>Equity at the last mark.</summary>
    public double Equity { get; private set; }

    public double Unrealised { get; private set; }

    public double GrossExposure { get; private set; }

    public int OpenCount => _open.Count;

    /// <summary>Ordinals of instruments with a position, ascending.</summary>
    public IReadOnlyList<int> OpenOrdinals => _open;

    public PositionState this[int instrument] => _positions[instrument];

    /// <summary>Takes note of a bar of the instrument before its orders are matched.</summary>
    public void BeginBar(int instrument)
    {
        PositionState position = _positions[instrument];
        position.BarCount++;
        position.OpenedAtClose = false;
    }

    /// <summary>Takes note of a bar or print inside a bar of decisions, which is counted with the first of them.</summary>
    public void BeginExecution(int instrument)
    {
        PositionState position = _positions[instrument];
        position.BarCount += position.IsBarUnderWay ? 0 : 1;
        (position.IsBarUnderWay, position.OpenedAtClose) = (true, false);
    }

    /// <summary>Takes note of the end of a bar of decisions that did not fill orders itself.</summary>
    public void CompleteBar(int instrument)
    {
        PositionState position = _positions[instrument];
        position.BarCount += position.IsBarUnderWay ? 0 : 1;
        position.IsBarUnderWay = false;
    }

    /// <summary>Marks the instrument at the close and widens the range its position has seen.</summary>
    public void EndBar(int instrument, in Bar bar)
    {
        PositionState position = _positions[instrument];
        position.Mark = bar.Close;
        if (position.QuantityValue != 0 && !position.OpenedAtClose)
        {
            position.Widen(bar.Low, bar.High);
        }
    }

    /// <summary>Takes money for holding a position; it counts among the costs of the quantity held.</summary>
    public void ChargeFinancing(int instrument, decimal amount)
    {
        PositionState position = _positions[instrument];
        Amount charge = Amount.Of(amount);
        position.EntryCosts += charge;
        position.Financing += charge;
        Charge(charge);
    }

    /// <summary>Takes interest on the balance, which is no cost of any position.</summary>
    public void ChargeInterest(decimal amount) => Charge(Amount.Of(amount));

    /// <summary>
    /// Changes the rate at which an instrument's money is converted. By payments the account owes the open cost in the quote currency, so
    /// that debt is worth more or less from now on.
    /// </summary>
    public void Convert(int instrument, decimal rate)
    {
        PositionState position = _positions[instrument];
        decimal before = position.Multiplier;
        position.Convert(rate);
        Amount change = Amount.Of(position.Quantity * position.AveragePrice * (position.Multiplier - before));
        position.CashFlow -= change;
        _cashFlow -= change;
        _cashFlowValue = (double)_cashFlow;
    }

    /// <summary>Marks the instrument at a price of another contract.</summary>
    public void Rebase(int instrument, double mark) => _positions[instrument].Mark = mark;

    /// <summary>Takes note of bars of the instrument on which nothing was traded.</summary>
    public void Skip(int instrument, double lastClose, int count)
    {
        PositionState position = _positions[instrument];
        position.BarCount += count;
        position.OpenedAtClose = false;
        position.Mark = lastClose;
    }

    /// <summary>Equity at closes of the only instrument with a position: what <see cref="MarkToMarket"/> would make of each.</summary>
    public void WriteEquity(int instrument, ReadOnlySpan<double> closes, Span<double> equity)
    {
        PositionState position = _positions[instrument];
        (double average, double quantity, double multiplier, double cash) =
            (position.AverageValue, position.QuantityValue, position.MultiplierValue, _cashValue);
        ref double from = ref MemoryMarshal.GetReference(closes);
        ref double to = ref MemoryMarshal.GetReference(equity);
        int row = 0;
        for (; row <= closes.Length - Vector512<double>.Count; row += Vector512<double>.Count)
        {
            Vector512<double> move = Vector512.LoadUnsafe(ref from, (nuint)row) - Vector512.Create(average);
            (move * quantity * multiplier + Vector512.Create(cash)).StoreUnsafe(ref to, (nuint)row);
        }

        for (; row < closes.Length; row++)
        {
            equity[row] = (closes[row] - average) * quantity * multiplier + cash;
        }
    }

    /// <summary>Recomputes equity from the marks.</summary>
    /// <exception cref="AccountingInvariantException">The two ways of keeping the books differ.</exception>
    public void MarkToMarket()
    {
        if (_open.Count == 0)
        {
            (Unrealised, GrossExposure, Equity) = (0, 0, _cashValue);
            return;
        }

        (double unrealised, double value, double gross) = (0, 0, 0);
        foreach (int ordinal in _open)
        {
            PositionState position = _positions[ordinal];
            double worth = position.QuantityValue * position.Mark * position.MultiplierValue;
            unrealised += position.Unrealised;
            value += worth;
            gross += Math.Abs(worth);
        }

        (Unrealised, GrossExposure, Equity) = (unrealised, gross, _cashValue + unrealised);
        double byPayments = _cashFlowValue + value;
        double scale = Math.Abs(_cashValue) + Math.Abs(_cashFlowValue) + gross;
        if (!(Math.Abs(Equity - byPayments) <= MarkTolerance * scale))
        {
            throw new AccountingInvariantException(
                $"Capital + realised − costs + unrealised is {Equity:R}, by payments it is {byPayments:R}.");
        }
    }

    /// <summary>
    /// Books a fill: realised profit on what it closes at the old average, a new average on what it adds, the rest of a flip opened at
    /// the fill price.
    /// </summary>
    /// <param name="instrument">Ordinal of the instrument.</param>
    /// <param name="side">Direction.</param>
    /// <param name="quantity">Quantity, positive.</param>
    /// <param name="price">Price.</param>
    /// <param name="worth">Price × quantity × multiplier, on the grid.</param>
    /// <param name="cost">Cost.</param>
    /// <param name="place">Where it happened.</param>
    /// <param name="trade">The round trip, where the position was reduced.</param>
    /// <returns>The profit realised, and whether the position was reduced.</returns>
    public (decimal Realised, bool Closes) Book(
        int instrument, OrderSide side, decimal quantity, decimal price, Amount worth, decimal cost, in FillPlace place, out TradeRow trade)
    {
        PositionState position = _positions[instrument];
        bool buys = side == OrderSide.Buy;
        decimal before = position.Quantity;
        bool wasOpen = position.IsOpen;
        bool closes = wasOpen && position.QuantityValue > 0 != buys;
        decimal after = buys ? before + quantity : before - quantity;
        decimal realised = 0;
        Amount charge = Amount.Of(cost);
        if (closes)
        {
            decimal held = Math.Abs(before);
            decimal closed = quantity <= held ? quantity : held;
            Amount exitCost = closed == quantity ? charge : Amount.Of(cost * closed / quantity);
            realised = Money.Round(position.Worth(price - position.AveragePrice, buys ? -closed : closed));
            trade = Close(instrument, position, held, closed, price, realised, exitCost, place);
            if (quantity > held)
            {
                Open(position, price, charge - exitCost, place);
            }
            else if (quantity == held)
            {
                position.AveragePrice = 0;
            }
        }
        else
        {
            trade = default;
            if (wasOpen)
            {
                position.AveragePrice = (Math.Abs(before) * position.AveragePrice + quantity * price) / Math.Abs(after);
                position.EntryCosts += charge;
            }
            else
            {
                Open(position, price, charge, place);
            }
        }

        position.Quantity = after;
        position.Shadow();
        if (wasOpen != position.IsOpen)
        {
            TrackOpen(instrument, position.IsOpen);
        }

        // Payments are rounded to the same grid as realised profit, so they differ from it by rounding of single fills only.
        Amount payment = buys ? -worth : worth;
        Amount gain = closes ? Amount.Of(realised) : default;
        position.CashFlow += payment;
        position.Realised += gain;
        position.Costs += charge;
        _cashFlow += payment - charge;
        _realised += gain;
        _costs += charge;
        _cash += gain - charge;
        (_cashValue, _cashFlowValue) = ((double)_cash, (double)_cashFlow);
        CheckFill(position);
        return (realised, closes);
    }

    private void Charge(Amount financing)
    {
        _financing += financing;
        _cash -= financing;
        _cashFlow -= financing;
        (_cashValue, _cashFlowValue) = ((double)_cash, (double)_cashFlow);
    }

    private static void Open(PositionState position, decimal price, Amount cost, in FillPlace place)
    {
        position.AveragePrice = price;
        position.EntryCosts = cost;
        (position.EntryTime, position.EntryBar) = (place.Time, place.Bar);
        (position.LowestPrice, position.HighestPrice) = ((double)price, (double)price);
        position.OpenedAtClose = place.AtClose;
    }

    private static TradeRow Close(
        int instrument, PositionState position, decimal held, decimal closed, decimal price, decimal gross, Amount exitCost, in FillPlace place)
    {
        Amount entryCost = closed == held ? position.EntryCosts : Amount.Of(position.EntryCosts.Value * closed / held);
        position.EntryCosts -= entryCost;
        double money = (double)closed * position.MultiplierValue;
        double exit = (double)price;
        double lowest = Math.Min(position.LowestPrice, exit) - position.AverageValue;
        double highest = Math.Max(position.HighestPrice, exit) - position.AverageValue;
        bool isLong = position.QuantityValue > 0;
        double atEntry = Math.Abs(position.AverageValue) * money;
        Amount costs = entryCost + exitCost;
        Amount net = Amount.Of(gross) - costs;
        return new TradeRow(
            instrument,
            isLong ? OrderSide.Buy : OrderSide.Sell,
            position.EntryTime,
            place.Time,
            closed,
            position.AveragePrice,
            price,
            gross,
            costs,
            net,
            atEntry > 0 ? (double)net / atEntry * 100 : null,
            place.Bar - position.EntryBar,
            Math.Min(0, (isLong ? lowest : -highest) * money),
            Math.Max(0, (isLong ? highest : -lowest) * money),
            place.FillNumber);
    }

    private void TrackOpen(int instrument, bool open)
    {
        int place = 0;
        while (place < _open.Count && _open[place] < instrument)
        {
            place++;
        }

        if (open)
        {
            _open.Insert(place, instrument);
        }
        else
        {
            _open.RemoveAt(place);
        }
    }

    private void CheckFill(PositionState position)
    {
        double openCost = position.QuantityValue * position.AverageValue * position.MultiplierValue;
        (double realised, double cashFlow) = ((double)position.Realised, (double)position.CashFlow);
        double difference = realised - openCost - cashFlow;
        double scale = Math.Abs(realised) + Math.Abs(openCost) + Math.Abs(cashFlow) + 1;
        // Averages are cut at 28 digits, payments at 12 decimals, doubles at 15 digits; all are far below this.
        if (!(Math.Abs(difference) <= FillTolerance * scale) || _cash != _capital + _realised - _costs - _financing)
        {
            throw new AccountingInvariantException(
                $"{position.Instrument.Id}: realised {position.Realised} − open cost {openCost} differs from payments {position.CashFlow} by " +
                $"{difference}; cash {Cash}, capital {Capital} + realised {Realised} − costs {Costs} − financing {Financing}.");
        }
    }
}
