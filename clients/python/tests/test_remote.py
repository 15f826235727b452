"""Strategies that run in this program."""

import unittest
from decimal import Decimal

from fake_server import FakeServer, abort, column_block  # first: it finds the package

import grpc
from tradewind import RemoteStrategy, TradewindError, cancel, order, pb, signal, target
from tradewind._generated.google_rpc.error_details_pb2 import ErrorInfo


class _Recorder(RemoteStrategy):
    name = "recorder"
    code_version = "7"
    parameters = {"window": 5}

    def __init__(self, *answers):
        self.answers = list(answers)
        self.steps = []

    def on_start(self, instruments, fields):
        self.started = (instruments, fields)

    def on_bars(self, step):
        self.steps.append(step)
        answer = self.answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return answer


class _Script:
    """A server that sends steps and notes what came."""

    def __init__(self, *steps):
        self.steps = steps
        self.came = []

    def __call__(self, requests, context):
        self.came.append(next(requests))
        yield pb.RunRemoteBacktestResponse(
            begun=pb.RemoteStrategyBegun(instruments=[pb.RemoteInstrument(instrument_id="A", lot_size="0.1")], fields=["B OAS"])
        )
        for step in self.steps:
            yield pb.RunRemoteBacktestResponse(step=step)
            self.came.append(next(requests, None))
        yield pb.RunRemoteBacktestResponse(backtest=pb.Backtest(id="bt"))


def _step(number, **more):
    rows = pb.RemoteRows(instrument_id="A", block=column_block([number], open=[1.0], close=[2.0]))
    return pb.RemoteStep(step=number, bars=[rows], equity=100.0, **more)


class RemoteStrategyTest(unittest.TestCase):
    def test_steps_are_answered_in_turn_and_the_result_returned(self):
        script = _Script(
            _step(1),
            _step(2, positions={"A": "-1.5"}, fills=[pb.RemoteFill(order_id="O", instrument_id="A", side=pb.SIDE_SELL, quantity="1.5", price="2", commission="0")]),
        )
        strategy = _Recorder([signal("A", "short"), target("A", "0.2")], None)
        with FakeServer(RunRemoteBacktest=script) as server, server.client() as client:
            self.assertEqual("bt", client.remote_backtest(strategy, ["A"], batch_size=3).id)
        start, first, second = script.came
        self.assertEqual(("recorder", "7", 3, {"window": "5"}), (start.start.name, start.start.code_version, start.start.batch_size, dict(start.start.parameters)))
        self.assertEqual((1, 2), (first.answer.step, len(first.answer.decisions)))
        self.assertEqual((pb.SIGNAL_DIRECTION_SHORT, "0.2"), (first.answer.decisions[0].signal, first.answer.decisions[1].target_quantity))
        self.assertEqual((2, 0), (second.answer.step, len(second.answer.decisions)))
        self.assertEqual(({"A": Decimal("0.1")}, ("B OAS",)), strategy.started)
        self.assertEqual(2.0, strategy.steps[0].bars["A"]["close"][0])
        self.assertEqual((Decimal(0), Decimal("-1.5")), tuple(step.position("A") for step in strategy.steps))
        self.assertEqual(("SELL", Decimal("1.5")), (strategy.steps[1].fills[0].side, strategy.steps[1].fills[0].quantity))

    def test_an_exception_of_the_strategy_ends_the_call(self):
        with FakeServer(RunRemoteBacktest=_Script(_step(1))) as server, server.client() as client:
            with self.assertRaisesRegex(ValueError, "no idea"):
                client.remote_backtest(_Recorder(ValueError("no idea")), ["A"])

    def test_a_call_that_ends_without_a_result_is_an_error(self):
        with FakeServer(RunRemoteBacktest=lambda requests, _: iter(())) as server, server.client() as client:
            with self.assertRaises(TradewindError):
                client.remote_backtest(_Recorder(), ["A"])

    def test_orders_are_written_as_the_contract_reads_them(self):
        limit = order("A", "buy", "1.50", "limit", limit_price=10, label="entry")
        self.assertEqual(
            (pb.SIDE_BUY, "1.50", pb.ORDER_TYPE_LIMIT, "10"),
            (limit.order.side, limit.order.quantity, limit.order.type, limit.order.limit_price),
        )
        self.assertEqual("ORD-000001", cancel("ORD-000001").cancel_order_id)
        with self.assertRaises(ValueError):
            order("A", "hold", 1)


