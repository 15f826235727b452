using Tradewind.Domain.Engine.Accounts;
using Tradewind.Domain.Engine.Orders;
using Tradewind.Domain.Errors;
using Tradewind.Domain.Market;

namespace Tradewind.Domain.Engine;

/// <summary>
/// What a market slice makes the parts of an engine do, in this order: observations; then for each bar by instrument ordinal, orders
/// are matched against it and its position is marked at the close; equity; the drawdown guard and the margin; the strategy, once. Where
/// an instrument has an execution series, its bars or prints fill and mark, at every time there is one; equity is reported with the bars.
/// </summary>
internal sealed class SliceProcessor(EngineParts parts)
{
    private readonly SliceIntake _intake = parts.Intake;
    private readonly AccountBook _book = parts.Book;
    private readonly SessionClock _clock = parts.Clock;
    private readonly FinancingDesk _financing = parts.Financing;
    private readonly bool _actsOnQuietBars = parts.Options.ActsOnQuietBars;
    private readonly bool _sameClose = parts.Options.FillTiming == FillTiming.SameClose;
    private bool _traded;
    private bool _unreported;

    /// <summary>Reads a slice and processes it.</summary>
    public void Process(in MarketSlice slice)
    {
        _traded = true;
        _intake.Read(slice);
        ProcessIntake();
    }

    /// <summary>Processes a bar that is known to be complete and in order.</summary>
    public void Process(int instrument, in Bar bar, long knownTime)
    {
        _traded = true;
        _intake.Show(instrument, bar, knownTime);
        ProcessIntake();
    }

    /// <summary>Reads a slice from before the session and shows it to the strategy.</summary>
    /// <exception cref="PreconditionException">Reason <c>SESSION_STARTED</c> after the first traded slice.</exception>
    public void WarmUp(in MarketSlice slice)
    {
        if (_traded)
        {
            throw new PreconditionException("SESSION_STARTED", "History can be shown only before the first traded slice.");
        }

        _intake.Read(slice);
        WarmUpIntake();
    }

    /// <summary>Shows the strategy a bar from before the session, known to be complete and in order.</summary>
    public void WarmUp(int instrument, in Bar bar, long knownTime)
    {
        _intake.Show(instrument, bar, knownTime);
        WarmUpIntake();
    }

    /// <summary>Ends the session: open orders expire, what is owed is paid, positions are closed where that is asked for.</summary>
    public void Finish()
    {
        OrderDesk desk = parts.Desk;
        for (int instrument = 0; instrument < parts.Universe.Instruments.Length; instrument++)
        {
            List<Order> open = desk.Open(instrument);
            while (open.Count > 0)
            {
                desk.Expire(open[0], _clock.Now, "the session has ended");
            }
        }

        bool settled = _unreported | (parts.Interest.Bears && parts.Interest.Settle(_clock.Now));
        foreach (int instrument in _book.OpenOrdinals)
        {
            settled |= _financing.Settle(instrument, _clock.Now);
        }

        if (parts.Options.CloseAtEnd && _book.OpenCount > 0)
        {
            foreach (int instrument in _book.OpenOrdinals.ToArray())
            {
                Order order = desk.PlaceMarket(instrument, -_book[instrument].Quantity, OrderPurpose.CloseAtEnd, _clock.Now);
                Bar last = _intake.LastFilling(instrument);
                parts.Booking.Book(order, order.Quantity, (decimal)last.Close, slips: true, last.OpenTime, _clock.Now, atClose: true);
            }

            settled = true;
        }

        if (settled)
        {
            _book.MarkToMarket();
            ReportEquity();
        }

        _clock.End();
    }

