using Tradewind.Domain.Engine.Accounts;
using Tradewind.Domain.Engine.Columns;
using Tradewind.Domain.Engine.Orders;
using Tradewind.Domain.Engine.Recording;
using Tradewind.Domain.Errors;
using Tradewind.Domain.Market;
using Tradewind.Domain.Strategies;

namespace Tradewind.Domain.Engine;

/// <summary>
/// The engine of backtests and paper sessions alike: a deterministic machine driven by ordered inputs, market slices and commands.
/// The same inputs give the same orders, fills and equity bit for bit. One thread at a time.
/// <para>
/// A slice is processed in this order: observations; then for each bar by instrument ordinal, orders decided at or before the
/// bar's open are matched against it and its position is marked at the close; equity; the drawdown guard; the strategy, once. An
/// order fills only on a later bar of its own instrument, one that opens when the order is decided or after, so no decision meets
/// a price from before it. The one exception is <see cref="FillTiming.SameClose"/>.
/// </para>
/// </summary>
public sealed class TradingEngine
{
    // A laid-out history has one.
    private const int OnlyInstrument = 0;
    private readonly IStrategy? _strategy;
    private readonly IEngineJournal _journal;
    private readonly SliceIntake _intake;
    private readonly AccountBook _book;
    private readonly OrderDesk _desk;
    private readonly DailyVolatility _volatility;
    private readonly FillBooking _booking;
    private readonly BarMatcher _matcher;
    private readonly SignalTargets _targets;
    private readonly StrategyContext _context;
    private readonly DrawdownGuard _guard;
    private readonly PreTradeChecks _checks;
    private readonly FinancingDesk _financing;
    private readonly MarginAccount? _margin;
    private readonly ContractRolls _rolls;
    private readonly CurrencyConversion _currencies;
    private long _clock = long.MinValue;
    private bool _traded;
    private bool _unreported;

    /// <summary>Creates an engine at the start of a session.</summary>
    /// <param name="universe">What may be seen and traded.</param>
    /// <param name="options">How the account trades.</param>
    /// <param name="strategy">Strategy with no past; null for a session driven by commands alone.</param>
    /// <param name="journal">Receives everything that happens; null for none.</param>
    /// <exception cref="InvalidInputException">Reason <c>OPTIONS_INVALID</c>.</exception>
    public TradingEngine(TradingUniverse universe, EngineOptions options, IStrategy? strategy = null, IEngineJournal? journal = null)
    {
        ArgumentNullException.ThrowIfNull(universe);
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        (Universe, Options, _strategy, _journal) = (universe, options, strategy, journal ?? NullJournal.Instance);
        _intake = new SliceIntake(universe, options.AllowNonPositivePrices);
        _book = new AccountBook(universe, options.InitialCapital);
        _currencies = new CurrencyConversion(universe, options, _book);
        _margin = options.Margin is { } terms ? new MarginAccount(universe, terms, _book) : null;
        _checks = new PreTradeChecks(universe, options, _book, _margin);
        _desk = new OrderDesk(universe, _checks, _journal, options.FirstOrderNumber);
        _financing = new FinancingDesk(universe, options, _book, _journal);
        _volatility = new DailyVolatility(universe.Instruments.Length, options.CostModel is not null);
        _booking = new FillBooking(universe, options, _desk, _book, _volatility, _financing, _journal, tells: strategy is not null);
        ProtectiveOrders protection = new(universe, options, _desk, _book);
        _matcher = new BarMatcher(universe, options, _desk, _book, _booking, protection, new OrderLinks(universe, _desk, _book), _margin);
        _rolls = new ContractRolls(universe, options, _desk, _book, _booking, protection, _volatility);
        _targets = new SignalTargets(universe, options, _desk, _book);
        _context = new StrategyContext(this, _intake, _book);
        _guard = new DrawdownGuard((double)options.InitialCapital, options.MaxDrawdown);
    }

    /// <summary>What may be seen and traded.</summary>
    public TradingUniverse Universe { get; }

    /// <summary>How the account trades.</summary>
    public EngineOptions Options { get; }

    /// <summary>Time of the last input; the smallest value before the first.</summary>
    public long Time => _clock;

