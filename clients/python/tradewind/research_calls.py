"""Features, models, signals over history, backtests and the operations behind them."""

from __future__ import annotations

import time
from typing import Any, Callable, Dict, Iterator, Mapping, Optional, Sequence, Tuple, Union

import grpc

from . import pb
from .connection import Connection, new_request_id
from .errors import TradewindError
from .market_calls import read_report_and_table
from .portfolio import Member, PortfolioLike, StrategyLike, member_messages, portfolio_message, strategy_message
from .records import (
    Backtest,
    BacktestVerification,
    ContractRollRule,
    FeatureAudit,
    FeatureDescription,
    FeatureReport,
    FeatureSetSpec,
    Fill,
    FundingSource,
    Model,
    ModelType,
    NamedFeatureSet,
    Operation,
    Order,
    OutOfSamplePrediction,
    Signal,
    Strategy,
    StrategyConfiguration,
    Trade,
    TradingSettings,
    TrainingSpec,
)
from .records.mapping import read, write
from .remote import RemoteStrategy, Requests, lots, read_step
from .resume import read_stream
from .table import ColumnTable
from .times import TimeLike, to_interval

Progress = Callable[[Operation], None]

#: A feature set, the name of one, or None for the server's defaults.
FeatureSetLike = Union[FeatureSetSpec, str, None]

_PAGE_SIZE = 1000
_FINAL_STATES = ("SUCCEEDED", "FAILED", "CANCELLED")


