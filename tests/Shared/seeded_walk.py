"""Writes the bars of a seeded random walk: a market on which other backtesters' results are known.

Usage: seeded_walk.py daily|minute FILE. daily: 5,000 daily bars; minute: 1,000,000 bars of a minute. The file holds rows of six
little-endian doubles: open time in UNIX seconds, open, high, low, close, volume. Prices have four decimals.

On the daily bars a crossover of the averages of 10 and 30 closes, long 100 units or flat, filled at the next open with 5 basis points
of costs on 1,000,000 of capital, makes 89 round trips and ends with 1,004,202.6735; on the minute bars 19,464, where an exact tie of the
averages keeps the side they were on.
"""

import sys

import numpy as np

FIRST_MINUTE = 1_262_304_000  # 2010-01-01
MINUTES, DAYS = 1_000_000, 5_000
DAY = 86_400


def walk(random: np.random.Generator, count: int, deviation: float, first: int, step: int) -> np.ndarray:
    moves = random.standard_normal(count) * deviation
    close = 100.0 * np.exp(np.cumsum(moves - 0.5 * deviation**2))
    opens = np.empty(count)
    opens[0] = 100.0
    opens[1:] = close[:-1] * (1 + random.standard_normal(count - 1) * deviation * 0.1)
    high = np.maximum(opens, close) * (1 + np.abs(random.standard_normal(count)) * deviation * 0.5)
    low = np.minimum(opens, close) * (1 - np.abs(random.standard_normal(count)) * deviation * 0.5)
    volume = np.floor(np.exp(random.standard_normal(count) * 0.5 + 9))
    times = (first + np.arange(count, dtype=np.int64) * step).astype(np.float64)
    return np.column_stack([times, opens.round(4), high.round(4), low.round(4), close.round(4), volume])


def main(kind: str, path: str) -> None:
    random = np.random.default_rng(20240101)
    # One stream of numbers: the daily bars come after the minutes.
    bars = walk(random, MINUTES, 0.0005, FIRST_MINUTE, 60)
    if kind == "daily":
        bars = walk(random, DAYS, 0.015, FIRST_MINUTE - DAYS * DAY, DAY)
    np.ascontiguousarray(bars, dtype="<f8").tofile(path)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