    /// <summary>Capital plus realised profit less costs and financing.</summary>
    public decimal Cash => _book.Cash;

    /// <summary>Cash plus open profit at the last marks.</summary>
    public double Equity => _book.Equity;

    /// <summary>Realised profit before costs.</summary>
    public decimal Realised => _book.Realised;

    /// <summary>Costs charged to cash.</summary>
    public decimal Costs => _book.Costs;

    /// <summary>Paid for holding positions; negative where more was received.</summary>
    public decimal Financing => _book.Financing;

    /// <summary>Margin of the positions at the last marks; 0 for an account without margin.</summary>
    public double MarginUsed => _margin?.Used ?? 0;

    /// <summary>Equity below which positions are liquidated; 0 for an account without margin.</summary>
    public double MaintenanceMargin => _margin?.Maintenance ?? 0;

    /// <summary>Known times of margin calls.</summary>
    public IReadOnlyList<long> MarginCalls => _margin?.Calls ?? [];

    /// <summary>Contract changes so far.</summary>
    public IReadOnlyList<RollRecord> Rolls => _rolls.Done;

    /// <summary>Open profit at the last marks.</summary>
    public double Unrealised => _book.Unrealised;

    /// <summary>Σ|quantity × mark × multiplier|.</summary>
    public double GrossExposure => _book.GrossExposure;

    /// <summary>Number of fills so far.</summary>
    public long FillCount => _booking.Count;

    /// <summary>Bars passed over because their close is missing.</summary>
    public long SkippedBars => _intake.SkippedBars;

    /// <summary>Times an order could not fill because its bar had no volume left.</summary>
    public long StarvedOrders => _matcher.StarvedOrders;

    /// <summary>Signals whose target was cut to a position limit.</summary>
    public long ClippedTargets => _targets.Clipped;

    /// <summary>Signals whose size was less than one lot.</summary>
    public long TargetsBelowLot => _targets.BelowLot;

    /// <summary>Known time at which trading was halted; null while it is not.</summary>
    public long? HaltedAt { get; private set; }

    /// <summary>Why trading was halted; empty while it is not.</summary>
    public string HaltReason { get; private set; } = "";

    /// <summary>True after <see cref="Finish"/>.</summary>
    public bool Finished { get; private set; }

    /// <summary>Position of an instrument.</summary>
    /// <exception cref="NotFoundException">It is not in the universe.</exception>
    public Position PositionOf(string instrument) => _book[Universe.OrdinalOf(instrument)].Snapshot();

    /// <summary>Value of an instrument that the margin still allows to buy or to sell short; null for an account without margin.</summary>
    /// <exception cref="NotFoundException">It is not in the universe.</exception>
    public double? BuyingPowerFor(string instrument) => _margin?.BuyingPower(Universe.OrdinalOf(instrument));

    /// <summary>Positions that are not flat, by instrument ordinal.</summary>
    public IReadOnlyList<Position> Positions() => [.. _book.OpenOrdinals.Select(ordinal => _book[ordinal].Snapshot())];

    /// <summary>Open orders by instrument ordinal and number.</summary>
    public IReadOnlyList<Order> OpenOrders() =>
        [.. Enumerable.Range(0, Universe.Instruments.Length).SelectMany(_desk.Open).Select(order => order with { })];

    /// <summary>Processes the next market slice. On an exception the session must not go on.</summary>
    /// <exception cref="InvalidInputException">Reason <c>BAR_INVALID</c> or <c>SLICE_INVALID</c>, naming instrument and time.</exception>
    /// <exception cref="PreconditionException">Reason <c>SESSION_ENDED</c>.</exception>
    /// <exception cref="AccountingInvariantException">The books do not balance.</exception>
    public void Process(in MarketSlice slice)
    {
        RequireRunning();
        _traded = true;
        _intake.Read(slice);
        ProcessIntake();
    }

    /// <summary>Processes the next bar of the only instrument, known to be complete and in order.</summary>
    internal void Process(in Bar bar, long knownTime)
    {
        _traded = true;
        _intake.Show(OnlyInstrument, bar, knownTime);
        ProcessIntake();
    }

