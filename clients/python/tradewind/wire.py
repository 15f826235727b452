"""Blocks of columns read where they lie in a received message.

A generated message copies every ``bytes`` field when it is parsed and again when it is read. For the megabytes of a column that costs
more than the network, so the answers of ``ReadColumns`` are taken apart here: numbers and names as usual, values as views of the message.
"""

from __future__ import annotations

from typing import Iterator, List, NamedTuple, Optional, Tuple, Union

_VARINT, _FIXED64, _BYTES, _FIXED32 = 0, 1, 2, 5


class PackedView(NamedTuple):
    """A ``tradewind.v1.PackedValues``: (base + offset) / 10^exponent is each value."""

    offsets: memoryview
    width: int
    base: int
    exponent: int
    has_missing: bool


class ColumnView(NamedTuple):
    """One column of a block, plain or packed."""

    name: str
    values: memoryview
    packed: Optional[PackedView] = None


class BlockView(NamedTuple):
    """A ``tradewind.v1.ColumnBlock``; ``regular`` holds start and step of evenly spaced times in place of ``times``."""

    row_count: int
    times: memoryview
    columns: List[ColumnView]
    regular: Optional[Tuple[int, int]] = None


class ColumnsView(NamedTuple):
    """A ``tradewind.v1.ReadColumnsResponse``, as far as the client needs it."""

    block: BlockView
    total_row_count: int

    @classmethod
    def parse(cls, message: bytes) -> ColumnsView:
        """Takes a message apart. Raises ``ValueError`` when it is none."""
        block, total = BlockView(0, memoryview(b""), []), 0
        for field, value in _fields(memoryview(message)):
            if field == 2:
                block = _block(value)
            elif field == 4:
                total = value
        return cls(block, total)


def _block(data: memoryview) -> BlockView:
    rows, times, columns, regular = 0, memoryview(b""), [], None
    for field, value in _fields(data):
        if field == 1:
            rows = value
        elif field == 2:
            times = value
        elif field == 3:
            columns.append(_column(value))
        elif field == 4:
            numbers = dict(_fields(value))
            regular = (_signed(numbers.get(1, 0)), _signed(numbers.get(2, 0)))
    return BlockView(rows, times, columns, regular)


def _column(data: memoryview) -> ColumnView:
    name, values, packed = "", memoryview(b""), None
    for field, value in _fields(data):
        if field == 1:
            name = str(value, "utf-8")
        elif field == 2:
            values = value
        elif field == 3:
            parts = dict(_fields(value))
            packed = PackedView(parts.get(1, memoryview(b"")), parts.get(2, 0), _signed(parts.get(3, 0)), parts.get(4, 0), bool(parts.get(5, 0)))
    return ColumnView(name, values, packed)


def _signed(number: int) -> int:
    """A signed 64-bit number as protobuf writes it: negative ones as their two's complement."""
    return number - (1 << 64) if number >> 63 else number


def _fields(data: memoryview) -> Iterator[Tuple[int, Union[int, memoryview]]]:
    """Yields number and value of every field; fields of later versions of the server are passed on like any other."""
    position = 0
    while position < len(data):
        key, position = _varint(data, position)
        kind = key & 7
        if kind == _VARINT:
            value, position = _varint(data, position)
            yield key >> 3, value
            continue
        if kind == _BYTES:
            length, position = _varint(data, position)
        elif kind in (_FIXED64, _FIXED32):
            length = 8 if kind == _FIXED64 else 4
        else:
            raise ValueError(f"A field has the unknown wire type {kind}.")
        if position + length > len(data):
            raise ValueError("A message is cut off.")
        yield key >> 3, data[position : position + length]
        position += length


def _varint(data: memoryview, position: int) -> Tuple[int, int]:
    number = shift = 0
    while position < len(data):
        octet = data[position]
        number |= (octet & 127) << shift
        position, shift = position + 1, shift + 7
        if octet < 128:
            return number, position
    raise ValueError("A number of a message is cut off.")
