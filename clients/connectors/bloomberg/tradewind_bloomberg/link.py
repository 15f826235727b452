"""The connection to the server: dials in, says hello, hands out what is asked, and comes back when it is lost."""

from __future__ import annotations

import logging
import queue
import random
import threading
import time
from typing import Any, Dict, Iterator, List, Mapping, Optional, Protocol
from urllib.parse import urlparse

import grpc
from tradewind import pb
from tradewind._generated.v1 import connector_service_pb2_grpc as stubs

from .errors import BloombergApiError

PROTOCOL_VERSION = 1

_LONGEST_PAUSE_S = 60.0

# Beyond this the server has stopped reading; attaching anew makes it fetch what it missed.
_LARGEST_QUEUE = 10_000

# Statuses that no repeat can cure: the hello is wrong, the version too old.
_FATAL = (
    grpc.StatusCode.INVALID_ARGUMENT,
    grpc.StatusCode.FAILED_PRECONDITION,
    grpc.StatusCode.UNIMPLEMENTED,
    grpc.StatusCode.UNAUTHENTICATED,
    grpc.StatusCode.PERMISSION_DENIED,
)

_log = logging.getLogger(__name__)


class Closable(Protocol):
    """A subscription at work."""

    def close(self) -> None:
        """Ends it."""


class Desk(Protocol):
    """What a link hands requests to."""

    def describe(self) -> List[pb.ConnectorSource]:
        """Sources to announce."""

    def budgets(self) -> List[pb.SourceBudget]:
        """Request budgets of the moment."""

    def fetch(self, order: pb.FetchOrder, sink: "FetchSink") -> None:
        """Answers a fetch; what it raises fails the whole."""

    def subscribe(self, order: pb.SubscribeOrder, sink: "LiveSink") -> Closable:
        """Begins a subscription; what it raises ends it."""


class FetchSink:
    """Where a fetch puts what it finds. Sending waits for credit and does nothing once the fetch is cancelled."""

    def __init__(self, stream: "_Stream", fetch_id: str, credit: int, max_rows: int) -> None:
        self._stream = stream
        self._id = fetch_id
        self._credit = threading.Semaphore(credit)
        self._cancelled = threading.Event()
        #: Most rows in one message.
        self.max_rows = max_rows

    @property
    def cancelled(self) -> bool:
        """True when nobody wants the rest."""
        return self._cancelled.is_set()

    def rows(self, symbol: str, block: pb.ColumnBlock, instrument: pb.ConnectorInstrument) -> None:
        """Sends rows of a symbol."""
        self._pay()
        self._send(rows=pb.FetchRows(fetch_id=self._id, symbol=symbol, block=block, instrument=instrument))

    def reference(self, symbol: str, values: Mapping[str, str]) -> None:
        """Sends static data of a symbol."""
        self._pay()
        self._send(reference=pb.FetchReference(fetch_id=self._id, symbol=symbol, values=values))

    def progress(self, fraction: float) -> None:
        """Says how far it is."""
        self._send(progress=pb.FetchProgress(fetch_id=self._id, fraction=fraction))

    def failure(self, symbol: str, error: BloombergApiError, field: str = "") -> None:
        """Reports what could not be delivered."""
        self._send(failure=pb.FetchFailure(fetch_id=self._id, symbol=symbol, field=field, error=error.to_message()))

    def end(self) -> None:
        """Says that everything was sent."""
        self._send(fetch_end=pb.FetchEnd(fetch_id=self._id))

    def add_credit(self, count: int) -> None:
        """Lets more messages through."""
        self._credit.release(count)

    def cancel(self) -> None:
        """Nobody wants the rest."""
        self._cancelled.set()
        self._credit.release()

    def _pay(self) -> None:
        if not self.cancelled:
            self._credit.acquire()

    def _send(self, **part: Any) -> None:
        if not self.cancelled:
            self._stream.send(pb.AttachRequest(**part))


class LiveSink:
    """Where a subscription puts what happens."""

    def __init__(self, stream: "_Stream", subscription_id: str) -> None:
        self._stream = stream
        self._id = subscription_id

    def active(self, method: int) -> None:
        """Events come from now on."""
        self._state(pb.SUBSCRIPTION_PHASE_ACTIVE, method=method)

    def interrupted(self, error: BloombergApiError) -> None:
        """Events are being missed."""
        self._state(pb.SUBSCRIPTION_PHASE_INTERRUPTED, error=error.to_message())

    def ended(self, error: Optional[BloombergApiError] = None) -> None:
        """Nothing more comes."""
        self._state(pb.SUBSCRIPTION_PHASE_ENDED, error=error.to_message() if error else None)

    def ticks(self, **ticks: Any) -> None:
        """Sends events."""
        self._stream.send(pb.AttachRequest(ticks=pb.LiveTicks(subscription_id=self._id, **ticks)))

    def _state(self, phase: int, **more: Any) -> None:
        state = pb.SubscriptionState(subscription_id=self._id, phase=phase, **more)
        self._stream.send(pb.AttachRequest(subscription=state))


class Link:
    """Keeps a connector attached."""

    def __init__(self, address: str, name: str, version: str, instance_id: str, desk: Desk, retry_s: float = 1.0) -> None:
        self._address = address
        self._hello = pb.ConnectorHello(
            protocol_version=PROTOCOL_VERSION, name=name, version=version, instance_id=instance_id, sources=desk.describe()
        )
        self._desk = desk
        self._retry_s = retry_s

    def run(self, stop: threading.Event) -> None:
        """Attaches, again and again, until stopped. Raises when the server will never take this connector."""
        failures = 0
        while not stop.is_set():
            stream = _Stream(self._address, self._hello, self._desk)
            status, details = stream.serve(stop)
            if stop.is_set():
                return
            if status in _FATAL and not stream.attached:
                raise RuntimeError(f"The server refuses this connector: {details}")
            failures = 1 if stream.attached else failures + 1
            pause = min(_LONGEST_PAUSE_S, self._retry_s * 2 ** (failures - 1)) * (0.5 + random.random() / 2)
            _log.info("The server is gone (%s); next attempt in %.1f s", details or status, pause)
            stop.wait(pause)