    /// <summary>What passes over bars of a laid-out history.</summary>
    internal QuietPassage Passage(BarColumns bars) =>
        new(bars, _intake, _book, _desk, _volatility, _guard, _journal is NullJournal ? null : (IEquityColumn)_journal);

    private void ProcessIntake()
    {
        long known = _intake.Time;
        _clock = Math.Max(_clock, known);
        bool moved = false;
        foreach (ref readonly MarketEvent item in _intake.Visible)
        {
            if (item.IsBar)
            {
                ProcessBar(item.Instrument, item.Bar, known);
            }
            else
            {
                moved |= _currencies.Observe(item) | _financing.Fund(item, known);
            }
        }

        if (moved && !_intake.HasBars)
        {
            _book.MarkToMarket();
            _unreported = true;
        }

        bool sameClose = Options.FillTiming == FillTiming.SameClose;
        if (_intake.HasBars)
        {
            _book.MarkToMarket();
            if (!sameClose)
            {
                ReportEquity();
            }

            GuardDrawdown();
            _margin?.Watch(_desk, _clock);
        }

        long firstOrder = _desk.NextNumber;
        if (_strategy is not null && HaltedAt is null && !_intake.Visible.IsEmpty)
        {
            _strategy.OnSlice(_context);
            _booking.ForgetTold();
        }

        if (sameClose && _intake.HasBars)
        {
            FillAtClose(firstOrder);
            _book.MarkToMarket();
            ReportEquity();
        }
    }

    private void ProcessBar(int instrument, in Bar bar, long known)
    {
        if (Options.ActsOnQuietBars)
        {
            _rolls.UpTo(instrument, known - 1, bar.OpenTime, known);
            _financing.Accrue(instrument, known);
        }

        _book.BeginBar(instrument);
        _matcher.Match(instrument, bar, known);
        _book.EndBar(instrument, bar);
        _volatility.Update(instrument, bar, known);
        if (Options.ActsOnQuietBars)
        {
            _rolls.UpTo(instrument, known, bar.OpenTime, known);
        }
    }

    /// <summary>
    /// Shows the strategy a slice of history from before the session, so that its indicators are ready at the start. Nothing is traded,
    /// marked or written down; signals and orders of the strategy are dropped.
    /// </summary>
    /// <exception cref="InvalidInputException">Reason <c>BAR_INVALID</c> or <c>SLICE_INVALID</c>, naming instrument and time.</exception>
    /// <exception cref="PreconditionException">Reason <c>SESSION_ENDED</c>, or <c>SESSION_STARTED</c> after the first traded slice.</exception>
    public void WarmUp(in MarketSlice slice)
    {
        RequireRunning();
        if (_traded)
        {
            throw new PreconditionException("SESSION_STARTED", "History can be shown only before the first traded slice.");
        }

        _intake.Read(slice);
        WarmUpIntake();
    }

    /// <summary>Shows a bar of the only instrument from before the session, known to be complete and in order.</summary>
    internal void WarmUp(in Bar bar, long knownTime)
    {
        _intake.Show(OnlyInstrument, bar, knownTime);
        WarmUpIntake();
    }

    private void WarmUpIntake()
    {
        _clock = Math.Max(_clock, _intake.Time);
        foreach (ref readonly MarketEvent item in _intake.Visible)
        {
            if (item.IsBar)
            {
                _rolls.Skip(item.Instrument, _clock);
            }
            else
            {
                _currencies.Observe(item);
            }
        }

        if (_strategy is not null && !_intake.Visible.IsEmpty)
        {
            _context.WarmingUp = true;
            _strategy.OnSlice(_context);
            _context.WarmingUp = false;
        }
    }

    /// <summary>Sends an order decided at a time; an earlier time than the last input's counts as that one.</summary>
    /// <returns>The order, working or rejected with its reason.</returns>
    /// <exception cref="NotFoundException">The instrument is not in the universe; nothing was changed.</exception>
    public Order Submit(OrderRequest request, long time = long.MinValue)
    {
        ArgumentNullException.ThrowIfNull(request);
        RequireRunning();
        int instrument = Universe.OrdinalOf(request.Instrument);
        Advance(time);
        Order order = _desk.Place(request, instrument, OrderPurpose.Direct, _clock, _clock, HaltedAt is not null);
        if (order is { Type: OrderType.TrailingStop, IsComplete: false } && _book[instrument].Mark is var mark && double.IsFinite(mark))
        {
            _desk.Trail(order, (decimal)mark);
        }

        return order with { };
    }

