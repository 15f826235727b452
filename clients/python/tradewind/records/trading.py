"""Strategies, signals, orders and accounts."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Mapping, Optional, Tuple


@dataclass(frozen=True)
class StrategyParameter:
    """Description of a strategy parameter."""

    #: Name.
    name: str
    #: ``integer``, ``number``, ``boolean``, ``text``.
    type: str
    #: What it does.
    description: str
    #: Value when unset, as text.
    default_value: str
    #: Smallest allowed value; absent for none.
    minimum: Optional[float]
    #: Largest allowed value; absent for none.
    maximum: Optional[float]


@dataclass(frozen=True)
class Strategy:
    """Description of a strategy."""

    #: Id for StrategySpec.
    id: str
    #: Name for people.
    display_name: str
    #: What it does and when.
    description: str
    #: Parameters.
    parameters: Tuple[StrategyParameter, ...]


@dataclass(frozen=True)
class StrategySpec:
    """A strategy with its parameters."""

    #: Required unless configuration is set. Id from ListStrategies: ``ma_crossover``, ``credit_regime``.
    strategy_id: str = ""
    #: Parameters as text by name. Unset ones take the configuration's value, else their default; unknown ones are an error.
    parameters: Mapping[str, str] = field(default_factory=dict)
    #: Name of a configuration to take strategy and parameters from, and what else a request leaves unset.
    configuration: str = ""
    #: Set by the server: hash of the configuration taken.
    configuration_hash: str = ""


@dataclass(frozen=True)
class Signal:
    """A strategy's opinion about an instrument at a time."""

    #: Instrument.
    instrument_id: str
    #: Market time at which it was made: when the last input became known.
    time: datetime
    #: What to hold from the next event on.
    direction: str
    #: Conviction in [0, 1]; absent where the strategy has no measure.
    strength: Optional[float]
    #: Short label: ``Risk-On``, ``cross up``.
    label: str
    #: Why, for people.
    reason: str
    #: Values it was made from, by name.
    indicators: Mapping[str, float]
    #: Close of the instrument when it was made; absent where unknown.
    price: Optional[float]


@dataclass(frozen=True)
class SignalStream:
    """A strategy at work on a feed."""

    #: Assigned by the server.
    id: str
    #: Feed it works on.
    feed_id: str
    #: What runs.
    strategy: StrategySpec
    #: Where it stands.
    state: str
    #: Signals so far; the sequence of the last.
    last_sequence: int
    #: Started.
    create_time: datetime
    #: True when the feed is simulated.
    simulated: bool
    #: Why it failed; empty otherwise.
    failure: str


@dataclass(frozen=True)
class PositionSizing:
    """How a signal becomes a quantity."""

    #: Units per signal, decimal, > 0.
    fixed_quantity: Optional[Decimal] = None
    #: Fraction of the equity per signal, in (0, 1], rounded down to the lot size.
    equity_fraction: Optional[float] = None


@dataclass(frozen=True)
class CommissionTier:
    """One step of a commission that falls with the day's quantity."""

    #: Quantity of the day up to which the rate holds; ``None`` for the last tier.
    up_to_quantity: Optional[Decimal] = None
    #: Money per unit inside the tier, at least 0.
    commission_per_unit: Optional[Decimal] = None


@dataclass(frozen=True)
class CostModel:
    """What a fill costs beyond its raw price. Unset fields take their default."""

    #: ``SIMPLE``, ``VOLATILITY_ADJUSTED``, ``SQUARE_ROOT_IMPACT`` or ``TIERED``. Unset: SIMPLE.
    kind: Optional[str] = None
    #: Money per unit of quantity, at least 0. ``None``: 2.5.
    commission_per_unit: Optional[Decimal] = None
    #: Money per fill, at least 0. ``None``: 0.
    commission_per_fill: Optional[Decimal] = None
    #: Fraction of the traded value, in [0, 1). ``None``: 0.
    commission_fraction: Optional[float] = None
    #: Ticks lost to slippage, at least 0. ``None``: 1.
    slippage_ticks: Optional[float] = None
    #: Percent of the price lost to slippage on top of the ticks, at least 0. ``None``: 0.
    slippage_percent: Optional[float] = None
    #: Ticks of half the bid-ask spread, at least 0. ``None``: 1.
    half_spread_ticks: Optional[float] = None
    #: Square-root impact: its coefficient, at least 0. ``None``: 0.1.
    impact_coefficient: Optional[float] = None
    #: Daily volatility taken as usual, and where none is known, above 0. ``None``: 0.02.
    reference_volatility: Optional[float] = None
    #: Square-root impact: average daily volume in units, above 0. ``None``: 50000.
    average_daily_volume: Optional[float] = None
    #: Tick of instruments that state none, above 0. ``None``: 0.01.
    default_tick: Optional[float] = None
    #: Tiered: marginal tiers of the day's quantity, ascending, the last without a bound. Empty: the server's.
    tiers: Tuple[CommissionTier, ...] = ()


