"""Workbooks, holdings, markets of the simulator, and where values came from."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Optional, Tuple


@dataclass(frozen=True)
class WorkbookReport:
    """What a Bloomberg workbook says beside its time series."""

    #: Bloomberg formulas of the columns. Empty for .xls, which does not show formulas; a note says so.
    formulas: Tuple[ColumnFormula, ...]
    #: What each column was taken for.
    schema: Tuple[ColumnSchema, ...]
    #: Rows of the sheet Static.
    securities: Tuple[SecurityMetadata, ...]
    #: Rows of the sheet Portfolio.
    holdings: Tuple[Holding, ...]
    #: Name under which the holdings are stored; empty where there are none or nothing was stored.
    holdings_name: str


@dataclass(frozen=True)
class ColumnFormula:
    """The Bloomberg formula that fills a column."""

    #: Header of the column.
    column: str
    #: What is asked for: ``BDH:{security}:{field}``.
    id: str
    #: Formula as written.
    text: str
    #: Where it stands: ``Timeseries!B2``.
    cell: str


@dataclass(frozen=True)
class ColumnSchema:
    """What a column of a workbook was taken for."""

    #: Header, corrected.
    column: str
    #: Instrument it belongs to.
    instrument_id: str
    #: Field of the instrument.
    field: str
    #: ``spread``, ``price``, ``yield``, ``duration``, ``volume``, ``rating``, ``amount`` or ``unknown``.
    kind: str


@dataclass(frozen=True)
class SecurityMetadata:
    """A row of the sheet Static. What the sheet does not say is empty."""

    #: Security as Bloomberg writes it.
    ticker: str
    #: Name for people.
    name: str
    #: What it is: ``credit_index``, ``equity``, ...
    asset_class: str
    #: ISO 4217 code.
    currency: str


@dataclass(frozen=True)
class Holding:
    """A row of the sheet Portfolio. Numbers the sheet does not hold are ``None``."""

    #: Security as the sheet writes it.
    ticker: str
    #: Instrument of the workbook it names; empty where the workbook holds no history of it.
    instrument_id: str
    #: Share of the portfolio as a fraction; negative for a short position.
    weight: Optional[float]
    #: Units held; negative for a short position.
    quantity: Optional[float]
    #: Price of a unit.
    price: Optional[float]
    #: ISO 4217 code.
    currency: str


@dataclass(frozen=True)
class HoldingSet:
    """Holdings that came with a workbook."""

    #: Name: of the file without its ending, unless the load named it.
    name: str
    #: When it was loaded.
    create_time: datetime
    #: The file.
    file_name: str
    #: In the order of the sheet.
    holdings: Tuple[Holding, ...]
    #: Sum of the weights; ``None`` where no holding has one.
    weight_sum: Optional[float]


@dataclass(frozen=True)
class FieldProvenance:
    """Where the values of a column came from, and how far the two sides agree where both have a value."""

    #: Security as asked for.
    security: str
    #: Field as asked for.
    field: str
    #: ``API``, ``EXCEL``, ``MIXED`` or ``NONE``.
    source: str
    #: Values taken from the API.
    api_count: int
    #: Values taken from the workbook.
    excel_count: int
    #: Rows neither side has a value for.
    missing_count: int
    #: Rows both sides have a value for.
    overlap_count: int
    #: Largest distance between the two, in the unit of the field; ``None`` without overlap.
    largest_difference: Optional[float]
    #: Mean distance between the two; ``None`` without overlap.
    mean_difference: Optional[float]


@dataclass(frozen=True)
class CacheStatistics:
    """What a memory of answers has done since the server started."""

    #: ``on_chain``, ``connector_history``, ``connector_reference``.
    name: str
    #: Requests answered without a fetch of their own.
    hit_count: int
    #: Requests that started a fetch.
    miss_count: int
    #: Fetches that failed; errors are not kept.
    error_count: int
    #: hit_count plus miss_count.
    total_count: int
    #: hit_count as a share of total_count; ``None`` before the first request.
    hit_fraction: Optional[float]
    #: Fetches under way.
    pending_count: int
    #: Answers held.
    entry_count: int


@dataclass(frozen=True)
class SimulatedMarket:
    """Which market the simulator makes up. Neither ``oil_curve`` nor ``custom``: two coins and a credit spread."""

    #: Curves of oil futures.
    oil_curve: Optional[OilCurveMarket] = None
    #: Instruments of one's own.
    custom: Optional[CustomMarket] = None
    #: Bar length: ``1d`` or whole minutes that divide a day. Empty: ``1d``. A row is then one bar.
    timeframe: str = ""
    #: Length of weekday sessions: 390 (14:30 to 21:00 UTC) or 1380 (0:00 to 23:00 UTC). 0: 390.
    session_minutes: int = 0
    #: Sudden moves. Unset: none.
    jumps: Optional[PriceJumps] = None
    #: Changes between a calm and a stressed market. Unset: always calm.
    regimes: Optional[MarketRegimes] = None


@dataclass(frozen=True)
class OilCurveMarket:
    """Generic futures ``SIM-CL1 Comdty``, ``SIM-CL2 Comdty``, ... with the references and correlations of real ones."""

    #: Some of CL, ENA, CO, DAT, XB, HO, QS, NG, each once. Empty: CL, CO, XB, HO.
    roots: Tuple[str, ...] = ()
    #: Last month of the curves, 1 to 18. Unset: 12.
    months: Optional[int] = None


@dataclass(frozen=True)
class CustomMarket:
    """Instruments of one's own. Prices move without drift and are hardly pulled back."""

    #: Required, 1 to 200.
    instruments: Tuple[SimulatedInstrument, ...] = ()
    #: Correlations of pairs; those that are not named have the default.
    correlations: Tuple[ShockCorrelation, ...] = ()
    #: Correlation of pairs that are not named, -1 to 1.
    default_correlation: float = 0.0


