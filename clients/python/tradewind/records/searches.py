"""Searches over parameters, and what says how much of their best result is luck."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Mapping, Optional, Tuple

from .acceptance import AcceptanceRule, AcceptanceVerdict, WalkForwardWindows
from .accounts import PerformanceMetrics
from .features import Lineage
from .portfolio import PortfolioMember, TimeInterval
from .trading import StrategySpec, TradingCosts, TradingSettings


@dataclass(frozen=True)
class ParameterAxis:
    """A parameter a search varies: a list of values, or a range."""

    #: Required. Name of the parameter.
    name: str
    #: Values to try, as text. Empty: the range.
    values: Tuple[str, ...] = ()
    #: Start of the range, inclusive.
    minimum: Optional[float] = None
    #: End of the range, inclusive.
    maximum: Optional[float] = None
    #: Distance between the values of the range, > 0. Unset: 1 for whole-number parameters; any value for others, in a
    #: random search only.
    step: Optional[float] = None


@dataclass(frozen=True)
class SelectionRule:
    """Which combination is best."""

    #: Name of a field of PerformanceMetrics: `sharpe_ratio`, `calmar_ratio`, ... Empty: `sharpe_ratio`. Unknown:
    #: `INVALID_ARGUMENT`, reason `UNKNOWN_METRIC`, which lists those there are.
    target_metric: str = ""
    #: True: the least value is the best.
    lower_is_better: bool = False
    #: Fewest trades of a combination that may be chosen. Unset: 20.
    min_trades: Optional[int] = None
    #: Least Sharpe ratio of a combination that may be chosen; counts where the target is a Sharpe ratio. Unset: 0.
    min_sharpe: Optional[float] = None


@dataclass(frozen=True)
class SearchSpec:
    """What a search runs for every combination."""

    #: Required. Its parameters are those that are not varied.
    strategy: Optional[StrategySpec]
    #: Required. Bars of members with a close are traded; other fields are inputs.
    members: Tuple[PortfolioMember, ...]
    #: Decisions and equity inside. Unset: everything. Earlier data warms the indicators of a sweep up; a walk-forward does
    #: without.
    interval: Optional[TimeInterval] = None
    #: Unset: the defaults.
    settings: Optional[TradingSettings] = None
    #: Annual risk-free rate as a fraction, -0.5 to 1. Unset: 0.05.
    risk_free_rate: Optional[float] = None
    #: Required. Parameters to vary.
    axes: Tuple[ParameterAxis, ...] = ()
    #: Which combination is best. Unset: the defaults.
    selection: Optional[SelectionRule] = None


@dataclass(frozen=True)
class SweepSpec:
    """What a sweep runs."""

    #: Required.
    search: Optional[SearchSpec]
    #: Unset: GRID.
    method: Optional[str] = None
    #: Combinations to draw in a random search, 1 to 100000. A halving draws so many to begin with; 0: every combination.
    sample_count: int = 0
    #: Seed of the draws. 0: 42.
    seed: int = 0
    #: Of a halving: each rung keeps one combination in so many and shows it so many times the bars, 2 to 1000. 0: 3.
    halving_factor: int = 0
    #: Of a halving: least share of the bars of the first rung, in (0, 1]. Unset: 1/9.
    minimum_bar_fraction: Optional[float] = None


@dataclass(frozen=True)
class SweepTrial:
    """A combination and what it gave."""

    #: Place in the order of combinations, from 0: axes by name, the last one varying fastest.
    index: int
    #: Values of the parameters varied.
    parameters: Mapping[str, str]
    #: Value of the target metric; absent where undefined.
    score: Optional[float]
    #: True when it may be chosen.
    valid: bool
    #: How it did.
    metrics: PerformanceMetrics
    #: SHA-256 of all parameters.
    parameters_hash: str
    #: SHA-256 over orders, fills and equity.
    ledger_hash: str
    #: Part of the search it ran in last, from 0: the rung of a halving; 0 in other sweeps.
    stage: int
    #: Share of the bars it ran on, in (0, 1]: below 1 where a halving dropped it, and its figures are of those bars.
    bar_fraction: float
    #: When the drawdown guard halted trading; None when it did not.
    halt_time: Optional[datetime]


@dataclass(frozen=True)
class HalvingRung:
    """A rung of a halving: what ran on how much of the data, and how many went on."""

    #: From 0.
    number: int
    #: Bars it ran on, from the first one.
    bar_count: int
    #: The same over all bars, in (0, 1].
    bar_fraction: float
    #: When the last of them became known.
    end_time: datetime
    #: Combinations run.
    combination_count: int
    #: Combinations that went on to the next rung; in the last one those fit to be chosen.
    kept_count: int


@dataclass(frozen=True)
class OverfittingReport:
    """How much of a search's best result the search itself explains. Undefined figures are absent."""

    #: Combinations counted as trials: all that were ever searched on the same data with the same strategy, those of this
    #: search included.
    trial_count: int
    #: Standard deviation of the Sharpe ratios per period over this search's combinations.
    sharpe_deviation: Optional[float]
    #: Sharpe ratio per period that the best of so many trials is expected to have without skill.
    sharpe_threshold: Optional[float]
    #: Probability that the true Sharpe ratio of the choice is above 0, as if it had been the only trial.
    probabilistic_sharpe_ratio: Optional[float]
    #: Probability that it is above sharpe_threshold. Below 0.95 the choice is not told from luck.
    deflated_sharpe_ratio: Optional[float]
    #: Probability of backtest overfitting by combinatorially symmetric cross-validation: how often the choice of one half
    #: of the data is below the median in the other half. Absent below two combinations, on fewer than 16 bars, and for a
    #: walk-forward.
    overfitting_probability: Optional[float]
    #: Median of the logit of the relative rank out of sample; above 0 is good.
    median_logit: Optional[float]
    #: Share of splits whose choice loses out of sample.
    loss_share: Optional[float]
    #: Splits made.
    split_count: int
    #: Years of data below which the Sharpe ratio of the choice is what noise gives to so many trials.
    minimum_backtest_years: Optional[float]
    #: Years of data used.
    backtest_years: float