@dataclass(frozen=True)
class IntrabarOutcome:
    """Result of a backtest under one assumption about the inside of bars."""

    #: ``PESSIMISTIC``, ``OPTIMISTIC`` or ``PATH``.
    assumption: str
    #: Money made over the initial capital.
    total_return_fraction: float
    #: Annualised Sharpe ratio; ``None`` where undefined.
    sharpe_ratio: Optional[float]
    #: Deepest fall from a peak as a fraction of the peak, at most 0.
    max_drawdown_fraction: float
    #: Closed trades.
    trade_count: int


@dataclass(frozen=True)
class BorrowTerms:
    """What borrowing for short positions costs. It moves cash once a UTC day and when a short is reduced."""

    #: Annual fraction of the market value for every instrument without one of its own, 0 to 10.
    annual_fraction: float = 0.0
    #: Annual fraction by instrument id. Nobody borrows futures or perpetuals.
    by_instrument: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True)
class MarginTerms:
    """Which part of a position's value the account must hold."""

    #: Fraction needed to open, in (0, 1]. ``None``: by asset class.
    initial_fraction: Optional[float] = None
    #: Fraction needed to keep, in (0, 1], at most the initial one. ``None``: by asset class.
    maintenance_fraction: Optional[float] = None


@dataclass(frozen=True)
class ContractRoll:
    """A generic instrument's change from one futures contract to the next."""

    #: Required. Generic instrument that is traded.
    instrument_id: str
    #: Required. When the last bar of the old contract is known.
    time: Optional[datetime]
    #: Contract that is left.
    from_contract: str = ""
    #: Contract that is entered.
    to_contract: str = ""
    #: Price of the old contract. ``None``: the last close of the generic.
    from_price: Optional[Decimal] = None
    #: Price of the new contract then. One of this and gap is required.
    to_price: Optional[Decimal] = None
    #: Price of the new contract less that of the old one.
    gap: Optional[Decimal] = None


@dataclass(frozen=True)
class RolledContract:
    """A contract change that happened."""

    #: Generic instrument.
    instrument_id: str
    #: Market time.
    time: datetime
    #: Contract left.
    from_contract: str
    #: Contract entered.
    to_contract: str
    #: Price of the old contract.
    from_price: Decimal
    #: Price of the new contract.
    to_price: Decimal
    #: Position rolled, negative when short; 0 where there was none.
    quantity: Decimal
    #: Costs of both fills.
    cost: Decimal


@dataclass(frozen=True)
class CashDividend:
    """Cash paid per unit to whoever holds an instrument before the first bar of the ex-date; who is short pays it."""

    #: Required. Instrument that is traded.
    instrument_id: str
    #: Required. Start of the ex-date. Those of an instrument ascend.
    ex_time: Optional[datetime]
    #: Required. Money of the quote currency per unit, above 0.
    amount: Optional[Decimal]


@dataclass(frozen=True)
class InterestTerms:
    """Interest on the balance of the account: cash less what shares, bonds and coins were paid for with."""

    #: Annual rate received on a balance above 0, a fraction, -0.5 to 10. Unset: 0.
    credit_rate: Optional[float] = None
    #: Annual rate paid on a balance below 0, a fraction, -0.5 to 10. Unset: 0.
    debit_rate: Optional[float] = None


