"""Curve and on-chain features in pandas, written from the specification alone. Usage: curve_reference.py INPUT OUTPUT."""

import sys

import numpy as np
import pandas as pd

settings = {}
with open(sys.argv[1]) as file:
    for line in file:
        if not line.startswith("# "):
            break
        key, value = line[2:].strip().split("=", 1)
        settings[key] = value
table = pd.read_csv(sys.argv[1], comment="#")
out = {}


def percentile(value, history):
    # Prices come in ticks, so spreads tie; how their sum was rounded does not tell them apart.
    same = np.abs(history - value) <= 1e-12 * abs(value)
    return 100 * ((~same & (history < value)).sum() + 0.5 * same.sum()) / len(history)


def judge(name, series, window, least):
    out[name] = series
    scores, percentiles, history = [], [], []
    for value in series:
        prior = np.array(history[-window:])
        if np.isnan(value) or len(prior) < least:
            scores.append(np.nan)
            percentiles.append(np.nan)
        else:
            deviation = prior.std(ddof=1)
            scores.append(0.0 if deviation < 1e-12 else (value - prior.mean()) / deviation)
            percentiles.append(percentile(value, prior))
        if not np.isnan(value):
            history.append(value)
    out[name + "_zscore"], out[name + "_percentile"] = scores, percentiles


def curve(root, positions):
    prices = [table[f"{root}{n}_Comdty_close"].to_numpy() for n in range(1, positions + 1)]
    rows, history = [], []
    for row in zip(*prices):
        known = []
        for price in row:
            if np.isnan(price):
                break
            known.append(price)
        n = len(known)
        slope = (known[-1] - known[0]) / (n - 1) if n > 1 else np.nan
        rank = np.nan if n < 2 else percentile(slope, np.array(history[-252:])) if history else 50.0
        if n > 1:
            history.append(slope)
        deep = n > 2
        rows.append((
            slope,
            rank,
            (known[2] - known[0]) / 2 if deep else np.nan,
            (known[-1] - known[-3]) / 2 if deep else np.nan,
            np.diff(known, 2).mean() if deep else np.nan,
        ))
    for name, values in zip(("slope", "slope_percentile", "front_slope", "back_slope", "curvature"), zip(*rows)):
        out[f"{root}_curve_{name}"] = values
    first, second = pd.Series(prices[0]), pd.Series(prices[1])
    roll = (first / second - 1).where(second > 0)
    out[f"{root}_roll_yield_pct"] = roll * 100
    out[f"{root}_roll_yield_annual_pct"] = roll * 365 / table[f"{root}_gap"] * 100
    out[f"{root}_roll_cost"] = second - first
    for leg in (2, 3, 6, 12):
        if leg <= positions:
            judge(f"{root}_m1_m{leg}", first - pd.Series(prices[leg - 1]), 60, 20)


curve("CL", int(settings["positions"]))
crude, brent = table["CL1_Comdty_close"], table["CO1_Comdty_close"]
gasoline, distillate = 42 * table["XB1_Comdty_close"], 42 * table["HO1_Comdty_close"]
judge("crack_321", (2 * gasoline + distillate - 3 * crude) / 3, 60, 20)
judge("crack_211", (gasoline + distillate - 2 * crude) / 2, 60, 20)
judge("crack_gasoline", gasoline - crude, 60, 20)
judge("crack_heating_oil", distillate - crude, 60, 20)
judge("crack_gasoil", table["QS1_Comdty_close"] / 7.45 - brent, 60, 20)
judge("wti_brent", crude - brent, 60, 20)

hash_rate = table["hash"]
out["BTC_hash_ribbon"] = hash_rate.rolling(30).mean() / hash_rate.rolling(60).mean() - 1
funding = table["funding"]
out["FUND_funding_mean_annual"] = funding * 1095
# A day without a payment is no payment: it counts for no window.
paid = funding.dropna()
deviation = pd.Series([w.std(ddof=1) if w.count() == 21 else np.nan for w in paid.shift(1).rolling(21)], index=paid.index)
mean = pd.Series([w.mean() if w.count() == 21 else np.nan for w in paid.shift(1).rolling(21)], index=paid.index)
out["FUND_funding_mean_shock"] = ((paid - mean) / deviation.clip(lower=1e-6)).reindex(funding.index)

pd.DataFrame(out).to_csv(sys.argv[2], index=False, float_format="%.17g")
