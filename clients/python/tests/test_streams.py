"""Live streams across dropped connections, and waiting for operations."""

import random
import threading
import unittest
from itertools import islice

from fake_server import FakeServer, abort  # first: it finds the package

import grpc
from tradewind import TradewindError, TrainingSpec, pb
from tradewind._generated.google_rpc.error_details_pb2 import ErrorInfo
from tradewind._generated.google_rpc.status_pb2 import Status


def signal(sequence: int) -> pb.SubscribeSignalsResponse:
    return pb.SubscribeSignalsResponse(
        sequence=sequence, cursor=f"c{sequence}", signal=pb.Signal(instrument_id="BTC/USD", label=str(sequence))
    )


def heartbeat(sequence: int, cursor: str) -> pb.SubscribeSignalsResponse:
    return pb.SubscribeSignalsResponse(sequence=sequence, cursor=cursor, heartbeat=pb.Heartbeat())


END = pb.SubscribeSignalsResponse(end=pb.SignalStreamEnd(state=pb.SIGNAL_STREAM_STATE_ENDED))
LOST = grpc.StatusCode.UNAVAILABLE


class Script:
    """Plays one list of messages or status codes per connection and notes the cursors asked for."""

    def __init__(self, *connections):
        self._connections = list(connections)
        self.cursors = []

    def __call__(self, request, context):
        self.cursors.append(request.cursor)
        for step in self._connections.pop(0):
            if isinstance(step, grpc.StatusCode):
                context.abort(step, "scripted")
            yield step


class SubscribeTest(unittest.TestCase):
    def subscribe(self, script, **options):
        with FakeServer(SubscribeSignals=script) as server, server.client() as client:
            try:
                return [event.sequence for event in client.subscribe_signals("s", **options)]
            finally:
                self.waits = server.waits

    def test_a_dropped_stream_goes_on_after_the_last_signal(self):
        script = Script([signal(1), signal(2), LOST], [signal(3), LOST], [signal(4), END])
        self.assertEqual([1, 2, 3, 4], self.subscribe(script))
        self.assertEqual(["", "c2", "c3"], script.cursors)
        self.assertEqual(2, len(self.waits))

    def test_a_signal_sent_again_comes_once(self):
        script = Script([signal(1), signal(2), LOST], [signal(1), signal(2), signal(3), END])
        self.assertEqual([1, 2, 3], self.subscribe(script))

    def test_heartbeats_move_the_cursor_and_are_not_yielded(self):
        script = Script([signal(1), heartbeat(1, "c1-later"), LOST], [heartbeat(1, "c1-last"), END])
        self.assertEqual([1], self.subscribe(script))
        self.assertEqual(["", "c1-later"], script.cursors)

    def test_the_first_cursor_is_the_callers(self):
        script = Script([LOST], [signal(8), END])
        self.assertEqual([8], self.subscribe(script, cursor="c7"))
        self.assertEqual(["c7", "c7"], script.cursors)

    def test_events_of_a_later_server_are_passed_over(self):
        script = Script([pb.SubscribeSignalsResponse(sequence=1, cursor="c1"), LOST], [signal(2), END])
        self.assertEqual([2], self.subscribe(script))
        self.assertEqual(["", "c1"], script.cursors)

    def test_a_server_that_stays_away_is_an_error_after_longer_and_longer_waits(self):
        script = Script([signal(1), LOST], [LOST], [LOST], [LOST])
        with self.assertRaises(TradewindError) as raised:
            self.subscribe(script)
        self.assertIs(LOST, raised.exception.code)
        self.assertEqual(3, len(self.waits))
        # Each wait is between half and all of a span that doubles.
        for failures, waited in enumerate(self.waits):
            self.assertTrue(0.125 * 2**failures <= waited <= 0.25 * 2**failures, self.waits)

    def test_other_errors_are_not_tried_again(self):
        script = Script([signal(1), grpc.StatusCode.OUT_OF_RANGE])
        with self.assertRaises(TradewindError) as raised:
            self.subscribe(script)
        self.assertIs(grpc.StatusCode.OUT_OF_RANGE, raised.exception.code)
        self.assertEqual([], self.waits)

    def test_a_failed_stream_is_not_taken_for_an_end(self):
        failed = pb.SubscribeSignalsResponse(end=pb.SignalStreamEnd(state=pb.SIGNAL_STREAM_STATE_FAILED))
        with self.assertRaises(TradewindError) as raised:
            self.subscribe(Script([signal(1), failed]))
        self.assertEqual("STREAM_FAILED", raised.exception.reason)

    def test_leaving_early_cancels_the_call(self):
        ended = threading.Event()

        def endless(_, context):
            context.add_callback(ended.set)
            sequence = 0
            while context.is_active():
                sequence += 1
                yield signal(sequence)

        with FakeServer(SubscribeSignals=endless) as server, server.client() as client:
            events = client.subscribe_signals("s")
            self.assertEqual([1, 2], [event.sequence for event in islice(events, 2)])
            events.close()
            self.assertTrue(ended.wait(timeout=10))


