"""Stored data: pages of rows, columns, loading."""

import gzip
import tempfile
import unittest
from datetime import datetime, timezone
from decimal import Decimal
from pathlib import Path

from fake_server import FakeServer, column_block, paged  # first: it finds the package

import numpy as np
import pandas
from tradewind import Portfolio, pb
from tradewind.times import to_timestamp

DAY = 86_400 * 10**9


def bar(day: int, **prices: float) -> pb.Bar:
    open_time = np.datetime64(day * DAY, "ns")
    return pb.Bar(open_time=to_timestamp(open_time), known_time=to_timestamp(open_time + np.timedelta64(1, "D")), **prices)


class PagesTest(unittest.TestCase):
    def test_bars_of_all_pages_come_once_and_in_order(self):
        requests = []
        stored = [bar(day, close=100.0 + day) for day in range(7)]
        with FakeServer(ListBars=paged(stored, pb.ListBarsResponse, "bars", requests)) as server, server.client() as client:
            bars = list(client.bars("BTC/USD", start="1970-01-01", end=datetime(1970, 1, 8), page_size=3))
        self.assertEqual([100.0 + day for day in range(7)], [b.close for b in bars])
        self.assertEqual(["", "3", "6"], [r.page_token for r in requests])
        for request in requests:
            self.assertEqual("BTC/USD", request.instrument_id)
            self.assertEqual((0, 7 * 86_400), (request.interval.start_time.seconds, request.interval.end_time.seconds))

    def test_a_page_is_fetched_only_when_it_is_needed(self):
        requests = []
        stored = [bar(day) for day in range(4)]
        with FakeServer(ListBars=paged(stored, pb.ListBarsResponse, "bars", requests)) as server, server.client() as client:
            bars = client.bars("BTC/USD", page_size=2)
            next(bars), next(bars)
            self.assertEqual(1, len(requests))
            next(bars)
            self.assertEqual(2, len(requests))

    def test_absent_prices_are_none_and_zero_is_zero(self):
        stored = [bar(1, open=0.0, close=2.5)]
        with FakeServer(ListBars=paged(stored, pb.ListBarsResponse, "bars", [])) as server, server.client() as client:
            (row,) = client.bars("BTC/USD")
        self.assertEqual((0.0, None, None, 2.5, None), (row.open, row.high, row.low, row.close, row.volume))
        self.assertEqual(datetime(1970, 1, 2, tzinfo=timezone.utc), row.open_time)
        self.assertEqual(datetime(1970, 1, 3, tzinfo=timezone.utc), row.known_time)

    def test_instruments_carry_decimals_and_names_of_enums(self):
        stored = [
            pb.Instrument(id="BTC/USD", asset_class=pb.ASSET_CLASS_CRYPTO_SPOT, lot_size="0.00000001", multiplier="1"),
            pb.Instrument(id="X", asset_class=99, lot_size="1", multiplier="1", tick_size="0.10"),
        ]
        requests = []
        handler = paged(stored, pb.ListInstrumentsResponse, "instruments", requests)
        with FakeServer(ListInstruments=handler) as server, server.client() as client:
            first, second = client.instruments(asset_class="crypto_spot")
        self.assertEqual(pb.ASSET_CLASS_CRYPTO_SPOT, requests[0].asset_class)
        self.assertEqual(("CRYPTO_SPOT", Decimal("0.00000001"), None), (first.asset_class, first.lot_size, first.tick_size))
        self.assertEqual(("99", "0.10"), (second.asset_class, str(second.tick_size)))