@dataclass(frozen=True)
class SensitivityRow:
    """A value of a parameter and what it gave."""

    #: The value.
    value: str
    #: Value of the target metric; absent where undefined.
    score: Optional[float]
    #: Annualised Sharpe ratio.
    sharpe_ratio: Optional[float]
    #: Money made over the initial capital.
    total_return_fraction: float
    #: Deepest fall from a peak, at most 0.
    max_drawdown_fraction: float
    #: Trades with a profit over all trades; absent without trades.
    win_rate_fraction: Optional[float]
    #: Closed trades.
    trade_count: int


@dataclass(frozen=True)
class ParameterSensitivity:
    """One varied parameter alone."""

    #: The parameter.
    parameter: str
    #: By value, ascending.
    rows: Tuple[SensitivityRow, ...]


@dataclass(frozen=True)
class Sweep:
    """A parameter sweep."""

    #: Assigned by the server.
    id: str
    #: What runs.
    spec: SweepSpec
    #: Where it stands.
    state: str
    #: Operation that works on it, or did last.
    operation_id: str
    #: Combinations the strategy accepts.
    combination_count: int
    #: Combinations the strategy refuses, such as a fast average that is not faster.
    skipped_count: int
    #: Combinations fit to be chosen; 0 until FINISHED.
    valid_count: int
    #: The best one; unset until FINISHED, and where none is valid.
    best: Optional[SweepTrial]
    #: How much of the best result the search itself explains; unset until FINISHED.
    overfitting: Optional[OverfittingReport]
    #: Each varied parameter alone, the others as in the best combination; empty where there is none.
    sensitivities: Tuple[ParameterSensitivity, ...]
    #: What to know before using it.
    warnings: Tuple[str, ...]
    #: Where it comes from.
    lineage: Lineage
    #: True when any of its data was simulated.
    simulated: bool
    #: Accepted.
    create_time: datetime
    #: Finished; unset before.
    finish_time: Optional[datetime]
    #: Rungs of a halving in order; empty for other methods and until FINISHED.
    rungs: Tuple[HalvingRung, ...]
    #: Combinations whose trading the drawdown guard (max_drawdown_fraction) halted, after which they stayed flat; 0 until FINISHED.
    halted_count: int
    #: When the first bar that is traded became known; None in sweeps kept before there was this field.
    first_time: Optional[datetime]
    #: When the last one did.
    last_time: Optional[datetime]


