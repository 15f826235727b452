"""Sweeps, walk-forward optimisation and looks at stored backtests."""

import unittest

from fake_server import FakeServer, column_block, paged  # first: it finds the package

from tradewind import AcceptanceRule, MonteCarloSpec, ParameterAxis, ParameterJitterSpec, SelectionRule, WalkForwardWindows, pb

DONE = pb.Operation(id="op", state=pb.OPERATION_STATE_SUCCEEDED, result_id="result")


def watch(request, _):
    yield pb.WatchOperationResponse(sequence=1, operation=DONE)


class SweepTest(unittest.TestCase):
    def run_sweep(self, **options):
        def start(request, _):
            self.sent = request
            return pb.RunSweepResponse(operation=DONE, sweep_id="result")

        def get(request, _):
            report = pb.OverfittingReport(trial_count=6, deflated_sharpe_ratio=0.25)
            best = pb.SweepTrial(index=2, parameters={"fast": "5"}, score=1.5)
            return pb.GetSweepResponse(sweep=pb.Sweep(id=request.sweep_id, best=best, overfitting=report))

        with FakeServer(RunSweep=start, WatchOperation=watch, GetSweep=get) as server, server.client() as client:
            return client.sweep("ma_crossover", ["BTC/USD"], {"fast": range(5, 8), "slow": ["20", 40]}, **options)

    def test_it_waits_for_the_sweep_and_says_what_its_best_is_worth(self):
        sweep = self.run_sweep(selection=SelectionRule(min_trades=5), parameters={"long_only": True})
        search = self.sent.spec.search
        self.assertEqual([("fast", ["5", "6", "7"]), ("slow", ["20", "40"])], [(a.name, list(a.values)) for a in search.axes])
        self.assertEqual((5, False), (search.selection.min_trades, search.selection.HasField("min_sharpe")))
        self.assertEqual((pb.SEARCH_METHOD_GRID, True), (self.sent.spec.method, bool(self.sent.request_id)))
        self.assertEqual(("result", {"fast": "5"}, 1.5), (sweep.id, sweep.best.parameters, sweep.best.score))
        self.assertEqual((0.25, None), (sweep.overfitting.deflated_sharpe_ratio, sweep.overfitting.overfitting_probability))

    def test_samples_draw_instead_of_trying_all(self):
        self.run_sweep(samples=50, seed=3)
        spec = self.sent.spec
        self.assertEqual((pb.SEARCH_METHOD_RANDOM, 50, 3), (spec.method, spec.sample_count, spec.seed))

    def test_a_halving_is_asked_for_by_its_name(self):
        self.run_sweep(method="halving", halving_factor=4, minimum_bar_fraction=0.05)
        spec = self.sent.spec
        self.assertEqual((pb.SEARCH_METHOD_HALVING, 0, 4, 0.05), (spec.method, spec.sample_count, spec.halving_factor, spec.minimum_bar_fraction))

    def test_an_interrupted_walk_forward_goes_on_under_its_id(self):
        def resume(request, _):
            self.sent = request
            return pb.ResumeWalkForwardResponse(operation=DONE)

        def get(request, _):
            return pb.GetWalkForwardResponse(walk_forward=pb.WalkForward(id=request.walk_forward_id, state=pb.SWEEP_STATE_FINISHED))

        with FakeServer(ResumeWalkForward=resume, WatchOperation=watch, GetWalkForward=get) as server, server.client() as client:
            walk = client.resume_walk_forward("walk")
        self.assertEqual(("walk", "result", "FINISHED"), (self.sent.walk_forward_id, walk.id, walk.state))

    def test_a_walk_forward_is_judged_by_its_rule(self):
        def start(request, _):
            self.sent = request
            return pb.RunWalkForwardResponse(operation=DONE)

        def get(request, _):
            condition = pb.AcceptanceCondition(name="sharpe_improvement", least=0.5, reason="undefined")
            verdict = pb.AcceptanceVerdict(conditions=[condition], baseline={"width": "2"}, beta=0.25)
            return pb.GetWalkForwardResponse(walk_forward=pb.WalkForward(id=request.walk_forward_id, verdict=verdict))

        def report(request, _):
            return pb.GetWalkForwardReportResponse(content=f"walk {request.walk_forward_id}")

        handlers = {"RunWalkForward": start, "WatchOperation": watch, "GetWalkForward": get, "GetWalkForwardReport": report}
        with FakeServer(**handlers) as server, server.client() as client:
            walk = client.walk_forward(
                "bollinger", ["BTC/USD"], {"width": [1.0, 2.0]},
                windows=WalkForwardWindows(180, 60, use_history=True),
                acceptance=AcceptanceRule(least_sharpe_improvement=0.5, baseline={"width": "2"}),
            )
            page = client.walk_forward_report(walk.id)
        sent = self.sent.spec
        self.assertEqual((180, 60, True), (sent.windows.in_sample_bar_count, sent.windows.out_of_sample_bar_count, sent.windows.use_history))
        self.assertEqual((0.5, False, "2"), (
            sent.acceptance.least_sharpe_improvement, sent.acceptance.HasField("least_residual_information_ratio"), sent.acceptance.baseline["width"]))
        self.assertEqual((False, None, 0.25, None), (
            walk.verdict.accepted, walk.verdict.conditions[0].value, walk.verdict.beta, walk.verdict.annual_alpha_fraction))
        self.assertEqual(f"walk {walk.id}", page)

    def test_a_range_without_steps_is_an_axis_of_its_own(self):
        def start(request, _):
            self.sent = request
            return pb.RunWalkForwardResponse(operation=DONE)

        def get(request, _):
            return pb.GetWalkForwardResponse(walk_forward=pb.WalkForward(id=request.walk_forward_id, efficiency=0.5))

        def equity(request, _):
            yield pb.ReadWalkForwardEquityResponse(sequence=1, block=column_block([1, 2], equity=[100.0, 101.0]))

        handlers = {"RunWalkForward": start, "WatchOperation": watch, "GetWalkForward": get, "ReadWalkForwardEquity": equity}
        with FakeServer(**handlers) as server, server.client() as client:
            axis = ParameterAxis("width", minimum=1.0, maximum=3.0, step=0.5)
            walk = client.walk_forward("bollinger", ["BTC/USD"], {"width": axis}, folds=4)
            table = client.walk_forward_equity(walk.id)
        sent = self.sent.spec.search.axes[0]
        self.assertEqual((1.0, 3.0, 0.5, 0), (sent.minimum, sent.maximum, sent.step, len(sent.values)))
        self.assertEqual((4, 0.5, None), (self.sent.spec.fold_count, walk.efficiency, walk.parameter_stability))
        self.assertEqual([100.0, 101.0], list(table["equity"]))

    def test_trials_come_page_after_page(self):
        requests = []
        trials = [pb.SweepTrial(index=i) for i in range(2500)]
        handler = paged(trials, pb.ListSweepTrialsResponse, "trials", requests)
        with FakeServer(ListSweepTrials=handler) as server, server.client() as client:
            self.assertEqual(list(range(2500)), [trial.index for trial in client.sweep_trials("s", best_first=True)])
        self.assertEqual([True] * 3, [request.best_first for request in requests])

    def test_a_heat_map_is_absent_without_a_best_combination(self):
        with FakeServer(GetSweep=lambda request, _: pb.GetSweepResponse()) as server, server.client() as client:
            self.assertIsNone(client.sweep_heat_map("s", "fast", "slow"))


