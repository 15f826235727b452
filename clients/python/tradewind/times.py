"""Times on the wire, in Python and in numpy.

Everything is UTC. A time without a zone is taken as UTC. Rows carry aware ``datetime`` (whole microseconds); columns carry
``datetime64[ns]``, which loses nothing.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone
from typing import Optional, Union

import numpy as np
from google.protobuf.timestamp_pb2 import Timestamp

from . import pb

#: What the client takes as a time: an aware or UTC ``datetime``, a ``date`` (midnight), ISO 8601 text, or ``numpy.datetime64``.
TimeLike = Union[datetime, date, str, np.datetime64]

_EPOCH = datetime(1970, 1, 1, tzinfo=timezone.utc)
_NANOSECONDS = 1_000_000_000


def to_timestamp(value: TimeLike) -> Timestamp:
    """Converts to a protobuf timestamp.

    Raises ``ValueError`` for text that is not ISO 8601 and for NaT, ``TypeError`` for anything else.
    """
    if isinstance(value, np.datetime64):
        if np.isnat(value):
            raise ValueError("NaT is not a time; pass None for an open end.")
        seconds, nanos = divmod(int(value.astype("datetime64[ns]").astype(np.int64)), _NANOSECONDS)
        return Timestamp(seconds=seconds, nanos=nanos)
    if isinstance(value, str):
        value = datetime.fromisoformat(value)
    elif isinstance(value, date) and not isinstance(value, datetime):
        value = datetime(value.year, value.month, value.day)
    if not isinstance(value, datetime):
        raise TypeError(f"A time is a datetime, a date, ISO 8601 text or a numpy.datetime64, not {type(value).__name__}.")
    # Integer arithmetic: datetime.timestamp() goes through a float and loses microseconds.
    since = (value if value.tzinfo else value.replace(tzinfo=timezone.utc)) - _EPOCH
    return Timestamp(seconds=since.days * 86_400 + since.seconds, nanos=since.microseconds * 1_000)


def to_datetime(timestamp: Timestamp) -> datetime:
    """Converts to an aware UTC ``datetime``, cut to the microsecond."""
    return _EPOCH + timedelta(seconds=timestamp.seconds, microseconds=timestamp.nanos // 1_000)


def to_interval(start: Optional[TimeLike], end: Optional[TimeLike]) -> Optional[pb.TimeInterval]:
    """Builds the half-open interval [start, end); ``None`` where both ends are open."""
    if start is None and end is None:
        return None
    return pb.TimeInterval(
        start_time=None if start is None else to_timestamp(start),
        end_time=None if end is None else to_timestamp(end),
    )
