"""Streams that go on after a dropped connection."""

from __future__ import annotations

import random
import time
from dataclasses import dataclass, field
from typing import Any, Callable, Iterator

import grpc

from .errors import TradewindError, translated_errors

_FAILED_STATES_SUFFIX = "_STATE_FAILED"


@dataclass(frozen=True)
class Backoff:
    """How long to wait before a reconnect: doubling up to a longest wait, each spread by a random half."""

    first_seconds: float = 0.25
    longest_seconds: float = 30.0
    #: Failures in a row, without a message between them, before the error is raised.
    attempts: int = 8
    #: Waits; tests replace it.
    sleep: Callable[[float], None] = field(default=time.sleep, repr=False)

    def wait(self, failures: int) -> None:
        """Waits after the given number of failures in a row, from 1."""
        longest = min(self.longest_seconds, self.first_seconds * 2 ** (failures - 1))
        # Clients that lost the same server must not all come back at the same moment.
        self.sleep(longest * random.uniform(0.5, 1.0))


def read_stream(call: Any) -> Iterator[Any]:
    """Yields the messages of a streaming call with translated errors, and cancels the call when the reader leaves early."""
    try:
        with translated_errors():
            yield from call
    finally:
        call.cancel()


def resume(
    open_stream: Callable[[str], Any],
    end_field: str,
    cursor: str,
    backoff: Backoff,
    is_passing: Callable[[Any], bool] = lambda message: False,
) -> Iterator[Any]:
    """Yields the events of a recorded stream, each once, across dropped connections.

    ``open_stream`` opens the stream just after a cursor. Its messages carry ``sequence``, ``cursor`` and a ``oneof event`` with a
    ``heartbeat`` and the case ``end_field``, whose state says how the stream ended. Heartbeats move the cursor and are not
    yielded; nor are events of a kind this client does not know. Messages that ``is_passing`` says are not recorded have the sequence of
    the event before them and are yielded whenever they come. Raises ``TradewindError``: ``ABORTED``, reason ``STREAM_FAILED``,
    when what the stream follows has failed; ``UNAVAILABLE`` when the server stays away for ``backoff.attempts`` attempts.
    """
    last_sequence = failures = 0
    while True:
        try:
            for message in read_stream(open_stream(cursor)):
                failures = 0
                event = message.WhichOneof("event")
                if event == end_field:
                    _raise_if_failed(getattr(message, end_field))
                    return
                # Also set on heartbeats, and on events of a kind that came after this client.
                cursor = message.cursor or cursor
                if is_passing(message):
                    yield message
                    continue
                if event in (None, "heartbeat") or message.sequence <= last_sequence:
                    continue
                last_sequence = message.sequence
                yield message
            return
        except TradewindError as error:
            failures += 1
            if error.code is not grpc.StatusCode.UNAVAILABLE or failures >= backoff.attempts:
                raise
        backoff.wait(failures)


def _raise_if_failed(end: Any) -> None:
    state = end.DESCRIPTOR.fields_by_name["state"].enum_type.values_by_number.get(end.state)
    if state is not None and state.name.endswith(_FAILED_STATES_SUFFIX):
        raise TradewindError(grpc.StatusCode.ABORTED, "The stream ended because its source failed.", "STREAM_FAILED")
