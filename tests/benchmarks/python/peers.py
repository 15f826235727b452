"""The work of the Python peers. Reads the name of a case a line, does it once, writes the seconds it took a line.

Usage: peers.py FOLDER [WALK], where FOLDER holds bars.csv (time, open, high, low, close, volume) and, for learning, learning.bin, and WALK
the seeded walks daily.bin and minute.bin.
Its first line says which of the libraries are installed. Loading of inputs, imports and compilation are not part of the seconds: a
case is run once before it is measured.
"""

from __future__ import annotations

import functools
import importlib
import os
import sqlite3
import sys
import time
from typing import Callable, Dict, Iterable, List, Tuple

import numpy as np
import sixty_features

FOLDER = sys.argv[1]
CSV_FILE = os.path.join(FOLDER, "bars.csv")
COLUMNS = ("open", "high", "low", "close", "volume")


def available(name: str) -> bool:
    """Whether a library can be imported."""
    try:
        importlib.import_module(name)
        return True
    except Exception:  # a library that is there but broken is as good as none
        return False


@functools.lru_cache(maxsize=None)
def frame():
    import pandas as pd

    return pd.read_csv(CSV_FILE)


@functools.lru_cache(maxsize=None)
def column(name: str) -> np.ndarray:
    return np.ascontiguousarray(frame()[name].to_numpy(np.float64))


# Data.


def csv_pandas() -> None:
    import pandas as pd

    pd.read_csv(CSV_FILE)


def workbook_openpyxl() -> None:
    import openpyxl

    book = openpyxl.load_workbook(os.path.join(FOLDER, "series.xlsx"), read_only=True, data_only=True)
    count = sum(1 for row in book["Timeseries"].iter_rows(values_only=True) for _ in row)
    book.close()
    assert count == 5_001 * 51


@functools.lru_cache(maxsize=None)
def rows() -> List[Tuple]:
    return list(frame().itertuples(index=False, name=None))


def sqlite_put() -> None:
    store_rows(rows())


def store_rows(bars: Iterable[Tuple]) -> None:
    path = os.path.join(FOLDER, "peer.db")
    if os.path.exists(path):
        os.remove(path)
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("CREATE TABLE bars (time INTEGER PRIMARY KEY, open REAL, high REAL, low REAL, close REAL, volume REAL)")
    with connection:
        connection.executemany("INSERT INTO bars VALUES (?, ?, ?, ?, ?, ?)", bars)
    connection.close()


def csv_into_sqlite() -> None:
    import pandas as pd

    store_rows(pd.read_csv(CSV_FILE).itertuples(index=False, name=None))


def sqlite_read() -> None:
    connection = sqlite3.connect(os.path.join(FOLDER, "peer.db"))
    fetched = connection.execute("SELECT * FROM bars ORDER BY time").fetchall()
    connection.close()
    assert len(fetched) == len(rows())


# Features.


def pandas_feature(compute: Callable) -> Callable[[], None]:
    return lambda: compute(frame())


def wilder(values):
    return values.ewm(alpha=1 / 14, adjust=False).mean()


def pandas_rsi(bars):
    change = bars["close"].diff()
    return 100 - 100 / (1 + wilder(change.clip(lower=0)) / wilder(-change.clip(upper=0)))


def pandas_macd(bars):
    close = bars["close"]
    line = close.ewm(span=12, adjust=False).mean() - close.ewm(span=26, adjust=False).mean()
    return line, line.ewm(span=9, adjust=False).mean()


def pandas_bollinger(bars):
    window = bars["close"].rolling(20)
    middle, deviation = window.mean(), window.std()
    return middle + 2 * deviation, middle, middle - 2 * deviation


def pandas_atr(bars):
    before = bars["close"].shift()
    high, low = bars["high"], bars["low"]
    true_range = np.maximum(high - low, np.maximum((high - before).abs(), (low - before).abs()))
    return wilder(true_range)