@dataclass(frozen=True)
class SimulatedInstrument:
    """One instrument of a custom market."""

    #: Required. Stored under this id with ``SIM-`` before it, unless it starts so.
    id: str
    #: ``crypto_spot``, ``equity``, ``index``, ``fx``, ... Empty: ``crypto_spot``.
    asset_class: str = ""
    #: First price, positive.
    start_level: float = 0.0
    #: Volatility a year as a fraction, above 0 and at most 5.
    annual_volatility: float = 0.0
    #: Smallest price step. Unset: from the size of the price.
    tick_size: Optional[Decimal] = None
    #: Ask minus bid as a fraction of the price. Unset: 0.0005.
    spread_fraction: Optional[float] = None
    #: Mean volume of a day in units of the instrument. Unset: 25000.
    daily_volume: Optional[float] = None
    #: Instruments of a group jump and open together. Empty: a group of its own.
    group: str = ""


@dataclass(frozen=True)
class ShockCorrelation:
    """Correlation of the shocks of two instruments."""

    #: Id of one, as in the request.
    first_id: str
    #: Id of the other.
    second_id: str
    #: -1 to 1.
    correlation: float


@dataclass(frozen=True)
class PriceJumps:
    """Moves of the log price that come at random times, common to a group."""

    #: Mean number a year of trading, above 0 and at most 1000.
    per_year: float
    #: Mean move as a fraction, -0.5 to 0.5.
    mean: float = 0.0
    #: Standard deviation of a move as a fraction, 0 to 0.5.
    standard_deviation: float = 0.0


@dataclass(frozen=True)
class MarketRegimes:
    """Two states of the whole market that follow each other."""

    #: Mean length of a calm spell in trading days, at least 1.
    calm_days: float
    #: Mean length of a spell of stress in trading days, at least 1.
    stress_days: float
    #: Volatility in stress as a multiple of that in calm times, 1 to 10.
    stress_volatility: float
