"""Independent numpy implementation of the rolling statistics, each window on its own.

usage: statistics_reference.py INPUT.csv OUTPUT.csv

INPUT has `open`, `high`, `low`, `close` and `other`. The last row of `tau`, `ols_*`, `df` and `phi` is of the whole sample.
"""
import sys

try:
    import numpy as np
    import pandas as pd
except ImportError as error:
    sys.exit(f"The reference needs pandas and numpy under this python: {error}")

from features_reference import sd, shift, sma, windows


def each(x, n, f):
    return np.array([np.nan if np.isnan(w).any() else f(w) for w in windows(x, n)])


def each_pair(x, y, n, f):
    return np.array([np.nan if np.isnan(a + b).any() else f(a, b) for a, b in zip(windows(x, n), windows(y, n))])


def hurst(w):
    lags = np.arange(1, min(20, len(w) // 4) + 1)
    k = [np.mean((w[t:] - w[:-t]) ** 2) for t in lags]
    return np.nan if min(k) == 0 else 0.5 * np.polyfit(np.log(lags), np.log(k), 1)[0]


def sample_entropy(w, m=2):
    tolerance = 0.2 * np.std(w, ddof=1)
    if w.max() == w.min():
        return np.nan

    def matches(length):
        runs = np.array([w[i : i + length] for i in range(len(w) - m)])
        distances = np.abs(runs[:, None] - runs[None]).max(axis=2)
        return int((distances[np.triu_indices(len(runs), 1)] <= tolerance).sum())

    b, a = matches(m), matches(m + 1)
    return np.nan if a == 0 else -np.log(a / b)


def permutation_entropy(w):
    orders = [tuple(np.argsort(w[i : i + 3], kind="stable")) for i in range(len(w) - 2)]
    p = np.array([orders.count(o) for o in set(orders)]) / len(orders)
    return -(p * np.log(p)).sum() / np.log(6)


def fracdiff(x, d):
    weights = [1.0]
    while True:
        k = len(weights)
        nxt = -weights[-1] * (d - k + 1) / k
        if abs(nxt) < 1e-4:
            break
        weights.append(nxt)
    return each(x, len(weights), lambda w: float(np.dot(weights[::-1], w)))


def tau_b(x, y):
    dx, dy = np.sign(np.subtract.outer(x, x)), np.sign(np.subtract.outer(y, y))
    scale = np.sqrt((dx != 0).sum() * (dy != 0).sum())
    return np.nan if scale == 0 else (dx * dy).sum() / scale


def covariance(a, b):
    return ((a - a.mean()) * (b - b.mean())).sum() / (len(a) - 1)


def beta(a, b):
    return np.nan if b.max() == b.min() else covariance(a, b) / covariance(b, b)


def engle_granger(y, x, lags):
    b, a = np.polyfit(x, y, 1)
    e = y - a - b * x
    d = np.diff(e)
    target = d[lags:]
    design = np.column_stack([e[lags:-1]] + [d[lags - i : -i] for i in range(1, lags + 1)])
    coefficient, *_ = np.linalg.lstsq(design, target, rcond=None)
    rest = target - design @ coefficient
    variance = rest @ rest / (len(target) - design.shape[1]) * np.linalg.inv(design.T @ design)[0, 0]
    return a, b, coefficient[0] / np.sqrt(variance), (e[1:] @ e[:-1]) / (e[:-1] @ e[:-1])


def main(source, target):
    frame = pd.read_csv(source, comment="#", float_precision="round_trip")
    o, h, l, c, x = (frame[name].to_numpy(float) for name in ("open", "high", "low", "close", "other"))
    n, year = 15, 365
    u, d, r, s = np.log(h / o), np.log(l / o), np.log(c / o), np.log(h / l)
    night = np.log(o / shift(c, 1))
    rs = u * (u - r) + d * (d - r)
    k = 0.34 / (1.34 + (n + 1) / (n - 1))
    ret = c / shift(c, 1) - 1
    out = {
        "parkinson": np.sqrt(year * sma(s**2 / (4 * np.log(2)), n)),
        "garman_klass": np.sqrt(year * sma(s**2 / 2 - (2 * np.log(2) - 1) * r**2, n)),
        "rogers_satchell": np.sqrt(year * sma(rs, n)),
        "yang_zhang": np.sqrt(year * (sd(night, n) ** 2 + k * sd(r, n) ** 2 + (1 - k) * sma(rs, n))),
        "hurst": each(np.log(c), 40, hurst),
        "sample_entropy": each(ret, 30, sample_entropy),
        "permutation_entropy": each(ret, 20, permutation_entropy),
        "fracdiff": fracdiff(np.log(c), 0.7),
        "kendall": each_pair(c, x, 12, tau_b),
        "covariance": each_pair(c, x, 20, covariance),
        "beta": each_pair(c, x, 20, beta),
    }
    whole = np.full(len(c), np.nan)
    for name, value in zip(("alpha", "slope", "df", "phi"), engle_granger(np.log(c), np.log(x), 2)):
        out[name] = whole.copy()
        out[name][-1] = value
    out["tau"] = whole.copy()
    out["tau"][-1] = tau_b(c, x)
    pd.DataFrame(out).to_csv(target, index=False, float_format="%.17g", na_rep="")


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
