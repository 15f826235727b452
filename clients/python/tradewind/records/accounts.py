"""Backtests, paper sessions and how they did."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Mapping, Optional, Tuple

from .features import Lineage
from .portfolio import PortfolioMember, TimeInterval
from .trading import IntrabarOutcome, RolledContract, StrategySpec, TradingCosts, TradingSettings


@dataclass(frozen=True)
class BenchmarkMetrics:
    """Performance relative to a benchmark's returns on the same bars. Undefined figures are absent."""

    #: Annual mean of the difference over its standard deviation.
    information_ratio: Optional[float]
    #: Standard deviation of the difference, annualised.
    tracking_error_fraction: Optional[float]
    #: Covariance over the variance of the benchmark.
    beta: Optional[float]
    #: Annual return beyond beta times the benchmark's, both over the risk-free rate.
    alpha_fraction: Optional[float]
    #: Squared correlation.
    r_squared: Optional[float]
    #: Annual return over the risk-free rate per unit of beta.
    treynor_ratio: Optional[float]


@dataclass(frozen=True)
class PerformanceMetrics:
    """Performance of an equity curve. Undefined ratios are absent, never 0."""

    #: Money made.
    total_return: float
    #: The same over the initial capital.
    total_return_fraction: float
    #: Mean return times periods per year.
    annualized_return_fraction: Optional[float]
    #: Compound annual growth.
    cagr_fraction: Optional[float]
    #: Standard deviation of returns times the root of periods per year.
    annualized_volatility_fraction: Optional[float]
    #: Annualised Sharpe ratio.
    sharpe_ratio: Optional[float]
    #: Annualised Sortino ratio.
    sortino_ratio: Optional[float]
    #: Deepest fall from a peak as a fraction of the peak, at most 0.
    max_drawdown_fraction: float
    #: Longest run of bars below the prior peak.
    max_drawdown_duration_bars: int
    #: Bars from the deepest point to a new peak; absent when not recovered.
    recovery_bars: Optional[int]
    #: cagr over the absolute maximum drawdown.
    calmar_ratio: Optional[float]
    #: Root mean square of the drawdown in percent.
    ulcer_index: Optional[float]
    #: Sum of gains over sum of losses, by return.
    omega_ratio: Optional[float]
    #: Skewness of returns, bias corrected.
    skewness: Optional[float]
    #: Excess kurtosis of returns, bias corrected.
    excess_kurtosis: Optional[float]
    #: 5th percentile of returns, as a fraction, usually negative.
    var_95_fraction: Optional[float]
    #: Mean of the returns at or below var_95.
    cvar_95_fraction: Optional[float]
    #: Closed trades.
    trade_count: int
    #: Trades with a profit over all trades, in [0, 1]; absent without trades.
    win_rate_fraction: Optional[float]
    #: Sum of wins over the absolute sum of losses; absent without losses.
    profit_factor: Optional[float]
    #: Mean profit of a trade, money.
    expectancy: Optional[float]
    #: System quality number.
    sqn: Optional[float]
    #: Share of bars with a position, in [0, 1].
    exposure_fraction: float
    #: Traded value a year over the mean equity.
    annual_turnover: Optional[float]
    #: Mean bars a trade was held; absent without trades.
    average_holding_bars: Optional[float]
    #: Probabilistic Sharpe ratio against 0.
    probabilistic_sharpe_ratio: Optional[float]
    #: Periods per year used for annualising.
    periods_per_year: float
    #: Annual risk-free rate used, as a fraction.
    risk_free_rate: float
    #: Bars of the equity curve.
    bar_count: int
    #: Standard deviation of returns per period.
    volatility_fraction: Optional[float]
    #: Root mean square of the returns below 0, annualised.
    downside_volatility_fraction: Optional[float]
    #: Mean of the points below their peak, at most 0; absent when there are none.
    average_drawdown_fraction: Optional[float]
    #: cagr over the risk-free rate, in percent, over the ulcer index.
    ulcer_performance_index: Optional[float]
    #: Sum of returns over sum of losses.
    gain_to_pain_ratio: Optional[float]
    #: Absolute 95th over 5th percentile of returns.
    tail_ratio: Optional[float]
    #: 1st percentile of returns, as a fraction, usually negative.
    var_99_fraction: Optional[float]
    #: R squared of the logarithm of equity on time.
    stability: Optional[float]
    #: Trades with a profit.
    winning_trade_count: int
    #: Trades with a loss.
    losing_trade_count: int
    #: Mean win, money.
    average_win: Optional[float]
    #: Mean loss, money, negative.
    average_loss: Optional[float]
    #: Largest win, money.
    largest_win: Optional[float]
    #: Largest loss, money, negative.
    largest_loss: Optional[float]
    #: Mean win over mean loss.
    payoff_ratio: Optional[float]
    #: Mean profit in units of the mean loss.
    expectancy_in_r: Optional[float]
    #: Longest run of wins.
    longest_winning_streak: int
    #: Longest run of losses.
    longest_losing_streak: int
    #: Cash costs and slippage inside prices, money.
    total_costs: float
    #: The same over the equity at the start.
    cost_drag_fraction: Optional[float]
    #: First point; unset for an empty curve.
    start_time: Optional[datetime]
    #: Last point; unset for an empty curve.
    end_time: Optional[datetime]
    #: Against the benchmark; unset without one.
    benchmark: Optional[BenchmarkMetrics]


