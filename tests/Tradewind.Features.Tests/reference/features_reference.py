"""Independent pandas/numpy implementation of the default feature set plus cross-asset and sector features.

usage: features_reference.py INPUT.csv OUTPUT.csv

INPUT has a header of raw columns; a first line of comments names their roles:
    # rows_per_year=365
    # crypto=BTC_USD ETH_USD
    # credit=HY_OAS IG_OAS          (credit columns; the first one is the primary)
Every window is computed on that window alone (two passes), never by running sums.
"""
import sys

try:
    import numpy as np
    import pandas as pd
except ImportError as error:
    sys.exit(f"The reference needs pandas and numpy under this python: {error}")


def windows(x, n):
    """Rows of the last n values, warm-up rows all NaN."""
    padded = np.concatenate([np.full(n - 1, np.nan), np.asarray(x, float)])
    return np.lib.stride_tricks.sliding_window_view(padded, n)


def sma(x, n):
    return windows(x, n).mean(axis=1)


def sd(x, n, ddof=1):
    w = windows(x, n)
    out = w.std(axis=1, ddof=ddof)
    out[w.max(axis=1) == w.min(axis=1)] = 0.0
    return out


def high(x, n):
    return windows(x, n).max(axis=1)


def low(x, n):
    return windows(x, n).min(axis=1)


def shift(x, n):
    return np.concatenate([np.full(n, np.nan), x[:-n]])


def diff(x, n=1):
    return x - shift(x, n)


def ret(x, n):
    base = shift(x, n)
    with np.errstate(all="ignore"):
        return np.where(base > 0, x / base - 1, np.nan)


def spread_ret(x, n):
    usable = windows(np.where(np.isnan(x), -1.0, x), n + 1).min(axis=1) > 1e-6
    return np.where(usable, ret(x, n), np.nan)


def segments(*columns):
    """Runs of rows where every column is present."""
    present = ~np.isnan(np.column_stack(columns)).any(axis=1)
    start = None
    for row, ok in enumerate(np.append(present, False)):
        if ok and start is None:
            start = row
        elif not ok and start is not None:
            yield start, row
            start = None


def ema(x, n):
    return pd.Series(x).ewm(span=n, adjust=False).mean().to_numpy()


def rsi(close, n):
    out = np.full(len(close), np.nan)
    for start, end in segments(close):
        change = np.diff(close[start:end])
        if len(change) < n:
            continue
        gain, loss = np.maximum(change, 0), np.maximum(-change, 0)
        a, b = gain[:n].mean(), loss[:n].mean()
        for i in range(n - 1, len(change)):
            if i >= n:
                a = (a * (n - 1) + gain[i]) / n
                b = (b * (n - 1) + loss[i]) / n
                if change[i] == 0:
                    # A/B is what it was; recomputing it would only add rounding noise, which the stochastic of it shows in full.
                    out[start + i + 1] = out[start + i]
                    continue
            out[start + i + 1] = 50.0 if a == b == 0 else 100.0 if b == 0 else 100 - 100 / (1 + a / b)
    return out


def macd(close, fast=12, slow=26, signal=9):
    line, smooth = (np.full(len(close), np.nan) for _ in range(2))
    for start, end in segments(close):
        part = close[start:end]
        m = ema(part, fast) - ema(part, slow)
        s = ema(m, signal)
        m, s = m.copy(), s.copy()
        m[: slow - 1] = np.nan
        s[: slow + signal - 2] = np.nan
        line[start:end], smooth[start:end] = m, s
    return line, smooth, line - smooth


def percent_of_range(x, lowest, highest):
    with np.errstate(all="ignore"):
        out = 100 * (x - lowest) / (highest - lowest)
    return np.where(highest == lowest, np.where(np.isnan(x), np.nan, 50.0), out)


def atr(h, l, c, n=14):
    out = np.full(len(c), np.nan)
    for start, end in segments(h, l, c):
        hh, ll, cc = h[start:end], l[start:end], c[start:end]
        previous = np.concatenate([[np.nan], cc[:-1]])
        tr = np.nanmax(np.column_stack([hh - ll, np.abs(hh - previous), np.abs(ll - previous)]), axis=1)
        if len(tr) < n:
            continue
        value = tr[:n].mean()
        out[start + n - 1] = value
        for i in range(n, len(tr)):
            value = (value * (n - 1) + tr[i]) / n
            out[start + i] = value
    return out


def obv(c, v):
    out = np.full(len(c), np.nan)
    for start, end in segments(c, v):
        signed = np.concatenate([[0.0], np.sign(np.diff(c[start:end])) * v[start + 1 : end]])
        out[start:end] = np.cumsum(signed)
    return out


def cci(h, l, c, n=20):
    tp = (h + l + c) / 3
    w = windows(tp, n)
    mean = w.mean(axis=1)
    md = np.abs(w - mean[:, None]).mean(axis=1)
    with np.errstate(all="ignore"):
        out = (tp - mean) / (0.015 * md)
    return np.where(w.max(axis=1) == w.min(axis=1), 0.0, out)


def corr(x, y, n):
    a, b = windows(x, n), windows(y, n)
    da, db = a - a.mean(axis=1, keepdims=True), b - b.mean(axis=1, keepdims=True)
    flat = (a.max(axis=1) == a.min(axis=1)) | (b.max(axis=1) == b.min(axis=1))
    with np.errstate(all="ignore"):
        out = (da * db).sum(axis=1) / np.sqrt((da**2).sum(axis=1) * (db**2).sum(axis=1))
    return np.where(flat, np.nan, np.clip(out, -1, 1))


def zscore(x, n=60):
    deviation = sd(x, n)
    return np.where(deviation == 0, 0.0, (x - sma(x, n)) / (deviation + 1e-8))


