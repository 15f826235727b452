"""Strategies that run in this program and trade in the server's engine.

Subclass :class:`RemoteStrategy`, answer each step of closed bars with decisions, and hand an object to ``Client.remote_backtest``, or to
``Client.create_remote_session`` and ``Client.run_remote_session`` for a paper session on a live feed::

    class Reversal(RemoteStrategy):
        name = "reversal"

        def on_bars(self, step):
            for instrument, bars in step.bars.items():
                if bars["close"][-1] < bars["open"][-1]:
                    yield signal(instrument, "long")

A decision is made at the close of the last bar of a step and fills at the next open at the earliest, as those of the built-in strategies
do. Each step is a round trip to the server: see docs/strategies.md for what that costs.
"""

from __future__ import annotations

import queue
from dataclasses import dataclass
from datetime import datetime, timezone
from decimal import Decimal
from typing import Dict, Iterable, Iterator, Mapping, Optional, Tuple, Type, Union

from google.protobuf.message import Message

from . import pb
from .records.mapping import decimal_text, enum_number, read
from .table import ColumnTable

Quantity = Union[int, str, Decimal]


@dataclass(frozen=True)
class Fill:
    """A fill as a strategy is told of it."""

    order_id: str
    instrument_id: str
    side: str
    quantity: Decimal
    price: Decimal
    commission: Decimal


@dataclass(frozen=True)
class OrderResult:
    """What became of an order of the answer before: its id, and why it was refused (empty when it was not)."""

    order_id: str
    rejection: str


@dataclass(frozen=True)
class Step:
    """What became known since the step before, up to and with its time."""

    #: Counts the steps from 1.
    number: int
    #: Known time of the last event: the decisions are made now.
    time: datetime
    #: True while history is shown that is not traded: what is decided is dropped.
    warming_up: bool
    #: Closed bars by instrument: columns ``open``, ``high``, ``low``, ``close``, ``volume``, labelled by their open times.
    bars: Mapping[str, ColumnTable]
    #: Observations by instrument and field: column ``value``.
    observations: Mapping[Tuple[str, str], ColumnTable]
    #: Equity at the last marks.
    equity: float
    #: Signed positions that are not flat.
    positions: Mapping[str, Decimal]
    #: Fills since the step before.
    fills: Tuple[Fill, ...]
    #: What became of the orders of the answer before, in its order.
    orders: Tuple[OrderResult, ...]

    def position(self, instrument_id: str) -> Decimal:
        """The position of an instrument; 0 where it is flat."""
        return self.positions.get(instrument_id, Decimal(0))


class RemoteStrategy:
    """A strategy of this program. Override ``on_bars``; keep what it remembers in the object, and make a new one for every run."""

    #: Name: small letters, digits and ``_``.
    name = "remote"
    #: What tells one version of this code from another; part of the result's lineage.
    code_version = ""

    @property
    def parameters(self) -> Mapping[str, object]:
        """Parameters kept with the result and part of its lineage."""
        return {}

    def on_start(self, instruments: Mapping[str, Decimal], fields: Tuple[str, ...]) -> None:
        """Called once with the lot size of every instrument that can be traded, and the observed fields."""

    def on_bars(self, step: Step) -> Optional[Iterable[pb.RemoteDecision]]:
        """Decides on a step: any of ``signal``, ``target``, ``order`` and ``cancel``, or nothing."""
        raise NotImplementedError(f"{type(self).__name__} needs a method on_bars.")


def signal(instrument_id: str, direction: str, label: str = "") -> pb.RemoteDecision:
    """Holds ``"long"``, ``"short"`` or ``"flat"`` at the size of the settings."""
    number = enum_number(pb.RemoteDecision.DESCRIPTOR.fields_by_name["signal"].enum_type, direction)
    return pb.RemoteDecision(instrument_id=instrument_id, label=label or direction.capitalize(), signal=number)


def target(instrument_id: str, quantity: Quantity, label: str = "") -> pb.RemoteDecision:
    """Holds a signed quantity; a waiting order towards another one is replaced."""
    return pb.RemoteDecision(instrument_id=instrument_id, label=label, target_quantity=decimal_text(Decimal(quantity)))


def order(
    instrument_id: str,
    side: str,
    quantity: Quantity,
    type: str = "market",
    *,
    limit_price: Optional[Quantity] = None,
    stop_price: Optional[Quantity] = None,
    time_in_force: str = "good_till_cancelled",
    label: str = "",
) -> pb.RemoteDecision:
    """Sends an order: ``side`` is ``"buy"`` or ``"sell"``, ``type`` ``"market"``, ``"limit"``, ``"stop"``, ..."""
    fields = pb.RemoteOrder.DESCRIPTOR.fields_by_name
    message = pb.RemoteOrder(
        side=enum_number(fields["side"].enum_type, side),
        quantity=decimal_text(Decimal(quantity)),
        type=enum_number(fields["type"].enum_type, type),
        limit_price="" if limit_price is None else decimal_text(Decimal(limit_price)),
        stop_price="" if stop_price is None else decimal_text(Decimal(stop_price)),
        time_in_force=enum_number(fields["time_in_force"].enum_type, time_in_force),
    )
    return pb.RemoteDecision(instrument_id=instrument_id, label=label, order=message)


def cancel(order_id: str) -> pb.RemoteDecision:
    """Cancels an order; one that is no longer open is left alone."""
    return pb.RemoteDecision(cancel_order_id=order_id)


def read_step(message: pb.RemoteStep) -> Step:
    """Reads a step from its message."""
    return Step(
        number=message.step,
        time=message.time.ToDatetime(timezone.utc),
        warming_up=message.warming_up,
        bars={rows.instrument_id: ColumnTable.from_blocks([rows.block]) for rows in message.bars},
        observations={(rows.instrument_id, rows.field): ColumnTable.from_blocks([rows.block]) for rows in message.observations},
        equity=message.equity,
        positions={instrument: Decimal(text) for instrument, text in message.positions.items()},
        fills=tuple(read(Fill, fill) for fill in message.fills),
        orders=tuple(OrderResult(result.order_id, result.rejection) for result in message.orders),
    )


class Requests:
    """The client's side of the call: what is put is sent, until it is closed."""

    def __init__(self, kind: Type[Message] = pb.RunRemoteBacktestRequest) -> None:
        self._kind = kind
        self._queue: "queue.SimpleQueue[Optional[Message]]" = queue.SimpleQueue()

    def put(self, **message: object) -> None:
        self._queue.put(self._kind(**message))

    def close(self) -> None:
        self._queue.put(None)

    def __iter__(self) -> Iterator[Message]:
        while (message := self._queue.get()) is not None:
            yield message


def lots(begun: pb.RemoteStrategyBegun) -> Dict[str, Decimal]:
    """Lot sizes by instrument."""
    return {instrument.instrument_id: Decimal(instrument.lot_size) for instrument in begun.instruments}