@dataclass(frozen=True)
class ExposureSummary:
    """Worth of positions over equity, over all bars on which every position has a price."""

    #: Mean of long positions.
    average_long_fraction: float
    #: Mean of short positions, at most 0.
    average_short_fraction: float
    #: Mean of long and short positions.
    average_net_fraction: float
    #: Mean of the sizes of all positions.
    average_gross_fraction: float
    #: Largest size of all positions together.
    largest_gross_fraction: float


@dataclass(frozen=True)
class CapacityEstimate:
    """How much of the volume of their bars its fills took, and with how much money that would reach a limit."""

    #: Share of a bar's volume that a fill may take, in (0, 1].
    participation_limit: float
    #: Fills on bars with a volume.
    fill_count: int
    #: Median share of the volume that a fill took.
    median_participation: float
    #: 95th percentile of it.
    participation_95: float
    #: Initial capital with which that percentile would be at the limit, money.
    capacity: float


@dataclass(frozen=True)
class DividendSource:
    """Where the cash dividends of an instrument are."""

    #: Required. Instrument that is traded.
    instrument_id: str
    #: Required. Series with one field of money per unit, stamped with the ex-date.
    amounts: Optional[PortfolioMember]


@dataclass(frozen=True)
class FundingSource:
    """Where the funding rates of a perpetual are."""

    #: Required. Perpetual that is traded.
    instrument_id: str
    #: Required. Series with one field of rates.
    rates: Optional[PortfolioMember]
    #: Payments an observation stands for: 3 for a daily mean of rates paid every eight hours. ``None``: 1.
    payments_per_observation: Optional[float] = None


@dataclass(frozen=True)
class ContractRollRule:
    """Rolls a generic instrument a number of business days before each contract's last trade day."""

    #: Required. Generic instrument that is traded.
    instrument_id: str
    #: Business days before the last trade day, 0 to 60.
    business_days_before: int
    #: Required. At least two contracts with bars.
    contracts: Tuple[PortfolioMember, ...]


@dataclass(frozen=True)
class BacktestSpec:
    """What to run."""

    #: Required.
    strategy: Optional[StrategySpec]
    #: Required. Bars of members with a close are traded; other fields are inputs.
    members: Tuple[PortfolioMember, ...]
    #: Decisions and equity inside; earlier data warms the indicators up. Unset: everything.
    interval: Optional[TimeInterval] = None
    #: Unset: the defaults.
    settings: Optional[TradingSettings] = None
    #: Annual risk-free rate as a fraction, -0.5 to 1. Unset: 0.05.
    risk_free_rate: Optional[float] = None
    #: True: it is run under every assumption about the inside of bars, and the outcomes are reported beside each other.
    intrabar_envelope: bool = False
    #: Exchange rates that convert what is quoted in other currencies than settings.account_currency. They are not traded.
    fx_members: Tuple[PortfolioMember, ...] = ()
    #: Rolls by rule, besides those of the settings.
    roll_rules: Tuple[ContractRollRule, ...] = ()
    #: Funding of traded perpetuals whose rates are stored apart.
    funding: Tuple[FundingSource, ...] = ()
    #: Series that fill the orders of traded members in place of their bars: finer bars, or prints of trades (timeframe ``tick``).
    execution_members: Tuple[PortfolioMember, ...] = ()
    #: Dividends of traded instruments from series, besides those of the settings.
    dividends: Tuple[DividendSource, ...] = ()
    #: Instrument with closes to measure against: its last known close at each equity point. Unset: none.
    benchmark: Optional[PortfolioMember] = None


