using Tradewind.Domain.Engine.Accounts;
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
/// a price from before it. The one exception is <see cref="FillTiming.SameClose"/>. With <see cref="EngineOptions.Latency"/> the bar must
/// open that much later. Where an instrument has an execution series, its bars or prints take the place of bars in all of this.
/// </para>
/// </summary>
public sealed class TradingEngine
{
    // A laid-out history has one.
    private const int OnlyInstrument = 0;
    private readonly EngineParts _parts;
    private readonly SliceProcessor _slices;

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
        _parts = new EngineParts(universe, options, strategy, journal ?? NullJournal.Instance);
        _slices = new SliceProcessor(_parts);
    }

    /// <summary>What may be seen and traded.</summary>
    public TradingUniverse Universe => _parts.Universe;

    /// <summary>How the account trades.</summary>
    public EngineOptions Options => _parts.Options;

    /// <summary>Time of the last input; the smallest value before the first.</summary>
    public long Time => _parts.Clock.Now;

    /// <summary>Capital plus realised profit less costs and financing.</summary>
    public decimal Cash => _parts.Book.Cash;

    /// <summary>Cash plus open profit at the last marks.</summary>
    public double Equity => _parts.Book.Equity;

    /// <summary>Realised profit before costs.</summary>
    public decimal Realised => _parts.Book.Realised;

    /// <summary>Costs charged to cash.</summary>
    public decimal Costs => _parts.Book.Costs;

    /// <summary>Paid for holding positions; negative where more was received.</summary>
    public decimal Financing => _parts.Book.Financing;

    /// <summary>Margin of the positions at the last marks; 0 for an account without margin.</summary>
    public double MarginUsed => _parts.Margin?.Used ?? 0;

    /// <summary>Equity below which positions are liquidated; 0 for an account without margin.</summary>
    public double MaintenanceMargin => _parts.Margin?.Maintenance ?? 0;

    /// <summary>Known times of margin calls.</summary>
    public IReadOnlyList<long> MarginCalls => _parts.Margin?.Calls ?? [];

    /// <summary>Contract changes so far.</summary>
    public IReadOnlyList<RollRecord> Rolls => _parts.Rolls.Done;

    /// <summary>Open profit at the last marks.</summary>
    public double Unrealised => _parts.Book.Unrealised;

    /// <summary>Σ|quantity × mark × multiplier|.</summary>
    public double GrossExposure => _parts.Book.GrossExposure;

    /// <summary>Number of fills so far.</summary>
    public long FillCount => _parts.Booking.Count;

    /// <summary>Bars passed over because their close is missing.</summary>
    public long SkippedBars => _parts.Intake.SkippedBars;

    /// <summary>Times an order could not fill because its bar had no volume left.</summary>
    public long StarvedOrders => _parts.Matcher.StarvedOrders;

    /// <summary>Signals whose target was cut to a position limit.</summary>
    public long ClippedTargets => _parts.Targets.Clipped;

    /// <summary>Signals whose size was less than one lot.</summary>
    public long TargetsBelowLot => _parts.Targets.BelowLot;

    /// <summary>Known time at which trading was halted; null while it is not.</summary>
    public long? HaltedAt => _parts.Halt.At;

    /// <summary>Why trading was halted; empty while it is not.</summary>
    public string HaltReason => _parts.Halt.Reason;

    /// <summary>True after <see cref="Finish"/>.</summary>
    public bool Finished => _parts.Clock.Ended;

    /// <summary>Position of an instrument.</summary>
    /// <exception cref="NotFoundException">It is not in the universe.</exception>
    public Position PositionOf(string instrument) => _parts.Book[Universe.OrdinalOf(instrument)].Snapshot();

    /// <summary>Value of an instrument that the margin still allows to buy or to sell short; null for an account without margin.</summary>
    /// <exception cref="NotFoundException">It is not in the universe.</exception>
    public double? BuyingPowerFor(string instrument) => _parts.Margin?.BuyingPower(Universe.OrdinalOf(instrument));

    /// <summary>Positions that are not flat, by instrument ordinal.</summary>
    public IReadOnlyList<Position> Positions() => [.. _parts.Book.OpenOrdinals.Select(ordinal => _parts.Book[ordinal].Snapshot())];

    /// <summary>Open orders by instrument ordinal and number.</summary>
    public IReadOnlyList<Order> OpenOrders() =>
        [.. Enumerable.Range(0, Universe.Instruments.Length).SelectMany(_parts.Desk.Open).Select(order => order with { })];

    /// <summary>Processes the next market slice. On an exception the session must not go on.</summary>
    /// <exception cref="InvalidInputException">Reason <c>BAR_INVALID</c> or <c>SLICE_INVALID</c>, naming instrument and time.</exception>
    /// <exception cref="PreconditionException">Reason <c>SESSION_ENDED</c>.</exception>
    /// <exception cref="AccountingInvariantException">The books do not balance.</exception>
    public void Process(in MarketSlice slice)
    {
        _parts.Clock.RequireRunning();
        _slices.Process(slice);
    }

    /// <summary>
    /// Shows the strategy a slice of history from before the session, so that its indicators are ready at the start. Nothing is traded,
    /// marked or written down; signals and orders of the strategy are dropped.
    /// </summary>
    /// <exception cref="InvalidInputException">Reason <c>BAR_INVALID</c> or <c>SLICE_INVALID</c>, naming instrument and time.</exception>
    /// <exception cref="PreconditionException">Reason <c>SESSION_ENDED</c>, or <c>SESSION_STARTED</c> after the first traded slice.</exception>
    public void WarmUp(in MarketSlice slice)
    {
        _parts.Clock.RequireRunning();
        _slices.WarmUp(slice);
    }

    /// <summary>Sends an order decided at a time; an earlier time than the last input's counts as that one.</summary>
    /// <returns>The order, working or rejected with its reason.</returns>
    /// <exception cref="NotFoundException">The instrument is not in the universe; nothing was changed.</exception>
    public Order Submit(OrderRequest request, long time = long.MinValue) => _parts.Commands.Submit(request, time);

    /// <summary>Cancels an open order; with latency when the request has arrived, until when the order is returned as it is and may fill.</summary>
    /// <exception cref="NotFoundException">No order of that id was ever made.</exception>
    /// <exception cref="PreconditionException">Reason <c>ORDER_COMPLETE</c>: it is no longer open. Nothing was changed.</exception>
    public Order Cancel(string orderId, long time = long.MinValue) => _parts.Commands.Cancel(orderId, time);

    /// <summary>Changes an open order that was sent directly, checked like a new one; with latency when the request has arrived.</summary>
    /// <exception cref="NotFoundException">No order of that id was ever made.</exception>
    /// <exception cref="PreconditionException">Reason <c>ORDER_COMPLETE</c> or <c>ORDER_MANAGED</c>. Nothing was changed.</exception>
    /// <exception cref="InvalidInputException">Reason <c>ORDER_CHANGE_INVALID</c>: the new terms would be refused. Nothing was changed.</exception>
    public Order Modify(string orderId, OrderChange change, long time = long.MinValue) => _parts.Commands.Modify(orderId, change, time);

    /// <summary>Stops trading for good: cancels all orders, calls the strategy no more, and flattens at the next opens if asked.</summary>
    public void Halt(string reason, bool flatten = true, long time = long.MinValue)
    {
        _parts.Clock.RequireRunning();
        if (!_parts.Halt.IsHalted)
        {
            _parts.Clock.Advance(time);
            _parts.Halt.Begin(reason, flatten);
        }
    }

    /// <summary>
    /// Ends the session: open orders expire; with <see cref="EngineOptions.CloseAtEnd"/> open positions are closed at the last close,
    /// with costs.
    /// </summary>
    public void Finish()
    {
        _parts.Clock.RequireRunning();
        _slices.Finish();
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

    /// <summary>Processes the next bar of the only instrument, known to be complete and in order.</summary>
    internal void Process(in Bar bar, long knownTime) => _slices.Process(OnlyInstrument, bar, knownTime);

    /// <summary>Shows a bar of the only instrument from before the session, known to be complete and in order.</summary>
    internal void WarmUp(in Bar bar, long knownTime) => _slices.WarmUp(OnlyInstrument, bar, knownTime);

    /// <summary>Its parts, for what moves it over a laid-out history in larger steps.</summary>
    internal EngineParts Parts => _parts;
}
