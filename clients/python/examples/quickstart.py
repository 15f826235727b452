"""A first tour: instruments, pages of bars, columns as numpy arrays, signals on a live stream.

Run with the address of a server, after clients/python/generate.sh:

    PYTHONPATH=clients/python /usr/bin/python3 clients/python/examples/quickstart.py 127.0.0.1:5210

An empty server gets simulated data first.
"""

from __future__ import annotations

import sys
from itertools import islice

import numpy as np
import tradewind


def main(address: str) -> None:
    """Runs the tour against one server."""
    with tradewind.connect(address) as client:
        client.wait_until_ready()
        instruments = list(client.instruments())
        if not instruments:
            instruments = list(client.simulate(seed=42, rows=500).instruments)

        print(f"instruments: {len(instruments)}")
        for instrument in instruments:
            rows = sum(series.row_count for series in instrument.series)
            label = "  SIMULATED" if instrument.simulated else ""
            print(f"  {instrument.id:<20} {instrument.asset_class:<14} {rows:>9} rows{label}")

        traded = next((i for i in instruments if any("close" in s.fields for s in i.series)), None)
        if traded is None:
            print("No instrument has bars: load a file with a close column to see the rest.")
            return
        timeframe = traded.series[0].timeframe
        member = tradewind.PortfolioMember(traded.id, timeframe=timeframe)

        # Pages of 100 rows are fetched as the loop needs them.
        bar_count = 0
        for bar in client.bars(traded.id, timeframe=timeframe, page_size=100):
            if bar_count < 3:
                print(f"  {bar.open_time:%Y-%m-%d} open {bar.open} close {bar.close}, known {bar.known_time:%Y-%m-%d %H:%M}")
            bar_count += 1
        print(f"bars of {traded.id} in pages: {bar_count}")

        table = client.columns(traded.id, ["close"], timeframe=timeframe)
        returns = np.diff(np.log(table["close"]))
        print(f"columns of {traded.id} as numpy: {table.row_count} rows, deviation of log returns {np.nanstd(returns):.4f}")

        feed = client.start_replay([member])
        stream = client.start_signals(feed.id, "ma_crossover")
        first = list(islice(client.subscribe_signals(stream.id), 3))
        for event in first:
            signal = event.signal
            print(f"  signal {event.sequence}: {signal.time:%Y-%m-%d} {signal.direction} {signal.instrument_id} {signal.label}")
        # A subscriber that comes back with its cursor misses nothing and gets nothing twice.
        rest = list(client.subscribe_signals(stream.id, first[-1].cursor)) if first else []
        print(f"signals received: {len(first) + len(rest)}")


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else tradewind.DEFAULT_ADDRESS)
