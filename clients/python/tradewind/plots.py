"""Plots of results. Needs matplotlib; nothing else in the package does."""

from __future__ import annotations

from typing import Iterable, Optional

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from .records import Signal
from .table import ColumnTable

_MARKERS = {"LONG": ("^", "tab:green"), "SHORT": ("v", "tab:red"), "FLAT": ("o", "tab:gray")}


def equity(table: ColumnTable, title: str = "Equity") -> Figure:
    """Draws equity above drawdown, from ``client.backtest_equity``. Say SIMULATED in the title when the data is."""
    figure, (above, below) = plt.subplots(2, 1, sharex=True, height_ratios=(3, 1), figsize=(10, 6), layout="constrained")
    above.plot(table.times, table["equity"], linewidth=1)
    above.set(title=title, ylabel="equity")
    below.fill_between(table.times, 100 * table["drawdown"], 0, color="tab:red", alpha=0.4, linewidth=0)
    below.set(ylabel="drawdown, %", xlabel="UTC")
    return figure


def signals(bars: ColumnTable, events: Iterable[Signal], column: str = "close", axes: Optional[Axes] = None) -> Axes:
    """Draws signals on a price column. A signal stands at the price it saw, or at the last price before it where it has none."""
    if axes is None:
        axes = plt.subplots(figsize=(10, 5), layout="constrained")[1]
    price = bars[column]
    axes.plot(bars.times, price, color="tab:blue", linewidth=1, label=column)
    points: dict[str, tuple[list[np.datetime64], list[float]]] = {}
    for signal in events:
        # Column times are without a zone, as numpy has none, and UTC.
        time = np.datetime64(signal.time.replace(tzinfo=None), "ns")
        row = int(np.searchsorted(bars.times, time, side="right")) - 1
        level = signal.price if signal.price is not None else (float(price[row]) if row >= 0 else float("nan"))
        times, levels = points.setdefault(signal.direction, ([], []))
        times.append(time)
        levels.append(level)
    for direction, (times, levels) in points.items():
        marker, color = _MARKERS.get(direction, ("x", "black"))
        axes.scatter(times, levels, marker=marker, color=color, zorder=3, label=direction.lower())
    axes.set(xlabel="UTC", ylabel=column)
    axes.legend()
    return axes
