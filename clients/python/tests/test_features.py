"""Feature sets by name and by value, and live features."""

import unittest

from fake_server import FakeServer, abort, paged  # first: it finds the package

import grpc
import numpy as np
from tradewind import FeatureSetSpec, TradewindError, pb
from tradewind.records import CalendarFeatures, CurveFeatures, MomentumFeatures


class FeatureSetsTest(unittest.TestCase):
    def test_named_sets_of_all_pages_come_in_order(self):
        stored = [pb.NamedFeatureSet(name=name, features=pb.FeatureSetSpec(sector_correlations=True)) for name in ("credit", "oil_curve")]
        with FakeServer(ListFeatureSets=paged(stored, pb.ListFeatureSetsResponse, "feature_sets", [])) as server, server.client() as client:
            sets = list(client.feature_sets())
        self.assertEqual(["credit", "oil_curve"], [named.name for named in sets])
        self.assertTrue(sets[0].features.sector_correlations)

    def test_an_audit_takes_a_name_or_a_set(self):
        requests = []

        def audit(request, _context):
            requests.append(request)
            return pb.AuditFeatureSetResponse(causal=True)

        by_value = FeatureSetSpec(momentum=MomentumFeatures(disabled=True), curve=CurveFeatures(roots=("CL",), positions=6))
        with FakeServer(AuditFeatureSet=audit) as server, server.client() as client:
            self.assertTrue(client.audit_features(["CL1 Comdty"], "oil_curve").causal)
            self.assertTrue(client.audit_features(["CL1 Comdty"], by_value).causal)
            self.assertTrue(client.audit_features(["CL1 Comdty"]).causal)
        named, valued, default = requests
        self.assertEqual(("oil_curve", False), (named.feature_set_name, named.HasField("feature_set")))
        self.assertEqual((["CL"], 6), (list(valued.feature_set.curve.roots), valued.feature_set.curve.positions))
        self.assertEqual(("", False), (default.feature_set_name, default.HasField("feature_set")))

    def test_the_most_threads_are_sent(self):
        requests = []

        def compute(request, _context):
            requests.append(request)
            yield pb.ComputeFeaturesResponse(sequence=1, report=pb.FeatureReport())

        with FakeServer(ComputeFeatures=compute) as server, server.client() as client:
            client.compute_features(["BTC/USD"], FeatureSetSpec(calendar=CalendarFeatures(without_expiries=True)), max_threads=2)
        self.assertEqual((2, True), (requests[0].max_threads, requests[0].feature_set.calendar.without_expiries))


def row(sequence, *values, final=True):
    return pb.StreamFeaturesResponse(sequence=sequence, cursor=f"c{sequence}", row=pb.FeatureRow(values=values, is_final=final, warmed_up=True))


SCHEMA = pb.StreamFeaturesResponse(schema=pb.FeatureStreamSchema(features=["sma", "rsi"], timeframe="1m"))
END = pb.StreamFeaturesResponse(feed_end=pb.FeedEnd(state=pb.FEED_STATE_ENDED))
LOST = grpc.StatusCode.UNAVAILABLE


class StreamFeaturesTest(unittest.TestCase):
    def test_rows_are_numpy_values_and_come_once_across_a_dropped_connection(self):
        connections = [[SCHEMA, row(1, 1.5, float("nan")), row(2, 2.5, 60.0), LOST], [SCHEMA, row(3, 3.5, 61.0), END]]
        requests = []

        def stream(request, context):
            sent = pb.StreamFeaturesRequest()
            sent.CopyFrom(request)
            requests.append(sent)
            for step in connections.pop(0):
                if isinstance(step, grpc.StatusCode):
                    context.abort(step, "scripted")
                yield step

        with FakeServer(StreamFeatures=stream) as server, server.client() as client:
            events = list(client.stream_features("f", "technical", instrument_ids=["BTC/USD"], warm_up_rows=0, fill="NONE"))
        self.assertEqual([1, 2, 3], [event.sequence for event in events])
        self.assertEqual(["", "c2"], [request.cursor for request in requests])
        self.assertEqual(
            ("technical", True, 0, pb.FILL_METHOD_NONE),
            (requests[0].feature_set_name, requests[0].HasField("warm_up_rows"), requests[0].warm_up_rows, requests[0].fill),
        )
        self.assertEqual(np.float64, events[0].values.dtype)
        self.assertTrue(np.isnan(events[0].values[1]) and not events[0].values.flags.writeable)
        self.assertEqual({"sma": 3.5, "rsi": 61.0}, events[2].to_dict())

    def test_gaps_and_rows_under_way_come_in_their_place(self):
        gap = pb.StreamFeaturesResponse(sequence=2, cursor="c2", gap=pb.FeedGap(instrument_id="BTC/USD", kind=pb.GAP_KIND_LOST))

        def stream(_request, _context):
            yield from (SCHEMA, row(1, 1.0, 2.0), row(1, 1.1, 2.1, final=False), gap, END)

        with FakeServer(StreamFeatures=stream) as server, server.client() as client:
            first, under_way, lost = client.stream_features("f", include_partial=True)
        self.assertEqual((True, False), (first.is_final, under_way.is_final))
        self.assertEqual(("BTC/USD", 0), (lost.gap.instrument_id, lost.values.size))

    def test_a_refused_request_raises_at_the_first_row(self):
        def stream(_request, context):
            abort(context, grpc.StatusCode.INVALID_ARGUMENT, "corr_A_B_20 needs the column 'B_close', which the feed does not carry.")

        with FakeServer(StreamFeatures=stream) as server, server.client() as client:
            with self.assertRaisesRegex(TradewindError, "needs the column"):
                next(client.stream_features("f"))


if __name__ == "__main__":
    unittest.main()
