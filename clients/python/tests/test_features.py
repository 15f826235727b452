"""Feature sets by name and by value."""

import unittest

from fake_server import FakeServer, paged  # first: it finds the package

from tradewind import FeatureSetSpec, pb
from tradewind.records import CurveFeatures, MomentumFeatures


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


if __name__ == "__main__":
    unittest.main()