class ResearchCalls(Connection):
    """Calls of the feature, training, signal, backtest and operation services that concern history."""

    def feature_catalogue(self) -> Iterator[FeatureDescription]:
        """Yields every feature with its formula, warm-up and needs."""
        request = pb.ListFeaturesRequest(page_size=_PAGE_SIZE)
        for message in self._pages(self.features.ListFeatures, request, "features"):
            yield read(FeatureDescription, message)

    def feature_sets(self) -> Iterator[NamedFeatureSet]:
        """Yields the server's named feature sets."""
        for message in self._pages(self.features.ListFeatureSets, pb.ListFeatureSetsRequest(page_size=_PAGE_SIZE), "feature_sets"):
            yield read(NamedFeatureSet, message)

    def feature_set(self, name: str) -> NamedFeatureSet:
        """Returns a named feature set."""
        return read(NamedFeatureSet, self._call(self.features.GetFeatureSet, pb.GetFeatureSetRequest(name=name)).feature_set)

    def compute_features(
        self,
        portfolio: PortfolioLike,
        feature_set: FeatureSetLike = None,
        *,
        complete_rows_only: bool = False,
        max_missing_share: Optional[float] = None,
        max_correlation: Optional[float] = None,
        max_threads: int = 0,
    ) -> Tuple[FeatureReport, ColumnTable]:
        """Computes a feature set (or the name of one), by default the server's. Returns the report and the columns, raw ones first.

        ``max_missing_share`` leaves out features that are missing on more of the rows, ``max_correlation`` (usual: 0.95) those that nearly
        equal another one; both judge by all rows, so train on the full set instead. ``max_threads`` bounds the threads; 0: the server decides.
        """
        request = pb.ComputeFeaturesRequest(
            portfolio=portfolio_message(portfolio),
            **feature_set_fields(feature_set),
            complete_rows_only=complete_rows_only,
            max_missing_share=max_missing_share,
            max_correlation=max_correlation,
            max_threads=max_threads,
        )
        row_count = "complete_row_count" if complete_rows_only else "row_count"
        report, table = read_report_and_table(self.features.ComputeFeatures(request), row_count)
        return read(FeatureReport, report), table

    def audit_features(
        self,
        portfolio: PortfolioLike,
        feature_set: FeatureSetLike = None,
        *,
        cut_count: Optional[int] = None,
        seed: int = 0,
    ) -> FeatureAudit:
        """Recomputes a feature set on truncated data and on changed futures and reports every value that differs. No deadline."""
        request = pb.AuditFeatureSetRequest(
            portfolio=portfolio_message(portfolio), cut_count=cut_count, seed=seed, **feature_set_fields(feature_set)
        )
        return read(FeatureAudit, self._call_without_deadline(self.features.AuditFeatureSet, request))

    def train(
        self,
        portfolio: PortfolioLike,
        training: TrainingSpec,
        feature_set: FeatureSetLike = None,
        *,
        progress: Optional[Progress] = None,
        timeout: Optional[float] = None,
        request_id: Optional[str] = None,
    ) -> Model:
        """Trains and validates a model, waits for it and returns it.

        ``progress`` gets the operation at each change. ``timeout`` in seconds limits the wait, not the training: after the error
        ``DEADLINE_EXCEEDED`` the operation goes on, and the same ``request_id`` finds it again.
        """
        request = pb.TrainModelRequest(
            request_id=request_id or new_request_id(),
            portfolio=portfolio_message(portfolio),
            **feature_set_fields(feature_set),
            training=write(training, pb.TrainingSpec()),
        )
        started = self._call(self.training.TrainModel, request).operation
        return self.model(self.wait(started.id, progress=progress, timeout=timeout).result_id)

    def model(self, model_id: str) -> Model:
        """Returns a trained model with its validation."""
        return read(Model, self._call(self.training.GetModel, pb.GetModelRequest(model_id=model_id)).model)

    def models(self) -> Iterator[Model]:
        """Yields models, newest first."""
        for message in self._pages(self.training.ListModels, pb.ListModelsRequest(), "models"):
            yield read(Model, message)

    def model_types(self) -> Iterator[ModelType]:
        """Yields the kinds of models with their parameters."""
        for message in self._pages(self.training.ListModelTypes, pb.ListModelTypesRequest(), "model_types"):
            yield read(ModelType, message)

    def predictions(self, model_id: str, horizon: int = 0) -> Iterator[OutOfSamplePrediction]:
        """Yields the out-of-sample predictions of the walk-forward validation; horizon 0 is the first of the model."""
        request = pb.ListPredictionsRequest(model_id=model_id, horizon=horizon, page_size=_PAGE_SIZE)
        for message in self._pages(self.training.ListPredictions, request, "predictions"):
            yield read(OutOfSamplePrediction, message)

    def predict(self, model_id: str, features: Mapping[str, float], horizon: int = 0) -> float:
        """Predicts the label from the value of every feature of the model, in the units of its target mode."""
        request = pb.PredictRequest(model_id=model_id, horizon=horizon, features=features)
        return self._call(self.training.Predict, request).predicted

    def strategies(self) -> Iterator[Strategy]:
        """Yields strategies with their parameters."""
        for message in self._pages(self.signals.ListStrategies, pb.ListStrategiesRequest(), "strategies"):
            yield read(Strategy, message)

    def strategy_configurations(self) -> Iterator[StrategyConfiguration]:
        """Yields the named strategies of the server. Run one with ``StrategySpec(configuration=name)`` and no members."""
        request = pb.ListStrategyConfigurationsRequest(page_size=_PAGE_SIZE)
        for message in self._pages(self.named_strategies.ListStrategyConfigurations, request, "strategy_configurations"):
            yield read(StrategyConfiguration, message)

    def strategy_configuration(self, name: str) -> StrategyConfiguration:
        """Returns a named strategy."""
        request = pb.GetStrategyConfigurationRequest(name=name)
        return read(StrategyConfiguration, self._call(self.named_strategies.GetStrategyConfiguration, request).strategy_configuration)

    def generate_signals(
        self,
        strategy: StrategyLike,
        members: Sequence[Member],
        start: Optional[TimeLike] = None,
        end: Optional[TimeLike] = None,
        parameters: Optional[Mapping[str, object]] = None,
    ) -> Iterator[Signal]:
        """Yields every signal of a strategy over history, each made with what was known at its time."""
        request = pb.GenerateSignalsRequest(
            strategy=strategy_message(strategy, parameters), members=member_messages(members), interval=to_interval(start, end)
        )
        for message in read_stream(self.signals.GenerateSignals(request)):
            yield read(Signal, message.signal)

    def backtest(
        self,
        strategy: StrategyLike,
        members: Sequence[Member] = (),
        start: Optional[TimeLike] = None,
        end: Optional[TimeLike] = None,
        *,
        parameters: Optional[Mapping[str, object]] = None,
        settings: Optional[TradingSettings] = None,
        risk_free_rate: Optional[float] = None,
        intrabar_envelope: bool = False,
        fx_members: Sequence[Member] = (),
        roll_rules: Sequence[ContractRollRule] = (),
        funding: Sequence[FundingSource] = (),
        execution_members: Sequence[Member] = (),
        benchmark: Optional[Member] = None,
        progress: Optional[Progress] = None,
        timeout: Optional[float] = None,
        request_id: Optional[str] = None,
    ) -> Backtest:
        """Runs a strategy over history, waits for it and returns it. ``progress`` and ``timeout`` as in ``train``.

        With ``intrabar_envelope`` it is run under every assumption about the inside of bars: ``intrabar_outcomes`` says how far apart
        they are. ``fx_members`` are the exchange rates of an account in ``settings.account_currency``; ``roll_rules`` roll generic
        futures by their contracts; ``funding`` says where a perpetual's rates are stored. ``execution_members`` fill the
        orders of their instruments: finer bars than those of ``members``, or prints of trades (timeframe ``tick``). ``metrics.benchmark``
        compares it with a ``benchmark``.
        """
        spec = pb.BacktestSpec(
            strategy=strategy_message(strategy, parameters),
            members=member_messages(members),
            interval=to_interval(start, end),
            settings=None if settings is None else write(settings, pb.TradingSettings()),
            risk_free_rate=risk_free_rate,
            intrabar_envelope=intrabar_envelope,
            fx_members=member_messages(fx_members),
            roll_rules=[write(rule, pb.ContractRollRule()) for rule in roll_rules],
            funding=[write(source, pb.FundingSource()) for source in funding],
            execution_members=member_messages(execution_members),
            benchmark=None if benchmark is None else member_messages([benchmark])[0],
        )
        request = pb.RunBacktestRequest(request_id=request_id or new_request_id(), spec=spec)
        started = self._call(self.backtests.RunBacktest, request).operation
        return self.get_backtest(self.wait(started.id, progress=progress, timeout=timeout).result_id)

    def remote_backtest(
        self,
        strategy: RemoteStrategy,
        members: Sequence[Member],
        start: Optional[TimeLike] = None,
        end: Optional[TimeLike] = None,
        *,
        settings: Optional[TradingSettings] = None,
        risk_free_rate: Optional[float] = None,
        batch_size: int = 1,
        step_deadline: float = 60,
    ) -> Backtest:
        """Backtests a strategy that runs here and returns the stored result.

        The server shows ``batch_size`` market times at once; ``strategy.on_bars`` decides at the last of them. An exception in it ends
        the run. ``step_deadline``: seconds it may take.
        """
        requests = Requests()
        requests.put(
            start=pb.RemoteStrategyStart(
                name=strategy.name,
                code_version=strategy.code_version,
                parameters={name: str(value) for name, value in strategy.parameters.items()},
                members=member_messages(members),
                interval=to_interval(start, end),
                settings=None if settings is None else write(settings, pb.TradingSettings()),
                risk_free_rate=risk_free_rate,
                batch_size=batch_size,
                step_deadline_seconds=step_deadline,
            )
        )
        call = self.named_strategies.RunRemoteBacktest(iter(requests))
        try:
            for message in read_stream(call):
                case = message.WhichOneof("message")
                if case == "begun":
                    strategy.on_start(lots(message.begun), tuple(message.begun.fields))
                elif case == "step":
                    decisions = strategy.on_bars(read_step(message.step))
                    requests.put(answer=pb.RemoteAnswer(step=message.step.step, decisions=decisions or ()))
                elif case == "backtest":
                    return read(Backtest, message.backtest)
            raise TradewindError(grpc.StatusCode.UNKNOWN, "The server ended the call without a result.")
        finally:
            requests.close()
            call.cancel()

    def get_backtest(self, backtest_id: str) -> Backtest:
        """Returns a finished backtest."""
        request = pb.GetBacktestRequest(backtest_id=backtest_id)
        return read(Backtest, self._call(self.backtests.GetBacktest, request).backtest)

    def list_backtests(self) -> Iterator[Backtest]:
        """Yields finished backtests, newest first."""
        for message in self._pages(self.backtests.ListBacktests, pb.ListBacktestsRequest(), "backtests"):
            yield read(Backtest, message)

    def backtest_trades(self, backtest_id: str) -> Iterator[Trade]:
        """Yields the round trips in order of the exit."""
        request = pb.ListBacktestTradesRequest(backtest_id=backtest_id, page_size=_PAGE_SIZE)
        for message in self._pages(self.backtests.ListBacktestTrades, request, "trades"):
            yield read(Trade, message)

    def backtest_fills(self, backtest_id: str) -> Iterator[Fill]:
        """Yields the fills in order."""
        request = pb.ListBacktestFillsRequest(backtest_id=backtest_id, page_size=_PAGE_SIZE)
        for message in self._pages(self.backtests.ListBacktestFills, request, "fills"):
            yield read(Fill, message)

    def backtest_orders(self, backtest_id: str) -> Iterator[Order]:
        """Yields the orders by number, each as it was last."""
        request = pb.ListBacktestOrdersRequest(backtest_id=backtest_id, page_size=_PAGE_SIZE)
        for message in self._pages(self.backtests.ListBacktestOrders, request, "orders"):
            yield read(Order, message)

    def backtest_signals(self, backtest_id: str) -> Iterator[Signal]:
        """Yields the signals in order."""
        request = pb.ListBacktestSignalsRequest(backtest_id=backtest_id, page_size=_PAGE_SIZE)
        for message in self._pages(self.backtests.ListBacktestSignals, request, "signals"):
            yield read(Signal, message)

    def backtest_equity(self, backtest_id: str) -> ColumnTable:
        """Reads the columns ``equity`` (money) and ``drawdown`` (fraction of the peak, at most 0), and of the positions over equity
        ``long_exposure``, ``short_exposure``, ``net_exposure`` and ``gross_exposure``."""
        call = self.backtests.ReadBacktestEquity(pb.ReadBacktestEquityRequest(backtest_id=backtest_id))
        return ColumnTable.from_blocks(message.block for message in read_stream(call))

    def backtest_days(self, backtest_id: str) -> ColumnTable:
        """Reads what a portfolio of buckets held and risked on each day: ``gross``, ``beta``, ``momentum_profit``, ..."""
        call = self.backtests.ReadBacktestDays(pb.ReadBacktestDaysRequest(backtest_id=backtest_id))
        return ColumnTable.from_blocks(message.block for message in read_stream(call))

    def verify_backtest(self, backtest_id: str) -> BacktestVerification:
        """Runs a stored backtest again and says whether the result is identical. No deadline."""
        request = pb.VerifyBacktestRequest(backtest_id=backtest_id)
        return read(BacktestVerification, self._call_without_deadline(self.backtests.VerifyBacktest, request))

    def wait(self, operation_id: str, *, progress: Optional[Progress] = None, timeout: Optional[float] = None) -> Operation:
        """Waits until an operation has succeeded, across dropped connections, and returns it.

        Raises the operation's own error when it fails, ``CANCELLED`` when it is cancelled, ``DEADLINE_EXCEEDED`` when ``timeout``
        seconds pass before; the operation goes on then.
        """
        deadline = None if timeout is None else time.monotonic() + timeout
        request = pb.WatchOperationRequest(operation_id=operation_id)
        failures = 0
        while True:
            remaining = None if deadline is None else max(0.0, deadline - time.monotonic())
            try:
                for message in read_stream(self.operations.WatchOperation(request, timeout=remaining)):
                    failures = 0
                    operation = read(Operation, message.operation)
                    if progress is not None and not message.heartbeat:
                        progress(operation)
                    if operation.state in _FINAL_STATES:
                        return _succeeded(operation)
                raise TradewindError(grpc.StatusCode.INTERNAL, f"The server stopped reporting on {operation_id} before its end.")
            except TradewindError as error:
                failures += 1
                if error.code is not grpc.StatusCode.UNAVAILABLE or failures >= self._backoff.attempts:
                    raise
            self._backoff.wait(failures)

    def operation(self, operation_id: str) -> Operation:
        """Returns an operation as it is now."""
        request = pb.GetOperationRequest(operation_id=operation_id)
        return read(Operation, self._call(self.operations.GetOperation, request).operation)

    def cancel_operation(self, operation_id: str, *, request_id: Optional[str] = None) -> Operation:
        """Asks a running operation to stop."""
        request = pb.CancelOperationRequest(request_id=request_id or new_request_id(), operation_id=operation_id)
        return read(Operation, self._call(self.operations.CancelOperation, request).operation)


def _succeeded(operation: Operation) -> Operation:
    if operation.state == "SUCCEEDED":
        return operation
    if operation.error is not None:
        raise operation.error
    code = grpc.StatusCode.CANCELLED if operation.state == "CANCELLED" else grpc.StatusCode.UNKNOWN
    raise TradewindError(code, f"Operation {operation.id} ended as {operation.state}.")


def feature_set_fields(feature_set: FeatureSetLike) -> Dict[str, Any]:
    """Fields of a request that take a feature set by value or by name."""
    if feature_set is None:
        return {}
    if isinstance(feature_set, str):
        return {"feature_set_name": feature_set}
    return {"feature_set": write(feature_set, pb.FeatureSetSpec())}
