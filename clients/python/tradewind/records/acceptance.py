"""Folds of fixed lengths, and when what a walk-forward chose is taken over."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Mapping, Optional, Tuple

from .accounts import PerformanceMetrics
from .portfolio import PortfolioMember


@dataclass(frozen=True)
class WalkForwardWindows:
    """Folds of fixed lengths, as many as fit, the last ending at the last bar."""

    #: Required. Bars a fold chooses on, more than 20.
    in_sample_bar_count: int
    #: Required. Bars it is tried on, more than 5; also the step from fold to fold.
    out_of_sample_bar_count: int
    #: True: indicators read everything known before a window; positions start flat in each.
    use_history: bool = False


@dataclass(frozen=True)
class AcceptanceRule:
    """When a change of parameters is taken over."""

    #: Least gain of the Sharpe ratio out of sample over the baseline's on the same bars, 0 to 10. Unset: 0.2.
    least_sharpe_improvement: Optional[float] = None
    #: Least residual information ratio out of sample, 0 to 10. Unset: 0.3.
    least_residual_information_ratio: Optional[float] = None
    #: Instrument with closes whose returns are the market's. Unset: the BTC that is traded.
    market: Optional[PortfolioMember] = None
    #: Parameters as they are, of those that are varied. Unset ones: those of the named configuration, else the strategy's defaults.
    baseline: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class AcceptanceCondition:
    """One thing a change had to show."""

    #: ``sharpe_improvement`` or ``residual_information_ratio``.
    name: str
    #: What it showed; None where undefined, which does not meet it.
    value: Optional[float]
    #: What it had to show at least.
    least: float
    #: True when it is met.
    met: bool
    #: The same as a sentence.
    reason: str


@dataclass(frozen=True)
class AcceptanceVerdict:
    """Whether a change of parameters is taken over, and why."""

    #: True when every condition is met.
    accepted: bool
    #: What it had to show.
    conditions: Tuple[AcceptanceCondition, ...]
    #: Parameters as they are, of those that were varied.
    baseline: Mapping[str, str]
    #: How these did, traded fold by fold on the same bars out of sample.
    baseline_metrics: PerformanceMetrics
    #: Instrument whose returns are the market's.
    market_instrument_id: str
    #: Slope of the returns out of sample on the market's; None where undefined.
    beta: Optional[float]
    #: Mean return beyond beta times the market's over a year, as a fraction; None where undefined.
    annual_alpha_fraction: Optional[float]
