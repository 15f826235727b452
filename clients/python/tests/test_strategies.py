"""Named strategies."""

import unittest

from fake_server import FakeServer, paged  # first: it finds the package

from tradewind import StrategySpec, pb


def _configuration(name):
    return pb.StrategyConfiguration(
        name=name,
        description="Trend of bitcoin.",
        spec=pb.StrategyConfigurationSpec(
            strategy="ma_crossover",
            parameters={"fast": "5"},
            members=[pb.PortfolioMember(instrument_id="BTC/USDT")],
            axes=[pb.ParameterAxis(name="fast", values=["5", "10"])],
        ),
        resolved_parameters={"fast": "5", "slow": "30"},
        hash="ab" * 32,
    )


class NamedStrategyTest(unittest.TestCase):
    def test_configurations_are_listed_over_pages_and_read_by_name(self):
        requests = []
        names = ["a", "b", "c"]
        server = FakeServer(
            ListStrategyConfigurations=paged(
                [_configuration(name) for name in names], pb.ListStrategyConfigurationsResponse, "strategy_configurations", requests
            ),
            GetStrategyConfiguration=lambda request, _: pb.GetStrategyConfigurationResponse(
                strategy_configuration=_configuration(request.name)
            ),
        )
        with server, server.client() as client:
            self.assertEqual(names, [one.name for one in client.strategy_configurations()])
            one = client.strategy_configuration("trend")
        self.assertEqual(("trend", "ma_crossover"), (one.name, one.spec.strategy))
        self.assertEqual({"fast": "5", "slow": "30"}, dict(one.resolved_parameters))
        self.assertEqual(("BTC/USDT", ("5", "10")), (one.spec.members[0].instrument_id, one.spec.axes[0].values))

    def test_a_backtest_by_name_sends_the_name_alone(self):
        sent = []

        def run(request, _):
            sent.append(request.spec)
            return pb.RunBacktestResponse(operation=pb.Operation(id="op", state=pb.OPERATION_STATE_SUCCEEDED, result_id="bt"))

        done = pb.Operation(id="op", state=pb.OPERATION_STATE_SUCCEEDED, result_id="bt")
        server = FakeServer(
            RunBacktest=run,
            GetOperation=lambda *_: pb.GetOperationResponse(operation=done),
            WatchOperation=lambda *_: iter([pb.WatchOperationResponse(operation=done)]),
            GetBacktest=lambda *_: pb.GetBacktestResponse(backtest=pb.Backtest(id="bt")),
        )
        with server, server.client() as client:
            client.backtest(StrategySpec(configuration="multi_bucket"), parameters={"target_portfolio_vol": 0.1})
        spec = sent[0]
        self.assertEqual(("", "multi_bucket", 0), (spec.strategy.strategy_id, spec.strategy.configuration, len(spec.members)))
        self.assertEqual({"target_portfolio_vol": "0.1"}, dict(spec.strategy.parameters))


if __name__ == "__main__":
    unittest.main()
