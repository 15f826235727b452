"""The Bloomberg connector against a stand-in of Bloomberg's library."""

from __future__ import annotations

import io
import sys
import threading
import unittest
from contextlib import redirect_stderr
from datetime import datetime, timezone
from pathlib import Path
from typing import Any, List
from unittest import mock

_HERE = Path(__file__).resolve().parent
for folder in (_HERE.parent, _HERE.parents[2] / "python"):
    sys.path.insert(0, str(folder))
sys.path.insert(0, str(_HERE / "standin"))

import blpapi  # noqa: E402  the stand-in
import numpy as np  # noqa: E402
from tradewind import pb  # noqa: E402
from tradewind_bloomberg.__main__ import main  # noqa: E402
from tradewind_bloomberg.budget import RequestBudget  # noqa: E402
from tradewind_bloomberg.desk import TerminalDesk  # noqa: E402
from tradewind_bloomberg.errors import AuthenticationError, BloombergApiError, FieldError, InvalidSecurity, RequestLimit, TerminalNotRunning  # noqa: E402
from tradewind_bloomberg.requests import BloombergRequests, batches  # noqa: E402
from tradewind_bloomberg.terminal import Endpoint, Terminal  # noqa: E402

START = datetime(2020, 1, 1, tzinfo=timezone.utc)
END = datetime(2022, 9, 26, tzinfo=timezone.utc)
DAYS = 1000


class Sink:
    """Keeps what a fetch sends."""

    cancelled = False
    max_rows = 10_000

    def __init__(self) -> None:
        self.sent: List[tuple] = []

    def rows(self, symbol: str, block: Any, instrument: Any) -> None:
        self.sent.append(("rows", symbol, block, instrument))

    def reference(self, symbol: str, values: Any) -> None:
        self.sent.append(("reference", symbol, values))

    def failure(self, symbol: str, error: BloombergApiError, field: str = "") -> None:
        self.sent.append(("failure", symbol, type(error), field))

    def progress(self, fraction: float) -> None:
        """Not of interest here."""


class TerminalTest(unittest.TestCase):
    def setUp(self) -> None:
        blpapi.Session.requests = []
        blpapi._flaky.clear()
        self.waits: List[float] = []
        self.budget = RequestBudget()
        self.terminal = Terminal(blpapi, timeout_s=5)
        self.addCleanup(self.terminal.close)
        self.requests = BloombergRequests(self.terminal, self.budget, wait=self.waits.append)
        self.desk = TerminalDesk(self.terminal, self.requests, self.budget)

    def fetch(self, symbols: List[str], timeframe: str = "1d", fields: tuple = ("PX_LAST",), start: datetime = START, end: datetime = END) -> List[tuple]:
        order = pb.FetchOrder(source="bloomberg", symbols=symbols, history=pb.HistoryOrder(timeframe=timeframe, fields=fields))
        order.history.interval.start_time.FromDatetime(start)
        order.history.interval.end_time.FromDatetime(end)
        sink = Sink()
        self.desk.fetch(order, sink)
        return sink.sent


