using Tradewind.Domain.Engine.Accounts;
using Tradewind.Domain.Strategies;

namespace Tradewind.Domain.Engine;

/// <summary>The parts of an engine and how they are put together; no rules of its own.</summary>
internal sealed class EngineParts
{
    public EngineParts(TradingUniverse universe, EngineOptions options, IStrategy? strategy, IEngineJournal journal)
    {
        (Universe, Options, Strategy, Journal, Clock) = (universe, options, strategy, journal, new SessionClock());
        Intake = new SliceIntake(universe, options.AllowNonPositivePrices);
        Book = new AccountBook(universe, options.InitialCapital);
        Currencies = new CurrencyConversion(universe, options, Book);
        Margin = options.Margin is { } terms ? new MarginAccount(universe, terms, Book) : null;
        PreTradeChecks checks = new(universe, options, Book, Margin);
        Desk = new OrderDesk(universe, checks, journal, options.FirstOrderNumber, options.Latency);
        OrderTerms orderTerms = new(universe, Desk, checks);
        Requests = new RequestsUnderWay(universe, Desk, orderTerms);
        Financing = new FinancingDesk(universe, options, Book, journal);
        Volatility = new DailyVolatility(universe.Instruments.Length, options.CostModel is not null);
        Booking = new FillBooking(universe, options, Desk, Book, Volatility, Financing, journal, tells: strategy is not null);
        ProtectiveOrders protection = new(universe, options, Desk, Book);
        Matcher = new BarMatcher(universe, options, Desk, Book, Booking, protection, new OrderLinks(universe, Desk, Book), Margin);
        Rolls = new ContractRolls(universe, options, Desk, Book, Booking, protection, Volatility);
        Targets = new SignalTargets(options, Desk, Book);
        Guard = new DrawdownGuard((double)options.InitialCapital, options.MaxDrawdown);
        Halt = new TradingHalt(universe, Desk, Book, Clock, journal);
        Commands = new OrderCommands(universe, options, Desk, Book, orderTerms, Requests, Clock, Halt);
        Context = new StrategyContext(
            universe, Intake, Book, Desk, Booking, Commands, new StrategySignals(Intake, Targets, Clock, journal));
    }

    public TradingUniverse Universe { get; }

    public EngineOptions Options { get; }

    public IStrategy? Strategy { get; }

    public IEngineJournal Journal { get; }

    public SessionClock Clock { get; }

    public SliceIntake Intake { get; }

    public AccountBook Book { get; }

    public CurrencyConversion Currencies { get; }

    public MarginAccount? Margin { get; }

    public OrderDesk Desk { get; }

    public RequestsUnderWay Requests { get; }

    public FinancingDesk Financing { get; }

    public DailyVolatility Volatility { get; }

    public FillBooking Booking { get; }

    public BarMatcher Matcher { get; }

    public ContractRolls Rolls { get; }

    public SignalTargets Targets { get; }

    public DrawdownGuard Guard { get; }

    public TradingHalt Halt { get; }

    public OrderCommands Commands { get; }

    public StrategyContext Context { get; }
}
