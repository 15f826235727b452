"""Errors of the server as TradewindError."""

import unittest

from fake_server import FakeServer, abort  # first: it finds the package

import grpc
from tradewind import TradewindError, Violation, connect, pb
from tradewind._generated.google_rpc.error_details_pb2 import BadRequest, ErrorInfo
from tradewind.resume import Backoff

BAD_REQUEST = BadRequest(
    field_violations=[
        BadRequest.FieldViolation(field="interval.end_time", description="Must be after start_time."),
        BadRequest.FieldViolation(field="page_size", description="Must not be negative."),
    ]
)
VIOLATIONS = (Violation("interval.end_time", "Must be after start_time."), Violation("page_size", "Must not be negative."))


class ErrorsTest(unittest.TestCase):
    def test_a_unary_call_raises_code_reason_and_violations(self):
        def handler(_, context):
            info = ErrorInfo(reason="BAD_INTERVAL", domain="tradewind", metadata={"nearest": "BTC/USD"})
            abort(context, grpc.StatusCode.INVALID_ARGUMENT, "Fix the request.", ("ErrorInfo", info), ("BadRequest", BAD_REQUEST))

        with FakeServer(ListBars=handler) as server, server.client() as client, self.assertRaises(TradewindError) as raised:
            list(client.bars("BTC/USD"))
        error = raised.exception
        self.assertEqual((grpc.StatusCode.INVALID_ARGUMENT, "BAD_INTERVAL"), (error.code, error.reason))
        self.assertEqual(("Fix the request.", VIOLATIONS), (error.message, error.violations))
        self.assertEqual({"nearest": "BTC/USD"}, error.metadata)
        self.assertIn("interval.end_time: Must be after start_time.", str(error))
        self.assertIsInstance(error.__cause__, grpc.RpcError)

    def test_a_stream_raises_the_same_after_its_messages(self):
        def handler(_, context):
            yield pb.GenerateSignalsResponse(sequence=1, signal=pb.Signal(instrument_id="BTC/USD"))
            abort(context, grpc.StatusCode.FAILED_PRECONDITION, "Gone.", ("ErrorInfo", ErrorInfo(reason="DATA_CHANGED")))

        with FakeServer(GenerateSignals=handler) as server, server.client() as client:
            signals = client.generate_signals("ma_crossover", ["BTC/USD"])
            self.assertEqual("BTC/USD", next(signals).instrument_id)
            with self.assertRaises(TradewindError) as raised:
                next(signals)
        self.assertEqual((grpc.StatusCode.FAILED_PRECONDITION, "DATA_CHANGED"), (raised.exception.code, raised.exception.reason))

    def test_an_error_without_details_has_no_reason(self):
        def handler(_, context):
            context.abort(grpc.StatusCode.RESOURCE_EXHAUSTED, "Too many.")

        with FakeServer(GetInstrument=handler) as server, server.client() as client, self.assertRaises(TradewindError) as raised:
            client.instrument("BTC/USD")
        error = raised.exception
        self.assertEqual((grpc.StatusCode.RESOURCE_EXHAUSTED, "Too many."), (error.code, error.message))
        self.assertEqual((None, ()), (error.reason, error.violations))

    def test_details_of_an_unknown_kind_are_passed_over(self):
        def handler(_, context):
            info = ErrorInfo(reason="UNKNOWN_INSTRUMENT")
            abort(context, grpc.StatusCode.NOT_FOUND, "No.", ("Novelty", BAD_REQUEST), ("ErrorInfo", info))

        with FakeServer(GetInstrument=handler) as server, server.client() as client, self.assertRaises(TradewindError) as raised:
            client.instrument("BTC/USD")
        self.assertEqual(("UNKNOWN_INSTRUMENT", ()), (raised.exception.reason, raised.exception.violations))

    def test_no_server_is_unavailable(self):
        # Port 9 of loopback, discard, is not served.
        with connect("127.0.0.1:9", timeout=5, backoff=Backoff(attempts=1)) as client:
            with self.assertRaises(TradewindError) as raised:
                next(client.instruments())
        self.assertIs(grpc.StatusCode.UNAVAILABLE, raised.exception.code)

    def test_an_address_of_another_scheme_is_refused(self):
        with self.assertRaisesRegex(ValueError, "host:port"):
            connect("ftp://127.0.0.1:5210")


if __name__ == "__main__":
    unittest.main()
