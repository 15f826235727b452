"""Feature sets and what computing them gave."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Mapping, Optional, Tuple


@dataclass(frozen=True)
class TechnicalFeatures:
    """Technical indicators. Windows count rows; unset windows take their default."""

    #: True: none at all.
    disabled: bool = False
    #: RSI, default 14.
    rsi_window: Optional[int] = None
    #: MACD fast, default 12.
    macd_fast: Optional[int] = None
    #: MACD slow, default 26.
    macd_slow: Optional[int] = None
    #: MACD signal, default 9.
    macd_signal: Optional[int] = None
    #: Bollinger, default 20.
    bollinger_window: Optional[int] = None
    #: Bollinger width in standard deviations, default 2.
    bollinger_width: Optional[float] = None
    #: Stochastic, default 14.
    stochastic_window: Optional[int] = None
    #: ATR, default 14.
    atr_window: Optional[int] = None
    #: Rate of change, default 10.
    roc_window: Optional[int] = None
    #: CCI, default 20.
    cci_window: Optional[int] = None
    #: Rolling VWAP, default 24.
    vwap_window: Optional[int] = None
    #: Volatility, default 20.
    volatility_window: Optional[int] = None
    #: Williams %R, default 14.
    williams_window: Optional[int] = None
    #: True: adds ``{prefix}_bb_width``, the distance between the Bollinger bands over the mean.
    bollinger_band_width: bool = False
    #: Averages inside RSI: ``WILDER``, ``SMA``, ``EWM``. Unset: Wilder.
    rsi_smoothing: Optional[str] = None
    #: 1 (default): bands of the sample deviation; 0: of the textbook one.
    bollinger_ddof: Optional[int] = None
    #: Average of true ranges: ``WILDER``, ``EMA``. Unset: Wilder.
    atr_smoothing: Optional[str] = None
    #: Price inside VWAP: ``TYPICAL``, ``CLOSE``. Unset: typical.
    vwap_price: Optional[str] = None
    #: Rows of the mean of %K that %D is, default 3.
    stochastic_smoothing: Optional[int] = None
    #: Scale of CCI, default 0.015.
    cci_constant: Optional[float] = None


@dataclass(frozen=True)
class MomentumFeatures:
    """Momentum ratios ``(SMA_s - SMA_b) / SMA_b``."""

    #: True: none at all.
    disabled: bool = False
    #: Raw columns. Empty: the primary field of every instrument.
    columns: Tuple[str, ...] = ()
    #: Short windows. Empty: 5, 10, 15.
    windows: Tuple[int, ...] = ()
    #: Baseline window. Unset: 30.
    baseline: Optional[int] = None


@dataclass(frozen=True)
class CrossAssetFeatures:
    """Features of crypto closes against credit columns."""

    #: True: none at all.
    disabled: bool = False
    #: Correlation windows. Empty: 20, 60, 120.
    correlation_windows: Tuple[int, ...] = ()
    #: True: correlations of levels instead of changes, for parity with older studies.
    correlate_levels: bool = False
    #: Credit column for flight to quality. Empty: the first credit index with an OAS field.
    primary_credit: str = ""
    #: True: adds ``divergence_risk_{a}_{s}``, the divergence of opposite risk directions.
    divergence_risk: bool = False
    #: Lookback of the five-level regime. Unset: 60.
    regime_lookback: Optional[int] = None
    #: True: a full move of the five-level regime is a deviation of the lookback instead of 10 %.
    regime_by_volatility: bool = False
    #: True: adds ``ftq_volume``, the score of crypto volume growth minus that of the spread's change.
    flight_to_quality_volume: bool = False
    #: Spread columns whose relative change is a difference in deviations, because they can reach zero.
    scaled_difference_columns: Tuple[str, ...] = ()


@dataclass(frozen=True)
class BackwardChange:
    """A backward change used as a feature."""

    #: Required. Raw column.
    column: str
    #: Required. Rows, at least 1.
    rows: int


@dataclass(frozen=True)
class MachineLearningFeatures:
    """The 82 features for machine learning in nine groups: 78 without open interest, 71 without volume too.

    Their parameters are fixed by their names. Where they cover one instrument they have these names (``rsi_14``); where they cover
    several, ``{prefix}_ml_`` stands before them (``BTC_USDT_ml_rsi_14``), except the calendar features, which are made once. 205 rows
    are needed for a complete one.
    """

    #: Instrument ids. Empty: every instrument with a close.
    instruments: Tuple[str, ...] = ()
    #: True: leave out the nine names that repeat a ``price_lag_{k}``.
    deduplicate: bool = False
    #: True: ``obv_normalized`` of the change over 50 rows instead of the level, which depends on where the series starts.
    obv_change: bool = False
    #: True: futures are back-adjusted at rolls. Changes no value, only the warning about roll gaps.
    adjusted: bool = False
    #: Rows per year in volatilities. Unset: 252.
    annualization: Optional[float] = None


@dataclass(frozen=True)
class BetaPair:
    """A slope of one column's changes on another's."""

    #: Required. Raw column.
    column: str
    #: Required. Another raw column.
    benchmark: str
    #: Required. Rows, at least 2.
    window: int


@dataclass(frozen=True)
class PairWindow:
    """Two columns and a window."""

    #: Required. Raw column.
    first: str
    #: Required. Another raw column.
    second: str
    #: Required. Rows.
    window: int


@dataclass(frozen=True)
class StatisticsFeatures:
    """Rolling statistics of every close, and of named pairs. What is unset is not made."""

    #: Volatilities by range: ``{prefix}_parkinson_vol_{n}``, ``_garman_klass_``, ``_rogers_satchell_``, ``_yang_zhang_``. At least 2.
    range_volatility_window: Optional[int] = None
    #: ``{prefix}_hurst_{n}``, of log closes. At least 16.
    hurst_window: Optional[int] = None
    #: ``{prefix}_sample_entropy_{n}``, of returns. At least 10.
    sample_entropy_window: Optional[int] = None
    #: ``{prefix}_permutation_entropy_{n}``, of returns. At least 3.
    permutation_entropy_window: Optional[int] = None
    #: ``{prefix}_fracdiff``, the fractional difference of log closes of this order, above 0 and at most 2.
    fractional_order: Optional[float] = None
    #: Rows per year in volatilities. Unset: those of the calendar.
    annualization: Optional[float] = None
    #: Slopes ``beta_{column}_{benchmark}_{window}`` of changes on changes.
    betas: Tuple[BetaPair, ...] = ()
    #: Covariances ``cov_{first}_{second}_{window}`` of changes. Windows of at least 2.
    covariances: Tuple[PairWindow, ...] = ()
    #: Rolling Engle-Granger tests ``eg_statistic_{first}_{second}_{window}``, ``eg_hedge_...``, ``eg_half_life_...``, ``eg_score_...``.
    cointegrations: Tuple[PairWindow, ...] = ()


@dataclass(frozen=True)
class WindowFeatures:
    """Rolling features of every close, one column a window listed.

    Windows count rows, at least 1 unless another bound is given; an empty list makes none.
    """

    #: ``{prefix}_return_{n}``, relative change over n rows.
    return_windows: Tuple[int, ...] = ()
    #: ``{prefix}_log_return_{n}``.
    log_return_windows: Tuple[int, ...] = ()
    #: ``{prefix}_sma_{n}``, simple average.
    sma_windows: Tuple[int, ...] = ()
    #: ``{prefix}_ema_{n}``, exponential average.
    ema_windows: Tuple[int, ...] = ()
    #: ``{prefix}_rsi_{n}``.
    rsi_windows: Tuple[int, ...] = ()
    #: ``{prefix}_zscore_{n}``, distance from the mean in deviations. At least 2.
    z_score_windows: Tuple[int, ...] = ()
    #: ``{prefix}_volatility_{n}``, annualised. At least 2.
    volatility_windows: Tuple[int, ...] = ()
    #: ``{prefix}_atr_{n}``. Needs high and low, as the next two do.
    atr_windows: Tuple[int, ...] = ()
    #: ``{prefix}_stoch_k_{n}``.
    stochastic_windows: Tuple[int, ...] = ()
    #: ``{prefix}_donchian_high_{n}`` and ``{prefix}_donchian_low_{n}``, the present row included.
    donchian_windows: Tuple[int, ...] = ()
    #: ``{prefix}_volume_ratio_{n}``, volume over its average. Needs volume, as the next does.
    volume_ratio_windows: Tuple[int, ...] = ()
    #: ``{prefix}_price_volume_corr_{n}``, correlation of the relative changes of close and volume. At least 2.
    price_volume_windows: Tuple[int, ...] = ()


@dataclass(frozen=True)
class CorrelationPair:
    """Two columns to correlate."""

    #: Required. Raw column.
    first: str
    #: Required. Another raw column.
    second: str
    #: Required. Rows, at least 2.
    window: int
    #: Coefficient: ``PEARSON``, ``SPEARMAN``, ``KENDALL``. Unset: Pearson.
    method: Optional[str] = None


@dataclass(frozen=True)
class CurveFeatures:
    """Features of futures curves, of closes of generic tickers (``CL1 Comdty``, ``CL2 Comdty``, ...)."""

    #: Roots: ``CL``. Empty: every root with at least two positions.
    roots: Tuple[str, ...] = ()
    #: Longest position of slopes. Unset: 12.
    positions: Optional[int] = None
    #: Prior values a spread is judged by. Unset: 60.
    score_window: Optional[int] = None
    #: Prior values without which it is not judged. Unset: 20.
    min_observations: Optional[int] = None
    #: Prior slopes a slope is judged by. Unset: 252.
    percentile_window: Optional[int] = None
    #: True: no crack spreads and no WTI to Brent.
    without_cracks: bool = False


@dataclass(frozen=True)
class OnChainFeatures:
    """Features of on-chain metrics and of funding rates, as far as their columns are there."""

    #: Rows of the scores of MVRV and NVT. Unset: 365.
    score_window: Optional[int] = None
    #: Short average of the hash ribbon in rows. Unset: 30.
    ribbon_short: Optional[int] = None
    #: Long average of the hash ribbon in rows. Unset: 60.
    ribbon_long: Optional[int] = None
    #: Columns of funding rates, fractions a payment. Empty: fields named ``funding_rate`` or ``funding_mean``.
    funding_columns: Tuple[str, ...] = ()
    #: Payments before the one that is scored. Unset: 21.
    funding_window: Optional[int] = None
    #: Funding payments a year. Unset: 1095, one every 8 hours.
    funding_periods_per_year: Optional[float] = None


@dataclass(frozen=True)
class CalendarFeatures:
    """Features ``cal_...`` of the row's UTC date and, on rows shorter than a day, of its time; days to the expiry of futures."""

    #: True: no days to expiry.
    without_expiries: bool = False


