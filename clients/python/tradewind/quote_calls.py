"""Quotes and order books of connectors, as they are now and as they change."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Iterator, Optional, Sequence, Union

import grpc

from . import pb
from .connection import Connection
from .errors import TradewindError
from .records import OrderBookSnapshot, Quote, QuoteAnswer, QuoteGap
from .records.mapping import read
from .resume import read_stream

_VALUES = {"quote": Quote, "book": OrderBookSnapshot, "gap": QuoteGap}


@dataclass(frozen=True)
class QuoteEvent:
    """A quote, a book or a gap of the source as it came."""

    value: Union[Quote, OrderBookSnapshot, QuoteGap]
    #: Earlier quotes of the symbol that this one stands for, because this reader was slower.
    conflated_count: int
    #: Quotes of the symbol that could not be right and were left out.
    rejected_count: int


class QuoteCalls(Connection):
    """Calls of the data service that concern quotes."""

    def quote(self, connector: str, symbol: str, timeout: Optional[timedelta] = None) -> QuoteAnswer:
        """Returns the present best bid and ask of a symbol, like ``quote("ccxt:binance", "BTC/USDT").quote.bid_price``.

        When the source is down the last quote of the last day is returned, with ``stale`` true and its ``age``; without one,
        ``UNAVAILABLE`` is raised. ``timeout`` is how long the source may take; 10 seconds where it is left out.
        """
        request = pb.GetQuoteRequest(connector=connector, symbol=symbol)
        if timeout is not None:
            request.timeout.FromTimedelta(timeout)
        return read(QuoteAnswer, self._call(self.data.GetQuote, request))

    def stream_quotes(self, connector: str, symbols: Sequence[str], *, depth: int = 0) -> Iterator[QuoteEvent]:
        """Yields best bids and asks as they change, or order books of ``depth`` levels a side.

        Nothing is recorded: a slow reader gets the newest of each symbol, and after a dropped connection the stream goes on with the
        present. Raises ``TradewindError`` when the source refuses every symbol or the server stays away.
        """
        request = pb.StreamQuotesRequest(connector=connector, symbols=symbols, depth=depth)
        failures = 0
        while True:
            try:
                for message in read_stream(self.data.StreamQuotes(request)):
                    failures = 0
                    kind = message.WhichOneof("event")
                    # Heartbeats, and events of a later version of the server, are passed over.
                    if kind in _VALUES:
                        value = read(_VALUES[kind], getattr(message, kind))
                        yield QuoteEvent(value, message.conflated_count, message.rejected_count)
                return
            except TradewindError as error:
                failures += 1
                if error.code is not grpc.StatusCode.UNAVAILABLE or failures >= self._backoff.attempts:
                    raise
            self._backoff.wait(failures)