class _Stream:
    """One attached stream, from the hello to its end."""

    def __init__(self, address: str, hello: pb.ConnectorHello, desk: Desk) -> None:
        self._address = address if "://" in address else f"http://{address}"
        self._hello = hello
        self._desk = desk
        self._outgoing: "queue.Queue[Optional[pb.AttachRequest]]" = queue.Queue(_LARGEST_QUEUE)
        self._fetches: Dict[str, FetchSink] = {}
        self._subscriptions: Dict[str, Closable] = {}
        self._welcome = pb.ConnectorWelcome()
        self._last_heard = time.monotonic()
        self._over = threading.Event()
        self._call: Any = None
        self.attached = False

    def send(self, message: pb.AttachRequest) -> None:
        """Queues a message; a full queue gives the stream up."""
        try:
            self._outgoing.put_nowait(message)
        except queue.Full:
            self._call.cancel()

    def serve(self, stop: threading.Event) -> "tuple[grpc.StatusCode, str]":
        """Serves the stream to its end."""
        url = urlparse(self._address)
        options = [("grpc.enable_http_proxy", 0), ("grpc.max_receive_message_length", -1), ("grpc.use_local_subchannel_pool", 1)]
        channel = (
            grpc.secure_channel(url.netloc, grpc.ssl_channel_credentials(), options)
            if url.scheme == "https"
            else grpc.insecure_channel(url.netloc, options)
        )
        try:
            self.send(pb.AttachRequest(hello=self._hello))
            self._call = stubs.ConnectorServiceStub(channel).Attach(self._messages())
            threading.Thread(target=self._watch, args=(stop,), name="connector-watch", daemon=True).start()
            for message in self._call:
                self._last_heard = time.monotonic()
                self._take(message)
            return grpc.StatusCode.OK, "the stream ended"
        except grpc.RpcError as error:
            return error.code(), error.details()
        finally:
            self._over.set()
            self._outgoing = queue.Queue()
            for fetch in list(self._fetches.values()):
                fetch.cancel()
            for subscription in list(self._subscriptions.values()):
                subscription.close()
            channel.close()

    def _messages(self) -> Iterator[pb.AttachRequest]:
        outgoing = self._outgoing
        while True:
            message = outgoing.get()
            if message is None:
                return
            yield message

    def _watch(self, stop: threading.Event) -> None:
        while not self._over.wait(self._heartbeat_s / 2 if self.attached else 0.05):
            if stop.is_set():
                self._call.cancel()
                return
            if not self.attached:
                continue
            silence = self._welcome.silence_limit.ToTimedelta().total_seconds()
            if time.monotonic() - self._last_heard > silence:
                self._call.cancel()
                return
            heartbeat = pb.ConnectorHeartbeat(budgets=self._desk.budgets())
            heartbeat.time.GetCurrentTime()
            self.send(pb.AttachRequest(heartbeat=heartbeat))

    @property
    def _heartbeat_s(self) -> float:
        # Short enough to notice a stop soon.
        return min(self._welcome.heartbeat_interval.ToTimedelta().total_seconds(), 1.0)

    def _take(self, message: pb.AttachResponse) -> None:
        part = message.WhichOneof("part")
        if part == "welcome":
            self._welcome = message.welcome
            self.attached = True
            _log.info("Attached to %s as %s", self._address, self._hello.name)
        elif part == "fetch":
            sink = FetchSink(self, message.fetch.fetch_id, self._welcome.fetch_credit, self._welcome.max_row_count)
            self._fetches[message.fetch.fetch_id] = sink
            threading.Thread(target=self._fetch, args=(message.fetch, sink), name=message.fetch.fetch_id, daemon=True).start()
        elif part == "cancel" and message.cancel.fetch_id in self._fetches:
            self._fetches.pop(message.cancel.fetch_id).cancel()
        elif part == "credit" and message.credit.fetch_id in self._fetches:
            self._fetches[message.credit.fetch_id].add_credit(message.credit.message_count)
        elif part == "subscribe":
            # Opening a session takes time; heartbeats and other orders must not wait for it.
            threading.Thread(target=self._subscribe, args=(message.subscribe,), name=message.subscribe.subscription_id, daemon=True).start()
        elif part == "unsubscribe":
            subscription = self._subscriptions.pop(message.unsubscribe.subscription_id, None)
            if subscription is not None:
                subscription.close()
                LiveSink(self, message.unsubscribe.subscription_id).ended()

    def _fetch(self, order: pb.FetchOrder, sink: FetchSink) -> None:
        try:
            self._desk.fetch(order, sink)
        except BloombergApiError as error:
            sink.failure("", error)
        except Exception as error:
            _log.exception("A fetch failed")
            defect = BloombergApiError(f"The connector failed: {error}")
            defect.code = pb.CONNECTOR_ERROR_CODE_INTERNAL
            sink.failure("", defect)
        sink.end()
        self._fetches.pop(order.fetch_id, None)

    def _subscribe(self, order: pb.SubscribeOrder) -> None:
        sink = LiveSink(self, order.subscription_id)
        try:
            self._subscriptions[order.subscription_id] = self._desk.subscribe(order, sink)
        except BloombergApiError as error:
            sink.ended(error)