@dataclass(frozen=True)
class FeatureSetSpec:
    """What to compute.

    Nothing set means the defaults: all technical indicators on crypto closes, momentum and volatility on every primary field,
    cross-asset features where both crypto and credit are in the portfolio.
    """

    #: Technical indicators per crypto instrument. Unset: on, with default windows.
    technical: Optional[TechnicalFeatures] = None
    #: Momentum ratios. Unset: on for the primary field of every instrument.
    momentum: Optional[MomentumFeatures] = None
    #: Crypto against credit. Unset: on where both are present.
    cross_asset: Optional[CrossAssetFeatures] = None
    #: Rolling correlations between the changes of credit columns.
    sector_correlations: bool = False
    #: Backward changes ``{column}_{h}_Day_Change`` to add, as legal features.
    backward_changes: Tuple[BackwardChange, ...] = ()
    #: The 82 features for machine learning. Unset: none.
    machine_learning: Optional[MachineLearningFeatures] = None
    #: Rolling statistics. Unset: none.
    statistics: Optional[StatisticsFeatures] = None
    #: Pairs to correlate as ``corr_{first}_{second}_{window}``; one under an automatic column's name takes its place.
    pairs: Tuple[CorrelationPair, ...] = ()
    #: Rolling features over lists of windows. Unset: none.
    windows: Optional[WindowFeatures] = None
    #: Curve, calendar spread and crack spread features of generic futures. Unset: none.
    curve: Optional[CurveFeatures] = None
    #: On-chain and funding features. Unset: none.
    on_chain: Optional[OnChainFeatures] = None
    #: Date, holidays, reports, hours and expiries. Unset: none.
    calendar: Optional[CalendarFeatures] = None
    #: Rows per year in the volatility of returns. Unset: 365 or 252 times the rows of a day.
    annualization: Optional[float] = None
    #: True: the volatility of spreads and yields is scaled to a year too.
    annualize_spread_volatility: bool = False