@dataclass(frozen=True)
class TradingSettings:
    """How the engine trades. The same settings drive backtests and paper sessions. Unset fields take their default."""

    #: Account money at the start, decimal, > 0. Empty: "1000000".
    initial_capital: Optional[Decimal] = None
    #: Slippage inside fill prices, in percent of price (0.01 is one basis point), 0 to 10. Unset: 0.01.
    slippage_percent: Optional[float] = None
    #: Commission per unit of quantity, decimal. Empty: "0".
    commission_per_unit: Optional[Decimal] = None
    #: Commission as a fraction of traded value (0.001 is ten basis points), 0 to 0.1. Unset: 0.001.
    commission_fraction: Optional[float] = None
    #: Drawdown as a fraction of the peak at which everything is closed and trading stops, in (0, 1]. Unset: 0.2.
    max_drawdown_fraction: Optional[float] = None
    #: When decisions fill. Unset: NEXT_OPEN.
    fill_timing: Optional[str] = None
    #: Time from a decision to the market, for orders, changes and cancels: bars that open earlier do not fill it. ``None``: 0.
    latency: Optional[timedelta] = None
    #: True: an open position is closed, with costs, at the last close.
    close_at_end: bool = False
    #: Largest share of a bar's volume one order may take, in (0, 1]. Unset: no limit.
    volume_participation_fraction: Optional[float] = None
    #: How signals become quantities. Unset: a quarter of the equity per signal.
    sizing: Optional[PositionSizing] = None
    #: Largest absolute position per instrument, in units, decimal. Empty: no limit.
    max_position: Optional[Decimal] = None
    #: Stop loss attached to every position, percent of its average price. Unset: none.
    stop_loss_percent: Optional[float] = None
    #: Take profit attached to every position, percent of its average price. Unset: none.
    take_profit_percent: Optional[float] = None
    #: True: prices at or below zero are traded instead of refused.
    allow_negative_prices: bool = False
    #: What is assumed inside a bar that reaches orders on both sides of its open. Unset: PESSIMISTIC.
    intrabar: Optional[str] = None
    #: True: a bar must trade through a limit to fill it, not only touch it.
    limits_need_trade_through: bool = False
    #: Largest sum of |quantity x price x multiplier| an order may lead to. ``None``: no limit.
    max_gross_exposure: Optional[Decimal] = None
    #: Loss as a fraction of the initial capital from which only reducing orders are accepted, in (0, 1]. ``None``: none.
    max_loss_fraction: Optional[float] = None
    #: Largest quantity of an order sent directly. ``None``: no limit.
    max_order_quantity: Optional[Decimal] = None
    #: Charged to cash in place of slippage inside prices and of both commissions. ``None``: none.
    cost_model: Optional[CostModel] = None
    #: Fee on short positions. ``None``: none.
    borrow: Optional[BorrowTerms] = None
    #: True: no funding is paid where the ``funding_rate`` of a traded perpetual is observed.
    ignore_funding: bool = False
    #: Margin the account must hold. ``None``: none.
    margin: Optional[MarginTerms] = None
    #: Contract changes of traded generic instruments.
    rolls: Tuple[ContractRoll, ...] = ()
    #: Currency of the account; what is quoted in others is converted by the spec's ``fx_members``. Empty: every amount is taken as it is.
    account_currency: str = ""
    #: Cash dividends of traded instruments, besides those a backtest takes from series.
    dividends: Tuple[CashDividend, ...] = ()
    #: Interest on the balance of the account. ``None``: none.
    interest: Optional[InterestTerms] = None


