"""Instruments, history, loading and alignment."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any, Callable, Iterable, Iterator, Mapping, Optional, Sequence, Tuple, Union

import grpc

from . import pb
from .connection import new_request_id
from .errors import TradewindError, translated_errors
from .portfolio import PortfolioLike, portfolio_message
from .records import (
    AlignmentReport,
    Bar,
    Connector,
    Instrument,
    LoadProgress,
    LoadReport,
    Observation,
    QualityReport,
    SeriesRevision,
    SimulatedMarket,
    Ticker,
    TradingCalendar,
    TradingSession,
)
from .records.mapping import enum_number, read, write
from .resume import read_stream
from .source_calls import SourceCalls
from .table import ColumnTable
from .times import TimeLike, to_interval, to_timestamp

_PAGE_SIZE = 1000
_CHUNK_BYTES = 256 << 10
_OPTIONS = pb.LoadOptions.DESCRIPTOR.fields_by_name


class MarketCalls(SourceCalls):
    """Calls of the data service that concern stored data."""

    def instruments(self, id_prefix: str = "", asset_class: str = "unspecified") -> Iterator[Instrument]:
        """Yields instruments by id, page after page.

        ``asset_class`` is a value of the enum without its prefix: ``crypto_spot``.
        """
        kind = enum_number(pb.ListInstrumentsRequest.DESCRIPTOR.fields_by_name["asset_class"].enum_type, asset_class)
        request = pb.ListInstrumentsRequest(id_prefix=id_prefix, asset_class=kind, page_size=_PAGE_SIZE)
        for message in self._pages(self.data.ListInstruments, request, "instruments"):
            yield read(Instrument, message)

    def instrument(self, instrument_id: str) -> Instrument:
        """Returns one instrument with what is stored of it."""
        request = pb.GetInstrumentRequest(instrument_id=instrument_id)
        return read(Instrument, self._call(self.data.GetInstrument, request).instrument)

    def search(self, query: str = "", asset_class: str = "unspecified") -> Iterator[Instrument]:
        """Yields instruments in which every word of ``query`` occurs, known beforehand or stored."""
        kind = enum_number(pb.SearchInstrumentsRequest.DESCRIPTOR.fields_by_name["asset_class"].enum_type, asset_class)
        request = pb.SearchInstrumentsRequest(query=query, asset_class=kind, page_size=_PAGE_SIZE)
        for message in self._pages(self.data.SearchInstruments, request, "instruments"):
            yield read(Instrument, message)

    def resolve(self, text: str, on: Optional[TimeLike] = None) -> Instrument:
        """Returns the instrument a text means: id, alias, ticker (``CL1``), commodity (``wti``)."""
        request = pb.ResolveInstrumentRequest(text=text, reference_time=None if on is None else to_timestamp(on))
        return read(Instrument, self._call(self.data.ResolveInstrument, request).instrument)

    def ticker(self, ticker: str, on: Optional[TimeLike] = None) -> Ticker:
        """Takes a futures or index ticker apart. ``on`` decides one-digit years and the contract at a position."""
        request = pb.ParseTickerRequest(ticker=ticker, reference_time=None if on is None else to_timestamp(on))
        return read(Ticker, self._call(self.data.ParseTicker, request).ticker)

    def calendars(self) -> Tuple[TradingCalendar, ...]:
        """Returns the trading calendars the server knows."""
        response = self._call(self.data.ListCalendars, pb.ListCalendarsRequest())
        return tuple(read(TradingCalendar, message) for message in response.calendars)

    def sessions(self, calendar_id: str, year: int) -> Tuple[TradingSession, ...]:
        """Returns the sessions of a calendar in one year, by date."""
        response = self._call(self.data.GetCalendar, pb.GetCalendarRequest(calendar_id=calendar_id, year=year))
        return tuple(read(TradingSession, message) for message in response.sessions)

    def bars(
        self,
        instrument_id: str,
        start: Optional[TimeLike] = None,
        end: Optional[TimeLike] = None,
        timeframe: str = "",
        page_size: int = _PAGE_SIZE,
        as_of: Optional[TimeLike] = None,
    ) -> Iterator[Bar]:
        """Yields bars in [start, end) as rows, page after page. ``columns`` gives the same values much faster.

        ``as_of`` reads what the store held at that time, before later loads revised it.
        """
        request = pb.ListBarsRequest(
            instrument_id=instrument_id,
            timeframe=timeframe,
            interval=to_interval(start, end),
            page_size=page_size,
            as_of_time=_optional_timestamp(as_of),
        )
        for message in self._pages(self.data.ListBars, request, "bars"):
            yield read(Bar, message)

    def observations(
        self,
        instrument_id: str,
        fields: Sequence[str] = (),
        start: Optional[TimeLike] = None,
        end: Optional[TimeLike] = None,
        timeframe: str = "",
        as_of: Optional[TimeLike] = None,
    ) -> Iterator[Observation]:
        """Yields any fields as rows with the time each row became known. Missing values are not in ``values``.

        ``as_of`` reads what the store held at that time, before later loads revised it.
        """
        request = pb.ListObservationsRequest(
            instrument_id=instrument_id,
            timeframe=timeframe,
            fields=fields,
            interval=to_interval(start, end),
            page_size=_PAGE_SIZE,
            as_of_time=_optional_timestamp(as_of),
        )
        for message in self._pages(self.data.ListObservations, request, "observations"):
            yield read(Observation, message)

    def columns(
        self,
        instrument_id: str,
        fields: Optional[Sequence[str]] = None,
        start: Optional[TimeLike] = None,
        end: Optional[TimeLike] = None,
        timeframe: str = "",
        as_of: Optional[TimeLike] = None,
    ) -> ColumnTable:
        """Reads fields in [start, end) as numpy columns; ``None`` means all fields.

        ``as_of`` reads what the store held at that time, before later loads revised it.
        """
        request = pb.ReadColumnsRequest(
            instrument_id=instrument_id,
            timeframe=timeframe,
            fields=fields or (),
            interval=to_interval(start, end),
            as_of_time=_optional_timestamp(as_of),
            accept_packed=True,
        )
        messages = read_stream(self._read_columns(request))
        first = next(messages, None)
        if first is None:
            return ColumnTable.from_blocks(())
        return ColumnTable.from_blocks(_blocks(first, messages), first.total_row_count)

    def revisions(self, instrument_id: str, timeframe: str = "") -> Iterator[SeriesRevision]:
        """Yields the versions of a series, newest first; reading with ``as_of`` at or after ``written_time`` gives that version."""
        request = pb.ListRevisionsRequest(instrument_id=instrument_id, timeframe=timeframe, page_size=_PAGE_SIZE)
        for message in self._pages(self.data.ListRevisions, request, "revisions"):
            yield read(SeriesRevision, message)

    def align(self, portfolio: PortfolioLike) -> Tuple[AlignmentReport, ColumnTable]:
        """Brings instruments onto one calendar, point in time. Returns the report and the columns."""
        request = pb.AlignPortfolioRequest(portfolio=portfolio_message(portfolio))
        report, table = read_report_and_table(self.data.AlignPortfolio(request), "row_count")
        return read(AlignmentReport, report), table

    def quality(self, instrument_id: str, timeframe: str = "") -> QualityReport:
        """Returns what the last load found about a series."""
        request = pb.GetQualityReportRequest(instrument_id=instrument_id, timeframe=timeframe)
        return read(QualityReport, self._call(self.data.GetQualityReport, request).report)

    def load_file(
        self,
        path: Union[str, os.PathLike[str]],
        progress: Optional[Callable[[int, int], None]] = None,
        *,
        validate_only: bool = False,
        request_id: Optional[str] = None,
        **options: Any,
    ) -> LoadReport:
        """Loads a CSV file (gzip too), a tar archive of contracts or a Bloomberg Excel export; all or nothing.

        ``progress`` gets the bytes handed over so far and in all, on a thread of gRPC. ``options`` are the fields of
        ``LoadOptions``: ``instrument_id``, ``asset_class``, ``timeframe``, ``availability``, ``bad_rows`` (``reject`` or
        ``drop``), ``sort_rows``, ``release_date`` (a protobuf timestamp); enums by name without prefix. Violations of the error name the line or the field.
        """
        path = Path(path)
        header = pb.UploadHeader(
            request_id=request_id or new_request_id(),
            file_name=path.name,
            options=_load_options(options),
            validate_only=validate_only,
        )
        # Opened here, so that a missing file is an OSError of the caller and not a broken call.
        with path.open("rb") as file:
            total = os.fstat(file.fileno()).st_size
            # No deadline: how long a load takes depends on the file.
            with translated_errors():
                response = self.data.UploadData(_upload_parts(header, file, total, progress))
        return read(LoadReport, response.report)

    def simulate(
        self,
        seed: int,
        rows: Optional[int] = None,
        start: Optional[TimeLike] = None,
        progress: Optional[Callable[[LoadProgress], None]] = None,
        *,
        market: Optional[SimulatedMarket] = None,
        request_id: Optional[str] = None,
    ) -> LoadReport:
        """Makes and loads simulated data, labelled SIMULATED everywhere. The same seed gives the same data.

        ``market`` chooses what is made up: curves of oil futures, or instruments of one's own; ``None`` two coins and a credit spread.
        """
        simulation = pb.Simulation(seed=seed, row_count=rows, start_time=_optional_timestamp(start))
        if market is not None:
            simulation.market.SetInParent()
            write(market, simulation.market)
        return self.load(progress, request_id=request_id, simulation=simulation)

    def load_from_connector(
        self,
        connector: str,
        symbols: Sequence[str],
        timeframe: str,
        start: Optional[TimeLike] = None,
        end: Optional[TimeLike] = None,
        progress: Optional[Callable[[LoadProgress], None]] = None,
        *,
        fields: Sequence[str] = (),
        instrument_ids: Optional[Mapping[str, str]] = None,
        validate_only: bool = False,
        request_id: Optional[str] = None,
    ) -> LoadReport:
        """Loads history in [start, end) from a connector such as ``ccxt:binance``; the last year when no start is given.

        A symbol that fails does not keep the others back: the report's notes name it, and the quality report of a series that lacks
        rows because of it says ``partial``. Raises when every symbol failed, with the reason ``CONNECTOR_`` and the kind of failure.
        """
        load = pb.ConnectorLoad(
            connector=connector,
            symbols=symbols,
            fields=fields,
            timeframe=timeframe,
            interval=to_interval(start, end),
            instrument_ids=instrument_ids or {},
        )
        return self.load(progress, request_id=request_id, validate_only=validate_only, connector=load)

    def connectors(self) -> Iterator[Connector]:
        """Yields connectors by name: attached, left, or configured."""
        for message in self._pages(self.connector_service.ListConnectors, pb.ListConnectorsRequest(), "connectors"):
            yield read(Connector, message)

    def connector(self, name: str) -> Connector:
        """Returns one connector."""
        return read(Connector, self._call(self.connector_service.GetConnector, pb.GetConnectorRequest(connector=name)).connector)

    def delete_data(self, instrument_id: str, timeframe: str = "", *, request_id: Optional[str] = None) -> int:
        """Removes the stored history of an instrument; all timeframes when none is named. Returns the rows removed."""
        request = pb.DeleteDataRequest(
            request_id=request_id or new_request_id(), instrument_id=instrument_id, timeframe=timeframe
        )
        return self._call(self.data.DeleteData, request).deleted_row_count


def read_report_and_table(call: Any, row_count_field: str) -> Tuple[Any, ColumnTable]:
    """Reads a stream whose first message is a report and whose others are columnar blocks."""
    messages = read_stream(call)
    first = next(messages, None)
    if first is None:
        raise TradewindError(grpc.StatusCode.INTERNAL, "The server ended the stream before its report.")
    report = first.report
    table = ColumnTable.from_blocks((m.block for m in messages), getattr(report, row_count_field))
    return report, table


def _optional_timestamp(time: Optional[TimeLike]) -> Any:
    return None if time is None else to_timestamp(time)


def _blocks(first: Any, rest: Iterable[Any]) -> Iterator[Any]:
    yield first.block
    for message in rest:
        yield message.block


def _load_options(options: dict[str, Any]) -> pb.LoadOptions:
    unknown = sorted(set(options) - set(_OPTIONS))
    if unknown:
        raise TypeError(f"load_file has no option {', '.join(unknown)}. There are: {', '.join(_OPTIONS)}.")
    values = {
        name: enum_number(_OPTIONS[name].enum_type, value) if _OPTIONS[name].enum_type is not None else value
        for name, value in options.items()
    }
    return pb.LoadOptions(**values)


def _upload_parts(
    header: pb.UploadHeader, file: Any, total: int, progress: Optional[Callable[[int, int], None]]
) -> Iterator[pb.UploadDataRequest]:
    yield pb.UploadDataRequest(header=header)
    sent = 0
    while chunk := file.read(_CHUNK_BYTES):
        yield pb.UploadDataRequest(content=chunk)
        sent += len(chunk)
        if progress is not None:
            progress(sent, total)