class ColumnsTest(unittest.TestCase):
    def read(self, *blocks: pb.ColumnBlock, total: int = 0):
        def handler(request, _):
            self.request = request
            for index, block in enumerate(blocks):
                yield pb.ReadColumnsResponse(sequence=index + 1, block=block, total_row_count=total if index == 0 else 0)

        with FakeServer(ReadColumns=handler) as server, server.client() as client:
            return client.columns("BTC/USD", ["close", "volume"], start="1970-01-01")

    def test_blocks_are_joined_in_order_with_missing_values_as_nan(self):
        blocks = [
            column_block([DAY, 2 * DAY], close=[1.5, np.nan], volume=[1, 2]),
            column_block([3 * DAY], close=[-0.0], volume=[np.nan]),
        ]
        # The announced number of rows helps where it is right and harms nowhere.
        for total in (0, 1, 3, 10):
            with self.subTest(total=total):
                table = self.read(*blocks, total=total)
                arrays = table.to_numpy()
                self.assertEqual(["times", "close", "volume"], list(arrays))
                self.assertEqual(np.dtype("datetime64[ns]"), arrays["times"].dtype)
                np.testing.assert_array_equal(np.array([1, 2, 3]) * DAY, arrays["times"].astype(np.int64))
                np.testing.assert_array_equal([1.5, np.nan, -0.0], arrays["close"])
                self.assertTrue(np.signbit(arrays["close"][2]))
                np.testing.assert_array_equal([1, 2, np.nan], arrays["volume"])
                self.assertFalse(arrays["close"].flags.writeable)

    def test_the_request_names_fields_and_interval(self):
        self.read()
        self.assertEqual(["close", "volume"], list(self.request.fields))
        self.assertTrue(self.request.interval.HasField("start_time"))
        self.assertFalse(self.request.interval.HasField("end_time"))

    def test_no_block_is_an_empty_table(self):
        table = self.read()
        self.assertEqual((0, []), (table.row_count, list(table)))

    def test_a_block_larger_than_the_default_limit_of_four_megabytes_arrives(self):
        rows = 400_000
        table = self.read(column_block(list(range(rows)), close=np.arange(rows), volume=np.zeros(rows)), total=rows)
        self.assertEqual((rows, rows - 1.0), (table.row_count, table["close"][-1]))

    def test_blocks_that_do_not_fit_together_are_refused(self):
        with self.assertRaisesRegex(ValueError, "Block 2 has the columns"):
            self.read(column_block([1], close=[1]), column_block([2], volume=[1]))

    def test_a_column_of_the_wrong_length_is_refused(self):
        block = column_block([1, 2], close=[1, 2])
        block.columns[0].values = block.columns[0].values[:8]
        with self.assertRaisesRegex(ValueError, "Column close has 8 bytes, expected 16"):
            self.read(block)

    def test_a_column_called_times_is_not_confused_with_the_labels(self):
        table = self.read(column_block([DAY], times=[7.0]))
        self.assertEqual(7.0, table["times"][0])
        with self.assertRaisesRegex(ValueError, "table.times"):
            table.to_numpy()

    def test_pandas_gets_a_utc_index(self):
        frame = self.read(column_block([DAY + 1, 2 * DAY], close=[1.5, np.nan], volume=[1, 2])).to_pandas()
        self.assertEqual("UTC", str(frame.index.tz))
        self.assertEqual(pandas.Timestamp(DAY + 1, unit="ns", tz="UTC"), frame.index[0])
        self.assertEqual(["close", "volume"], list(frame.columns))
        self.assertTrue(np.isnan(frame["close"].iloc[1]))

    def test_alignment_gives_report_and_table(self):
        def handler(request, _):
            self.portfolio = request.portfolio
            yield pb.AlignPortfolioResponse(sequence=1, report=pb.AlignmentReport(row_count=2, warnings=["short"]))
            yield pb.AlignPortfolioResponse(sequence=2, block=column_block([DAY, 2 * DAY], BTC_USD_close=[1, 2]))

        with FakeServer(AlignPortfolio=handler) as server, server.client() as client:
            report, table = client.align(Portfolio(["BTC/USD", "LF98TRUU Index"], calendar="business", fill_limit=0))
        self.assertEqual((2, ("short",), None), (report.row_count, report.warnings, report.overlap_first_time))
        np.testing.assert_array_equal([1, 2], table["BTC_USD_close"])
        self.assertEqual(["BTC/USD", "LF98TRUU Index"], [m.instrument_id for m in self.portfolio.members])
        self.assertEqual(pb.ALIGNMENT_CALENDAR_BUSINESS, self.portfolio.calendar)
        # 0 is a limit like any other; unset would mean 5.
        self.assertTrue(self.portfolio.HasField("fill_limit"))

    def test_a_portfolio_says_row_length_sessions_limits_outliers_and_releases(self):
        day, time = datetime(2024, 1, 2, tzinfo=timezone.utc), datetime(2024, 1, 8, 20, 30, tzinfo=timezone.utc)
        message = Portfolio(
            ["COT CL"],
            resample_to="coarsest",
            session_calendar="nyse",
            fill_limit_days=0,
            outliers="winsorize",
            outlier_method="robust_zscore",
            outlier_threshold=2.5,
            releases={"COT CL": [(day, time)]},
        ).to_message()
        self.assertEqual(("coarsest", "nyse"), (message.resample_to, message.session_calendar))
        self.assertTrue(message.HasField("fill_limit_days"))
        self.assertEqual(
            (pb.OUTLIER_ACTION_WINSORIZE, pb.OUTLIER_METHOD_ROBUST_ZSCORE, 2.5),
            (message.outliers.action, message.outliers.method, message.outliers.threshold),
        )
        release = message.release_calendars[0].releases[0]
        self.assertEqual((day.timestamp(), time.timestamp()), (release.date.seconds, release.release_time.seconds))
        self.assertFalse(Portfolio(["COT CL"]).to_message().HasField("outliers"))

    def test_an_unknown_word_is_refused_with_the_words_there_are(self):
        with self.assertRaisesRegex(ValueError, "UNION, BUSINESS"):
            Portfolio(["BTC/USD"], calendar="weekdays").to_message()

    def test_a_lone_string_is_no_list_of_instruments(self):
        with self.assertRaises(TypeError):
            Portfolio("BTC/USD").to_message()