class OtherStreamsTest(unittest.TestCase):
    def test_market_events_are_bars_and_observations(self):
        script = Script(
            [pb.StreamBarsResponse(sequence=1, cursor="a", bar=pb.LiveBar(instrument_id="BTC/USD", bar=pb.Bar(close=3.0))), LOST],
            [
                pb.StreamBarsResponse(
                    sequence=4, cursor="b", simulated=True, observation=pb.LiveObservation(field="OAS", value=1)
                ),
                pb.StreamBarsResponse(feed_end=pb.FeedEnd(state=pb.FEED_STATE_STOPPED)),
            ],
        )
        with FakeServer(StreamBars=script) as server, server.client() as client:
            first, second = client.stream_bars("f", instrument_ids=["BTC/USD"])
        self.assertEqual((1, 3.0, None), (first.sequence, first.value.bar.close, first.value.bar.open))
        self.assertEqual(("OAS", 1.0, True), (second.value.field, second.value.value, second.simulated))

    def test_partial_bars_come_with_the_sequence_of_the_event_before_and_survive_a_dropped_connection(self):
        def bar(sequence, close, final):
            return pb.StreamBarsResponse(
                sequence=sequence, cursor=f"c{sequence}", bar=pb.LiveBar(bar=pb.Bar(close=close), is_final=final)
            )

        script = Script(
            [bar(1, 1.0, True), bar(1, 1.5, False), bar(1, 1.75, False), LOST],
            [bar(1, 1.8, False), bar(2, 2.0, True), pb.StreamBarsResponse(feed_end=pb.FeedEnd(state=pb.FEED_STATE_STOPPED))],
        )
        with FakeServer(StreamBars=script) as server, server.client() as client:
            events = list(client.stream_bars("f", include_partial=True))
        self.assertEqual(
            [(1.0, True), (1.5, False), (1.75, False), (1.8, False), (2.0, True)],
            [(event.value.bar.close, event.value.is_final) for event in events],
        )
        self.assertEqual(["", "c1"], script.cursors)

    def test_options_of_a_stream_are_sent_and_the_lag_is_told(self):
        requests = []

        def stream(request, _):
            requests.append(request)
            lagging = pb.StreamBarsResponse(sequence=9, cursor="i", conflated_count=7, lag_event_count=2, bar=pb.LiveBar())
            lagging.lag.FromSeconds(90)
            yield lagging
            yield pb.StreamBarsResponse(feed_end=pb.FeedEnd(state=pb.FEED_STATE_STOPPED))

        with FakeServer(StreamBars=stream) as server, server.client() as client:
            (event,) = client.stream_bars("f", timeframe="5m", delivery="conflated")
            self.assertEqual(("5m", pb.BAR_DELIVERY_CONFLATED, False), (requests[0].timeframe, requests[0].delivery, requests[0].include_partial))
            self.assertEqual((7, 2, 90.0), (event.conflated_count, event.lag_event_count, event.lag.total_seconds()))
            with self.assertRaisesRegex(ValueError, "EVERY_EVENT, CONFLATED"):
                list(client.stream_bars("f", delivery="sometimes"))

    def test_a_subscriber_that_loses_its_connection_a_hundred_times_gets_what_a_steady_one_gets(self):
        kills = random.Random(7)
        bars = [
            pb.StreamBarsResponse(sequence=n, cursor=str(n), bar=pb.LiveBar(bar=pb.Bar(close=n), is_final=True)) for n in range(1, 501)
        ]
        connections = []

        def stream(request, context):
            connections.append(request.cursor)
            start = int(request.cursor or 0)
            end = start + kills.randint(1, 4) if len(connections) <= 100 else len(bars)
            yield from bars[start:end]
            if len(connections) <= 100:
                context.abort(LOST, "scripted")
            yield pb.StreamBarsResponse(feed_end=pb.FeedEnd(state=pb.FEED_STATE_ENDED))

        with FakeServer(StreamBars=stream) as server, server.client() as client:
            closes = [event.value.bar.close for event in client.stream_bars("f")]
        self.assertEqual(101, len(connections))
        self.assertEqual([float(n) for n in range(1, 501)], closes)

    def test_a_gap_of_the_upstream_is_an_event_and_an_unknown_one_is_passed_over(self):
        script = Script(
            [
                pb.StreamBarsResponse(sequence=1, cursor="a", gap=pb.FeedGap(instrument_id="BTC/USD", kind=pb.GAP_KIND_LOST, message="down")),
                pb.StreamBarsResponse(sequence=2, cursor="b"),
                pb.StreamBarsResponse(feed_end=pb.FeedEnd(state=pb.FEED_STATE_STOPPED)),
            ],
        )
        with FakeServer(StreamBars=script) as server, server.client() as client:
            (gap,) = client.stream_bars("f")
        self.assertEqual(("LOST", "down", None), (gap.value.kind, gap.value.message, gap.value.first_missing_time))

    def test_session_events_name_their_kind(self):
        script = Script(
            [
                pb.StreamSessionEventsResponse(sequence=1, cursor="a", fill=pb.Fill(quantity="0.1", price="30000.5")),
                pb.StreamSessionEventsResponse(sequence=2, cursor="b", equity=pb.EquityPoint(equity=10.0, cash="9.99")),
                pb.StreamSessionEventsResponse(end=pb.SessionEnd(state=pb.SESSION_STATE_ENDED)),
            ]
        )
        with FakeServer(StreamSessionEvents=script) as server, server.client() as client:
            events = list(client.session_events("p"))
        self.assertEqual(["fill", "equity"], [event.kind for event in events])
        self.assertEqual(("0.1", "30000.5"), (str(events[0].value.quantity), str(events[0].value.price)))
        self.assertEqual("9.99", str(events[1].value.cash))