@dataclass(frozen=True)
class BucketAttribution:
    """What one bucket did."""

    #: `momentum`, `residual`, `pair`, `mean_reversion`, `hedge`.
    bucket: str
    #: Realised and open profit less fees.
    profit: float
    #: Fees charged to it.
    fees: float
    #: Entries it asked for.
    signal_count: int
    #: Positions closed.
    closed_trade_count: int
    #: Positions open at the end.
    open_position_count: int
    #: Closed positions with a profit over all closed, 0 to 1; None without any.
    hit_rate_fraction: Optional[float]
    #: Mean days from first fill to flat; None without closed positions.
    average_holding_days: Optional[float]
    #: Profit of closed positions over their risk at entry; None where no risk is known.
    average_risk_multiple: Optional[float]
    #: Mean gross weight over all days.
    average_gross_fraction: float
    #: Slippage against the price without it, weighted by money; None without fills.
    slippage_basis_points: Optional[float]
    #: Sum of weight times the next day's residual; 0 but for the residual bucket.
    residual_alpha_fraction: float
    #: Lower end of the published range of its gross weight, reported and never enforced; None for the hedge.
    range_minimum_fraction: Optional[float]
    #: Upper end.
    range_maximum_fraction: Optional[float]
    #: Share of the days with risk on at which it was inside; None for the hedge and without such days.
    days_in_range_fraction: Optional[float]


@dataclass(frozen=True)
class MonthAttribution:
    """What the buckets made in a month."""

    #: Year, UTC.
    year: int
    #: 1 to 12.
    month: int
    #: Profit by bucket, in the order of PortfolioAttribution.buckets.
    profits: Tuple[float, ...]
    #: Mean daily half of the absolute changes of net weights.
    turnover_fraction: float
    #: Mean rank correlation of composite momentum with the week after it; None where undefined.
    information_coefficient: Optional[float]
    #: Return after costs less beta times the market asset's return.
    net_alpha_fraction: float


@dataclass(frozen=True)
class ExitCount:
    """How often a rule closed positions of a bucket."""

    #: Bucket.
    bucket: str
    #: Rule: `stop`, `time`, `composite momentum`, `converged`.
    reason: str
    #: Positions.
    count: int


@dataclass(frozen=True)
class PortfolioAttribution:
    """What the buckets of a portfolio made. Money is in the account's currency; weights and rates are fractions."""

    #: Totals. Profits add up to the change of equity.
    buckets: Tuple[BucketAttribution, ...]
    #: Months in order.
    months: Tuple[MonthAttribution, ...]
    #: Mean monthly rank correlation of momentum with the week after it, over its deviation, times the root of 12.
    information_ratio: Optional[float]
    #: Share of correlation shifts that a fall of the universe by 5 % followed within 5 days; None without shifts.
    shift_precision: Optional[float]
    #: Share of such falls that a correlation shift announced; None without falls.
    shift_recall: Optional[float]
    #: Mean |sum of weight times beta| in the scope that is kept neutral.
    mean_absolute_beta: float
    #: Its 95th percentile.
    absolute_beta_95: float
    #: Share of days on which it was inside the tolerance, 0 to 1.
    neutral_fraction: float
    #: Days.
    day_count: int
    #: Days with risk off.
    risk_off_day_count: int
    #: Days with the drawdown circuit tripped.
    circuit_day_count: int
    #: Times the drawdown circuit tripped.
    circuit_trip_count: int
    #: Positions of buckets that were closed, by the rule that closed them.
    exits: Tuple[ExitCount, ...]
    #: Times the book was cut by the circuit, second cuts included.
    circuit_cut_count: int
    #: Share of the days with risk on at which 15 to 25 % of equity was not invested; None without such days.
    cash_in_range_fraction: Optional[float]