def pandas_stochastic(bars):
    lowest = bars["low"].rolling(14).min()
    place = 100 * (bars["close"] - lowest) / (bars["high"].rolling(14).max() - lowest)
    return place, place.rolling(3).mean()


FEATURES: Dict[str, Callable] = {
    "sma": lambda bars: bars["close"].rolling(20).mean(),
    "ema": lambda bars: bars["close"].ewm(span=20, adjust=False).mean(),
    "rsi": pandas_rsi,
    "macd": pandas_macd,
    "bollinger": pandas_bollinger,
    "atr": pandas_atr,
    "stochastic": pandas_stochastic,
    "correlation": lambda bars: bars["close"].rolling(60).corr(bars["volume"]),
}


@functools.lru_cache(maxsize=None)
def numba_kernels() -> Dict[str, Callable]:
    import numba

    @numba.njit
    def sma(x, n, out):
        total = 0.0
        for i in range(len(x)):
            total += x[i]
            if i >= n:
                total -= x[i - n]
            out[i] = total / n if i >= n - 1 else np.nan

    @numba.njit
    def ema(x, n, out):
        alpha, mean = 2.0 / (n + 1.0), x[0]
        for i in range(len(x)):
            mean += alpha * (x[i] - mean)
            out[i] = mean

    @numba.njit
    def rsi(x, n, out):
        gain = loss = 0.0
        out[0] = np.nan
        for i in range(1, len(x)):
            change = x[i] - x[i - 1]
            gain += (max(change, 0.0) - gain) / n
            loss += (max(-change, 0.0) - loss) / n
            out[i] = 100.0 * gain / (gain + loss) if gain + loss > 0 else np.nan

    return {"sma": lambda out: sma(column("close"), 20, out), "ema": lambda out: ema(column("close"), 20, out),
            "rsi": lambda out: rsi(column("close"), 14, out)}


def numba_feature(name: str) -> Callable[[], None]:
    return lambda: numba_kernels()[name](np.empty(len(column("close"))))


@functools.lru_cache(maxsize=None)
def sixty_by_numba():
    return sixty_features.ByNumba(*(column(name) for name in ("close", "high", "low", "volume")))


def talib_feature(name: str) -> Callable[[], None]:
    def run() -> None:
        import talib

        close, high, low = column("close"), column("high"), column("low")
        {
            "sma": lambda: talib.SMA(close, 20),
            "ema": lambda: talib.EMA(close, 20),
            "rsi": lambda: talib.RSI(close, 14),
            "macd": lambda: talib.MACD(close, 12, 26, 9),
            "bollinger": lambda: talib.BBANDS(close, 20),
            "atr": lambda: talib.ATR(high, low, close, 14),
            "stochastic": lambda: talib.STOCHF(high, low, close, 14, 3),
            "correlation": lambda: talib.CORREL(close, column("volume"), 60),
        }[name]()

    return run


# Learning: the rows, folds and parameters of our run.

def pandas_matrix() -> None:
    import pandas as pd

    pd.DataFrame(assets()).rolling(60).corr()


@functools.lru_cache(maxsize=None)
def assets() -> np.ndarray:
    """Changes of the close laid out as 2,499 rows of 100 assets."""
    return np.diff(column("close"))[: 2_499 * 100].reshape(2_499, 100)


FOLDS = 5
FEATURE_COUNT = 20


@functools.lru_cache(maxsize=None)
def table() -> np.ndarray:
    return np.fromfile(os.path.join(FOLDER, "learning.bin")).reshape(-1, FEATURE_COUNT + 1)