def flag(x, condition):
    return np.where(np.isnan(x), np.nan, condition.astype(float))


def technical(out, p, h, l, c, v, rows_per_year):
    out[f"{p}_rsi_14"] = rsi(c, 14)
    out[f"{p}_macd"], out[f"{p}_macd_signal"], out[f"{p}_macd_histogram"] = macd(c)
    mid, dev = sma(c, 20), sd(c, 20)
    out[f"{p}_bb_upper"], out[f"{p}_bb_middle"], out[f"{p}_bb_lower"] = mid + 2 * dev, mid, mid - 2 * dev
    with np.errstate(all="ignore"):
        out[f"{p}_bb_position"] = np.where(dev == 0, np.nan, (c - (mid - 2 * dev)) / (4 * dev))
    r = out[f"{p}_rsi_14"]
    k = sma(percent_of_range(r, low(r, 14), high(r, 14)), 3)
    out[f"{p}_stoch_rsi_k"], out[f"{p}_stoch_rsi_d"] = k, sma(k, 3)
    out[f"{p}_roc_10"] = 100 * ret(c, 10)
    k = percent_of_range(c, low(l, 14), high(h, 14))
    out[f"{p}_stoch_k"], out[f"{p}_stoch_d"] = k, sma(k, 3)
    out[f"{p}_williams_r"] = k - 100
    out[f"{p}_atr"] = atr(h, l, c)
    out[f"{p}_cci"] = cci(h, l, c)
    tp = (h + l + c) / 3
    with np.errstate(all="ignore"):
        out[f"{p}_vwap_24"] = windows(tp * v, 24).sum(axis=1) / windows(v, 24).sum(axis=1)
    out[f"{p}_obv"] = obv(c, v)
    out[f"{p}_volatility_20"] = sd(ret(c, 1), 20) * np.sqrt(rows_per_year)


def momentum(out, name, x):
    base = sma(x, 30)
    for s in (5, 10, 15):
        with np.errstate(all="ignore"):
            ratio = (sma(x, s) - base) / base
        out[f"{name}_{s}day_rolling_average"] = np.where(np.abs(base) <= 1e-12 * high(np.abs(x), 30), np.nan, ratio)


def cross_asset(out, cryptos, credits):
    for name, x in cryptos.items():
        out[f"momentum_{name}_20"] = ret(x, 20)
    for name, x in credits.items():
        out[f"momentum_{name}_20"] = spread_ret(x, 20)
    for a, x in cryptos.items():
        for s, y in credits.items():
            for n in (20, 60, 120):
                value = corr(ret(x, 1), diff(y), n)
                out[f"corr_{a}_{s}_{n}"] = value
                if n == 60:
                    regime = np.where(value > 0.3, 1.0, np.where(value < -0.3, -1.0, 0.0))
                    out[f"regime_{a}_{s}_60"] = np.where(np.isnan(value), np.nan, regime)
            z = zscore(ret(x, 20) - spread_ret(y, 20))
            out[f"divergence_{a}_{s}"] = z
            out[f"divergence_signal_{a}_{s}"] = flag(z, np.abs(z) > 2)
            denominator = sd(spread_ret(y, 1), 20)
            with np.errstate(all="ignore"):
                ratio = np.where(denominator == 0, np.nan, sd(ret(x, 1), 20) / (denominator + 1e-8))
            out[f"vol_ratio_{a}_{s}_20"] = ratio
            out[f"vol_ratio_{a}_{s}_20_zscore"] = zscore(ratio)
            score = np.clip(ret(x, 60) / 0.10, -1, 1) - np.clip(spread_ret(y, 60) / 0.10, -1, 1)
            level = np.select([score > 1.5, score > 0.5, score >= -0.5, score >= -1.5], [2.0, 1.0, 0.0, -1.0], -2.0)
            out[f"regime_{a}_{s}"] = np.where(np.isnan(score), np.nan, level)
    returns = np.column_stack([ret(x, 20) for x in cryptos.values()])
    present = ~np.isnan(returns)
    with np.errstate(all="ignore"):
        mean = np.where(present.any(axis=1), np.nansum(returns, axis=1) / present.sum(axis=1), np.nan)
    z = zscore(-mean - spread_ret(next(iter(credits.values())), 20))
    out["ftq_indicator"], out["ftq_signal"] = z, flag(z, z > 1.5)


def main(source, target):
    settings = {}
    with open(source, encoding="utf-8") as lines:
        for line in lines:
            if not line.startswith("#"):
                break
            key, value = line[1:].strip().split("=")
            settings[key] = value.split()
    frame = pd.read_csv(source, comment="#", float_precision="round_trip")
    rows_per_year = float(settings["rows_per_year"][0])
    out = {}
    column = lambda name: frame[name].to_numpy(float)
    for p in settings["crypto"]:
        technical(out, p, *(column(f"{p}_{f}") for f in ("high", "low", "close", "volume")), rows_per_year)
        momentum(out, f"{p}_close", column(f"{p}_close"))
    for s in settings["credit"]:
        out[f"{s.rsplit('_', 1)[0]}_volatility_20"] = sd(diff(column(s)), 20)
        momentum(out, s, column(s))
    cross_asset(out, {f"{p}_close": column(f"{p}_close") for p in settings["crypto"]}, {s: column(s) for s in settings["credit"]})
    for i, first in enumerate(settings["credit"]):
        for second in settings["credit"][i + 1 :]:
            for n in (20, 60):
                out[f"corr_{first}_{second}_{n}"] = corr(diff(column(first)), diff(column(second)), n)
    pd.DataFrame(out).to_csv(target, index=False, float_format="%.17g", na_rep="")


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