@dataclass(frozen=True)
class CausalityCertificate:
    """Outcome of the causality audit of a catalogue entry on seeded simulated data."""

    #: True when columns were audited and no value differed.
    causal: bool
    #: Columns audited.
    column_count: int
    #: Rows of the audited data.
    row_count: int
    #: Cut points.
    cut_count: int
    #: What was done to the rows after each cut: ``truncation``, ``future_noise``.
    perturbations: Tuple[str, ...]
    #: Values compared.
    compared_count: int
    #: Values that differed.
    leak_count: int
    #: Version of the feature engine: ``features/1``.
    engine_version: str
    #: Seed of the data, the cut points and the changed futures.
    seed: int


@dataclass(frozen=True)
class NamedFeatureSet:
    """A feature set under a name, read from a file when the server started."""

    #: Name: that of the file without its ending.
    name: str
    #: What it is for.
    description: str
    #: What to compute.
    features: Optional[FeatureSetSpec]
    #: SHA-256 of its parameters and of the version of the formulas.
    feature_set_hash: str


@dataclass(frozen=True)
class FeatureDescription:
    """One entry of the catalogue."""

    #: Stable id: ``rsi``, ``momentum``, ``corr``.
    id: str
    #: ``technical``, ``momentum``, ``cross_asset``, ``correlation``, ``statistics``, ``windows``, ``machine_learning``,
    #: ``curve``, ``on_chain``, ``calendar``.
    group: str
    #: Columns it makes, with placeholders: ``{p}_rsi_{n}``.
    columns: Tuple[str, ...]
    #: Formula in words and symbols.
    formula: str
    #: Unit of the values.
    unit: str
    #: Row (from 0) of the first value, as a formula of the parameters.
    first_valid: str
    #: Fields it needs.
    needs: Tuple[str, ...]
    #: Parameters with defaults.
    parameters: Tuple[str, ...]
    #: Where the definition comes from.
    reference: str
    #: What reports group its columns under: one of the nine groups of machine-learning features, else the group.
    category: str
    #: Proof that it does not look ahead, made by the server of the code that computes it.
    certificate: Optional[CausalityCertificate]


