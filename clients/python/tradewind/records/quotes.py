"""Quotes and order books."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Optional, Tuple


@dataclass(frozen=True)
class Quote:
    """Best bid and ask of a symbol. A side without an offer is ``None``."""

    #: Symbol as the source writes it.
    symbol: str
    #: When it changed, by the source's clock; ``None`` where the source does not say.
    time: Optional[datetime]
    #: When the server received it.
    receive_time: Optional[datetime]
    bid_price: Optional[float]
    bid_quantity: Optional[float]
    ask_price: Optional[float]
    ask_quantity: Optional[float]


@dataclass(frozen=True)
class PriceLevel:
    """One price of an order book."""

    price: float
    quantity: float


@dataclass(frozen=True)
class OrderBookSnapshot:
    """Several levels of the order book of a symbol."""

    #: Symbol as the source writes it.
    symbol: str
    #: When it changed, by the source's clock; ``None`` where the source does not say.
    time: Optional[datetime]
    #: When the server received it.
    receive_time: Optional[datetime]
    #: Highest price first.
    bids: Tuple[PriceLevel, ...]
    #: Lowest price first.
    asks: Tuple[PriceLevel, ...]


@dataclass(frozen=True)
class QuoteGap:
    """The source of a symbol was lost, came back, or refused. What changed in between is not sent later."""

    #: Symbol as the source writes it.
    symbol: str
    #: ``LOST``, ``RESUMED`` or ``ENDED``.
    kind: str
    #: Why, for people.
    message: str


@dataclass(frozen=True)
class QuoteAnswer:
    """A quote that was asked for."""

    quote: Optional[Quote]
    #: True when the source did not answer and this is the last quote the server saw.
    stale: bool
    #: How long ago the server received it.
    age: timedelta
    #: Why the source did not answer; empty unless stale.
    message: str
