"""Sixty common features of bars, by pandas and by numba: the peers of our feature pipeline.

Both make the same columns: returns and the log return, simple and exponential averages, relative strength, MACD, Bollinger bands,
true range, stochastics, price and volume correlation, scores, volatility, channel, volume ratio and volume-weighted price.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Callable, Dict, List, Tuple

import numpy as np

RETURNS = (1, 2, 3, 5, 10, 15, 20, 30, 60, 120)
AVERAGES = (5, 10, 20, 30, 50, 60, 100, 120, 150, 200)
EXPONENTIAL = (5, 10, 12, 20, 26, 50, 100, 200)
WILDER = (7, 14, 28)
PAIRED = (20, 60, 120)
VOLATILITY = (5, 10, 20, 60, 120)


def by_pandas(bars) -> Dict[str, object]:
    """All columns of a pandas frame of bars."""
    close, high, low, volume = (bars[name] for name in ("close", "high", "low", "volume"))
    made: Dict[str, object] = {}
    change = close.pct_change()
    for n in RETURNS:
        made[f"return_{n}"] = close.pct_change(n)
    made["log_return"] = np.log(close).diff()
    for n in AVERAGES:
        made[f"sma_{n}"] = close.rolling(n).mean()
    for n in EXPONENTIAL:
        made[f"ema_{n}"] = close.ewm(span=n, adjust=False).mean()
    step = close.diff()
    gain, loss = step.clip(lower=0), -step.clip(upper=0)
    for n in WILDER:
        strength = gain.ewm(alpha=1 / n, adjust=False).mean() / loss.ewm(alpha=1 / n, adjust=False).mean()
        made[f"rsi_{n}"] = 100 - 100 / (1 + strength)
    made["macd"] = made["ema_12"] - made["ema_26"]
    made["macd_signal"] = made["macd"].ewm(span=9, adjust=False).mean()
    made["macd_histogram"] = made["macd"] - made["macd_signal"]
    middle, deviation = made["sma_20"], close.rolling(20).std(ddof=0)
    upper, lower = middle + 2 * deviation, middle - 2 * deviation
    made["bb_upper"], made["bb_lower"] = upper, lower
    made["bb_position"] = (close - lower) / (upper - lower)
    made["bb_width"] = (upper - lower) / middle
    before = close.shift()
    true_range = np.maximum(high - low, np.maximum((high - before).abs(), (low - before).abs()))
    for n in WILDER:
        made[f"atr_{n}"] = true_range.ewm(alpha=1 / n, adjust=False).mean()
    for n in (14, 28):
        lowest = low.rolling(n).min()
        made[f"stoch_{n}"] = 100 * (close - lowest) / (high.rolling(n).max() - lowest)
    made["stoch_d"] = made["stoch_14"].rolling(3).mean()
    traded = volume.pct_change()
    for n in PAIRED:
        made[f"correlation_{n}"] = change.rolling(n).corr(traded)
        made[f"score_{n}"] = (close - close.rolling(n).mean()) / close.rolling(n).std()
    for n in VOLATILITY:
        made[f"volatility_{n}"] = change.rolling(n).std()
    made["channel_high"], made["channel_low"] = high.rolling(20).max(), low.rolling(20).min()
    made["volume_ratio"] = volume / volume.rolling(20).mean()
    made["vwap"] = (close * volume).rolling(20).sum() / volume.rolling(20).sum()
    assert len(made) == 60, len(made)
    return made


class ByNumba:
    """The columns as compiled loops over arrays that are kept from run to run, in two halves of about the same work."""

    def __init__(self, close: np.ndarray, high: np.ndarray, low: np.ndarray, volume: np.ndarray) -> None:
        self.made: Dict[str, np.ndarray] = {}
        self._halves = self._plan(_kernels(), close, high, low, volume)
        self._pool = ThreadPoolExecutor(2)

    def one_thread(self) -> None:
        """Makes all columns."""
        for half in self._halves:
            _run(half)

    def two_threads(self) -> None:
        """Makes all columns, a half on each of two threads."""
        for done in [self._pool.submit(_run, half) for half in self._halves]:
            done.result()

    def _plan(self, k, close, high, low, volume) -> Tuple[List[Callable], List[Callable]]:
        def out(name: str) -> np.ndarray:
            return self.made.setdefault(name, np.empty(len(close)))

        def spare() -> np.ndarray:
            return np.empty(len(close))

        traded, first, second = spare(), [], []
        for n in RETURNS:
            first.append(_call(k["change"], close, n, out(f"return_{n}")))
        first.append(_call(k["log_change"], close, out("log_return")))
        for n in AVERAGES:
            first.append(_call(k["mean"], close, n, out(f"sma_{n}")))
        first.append(_call(k["change"], volume, 1, traded))
        for n in PAIRED:
            first.append(_call(k["correlation"], out("return_1"), traded, n, out(f"correlation_{n}")))
            first.append(_call(k["score"], close, n, out(f"score_{n}")))
        for n in VOLATILITY:
            first.append(_call(k["volatility"], out("return_1"), n, out(f"volatility_{n}")))
        first.append(_call(k["volume_pair"], close, volume, 20, out("volume_ratio"), out("vwap")))

        for n in EXPONENTIAL:
            second.append(_call(k["exponential"], close, 2.0 / (n + 1), out(f"ema_{n}")))
        for n in WILDER:
            second.append(_call(k["strength"], close, n, out(f"rsi_{n}")))
        second.append(_call(
            k["macd"], out("ema_12"), out("ema_26"), out("macd"), out("macd_signal"), out("macd_histogram")))
        second.append(_call(k["bands"], close, 20, out("bb_upper"), out("bb_lower"), out("bb_position"), out("bb_width")))
        second.append(_call(k["true_ranges"], high, low, close, out("atr_7"), out("atr_14"), out("atr_28")))
        for n in (14, 28):
            highest, lowest = spare(), spare()
            second.append(_call(k["extreme"], high, n, 1.0, highest))
            second.append(_call(k["extreme"], low, n, -1.0, lowest))
            second.append(_call(k["place"], close, highest, lowest, out(f"stoch_{n}")))
        second.append(_call(k["mean_of_three"], out("stoch_14"), out("stoch_d")))
        second.append(_call(k["extreme"], high, 20, 1.0, out("channel_high")))
        second.append(_call(k["extreme"], low, 20, -1.0, out("channel_low")))
        assert len(self.made) == 60, len(self.made)
        return first, second


def _call(function: Callable, *arguments) -> Callable:
    return lambda: function(*arguments)


def _run(half: List[Callable]) -> None:
    for step in half:
        step()


def _kernels() -> Dict[str, Callable]:
    import numba

    compiled = numba.njit(nogil=True)

    @compiled
    def change(x, n, out):
        out[:n] = np.nan
        for i in range(n, len(x)):
            out[i] = x[i] / x[i - n] - 1.0

    @compiled
    def log_change(x, out):
        out[0] = np.nan
        last = np.log(x[0])
        for i in range(1, len(x)):
            now = np.log(x[i])
            out[i] = now - last
            last = now

    @compiled
    def mean(x, n, out):
        total = 0.0
        out[: n - 1] = np.nan
        for i in range(len(x)):
            total += x[i]
            if i >= n:
                total -= x[i - n]
            if i >= n - 1:
                out[i] = total / n

    @compiled
    def exponential(x, share, out):
        level = x[0]
        for i in range(len(x)):
            level = share * x[i] + (1.0 - share) * level
            out[i] = level

    @compiled
    def strength(x, n, out):
        out[0] = np.nan
        share = 1.0 / n
        gain = loss = 0.0
        for i in range(1, len(x)):
            step = x[i] - x[i - 1]
            up, down = max(step, 0.0), max(-step, 0.0)
            if i == 1:
                gain, loss = up, down
            else:
                gain += share * (up - gain)
                loss += share * (down - loss)
            out[i] = 100.0 * gain / (gain + loss) if gain + loss > 0 else np.nan

    @compiled
    def macd(fast, slow, line, signal, histogram):
        level = fast[0] - slow[0]
        for i in range(len(fast)):
            now = fast[i] - slow[i]
            level = 0.2 * now + 0.8 * level
            line[i], signal[i], histogram[i] = now, level, now - level

    @compiled
    def bands(x, n, upper, lower, position, width):
        total = squares = 0.0
        base = x[0]
        for out in (upper, lower, position, width):
            out[: n - 1] = np.nan
        for i in range(len(x)):
            new = x[i] - base
            total += new
            squares += new * new
            if i >= n:
                old = x[i - n] - base
                total -= old
                squares -= old * old
            if i >= n - 1:
                offset = total / n
                reach = 2.0 * np.sqrt(max(squares / n - offset * offset, 0.0))
                middle = offset + base
                upper[i], lower[i] = middle + reach, middle - reach
                position[i] = (x[i] - lower[i]) / (2.0 * reach)
                width[i] = 2.0 * reach / middle

    @compiled
    def true_ranges(high, low, close, short, middle, long):
        a = b = c = high[0] - low[0]
        short[0], middle[0], long[0] = a, b, c
        for i in range(1, len(close)):
            before = close[i - 1]
            reach = max(high[i] - low[i], max(abs(high[i] - before), abs(low[i] - before)))
            a += (reach - a) / 7
            b += (reach - b) / 14
            c += (reach - c) / 28
            short[i], middle[i], long[i] = a, b, c

    @compiled
    def extreme(x, n, sign, out):
        # Rows that may still become the extreme, in a ring, best first.
        places = n + 1
        ring = np.empty(places, np.int64)
        first = count = 0
        out[: n - 1] = np.nan
        for i in range(len(x)):
            while count > 0:
                last = first + count - 1
                if last >= places:
                    last -= places
                if x[ring[last]] * sign > x[i] * sign:
                    break
                count -= 1
            end = first + count
            if end >= places:
                end -= places
            ring[end] = i
            count += 1
            if ring[first] <= i - n:
                first += 1
                if first >= places:
                    first = 0
                count -= 1
            if i >= n - 1:
                out[i] = x[ring[first]]

    @compiled
    def place(x, highest, lowest, out):
        for i in range(len(x)):
            out[i] = 100.0 * (x[i] - lowest[i]) / (highest[i] - lowest[i])

    @compiled
    def mean_of_three(x, out):
        out[:2] = np.nan
        for i in range(2, len(x)):
            out[i] = (x[i] + x[i - 1] + x[i - 2]) / 3.0

    @compiled
    def correlation(x, y, n, out):
        sx = sy = sxx = syy = sxy = 0.0
        out[:n] = np.nan
        for i in range(1, len(x)):
            a, b = x[i], y[i]
            sx += a
            sy += b
            sxx += a * a
            syy += b * b
            sxy += a * b
            if i > n:
                a, b = x[i - n], y[i - n]
                sx -= a
                sy -= b
                sxx -= a * a
                syy -= b * b
                sxy -= a * b
            if i >= n:
                out[i] = (n * sxy - sx * sy) / np.sqrt((n * sxx - sx * sx) * (n * syy - sy * sy))

    @compiled
    def score(x, n, out):
        total = squares = 0.0
        base = x[0]
        out[: n - 1] = np.nan
        for i in range(len(x)):
            new = x[i] - base
            total += new
            squares += new * new
            if i >= n:
                old = x[i - n] - base
                total -= old
                squares -= old * old
            if i >= n - 1:
                offset = total / n
                out[i] = (new - offset) / np.sqrt(max((squares - n * offset * offset) / (n - 1), 1e-300))

    @compiled
    def volatility(x, n, out):
        total = squares = 0.0
        out[:n] = np.nan
        for i in range(1, len(x)):
            total += x[i]
            squares += x[i] * x[i]
            if i > n:
                total -= x[i - n]
                squares -= x[i - n] * x[i - n]
            if i >= n:
                offset = total / n
                out[i] = np.sqrt(max((squares - n * offset * offset) / (n - 1), 0.0))

    @compiled
    def volume_pair(price, volume, n, ratio, average):
        total = turnover = 0.0
        ratio[: n - 1] = np.nan
        average[: n - 1] = np.nan
        for i in range(len(price)):
            total += volume[i]
            turnover += price[i] * volume[i]
            if i >= n:
                total -= volume[i - n]
                turnover -= price[i - n] * volume[i - n]
            if i >= n - 1:
                ratio[i] = volume[i] * n / total
                average[i] = turnover / total

    return {name: value for name, value in locals().items() if name not in ("numba", "compiled")}
