"""Measures reading all bars of an instrument as numpy arrays against pandas.read_csv of the same bars, and against receiving as many
bytes that nobody looks at, in one run.

    PYTHONPATH=clients/python /usr/bin/python3 tests/benchmarks/python/read_bars.py ADDRESS INSTRUMENT CSV_FILE [RAW_ADDRESS]

The file has a header, an epoch column called time (seconds, milliseconds, microseconds or nanoseconds) and number columns named
as the fields of the instrument. RAW_ADDRESS is a server with the benchmarks' Throughput service; its bytes come in as many messages of the
same size, over a channel opened in the same way, and are not taken apart. All sides are read to warm up and several times each, in turn,
so that load on the machine falls on all; of ours and the raw bytes the best counts, of ours and pandas the median. Without RAW_ADDRESS the raw
bytes are left out. Prints one JSON line; exits with 1 when the values differ.
"""

from __future__ import annotations

import json
import statistics
import sys
import time
from typing import Callable, Dict

import numpy as np
import pandas as pd
import tradewind
from tradewind.connection import open_channel

_RUNS, _PANDAS_RUNS = 25, 7


def main(address: str, instrument_id: str, csv_file: str, raw_address: str = "") -> int:
    """Runs the measurement; returns the exit code."""
    fields = [name for name in pd.read_csv(csv_file, nrows=0).columns if name != "time"]
    with tradewind.connect(address) as client:

        def ours() -> Dict[str, np.ndarray]:
            return client.columns(instrument_id, fields).to_numpy()

        def peer() -> pd.DataFrame:
            return pd.read_csv(csv_file)

        # pandas' default parser may miss the last bits of a double; the comparison of values must not.
        arrays, frame = ours(), pd.read_csv(csv_file, float_precision="round_trip")
        difference = first_difference(arrays, frame, fields)
        if difference is not None:
            print(difference, file=sys.stderr)
            return 1
        raw = RawBytes(raw_address, message_sizes(client, instrument_id, fields)) if raw_address else None
        ours(), peer()
        ours_ms, raw_ms, pandas_ms = [], [], []
        for run in range(_RUNS):
            ours_ms.append(milliseconds(ours))
            if raw is not None:
                raw_ms.append(milliseconds(raw))
            if run < _PANDAS_RUNS:
                pandas_ms.append(milliseconds(peer))
    ours_median, pandas_median = statistics.median(ours_ms), statistics.median(pandas_ms)
    result = {
        "rows": len(frame),
        "ours_ms": round(ours_median, 2),
        "pandas_ms": round(pandas_median, 2),
        "ratio": round(pandas_median / ours_median, 2),
    }
    if raw is not None:
        result |= {"ours_best_ms": round(min(ours_ms), 2), "raw_best_ms": round(min(raw_ms), 2), "bytes": raw.total}
    print(json.dumps(result))
    return 0


def message_sizes(client: tradewind.Client, instrument_id: str, fields: list[str]) -> list[int]:
    """Sizes of the messages that carry the bars."""
    request = tradewind.pb.ReadColumnsRequest(instrument_id=instrument_id, fields=fields)
    return [message.ByteSize() for message in client.data.ReadColumns(request)]


class RawBytes:
    """Receives messages of bytes and throws them away."""

    def __init__(self, address: str, sizes: list[int]) -> None:
        # Fields 1, messages, 2, bytes of each, and 3, of memory of their own; a few bytes more than ours rather than fewer.
        block = max(sizes)
        self._request = b"\x08" + varint(-(-sum(sizes) // block)) + b"\x10" + varint(block) + b"\x18\x01"
        self._call = open_channel(address).unary_stream("/tradewind.benchmarks.Throughput/StreamBlocks")
        self.total = sum(sizes)

    def __call__(self) -> None:
        received = sum(len(message) for message in self._call(self._request))
        assert received >= self.total


def varint(number: int) -> bytes:
    """A number as protobuf writes it."""
    octets = []
    while number > 127:
        octets.append(number & 127 | 128)
        number >>= 7
    return bytes([*octets, number])


def milliseconds(work: Callable[[], object]) -> float:
    """Times one call."""
    started = time.perf_counter()
    work()
    return 1000 * (time.perf_counter() - started)


def first_difference(arrays: Dict[str, np.ndarray], frame: pd.DataFrame, fields: list[str]) -> str | None:
    """Says where both sides differ; ``None`` where every time and value is the same."""
    times = frame["time"].to_numpy()
    # The unit of an epoch shows in its size: ten digits are seconds today, thirteen milliseconds and so on.
    scale = next(s for digits, s in ((11, 10**9), (14, 10**6), (17, 10**3), (20, 1)) if abs(int(times[-1])) < 10**digits)
    if not np.array_equal(arrays["times"].astype(np.int64), times * scale):
        return "The times differ."
    for name in fields:
        if not np.array_equal(arrays[name], frame[name].to_numpy(np.float64), equal_nan=True):
            return f"Column {name} differs."
    return None


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:5]))
