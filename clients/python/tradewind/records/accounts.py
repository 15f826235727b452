"""Backtests, paper sessions and how they did."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Optional, Tuple

from .features import Lineage
from .portfolio import PortfolioMember, TimeInterval
from .trading import StrategySpec, TradingCosts, TradingSettings


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