class StudyTest(unittest.TestCase):
    def test_a_report_is_asked_for_by_its_form(self):
        def report(request, _):
            self.sent = request
            return pb.GetBacktestReportResponse(content="BACKTEST REPORT", media_type="text/plain")

        with FakeServer(GetBacktestReport=report) as server, server.client() as client:
            self.assertEqual("BACKTEST REPORT", client.backtest_report("b", "text", monte_carlo=MonteCarloSpec(block_size=3)))
            self.assertEqual((pb.REPORT_FORMAT_TEXT, 3), (self.sent.format, self.sent.monte_carlo.block_size))
            with self.assertRaises(ValueError):
                client.backtest_report("b", "pdf")

    def test_what_is_undefined_in_a_monte_carlo_is_none(self):
        def run(request, _):
            gained = pb.PercentileRange(low=-0.1, median=0.0, high=0.2)
            return pb.RunMonteCarloResponse(result=pb.MonteCarloResult(observation_count=7, total_return_fraction=gained))

        with FakeServer(RunMonteCarlo=run) as server, server.client() as client:
            result = client.monte_carlo("b")
        self.assertEqual((7, 0.0), (result.observation_count, result.total_return_fraction.median))
        self.assertEqual((None, None), (result.sharpe_ratio, result.sign_flip_p_value))

    def test_neighbours_come_with_what_they_say(self):
        def run(request, _):
            self.sent = request
            neighbour = pb.SweepTrial(parameters={"fast": "6"}, score=-0.5)
            return pb.RunParameterJitterResponse(result=pb.ParameterJitterResult(base_score=1.0, neighbours=[neighbour]))

        with FakeServer(RunParameterJitter=run) as server, server.client() as client:
            result = client.parameter_jitter("b", ParameterJitterSpec(parameters=("fast",), jitter_fraction=0.2))
        self.assertEqual((["fast"], 0.2), (list(self.sent.spec.parameters), self.sent.spec.jitter_fraction))
        self.assertEqual((1.0, None, -0.5), (result.base_score, result.better_share, result.neighbours[0].score))

    def test_orders_and_signals_come_page_after_page(self):
        requests = []
        orders = paged([pb.Order(id=f"ORD-{i}") for i in range(1500)], pb.ListBacktestOrdersResponse, "orders", requests)
        signals = paged([pb.Signal(label="cross up")] * 3, pb.ListBacktestSignalsResponse, "signals", requests)
        with FakeServer(ListBacktestOrders=orders, ListBacktestSignals=signals) as server, server.client() as client:
            self.assertEqual([f"ORD-{i}" for i in range(1500)], [order.id for order in client.backtest_orders("b")])
            self.assertEqual(["cross up"] * 3, [signal.label for signal in client.backtest_signals("b")])
        self.assertEqual({"b"}, {request.backtest_id for request in requests})

    def test_sweeps_and_comparisons_are_written_up(self):
        def sweep(request, _):
            return pb.GetSweepReportResponse(content=f"sweep {request.sweep_id}")

        def comparison(request, _):
            return pb.GetComparisonReportResponse(content=" ".join(request.backtest_ids))

        with FakeServer(GetSweepReport=sweep, GetComparisonReport=comparison) as server, server.client() as client:
            self.assertEqual(("sweep s", "a b"), (client.sweep_report("s"), client.comparison_report(["a", "b"])))

    def test_a_benchmark_is_an_instrument(self):
        def start(request, _):
            self.sent = request
            return pb.RunBacktestResponse(operation=DONE)

        def get(request, _):
            return pb.GetBacktestResponse(backtest=pb.Backtest(metrics=pb.PerformanceMetrics(benchmark=pb.BenchmarkMetrics(beta=0.5))))

        with FakeServer(RunBacktest=start, WatchOperation=watch, GetBacktest=get) as server, server.client() as client:
            metrics = client.backtest("ma_crossover", ["BTC/USD"], benchmark="ETH/USD").metrics
        self.assertEqual("ETH/USD", self.sent.spec.benchmark.instrument_id)
        self.assertEqual((0.5, None), (metrics.benchmark.beta, metrics.benchmark.alpha_fraction))

    def test_comparisons_keep_the_order_of_the_server(self):
        rows = [pb.BacktestComparison(backtest_id=name) for name in "ba"]
        handler = lambda request, _: pb.CompareBacktestsResponse(comparisons=rows)  # noqa: E731
        with FakeServer(CompareBacktests=handler) as server, server.client() as client:
            self.assertEqual(["b", "a"], [row.backtest_id for row in client.compare_backtests(["a", "b"])])


if __name__ == "__main__":
    unittest.main()