def learn_xgboost() -> None:
    import xgboost as xgb

    features, labels = table()[:, :-1].astype(np.float32), table()[:, -1].astype(np.float32)
    size = len(labels) // (FOLDS + 1)
    for fold in range(1, FOLDS + 1):
        start = len(labels) - (FOLDS - fold + 1) * size
        train = slice(0, start - 1)
        parameters = {
            "objective": "reg:squarederror", "base_score": float(labels[train].mean()), "max_depth": 6, "eta": 0.3,
            "tree_method": "hist", "max_bin": 256, "nthread": 1, "seed": 42, "verbosity": 0,
        }
        booster = xgb.train(parameters, xgb.DMatrix(features[train], labels[train], nthread=1), 100)
        booster.predict(xgb.DMatrix(features[start : start + size], nthread=1))


# Engine: long 1 unit while the average of 10 closes is above that of 30, else flat; a crossing fills at the next open; 5 bp costs.


def averages(close: np.ndarray, n: int) -> np.ndarray:
    total = np.cumsum(close)
    total[n:] = total[n:] - total[:-n]
    mean = total / n
    mean[: n - 1] = np.nan
    return mean


def crossover_numpy() -> None:
    close, opens = column("close"), column("open")
    above = (averages(close, 10) > averages(close, 30)).astype(np.float64)
    position = np.concatenate(([0.0], above[:-1]))  # decided on a close, held from the next open on
    traded = np.diff(position, prepend=0.0)
    cash = 1_000_000 - np.cumsum(traded * opens + np.abs(traded) * opens * 0.0005)
    equity = cash + position * close
    returns = np.diff(equity) / equity[:-1]
    returns.mean() / returns.std()
    (equity / np.maximum.accumulate(equity) - 1).min()


def crossover_python() -> None:
    close, opens = column("close").tolist(), column("open").tolist()
    cash, position, wanted, fast, slow = 1_000_000.0, 0.0, 0.0, 0.0, 0.0
    equity = []
    for i, price in enumerate(close):
        if wanted != position:
            traded = wanted - position
            cash -= traded * opens[i] + abs(traded) * opens[i] * 0.0005
            position = wanted
        fast += price - (close[i - 10] if i >= 10 else 0.0)
        slow += price - (close[i - 30] if i >= 30 else 0.0)
        if i >= 29:
            wanted = 1.0 if fast / 10 > slow / 30 else 0.0
        equity.append(cash + position * price)


# The same crossover with 100 units on the seeded walk, as loops compiled by numba.


@functools.lru_cache(maxsize=None)
def walk(kind: str) -> Tuple[np.ndarray, np.ndarray]:
    bars = np.fromfile(os.path.join(sys.argv[2], f"{kind}.bin"), dtype="<f8").reshape(-1, 6)
    return np.ascontiguousarray(bars[:, 1]), np.ascontiguousarray(bars[:, 4])