@dataclass(frozen=True)
class Order:
    """An order."""

    #: Assigned by the engine: ``ORD-000001``.
    id: str
    #: Instrument.
    instrument_id: str
    #: Side.
    side: str
    #: Kind.
    type: str
    #: Lifetime.
    time_in_force: str
    #: Units, decimal, > 0.
    quantity: Decimal
    #: Units filled, decimal.
    filled_quantity: Decimal
    #: Limit price, decimal; empty where none.
    limit_price: Optional[Decimal]
    #: Stop price, decimal; empty where none.
    stop_price: Optional[Decimal]
    #: State.
    status: str
    #: Mean fill price, decimal; empty before the first fill.
    average_fill_price: Optional[Decimal]
    #: Market time of the decision.
    create_time: datetime
    #: Market time of the last change.
    update_time: datetime
    #: Why it was refused; empty otherwise.
    rejection_reason: str
    #: ``strategy``, ``manual``, ``stop_loss``, ``take_profit``, ``risk``, ``close_at_end``.
    origin: str
    #: Trailing stop: distance in price points; ``None`` where there is none.
    trail_amount: Optional[Decimal]
    #: Trailing stop: distance in percent; ``None`` where there is none.
    trail_percent: Optional[Decimal]
    #: Iceberg: part the market sees; ``None`` where all.
    display_quantity: Optional[Decimal]
    #: When it ends; ``None`` where it does not.
    expire_time: Optional[datetime]
    #: Group in which the first fill cancels the others; empty for none.
    one_cancels_other: str
    #: True when it may only reduce a position.
    reduce_only: bool
    #: Stop price of the bracket that follows its fills; ``None`` for none.
    bracket_stop_price: Optional[Decimal]
    #: Target price of the bracket; ``None`` for none.
    bracket_target_price: Optional[Decimal]
    #: Order whose fill made this one; empty for none.
    parent_order_id: str


@dataclass(frozen=True)
class Fill:
    """An execution."""

    #: Assigned by the engine: ``FIL-000001``.
    id: str
    #: Order it belongs to.
    order_id: str
    #: Instrument.
    instrument_id: str
    #: Side.
    side: str
    #: Units, decimal, > 0.
    quantity: Decimal
    #: Price with slippage, decimal.
    price: Decimal
    #: Costs taken from cash, decimal.
    commission: Decimal
    #: Money lost to slippage inside the price, decimal; for information, not taken twice.
    slippage: Decimal
    #: Realised profit of the part that closed a position, before costs, decimal.
    realized_pnl: Decimal
    #: Market time: when the bar it happened on became known.
    time: datetime


@dataclass(frozen=True)
class Trade:
    """A round trip: a position or part of one that was opened and closed."""

    #: Instrument.
    instrument_id: str
    #: Side of the entry.
    side: str
    #: Units, decimal.
    quantity: Decimal
    #: Market time of the first fill since flat.
    entry_time: datetime
    #: Market time of the closing fill.
    exit_time: datetime
    #: Average entry price, decimal.
    entry_price: Decimal
    #: Exit price, decimal.
    exit_price: Decimal
    #: Profit before costs, decimal.
    gross_pnl: Decimal
    #: Costs of entry and exit, decimal.
    costs: Decimal
    #: Profit after costs, decimal.
    pnl: Decimal
    #: pnl over the entry value, as a fraction; absent when the entry value is zero.
    return_fraction: Optional[float]
    #: Bars held.
    bar_count: int
    #: Worst open loss while held, money, at most 0.
    max_adverse_excursion: float
    #: Best open profit while held, money, at least 0.
    max_favorable_excursion: float


@dataclass(frozen=True)
class Position:
    """A position."""

    #: Instrument.
    instrument_id: str
    #: Units, decimal, negative when short.
    quantity: Decimal
    #: Average entry price, decimal.
    average_price: Decimal
    #: Last close, absent before the first bar.
    mark_price: Optional[float]
    #: Open profit at the mark; absent before the first bar.
    unrealized_pnl: Optional[float]
    #: Realised profit before costs, decimal.
    realized_pnl: Decimal


@dataclass(frozen=True)
class TradingCosts:
    """What trading cost."""

    #: Commission and fees taken from cash, decimal.
    cash_costs: Decimal
    #: Money lost to slippage inside fill prices, decimal; already in the profit.
    slippage_in_prices: Decimal
    #: Fees for what short positions borrowed; taken from cash besides cash_costs.
    borrow: Decimal
    #: Funding of perpetuals paid, negative where more was received; taken from cash besides cash_costs.
    funding: Decimal
    #: Dividends paid on short positions less those received on long ones; taken from cash besides cash_costs.
    dividends: Decimal
    #: Interest paid on the balance, negative where more was received; taken from cash besides cash_costs.
    interest: Decimal
