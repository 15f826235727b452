"""Named strategies."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Mapping, Optional, Tuple

from .acceptance import AcceptanceRule, WalkForwardWindows
from .portfolio import PortfolioMember
from .searches import ParameterAxis
from .trading import TradingSettings


@dataclass(frozen=True)
class StrategyConfigurationSpec:
    """What a configuration says."""

    #: Id from ListStrategies.
    strategy: str
    #: Parameters as text by name.
    parameters: Mapping[str, str]
    #: What a backtest or search reads that names no members of its own.
    members: Tuple[PortfolioMember, ...]
    #: How it trades. Fields a request sets win.
    settings: Optional[TradingSettings]
    #: Annual risk-free rate as a fraction for requests without one.
    risk_free_rate: Optional[float]
    #: Parameters a search varies that names no axes of its own.
    axes: Tuple[ParameterAxis, ...]
    #: Folds of a walk-forward that names none of its own.
    windows: Optional[WalkForwardWindows]
    #: When a walk-forward's change is taken over, for requests without a rule.
    acceptance: Optional[AcceptanceRule]


@dataclass(frozen=True)
class StrategyConfiguration:
    """A strategy under a name."""

    #: Name for StrategySpec: the name of its file.
    name: str
    #: What it is for.
    description: str
    #: What it says.
    spec: Optional[StrategyConfigurationSpec]
    #: Every parameter with its value, defaults included.
    resolved_parameters: Mapping[str, str]
    #: SHA-256 of what it says.
    hash: str