@dataclass(frozen=True)
class HeatMap:
    """Scores over two parameters, the others as in the best combination."""

    #: Parameter along the columns.
    column_parameter: str
    #: Its values.
    column_values: Tuple[str, ...]
    #: Parameter along the rows.
    row_parameter: str
    #: Its values.
    row_values: Tuple[str, ...]
    #: Row by row, column_values long each; NaN where a combination was refused, not drawn, or has no score.
    scores: Tuple[float, ...]


@dataclass(frozen=True)
class WalkForwardSpec:
    """What a walk-forward optimisation runs."""

    #: Required. The axes are a grid; min_trades is for all bars and shrinks with the length of a fold.
    search: Optional[SearchSpec]
    #: Folds, 1 to 1000. 0: 5.
    fold_count: int = 0
    #: Share of in-sample bars in a fold, in (0, 1). Unset: 0.7.
    in_sample_fraction: Optional[float] = None
    #: True: every fold chooses on everything before it.
    anchored: bool = False
    #: Windows of fixed lengths in place of fold_count and in_sample_fraction. Unset: those of the named configuration.
    windows: Optional[WalkForwardWindows] = None
    #: When the change of parameters is taken over. Unset: that of the named configuration, or none.
    acceptance: Optional[AcceptanceRule] = None


@dataclass(frozen=True)
class WalkForwardFold:
    """A fold: parameters chosen on one stretch of bars and traded on the next. Without a valid combination it stays flat."""

    #: When the first in-sample bar became known.
    in_sample_start_time: datetime
    #: When the first out-of-sample bar became known.
    out_of_sample_start_time: datetime
    #: When the last out-of-sample bar became known.
    out_of_sample_end_time: datetime
    #: In-sample bars.
    in_sample_bar_count: int
    #: Out-of-sample bars.
    out_of_sample_bar_count: int
    #: Combinations fit to be chosen.
    valid_count: int
    #: The choice; empty where there was none.
    parameters: Mapping[str, str]
    #: Score in sample; absent without a choice.
    in_sample_score: Optional[float]
    #: Score out of sample; absent without a choice or where undefined.
    out_of_sample_score: Optional[float]
    #: Performance in sample; unset without a choice.
    in_sample: Optional[PerformanceMetrics]
    #: Performance out of sample; unset without a choice.
    out_of_sample: Optional[PerformanceMetrics]
    #: Combinations whose trading in sample the drawdown guard (max_drawdown_fraction) halted.
    halted_count: int
    #: When the drawdown guard halted the choice out of sample; None when it did not.
    out_of_sample_halt_time: Optional[datetime]


@dataclass(frozen=True)
class WalkForward:
    """A walk-forward optimisation."""

    #: Assigned by the server.
    id: str
    #: What ran.
    spec: WalkForwardSpec
    #: Folds in order of time.
    folds: Tuple[WalkForwardFold, ...]
    #: Performance out of sample: the folds' returns chained, with the trades of all folds.
    metrics: PerformanceMetrics
    #: Parameters most folds chose; empty where no fold chose.
    best_parameters: Mapping[str, str]
    #: Share of folds that chose them; absent where no fold chose.
    parameter_stability: Optional[float]
    #: Mean annualised return out of sample over that in sample; absent where undefined.
    efficiency: Optional[float]
    #: Combinations tried in each fold.
    combination_count: int
    #: Combinations the strategy refuses.
    skipped_count: int
    #: How much of the Sharpe ratio out of sample the search explains.
    overfitting: OverfittingReport
    #: What to know before using it.
    warnings: Tuple[str, ...]
    #: Where it comes from.
    lineage: Lineage
    #: True when any of its data was simulated.
    simulated: bool
    #: Accepted.
    create_time: datetime
    #: Where it stands; what it gave is there when it is FINISHED.
    state: str
    #: Operation that works on it, or did last.
    operation_id: str
    #: Finished; unset before.
    finish_time: Optional[datetime]
    #: Whether the change is taken over; None without a rule.
    verdict: Optional[AcceptanceVerdict]