class OperationTest(unittest.TestCase):
    def operations(self, *connections):
        played = list(connections)

        def watch(request, context):
            for step in played.pop(0):
                if isinstance(step, grpc.StatusCode):
                    context.abort(step, "scripted")
                yield pb.WatchOperationResponse(operation=step)

        return {
            "TrainModel": lambda request, _: pb.TrainModelResponse(operation=pb.Operation(id="op")),
            "WatchOperation": watch,
            "GetModel": lambda request, _: pb.GetModelResponse(model=pb.Model(id=request.model_id)),
        }

    def train(self, *connections, **options):
        with FakeServer(**self.operations(*connections)) as server, server.client() as client:
            return client.train(["BTC/USD"], TrainingSpec("BTC_USD_close", horizons=(5,)), **options)

    def test_training_waits_across_a_dropped_connection_and_returns_the_model(self):
        running = pb.Operation(id="op", state=pb.OPERATION_STATE_RUNNING, progress_fraction=0.5)
        done = pb.Operation(id="op", state=pb.OPERATION_STATE_SUCCEEDED, progress_fraction=1, result_id="m1")
        seen = []
        model = self.train([running, LOST], [running, done], progress=lambda o: seen.append((o.state, o.progress_fraction)))
        self.assertEqual("m1", model.id)
        self.assertEqual([("RUNNING", 0.5), ("RUNNING", 0.5), ("SUCCEEDED", 1.0)], seen)

    def test_a_failed_operation_raises_its_own_error(self):
        status = Status(code=9, message="Too few rows.")
        info = ErrorInfo(reason="SHORT").SerializeToString()
        status.details.add(type_url="type.googleapis.com/google.rpc.ErrorInfo", value=info)
        with self.assertRaises(TradewindError) as raised:
            self.train([pb.Operation(state=pb.OPERATION_STATE_FAILED, error=status)])
        self.assertEqual((grpc.StatusCode.FAILED_PRECONDITION, "SHORT"), (raised.exception.code, raised.exception.reason))

    def test_a_cancelled_operation_is_an_error(self):
        with self.assertRaises(TradewindError) as raised:
            self.train([pb.Operation(id="op", state=pb.OPERATION_STATE_CANCELLED)])
        self.assertIs(grpc.StatusCode.CANCELLED, raised.exception.code)

    def test_a_wrong_start_raises_before_any_wait(self):
        def refuse(_, context):
            abort(context, grpc.StatusCode.INVALID_ARGUMENT, "No such column.", ("ErrorInfo", ErrorInfo(reason="UNKNOWN_COLUMN")))

        with FakeServer(TrainModel=refuse) as server, server.client() as client, self.assertRaises(TradewindError) as raised:
            client.train(["BTC/USD"], TrainingSpec("nothing"))
        self.assertEqual("UNKNOWN_COLUMN", raised.exception.reason)


if __name__ == "__main__":
    unittest.main()
