"""Cross-asset and portfolio strategies in plain numpy, written from the specification's text alone.

Reads a market as JSON from standard input: closes by instrument (null before a listing), the VIX and a credit spread by row (null where
there is none), and the parameters. Prints for one strategy the list of its signals as [row, instrument, direction]. Every rule is worked
out row by row from slices of the history; nothing of the engine under test is used.
"""
import json
import math
import sys

import numpy as np


def cross_sectional_momentum(market, p):
    names = sorted(market["closes"])
    closes = np.array([[np.nan if v is None else v for v in market["closes"][name]] for name in names], dtype=float)
    rows, last, held, signals = closes.shape[1], None, {}, []
    for t in range(rows):
        ranked = []
        for i, name in enumerate(names):
            start, end = t - p["skip"] - p["lookback"], t - p["skip"]
            if start < 0 or np.isnan(closes[i, start]) or np.isnan(closes[i, t]):
                continue
            returns = np.diff(closes[i, max(0, t - p["vol_window"]):t + 1]) / closes[i, max(0, t - p["vol_window"]):t]
            if len(returns) < p["vol_window"] or np.isnan(returns).any() or returns.std(ddof=1) == 0:
                continue
            ranked.append((-(closes[i, end] / closes[i, start] - 1), name))
        if len(ranked) < 2 or (last is not None and t - last < p["rebalance_bars"]):
            continue
        last = t
        ranked = [name for _, name in sorted(ranked)]
        side = max(1, math.floor(p["fraction"] * len(ranked) + 0.5))
        side = min(side, len(ranked) // 2)
        target = {name: 1 for name in ranked[:side]} | {name: -1 for name in ranked[len(ranked) - side:]}
        for name in names:
            if name in target or held.get(name, 0) != 0:
                signals.append([t, name, target.get(name, 0)])
        held = target
    return signals


def engle_granger(y, x):
    design = np.column_stack([np.ones(len(x)), x])
    alpha, beta = np.linalg.lstsq(design, y, rcond=None)[0]
    e = y - alpha - beta * x
    change = np.diff(e)
    target = change[1:]
    design = np.column_stack([change[:-1], e[1:-1]])
    coefficients = np.linalg.lstsq(design, target, rcond=None)[0]
    residual = target - design @ coefficients
    variance = residual @ residual / (len(target) - 2)
    error = math.sqrt(variance * np.linalg.inv(design.T @ design)[1, 1])
    tau = coefficients[1] / error
    surface = [2.92, 1.5012, 0.039796] if tau <= -2.62 else [2.1945, 0.64695, -0.29198, -0.042377]
    p_value = 0.5 * math.erfc(-sum(c * tau ** k for k, c in enumerate(surface)) / math.sqrt(2))
    phi = (e[1:] @ e[:-1]) / (e[:-1] @ e[:-1])
    half_life = -math.log(2) / math.log(phi) if 0 < phi < 1 else None
    watson = (change @ change) / (e @ e)
    return alpha, beta, p_value, half_life, watson


def pairs(market, p):
    names = sorted(market["closes"])
    logs = {name: np.log(np.array(market["closes"][name], dtype=float)) for name in names}
    rows = len(logs[names[0]])
    book = [{"a": a, "b": b, "fit": None, "fitted": None, "held": 0, "age": 0, "disarmed": False, "z": math.nan, "sd": math.nan}
            for i, a in enumerate(names) for b in names[i + 1:]]
    signals = []
    for t in range(rows):
        for pair in book:
            count = t + 1
            if pair["held"]:
                pair["age"] += 1
            if not pair["held"] and count >= p["formation"] and (pair["fitted"] is None or count - pair["fitted"] >= p["refit_bars"]):
                pair["fitted"], pair["fit"] = count, None
                y, x = logs[pair["a"]][count - p["formation"]:count], logs[pair["b"]][count - p["formation"]:count]
                correlation = np.corrcoef(np.exp(np.diff(y)) - 1, np.exp(np.diff(x)) - 1)[0, 1]
                if correlation >= p["min_correlation"]:
                    alpha, beta, p_value, half_life, watson = engle_granger(y, x)
                    if beta > 0 and p_value <= p["max_p_value"] and half_life is not None and p["min_half_life"] <= half_life <= p["max_half_life"]:
                        rank = 40 * (1 - p_value) + 30 * abs(correlation) + (20 if 1 <= half_life <= 10 else 10 if 10 < half_life <= 20 else 0)
                        pair["fit"] = (alpha, beta, rank + 10 * (2 - abs(2 - watson)))
            pair["z"] = math.nan
            if pair["fit"] is not None and count > p["z_window"]:
                alpha, beta, _ = pair["fit"]
                spread = logs[pair["a"]][count - p["z_window"] - 1:count] - alpha - beta * logs[pair["b"]][count - p["z_window"] - 1:count]
                pair["sd"] = spread[:-1].std(ddof=1)
                pair["z"] = (spread[-1] - spread[:-1].mean()) / pair["sd"]
            if abs(pair["z"]) < p["entry"]:
                pair["disarmed"] = False
            if pair["held"]:
                reason = ("stop" if abs(pair["z"]) >= p["stop"] else
                          "converged" if abs(pair["z"]) <= p["exit"] or np.sign(pair["z"]) == pair["held"] else
                          "time" if pair["age"] >= p["max_hold"] else None)
                if reason:
                    signals += [[t, pair["a"], 0], [t, pair["b"], 0]]
                    pair["held"], pair["disarmed"] = 0, reason != "converged"
        ranked = sorted((pair for pair in book if pair["fit"] is not None), key=lambda pair: -pair["fit"][2])
        for pair in ranked[:p["top_pairs"]]:
            if sum(1 for other in book if other["held"]) >= p["top_pairs"]:
                break
            z, (_, beta, _) = pair["z"], pair["fit"]
            if pair["held"] or pair["disarmed"] or not p["entry"] <= abs(z) < p["stop"]:
                continue
            if 2 * p["cost_bps"] / 1e4 * (1 + beta) < (abs(z) - p["exit"]) * pair["sd"]:
                pair["held"], pair["age"] = -int(np.sign(z)), 0
                signals += [[t, pair["a"], pair["held"]], [t, pair["b"], -pair["held"]]]
    return signals


def wilder_rsi(prices, n=14):
    if len(prices) <= n:
        return math.nan
    change = np.diff(prices)
    up, down = np.maximum(change, 0), np.maximum(-change, 0)
    gain, loss = up[:n].mean(), down[:n].mean()
    for i in range(n, len(change)):
        gain, loss = (gain * (n - 1) + up[i]) / n, (loss * (n - 1) + down[i]) / n
    return 50.0 if gain + loss == 0 else 100 * gain / (gain + loss)


def vix_correlation(market, p):
    signals = []
    for name in sorted(market["closes"]):
        closes = market["closes"][name]
        dates = [t for t, v in enumerate(market["vix"]) if v is not None]
        held, stop, target = 0, math.nan, math.nan
        vix, price = [], []
        for t, close in enumerate(closes):
            if held and (held * (close - stop) <= 0 or held * (close - target) >= 0):
                signals.append([t, name, 0])
                held = 0
            if market["vix"][t] is None:
                continue
            vix.append(market["vix"][t])
            price.append(close)
            if len(vix) < 10:
                continue
            v, c = np.array(vix), np.array(price)
            band = (v[-1] - v[-10:].mean()) / v[-10:].std(ddof=1)
            roc = v[-1] / v[-4] - 1
            rv, rc = np.diff(v) / v[:-1], np.diff(c) / c[:-1]
            bests = []
            for w in p["windows"]:
                found = [np.corrcoef(rc[-w:], rv[len(rv) - w - k:len(rv) - k])[0, 1] for k in range(p["max_lag"] + 1) if len(rv) - w - k >= 0]
                if found:
                    bests.append(max(found, key=abs))
            best = max(bests, key=abs) if bests else math.nan
            direction, base = 0, 0.0
            if band > 1.5 or roc >= 0.10:
                direction = 1
            elif band < -1.5 or roc <= -0.10:
                direction = -1
            elif best <= -p["threshold"] and sum(b <= -p["threshold"] for b in bests) >= 2:
                direction, base = 1, min(abs(best) / p["threshold"], 1)
            elif best >= p["threshold"] and sum(b >= p["threshold"] for b in bests) >= 2:
                direction, base = -1, min(abs(best) / p["threshold"], 1)
            rsi = wilder_rsi(c)
            fall, rise = (1 - c[-1] / c[-14:].max(), c[-1] / c[-14:].min() - 1) if len(c) >= 14 else (math.nan, math.nan)
            passes = (v[-1] >= p["vix_min_long"] and rsi <= 55 and fall >= p["min_drawdown"]) if direction > 0 else (
                v[-1] >= p["vix_min_short"] and rsi >= 45 and rise >= p["min_rise"])
            if direction and passes and direction != held:
                unit = float(np.clip(3 * rc[-14:].std(ddof=1), 0.03, 0.12)) if len(rc) >= 14 else 0.04
                held, stop, target = direction, close * (1 - direction * unit), close * (1 + 2 * direction * unit)
                signals.append([t, name, direction])
    return sorted(signals)


def volatility_breakout(market, p):
    signals = []
    for name in sorted(market["closes"]):
        closes = np.array(market["closes"][name], dtype=float)
        logs, history, held, stop, target = np.diff(np.log(closes)), [], 0, math.nan, math.nan
        for t, close in enumerate(closes):
            if held and (held * (close - stop) <= 0 or held * (close - target) >= 0):
                signals.append([t, name, 0])
                held = 0
            if t < p["window"]:
                continue
            volatility = logs[t - p["window"]:t].std(ddof=1)
            past = history[-p["history"]:]
            if len(past) >= 20 and volatility > np.percentile(past, 90):
                direction = 1 if volatility <= np.percentile(past, 95) else -1
                ratio = volatility / np.mean(past)
                confidence = min(0.9, 0.6 + 0.3 * min(1, ratio / 2)) if direction > 0 else min(0.8, 0.5 + 0.3 * min(1, ratio / 3))
                if direction * (close - closes[t - p["window"]]) > 0 and confidence >= 0.6 and direction != held:
                    step = 0.02 * float(np.clip(100 * volatility, 1, 3)) * direction
                    held, stop, target = direction, close * (1 - step), close * (1 + 2 * step)
                    signals.append([t, name, direction])
            history.append(volatility)
    return sorted(signals)


def flight_to_quality(market, p):
    names = sorted(market["closes"])
    closes = np.array([market["closes"][name] for name in names], dtype=float)
    credit = np.array(market["credit"], dtype=float)
    rows, w, signals = closes.shape[1], p["return_window"], []
    raw = np.full(rows, np.nan)
    raw[w:] = -(closes[:, w:] / closes[:, :-w] - 1).mean(axis=0) - (credit[w:] / credit[:-w] - 1)
    for t in range(w + p["z_window"] - 1, rows):
        window = raw[t - p["z_window"] + 1:t + 1]
        z = (window[-1] - window.mean()) / (window.std(ddof=1) + 1e-8)
        direction = -1 if z > p["entry"] else 1 if z < p["exit"] else None
        signals += [] if direction is None else [[t, name, direction] for name in names]
    return signals


if __name__ == "__main__":
    request = json.load(sys.stdin)
    json.dump(globals()[sys.argv[1]](request["market"], request["parameters"]), sys.stdout)
