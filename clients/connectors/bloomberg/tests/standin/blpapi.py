"""A stand-in for Bloomberg's library: its session, request, event and element shapes, with a made-up market behind them.

What a security does is in its name: GOOD answers, LONG answers in many partial events, NONE is unknown, RATE hits a limit, GARB answers
with elements missing, CUT breaks off after the first rows, FLAKY fails twice before it answers, SLOW never answers, DROP ends the session
after a few live events. Port 1 has no terminal.
"""

from __future__ import annotations

import itertools
import queue
import threading
from datetime import datetime, timedelta, timezone
from typing import Any, Dict, Iterator, List, Optional

ROWS_PER_EVENT = 200
TICK_SECONDS = 0.02
TICKS_BEFORE_DROP = 5

_flaky: Dict[str, int] = {}


class Name(str):
    """A name of an element or message."""


class CorrelationId:
    def __init__(self, value: int) -> None:
        self._value = value

    def value(self) -> int:
        return self._value


class Element:
    """Data: a dictionary is a sequence of elements, a list an array, anything else a value."""

    def __init__(self, data: Any) -> None:
        self._data = data

    def hasElement(self, name: str) -> bool:
        return isinstance(self._data, dict) and name in self._data

    def getElement(self, name: str) -> "Element":
        if not self.hasElement(name):
            raise KeyError(f"no element {name}")
        return Element(self._data[name])

    def isNull(self) -> bool:
        return self._data is None

    def numValues(self) -> int:
        return len(self._data)

    def getValueAsElement(self, i: int) -> "Element":
        return Element(self._data[i])

    def getElementAsString(self, name: str) -> str:
        return str(self.getElement(name)._data)

    def getElementAsFloat(self, name: str) -> float:
        return float(self.getElement(name)._data)

    def getElementAsDatetime(self, name: str) -> Any:
        return self.getElement(name)._data

    def appendValue(self, value: Any) -> None:
        self._data.append(value)


class Message(Element):
    def __init__(self, kind: str, data: Any, correlation: Optional[CorrelationId] = None) -> None:
        super().__init__(data)
        self._kind = kind
        self._correlation = correlation

    def messageType(self) -> Name:
        return Name(self._kind)

    def correlationIds(self) -> List[CorrelationId]:
        return [self._correlation] if self._correlation else []


class Event:
    ADMIN, SESSION_STATUS, SUBSCRIPTION_STATUS, REQUEST_STATUS, RESPONSE, PARTIAL_RESPONSE = 1, 2, 3, 4, 5, 6
    SUBSCRIPTION_DATA, SERVICE_STATUS, TIMEOUT = 8, 9, 10

    def __init__(self, kind: int, messages: List[Message]) -> None:
        self._kind = kind
        self._messages = messages

    def eventType(self) -> int:
        return self._kind

    def __iter__(self) -> Iterator[Message]:
        return iter(self._messages)


class Request:
    def __init__(self, operation: str) -> None:
        self.operation = operation
        self.data: Dict[str, Any] = {"securities": [], "fields": []}

    def getElement(self, name: str) -> Element:
        return Element(self.data[name])

    def set(self, name: str, value: Any) -> None:
        self.data[name] = value


class Service:
    def createRequest(self, operation: str) -> Request:
        return Request(operation)


class SessionOptions:
    def __init__(self) -> None:
        self.host, self.port = "", 0

    def setServerHost(self, host: str) -> None:
        self.host = host

    def setServerPort(self, port: int) -> None:
        self.port = port


class SubscriptionList:
    def __init__(self) -> None:
        self.entries: List[tuple] = []

    def add(self, topic: str, fields: List[str], options: List[str], correlation: CorrelationId) -> None:
        self.entries.append((topic, fields, correlation))


class Session:
    #: Every request that was sent, for tests to look at.
    requests: List[Request] = []

    def __init__(self, options: SessionOptions) -> None:
        self._options = options
        self._events: "queue.Queue[Event]" = queue.Queue()
        self._live: Dict[int, threading.Event] = {}

    def start(self) -> bool:
        return self._options.port != 1

    def stop(self) -> None:
        for ended in self._live.values():
            ended.set()

    def openService(self, name: str) -> bool:
        return name in ("//blp/refdata", "//blp/mktdata") and self._options.port != 2

    def getService(self, name: str) -> Service:
        return Service()

    def nextEvent(self, timeout: int = 0) -> Event:
        try:
            return self._events.get(timeout=timeout / 1000)
        except queue.Empty:
            return Event(Event.TIMEOUT, [])

    def sendRequest(self, request: Request, correlationId: CorrelationId) -> None:
        Session.requests.append(request)
        events = list(_answers(request, correlationId))
        for position, messages in enumerate(events):
            self._events.put(Event(Event.RESPONSE if position == len(events) - 1 else Event.PARTIAL_RESPONSE, messages))

    def subscribe(self, subscriptions: SubscriptionList) -> None:
        for topic, fields, correlation in subscriptions.entries:
            if topic.startswith("NONE"):
                reason = {"reason": {"category": "BAD_SEC", "message": "Unknown security"}}
                self._events.put(Event(Event.SUBSCRIPTION_STATUS, [Message("SubscriptionFailure", reason, correlation)]))
                continue
            self._live[correlation.value()] = ended = threading.Event()
            self._events.put(Event(Event.SUBSCRIPTION_STATUS, [Message("SubscriptionStarted", {}, correlation)]))
            threading.Thread(target=self._tick, args=(topic, correlation, ended), daemon=True).start()

    def unsubscribe(self, subscriptions: SubscriptionList) -> None:
        for _, _, correlation in subscriptions.entries:
            self._live.pop(correlation.value()).set()

    def _tick(self, topic: str, correlation: CorrelationId, ended: threading.Event) -> None:
        for number in itertools.count(1):
            if ended.wait(TICK_SECONDS):
                return
            now = datetime.now(timezone.utc)
            data = {
                "LAST_PRICE": 100.0 + number, "SIZE_LAST_TRADE": 5, "TRADE_UPDATE_STAMP_RT": now,
                "BID": 99.0 + number, "ASK": 101.0 + number, "BID_SIZE": 3, "ASK_SIZE": None,
            }
            self._events.put(Event(Event.SUBSCRIPTION_DATA, [Message("MarketDataEvents", data, correlation)]))
            if topic.startswith("DROP") and number == TICKS_BEFORE_DROP:
                self._events.put(Event(Event.SESSION_STATUS, [Message("SessionTerminated", {})]))
                return


