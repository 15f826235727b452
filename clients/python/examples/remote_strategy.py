"""A moving-average crossover that runs here and trades in the server's engine.

    python3 remote_strategy.py BTC/USDT --fast 10 --slow 30 --batch 1

With steps of one bar it gives the orders of the built-in ``ma_crossover``; with larger steps it decides at the last bar of each.
"""

import argparse
import time
from collections import deque

from tradewind import RemoteStrategy, connect, signal


class Crossover(RemoteStrategy):
    """Long when the fast average rises above the slow one, short when it falls below."""

    name = "crossover"
    code_version = "1"

    def __init__(self, fast: int, slow: int) -> None:
        self.parameters = {"fast": fast, "slow": slow}
        self._fast, self._slow = fast, slow
        self._closes: dict = {}
        self._before: dict = {}

    # Plain values, so that an assignment in __init__ is all a strategy needs.
    parameters: dict = {}

    def on_bars(self, step):
        for instrument, bars in step.bars.items():
            closes = self._closes.setdefault(instrument, deque(maxlen=self._slow))
            direction = None
            for close in bars["close"]:
                closes.append(close)
                if len(closes) < self._slow:
                    continue
                values = list(closes)
                now = sum(values[-self._fast :]) / self._fast - sum(values) / self._slow
                before = self._before.get(instrument)
                if before is not None and before <= 0 < now:
                    direction = "long"
                elif before is not None and before >= 0 > now:
                    direction = "short"
                self._before[instrument] = now
            if direction:
                yield signal(instrument, direction)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("instruments", nargs="+")
    parser.add_argument("--fast", type=int, default=10)
    parser.add_argument("--slow", type=int, default=30)
    parser.add_argument("--batch", type=int, default=1, help="market times a step")
    parser.add_argument("--server", default=None)
    arguments = parser.parse_args()
    with connect(arguments.server) as client:
        begun = time.perf_counter()
        backtest = client.remote_backtest(Crossover(arguments.fast, arguments.slow), arguments.instruments, batch_size=arguments.batch)
        seconds = time.perf_counter() - begun
        metrics = backtest.metrics
        print(f"{backtest.id}: {backtest.fill_count} fills, return {metrics.total_return_fraction:.2%}, {seconds:.2f} s")


if __name__ == "__main__":
    main()
