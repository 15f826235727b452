"""The package as a whole: generated modules, the quickstart, plots."""

import contextlib
import importlib.util
import io
import shutil
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

from fake_server import FakeServer, column_block, paged  # first: it finds the package

import matplotlib
import numpy as np
import tradewind
from google.protobuf import descriptor_pool
from tradewind import pb
from tradewind.times import to_timestamp

matplotlib.use("Agg")

from tradewind import plots  # noqa: E402

PACKAGE = Path(tradewind.__file__).parent
DAY = 86_400 * 10**9


class GeneratedModulesTest(unittest.TestCase):
    def test_without_them_the_import_says_what_to_run(self):
        with tempfile.TemporaryDirectory() as folder:
            shutil.copytree(PACKAGE, Path(folder, "tradewind"), ignore=shutil.ignore_patterns("_generated", "__pycache__"))
            result = subprocess.run([sys.executable, "-c", "import tradewind"], cwd=folder, capture_output=True, text=True)
        self.assertEqual(1, result.returncode)
        self.assertIn("Run clients/python/generate.sh", result.stderr)

    def test_the_names_of_google_rpc_stay_free_for_googleapis(self):
        with self.assertRaises(KeyError):
            descriptor_pool.Default().FindMessageTypeByName("google.rpc.Status")


class QuickstartTest(unittest.TestCase):
    def test_it_shows_instruments_bars_columns_and_signals(self):
        start = to_timestamp(np.datetime64(DAY, "ns"))
        series = pb.SeriesSummary(timeframe="1d", fields=["close"], row_count=250)
        btc = pb.Instrument(id="BTC/USD", lot_size="1", multiplier="1", simulated=True, series=[series])
        bars = [pb.Bar(open_time=start, known_time=start, close=float(row + 1)) for row in range(250)]
        events = [
            pb.SubscribeSignalsResponse(sequence=n, cursor=str(n), signal=pb.Signal(time=start, label="cross up"))
            for n in range(1, 6)
        ]

        def read_columns(request, _):
            yield pb.ReadColumnsResponse(block=column_block([DAY, 2 * DAY], close=[1.0, 2.0]), total_row_count=2)

        def load(request, _):
            yield pb.LoadDataResponse(report=pb.LoadReport(instruments=[btc]))

        server = FakeServer(
            ListInstruments=paged([], pb.ListInstrumentsResponse, "instruments", []),
            LoadData=load,
            ListBars=paged(bars, pb.ListBarsResponse, "bars", []),
            ReadColumns=read_columns,
            StartFeed=lambda request, _: pb.StartFeedResponse(feed=pb.Feed(id="f")),
            StartSignalStream=lambda request, _: pb.StartSignalStreamResponse(signal_stream=pb.SignalStream(id="s")),
            SubscribeSignals=lambda request, _: iter(events[int(request.cursor or 0) :]),
        )
        location = PACKAGE.parent / "examples" / "quickstart.py"
        spec = importlib.util.spec_from_file_location("quickstart", location)
        quickstart = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(quickstart)
        with server, contextlib.redirect_stdout(io.StringIO()) as printed:
            quickstart.main(server.address)
        text = printed.getvalue()
        for line in ("instruments: 1", "SIMULATED", "in pages: 250", "as numpy: 2 rows", "signal 3:", "signals received: 5"):
            self.assertIn(line, text)


class PlotsTest(unittest.TestCase):
    def test_equity_stands_above_drawdown_in_percent(self):
        table = tradewind.ColumnTable.from_blocks([column_block([DAY, 2 * DAY], equity=[100, 90], drawdown=[0, -0.1])])
        above, below = plots.equity(table, "SIMULATED").axes
        self.assertEqual([100, 90], list(above.lines[0].get_ydata()))
        self.assertAlmostEqual(-10, below.collections[0].get_paths()[0].vertices[:, 1].min())

    def test_a_signal_without_a_price_stands_at_the_last_price_before_it(self):
        bars = tradewind.ColumnTable.from_blocks([column_block([DAY, 2 * DAY, 3 * DAY], close=[5, 6, 7])])
        made = [
            pb.Signal(direction=pb.SIGNAL_DIRECTION_LONG, time=to_timestamp(np.datetime64(2 * DAY + 5000, "ns"))),
            pb.Signal(direction=pb.SIGNAL_DIRECTION_LONG, time=to_timestamp(np.datetime64(3 * DAY, "ns")), price=6.5),
        ]
        axes = plots.signals(bars, [tradewind.records.mapping.read(tradewind.records.Signal, message) for message in made])
        self.assertEqual([6, 6.5], list(axes.collections[0].get_offsets()[:, 1]))


if __name__ == "__main__":
    unittest.main()