@dataclass(frozen=True)
class Lineage:
    """Where a result comes from. The same lineage gives the same result, bit for bit, on the same machine."""

    #: SHA-256 over everything below, lower-case hexadecimal. Equal ids mean equal results.
    id: str
    #: Instrument id and timeframe (``BTC/USD 1d``) to the SHA-256 of the content used.
    data_revisions: Mapping[str, str]
    #: SHA-256 of the feature set; empty where none was used.
    feature_set_hash: str
    #: SHA-256 of the parameters.
    parameters_hash: str
    #: Seed of every random choice.
    seed: int
    #: Version of the code that computes.
    engine_version: str


@dataclass(frozen=True)
class FeatureSummary:
    """Statistics of a feature over its present values."""

    #: Column name.
    column: str
    #: Values present.
    count: int
    #: Values missing.
    null_count: int
    #: Mean; absent without values.
    mean: Optional[float]
    #: Sample standard deviation; absent under two values.
    standard_deviation: Optional[float]
    #: Smallest value.
    min: Optional[float]
    #: First quartile, linear interpolation.
    quartile_25: Optional[float]
    #: Median.
    median: Optional[float]
    #: Third quartile.
    quartile_75: Optional[float]
    #: Largest value.
    max: Optional[float]
    #: What reports group it under: one of the nine groups of machine-learning features, else its family.
    category: str


@dataclass(frozen=True)
class LeftOutFeature:
    """A feature left out on request."""

    #: Column name.
    column: str
    #: Share of the rows it is missing on.
    missing_share: float
    #: The kept feature it nearly equals; empty where it is too often missing or does not vary.
    because_of: str
    #: Correlation of the two; absent where there is no second.
    correlation: Optional[float]


@dataclass(frozen=True)
class FeatureReport:
    """What a computation gave."""

    #: Raw columns of the portfolio.
    raw_column_count: int
    #: Feature columns computed.
    feature_column_count: int
    #: Rows of the aligned calendar.
    row_count: int
    #: Rows in which every column has a value.
    complete_row_count: int
    #: First complete row; unset where there is none.
    first_complete_time: Optional[datetime]
    #: Last complete row; unset where there is none.
    last_complete_time: Optional[datetime]
    #: Columns without a single value, left out.
    dropped_columns: Tuple[str, ...]
    #: What to know before using it.
    warnings: Tuple[str, ...]
    #: Statistics by feature column.
    summaries: Tuple[FeatureSummary, ...]
    #: Where it comes from.
    lineage: Lineage
    #: Features left out by ``max_missing_share`` and ``max_correlation``.
    left_out: Tuple[LeftOutFeature, ...]


@dataclass(frozen=True)
class FeatureLeak:
    """A value that changed when only its future changed."""

    #: Column name.
    column: str
    #: Row label.
    time: datetime
    #: Last row that was left unchanged.
    cut_time: datetime
    #: Value with the full data; absent for missing.
    full_value: Optional[float]
    #: Value with the truncated or changed data; absent for missing.
    cut_value: Optional[float]


@dataclass(frozen=True)
class FeatureAudit:
    """"""

    #: True when no value differed.
    causal: bool
    #: Values compared.
    compared_count: int
    #: Values that differed, at most 1000.
    leaks: Tuple[FeatureLeak, ...]
    #: Values that differed in all.
    leak_count: int
    #: SHA-256 of the feature set.
    feature_set_hash: str


@dataclass(frozen=True)
class FeatureStreamSchema:
    """What the rows of a live stream hold."""

    #: Feature columns, in the order of the values of a row.
    features: Tuple[str, ...]
    #: Of each feature what reports group it under.
    categories: Tuple[str, ...]
    #: Of each feature the rows that must come before its first value.
    first_valid_rows: Tuple[int, ...]
    #: Raw columns the features are made of.
    columns: Tuple[str, ...]
    #: Instruments, in the order of their columns.
    instrument_ids: Tuple[str, ...]
    #: Length of a row.
    timeframe: str
    #: SHA-256 of the feature set.
    feature_set_hash: str
    #: Stored history is read as it was at this time, also after a resume. None: no warm-up was asked for.
    warm_up_as_of_time: Optional[datetime]
    #: What was left out and what to know before using it.
    warnings: Tuple[str, ...]
