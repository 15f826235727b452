"""Columns of values on one time index."""

from __future__ import annotations

from typing import TYPE_CHECKING, Dict, Iterable, Iterator, Mapping, Tuple, Union

import numpy as np

from . import pb
from .wire import BlockView, PackedView

if TYPE_CHECKING:
    import pandas

_TIME, _VALUE = np.dtype("<M8[ns]"), np.dtype("<f8")
_OFFSETS = {1: np.dtype("u1"), 2: np.dtype("<u2"), 4: np.dtype("<u4")}


class ColumnTable(Mapping[str, np.ndarray]):
    """Named columns of 64-bit floats, all with the same times. NaN is missing. Arrays are read-only.

    ``table["close"]`` is a column, ``table.times`` the row labels, ``len(table)`` the number of columns and ``table.row_count``
    of rows. The columns of a table share memory: copy a column that is to outlive a large table.
    """

    def __init__(self, times: np.ndarray, columns: Mapping[str, np.ndarray]) -> None:
        """Takes ``times`` as ``datetime64[ns]`` UTC, shape [rows], and columns of shape [rows]."""
        for name, values in columns.items():
            if values.shape != times.shape:
                raise ValueError(f"Column {name} has shape {values.shape}, the times have {times.shape}.")
        self._times = times
        self._columns = dict(columns)
        for array in (times, *self._columns.values()):
            array.flags.writeable = False

    @classmethod
    def from_blocks(cls, blocks: Iterable[Union[pb.ColumnBlock, BlockView]], expected_rows: int = 0) -> ColumnTable:
        """Joins the blocks of a stream, in order.

        ``expected_rows`` saves copies when it is right and does no harm when it is not. Raises ``ValueError`` when the blocks do
        not have the same columns or a column does not have the rows its block announces.
        """
        names: Tuple[str, ...] = ()
        # One array for all: memory this large comes in large pages, which are several times cheaper to touch for the first time.
        memory = np.empty((1, 0), _VALUE)
        steps = np.empty(0, np.int64)
        rows = 0
        for index, block in enumerate(blocks):
            block_names = tuple(column.name for column in block.columns)
            if index == 0:
                names = block_names
                if len(set(names)) != len(names):
                    raise ValueError(f"Column names repeat: {', '.join(names)}.")
                memory = np.empty((1 + len(names), expected_rows), _VALUE)
            elif block_names != names:
                raise ValueError(f"Block {index + 1} has the columns {block_names}, the first block {names}.")
            end = rows + block.row_count
            if end > memory.shape[1]:
                memory = _widened(memory, max(end, 2 * rows), rows)
            # Values go to their final place while the next block is still on its way.
            regular = getattr(block, "regular", None)
            if regular is None:
                _copy(block.times, memory[0, rows:end], "times")
            else:
                start, step = regular
                labels = memory[0, rows:end].view(np.int64)
                if len(steps) < len(labels):
                    steps = np.arange(len(labels))
                labels[:] = steps[: len(labels)]
                labels *= step
                labels += start
            for column, array in zip(block.columns, memory[1:]):
                packed = getattr(column, "packed", None)
                if isinstance(packed, PackedView):
                    _unpack(packed, array[rows:end], column.name)
                else:
                    _copy(column.values, array[rows:end], column.name)
            rows = end
        times, *values = (array[:rows] for array in memory)
        return cls(times.view(_TIME), dict(zip(names, values)))

    @property
    def times(self) -> np.ndarray:
        """Row labels, ``datetime64[ns]`` UTC, shape [rows]."""
        return self._times

    @property
    def row_count(self) -> int:
        """Number of rows."""
        return len(self._times)

    def __getitem__(self, name: str) -> np.ndarray:
        return self._columns[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._columns)

    def __len__(self) -> int:
        return len(self._columns)

    # Tables are compared by identity: elementwise comparison has no single answer.
    __eq__ = object.__eq__
    __hash__ = object.__hash__

    def __repr__(self) -> str:
        return f"ColumnTable({self.row_count} rows: {', '.join(self._columns)})"

    def to_numpy(self) -> Dict[str, np.ndarray]:
        """Returns the arrays by name, the row labels as ``times``. Nothing is copied.

        Raises ``ValueError`` when a column is called ``times`` itself; take the arrays from the table then.
        """
        if "times" in self._columns:
            raise ValueError("A column is called 'times': use table.times and table['times'].")
        return {"times": self._times, **self._columns}

    def to_pandas(self) -> pandas.DataFrame:
        """Returns a ``DataFrame`` with a UTC ``DatetimeIndex`` called ``time``. Needs pandas."""
        import pandas

        index = pandas.DatetimeIndex(self._times, name="time").tz_localize("UTC")
        return pandas.DataFrame(self._columns, index=index)


def _copy(data: Union[bytes, memoryview], target: np.ndarray, name: str) -> None:
    if len(data) != target.nbytes:
        raise ValueError(f"Column {name} has {len(data)} bytes, expected {target.nbytes} for {len(target)} rows.")
    target[:] = np.frombuffer(data, target.dtype)


def _unpack(packed: PackedView, target: np.ndarray, name: str) -> None:
    kind = _OFFSETS.get(packed.width)
    if kind is None or len(packed.offsets) != packed.width * len(target):
        raise ValueError(f"Column {name} has {len(packed.offsets)} packed bytes of width {packed.width} for {len(target)} rows.")
    offsets = np.frombuffer(packed.offsets, kind)
    # Both sides of the division are exact, so that it gives the very double that was packed. In place and step by step, while the piece is in
    # the cache, is faster than one step that converts.
    target[:] = offsets
    target += float(packed.base)
    if packed.exponent > 0:
        target /= 10.0**packed.exponent
    if packed.has_missing:
        target[offsets == np.iinfo(kind).max] = np.nan


def _widened(memory: np.ndarray, columns: int, used: int) -> np.ndarray:
    larger = np.empty((memory.shape[0], columns), memory.dtype)
    larger[:, :used] = memory[:, :used]
    return larger