@functools.lru_cache(maxsize=None)
def walk_loops():
    import numba

    @numba.njit
    def one(opens, close, fast, slow, equity):
        quick, long, cash, held, side, wanted = 0.0, 0.0, 1_000_000.0, 0.0, 0, -1.0
        peak, deepest, trips = cash, 0.0, 0
        for i in range(len(close)):
            if wanted >= 0.0:
                cash -= (wanted - held) * opens[i] + abs(wanted - held) * opens[i] * 0.0005
                trips += 1 if wanted == 0.0 else 0
                held, wanted = wanted, -1.0
            quick += close[i] - (close[i - fast] if i >= fast else 0.0)
            long += close[i] - (close[i - slow] if i >= slow else 0.0)
            if i >= slow - 1:
                gap = quick / fast - long / slow
                if gap > 0.0:
                    if side < 0 and held == 0.0:
                        wanted = 100.0
                    side = 1
                elif gap < 0.0:
                    if side > 0 and held > 0.0:
                        wanted = 0.0
                    side = -1
            equity[i] = cash + held * close[i]
            peak = max(peak, equity[i])
            deepest = min(deepest, equity[i] / peak - 1.0)
        return trips, equity[-1], deepest

    @numba.njit(parallel=True)
    def averages_of(close, windows, means):
        for w in numba.prange(len(windows)):
            total = 0.0
            for i in range(len(close)):
                total += close[i] - (close[i - windows[w]] if i >= windows[w] else 0.0)
                means[w, i] = total / windows[w] if i >= windows[w] - 1 else np.nan

    @numba.njit(parallel=True)
    def all_of(opens, close, means, fast, slow, results):
        for k in numba.prange(len(fast)):
            quick, long = means[fast[k]], means[slow[k]]
            cash, held, side, wanted = 1_000_000.0, 0.0, 0, -1.0
            peak, deepest, trips, before, total, squares = cash, 0.0, 0, cash, 0.0, 0.0
            for i in range(len(close)):
                if wanted >= 0.0:
                    cash -= (wanted - held) * opens[i] + abs(wanted - held) * opens[i] * 0.0005
                    trips += 1 if wanted == 0.0 else 0
                    held, wanted = wanted, -1.0
                gap = quick[i] - long[i]
                if gap > 0.0:
                    if side < 0 and held == 0.0:
                        wanted = 100.0
                    side = 1
                elif gap < 0.0:
                    if side > 0 and held > 0.0:
                        wanted = 0.0
                    side = -1
                equity = cash + held * close[i]
                change = equity / before - 1.0
                before, total, squares = equity, total + change, squares + change * change
                peak = max(peak, equity)
                deepest = min(deepest, equity / peak - 1.0)
            mean = total / len(close)
            results[k, 0], results[k, 1], results[k, 2] = before, deepest, trips
            results[k, 3] = mean / np.sqrt(max(squares / len(close) - mean * mean, 1e-300))

    return one, averages_of, all_of


def walk_once(kind: str, times: int) -> Callable[[], None]:
    def run() -> None:
        opens, close = walk(kind)
        equity = np.empty(len(close))
        for _ in range(times):
            walk_loops()[0](opens, close, 10, 30, equity)

    return run


def walk_sweep() -> None:
    opens, close = (prices[:100_000] for prices in walk("minute"))
    pairs = [(fast, slow) for fast in range(5, 51, 2) for slow in range(20, 201, 4) if fast < slow]
    windows = sorted({window for pair in pairs for window in pair})
    means = np.empty((len(windows), len(close)))
    _, averages_of, all_of = walk_loops()
    averages_of(close, np.array(windows), means)
    fast, slow = (np.array([windows.index(pair[i]) for pair in pairs]) for i in (0, 1))
    results = np.empty((len(pairs), 4))
    all_of(opens, close, means, fast, slow, results)
    assert len(pairs) == 994


def cases() -> Dict[str, Callable[[], None]]:
    named = {
        "csv": csv_pandas, "csv_into_sqlite": csv_into_sqlite, "workbook_openpyxl": workbook_openpyxl, "sqlite_put": sqlite_put,
        "sqlite_read": sqlite_read, "xgboost": learn_xgboost, "pandas_matrix": pandas_matrix,
        "pandas_sixty": lambda: sixty_features.by_pandas(frame()),
        "numba_sixty_one_thread": lambda: sixty_by_numba().one_thread(),
        "numba_sixty_two_threads": lambda: sixty_by_numba().two_threads(),
        "crossover_numpy": crossover_numpy, "crossover_python": crossover_python,
        "walk_minute": walk_once("minute", 1), "walk_daily_200": walk_once("daily", 200), "walk_sweep": walk_sweep,
    }
    for name, compute in FEATURES.items():
        named[f"pandas_{name}"] = pandas_feature(compute)
        named[f"numba_{name}"] = numba_feature(name)
        named[f"talib_{name}"] = talib_feature(name)
    return named


def main() -> None:
    known = cases()
    frame()
    print(" ".join(name for name in ("pandas", "openpyxl", "numba", "talib", "xgboost") if available(name)), flush=True)
    for line in sys.stdin:
        name = line.strip()
        if name.startswith("sqlite"):
            rows()
        started = time.perf_counter()
        known[name]()
        print(time.perf_counter() - started, flush=True)


if __name__ == "__main__":
    main()
