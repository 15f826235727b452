"""Loads from other places than files, holdings, templates."""

import tempfile
import unittest
from decimal import Decimal
from pathlib import Path

from fake_server import FakeServer, paged  # first: it finds the package

from tradewind import SimulatedMarket, pb
from tradewind.records import MarketRegimes, OilCurveMarket, PriceJumps, CustomMarket, SimulatedInstrument, ShockCorrelation


class LoadTest(unittest.TestCase):
    def sent(self, call, report=None):
        """Runs a load against a server that notes the request, and returns both."""
        requests = []

        def handler(request, _):
            requests.append(request)
            yield pb.LoadDataResponse(sequence=1, progress=pb.LoadProgress(stage="reading", row_count=3, fraction=0.5))
            yield pb.LoadDataResponse(sequence=2, report=report or pb.LoadReport(row_count=3))

        with FakeServer(LoadData=handler) as server, server.client() as client:
            answer = call(client)
        (request,) = requests
        self.assertNotEqual("", request.request_id)
        return request, answer

    def test_on_chain_metrics_are_asked_for_by_name(self):
        steps = []
        request, report = self.sent(
            lambda client: client.load_on_chain("glassnode", ["BTC"], ["mvrv"], "2024-01-01", id_suffix=" x", progress=steps.append)
        )
        load = request.on_chain
        self.assertEqual((pb.ON_CHAIN_PROVIDER_GLASSNODE, ["BTC"], ["mvrv"], " x"), (load.provider, load.assets, load.metrics, load.id_suffix))
        self.assertEqual(1_704_067_200, load.interval.start_time.seconds)
        self.assertEqual((3, None, ()), (report.row_count, report.workbook, report.provenance))
        self.assertEqual([0.5], [step.fraction for step in steps])
        with self.assertRaisesRegex(ValueError, "COIN_METRICS"):
            self.sent(lambda client: client.load_on_chain("other", ["BTC"], ["mvrv"]))

    def test_a_consensus_names_stored_venues_and_connectors(self):
        request, _ = self.sent(
            lambda client: client.load_consensus("X", {"yahoo": "BTC/USD"}, [("ccxt:kraken", "BTC/USD")], method="median", timeframe="1d")
        )
        load = request.consensus
        self.assertEqual([("yahoo", "BTC/USD", ""), ("", "", "ccxt:kraken")], [(v.name, v.instrument_id, v.connector.connector) for v in load.venues])
        self.assertEqual((pb.CONSENSUS_METHOD_MEDIAN, False, False), (load.method, load.HasField("max_deviation"), load.with_open_high_low))

    def test_a_hybrid_load_sends_the_workbook_and_reads_where_values_came_from(self):
        answer = pb.LoadReport(
            provenance=[pb.FieldProvenance(security="S", field="OAS", source=pb.PROVENANCE_SOURCE_MIXED, api_count=2, largest_difference=0.0)]
        )
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder, "desk.xlsx")
            path.write_bytes(b"PK")
            request, report = self.sent(lambda client: client.load_hybrid(["S"], ["OAS"], path, tolerance=0.0), answer)
        load = request.hybrid
        self.assertEqual(("desk.xlsx", b"PK", True, 0.0), (load.workbook_name, load.workbook, load.HasField("tolerance"), load.tolerance))
        (column,) = report.provenance
        self.assertEqual(("MIXED", 2, 0.0, None), (column.source, column.api_count, column.largest_difference, column.mean_difference))

    def test_the_market_of_a_simulation_is_sent(self):
        oil = SimulatedMarket(
            oil_curve=OilCurveMarket(roots=("CL",), months=3), jumps=PriceJumps(6, -0.02, 0.04), regimes=MarketRegimes(100, 20, 2.5)
        )
        market = self.sent(lambda client: client.simulate(1, 10, market=oil))[0].simulation.market
        self.assertEqual(("oil_curve", ["CL"], 3), (market.WhichOneof("universe"), market.oil_curve.roots, market.oil_curve.months))
        self.assertEqual((-0.02, 2.5), (market.jumps.mean, market.regimes.stress_volatility))
        own = SimulatedMarket(
            custom=CustomMarket(
                instruments=(SimulatedInstrument("A", start_level=1.0, annual_volatility=0.5, tick_size=Decimal("0.001")),),
                correlations=(ShockCorrelation("A", "B", 0.5),),
            ),
            timeframe="5m",
        )
        market = self.sent(lambda client: client.simulate(1, market=own))[0].simulation.market
        self.assertEqual(("0.001", False), (market.custom.instruments[0].tick_size, market.custom.instruments[0].HasField("daily_volume")))
        self.assertFalse(self.sent(lambda client: client.simulate(1))[0].simulation.HasField("market"))


class HoldingsTest(unittest.TestCase):
    def test_holdings_of_all_pages_come_with_absent_numbers_as_none(self):
        stored = [pb.HoldingSet(name=str(n), holdings=[pb.Holding(ticker="CASH", weight=0.0)]) for n in range(3)]
        handler = paged(stored, pb.ListHoldingsResponse, "holdings", [])
        with FakeServer(ListHoldings=handler) as server, server.client() as client:
            sets = list(client.holdings())
        self.assertEqual(["0", "1", "2"], [one.name for one in sets])
        holding = sets[0].holdings[0]
        self.assertEqual((0.0, None, None), (holding.weight, holding.quantity, sets[0].weight_sum))

    def test_one_set_is_read_and_removed_by_name(self):
        names = []

        def get(request, _):
            names.append(request.name)
            return pb.GetHoldingsResponse(holdings=pb.HoldingSet(name=request.name, weight_sum=1.0))

        def delete(request, _):
            names.append((request.name, request.request_id != ""))
            return pb.DeleteHoldingsResponse()

        with FakeServer(GetHoldings=get, DeleteHoldings=delete) as server, server.client() as client:
            self.assertEqual(1.0, client.holding_set("desk").weight_sum)
            client.delete_holdings("desk")
        self.assertEqual(["desk", ("desk", True)], names)

    def test_the_template_is_bytes_and_the_caches_are_records(self):
        def template(request, _):
            return pb.GetWorkbookTemplateResponse(content=f"{list(request.securities)} {request.start_time.seconds}".encode())

        caches = pb.ListCachesResponse(caches=[pb.CacheStatistics(name="on_chain", hit_count=1, total_count=2, hit_fraction=0.5)])
        with FakeServer(GetWorkbookTemplate=template, ListCaches=lambda *_: caches) as server, server.client() as client:
            self.assertEqual(b"['A'] 86400", client.workbook_template(["A"], start="1970-01-02"))
            (cache,) = client.caches()
        self.assertEqual(("on_chain", 0.5), (cache.name, cache.hit_fraction))


if __name__ == "__main__":
    unittest.main()