def _answers(request: Request, correlation: CorrelationId) -> Iterator[List[Message]]:
    securities = request.data["securities"] or [request.data["security"]]
    first = securities[0]
    if first.startswith("SLOW"):
        return
    if first.startswith("RATE"):
        yield [Message("Response", {"responseError": {"category": "LIMIT", "message": "Daily capacity reached"}}, correlation)]
        return
    if first.startswith("FLAKY"):
        _flaky[first] = _flaky.get(first, 0) + 1
        if _flaky[first] <= 2:
            yield [Message("Response", {"responseError": {"category": "UNKNOWN", "message": "Try again"}}, correlation)]
            return
    if request.operation == "ReferenceDataRequest":
        yield [Message("Response", {"securityData": [_reference(name, request.data["fields"]) for name in securities]}, correlation)]
        return
    if request.operation == "IntradayBarRequest":
        yield from _intraday(request, correlation)
        return
    for name in securities:
        yield from _history(name, request, correlation)
    if first.startswith("CUT"):
        yield [Message("Response", {"responseError": {"category": "UNKNOWN", "message": "The answer broke off"}}, correlation)]
    else:
        yield [Message("Response", {"securityData": {"security": first, "fieldData": []}}, correlation)]


def _history(name: str, request: Request, correlation: CorrelationId) -> Iterator[List[Message]]:
    if name.startswith("NONE"):
        error = {"category": "BAD_SEC", "subcategory": "INVALID_SECURITY", "message": "Unknown security"}
        yield [Message("Response", {"securityData": {"security": name, "securityError": error, "fieldData": []}}, correlation)]
        return
    if name.startswith("GARB"):
        yield [Message("Response", {"securityData": {"security": name}}, correlation)]
        return
    day = datetime.strptime(request.data["startDate"], "%Y%m%d")
    end = datetime.strptime(request.data["endDate"], "%Y%m%d")
    exceptions = [
        {"fieldId": field, "errorInfo": {"category": "BAD_FLD", "subcategory": "NOT_APPLICABLE_TO_HIST_DATA", "message": "Not a field"}}
        for field in request.data["fields"] if field.startswith("NO_")
    ]
    rows = []
    while day <= end:
        number = (day - datetime(2000, 1, 1)).days
        values = {"PX_OPEN": 10.0, "PX_HIGH": 12.0, "PX_LOW": 9.0, "PX_LAST": 10.0 + number % 2, "PX_VOLUME": 1000.0 + number, "OAS": 300.0 + number % 7}
        rows.append({"date": day.date(), **{field: values[field] for field in request.data["fields"] if field in values}})
        day += timedelta(days=1)
    for start in range(0, max(len(rows), 1), ROWS_PER_EVENT):
        data = {"security": name, "fieldExceptions": exceptions, "fieldData": rows[start : start + ROWS_PER_EVENT]}
        yield [Message("Response", {"securityData": data}, correlation)]
        if name.startswith("CUT"):
            return


def _intraday(request: Request, correlation: CorrelationId) -> Iterator[List[Message]]:
    if request.data["security"].startswith("NONE"):
        yield [Message("Response", {"responseError": {"category": "BAD_SEC", "message": "Unknown security"}}, correlation)]
        return
    moment, bars = request.data["startDateTime"], []
    while moment < request.data["endDateTime"]:
        bars.append({"time": moment, "open": 10.0, "high": 12.0, "low": 9.0, "close": 11.0, "volume": 7})
        moment += timedelta(minutes=request.data["interval"])
    half = len(bars) // 2
    for part in (bars[:half], bars[half:]):
        yield [Message("Response", {"barData": {"barTickData": part}}, correlation)]


def _reference(name: str, fields: List[str]) -> Dict[str, Any]:
    if name.startswith("NONE"):
        return {"security": name, "securityError": {"category": "BAD_SEC", "message": "Unknown security"}, "fieldData": {}}
    values = {"SECURITY_NAME": f"{name} in full", "CRNCY": "USD", "RTG_MOODY": "Baa1"}
    missing = [
        {"fieldId": field, "errorInfo": {"category": "BAD_FLD", "message": "Not a field"}} for field in fields if field not in values
    ]
    return {"security": name, "fieldExceptions": missing, "fieldData": {field: values[field] for field in fields if field in values}}