    private void ProcessIntake()
    {
        long known = _intake.Time;
        _clock.Advance(known);
        bool marked = _intake.HasBars || _intake.HasExecutions;
        if (parts.Interest.Bears)
        {
            parts.Interest.Accrue(known, isMark: marked);
        }

        bool moved = false;
        foreach (ref readonly MarketEvent item in _intake.Events)
        {
            if (item.IsExecution)
            {
                ProcessExecution(item.Instrument, item.Bar, known);
            }
            else if (item.IsBar)
            {
                ProcessBar(item.Instrument, item.Bar, known);
            }
            else
            {
                moved |= parts.Currencies.Observe(item) | _financing.Fund(item, known);
            }
        }

        if (moved || marked)
        {
            _book.MarkToMarket();
            _unreported = true;
        }

        if (_intake.HasBars && !_sameClose)
        {
            ReportEquity();
        }

        if (marked)
        {
            GuardDrawdown();
            parts.Margin?.Watch(parts.Desk, _clock.Now);
        }

        long firstOrder = parts.Desk.NextNumber;
        if (parts.Strategy is { } strategy && !parts.Halt.IsHalted && !_intake.Visible.IsEmpty)
        {
            strategy.OnSlice(parts.Context);
            parts.Booking.ForgetTold();
        }

        if (_sameClose && _intake.HasBars)
        {
            FillAtClose(firstOrder);
            _book.MarkToMarket();
            ReportEquity();
        }
    }

    private void ProcessBar(int instrument, in Bar bar, long known)
    {
        if (parts.Universe.Executed[instrument])
        {
            _book.CompleteBar(instrument);
            parts.Volatility.Update(instrument, bar, known);
        }
        else
        {
            BeforeFills(instrument, bar, known);
            _book.BeginBar(instrument);
            parts.Matcher.Match(instrument, bar, known);
            _book.EndBar(instrument, bar);
            parts.Volatility.Update(instrument, bar, known);
        }

        if (_actsOnQuietBars)
        {
            parts.Rolls.UpTo(instrument, known, bar.OpenTime, known);
        }
    }

    private void ProcessExecution(int instrument, in Bar bar, long known)
    {
        BeforeFills(instrument, bar, known);
        _book.BeginExecution(instrument);
        parts.Matcher.Match(instrument, bar, known);
        _book.EndBar(instrument, bar);
    }

    private void BeforeFills(int instrument, in Bar bar, long known)
    {
        if (_actsOnQuietBars)
        {
            parts.Rolls.UpTo(instrument, known - 1, bar.OpenTime, known);
            parts.Dividends.UpTo(instrument, bar.OpenTime, known);
            _financing.Accrue(instrument, known);
        }

        parts.Requests.Arrive(instrument, bar.OpenTime, known, parts.Halt.IsHalted);
    }

    private void WarmUpIntake()
    {
        _clock.Advance(_intake.Time);
        foreach (ref readonly MarketEvent item in _intake.Events)
        {
            if (item.Field < 0)
            {
                parts.Rolls.Skip(item.Instrument, _clock.Now);
                parts.Dividends.Skip(item.Instrument, item.Bar.OpenTime);
            }
            else
            {
                parts.Currencies.Observe(item);
            }
        }

        if (parts.Strategy is { } strategy && !_intake.Visible.IsEmpty)
        {
            parts.Context.WarmingUp = true;
            strategy.OnSlice(parts.Context);
            parts.Context.WarmingUp = false;
        }
    }

    private void FillAtClose(long firstOrder)
    {
        foreach (ref readonly MarketEvent item in _intake.Visible)
        {
            if (item.IsBar)
            {
                parts.Matcher.FillAtClose(item.Instrument, item.Bar, _intake.Time, firstOrder);
            }
        }
    }

    private void GuardDrawdown()
    {
        if (parts.Guard.Watch(_book.Equity) is { } fall && !parts.Halt.IsHalted)
        {
            parts.Halt.Begin(
                FormattableString.Invariant($"drawdown of {fall:P2} is beyond the limit of {parts.Options.MaxDrawdown:P2}"), flatten: true);
        }
    }

    private void ReportEquity()
    {
        _unreported = false;
        parts.Journal.OnEquity(new EquityPoint(_intake.Time, _book.Equity, _book.Cash, _book.Unrealised, _book.GrossExposure, _book.OpenCount));
    }
}