@dataclass(frozen=True)
class Backtest:
    """A finished backtest."""

    #: Assigned by the server.
    id: str
    #: What ran.
    spec: BacktestSpec
    #: How it did.
    metrics: PerformanceMetrics
    #: What trading cost.
    costs: TradingCosts
    #: Orders sent.
    order_count: int
    #: Fills.
    fill_count: int
    #: Signals given.
    signal_count: int
    #: First equity point.
    first_time: datetime
    #: Last equity point.
    last_time: datetime
    #: When the drawdown guard stopped trading; unset otherwise.
    halt_time: Optional[datetime]
    #: What to know before using it.
    warnings: Tuple[str, ...]
    #: Where it comes from.
    lineage: Lineage
    #: SHA-256 over orders, fills and equity.
    ledger_hash: str
    #: True when any of its data was simulated.
    simulated: bool
    #: Stored.
    create_time: datetime
    #: What each bucket made; None for strategies without buckets.
    attribution: Optional[PortfolioAttribution]
    #: One for each assumption about the inside of bars; empty unless asked for.
    intrabar_outcomes: Tuple[IntrabarOutcome, ...]
    #: Market times at which equity fell below the maintenance margin.
    margin_calls: Tuple[datetime, ...]
    #: Contract changes of generic instruments, in order.
    rolls: Tuple[RolledContract, ...]
    #: What it held in the mean; unset for backtests that ran before it was measured.
    exposure: Optional[ExposureSummary]
    #: With how much money it can be traded; unset without fills on bars with a volume.
    capacity: Optional[CapacityEstimate]


@dataclass(frozen=True)
class BacktestVerification:
    """"""

    #: True when the recomputed result is identical, bit for bit.
    identical: bool
    #: SHA-256 of the stored ledger.
    stored_ledger_hash: str
    #: SHA-256 of the recomputed ledger.
    recomputed_ledger_hash: str


@dataclass(frozen=True)
class EquityPoint:
    """The account at a market time."""

    #: Cash plus open profit.
    equity: float
    #: Cash, decimal.
    cash: Decimal


@dataclass(frozen=True)
class RemoteProgram:
    """A program outside of the server that decides for a session."""

    #: Name of the strategy.
    name: str
    #: Parameters of the strategy, kept with the session.
    parameters: Mapping[str, str]
    #: What tells one version of its code from another.
    code_version: str
    #: Market times in a step.
    batch_size: int
    #: Seconds the client may take for a step.
    step_deadline_seconds: float


@dataclass(frozen=True)
class RemoteProgramStatus:
    """Where a program stands."""

    #: ``ATTACHED``, ``AWAY`` or ``HALTED``.
    state: str
    #: Steps answered so far.
    step_count: int
    #: Market time of the step that waits for an answer; unset when none does.
    waiting_time: Optional[datetime]
    #: Why the last client left; empty before, and while one is attached.
    left_reason: str


@dataclass(frozen=True)
class Session:
    """A paper trading session."""

    #: Assigned by the server.
    id: str
    #: Feed it trades on.
    feed_id: str
    #: Strategy at work; unset for manual sessions.
    strategy: Optional[StrategySpec]
    #: How it trades.
    settings: TradingSettings
    #: Where it stands.
    state: str
    #: Started.
    create_time: datetime
    #: Market time of the last event it processed; unset before the first.
    market_time: Optional[datetime]
    #: Cash, decimal.
    cash: Decimal
    #: Cash plus open profit; absent before the first bar.
    equity: Optional[float]
    #: Orders so far.
    order_count: int
    #: Fills so far.
    fill_count: int
    #: Sequence of the last event.
    last_sequence: int
    #: True when the feed is simulated.
    simulated: bool
    #: Why it failed or halted; empty otherwise.
    failure: str
    #: SHA-256 over orders, fills and equity so far.
    ledger_hash: str
    #: What trading cost so far.
    costs: TradingCosts
    #: Market times at which equity fell below the maintenance margin.
    margin_calls: Tuple[datetime, ...]
    #: Contract changes of generic instruments, in order.
    rolls: Tuple[RolledContract, ...]
    #: Program that decides from outside of the server; unset for other sessions.
    program: Optional[RemoteProgram]
    #: Where it stands; unset for other sessions and after the end.
    program_status: Optional[RemoteProgramStatus]
    #: Version of the engine that keeps its ledger. Empty in sessions recorded before it was stored, whose engine was version 2.
    engine_version: str


@dataclass(frozen=True)
class SessionReplay:
    """"""

    #: True when orders, fills and equity are the same, bit for bit.
    identical: bool
    #: SHA-256 of the recorded ledger.
    recorded_ledger_hash: str
    #: SHA-256 of the replayed ledger.
    replayed_ledger_hash: str
    #: Inputs replayed.
    input_count: int
    #: Differences, at most 20, for people.
    differences: Tuple[str, ...]