    /// <summary>Cancels an open order.</summary>
    /// <exception cref="NotFoundException">No order of that id was ever made.</exception>
    /// <exception cref="PreconditionException">Reason <c>ORDER_COMPLETE</c>: it is no longer open. Nothing was changed.</exception>
    public Order Cancel(string orderId, long time = long.MinValue)
    {
        RequireRunning();
        Order order = RequireOpen(orderId);
        Advance(time);
        _desk.Cancel(order, _clock, "asked for");
        return order with { };
    }

    /// <summary>Changes an open order that was sent directly; checked like a new one.</summary>
    /// <exception cref="NotFoundException">No order of that id was ever made.</exception>
    /// <exception cref="PreconditionException">Reason <c>ORDER_COMPLETE</c> or <c>ORDER_MANAGED</c>. Nothing was changed.</exception>
    /// <exception cref="InvalidInputException">Reason <c>ORDER_CHANGE_INVALID</c>: the new terms would be refused. Nothing was changed.</exception>
    public Order Modify(string orderId, OrderChange change, long time = long.MinValue)
    {
        ArgumentNullException.ThrowIfNull(change);
        RequireRunning();
        Order order = RequireOpen(orderId);
        if (order.Purpose != OrderPurpose.Direct)
        {
            throw new PreconditionException(
                "ORDER_MANAGED", $"{orderId} is managed by the engine ({order.Purpose}); cancel it or send an order of your own.");
        }

        decimal tick = Universe.Instruments[order.InstrumentOrdinal].TickSize;
        long now = Math.Max(_clock, time);
        Order changed = order with
        {
            Quantity = change.Quantity ?? order.Quantity,
            LimitPrice = PriceTick.RoundLimit(change.LimitPrice, order.Side, tick) ?? order.LimitPrice,
            StopPrice = PriceTick.RoundStop(change.StopPrice, order.Side, tick) ?? order.StopPrice,
            EligibleFrom = now,
        };
        OrderRejection rejection = changed.Remaining <= 0
            ? OrderRejection.QuantityNotPositive
            : _checks.Check(changed, _desk.AllOpen, HaltedAt is not null);
        if (rejection != OrderRejection.None)
        {
            throw new InvalidInputException("ORDER_CHANGE_INVALID", "change", $"the new terms of {orderId} would be refused: {rejection}.");
        }

        Advance(time);
        return _desk.Replace(order, changed, _clock) with { };
    }

    /// <summary>Stops trading for good: cancels all orders, calls the strategy no more, and flattens at the next opens if asked.</summary>
    public void Halt(string reason, bool flatten = true, long time = long.MinValue)
    {
        RequireRunning();
        if (HaltedAt is not null)
        {
            return;
        }

        Advance(time);
        (HaltedAt, HaltReason) = (_clock, reason);
        _journal.OnHalt(_clock, reason);
        CancelOpenOrders("trading is halted");
        if (flatten)
        {
            foreach (int instrument in _book.OpenOrdinals)
            {
                PlaceClosing(instrument, OrderPurpose.Flatten);
            }
        }
    }

    /// <summary>
    /// Ends the session: open orders expire; with <see cref="EngineOptions.CloseAtEnd"/> open positions are closed at the last close,
    /// with costs.
    /// </summary>
    public void Finish()
    {
        RequireRunning();
        for (int instrument = 0; instrument < Universe.Instruments.Length; instrument++)
        {
            List<Order> open = _desk.Open(instrument);
            while (open.Count > 0)
            {
                _desk.Expire(open[0], _clock, "the session has ended");
            }
        }

        bool settled = _unreported;
        foreach (int instrument in _book.OpenOrdinals)
        {
            settled |= _financing.Settle(instrument, _clock);
        }

        if (Options.CloseAtEnd && _book.OpenCount > 0)
        {
            foreach (int instrument in _book.OpenOrdinals.ToArray())
            {
                Order order = PlaceClosing(instrument, OrderPurpose.CloseAtEnd);
                Bar last = _intake.LastBar(instrument);
                _booking.Book(order, order.Quantity, (decimal)last.Close, slips: true, last.OpenTime, _clock, atClose: true);
            }

            settled = true;
        }

        if (settled)
        {
            _book.MarkToMarket();
            ReportEquity();
        }

        Finished = true;
    }

