"""Loads from other places than files: web services, several venues, Bloomberg by API and workbook; holdings and templates."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any, Callable, Iterator, Mapping, Optional, Sequence, Tuple, Union

from . import pb
from .connection import Connection, new_request_id
from .records import CacheStatistics, HoldingSet, LoadProgress, LoadReport
from .records.mapping import enum_number, read
from .resume import read_stream
from .times import TimeLike, to_interval, to_timestamp

_PAGE_SIZE = 1000
_PROVIDER = pb.OnChainLoad.DESCRIPTOR.fields_by_name["provider"].enum_type
_METHOD = pb.ConsensusLoad.DESCRIPTOR.fields_by_name["method"].enum_type

Progress = Optional[Callable[[LoadProgress], None]]


class SourceCalls(Connection):
    """Calls of the data service that concern its sources."""

    def load(self, progress: Progress = None, *, request_id: Optional[str] = None, validate_only: bool = False, **source: Any) -> LoadReport:
        """Loads from one source, given as its message: ``simulation``, ``on_chain``, ``consensus``, ``hybrid``; all or nothing."""
        request = pb.LoadDataRequest(request_id=request_id or new_request_id(), validate_only=validate_only, **source)
        report = pb.LoadReport()
        for message in read_stream(self.data.LoadData(request)):
            event = message.WhichOneof("event")
            if event == "progress" and progress is not None:
                progress(read(LoadProgress, message.progress))
            elif event == "report":
                report = message.report
        return read(LoadReport, report)

    def load_on_chain(
        self,
        provider: str,
        assets: Sequence[str],
        metrics: Sequence[str],
        start: Optional[TimeLike] = None,
        end: Optional[TimeLike] = None,
        *,
        id_suffix: str = "",
        progress: Progress = None,
        request_id: Optional[str] = None,
    ) -> LoadReport:
        """Loads daily blockchain metrics of ``glassnode`` or ``coin_metrics``: one instrument an asset, one field a metric."""
        load = pb.OnChainLoad(
            provider=enum_number(_PROVIDER, provider),
            assets=assets,
            metrics=metrics,
            interval=to_interval(start, end),
            id_suffix=id_suffix,
        )
        return self.load(progress, request_id=request_id, on_chain=load)

    def load_consensus(
        self,
        instrument_id: str,
        stored: Union[Sequence[str], Mapping[str, str]] = (),
        connectors: Sequence[Tuple[str, str]] = (),
        *,
        method: str = "consensus",
        max_deviation: Optional[float] = None,
        liquidity_reference_volume: Optional[float] = None,
        with_open_high_low: bool = False,
        timeframe: str = "",
        start: Optional[TimeLike] = None,
        end: Optional[TimeLike] = None,
        progress: Progress = None,
        request_id: Optional[str] = None,
    ) -> LoadReport:
        """Makes one instrument from the bars of several venues.

        ``stored`` are instrument ids, or a mapping from names of venues to them; ``connectors`` are pairs such as
        ``("ccxt:binance", "BTC/USDT")``. ``method`` is ``consensus``, ``vwap``, ``mean`` or ``median``.
        """
        named = stored.items() if isinstance(stored, Mapping) else (("", one) for one in stored)
        venues = [pb.Venue(name=name, instrument_id=one) for name, one in named]
        venues += [pb.Venue(connector=pb.ConnectorSymbol(connector=one, symbol=symbol)) for one, symbol in connectors]
        load = pb.ConsensusLoad(
            instrument_id=instrument_id,
            venues=venues,
            method=enum_number(_METHOD, method),
            max_deviation=max_deviation,
            liquidity_reference_volume=liquidity_reference_volume,
            with_open_high_low=with_open_high_low,
            timeframe=timeframe,
            interval=to_interval(start, end),
        )
        return self.load(progress, request_id=request_id, consensus=load)

    def load_hybrid(
        self,
        securities: Sequence[str],
        fields: Sequence[str],
        workbook: Union[str, os.PathLike[str], None] = None,
        start: Optional[TimeLike] = None,
        end: Optional[TimeLike] = None,
        *,
        excel_first: bool = False,
        connector: str = "",
        tolerance: Optional[float] = None,
        progress: Progress = None,
        request_id: Optional[str] = None,
    ) -> LoadReport:
        """Loads from Bloomberg's API and a workbook; ``provenance`` of the report says where each value came from."""
        load = pb.HybridLoad(
            connector=connector,
            securities=securities,
            fields=fields,
            interval=to_interval(start, end),
            excel_first=excel_first,
            tolerance=tolerance,
        )
        if workbook is not None:
            load.workbook_name, load.workbook = Path(workbook).name, Path(workbook).read_bytes()
        return self.load(progress, request_id=request_id, hybrid=load)

    def workbook_template(
        self, securities: Sequence[str] = (), fields: Sequence[str] = (), start: Optional[TimeLike] = None
    ) -> bytes:
        """Returns the standard Bloomberg workbook (.xlsx) with the formulas of the wanted columns, for a terminal to fill."""
        request = pb.GetWorkbookTemplateRequest(
            securities=securities, fields=fields, start_time=None if start is None else to_timestamp(start)
        )
        return self._call(self.data.GetWorkbookTemplate, request).content

    def holdings(self) -> Iterator[HoldingSet]:
        """Yields the holdings that came with workbooks, newest first."""
        for message in self._pages(self.data.ListHoldings, pb.ListHoldingsRequest(page_size=_PAGE_SIZE), "holdings"):
            yield read(HoldingSet, message)

    def holding_set(self, name: str) -> HoldingSet:
        """Returns the holdings of a name."""
        return read(HoldingSet, self._call(self.data.GetHoldings, pb.GetHoldingsRequest(name=name)).holdings)

    def delete_holdings(self, name: str, *, request_id: Optional[str] = None) -> None:
        """Removes the holdings of a name; their instruments stay."""
        self._call(self.data.DeleteHoldings, pb.DeleteHoldingsRequest(request_id=request_id or new_request_id(), name=name))

    def caches(self) -> Tuple[CacheStatistics, ...]:
        """Returns what the memories of answers from services and connectors have done."""
        response = self._call(self.data.ListCaches, pb.ListCachesRequest())
        return tuple(read(CacheStatistics, message) for message in response.caches)
