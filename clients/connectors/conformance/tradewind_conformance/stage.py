"""The server side of the protocol, scripted: waits for connectors, says what a case wants, and looks at what comes."""

from __future__ import annotations

import queue
from concurrent import futures
from typing import Any, Callable, Iterator, List, Optional

import grpc
import numpy as np
from google.protobuf.duration_pb2 import Duration
from google.protobuf.timestamp_pb2 import Timestamp
from tradewind import pb
from tradewind._generated.v1 import connector_service_pb2_grpc as stubs

#: A wait that takes longer has failed.
PATIENCE_S = 20.0

_GONE = object()


class ConformanceFailure(AssertionError):
    """The connector did something else than the protocol says."""


class Attachment:
    """One stream of a connector."""

    def __init__(self, hello: pb.ConnectorHello) -> None:
        self.hello = hello
        self.incoming: "queue.Queue[Any]" = queue.Queue()
        self.outgoing: "queue.Queue[Any]" = queue.Queue()
        self.heartbeats = 0
        self._kept: List[pb.AttachRequest] = []

    def order(self, **part: Any) -> None:
        """Sends something to the connector."""
        self.outgoing.put(pb.AttachResponse(**part))

    def drop(self) -> None:
        """Ends the stream as a server that goes away."""
        self.outgoing.put(None)

    def next(self, about: str, patience_s: float = PATIENCE_S) -> pb.AttachRequest:
        """The next message about a fetch or subscription; others are kept for whoever asks for them."""
        for position, message in enumerate(self._kept):
            if _subject(message) == about:
                return self._kept.pop(position)
        while True:
            try:
                message = self.incoming.get(timeout=patience_s)
            except queue.Empty:
                raise ConformanceFailure(f"nothing came about {about} in {patience_s:g} s") from None
            if message is _GONE:
                raise ConformanceFailure(f"the connector left while something about {about} was awaited")
            if message.WhichOneof("part") == "heartbeat":
                self.heartbeats += 1
            elif _subject(message) == about:
                return message
            else:
                self._kept.append(message)

    def until(self, about: str, fits: Callable[[pb.AttachRequest], bool]) -> pb.AttachRequest:
        """The first message about something that fits."""
        while True:
            message = self.next(about)
            if fits(message):
                return message

    def poll(self, about: str, seconds: float) -> Optional[pb.AttachRequest]:
        """The next message about something, or None when nothing comes for a while."""
        try:
            return self.next(about, seconds)
        except ConformanceFailure:
            return None

    def await_heartbeat(self) -> None:
        """Waits for a sign of life."""
        seen = self.heartbeats
        while self.heartbeats == seen:
            try:
                message = self.incoming.get(timeout=PATIENCE_S)
            except queue.Empty:
                raise ConformanceFailure(f"no heartbeat came in {PATIENCE_S:g} s") from None
            if message is _GONE:
                raise ConformanceFailure("the connector left while a heartbeat was awaited")
            if message.WhichOneof("part") == "heartbeat":
                self.heartbeats += 1
            else:
                self._kept.append(message)


