"""Searches over parameters, walk-forward optimisation, and looks at stored backtests."""

from __future__ import annotations

from typing import Iterator, Mapping, Optional, Sequence, Tuple

from . import pb
from .connection import new_request_id
from .portfolio import Member, StrategyLike, member_messages, strategy_message
from .records import (
    AcceptanceRule,
    BacktestComparison,
    HeatMap,
    MonteCarloResult,
    MonteCarloSpec,
    ParameterAxis,
    ParameterJitterResult,
    ParameterJitterSpec,
    SelectionRule,
    Sweep,
    SweepTrial,
    TradingSettings,
    WalkForward,
    WalkForwardWindows,
)
from .records.mapping import enum_number, read, write
from .research_calls import Progress, ResearchCalls
from .resume import read_stream
from .table import ColumnTable
from .times import TimeLike, to_interval

_PAGE_SIZE = 1000
_METHOD = pb.SweepSpec.DESCRIPTOR.fields_by_name["method"].enum_type


class SearchCalls(ResearchCalls):
    """Calls of the backtest service that try many parameters or look at stored results."""

    def sweep(
        self,
        strategy: StrategyLike,
        members: Sequence[Member] = (),
        axes: Optional[Mapping[str, object]] = None,
        start: Optional[TimeLike] = None,
        end: Optional[TimeLike] = None,
        *,
        method: Optional[str] = None,
        samples: Optional[int] = None,
        seed: int = 0,
        halving_factor: int = 0,
        minimum_bar_fraction: Optional[float] = None,
        parameters: Optional[Mapping[str, object]] = None,
        settings: Optional[TradingSettings] = None,
        selection: Optional[SelectionRule] = None,
        risk_free_rate: Optional[float] = None,
        progress: Optional[Progress] = None,
        timeout: Optional[float] = None,
        request_id: Optional[str] = None,
    ) -> Sweep:
        """Tries combinations of parameters, waits for them and returns the sweep with what its best is worth.

        ``axes`` maps a parameter to its values, a ``range``, or a ``ParameterAxis``. ``samples`` draws that many combinations
        instead of trying all. ``method="halving"`` tries them on the first bars (at least ``minimum_bar_fraction``) and shows the best one in
        ``halving_factor`` so many times more, until the last ones have seen all; ``sweep.rungs`` says how many were dropped where. Look at ``sweep.overfitting`` before ``sweep.best``. ``progress`` and ``timeout`` as in ``train``.
        """
        spec = pb.SweepSpec(
            search=_search(strategy, members, axes, start, end, parameters, settings, selection, risk_free_rate),
            method=enum_number(_METHOD, method or ("grid" if samples is None else "random")),
            sample_count=samples or 0,
            seed=seed,
            halving_factor=halving_factor,
            minimum_bar_fraction=minimum_bar_fraction,
        )
        request = pb.RunSweepRequest(request_id=request_id or new_request_id(), spec=spec)
        started = self._call(self.backtests.RunSweep, request).operation
        return self.get_sweep(self.wait(started.id, progress=progress, timeout=timeout).result_id)

    def resume_sweep(
        self,
        sweep_id: str,
        *,
        progress: Optional[Progress] = None,
        timeout: Optional[float] = None,
        request_id: Optional[str] = None,
    ) -> Sweep:
        """Goes on with an interrupted sweep, without the combinations that are done, and returns it."""
        request = pb.ResumeSweepRequest(request_id=request_id or new_request_id(), sweep_id=sweep_id)
        started = self._call(self.backtests.ResumeSweep, request).operation
        return self.get_sweep(self.wait(started.id, progress=progress, timeout=timeout).result_id)

    def get_sweep(self, sweep_id: str) -> Sweep:
        """Returns a sweep as it is now."""
        return read(Sweep, self._call(self.backtests.GetSweep, pb.GetSweepRequest(sweep_id=sweep_id)).sweep)

    def sweep_heat_map(self, sweep_id: str, columns: str, rows: str) -> Optional[HeatMap]:
        """Returns the scores over two parameters, the others as in the best combination; ``None`` where there is no best."""
        request = pb.GetSweepRequest(sweep_id=sweep_id, heat_map_columns=columns, heat_map_rows=rows)
        response = self._call(self.backtests.GetSweep, request)
        return read(HeatMap, response.heat_map) if response.HasField("heat_map") else None

    def list_sweeps(self) -> Iterator[Sweep]:
        """Yields sweeps, newest first."""
        for message in self._pages(self.backtests.ListSweeps, pb.ListSweepsRequest(), "sweeps"):
            yield read(Sweep, message)

    def sweep_trials(self, sweep_id: str, *, best_first: bool = False) -> Iterator[SweepTrial]:
        """Yields the finished combinations in their order, or the best first."""
        request = pb.ListSweepTrialsRequest(sweep_id=sweep_id, best_first=best_first, page_size=_PAGE_SIZE)
        for message in self._pages(self.backtests.ListSweepTrials, request, "trials"):
            yield read(SweepTrial, message)

    def walk_forward(
        self,
        strategy: StrategyLike,
        members: Sequence[Member] = (),
        axes: Optional[Mapping[str, object]] = None,
        start: Optional[TimeLike] = None,
        end: Optional[TimeLike] = None,
        *,
        folds: int = 0,
        in_sample_fraction: Optional[float] = None,
        anchored: bool = False,
        windows: Optional[WalkForwardWindows] = None,
        acceptance: Optional[AcceptanceRule] = None,
        parameters: Optional[Mapping[str, object]] = None,
        settings: Optional[TradingSettings] = None,
        selection: Optional[SelectionRule] = None,
        risk_free_rate: Optional[float] = None,
        progress: Optional[Progress] = None,
        timeout: Optional[float] = None,
        request_id: Optional[str] = None,
    ) -> WalkForward:
        """Chooses parameters fold by fold and trades them on the bars that follow. ``axes`` as in ``sweep``.

        With ``acceptance`` the result has a ``verdict``: whether the choices beat the parameters as they are, and why.
        """
        spec = pb.WalkForwardSpec(
            search=_search(strategy, members, axes, start, end, parameters, settings, selection, risk_free_rate),
            fold_count=folds,
            in_sample_fraction=in_sample_fraction,
            anchored=anchored,
            windows=None if windows is None else write(windows, pb.WalkForwardWindows()),
            acceptance=None if acceptance is None else write(acceptance, pb.AcceptanceRule()),
        )
        request = pb.RunWalkForwardRequest(request_id=request_id or new_request_id(), spec=spec)
        started = self._call(self.backtests.RunWalkForward, request).operation
        return self.get_walk_forward(self.wait(started.id, progress=progress, timeout=timeout).result_id)

    def resume_walk_forward(
        self,
        walk_forward_id: str,
        *,
        progress: Optional[Progress] = None,
        timeout: Optional[float] = None,
        request_id: Optional[str] = None,
    ) -> WalkForward:
        """Goes on with an interrupted walk-forward optimisation, without the backtests that are done, and returns it."""
        request = pb.ResumeWalkForwardRequest(request_id=request_id or new_request_id(), walk_forward_id=walk_forward_id)
        started = self._call(self.backtests.ResumeWalkForward, request).operation
        return self.get_walk_forward(self.wait(started.id, progress=progress, timeout=timeout).result_id)

    def get_walk_forward(self, walk_forward_id: str) -> WalkForward:
        """Returns a walk-forward optimisation as it is now."""
        request = pb.GetWalkForwardRequest(walk_forward_id=walk_forward_id)
        return read(WalkForward, self._call(self.backtests.GetWalkForward, request).walk_forward)

    def list_walk_forwards(self) -> Iterator[WalkForward]:
        """Yields walk-forward optimisations, newest first."""
        for message in self._pages(self.backtests.ListWalkForwards, pb.ListWalkForwardsRequest(), "walk_forwards"):
            yield read(WalkForward, message)

    def walk_forward_equity(self, walk_forward_id: str) -> ColumnTable:
        """Reads the column ``equity`` (money) out of sample, the folds' returns chained, and with a verdict ``baseline_equity``."""
        call = self.backtests.ReadWalkForwardEquity(pb.ReadWalkForwardEquityRequest(walk_forward_id=walk_forward_id))
        return ColumnTable.from_blocks(message.block for message in read_stream(call))

    def walk_forward_report(self, walk_forward_id: str) -> str:
        """Writes a finished walk-forward optimisation up as one HTML page, with its verdict."""
        request = pb.GetWalkForwardReportRequest(walk_forward_id=walk_forward_id)
        return self._call_without_deadline(self.backtests.GetWalkForwardReport, request).content

    def monte_carlo(self, backtest_id: str, spec: Optional[MonteCarloSpec] = None) -> MonteCarloResult:
        """Draws the trades or returns of a stored backtest again, many times. No deadline."""
        request = pb.RunMonteCarloRequest(backtest_id=backtest_id, spec=_monte_carlo(spec))
        return read(MonteCarloResult, self._call_without_deadline(self.backtests.RunMonteCarlo, request).result)

    def parameter_jitter(self, backtest_id: str, spec: Optional[ParameterJitterSpec] = None) -> ParameterJitterResult:
        """Runs a stored backtest again with its parameters moved a little, many times, and says how its neighbours do. No deadline."""
        message = None if spec is None else write(spec, pb.ParameterJitterSpec())
        request = pb.RunParameterJitterRequest(backtest_id=backtest_id, spec=message)
        return read(ParameterJitterResult, self._call_without_deadline(self.backtests.RunParameterJitter, request).result)

    def compare_backtests(self, backtest_ids: Sequence[str]) -> Tuple[BacktestComparison, ...]:
        """Puts stored backtests side by side, the highest Sharpe ratio first."""
        request = pb.CompareBacktestsRequest(backtest_ids=backtest_ids)
        response = self._call(self.backtests.CompareBacktests, request)
        return tuple(read(BacktestComparison, message) for message in response.comparisons)

    def comparison_report(self, backtest_ids: Sequence[str]) -> str:
        """Writes stored backtests up side by side as one HTML page, the highest Sharpe ratio first."""
        request = pb.GetComparisonReportRequest(backtest_ids=backtest_ids)
        return self._call_without_deadline(self.backtests.GetComparisonReport, request).content

    def sweep_report(self, sweep_id: str) -> str:
        """Writes a sweep up as one HTML page, with the scores by parameter and by pairs of up to three."""
        return self._call_without_deadline(self.backtests.GetSweepReport, pb.GetSweepReportRequest(sweep_id=sweep_id)).content

    def backtest_report(
        self, backtest_id: str, format: str = "html", *, monte_carlo: Optional[MonteCarloSpec] = None
    ) -> str:
        """Writes a stored backtest up as one HTML page that opens anywhere, or as ``"text"``."""
        number = enum_number(pb.GetBacktestReportRequest.DESCRIPTOR.fields_by_name["format"].enum_type, format)
        request = pb.GetBacktestReportRequest(backtest_id=backtest_id, format=number, monte_carlo=_monte_carlo(monte_carlo))
        return self._call_without_deadline(self.backtests.GetBacktestReport, request).content


