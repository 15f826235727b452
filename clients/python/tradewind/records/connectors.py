"""Programs that bring data from elsewhere."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Optional, Tuple


@dataclass(frozen=True)
class ConnectorLimits:
    """What a source may be asked."""

    #: Rows the source gives in one request; 0: unknown.
    page_row_count: int
    #: Symbols the source takes in one request; 0: one.
    symbols_per_request: int
    #: Requests in ``window``; 0: not limited.
    requests_per_window: int
    #: Length of the window.
    window: Optional[timedelta]
    #: Fetches the server may have under way at once; 0: one.
    max_concurrent_fetches: int
    #: Subscriptions the server may hold at once; 0: 1000.
    max_subscriptions: int


@dataclass(frozen=True)
class ConnectorSource:
    """One source of a connector: an exchange, a terminal."""

    #: ``binance``.
    name: str
    #: Name for people.
    display_name: str
    #: ``HISTORY``, ``REFERENCE``, ``LIVE_BARS``, ``LIVE_TRADES``, ``LIVE_QUOTES``, ``LIVE_BOOK``.
    capabilities: Tuple[str, ...]
    #: Timeframes of history.
    timeframes: Tuple[str, ...]
    #: Timeframes of live bars; others are built from trades.
    live_timeframes: Tuple[str, ...]
    #: Fields it can deliver by name. Empty: any.
    fields: Tuple[str, ...]
    #: What it may be asked.
    limits: Optional[ConnectorLimits]


@dataclass(frozen=True)
class SourceBudget:
    """How much of a source's request budget is used."""

    #: Source.
    source: str
    #: Requests made in the present window.
    used_count: int
    #: Requests the window allows; 0: not limited.
    limit_count: int


@dataclass(frozen=True)
class ConnectorSubscription:
    """A live subscription of the server at a connector."""

    #: Source.
    source: str
    #: Symbol.
    symbol: str
    #: What is delivered.
    capability: str
    #: Bar length; empty for other data.
    timeframe: str
    #: ``ACTIVE``, ``INTERRUPTED``, ``ENDED``; unset before the connector's first answer.
    phase: Optional[str]
    #: ``STREAMING`` or ``POLLING``; unset where not stated.
    method: Optional[str]
    #: Consumers inside the server that share it.
    consumer_count: int


@dataclass(frozen=True)
class ConnectorProcess:
    """A connector's process that the server supervises."""

    #: Whether it runs.
    running: bool
    #: Process id; 0 while it does not run.
    process_id: int
    #: How often it ended and was started again.
    restart_count: int
    #: When it is started again; unset while it runs.
    next_start_time: Optional[datetime]


@dataclass(frozen=True)
class Connector:
    """A connector as the server sees it."""

    #: Name.
    name: str
    #: Version of its code; empty before it first attached.
    version: str
    #: ``ATTACHED`` or ``DETACHED``.
    state: str
    #: What it announced when it last attached.
    sources: Tuple[ConnectorSource, ...]
    #: When it attached; unset while it is not.
    connect_time: Optional[datetime]
    #: When it last sent something; unset before the first time.
    last_seen_time: Optional[datetime]
    #: What last went wrong; empty where nothing did.
    last_error: str
    #: When that was.
    last_error_time: Optional[datetime]
    #: How often it attached since the server started.
    attach_count: int
    #: Fetches under way.
    active_fetch_count: int
    #: Fetches answered since the server started.
    fetch_count: int
    #: Live subscriptions.
    subscriptions: Tuple[ConnectorSubscription, ...]
    #: Request budgets as last reported.
    budgets: Tuple[SourceBudget, ...]
    #: The process, where the server runs it.
    process: Optional[ConnectorProcess]