class InstrumentTest(unittest.TestCase):
    def test_a_ticker_is_read_with_decimals_and_absent_parts_as_none(self):
        def handler(request, _):
            self.request = request
            ticker = pb.Ticker(text=request.ticker, kind=pb.TICKER_KIND_GENERIC, valid=True, position=1, multiplier="1000", tick_size="0.01")
            return pb.ParseTickerResponse(ticker=ticker)

        with FakeServer(ParseTicker=handler) as server, server.client() as client:
            ticker = client.ticker("CL1 Comdty", on=datetime(2025, 1, 2, tzinfo=timezone.utc))
        self.assertEqual(("GENERIC", 1, Decimal("1000"), None, None), (ticker.kind, ticker.position, ticker.multiplier, ticker.year, ticker.tick_value))
        self.assertEqual(1735776000, self.request.reference_time.seconds)

    def test_a_search_walks_all_pages_and_a_text_is_resolved(self):
        def search(request, _):
            first = request.page_token == ""
            found = pb.Instrument(id="A" if first else "B", lot_size="1", multiplier="1", calendar="nyse", registered=True)
            return pb.SearchInstrumentsResponse(instruments=[found], next_page_token="next" if first else "")

        def resolve(request, _):
            return pb.ResolveInstrumentResponse(instrument=pb.Instrument(id=request.text.upper(), lot_size="1", multiplier="1"))

        with FakeServer(SearchInstruments=search, ResolveInstrument=resolve) as server, server.client() as client:
            self.assertEqual([("A", "nyse", True), ("B", "nyse", True)], [(i.id, i.calendar, i.registered) for i in client.search("x")])
            self.assertEqual("WTI", client.resolve("wti").id)

    def test_sessions_of_a_calendar_are_records(self):
        def handler(request, _):
            return pb.GetCalendarResponse(sessions=[pb.TradingSession(short_session=True)])

        with FakeServer(GetCalendar=handler) as server, server.client() as client:
            self.assertTrue(client.sessions("nyse", 2024)[0].short_session)


