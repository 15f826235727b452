"""Portfolios on one calendar, and live feeds."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Optional, Tuple

from ..times import TimeLike
from .market import Bar
from .sources import SimulatedMarket


@dataclass(frozen=True)
class TimeInterval:
    """Half-open span of time, [start_time, end_time)."""

    #: First instant inside, UTC. Unset: from the beginning.
    start_time: Optional[TimeLike] = None
    #: First instant outside, UTC. Unset: to the end. Must be after start_time when both are set.
    end_time: Optional[TimeLike] = None


@dataclass(frozen=True)
class PortfolioMember:
    """One instrument of a portfolio."""

    #: Required. Instrument id, e.g. ``BTC/USD``.
    instrument_id: str
    #: Fields to take. Empty: all fields of the series.
    fields: Tuple[str, ...] = ()
    #: ``1m``, ``1h``, ``1d``, ... Empty: the only timeframe stored; ambiguous otherwise, which is an error.
    timeframe: str = ""
    #: Use the history as the store held it at this time, before later loads revised it. Unset: as it is now.
    as_of_time: Optional[TimeLike] = None


@dataclass(frozen=True)
class AlignmentReport:
    """What an alignment did."""

    #: Rows of the common calendar.
    row_count: int
    #: Label of the first row.
    first_time: datetime
    #: Label of the last row.
    last_time: datetime
    #: First label at which every member has a value; unset where there is none.
    overlap_first_time: Optional[datetime]
    #: Last label at which every member has a value of its own (not carried); unset where there is none.
    overlap_last_time: Optional[datetime]
    #: Row length.
    timeframe: str
    #: True when weekends are rows.
    every_day: bool
    #: One entry a column.
    columns: Tuple[AlignedColumn, ...]
    #: What to know before using it.
    warnings: Tuple[str, ...]
    #: SHA-256 of the aligned content.
    hash: str


@dataclass(frozen=True)
class AlignedColumn:
    """What an alignment did to one column."""

    #: Column name, e.g. ``BTC_USD_close``.
    name: str
    #: Instrument.
    instrument_id: str
    #: Field.
    field: str
    #: Rows of the source inside the interval.
    source_row_count: int
    #: Values carried forward.
    filled_count: int
    #: Values still missing.
    missing_count: int
    #: Outlying values of the source; ``None`` where none was looked for.
    outlier_count: Optional[int]
    #: Labels of the first of them, at most 100.
    outlier_times: Tuple[datetime, ...]


@dataclass(frozen=True)
class ReplayFeed:
    """Stored history as if it happened now."""

    #: Required. Bars of members with a close, other fields as observations, each at the time it became known.
    members: Tuple[PortfolioMember, ...]
    #: Events that became known inside. Unset: everything.
    interval: Optional[TimeInterval] = None
    #: Market time steps (all events of one known time) a second of real time, up to 1,000,000. 0: as fast as possible.
    steps_per_second: float = 0.0


@dataclass(frozen=True)
class SimulatedFeed:
    """Simulated market, continuing the path of LoadData's simulation with the same seed."""

    #: Same meaning as in Simulation.
    seed: int = 0
    #: Rows to skip: set it to the row count of the loaded history to continue it. 0 to 1,000,000.
    skip_row_count: int = 0
    #: Rows to play, 1 to 1,000,000. Unset: 250.
    row_count: Optional[int] = None
    #: Market time steps a second of real time. 0: as fast as possible.
    steps_per_second: float = 0.0
    #: Label of row 0, as in Simulation. Unset: 2018-01-01.
    start_time: Optional[TimeLike] = None
    #: Which market, as in Simulation. Unset: the default market.
    market: Optional[SimulatedMarket] = None


@dataclass(frozen=True)
class ConnectorFeed:
    """Live bars from an attached connector."""

    #: Connector and source: ``ccxt:binance``.
    connector: str
    #: Symbols as the source writes them; they become instrument ids.
    symbols: Tuple[str, ...]
    #: ``1m``, ``5m``, ...
    timeframe: str
    #: Bars with open times from here on are fetched and sent first. Unset: only live bars.
    start_time: Optional[TimeLike] = None


@dataclass(frozen=True)
class FeedGap:
    """The upstream of a feed was lost or has come back."""

    #: Instrument.
    instrument_id: str
    #: ``LOST``, ``FILLED`` or ``UNFILLED``.
    kind: str
    #: Open time of the first bar that was not received; unset where none was received before.
    first_missing_time: Optional[datetime]
    #: Why, for people.
    message: str


@dataclass(frozen=True)
class Feed:
    """A source of live events."""

    #: Assigned by the server.
    id: str
    #: Where it stands.
    state: str
    #: Events so far; the sequence of the last.
    last_sequence: int
    #: Market time of the last event; unset before the first.
    last_event_time: Optional[datetime]
    #: Instruments it carries.
    instrument_ids: Tuple[str, ...]
    #: True when the simulator makes the events.
    simulated: bool
    #: Started.
    create_time: datetime
    #: Why it failed; empty otherwise.
    failure: str
    #: Stored history.
    replay: Optional[ReplayFeed]
    #: The simulator.
    simulation: Optional[SimulatedFeed]
    #: A connector.
    connector: Optional[ConnectorFeed]


@dataclass(frozen=True)
class LiveBar:
    """A completed bar, or one under way."""

    #: Instrument.
    instrument_id: str
    #: Bar length.
    timeframe: str
    #: The bar. One under way has the time of its last change as known time.
    bar: Bar
    #: True for a completed bar, which never changes. False for one under way.
    is_final: bool


@dataclass(frozen=True)
class LiveObservation:
    """A published value."""

    #: Instrument.
    instrument_id: str
    #: Field.
    field: str
    #: Value.
    value: float