class HistoryTest(TerminalTest):
    def test_250_securities_are_three_requests_of_100_100_50(self) -> None:
        self.fetch([f"GOOD{i} Index" for i in range(250)], end=datetime(2020, 1, 3, tzinfo=timezone.utc))
        self.assertEqual([100, 100, 50], [len(request.data["securities"]) for request in blpapi.Session.requests])
        self.assertEqual([100, 100, 50], [len(batch) for batch in batches(list(range(250)))])
        self.assertEqual(3, self.budget.used)

    def test_partial_events_add_up(self) -> None:
        ((_, symbol, block, instrument),) = self.fetch(["LONG Index"])
        times = np.frombuffer(block.times, "<M8[ns]")
        self.assertEqual(("LONG Index", DAYS - 1), (symbol, block.row_count))
        self.assertEqual(np.datetime64("2020-01-01"), times[0])
        self.assertTrue((np.diff(times) == np.timedelta64(1, "D")).all())
        self.assertEqual(pb.ASSET_CLASS_INDEX, instrument.asset_class)

    def test_the_end_is_exclusive_and_dates_are_labels(self) -> None:
        self.fetch(["GOOD Index"], start=START, end=datetime(2020, 1, 3, tzinfo=timezone.utc))
        data = blpapi.Session.requests[0].data
        self.assertEqual(("20200101", "20200102", "DAILY"), (data["startDate"], data["endDate"], data["periodicitySelection"]))

    def test_columns_keep_the_names_that_were_asked_for(self) -> None:
        ((_, _, block, instrument),) = self.fetch(["LF98TRUU GOOD Index"], fields=("PRICE", "OAS", "close"))
        self.assertEqual(["PRICE", "OAS", "close"], [column.name for column in block.columns])
        self.assertEqual(["PX_LAST", "OAS"], blpapi.Session.requests[0].data["fields"])
        self.assertEqual(block.columns[0].values, block.columns[2].values)
        self.assertEqual(pb.ASSET_CLASS_CREDIT_INDEX, instrument.asset_class)

    def test_a_field_error_concerns_its_column_only(self) -> None:
        sent = self.fetch(["GOOD Index"], fields=("PX_LAST", "NO_SUCH"))
        self.assertEqual(["PX_LAST"], [column.name for column in sent[0][2].columns])
        self.assertEqual(("failure", "GOOD Index", FieldError, "NO_SUCH"), sent[1])
        self.assertEqual([], self.waits)

    def test_text_has_no_history(self) -> None:
        self.assertEqual([("failure", "GOOD Index", FieldError, "RTG_MOODY")], self.fetch(["GOOD Index"], fields=("RTG_MOODY",)))
        self.assertEqual([], blpapi.Session.requests)

    def test_an_invalid_security_does_not_keep_the_others_back(self) -> None:
        sent = self.fetch(["GOOD Index", "NONE Index"])
        self.assertEqual([("rows", "GOOD Index"), ("failure", "NONE Index", InvalidSecurity, "")], [sent[0][:2], sent[1]])

    def test_a_response_error_is_repeated_after_1_2_4_seconds(self) -> None:
        self.fetch(["FLAKY Index"])
        self.assertEqual([1.0, 2.0], self.waits)
        self.waits.clear()
        sent = self.fetch(["CUT Index"])
        self.assertEqual([1.0, 2.0, 4.0], self.waits)
        self.assertEqual(("rows", 200), (sent[0][0], sent[0][2].row_count))
        self.assertEqual("failure", sent[1][0])

    def test_a_limit_is_not_repeated_and_says_when_to_come_back(self) -> None:
        self.assertEqual([("failure", "RATE Index", RequestLimit, "")], self.fetch(["RATE Index"]))
        self.assertEqual([], self.waits)
        self.assertEqual(3600, RequestLimit("x", 3600.0).to_message().retry_after.seconds)

    def test_intraday_bars(self) -> None:
        start, end = datetime(2024, 1, 2, 9, tzinfo=timezone.utc), datetime(2024, 1, 2, 10, tzinfo=timezone.utc)
        sent = self.fetch(["GOOD Equity", "NONE Equity"], timeframe="5m", fields=("open", "PX_LAST", "OAS"), start=start, end=end)
        self.assertEqual(12, sent[0][2].row_count)
        self.assertEqual(["open", "PX_LAST"], [column.name for column in sent[0][2].columns])
        self.assertEqual([FieldError, InvalidSecurity], [entry[2] for entry in sent if entry[0] == "failure" and (entry[1] == "GOOD Equity" or not entry[3])])
        self.assertEqual(5, blpapi.Session.requests[0].data["interval"])

    def test_a_session_that_drops_is_made_anew_once(self) -> None:
        drops = iter([True, True])
        original = blpapi.Session.sendRequest

        def send(session: Any, request: Any, correlationId: Any) -> None:
            if next(drops, False):
                session._events.put(blpapi.Event(blpapi.Event.SESSION_STATUS, [blpapi.Message("SessionTerminated", {})]))
            else:
                original(session, request, correlationId)

        with mock.patch.object(blpapi.Session, "sendRequest", send):
            self.assertEqual("failure", self.fetch(["GOOD Index"])[0][0])
        with mock.patch.object(blpapi.Session, "sendRequest", send):
            self.assertEqual("rows", self.fetch(["GOOD Index"])[0][0])
        self.assertEqual([1.0], self.waits)


