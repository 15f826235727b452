using System.Numerics.Tensors;
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
    private decimal _cashFlow;
    private double _cashFlowValue;
    private double _cashValue;

    public AccountBook(TradingUniverse universe, decimal capital)
    {
        _positions = [.. universe.Instruments.Select(instrument => new PositionState(instrument))];
        (Capital, Cash, _cashFlow) = (capital, capital, capital);
        (_cashValue, _cashFlowValue, Equity) = ((double)capital, (double)capital, (double)capital);
    }

    public decimal Capital { get; }

    public decimal Cash { get; private set; }

    public decimal Realised { get; private set; }

    public decimal Costs { get; private set; }

    /// <summary>Paid for holding positions; negative where more was received.</summary>
    public decimal Financing { get; private set; }

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
        position.EntryCosts += amount;
        position.Financing += amount;
        Financing += amount;
        Cash -= amount;
        _cashFlow -= amount;
        (_cashValue, _cashFlowValue) = ((double)Cash, (double)_cashFlow);
    }

    /// <summary>Takes interest on the balance, which is no cost of any position.</summary>
    public void ChargeInterest(decimal amount)
    {
        Financing += amount;
        Cash -= amount;
        _cashFlow -= amount;
        (_cashValue, _cashFlowValue) = ((double)Cash, (double)_cashFlow);
    }

    /// <summary>
    /// Changes the rate at which an instrument's money is converted. By payments the account owes the open cost in the quote currency, so
    /// that debt is worth more or less from now on.
    /// </summary>
    public void Convert(int instrument, decimal rate)
    {
        PositionState position = _positions[instrument];
        decimal multiplier = position.Instrument.Multiplier * rate;
        decimal change = Money.Round(position.Quantity * position.AveragePrice * (multiplier - position.Multiplier));
        position.CashFlow -= change;
        _cashFlow -= change;
        _cashFlowValue = (double)_cashFlow;
        (position.IsConverted, position.Rate, position.Multiplier, position.MultiplierValue) = (true, rate, multiplier, (double)multiplier);
    }

    /// <summary>Marks the instrument at a price of another contract.</summary>
    public void Rebase(int instrument, double mark) => _positions[instrument].Mark = mark;

    /// <summary>Takes note of bars of the instrument on which nothing was traded.</summary>
    public void Skip(int instrument, in Bar last, int count)
    {
        PositionState position = _positions[instrument];
        position.BarCount += count;
        position.OpenedAtClose = false;
        position.Mark = last.Close;
    }

    /// <summary>Equity at closes of the only instrument with a position: what <see cref="MarkToMarket"/> would make of each.</summary>
    public void WriteEquity(int instrument, ReadOnlySpan<double> closes, Span<double> equity)
    {
        PositionState position = _positions[instrument];
        TensorPrimitives.Subtract(closes, position.AverageValue, equity);
        TensorPrimitives.Multiply(equity, position.QuantityValue, equity);
        TensorPrimitives.Multiply(equity, position.MultiplierValue, equity);
        TensorPrimitives.Add(equity, _cashValue, equity);
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
    /// the fill price. Returns the profit realised, and the round trip when the position was reduced.
    /// </summary>
    public (decimal Realised, Trade? Trade) Book(int instrument, OrderSide side, decimal quantity, decimal price, decimal cost, FillPlace place)
    {
        PositionState position = _positions[instrument];
        decimal multiplier = position.Multiplier;
        decimal before = position.Quantity;
        decimal signed = side == OrderSide.Buy ? quantity : -quantity;
        decimal after = before + signed;
        decimal closed = before != 0 && Math.Sign(before) != Math.Sign(signed) ? Math.Min(quantity, Math.Abs(before)) : 0;
        decimal opened = quantity - closed;
        decimal exitCost = closed == quantity ? cost : Money.Round(cost * closed / quantity);
        decimal realised = closed == 0 ? 0 : Money.Round(Worth(before > 0 ? closed : -closed, price - position.AveragePrice, multiplier));
        Trade? trade = closed > 0 ? Close(instrument, position, closed, price, realised, exitCost, place) : null;

        if (opened > 0 && closed == 0 && before != 0)
        {
            position.AveragePrice = (Math.Abs(before) * position.AveragePrice + quantity * price) / Math.Abs(after);
            position.EntryCosts += cost;
        }
        else if (opened > 0)
        {
            position.AveragePrice = price;
            position.EntryCosts = cost - exitCost;
            (position.EntryTime, position.EntryBar) = (place.Time, position.BarCount);
            (position.LowestPrice, position.HighestPrice) = ((double)price, (double)price);
            position.OpenedAtClose = place.AtClose;
        }
        else if (after == 0)
        {
            position.AveragePrice = 0;
        }

        position.Quantity = after;
        position.Realised += realised;
        position.Costs += cost;
        position.Shadow();
        if (before == 0 || after == 0)
        {
            TrackOpen(instrument, after != 0);
        }

        // Payments are rounded to the same grid as realised profit, so they differ from it by rounding of single fills only.
        decimal payment = -Money.Round(Worth(signed, price, multiplier));
        position.CashFlow += payment;
        _cashFlow += payment - cost;
        Realised += realised;
        Costs += cost;
        Cash += realised - cost;
        (_cashValue, _cashFlowValue) = ((double)Cash, (double)_cashFlow);
        CheckFill(position);
        return (realised, trade);
    }

    private static Trade Close(int instrument, PositionState position, decimal closed, decimal price, decimal gross, decimal exitCost, FillPlace place)
    {
        decimal held = Math.Abs(position.Quantity);
        decimal entryCost = closed == held ? position.EntryCosts : Money.Round(position.EntryCosts * closed / held);
        position.EntryCosts -= entryCost;
        double money = (double)closed * position.MultiplierValue;
        double lowest = Math.Min(position.LowestPrice, (double)price) - position.AverageValue;
        double highest = Math.Max(position.HighestPrice, (double)price) - position.AverageValue;
        bool isLong = position.Quantity > 0;
        double atEntry = Math.Abs(position.AverageValue) * money;
        return new Trade
        {
            Instrument = position.Instrument.Id,
            InstrumentOrdinal = instrument,
            Side = isLong ? OrderSide.Buy : OrderSide.Sell,
            EntryTime = position.EntryTime,
            ExitTime = place.Time,
            Quantity = closed,
            EntryPrice = position.AveragePrice,
            ExitPrice = price,
            Gross = gross,
            Costs = entryCost + exitCost,
            ReturnPercent = atEntry > 0 ? (double)(gross - entryCost - exitCost) / atEntry * 100 : null,
            Bars = position.BarCount - position.EntryBar,
            MaxAdverseExcursion = Math.Min(0, (isLong ? lowest : -highest) * money),
            MaxFavourableExcursion = Math.Max(0, (isLong ? highest : -lowest) * money),
            ExitFillNumber = place.FillNumber,
        };
    }

    private static decimal Worth(decimal quantity, decimal price, decimal multiplier)
    {
        decimal worth = quantity * price;
        return multiplier == 1 ? worth : worth * multiplier;
    }

    private void TrackOpen(int instrument, bool open)
    {
        int found = _open.BinarySearch(instrument);
        if (open && found < 0)
        {
            _open.Insert(~found, instrument);
        }
        else if (!open && found >= 0)
        {
            _open.RemoveAt(found);
        }
    }

    private void CheckFill(PositionState position)
    {
        double openCost = position.QuantityValue * position.AverageValue * position.MultiplierValue;
        (double realised, double cashFlow) = ((double)position.Realised, (double)position.CashFlow);
        double difference = realised - openCost - cashFlow;
        double scale = Math.Abs(realised) + Math.Abs(openCost) + Math.Abs(cashFlow) + 1;
        // Averages are cut at 28 digits, payments at 12 decimals, doubles at 15 digits; all are far below this.
        if (!(Math.Abs(difference) <= FillTolerance * scale) || Cash != Capital + Realised - Costs - Financing)
        {
            throw new AccountingInvariantException(
                $"{position.Instrument.Id}: realised {position.Realised} − open cost {openCost} differs from payments {position.CashFlow} by " +
                $"{difference}; cash {Cash}, capital {Capital} + realised {Realised} − costs {Costs} − financing {Financing}.");
        }
    }
}
