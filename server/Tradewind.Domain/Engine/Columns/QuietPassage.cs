using Tradewind.Domain.Engine.Orders;

namespace Tradewind.Domain.Engine.Columns;

/// <summary>Passes over rows of one instrument on which no order can fill and no signal is given: marks, range, equity and the guard.</summary>
internal sealed class QuietPassage(BarColumns bars, EngineParts parts)
{
    // The only instrument of a laid-out history.
    private const int Instrument = 0;
    // Prices within this of an order's are left to the exact comparison of decimals.
    private const double Near = 1e-9;
    private const int Piece = 512;
    private readonly AccountBook _book = parts.Book;
    private readonly IEquityColumn? _record = parts.Journal as IEquityColumn;
    private readonly double[] _buffer = parts.Guard.IsSet ? new double[Piece] : [];

    /// <summary>Sign of the position.</summary>
    public int Side => Math.Sign(_book[Instrument].QuantityValue);

    /// <summary>
    /// First row of [from, to) on which an open order may fill or end; <paramref name="from"/> where one may at once, <paramref name="to"/>
    /// where none does.
    /// </summary>
    public int OutOfReach(int from, int to)
    {
        List<Order> open = parts.Desk.Open(Instrument);
        if (open.Count == 0)
        {
            return to;
        }

        (double below, double above) = (double.NegativeInfinity, double.PositiveInfinity);
        foreach (Order order in open)
        {
            double? price = order switch
            {
                { TimeInForce: not TimeInForce.GoodTillCancelled } => null,
                { Type: OrderType.Limit } or { Type: OrderType.StopLimit, Triggered: true } => (double?)order.LimitPrice,
                { Type: OrderType.Stop or OrderType.StopLimit, Triggered: false } => (double?)order.StopPrice,
                _ => null,
            };
            if (price is not { } level)
            {
                return from;
            }

            bool fromAbove = (order.Side == OrderSide.Buy) == BarMatching.IsRestingLimit(order);
            double slack = Math.Abs(level) * Near;
            (below, above) = fromAbove ? (Math.Max(below, level + slack), above) : (below, Math.Min(above, level - slack));
        }

        ReadOnlySpan<double> low = bars.Low;
        ReadOnlySpan<double> high = bars.High;
        for (int row = from; row < to; row++)
        {
            if (low[row] <= below || high[row] >= above)
            {
                return row;
            }
        }

        return to;
    }

    /// <summary>
    /// Passes over rows of [from, to); returns the first one not passed over, which is before <paramref name="to"/> where the drawdown
    /// guard has to act on it.
    /// </summary>
    public int PassOver(int from, int to)
    {
        int end = _book[Instrument].IsOpen ? PassOpen(from, to) : PassFlat(from, to);
        if (end > from)
        {
            ReadOnlySpan<long> known = bars.KnownTimes;
            parts.Clock.Advance(known[end - 1]);
            parts.Intake.Skip(known[end - 1], end - from);
            _book.Skip(Instrument, bars.Close[end - 1], end - from);
            for (int row = from; parts.Volatility.Needed && row < end; row++)
            {
                parts.Volatility.Update(Instrument, bars.At(row), known[row]);
            }

            _book.MarkToMarket();
        }

        return end;
    }

    private int PassFlat(int from, int to)
    {
        // Equity is cash and stays so; fills at the last close may have changed it since the guard looked.
        _book.MarkToMarket();
        if (parts.Guard.Watch([_book.Equity]) == 0)
        {
            return from;
        }

        _record?.Append(bars.KnownTimes[from..to], openPositions: 0).Fill(_book.Equity);
        return to;
    }

    private int PassOpen(int from, int to)
    {
        int row = to;
        if (parts.Guard.IsSet)
        {
            row = PassGuarded(from, to);
        }
        else if (_record is not null)
        {
            _book.WriteEquity(Instrument, bars.Close[from..to], _record.Append(bars.KnownTimes[from..to], openPositions: 1));
        }

        if (row > from)
        {
            PriceRange range = PriceRange.Of(bars.Low[from..row], bars.High[from..row]);
            _book[Instrument].Widen(range.Low, range.High);
        }

        return row;
    }

    /// <summary>Passes over rows piece by piece, as far as the guard lets it.</summary>
    private int PassGuarded(int from, int to)
    {
        int row = from;
        while (row < to)
        {
            int rows = Math.Min(Piece, to - row);
            Span<double> equity = _buffer.AsSpan(0, rows);
            _book.WriteEquity(Instrument, bars.Close.Slice(row, rows), equity);
            int passed = parts.Guard.Watch(equity);
            equity[..passed].CopyTo(_record is null ? equity : _record.Append(bars.KnownTimes.Slice(row, passed), openPositions: 1));
            row += passed;
            if (passed < rows)
            {
                break;
            }
        }

        return row;
    }
}
