"""Measures reading all bars of an instrument as numpy arrays against pandas.read_csv of the same bars, in one run.

    PYTHONPATH=clients/python /usr/bin/python3 tests/benchmarks/python/read_bars.py ADDRESS INSTRUMENT CSV_FILE

The file has a header, an epoch column called time (seconds, milliseconds, microseconds or nanoseconds) and number columns named
as the fields of the instrument. Both sides are read once to warm up and seven times each, in turn, so that load on the machine
falls on both. Prints one JSON line; exits with 1 when the values differ.
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

_RUNS = 7


def main(address: str, instrument_id: str, csv_file: str) -> int:
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
        peer()
        ours_ms, pandas_ms = [], []
        for _ in range(_RUNS):
            ours_ms.append(milliseconds(ours))
            pandas_ms.append(milliseconds(peer))
    ours_median, pandas_median = statistics.median(ours_ms), statistics.median(pandas_ms)
    result = {
        "rows": len(frame),
        "ours_ms": round(ours_median, 2),
        "pandas_ms": round(pandas_median, 2),
        "ratio": round(pandas_median / ours_median, 2),
    }
    print(json.dumps(result))
    return 0


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
    sys.exit(main(*sys.argv[1:4]))