class _Session:
    """A server whose session drops its clients where the script says."""

    def __init__(self, *calls):
        self.calls = list(calls)
        self.came = []

    def __call__(self, requests, context):
        self.came.append(next(requests))
        yield pb.RunRemoteSessionResponse(begun=pb.RemoteStrategyBegun(instruments=[pb.RemoteInstrument(instrument_id="A", lot_size="1")]))
        for what in self.calls.pop(0):
            if isinstance(what, grpc.StatusCode):
                abort(context, what, "gone", ("ErrorInfo", ErrorInfo(reason="STEP_DEADLINE")))
            if isinstance(what, pb.Session):
                yield pb.RunRemoteSessionResponse(session=what)
            else:
                yield pb.RunRemoteSessionResponse(step=what)
                self.came.append(next(requests, None))


class RemoteSessionTest(unittest.TestCase):
    def test_a_session_is_created_with_the_program_it_waits_for(self):
        def create(request, _):
            self.sent = request
            return pb.CreateSessionResponse(session=pb.Session(
                id="paper", program=request.program, program_status=pb.RemoteProgramStatus(state=pb.REMOTE_PROGRAM_STATE_AWAY)))

        with FakeServer(CreateSession=create) as server, server.client() as client:
            session = client.create_remote_session(_Recorder(), "feed", batch_size=4, step_deadline=9)
        self.assertEqual(("feed", "recorder", "7", 4, 9.0), (
            self.sent.feed_id, self.sent.program.name, self.sent.program.code_version, self.sent.program.batch_size, self.sent.program.step_deadline_seconds))
        self.assertEqual(("AWAY", "recorder", {"window": "5"}), (session.program_status.state, session.program.name, dict(session.program.parameters)))

    def test_a_step_whose_answer_was_lost_is_answered_again_without_deciding_twice(self):
        session = _Session(
            [_step(1), _step(2), grpc.StatusCode.UNAVAILABLE],
            [_step(2), _step(3), pb.Session(id="paper", state=pb.SESSION_STATE_ENDED)],
        )
        strategy = _Recorder([signal("A", "long")], [target("A", 2)], None)
        with FakeServer(RunRemoteSession=session) as server, server.client() as client:
            ended = client.run_remote_session(strategy, "paper")
            self.assertEqual(1, len(server.waits))
        self.assertEqual(("paper", "ENDED"), (ended.id, ended.state))
        self.assertEqual([1, 2, 3], [step.number for step in strategy.steps])
        attached, first, second, again, repeated, third = session.came
        self.assertEqual(("paper", "paper"), (attached.session_id, again.session_id))
        self.assertEqual(second, repeated)
        self.assertEqual((1, 1, 0), (len(first.answer.decisions), len(second.answer.decisions), len(third.answer.decisions)))

    def test_a_deadline_is_raised_and_not_tried_again(self):
        session = _Session([_step(1), grpc.StatusCode.DEADLINE_EXCEEDED])
        with FakeServer(RunRemoteSession=session) as server, server.client() as client:
            with self.assertRaises(TradewindError) as raised:
                client.run_remote_session(_Recorder(None), "paper")
        self.assertEqual("STEP_DEADLINE", raised.exception.reason)

    def test_an_exception_of_the_strategy_leaves_the_session_to_the_next(self):
        session = _Session([_step(1)])
        with FakeServer(RunRemoteSession=session) as server, server.client() as client:
            with self.assertRaisesRegex(ValueError, "no idea"):
                client.run_remote_session(_Recorder(ValueError("no idea")), "paper")


if __name__ == "__main__":
    unittest.main()
