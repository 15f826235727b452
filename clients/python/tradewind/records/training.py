"""Models, their validation, and long-running operations."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Mapping, Optional, Tuple

from ..errors import TradewindError
from .features import FeatureSetSpec, Lineage
from .inputs import PortfolioSpec


@dataclass(frozen=True)
class TrainingSpec:
    """What to learn."""

    #: Required. Raw column to forecast, e.g. ``BTC_USD_close``.
    target_column: str
    #: Rows ahead, at least 1. Empty: 5.
    horizons: Tuple[int, ...] = ()
    #: Unset: RETURN for price targets, CHANGE for others.
    target_mode: Optional[str] = None
    #: Key of the model: ``XGBoost``, ``Ridge``, ``Linear``, ``RandomWalk``. Empty: ``XGBoost``.
    model_type: str = ""
    #: Parameters of the model by name, e.g. ``n_estimators``. Unset ones take their default; unknown ones are an error.
    model_parameters: Mapping[str, float] = field(default_factory=dict)
    #: Walk-forward folds, 2 to 50. Unset: 5.
    folds: Optional[int] = None
    #: Rows of a rolling training window. Unset: expanding.
    rolling_window: Optional[int] = None
    #: Lags of the target added as features, each at least 1.
    target_lags: Tuple[int, ...] = ()
    #: Features correlated beyond this with an earlier one are left out, judged on the training rows of each fold. Unset: 0.95; 1
    #: keeps all.
    max_feature_correlation: Optional[float] = None
    #: Unset: 42.
    seed: Optional[int] = None


@dataclass(frozen=True)
class Operation:
    """A piece of long-running work."""

    #: Assigned by the server.
    id: str
    #: What runs: ``training``, ``backtest``.
    kind: str
    #: Where it stands.
    state: str
    #: Share of the work done, in [0, 1].
    progress_fraction: float
    #: What is being done now, for people.
    progress_message: str
    #: Accepted.
    create_time: datetime
    #: Reached a final state; unset before.
    end_time: Optional[datetime]
    #: Id of what it made (a model, a backtest); empty until SUCCEEDED.
    result_id: str
    #: Why it failed or was cancelled; unset otherwise.
    error: Optional[TradewindError]


@dataclass(frozen=True)
class ModelParameter:
    """A parameter of a model."""

    #: Name.
    name: str
    #: What it does.
    description: str
    #: Value when unset.
    default_value: float
    #: Smallest allowed value.
    minimum: float
    #: Largest allowed value.
    maximum: float


@dataclass(frozen=True)
class ModelType:
    """A kind of model."""

    #: Key for TrainingSpec.
    key: str
    #: What it is.
    description: str
    #: Parameters.
    parameters: Tuple[ModelParameter, ...]


@dataclass(frozen=True)
class FoldResult:
    """One fold."""

    #: From 1.
    fold: int
    #: Training rows after the purge.
    train_row_count: int
    #: Test rows.
    test_row_count: int
    #: Label of the last training row.
    train_end_time: datetime
    #: Label of the first test row.
    test_start_time: datetime
    #: Label of the last test row.
    test_end_time: datetime
    #: Root mean squared error.
    rmse: float
    #: The same for the random walk.
    random_walk_rmse: float
    #: Mean absolute error.
    mae: float
    #: 1 - rmse / random_walk_rmse; absent when undefined.
    skill: Optional[float]
    #: Share of rows with the right sign; absent when undefined.
    directional_accuracy: Optional[float]


@dataclass(frozen=True)
class WalkForwardReport:
    """Validation on rows the model had not seen, against a random walk. Negative skill is shown as it is."""

    #: Folds in time order.
    folds: Tuple[FoldResult, ...]
    #: Mean over the folds of the root mean squared error, in units of the label.
    rmse: float
    #: The same for the random walk (no change).
    random_walk_rmse: float
    #: 1 - rmse / random_walk_rmse. Absent when the random walk is perfect. Below 0: worse than no model.
    skill: Optional[float]
    #: Share of rows with the right sign; rows without change are left out. Absent without such rows.
    directional_accuracy: Optional[float]
    #: Mean over the folds of the mean absolute error.
    mae: float
    #: Mean over the folds of R squared; absent where undefined.
    r_squared: Optional[float]
    #: ``beats naive`` or ``NO SKILL vs random walk``.
    verdict: str
    #: Out-of-sample predictions.
    prediction_count: int


@dataclass(frozen=True)
class FeatureImportance:
    """Weight of a feature in a model."""

    #: Column name.
    feature: str
    #: Share of the gain, in [0, 1].
    importance: float
    #: What the catalogue groups the feature under; ``raw`` for a column of the portfolio, ``target_lag`` for an earlier value of the target.
    category: str


@dataclass(frozen=True)
class Forecast:
    """Forecast from the latest row, whose label is not yet known."""

    #: Row it is made from.
    observation_time: datetime
    #: Row it is about: observation plus the horizon on the target's calendar.
    forecast_time: datetime
    #: Target now.
    current_level: float
    #: Forecast label, in the units of the target mode.
    predicted: float
    #: Forecast level of the target.
    predicted_level: float
    #: Lower end of the 80 % band (1.28 walk-forward RMSE) of the level.
    lower_level: float
    #: Upper end of the band.
    upper_level: float


@dataclass(frozen=True)
class HorizonResult:
    """What was found for one horizon."""

    #: Rows ahead.
    horizon: int
    #: Walk-forward validation.
    walk_forward: WalkForwardReport
    #: Gain share of each feature, largest first; sums to 1. From the training rows only.
    importances: Tuple[FeatureImportance, ...]
    #: Forecast from the latest row.
    forecast: Forecast
    #: Rows with a label.
    labelled_row_count: int
    #: Features left out as too correlated or constant in the final fit.
    pruned_features: Tuple[str, ...]


@dataclass(frozen=True)
class Model:
    """A trained model."""

    #: Assigned by the server.
    id: str
    #: Kind of model.
    model_type: str
    #: Raw column forecast.
    target_column: str
    #: What the label measures.
    target_mode: str
    #: Trained.
    create_time: datetime
    #: Feature names, in order.
    features: Tuple[str, ...]
    #: One result a horizon.
    horizons: Tuple[HorizonResult, ...]
    #: What to know before using it.
    warnings: Tuple[str, ...]
    #: Where it comes from.
    lineage: Lineage
    #: True when any of its data was simulated.
    simulated: bool
    #: What it was trained on; None for models of servers that did not keep it.
    training_portfolio: Optional[PortfolioSpec]
    #: Features it was trained on; None for the defaults.
    training_features: Optional[FeatureSetSpec]


@dataclass(frozen=True)
class OutOfSamplePrediction:
    """A prediction for a row the model had not seen."""

    #: Row label.
    time: datetime
    #: Label of the row whose value was forecast.
    label_time: datetime
    #: What came.
    actual: float
    #: What was forecast.
    predicted: float
    #: Fold that made it, from 1.
    fold: int
