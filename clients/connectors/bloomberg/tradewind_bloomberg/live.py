"""Trades and quotes of one security as they happen."""

from __future__ import annotations

import threading
from datetime import datetime, timezone
from typing import Any, Optional

from google.protobuf.timestamp_pb2 import Timestamp
from tradewind import pb

from .errors import BloombergApiError, InvalidSecurity, SessionLost, UnsupportedRequest
from .link import LiveSink
from .requests import number, text_of
from .terminal import Terminal

_FIELDS = {
    pb.CONNECTOR_CAPABILITY_LIVE_TRADES: ("LAST_PRICE", "SIZE_LAST_TRADE", "TRADE_UPDATE_STAMP_RT"),
    pb.CONNECTOR_CAPABILITY_LIVE_QUOTES: ("BID", "ASK", "BID_SIZE", "ASK_SIZE"),
}

_LONGEST_PAUSE_S = 60.0


class Subscription:
    """One live subscription; made anew when the session is lost, until it is closed."""

    def __init__(self, terminal: Terminal, order: pb.SubscribeOrder, sink: LiveSink, retry_s: float) -> None:
        if order.capability not in _FIELDS:
            raise UnsupportedRequest("Bloomberg delivers live trades and live quotes here; bars are built from trades.")
        self._terminal = terminal
        self._order = order
        self._sink = sink
        self._retry_s = retry_s
        self._fields = _FIELDS[order.capability]
        self._number: Optional[int] = None
        self._closed = threading.Event()
        self._active = False
        self._open()

    def close(self) -> None:
        """Ends the subscription."""
        self._closed.set()
        if self._number is not None:
            self._terminal.unsubscribe(self._number, self._order.symbol, self._fields)

    def _open(self) -> None:
        self._number = self._terminal.subscribe(self._order.symbol, self._fields, self._take)

    # Runs on the thread of the session.
    def _take(self, kind: str, message: Any) -> None:
        if self._closed.is_set():
            return
        if kind == "lost":
            self._interrupt(SessionLost("The session with Bloomberg ended."))
            threading.Thread(target=self._reopen, name="bloomberg-reopen", daemon=True).start()
        elif kind == "status":
            self._take_status(str(message.messageType()), message)
        elif self._order.capability == pb.CONNECTOR_CAPABILITY_LIVE_TRADES:
            self._take_trade(message)
        else:
            self._take_quote(message)

    def _take_status(self, name: str, message: Any) -> None:
        if name in ("SubscriptionStarted", "SubscriptionStreamsActivated"):
            self._activate()
        elif name == "SubscriptionStreamsDeactivated":
            self._interrupt(BloombergApiError(f"Bloomberg paused the stream of {self._order.symbol}."))
        elif name in ("SubscriptionFailure", "SubscriptionTerminated"):
            reason = text_of(message.getElement("reason")) if message.hasElement("reason") else name
            failure = InvalidSecurity if "BAD_SEC" in reason else BloombergApiError
            self._closed.set()
            self._sink.ended(failure(f"{self._order.symbol}: {reason}"))

    def _take_trade(self, message: Any) -> None:
        price = number(message, "LAST_PRICE")
        if price is None:
            return
        self._activate()
        trade = pb.TickTrade(time=_time_of(message), price=price, quantity=number(message, "SIZE_LAST_TRADE") or 0.0)
        self._sink.ticks(trades=[trade])

    def _take_quote(self, message: Any) -> None:
        names = {"bid_price": "BID", "bid_quantity": "BID_SIZE", "ask_price": "ASK", "ask_quantity": "ASK_SIZE"}
        values = {name: number(message, field) for name, field in names.items()}
        known = {name: value for name, value in values.items() if value is not None}
        if known:
            self._activate()
            self._sink.ticks(quotes=[pb.TickQuote(time=_time_of(message), **known)])

    def _activate(self) -> None:
        if not self._active:
            self._active = True
            self._sink.active(pb.DELIVERY_METHOD_STREAMING)

    def _interrupt(self, error: BloombergApiError) -> None:
        if self._active:
            self._active = False
            self._sink.interrupted(error)

    def _reopen(self) -> None:
        pause = self._retry_s
        while not self._closed.wait(pause):
            try:
                self._open()
                return
            except BloombergApiError as error:
                self._interrupt(error)
                pause = min(2 * pause, _LONGEST_PAUSE_S)


def _time_of(message: Any) -> Timestamp:
    """When the exchange says it happened; now where it does not."""
    stamp = Timestamp()
    moment = datetime.now(timezone.utc)
    if message.hasElement("TRADE_UPDATE_STAMP_RT") and not message.getElement("TRADE_UPDATE_STAMP_RT").isNull():
        told = message.getElementAsDatetime("TRADE_UPDATE_STAMP_RT")
        if isinstance(told, datetime):
            moment = told if told.tzinfo else told.replace(tzinfo=timezone.utc)
    stamp.FromDatetime(moment)
    return stamp