def _search(
    strategy: StrategyLike,
    members: Sequence[Member],
    axes: Optional[Mapping[str, object]],
    start: Optional[TimeLike],
    end: Optional[TimeLike],
    parameters: Optional[Mapping[str, object]],
    settings: Optional[TradingSettings],
    selection: Optional[SelectionRule],
    risk_free_rate: Optional[float],
) -> pb.SearchSpec:
    return pb.SearchSpec(
        strategy=strategy_message(strategy, parameters),
        members=member_messages(members),
        interval=to_interval(start, end),
        settings=None if settings is None else write(settings, pb.TradingSettings()),
        risk_free_rate=risk_free_rate,
        axes=[_axis(name, values) for name, values in (axes or {}).items()],
        selection=None if selection is None else write(selection, pb.SelectionRule()),
    )


def _axis(name: str, values: object) -> pb.ParameterAxis:
    if isinstance(values, ParameterAxis):
        return write(values, pb.ParameterAxis())
    # A range is written out: its end is outside in Python and inside on the wire.
    return pb.ParameterAxis(name=name, values=[str(value) for value in values])  # type: ignore[attr-defined]


def _monte_carlo(spec: Optional[MonteCarloSpec]) -> Optional[pb.MonteCarloSpec]:
    return None if spec is None else write(spec, pb.MonteCarloSpec())
