"""Instruments, their history and its quality."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Mapping, Optional, Tuple

from .sources import FieldProvenance, WorkbookReport


@dataclass(frozen=True)
class Instrument:
    """Something with a price or a value."""

    #: As its users write it: ``BTC/USD``, ``LF98TRUU Index``.
    id: str
    #: Name for people. Contains SIMULATED for simulated instruments.
    display_name: str
    #: Kind of instrument.
    asset_class: str
    #: Where the data came from: ``csv``, ``bloomberg_excel``, ``simulator``.
    source: str
    #: ISO 4217 code or crypto asset of the price.
    currency: str
    #: Smallest price step, decimal; empty where unknown.
    tick_size: Optional[Decimal]
    #: Smallest quantity step, decimal.
    lot_size: Decimal
    #: Money per price point and unit, decimal.
    multiplier: Decimal
    #: True when the simulator made the data.
    simulated: bool
    #: First part of its column names: ``BTC_USD``.
    column_prefix: str
    #: What is stored, one entry a timeframe.
    series: Tuple[SeriesSummary, ...]
    #: Exchange or publisher; empty where unknown.
    exchange: str
    #: Id of its calendar; empty where unknown.
    calendar: str
    #: What the multiplier counts: ``bbl``, ``gal``, ``t``; empty where it counts the instrument itself.
    multiplier_unit: str
    #: Other names it is found by.
    aliases: Tuple[str, ...]
    #: Fields whose units are known.
    field_definitions: Tuple[FieldDefinition, ...]
    #: Anything else worth telling.
    metadata: Mapping[str, str]
    #: True when the server knows it beforehand, data stored or not.
    registered: bool


@dataclass(frozen=True)
class FieldDefinition:
    """What a field of an instrument measures."""

    #: Field name.
    name: str
    #: Unit as people write it: ``USD/bbl``, ``thousand barrels``, ``percent``.
    unit: str


@dataclass(frozen=True)
class Ticker:
    """A ticker taken apart. What does not apply to its kind is empty or ``None``."""

    #: As given, without surrounding blanks.
    text: str
    #: What it names: ``UNKNOWN``, ``GENERIC``, ``SPECIFIC``, ``INDEX``, ``CRACK_INDEX``.
    kind: str
    #: True when the grammar knows it.
    valid: bool
    #: Why not: ``EmptyTicker``, ``MissingSuffix``, ``UnknownCommodity`` or ``UnknownFormat``; empty when valid.
    reason: str
    #: ``Valid``, or what was expected.
    message: str
    #: Key of the commodity: ``wti``.
    commodity: str
    #: Root of the ticker: ``CL``.
    root: str
    #: Position on the curve, from 1.
    position: Optional[int]
    #: Letter of the delivery month, F for January to Z for December.
    month_code: str
    #: Delivery month, 1 to 12.
    month: Optional[int]
    #: Delivery year, resolved by the reference date.
    year: Optional[int]
    #: Exchange.
    exchange: str
    #: Units a contract.
    multiplier: Optional[Decimal]
    #: What the multiplier counts: ``bbl``, ``gal``, ``t``, ``MMBtu``.
    multiplier_unit: str
    #: Smallest price step.
    tick_size: Optional[Decimal]
    #: Money a tick.
    tick_value: Optional[Decimal]
    #: Calendar of its settlements.
    calendar: str
    #: Last day the contract trades.
    last_trade_date: Optional[datetime]


@dataclass(frozen=True)
class TradingCalendar:
    """Days a market trades, or a publisher publishes, on."""

    #: Stable id: ``nyse``, ``cme_energy``, ``24_7``.
    id: str
    #: Name for people.
    name: str
    #: True when weekends are days like any other.
    every_day: bool


@dataclass(frozen=True)
class TradingSession:
    """One session of a calendar."""

    #: Trade date, 00:00 UTC.
    date: datetime
    #: Open.
    open_time: datetime
    #: Close, exclusive.
    close_time: datetime
    #: True on half days.
    short_session: bool


@dataclass(frozen=True)
class SeriesSummary:
    """The stored history of an instrument at one timeframe."""

    #: ``1m``, ``1h``, ``1d``, ...
    timeframe: str
    #: Field names.
    fields: Tuple[str, ...]
    #: Rows stored.
    row_count: int
    #: Label of the first row.
    first_time: datetime
    #: Label of the last row.
    last_time: datetime
    #: When a row becomes known.
    availability: str
    #: SHA-256 of the content.
    revision: str


@dataclass(frozen=True)
class Bar:
    """One bar. Absent prices were missing in the source."""

    #: Open time, UTC.
    open_time: datetime
    #: When the bar was complete and known.
    known_time: datetime
    #: First price, in the instrument's currency.
    open: Optional[float]
    #: Highest price.
    high: Optional[float]
    #: Lowest price.
    low: Optional[float]
    #: Last price.
    close: Optional[float]
    #: Volume in the source's unit.
    volume: Optional[float]


@dataclass(frozen=True)
class Observation:
    """The fields of an instrument at one label."""

    #: Label: date of a value, open time of a bar.
    time: datetime
    #: When it became known.
    known_time: datetime
    #: Field to value. Missing values are absent.
    values: Mapping[str, float]


@dataclass(frozen=True)
class LoadProgress:
    """Progress of a load."""

    #: ``reading``, ``checking``, ``storing``.
    stage: str
    #: Rows read so far.
    row_count: int
    #: Share of the input read, in [0, 1].
    fraction: float


@dataclass(frozen=True)
class LoadReport:
    """What a load did."""

    #: Instruments written, with what is now stored of them.
    instruments: Tuple[Instrument, ...]
    #: Rows read from the source.
    row_count: int
    #: One report a series, in the order of the instruments.
    quality: Tuple[QualityReport, ...]
    #: Remarks about the file as a whole.
    notes: Tuple[QualityFinding, ...]
    #: What a workbook says beside its time series; ``None`` for other sources.
    workbook: Optional[WorkbookReport]
    #: Where the values of each column came from, for loads from API and workbook.
    provenance: Tuple[FieldProvenance, ...]


@dataclass(frozen=True)
class QualityReport:
    """What is known about the quality of a series."""

    #: Instrument.
    instrument_id: str
    #: ``1m``, ``1h``, ``1d``, ...
    timeframe: str
    #: Worst severity among the findings: ``OK``, ``WARNING``, ``ERROR``.
    status: str
    #: Rows of the series.
    row_count: int
    #: Label of the first row.
    first_time: datetime
    #: Label of the last row.
    last_time: datetime
    #: Sessions with a value as a share of the sessions of its calendar, in [0, 1]; without a calendar of its own, rows as a share of
    #: Monday-to-Friday days; ``None`` where neither is known.
    coverage_fraction: Optional[float]
    #: What was found, worst first.
    findings: Tuple[QualityFinding, ...]
    #: Statistics by column.
    columns: Tuple[ColumnQuality, ...]
    #: Periods without a row: every day for crypto, Monday to Friday for others, holidays included; ``None`` where unknown.
    missing_period_count: Optional[int]
    #: Monday-to-Friday days between the last value and the load; ``None`` where unknown.
    staleness_business_days: Optional[int]
    #: Calendar its sessions were compared with; empty where it has none of its own.
    calendar: str
    #: Sessions of that calendar without a value; ``None`` where it has none of its own.
    missing_session_count: Optional[int]
    #: True when the source delivered a part of what was asked for; a finding says why.
    partial: bool


@dataclass(frozen=True)
class QualityFinding:
    """One thing found in the data."""

    #: Stable code: ``STALE_TAIL``, ``GAP``, ``FLASH_MOVE``, ``HEADER_BLANK``, ...
    code: str
    #: How bad.
    severity: str
    #: Column; empty when it concerns all.
    column: str
    #: Where it was seen first; unset when it has no place.
    first_time: Optional[datetime]
    #: How often.
    count: int
    #: What was found.
    message: str
    #: What to do about it.
    advice: str


@dataclass(frozen=True)
class ColumnQuality:
    """Statistics of a column over its present values. Absent where there are too few."""

    #: Field name.
    column: str
    #: Values present.
    present_count: int
    #: Values missing.
    missing_count: int
    #: Longest run of missing rows.
    longest_gap: int
    #: Smallest value.
    min: Optional[float]
    #: Largest value.
    max: Optional[float]
    #: Mean.
    mean: Optional[float]
    #: Sample standard deviation (n - 1).
    standard_deviation: Optional[float]
    #: Changes beyond three trailing standard deviations; ``None`` for columns that are not tested (volumes, amounts).
    outlier_count: Optional[int]


@dataclass(frozen=True)
class SeriesRevision:
    """One version of a series."""

    #: SHA-256 of the whole content.
    revision: str
    #: Since when the store has held it: any later ``as_of``, up to the next version, reads this one.
    written_time: datetime
    #: Rows of the version.
    row_count: int
    #: Rows at times the version before did not have.
    added_row_count: int
    #: Rows at times it had, with another value.
    changed_row_count: int
    #: Rows it had that are gone: only retention removes rows.
    removed_row_count: int
    #: Source of the load; ``retention`` where retention cut the history.
    source: str
