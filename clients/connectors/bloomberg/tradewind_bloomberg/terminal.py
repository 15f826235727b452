"""One session with a Bloomberg terminal: connects when it is needed, hands events to whoever waits for them."""

from __future__ import annotations

import queue
import threading
from dataclasses import dataclass
from typing import Any, Callable, Dict, Iterator, List, Optional, Sequence, Tuple

from .errors import AuthenticationError, RequestTimeout, SessionLost, TerminalNotRunning

REFERENCE_SERVICE = "//blp/refdata"
MARKET_SERVICE = "//blp/mktdata"

# How long the thread of a session sleeps before it looks whether it shall end.
_EVENT_WAIT_MS = 200

_DEAD_SESSION = ("SessionTerminated", "SessionConnectionDown", "SessionStartupFailure")


@dataclass(frozen=True)
class Endpoint:
    """Where a terminal listens."""

    host: str = "localhost"
    port: int = 8194


class Terminal:
    """Sends requests and subscriptions through one session, which is made anew after it was lost."""

    def __init__(self, blpapi: Any, endpoints: Sequence[Endpoint] = (Endpoint(),), timeout_s: float = 30.0) -> None:
        self._blpapi = blpapi
        self._endpoints = tuple(endpoints)
        self.timeout_s = timeout_s
        self._gate = threading.RLock()
        self._session: Any = None
        self._next_id = 0
        self._waiting: Dict[int, Callable[[str, Any], None]] = {}

    def request(self, operation: str, fill: Callable[[Any], None], service: str = REFERENCE_SERVICE) -> Iterator[Any]:
        """Sends a request and yields the messages of all its partial answers."""
        answers: "queue.Queue[Tuple[str, Any]]" = queue.Queue()
        with self._gate:
            session = self._connected()
            request = self._service(session, service).createRequest(operation)
            fill(request)
            number = self._listen(lambda kind, message: answers.put((kind, message)))
            session.sendRequest(request, correlationId=self._blpapi.CorrelationId(number))
        try:
            while True:
                try:
                    kind, message = answers.get(timeout=self.timeout_s)
                except queue.Empty:
                    raise RequestTimeout(f"Bloomberg did not answer {operation} in {self.timeout_s:g} s.") from None
                if kind == "lost":
                    raise SessionLost(f"The session with Bloomberg ended while {operation} was answered.")
                if message is not None:
                    yield message
                if kind == "response":
                    return
        finally:
            self._waiting.pop(number, None)

    def subscribe(self, topic: str, fields: Sequence[str], take: Callable[[str, Any], None]) -> int:
        """Subscribes; `take` gets ``data``, ``status`` or ``lost`` and the message, on the thread of the session."""
        with self._gate:
            session = self._connected()
            self._service(session, MARKET_SERVICE)
            number = self._listen(take)
            session.subscribe(self._list(topic, fields, number))
            return number

    def unsubscribe(self, number: int, topic: str, fields: Sequence[str]) -> None:
        """Ends a subscription."""
        with self._gate:
            if self._waiting.pop(number, None) is not None and self._session is not None:
                self._session.unsubscribe(self._list(topic, fields, number))

    def close(self) -> None:
        """Ends the session."""
        with self._gate:
            session, self._session = self._session, None
        if session is not None:
            session.stop()

    def _listen(self, take: Callable[[str, Any], None]) -> int:
        self._next_id += 1
        self._waiting[self._next_id] = take
        return self._next_id

    def _list(self, topic: str, fields: Sequence[str], number: int) -> Any:
        subscriptions = self._blpapi.SubscriptionList()
        subscriptions.add(topic, list(fields), [], self._blpapi.CorrelationId(number))
        return subscriptions

    def _service(self, session: Any, name: str) -> Any:
        if not session.openService(name):
            raise AuthenticationError(f"Bloomberg does not open {name}. Log in to the terminal, and check the entitlements of the user.")
        return session.getService(name)

    def _connected(self) -> Any:
        if self._session is not None:
            return self._session
        for endpoint in self._endpoints:
            options = self._blpapi.SessionOptions()
            options.setServerHost(endpoint.host)
            options.setServerPort(endpoint.port)
            session = self._blpapi.Session(options)
            if session.start():
                self._session = session
                threading.Thread(target=self._read, args=(session,), name="bloomberg-events", daemon=True).start()
                return session
            session.stop()
        places = ", ".join(f"{endpoint.host}:{endpoint.port}" for endpoint in self._endpoints)
        raise TerminalNotRunning(f"No Bloomberg terminal answers at {places}. Start it and log in.")

    def _read(self, session: Any) -> None:
        event_types = self._blpapi.Event
        while self._session is session:
            event = session.nextEvent(_EVENT_WAIT_MS)
            kind = event.eventType()
            if kind == event_types.TIMEOUT:
                continue
            messages = list(event)
            if kind == event_types.SESSION_STATUS and any(str(message.messageType()) in _DEAD_SESSION for message in messages):
                self._lose(session)
                return
            label = {
                event_types.RESPONSE: "response", event_types.PARTIAL_RESPONSE: "partial", event_types.REQUEST_STATUS: "response",
                event_types.SUBSCRIPTION_DATA: "data", event_types.SUBSCRIPTION_STATUS: "status",
            }.get(kind)
            if label is None:
                continue
            self._hand_out(label, messages)

    # The last message of an answer ends the wait, so that all before it have been seen.
    def _hand_out(self, label: str, messages: List[Any]) -> None:
        for position, message in enumerate(messages):
            last = position == len(messages) - 1
            for correlation in message.correlationIds():
                take = self._waiting.get(correlation.value())
                if take is not None:
                    take("partial" if label == "response" and not last else label, message)

    def _lose(self, session: Any) -> None:
        with self._gate:
            if self._session is session:
                self._session = None
            waiting, self._waiting = list(self._waiting.values()), {}
        session.stop()
        for take in waiting:
            take("lost", None)


def load_blpapi() -> Optional[Any]:
    """The library, or None where it is not installed. Imported here and nowhere else, so that everything else works without it."""
    try:
        import blpapi
    except ImportError:
        return None
    return blpapi
