"""The client: everything a server does, as Python calls."""

from __future__ import annotations

from types import TracebackType
from typing import Optional, Type

import grpc

from .errors import TradewindError
from .live_calls import LiveCalls
from .market_calls import MarketCalls
from .remote_calls import RemoteCalls
from .resume import Backoff
from .quote_calls import QuoteCalls
from .search_calls import SearchCalls
from .store_calls import StoreCalls

DEFAULT_ADDRESS = "127.0.0.1:5210"


class Client(MarketCalls, SearchCalls, LiveCalls, RemoteCalls, QuoteCalls, StoreCalls):
    """A connection to one server. Use it as a context manager, or call ``close``. Safe to share between threads.

    ``data``, ``features``, ``training``, ``signals``, ``backtests``, ``paper``, ``operations``, ``connector_service`` and ``admin`` are the raw
    stubs; the methods raise ``TradewindError`` and return records, columns and iterators.
    """

    def wait_until_ready(self, timeout: float = 10.0) -> None:
        """Waits until the server answers. Raises ``UNAVAILABLE`` after ``timeout`` seconds."""
        try:
            grpc.channel_ready_future(self._channel).result(timeout)
        except grpc.FutureTimeoutError:
            raise TradewindError(grpc.StatusCode.UNAVAILABLE, f"No server answered within {timeout:g} s.") from None

    def __enter__(self) -> Client:
        return self

    def __exit__(
        self, kind: Optional[Type[BaseException]], error: Optional[BaseException], trace: Optional[TracebackType]
    ) -> None:
        self.close()


def connect(address: str = DEFAULT_ADDRESS, timeout: Optional[float] = 30.0, backoff: Backoff = Backoff()) -> Client:
    """Opens a client. The connection itself is made by the first call.

    Args:
        address: ``host:port``, ``http://host:port`` (both without encryption) or ``https://host:port``.
        timeout: seconds a single answer may take; streams and waits have none unless given. ``None`` for no limit.
        backoff: waits between reconnects of streams.
    """
    return Client(address, timeout, backoff)
