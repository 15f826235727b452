"""Moving-average crossover backtest in numpy, written from the specification's text alone.

Reads daily bars (Date, Open, High, Low, Close), trades one unit long and short on crossovers of simple averages, fills at the
next open with slippage in the price and a fee on the money traded, and prints the equity curve and the fills as JSON.
Nothing of the engine under test is used: positions come from a vector of signals, equity from cumulative sums.
"""
import csv
import json
import sys

import numpy as np


def main(path, fast, slow, capital, slippage_percent, fee_fraction):
    with open(path, newline="") as file:
        rows = list(csv.DictReader(file))
    opens = np.array([float(row["Open"]) for row in rows])
    closes = np.array([float(row["Close"]) for row in rows])

    def average(window):
        result = np.full(len(closes), np.nan)
        result[window - 1:] = np.lib.stride_tricks.sliding_window_view(closes, window).mean(axis=1)
        return result

    spread = average(fast) - average(slow)
    previous = np.concatenate([[np.nan], spread[:-1]])
    up = (previous <= 0) & (spread > 0)
    down = (previous >= 0) & (spread < 0)

    # Stance decided at each close; the position is held from the next open on.
    stance = np.zeros(len(closes))
    stance[up], stance[down] = 1, -1
    decided = np.where(up | down, np.arange(len(closes)), 0)
    stance = stance[np.maximum.accumulate(decided)]
    position = np.concatenate([[0.0], stance[:-1]])
    traded = np.diff(position, prepend=0.0)

    price = opens + np.sign(traded) * np.abs(opens) * slippage_percent / 100
    fees = np.abs(traded) * np.abs(price) * fee_fraction
    payments = np.cumsum(traded * price + fees)
    equity = capital - payments + position * closes
    fills = np.flatnonzero(traded)
    json.dump({
        "equity": equity.tolist(),
        "bars": fills.tolist(),
        "quantities": traded[fills].tolist(),
        "prices": price[fills].tolist(),
        "fees": float(fees.sum()),
    }, sys.stdout)


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), float(sys.argv[4]), float(sys.argv[5]), float(sys.argv[6]))