class Stage(stubs.ConnectorServiceServicer):
    """A server for connectors on loopback."""

    def __init__(self, port: int = 0, heartbeat_s: float = 0.4, credit: int = 16, max_rows: int = 50_000) -> None:
        self._heartbeat_s = heartbeat_s
        self.credit = credit
        self.max_rows = max_rows
        self._attached: "queue.Queue[Attachment]" = queue.Queue()
        self._server = grpc.server(futures.ThreadPoolExecutor(16), options=[("grpc.max_receive_message_length", -1), ("grpc.so_reuseport", 0)])
        stubs.add_ConnectorServiceServicer_to_server(self, self._server)
        self.port = self._server.add_insecure_port(f"127.0.0.1:{port}")
        self._server.start()

    def attachment(self) -> Attachment:
        """The next connector that dials in."""
        try:
            return self._attached.get(timeout=PATIENCE_S)
        except queue.Empty:
            raise ConformanceFailure(f"no connector dialled in within {PATIENCE_S:g} s") from None

    def close(self) -> None:
        """Stops at once, as a server that dies; connections are cut."""
        self._server.stop(0).wait(5)

    def Attach(self, request_iterator: Iterator[pb.AttachRequest], context: grpc.ServicerContext) -> Iterator[pb.AttachResponse]:
        """Serves one connector."""
        first = next(request_iterator)
        if first.WhichOneof("part") != "hello":
            context.abort(grpc.StatusCode.INVALID_ARGUMENT, "The hello must be the first message.")
        attachment = Attachment(first.hello)
        seconds = self._heartbeat_s
        welcome = pb.ConnectorWelcome(
            protocol_version=1,
            session_id="conformance",
            heartbeat_interval=_duration(seconds),
            silence_limit=_duration(60),
            fetch_credit=self.credit,
            max_row_count=self.max_rows,
        )
        yield pb.AttachResponse(welcome=welcome)
        futures.ThreadPoolExecutor(1).submit(self._listen, request_iterator, attachment)
        self._attached.put(attachment)
        while True:
            message = attachment.outgoing.get()
            if message is None:
                context.abort(grpc.StatusCode.UNAVAILABLE, "The server goes away.")
            if message is _GONE:
                return
            yield message

    @staticmethod
    def _listen(requests: Iterator[pb.AttachRequest], attachment: Attachment) -> None:
        try:
            for request in requests:
                attachment.incoming.put(request)
        except Exception:  # The stream broke: what matters is that nothing more comes.
            pass
        attachment.incoming.put(_GONE)
        attachment.outgoing.put(_GONE)


class Fetched:
    """What came of a fetch."""

    def __init__(self) -> None:
        self.times: "dict[str, List[int]]" = {}
        self.columns: "dict[str, dict[str, List[float]]]" = {}
        self.reference: "dict[str, dict[str, str]]" = {}
        self.failures: List[pb.FetchFailure] = []
        self.notes: List[str] = []
        self.messages = 0
        self.largest = 0

    def add(self, rows: pb.FetchRows) -> None:
        """Takes rows in, checking their shape."""
        block = rows.block
        if len(block.times) != 8 * block.row_count or any(len(column.values) != 8 * block.row_count for column in block.columns):
            raise ConformanceFailure(f"a block of {block.row_count} rows of {rows.symbol} has columns of other lengths")
        self.largest = max(self.largest, block.row_count)
        times = self.times.setdefault(rows.symbol, [])
        times.extend(np.frombuffer(block.times, "<i8").tolist())
        for column in block.columns:
            self.columns.setdefault(rows.symbol, {}).setdefault(column.name, []).extend(np.frombuffer(column.values, "<f8").tolist())

    def codes(self, symbol: str) -> List[str]:
        """Kinds of failure of a symbol."""
        return [
            pb.ConnectorErrorCode.Name(failure.error.code).removeprefix("CONNECTOR_ERROR_CODE_")
            for failure in self.failures
            if failure.symbol in (symbol, "")
        ]


def collect(attachment: Attachment, fetch_id: str, credit_back: bool = True) -> Fetched:
    """Everything of a fetch to its end; gives credit back as it comes."""
    fetched = Fetched()
    while True:
        message = attachment.next(fetch_id)
        part = message.WhichOneof("part")
        if part == "rows":
            fetched.add(message.rows)
        elif part == "reference":
            fetched.reference[message.reference.symbol] = dict(message.reference.values)
        elif part == "failure":
            fetched.failures.append(message.failure)
        elif part == "progress":
            fetched.notes.append(message.progress.note)
        elif part == "fetch_end":
            return fetched
        if part in ("rows", "reference"):
            fetched.messages += 1
            if credit_back:
                attachment.order(credit=pb.FetchCredit(fetch_id=fetch_id, message_count=1))


def timestamp(text: str) -> Timestamp:
    """An instant from ISO text."""
    instant = Timestamp()
    instant.FromJsonString(text)
    return instant


def _duration(seconds: float) -> Duration:
    return Duration(seconds=int(seconds), nanos=int(seconds % 1 * 1e9))


def _subject(message: pb.AttachRequest) -> Optional[str]:
    part = getattr(message, message.WhichOneof("part"))
    return getattr(part, "fetch_id", None) or getattr(part, "subscription_id", None)
