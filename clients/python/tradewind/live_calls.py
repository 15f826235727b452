"""Live feeds, live signals and paper trading."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any, Dict, Iterator, List, Mapping, Optional, Sequence, Tuple, Union

import numpy as np

from . import pb
from .connection import Connection, new_request_id
from .portfolio import Member, StrategyLike, member_messages, strategy_message
from .records import (
    EquityPoint,
    FeatureStreamSchema,
    Feed,
    FeedGap,
    Fill,
    LiveBar,
    LiveObservation,
    Order,
    Position,
    Session,
    SessionReplay,
    Signal,
    SignalStream,
    SimulatedMarket,
    Trade,
    TradingSettings,
)
from .records.mapping import decimal_text, enum_number, read, write
from .research_calls import FeatureSetLike, feature_set_fields
from .resume import resume
from .times import TimeLike, to_datetime, to_interval, to_timestamp

#: A quantity or a price. A float is refused: 0.1 is not a tenth.
DecimalLike = Union[Decimal, int, str]

_PAGE_SIZE = 1000
_ORDER = pb.SubmitOrderRequest.DESCRIPTOR.fields_by_name
_STREAM = pb.StreamBarsRequest.DESCRIPTOR.fields_by_name
_FEATURES = pb.StreamFeaturesRequest.DESCRIPTOR.fields_by_name


@dataclass(frozen=True)
class SignalEvent:
    """A signal as it came."""

    #: Number in the stream, from 1.
    sequence: int
    #: Continues just after this signal.
    cursor: str
    #: Market time of the signal.
    event_time: datetime
    #: True when the feed is simulated.
    simulated: bool
    signal: Signal


@dataclass(frozen=True)
class MarketEvent:
    """A bar, a published value or a gap of the upstream as it came."""

    #: Number in the feed, from 1.
    sequence: int
    #: Continues just after this event.
    cursor: str
    #: Open time of the bar, label of the observation.
    event_time: datetime
    #: When it became known in market time.
    known_time: datetime
    #: True when the simulator made it.
    simulated: bool
    value: Union[LiveBar, LiveObservation, FeedGap]
    #: Conflated delivery: earlier events of the instrument that this one stands for.
    conflated_count: int = 0
    #: Conflated delivery: events the feed had recorded after this one when it was sent.
    lag_event_count: int = 0
    #: Conflated delivery: how long before the newest event of the feed this one became known, in market time.
    lag: timedelta = timedelta(0)


@dataclass(frozen=True)
class SessionEvent:
    """Something that happened in a paper session."""

    #: Number in the session, from 1.
    sequence: int
    #: Continues just after this event.
    cursor: str
    #: Market time.
    event_time: datetime
    #: True when the feed is simulated.
    simulated: bool
    #: ``order``, ``fill``, ``signal``, ``equity`` or ``trade``.
    kind: str
    value: Union[Order, Fill, Signal, EquityPoint, Trade]


@dataclass(frozen=True)
class FeatureEvent:
    """A row of live features, or a gap of the upstream, as it came."""

    #: Number of the row or gap, from 1. On a row under way: of the last one before it.
    sequence: int
    #: Continues just after this event.
    cursor: str
    #: Open time of the row's bars.
    event_time: datetime
    #: When it became known in market time.
    known_time: datetime
    #: True when the simulator made the data.
    simulated: bool
    #: What the values are; the same object for every row of a connection.
    schema: FeatureStreamSchema
    #: One value a feature, in the order of ``schema.features``; NaN where undefined. Read-only. Empty for a gap.
    values: np.ndarray
    #: False for a row under way.
    is_final: bool = True
    #: True when every feature has left its warm-up.
    warmed_up: bool = False
    #: Rows computed before this one, of stored history and of the feed.
    rows_before: int = 0
    #: Instruments without a bar of their own in this row.
    missing_instrument_ids: Tuple[str, ...] = ()
    #: Bars so far that came after their row had been given out.
    late_bar_count: int = 0
    #: Set for a gap of the upstream.
    gap: Optional[FeedGap] = None

    def to_dict(self) -> Dict[str, float]:
        """Feature values by name."""
        return dict(zip(self.schema.features, self.values.tolist()))


_MARKET_VALUES = {"bar": LiveBar, "observation": LiveObservation, "gap": FeedGap}
_SESSION_VALUES = {"order": Order, "fill": Fill, "signal": Signal, "equity": EquityPoint, "trade": Trade}


class LiveCalls(Connection):
    """Calls of the data, signal and paper trading services that concern what happens now."""

    def start_replay(
        self,
        members: Sequence[Member],
        start: Optional[TimeLike] = None,
        end: Optional[TimeLike] = None,
        *,
        steps_per_second: float = 0.0,
        request_id: Optional[str] = None,
    ) -> Feed:
        """Starts a feed that plays stored history as if it happened now. 0 steps a second means as fast as possible."""
        replay = pb.ReplayFeed(
            members=member_messages(members), interval=to_interval(start, end), steps_per_second=steps_per_second
        )
        return self._start_feed(pb.StartFeedRequest(request_id=request_id or new_request_id(), replay=replay))

    def start_simulation(
        self,
        seed: int,
        rows: Optional[int] = None,
        *,
        skip_rows: int = 0,
        start: Optional[TimeLike] = None,
        steps_per_second: float = 0.0,
        market: Optional[SimulatedMarket] = None,
        request_id: Optional[str] = None,
    ) -> Feed:
        """Starts a simulated feed. ``skip_rows`` set to the rows of the loaded simulation with the same seed continues it."""
        simulation = pb.SimulatedFeed(
            seed=seed,
            skip_row_count=skip_rows,
            row_count=rows,
            steps_per_second=steps_per_second,
            start_time=None if start is None else to_timestamp(start),
        )
        if market is not None:
            simulation.market.SetInParent()
            write(market, simulation.market)
        return self._start_feed(pb.StartFeedRequest(request_id=request_id or new_request_id(), simulation=simulation))

    def start_live(
        self,
        connector: str,
        symbols: Sequence[str],
        timeframe: str,
        start: Optional[TimeLike] = None,
        *,
        request_id: Optional[str] = None,
    ) -> Feed:
        """Starts a feed of live bars from a connector such as ``ccxt:binance``; bars from ``start`` on are fetched and sent first."""
        feed = pb.ConnectorFeed(
            connector=connector, symbols=symbols, timeframe=timeframe, start_time=None if start is None else to_timestamp(start)
        )
        return self._start_feed(pb.StartFeedRequest(request_id=request_id or new_request_id(), connector=feed))

    def _start_feed(self, request: pb.StartFeedRequest) -> Feed:
        return read(Feed, self._call(self.data.StartFeed, request).feed)

    def feeds(self) -> Iterator[Feed]:
        """Yields feeds, newest first."""
        for message in self._pages(self.data.ListFeeds, pb.ListFeedsRequest(), "feeds"):
            yield read(Feed, message)

    def stop_feed(self, feed_id: str, *, request_id: Optional[str] = None) -> Feed:
        """Ends a feed; its events stay readable."""
        request = pb.StopFeedRequest(request_id=request_id or new_request_id(), feed_id=feed_id)
        return read(Feed, self._call(self.data.StopFeed, request).feed)

    def stream_bars(
        self,
        feed_id: str,
        cursor: str = "",
        instrument_ids: Sequence[str] = (),
        *,
        timeframe: str = "",
        include_partial: bool = False,
        delivery: str = "EVERY_EVENT",
    ) -> Iterator[MarketEvent]:
        """Yields the events of a feed in order, each once, from the beginning or just after a cursor, until the feed ends.

        ``timeframe`` builds longer bars from the feed's; cursors belong to one timeframe. ``include_partial`` yields bars under way too
        (``value.is_final`` is false), which are not recorded and not repeated. ``delivery="CONFLATED"`` gives a reader that falls behind
        only the newest bar of each instrument, with ``conflated_count`` and the lag. Reconnects after a dropped connection. Raises
        ``ABORTED``, reason ``STREAM_FAILED``, when the feed failed.
        """
        request = pb.StreamBarsRequest(
            feed_id=feed_id,
            instrument_ids=instrument_ids,
            timeframe=timeframe,
            include_partial=include_partial,
            delivery=enum_number(_STREAM["delivery"].enum_type, delivery),
        )

        def open_stream(after: str) -> Any:
            request.cursor = after
            return self.data.StreamBars(request)

        def is_partial(message: Any) -> bool:
            return include_partial and message.WhichOneof("event") == "bar" and not message.bar.is_final

        for message in resume(open_stream, "feed_end", cursor, self._backoff, is_partial):
            kind = message.WhichOneof("event")
            if kind not in _MARKET_VALUES:
                # Of a later version of the server.
                continue
            yield MarketEvent(
                message.sequence,
                message.cursor,
                to_datetime(message.event_time),
                to_datetime(message.known_time),
                message.simulated,
                read(_MARKET_VALUES[kind], getattr(message, kind)),
                message.conflated_count,
                message.lag_event_count,
                message.lag.ToTimedelta(),
            )

    def stream_features(
        self,
        feed_id: str,
        feature_set: FeatureSetLike = None,
        cursor: str = "",
        instrument_ids: Sequence[str] = (),
        *,
        include_partial: bool = False,
        warm_up_rows: Optional[int] = None,
        fill: str = "FORWARD",
        fill_limit: Optional[int] = None,
    ) -> Iterator[FeatureEvent]:
        """Yields the features of a feed row by row, each once, from the first row or just after a cursor, until the feed ends.

        Values are those of ``compute_features`` over the same rows bit for bit. Stored history of the instruments warms the features up;
        ``warm_up_rows=0`` begins cold. ``include_partial`` yields rows under way too (``is_final`` is false). Reconnects after a dropped
        connection. Raises ``ABORTED``, reason ``STREAM_FAILED``, when the feed failed.
        """
        request = pb.StreamFeaturesRequest(
            feed_id=feed_id,
            instrument_ids=instrument_ids,
            include_partial=include_partial,
            warm_up_rows=warm_up_rows,
            fill=enum_number(_FEATURES["fill"].enum_type, fill),
            fill_limit=fill_limit,
            **feature_set_fields(feature_set),
        )

        def open_stream(after: str) -> Any:
            request.cursor = after
            return self.features.StreamFeatures(request)

        def is_passing(message: Any) -> bool:
            kind = message.WhichOneof("event")
            return kind == "schema" or (kind == "row" and not message.row.is_final)

        schema: Optional[FeatureStreamSchema] = None
        for message in resume(open_stream, "feed_end", cursor, self._backoff, is_passing):
            kind = message.WhichOneof("event")
            if kind == "schema":
                schema = read(FeatureStreamSchema, message.schema)
            elif kind in ("row", "gap") and schema is not None:
                yield _feature_event(message, schema)

    def start_signals(
        self,
        feed_id: str,
        strategy: StrategyLike,
        *,
        parameters: Optional[Mapping[str, object]] = None,
        warm_up: Sequence[Member] = (),
        request_id: Optional[str] = None,
    ) -> SignalStream:
        """Runs a strategy on a feed. ``warm_up`` is stored history for its indicators before the first live event."""
        request = pb.StartSignalStreamRequest(
            request_id=request_id or new_request_id(),
            feed_id=feed_id,
            strategy=strategy_message(strategy, parameters),
            warm_up=member_messages(warm_up),
        )
        return read(SignalStream, self._call(self.signals.StartSignalStream, request).signal_stream)

    def signal_streams(self) -> Iterator[SignalStream]:
        """Yields signal streams, newest first."""
        for message in self._pages(self.signals.ListSignalStreams, pb.ListSignalStreamsRequest(), "signal_streams"):
            yield read(SignalStream, message)

    def subscribe_signals(self, signal_stream_id: str, cursor: str = "") -> Iterator[SignalEvent]:
        """Yields the signals of a stream, each once, from the beginning or just after a cursor, until the signal stream ends.

        Reconnects after a dropped connection. To continue in another process keep the ``cursor`` of the last event. Raises
        ``ABORTED``, reason ``STREAM_FAILED``, when the signal stream failed; ``OUT_OF_RANGE``, reason ``CURSOR_UNKNOWN``, for a
        cursor of another stream.
        """

        def open_stream(after: str) -> Any:
            return self.signals.SubscribeSignals(pb.SubscribeSignalsRequest(signal_stream_id=signal_stream_id, cursor=after))

        for message in resume(open_stream, "end", cursor, self._backoff):
            yield SignalEvent(
                message.sequence, message.cursor, to_datetime(message.event_time), message.simulated, read(Signal, message.signal)
            )

    def create_session(
        self,
        feed_id: str,
        strategy: Optional[StrategyLike] = None,
        *,
        parameters: Optional[Mapping[str, object]] = None,
        settings: Optional[TradingSettings] = None,
        warm_up: Sequence[Member] = (),
        request_id: Optional[str] = None,
    ) -> Session:
        """Starts a paper session on a feed, with a strategy or only for orders sent by hand."""
        request = pb.CreateSessionRequest(
            request_id=request_id or new_request_id(),
            feed_id=feed_id,
            strategy=None if strategy is None else strategy_message(strategy, parameters),
            settings=None if settings is None else write(settings, pb.TradingSettings()),
            warm_up=member_messages(warm_up),
        )
        return read(Session, self._call(self.paper.CreateSession, request).session)

    def session(self, session_id: str) -> Session:
        """Returns a session with its account."""
        return read(Session, self._call(self.paper.GetSession, pb.GetSessionRequest(session_id=session_id)).session)

    def sessions(self) -> Iterator[Session]:
        """Yields sessions, newest first."""
        for message in self._pages(self.paper.ListSessions, pb.ListSessionsRequest(), "sessions"):
            yield read(Session, message)

    def stop_session(self, session_id: str, *, request_id: Optional[str] = None) -> Session:
        """Ends a session: open orders are cancelled, positions stay marked at their last close."""
        request = pb.StopSessionRequest(request_id=request_id or new_request_id(), session_id=session_id)
        return read(Session, self._call(self.paper.StopSession, request).session)

    def submit_order(
        self,
        session_id: str,
        instrument_id: str,
        side: str,
        quantity: DecimalLike,
        *,
        order_type: str = "market",
        limit_price: Optional[DecimalLike] = None,
        stop_price: Optional[DecimalLike] = None,
        time_in_force: str = "good_till_cancelled",
        trail_amount: Optional[DecimalLike] = None,
        trail_percent: Optional[DecimalLike] = None,
        display_quantity: Optional[DecimalLike] = None,
        expire_time: Optional[TimeLike] = None,
        one_cancels_other: str = "",
        reduce_only: bool = False,
        bracket_stop_price: Optional[DecimalLike] = None,
        bracket_target_price: Optional[DecimalLike] = None,
        request_id: Optional[str] = None,
    ) -> Order:
        """Sends an order to a paper session; it fills at the instrument's next bar at the earliest.

        ``trail_amount`` or ``trail_percent`` is the distance of a ``trailing_stop``; ``display_quantity`` makes a limit order an iceberg;
        ``expire_time`` belongs to ``good_till_date``. The first order of a ``one_cancels_other`` group to fill cancels the others. With
        bracket prices each fill is followed by a stop and a target of which one cancels the other.

        The client makes a ``request_id``. When the answer may have been lost, send again with an id of your own kept from the
        first attempt: the order is never placed twice. A refused order is returned with status ``REJECTED``.
        """
        request = pb.SubmitOrderRequest(
            request_id=request_id or new_request_id(),
            session_id=session_id,
            instrument_id=instrument_id,
            side=enum_number(_ORDER["side"].enum_type, side),
            quantity=_decimal(quantity),
            type=enum_number(_ORDER["type"].enum_type, order_type),
            limit_price=_optional(limit_price),
            stop_price=_optional(stop_price),
            time_in_force=enum_number(_ORDER["time_in_force"].enum_type, time_in_force),
            trail_amount=_optional(trail_amount),
            trail_percent=_optional(trail_percent),
            display_quantity=_optional(display_quantity),
            expire_time=None if expire_time is None else to_timestamp(expire_time),
            one_cancels_other=one_cancels_other,
            reduce_only=reduce_only,
            bracket_stop_price=_optional(bracket_stop_price),
            bracket_target_price=_optional(bracket_target_price),
        )
        return read(Order, self._call(self.paper.SubmitOrder, request).order)

    def cancel_order(self, session_id: str, order_id: str, *, request_id: Optional[str] = None) -> Order:
        """Cancels an open order."""
        request = pb.CancelOrderRequest(request_id=request_id or new_request_id(), session_id=session_id, order_id=order_id)
        return read(Order, self._call(self.paper.CancelOrder, request).order)

    def orders(self, session_id: str, *, open_only: bool = False) -> Iterator[Order]:
        """Yields the orders of a session in order of creation."""
        request = pb.ListOrdersRequest(session_id=session_id, open_only=open_only, page_size=_PAGE_SIZE)
        for message in self._pages(self.paper.ListOrders, request, "orders"):
            yield read(Order, message)

    def fills(self, session_id: str) -> Iterator[Fill]:
        """Yields the fills of a session in order."""
        request = pb.ListFillsRequest(session_id=session_id, page_size=_PAGE_SIZE)
        for message in self._pages(self.paper.ListFills, request, "fills"):
            yield read(Fill, message)

    def positions(self, session_id: str) -> List[Position]:
        """Returns the open positions of a session by instrument."""
        response = self._call(self.paper.ListPositions, pb.ListPositionsRequest(session_id=session_id))
        return [read(Position, message) for message in response.positions]

    def session_events(self, session_id: str, cursor: str = "") -> Iterator[SessionEvent]:
        """Yields what happens in a session, each event once, from the beginning or just after a cursor, until the session ends.

        Reconnects after a dropped connection. Raises ``ABORTED``, reason ``STREAM_FAILED``, when the session failed.
        """

        def open_stream(after: str) -> Any:
            return self.paper.StreamSessionEvents(pb.StreamSessionEventsRequest(session_id=session_id, cursor=after))

        for message in resume(open_stream, "end", cursor, self._backoff):
            kind = message.WhichOneof("event")
            yield SessionEvent(
                message.sequence,
                message.cursor,
                to_datetime(message.event_time),
                message.simulated,
                kind,
                read(_SESSION_VALUES[kind], getattr(message, kind)),
            )

    def replay_session(self, session_id: str) -> SessionReplay:
        """Runs the recorded inputs of a session through the backtester and compares the ledgers. No deadline."""
        request = pb.ReplaySessionRequest(session_id=session_id)
        return read(SessionReplay, self._call_without_deadline(self.paper.ReplaySession, request))


def _feature_event(message: Any, schema: FeatureStreamSchema) -> FeatureEvent:
    values = np.array(message.row.values, dtype=np.float64)
    values.flags.writeable = False
    return FeatureEvent(
        message.sequence,
        message.cursor,
        to_datetime(message.event_time),
        to_datetime(message.known_time),
        message.simulated,
        schema,
        values,
        message.row.is_final,
        message.row.warmed_up,
        message.row.rows_before,
        tuple(message.row.missing_instrument_ids),
        message.row.late_bar_count,
        read(FeedGap, message.gap) if message.HasField("gap") else None,
    )


def _optional(value: Optional[DecimalLike]) -> str:
    return "" if value is None else _decimal(value)


def _decimal(value: DecimalLike) -> str:
    if isinstance(value, (bool, float)):
        raise TypeError(f"A quantity or a price is a Decimal, an int or text, not the {type(value).__name__} {value!r}.")
    return decimal_text(Decimal(value))
