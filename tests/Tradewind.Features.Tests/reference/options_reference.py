"""Independent pandas/numpy implementation of what is made on request only: options, named pairs, changes and on-chain scores.

usage: options_reference.py INPUT.csv OUTPUT.csv

INPUT has bars of BTC_USD and ETH_USD, the spreads HY_OAS and IG_OAS, and the on-chain metrics BTC_CapMVRVCur, BTC_NVTAdj, BTC_CapMrktCurUSD and
BTC_CapRealUSD. Every window is computed on that window alone.
"""
import sys

try:
    import numpy as np
    import pandas as pd
except ImportError as error:
    sys.exit(f"The reference needs pandas and numpy under this python: {error}")

from features_reference import diff, ret, sd, shift, sma, spread_ret, windows
from statistics_reference import beta, covariance, each_pair, engle_granger, tau_b

frame = pd.read_csv(sys.argv[1], comment="#", float_precision="round_trip")
column = {name: frame[name].to_numpy(float) for name in frame}
out = {}


def score(x, n):
    return (x - sma(x, n)) / (sd(x, n) + 1e-8)


def spearman(a, b):
    a, b = (pd.Series(x).rank().to_numpy() for x in (a, b))
    a, b = a - a.mean(), b - b.mean()
    scale = np.sqrt((a @ a) * (b @ b))
    return np.nan if scale == 0 else np.clip(a @ b / scale, -1, 1)


for p in ("BTC_USD", "ETH_USD"):
    with np.errstate(all="ignore"):
        out[f"{p}_bb_width"] = 4 * sd(column[f"{p}_close"], 20) / sma(column[f"{p}_close"], 20)
    for s in ("HY_OAS", "IG_OAS"):
        out[f"divergence_risk_{p}_close_{s}"] = score(ret(column[f"{p}_close"], 20) + spread_ret(column[s], 20), 60)

volume = frame[["BTC_USD_volume", "ETH_USD_volume"]].sum(axis=1, min_count=1).to_numpy()
with np.errstate(all="ignore"):
    mean = sma(volume, 5)
    growth = diff(np.where(mean > 0, np.log(mean), np.nan))
out["ftq_volume"] = score(growth, 60) - score(diff(column["HY_OAS"], 20), 60)
for h in (1, 5):
    out[f"HY_OAS_{h}_Day_Change"] = diff(column["HY_OAS"], h)

first, second = (ret(column[f"{p}_close"], 1) for p in ("BTC_USD", "ETH_USD"))
out["corr_BTC_USD_close_ETH_USD_close_30"] = each_pair(first, second, 30, spearman)
out["corr_BTC_USD_close_ETH_USD_close_12"] = each_pair(first, second, 12, tau_b)
out["beta_ETH_USD_close_BTC_USD_close_20"] = each_pair(second, first, 20, beta)
out["beta_BTC_USD_close_HY_OAS_30"] = each_pair(first, diff(column["HY_OAS"]), 30, beta)

out["cov_BTC_USD_close_HY_OAS_20"] = each_pair(first, diff(column["HY_OAS"]), 20, covariance)

logs = [np.log(column[f"{p}_close"]) for p in ("ETH_USD", "BTC_USD")]
tests = []
for y, x in zip(*(windows(series, 40) for series in logs)):
    if np.isnan(y + x).any() or y.max() == y.min() or x.max() == x.min():
        tests.append((np.nan,) * 4)
        continue
    a, b, statistic, phi = engle_granger(y, x, 1)
    e = y - a - b * x
    tests.append((statistic, b, -np.log(2) / np.log(phi) if 0 < phi < 1 else np.nan, e[-1] / e.std(ddof=1)))
for name, values in zip(("statistic", "hedge", "half_life", "score"), zip(*tests)):
    out[f"eg_{name}_ETH_USD_close_BTC_USD_close_40"] = values

for ratio in ("CapMVRVCur", "NVTAdj"):
    out[f"BTC_{ratio}_zscore"] = score(column[f"BTC_{ratio}"], 365)
market = column["BTC_CapMrktCurUSD"]
spread = sd(market, 365)
with np.errstate(all="ignore"):
    out["BTC_mvrv_score"] = np.where(spread > 0, (market - column["BTC_CapRealUSD"]) / spread, np.nan)

pd.DataFrame(out).to_csv(sys.argv[2], index=False, float_format="%.17g", na_rep="")
