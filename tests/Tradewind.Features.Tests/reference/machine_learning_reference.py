"""Independent numpy implementation of the 82 machine-learning features.

usage: machine_learning_reference.py INPUT.csv OUTPUT.csv

INPUT has a column `time` (days since 1970-01-01) and, of one instrument, `open`, `high`, `low`, `close` and, where known, `volume` and
`open_interest`. Every window is computed on that window alone (two passes), never by running sums.
"""
import sys

try:
    import numpy as np
    import pandas as pd
except ImportError as error:
    sys.exit(f"The reference needs pandas and numpy under this python: {error}")

from features_reference import ema, high as highest, low as lowest, obv, sd, segments, shift, sma

EPS = 1e-10


def finite(x):
    return np.where(np.isfinite(x), x, np.nan)


def pct(x, n):
    base = shift(x, n)
    return finite(np.where(base > 0, x / base - 1, np.nan))


def log_ratio(x, base):
    return np.where((x > 0) & (base > 0), np.log(np.where(x > 0, x, 1) / np.where(base > 0, base, 1)), np.nan)


def score(x, n):
    return finite((x - mean(x, n)) / (sd(x, n) + EPS))


def mean(x, n):
    """A window of equal values has exactly that mean."""
    m = sma(x, n)
    flat = highest(x, n) == lowest(x, n)
    return np.where(flat, x, m)


def macd(c):
    line, smooth = (np.full(len(c), np.nan) for _ in range(2))
    for start, end in segments(c):
        m = ema(c[start:end], 12) - ema(c[start:end], 26)
        s = ema(m, 9).copy()
        m, s = m.copy(), s
        m[:25], s[:33] = np.nan, np.nan
        line[start:end], smooth[start:end] = m, s
    return line, smooth


def true_range(h, l, c):
    out = np.full(len(c), np.nan)
    for start, end in segments(h, l, c):
        hh, ll, pc = h[start:end], l[start:end], shift(c[start:end], 1)
        out[start:end] = np.nanmax(np.column_stack([hh - ll, np.abs(hh - pc), np.abs(ll - pc)]), axis=1)
    return out


def features(o, h, l, c, v, oi, days, obv_change=False):
    out = {}
    for k in (1, 2, 3, 5, 10, 21):
        out[f"price_lag_{k}"] = pct(c, k)
    out["price_range"] = finite((h - l) / c)
    out["price_position"] = finite((c - l) / (h - l + EPS))
    base = shift(c, 1)
    out["overnight_gap"] = finite(np.where(base > 0, (o - base) / base, np.nan))

    windows = (1, 5, 10, 21, 63)
    for w in windows:
        out[f"return_{w}d"] = pct(c, w)
    for w in windows:
        out[f"return_{w}d_zscore"] = score(pct(c, w), 63)
    r = log_ratio(c, shift(c, 1))
    out["log_return_1d"], out["cum_return_5d"], out["cum_return_21d"] = r, pct(c, 5), pct(c, 21)

    ma = {n: mean(c, n) for n in (5, 10, 20, 50, 100, 200)}
    for n, m in ma.items():
        out[f"price_ma_{n}_ratio"] = finite(c / m)
    for n, m in ma.items():
        out[f"ma_{n}_slope"] = pct(m, 5)
    pairs = ((5, 20), (10, 50), (50, 200))
    for a, b in pairs:
        out[f"ma_{a}_{b}_cross"] = np.where(np.isnan(ma[a] + ma[b]), np.nan, (ma[a] > ma[b]).astype(float))
    for a, b in pairs:
        out[f"ma_{a}_{b}_distance"] = finite((ma[a] - ma[b]) / c)

    vol = {w: sd(r, w) * np.sqrt(252) for w in (5, 10, 21, 63)}
    for w, x in vol.items():
        out[f"volatility_{w}d"] = x
    for w, x in vol.items():
        out[f"vol_of_vol_{w}d"] = sd(x, w)
    out["volatility_ratio_5_21"] = finite(sd(r, 5) / (sd(r, 21) + EPS))
    out["parkinson_vol_21d"] = np.sqrt(sma(log_ratio(h, l) ** 2 / (4 * np.log(2)), 21) * 252)
    out["atr_14"] = finite(sma(true_range(h, l, c), 14) / c)

    change = c - shift(c, 1)
    g, d = sma(np.maximum(change, 0), 14), sma(np.maximum(-change, 0), 14)
    rsi = np.where((g == 0) & (d == 0), 50.0, 100 - 100 / (1 + g / (d + EPS)))
    out["rsi_14"], out["rsi_14_zscore"] = rsi, score(rsi, 63)
    for w in (5, 10, 21):
        out[f"roc_{w}d"] = pct(c, w)
    line, smooth = macd(c)
    out["macd"], out["macd_signal"], out["macd_histogram"] = finite(line / c), finite(smooth / c), finite((line - smooth) / c)
    hh, ll = highest(h, 14), lowest(l, 14)
    flat = (hh == ll) & ~np.isnan(c)
    out["stoch_k"] = np.where(flat, 50.0, 100 * (c - ll) / (hh - ll + EPS))
    out["stoch_d"] = sma(out["stoch_k"], 3)
    out["williams_r"] = np.where(flat, -50.0, -100 * (hh - c) / (hh - ll + EPS))

    if v is not None:
        traded = np.maximum.accumulate(np.where(np.isnan(v), 0, v) != 0)
        block = {f"volume_ma_{n}_ratio": finite(v / (mean(v, n) + EPS)) for n in (5, 10, 20)}
        block["volume_trend"] = finite(mean(v, 10) / (mean(v, 50) + EPS))
        balance = obv(c, v)
        deviation = sd(balance, 50)
        top = balance - shift(balance, 50) if obv_change else balance
        block["obv_normalized"] = finite(np.where(deviation == 0, np.nan, top / deviation))
        block["volume_price_trend"] = finite(sma(pct(c, 1) * v, 10) * 10 / (mean(v, 10) * 10 + EPS))
        block["volume_zscore"] = score(v, 50)
        out.update({name: np.where(traded, x, np.nan) for name, x in block.items()})

    if oi is not None:
        out["oi_change_1d"], out["oi_change_5d"] = pct(oi, 1), pct(oi, 5)
        out["oi_ma_ratio"] = finite(oi / (mean(oi, 20) + EPS))
        out["oi_price_divergence"] = pct(oi, 5) - pct(c, 5)

    middle, deviation = mean(c, 20), sd(c, 20)
    upper, lower = middle + 2 * deviation, middle - 2 * deviation
    out["bb_position"] = finite((c - lower) / (upper - lower + EPS))
    out["bb_width"] = finite((upper - lower) / middle)
    out["bb_upper_distance"], out["bb_lower_distance"] = finite((upper - c) / c), finite((c - lower) / c)

    dates = pd.DatetimeIndex(pd.to_datetime(days, unit="D"))
    out["day_of_week"], out["month"] = dates.dayofweek, dates.month
    out["is_month_end"], out["is_quarter_end"] = dates.is_month_end, dates.is_quarter_end
    out["days_to_month_end"] = dates.days_in_month - dates.day
    return {name: np.asarray(x, float) for name, x in out.items()}


def main(source, target):
    frame = pd.read_csv(source, comment="#", float_precision="round_trip")
    column = lambda name: frame[name].to_numpy(float) if name in frame else None
    with np.errstate(all="ignore"):
        out = features(*(column(n) for n in ("open", "high", "low", "close", "volume", "open_interest")), frame["time"].to_numpy())
    pd.DataFrame(out).to_csv(target, index=False, float_format="%.17g", na_rep="")


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