class ReferenceTest(TerminalTest):
    def test_static_data_is_text_and_errors_are_by_security_and_field(self) -> None:
        order = pb.FetchOrder(source="bloomberg", symbols=["GOOD Index", "NONE Index"], reference=pb.ReferenceOrder(fields=["CRNCY", "RTG_MOODY", "COUNTRY"]))
        sink = Sink()
        self.desk.fetch(order, sink)
        self.assertEqual(
            [
                ("reference", "GOOD Index", {"CRNCY": "USD", "RTG_MOODY": "Baa1"}),
                ("failure", "GOOD Index", FieldError, "COUNTRY"),
                ("failure", "NONE Index", InvalidSecurity, ""),
            ],
            sink.sent,
        )


class SessionTest(unittest.TestCase):
    def test_no_terminal_is_named_and_the_second_endpoint_is_tried(self) -> None:
        with self.assertRaisesRegex(TerminalNotRunning, "localhost:1, 10.0.0.9:1"):
            list(Terminal(blpapi, [Endpoint(port=1), Endpoint("10.0.0.9", 1)]).request("HistoricalDataRequest", lambda request: None))
        terminal = Terminal(blpapi, [Endpoint(port=1), Endpoint("10.0.0.9", 8194)])
        self.addCleanup(terminal.close)
        requests = BloombergRequests(terminal, RequestBudget())
        self.assertEqual("USD", requests.reference(["GOOD Index"], ["CRNCY"])["GOOD Index"].values["CRNCY"])

    def test_a_service_that_does_not_open_is_a_matter_of_credentials(self) -> None:
        terminal = Terminal(blpapi, [Endpoint(port=2)])
        self.addCleanup(terminal.close)
        with self.assertRaises(AuthenticationError) as caught:
            list(terminal.request("HistoricalDataRequest", lambda request: None))
        self.assertEqual(pb.CONNECTOR_ERROR_CODE_AUTHENTICATION, caught.exception.to_message().code)

    def test_without_the_library_the_start_says_how_to_install_it(self) -> None:
        errors = io.StringIO()
        with mock.patch.dict(sys.modules, {"blpapi": None}), redirect_stderr(errors):
            self.assertEqual(3, main([]))
        self.assertIn("blpapi is missing", errors.getvalue())


class BudgetTest(unittest.TestCase):
    def test_the_budget_blocks_until_the_window_has_room_and_never_fails(self) -> None:
        now = [0.0]
        waits: List[float] = []

        def wait(seconds: float) -> None:
            waits.append(seconds)
            now[0] += seconds

        budget = RequestBudget(limit=2, window_s=3600, clock=lambda: now[0], wait=wait)
        budget.take()
        now[0] = 600
        budget.take()
        self.assertEqual(2, budget.used)
        budget.take()
        self.assertEqual([3000.0], waits)
        self.assertEqual(2, budget.used)

    def test_threads_share_one_budget(self) -> None:
        budget = RequestBudget(limit=50)
        threads = [threading.Thread(target=lambda: [budget.take() for _ in range(10)]) for _ in range(5)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        self.assertEqual(50, budget.used)


if __name__ == "__main__":
    unittest.main()