class LoadTest(unittest.TestCase):
    def test_a_file_is_sent_in_chunks_after_its_header(self):
        content = gzip.compress(bytes(range(256)) * 4000, compresslevel=0)
        received, progress = [], []

        def handler(parts, _):
            received.extend(parts)
            return pb.UploadDataResponse(report=pb.LoadReport(row_count=12))

        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder, "BTC-USD.csv.gz")
            path.write_bytes(content)
            with FakeServer(UploadData=handler) as server, server.client() as client:
                report = client.load_file(path, lambda *done: progress.append(done), bad_rows="drop", timeframe="1d")
        header = received[0].header
        self.assertEqual(12, report.row_count)
        self.assertEqual(("BTC-USD.csv.gz", "1d"), (header.file_name, header.options.timeframe))
        self.assertEqual(pb.BAD_ROW_POLICY_DROP, header.options.bad_rows)
        self.assertTrue(header.request_id)
        self.assertEqual(content, b"".join(part.content for part in received[1:]))
        self.assertTrue(all(0 < len(part.content) <= 1 << 20 for part in received[1:]))
        self.assertEqual((len(content), len(content)), progress[-1])

    def test_an_unknown_option_is_refused_before_anything_is_sent(self):
        with FakeServer() as server, server.client() as client, self.assertRaisesRegex(TypeError, "colour"):
            client.load_file("x.csv", colour="red")

    def test_a_simulation_reports_progress_and_ends_with_its_report(self):
        def handler(request, _):
            self.request = request
            yield pb.LoadDataResponse(sequence=1, progress=pb.LoadProgress(stage="reading", fraction=0.5))
            yield pb.LoadDataResponse(sequence=2, report=pb.LoadReport(row_count=500))

        stages = []
        with FakeServer(LoadData=handler) as server, server.client() as client:
            report = client.simulate(seed=0, rows=500, progress=lambda p: stages.append(p.stage), request_id="once")
        self.assertEqual((500, ["reading"], "once"), (report.row_count, stages, self.request.request_id))
        self.assertFalse(self.request.simulation.HasField("start_time"))

    def test_a_load_from_a_connector_says_what_to_ask_and_reports_what_is_partial(self):
        def handler(request, context):
            self.request = request
            yield pb.LoadDataResponse(report=pb.LoadReport(row_count=7, quality=[pb.QualityReport(instrument_id="BTC/USDT", partial=True)]))

        with FakeServer(LoadData=handler) as server, server.client() as client:
            report = client.load_from_connector(
                "ccxt:binance", ["BTC/USDT"], "1h", start="2024-01-01", fields=["close"], instrument_ids={"BTC/USDT": "BTC"}
            )
        self.assertEqual((7, True), (report.row_count, report.quality[0].partial))
        load = self.request.connector
        self.assertEqual(("ccxt:binance", ["BTC/USDT"], "1h", ["close"]), (load.connector, list(load.symbols), load.timeframe, list(load.fields)))
        self.assertEqual({"BTC/USDT": "BTC"}, dict(load.instrument_ids))
        self.assertEqual(1704067200, load.interval.start_time.seconds)

    def test_connectors_are_listed_with_limits_and_subscriptions(self):
        source = pb.ConnectorSource(name="binance", capabilities=[pb.CONNECTOR_CAPABILITY_LIVE_BARS], limits=pb.ConnectorLimits(requests_per_window=5))
        source.limits.window.seconds = 60
        connector = pb.Connector(name="ccxt", state=pb.CONNECTOR_STATE_ATTACHED, sources=[source], subscriptions=[pb.ConnectorSubscription(symbol="BTC/USDT")])
        with FakeServer(ListConnectors=lambda request, context: pb.ListConnectorsResponse(connectors=[connector])) as server, server.client() as client:
            (found,) = client.connectors()
        self.assertEqual(("ccxt", "ATTACHED", ("LIVE_BARS",)), (found.name, found.state, found.sources[0].capabilities))
        self.assertEqual(60, found.sources[0].limits.window.total_seconds())
        self.assertEqual((None, None), (found.subscriptions[0].phase, found.connect_time))


if __name__ == "__main__":
    unittest.main()