    /// <summary>Processes a recorded or received input, whatever its kind.</summary>
    /// <exception cref="TradewindException">As the method of its kind; a refused command changed nothing.</exception>
    public void Apply(EngineInput input)
    {
        switch (input)
        {
            case SliceInput slice:
                Process(slice.Slice);
                break;
            case WarmUpInput warmUp:
                WarmUp(warmUp.Slice);
                break;
            case SubmitInput submit:
                Submit(submit.Request, submit.Time);
                break;
            case CancelInput cancel:
                Cancel(cancel.OrderId, cancel.Time);
                break;
            case ModifyInput modify:
                Modify(modify.OrderId, modify.Change, modify.Time);
                break;
            case HaltInput halt:
                Halt(halt.Reason, halt.Flatten, halt.Time);
                break;
            case FinishInput:
                Finish();
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(input), input, "Unknown kind of input.");
        }
    }

    /// <summary>Takes a signal of the strategy: writes it down and moves the target position.</summary>
    internal void Take(Signal signal)
    {
        WriteDown(signal);
        _targets.Move(signal, _clock);
    }

    /// <summary>Writes a signal of the strategy down.</summary>
    internal void WriteDown(Signal signal)
    {
        if (signal.Time != _intake.Time)
        {
            throw new ArgumentException($"A signal carries the time of its slice, {_intake.Time}, not {signal.Time}.", nameof(signal));
        }

        _journal.OnSignal(signal);
    }

    /// <summary>Fills the strategy has not been told of.</summary>
    internal ReadOnlySpan<OrderFill> FillsToTell => _booking.ToTell;

    /// <summary>True while an order can still fill.</summary>
    internal bool IsOpen(Order order) => _desk.Find(order.InstrumentOrdinal, order.Number) is not null;

    private void FillAtClose(long firstOrder)
    {
        foreach (ref readonly MarketEvent item in _intake.Visible)
        {
            if (item.IsBar)
            {
                _matcher.FillAtClose(item.Instrument, item.Bar, _intake.Time, firstOrder);
            }
        }
    }

    private void GuardDrawdown()
    {
        if (_guard.Watch(_book.Equity) is { } fall && HaltedAt is null)
        {
            Halt(FormattableString.Invariant($"drawdown of {fall:P2} is beyond the limit of {Options.MaxDrawdown:P2}"));
        }
    }

    private Order PlaceClosing(int instrument, OrderPurpose purpose) =>
        _desk.PlaceMarket(instrument, -_book[instrument].Quantity, purpose, _clock);

    private void CancelOpenOrders(string details)
    {
        for (int instrument = 0; instrument < Universe.Instruments.Length; instrument++)
        {
            List<Order> open = _desk.Open(instrument);
            while (open.Count > 0)
            {
                _desk.Cancel(open[0], _clock, details);
            }
        }
    }

    private Order RequireOpen(string orderId)
    {
        if (!Order.TryParseId(orderId, out long number) || number < Options.FirstOrderNumber || number >= _desk.NextNumber)
        {
            throw new NotFoundException("order", orderId);
        }

        return _desk.Find(number)
            ?? throw new PreconditionException(
                "ORDER_COMPLETE", $"{orderId} is complete (filled, cancelled, rejected or expired) and cannot change.");
    }

    private void RequireRunning()
    {
        if (Finished)
        {
            throw new PreconditionException("SESSION_ENDED", "The session has ended; start a new one.");
        }
    }

    /// <summary>Moves the clock on; it never goes back.</summary>
    internal void Advance(long time) => _clock = Math.Max(_clock, time);

    private void ReportEquity()
    {
        _unreported = false;
        _journal.OnEquity(new EquityPoint(_intake.Time, _book.Equity, _book.Cash, _book.Unrealised, _book.GrossExposure, _book.OpenCount));
    }
}