@dataclass(frozen=True)
class MonteCarloSpec:
    """How a history is drawn again. Unset fields take their default."""

    #: Unset: TRADES.
    source: Optional[str] = None
    #: Paths, 1 to 100000. 0: 1000.
    simulation_count: int = 0
    #: Observations drawn together, at most as many as there are. 0: 5.
    block_size: int = 0
    #: 0: 42.
    seed: int = 0
    #: Drawdown as a fraction from which a path counts as ruined, in (0, 1]. Unset: the drawdown limit of the backtest.
    ruin_drawdown_fraction: Optional[float] = None
    #: Steps of the equity fan after the start, 0 to 1000. Unset: 100.
    fan_steps: Optional[int] = None
    #: `BLOCKS` or `SHUFFLE`. Unset: BLOCKS.
    draw: Optional[str] = None


@dataclass(frozen=True)
class PercentileRange:
    """5th, 50th and 95th percentile."""

    #: 5th percentile.
    low: float
    #: Median.
    median: float
    #: 95th percentile.
    high: float


@dataclass(frozen=True)
class FanStep:
    """Equity of all paths at a step, as percentiles."""

    #: Observations since the start.
    observation: int
    #: 5th percentile.
    percentile_5: float
    #: 25th percentile.
    percentile_25: float
    #: Median.
    median: float
    #: 75th percentile.
    percentile_75: float
    #: 95th percentile.
    percentile_95: float


@dataclass(frozen=True)
class MonteCarloResult:
    """What drawing a history again gave."""

    #: What ran, defaults filled in.
    spec: MonteCarloSpec
    #: Trades or returns drawn from.
    observation_count: int
    #: Total return as a fraction of the initial capital.
    total_return_fraction: PercentileRange
    #: Annual Sharpe ratio, risk-free rate 0; unset where no path has one.
    sharpe_ratio: Optional[PercentileRange]
    #: Deepest fall from a peak or the start, as a positive fraction.
    max_drawdown_fraction: PercentileRange
    #: Share of paths that lose money.
    loss_probability: float
    #: Share of paths that are ruined.
    ruin_probability: float
    #: Annual Sharpe ratio of the history as it was, risk-free rate 0; absent without variation.
    observed_sharpe_ratio: Optional[float]
    #: How often random signs give at least the observed Sharpe ratio; absent where that is.
    sign_flip_p_value: Optional[float]
    #: Equity in money by step, the start included.
    fan: Tuple[FanStep, ...]


@dataclass(frozen=True)
class ParameterJitterSpec:
    """How the neighbourhood of the parameters of a backtest is searched. Unset fields take their default."""

    #: Parameters to move. Empty: all numbers of the strategy that are not 0.
    parameters: Tuple[str, ...] = ()
    #: How far a value may move, as a fraction of itself, in (0, 1]; whole numbers by at least 1. Unset: 0.1.
    jitter_fraction: Optional[float] = None
    #: Neighbours to draw, 1 to 1000; fewer where there are fewer. 0: 50.
    sample_count: int = 0
    #: 0: 42.
    seed: int = 0
    #: What a neighbour is scored by. Unset: the defaults.
    selection: Optional[SelectionRule] = None


@dataclass(frozen=True)
class ParameterJitterResult:
    """How the neighbours of the parameters of a backtest do."""

    #: What ran, defaults filled in.
    spec: ParameterJitterSpec
    #: Score of the parameters as they are; absent where undefined.
    base_score: Optional[float]
    #: Neighbours in the order they were drawn, different from each other and from the parameters as they are.
    neighbours: Tuple[SweepTrial, ...]
    #: Draws the strategy refuses by a rule between parameters.
    skipped_count: int
    #: Share of neighbours with a score above 0; one without a score has none.
    positive_share: float
    #: Share of neighbours with a better score than the parameters as they are: near 0 is a lonely peak.
    better_share: Optional[float]
    #: Scores of the neighbours that have one; unset where none has.
    score: Optional[PercentileRange]
    #: Least score.
    least_score: Optional[float]
    #: Largest score.
    largest_score: Optional[float]
    #: Standard deviation of the scores.
    score_deviation: Optional[float]


@dataclass(frozen=True)
class BacktestComparison:
    """A backtest among others."""

    #: The backtest.
    backtest_id: str
    #: Strategy with parameters; equal names are numbered: `ma_crossover(fast=10) #2`.
    name: str
    #: How it did.
    metrics: PerformanceMetrics
    #: What trading cost.
    costs: TradingCosts
    #: True when any of its data was simulated.
    simulated: bool
