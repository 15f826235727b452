"""Paper sessions whose decisions this program makes."""

from __future__ import annotations

from typing import Optional, Sequence

import grpc

from . import pb
from .connection import Connection, new_request_id
from .errors import TradewindError
from .portfolio import Member, member_messages
from .records import Session, TradingSettings
from .records.mapping import read, write
from .remote import RemoteStrategy, Requests, lots, read_step
from .resume import read_stream


class RemoteCalls(Connection):
    """Calls of the paper trading service for strategies that run here."""

    def create_remote_session(
        self,
        strategy: RemoteStrategy,
        feed_id: str,
        *,
        settings: Optional[TradingSettings] = None,
        warm_up: Sequence[Member] = (),
        batch_size: int = 1,
        step_deadline: float = 60,
        request_id: Optional[str] = None,
    ) -> Session:
        """Starts a paper session that waits for a program; ``run_remote_session`` decides for it."""
        request = pb.CreateSessionRequest(
            request_id=request_id or new_request_id(),
            feed_id=feed_id,
            settings=None if settings is None else write(settings, pb.TradingSettings()),
            warm_up=member_messages(warm_up),
            program=pb.RemoteProgram(
                name=strategy.name,
                parameters={name: str(value) for name, value in strategy.parameters.items()},
                code_version=strategy.code_version,
                batch_size=batch_size,
                step_deadline_seconds=step_deadline,
            ),
        )
        return read(Session, self._call(self.paper.CreateSession, request).session)

    def run_remote_session(self, strategy: RemoteStrategy, session_id: str) -> Session:
        """Decides for a session until it ends, and returns it as it ended.

        After a dropped connection it attaches again; the session has stood still meanwhile, and a step whose answer was lost is answered as
        before, without asking ``on_bars`` twice. An exception of ``on_bars`` ends the call and leaves the session standing: attach again with
        a program that remembers what this one knew, or stop it. Raises ``TradewindError``: ``DEADLINE_EXCEEDED``, reason ``STEP_DEADLINE``,
        when a step took too long; ``UNAVAILABLE`` when the server stays away.
        """
        turn = _Turn(strategy)
        failures = 0
        while True:
            answered = turn.answered
            try:
                return self._attach(turn, session_id)
            except TradewindError as error:
                failures = 1 if turn.answered > answered else failures + 1
                # The server may not have noticed yet that the connection before is gone.
                passing = error.code is grpc.StatusCode.UNAVAILABLE or (error.reason == "SESSION_OCCUPIED" and turn.answered > 0)
                if not passing or failures >= self._backoff.attempts:
                    raise
            self._backoff.wait(failures)

    def _attach(self, turn: "_Turn", session_id: str) -> Session:
        requests = Requests(pb.RunRemoteSessionRequest)
        requests.put(session_id=session_id)
        call = self.paper.RunRemoteSession(iter(requests))
        try:
            for message in read_stream(call):
                case = message.WhichOneof("message")
                if case == "begun":
                    turn.begin(message.begun)
                elif case == "step":
                    requests.put(answer=turn.answer(message.step))
                elif case == "session":
                    return read(Session, message.session)
            raise TradewindError(grpc.StatusCode.UNAVAILABLE, "The server ended the call before the session ended.")
        finally:
            requests.close()
            call.cancel()


class _Turn:
    """Answers each step once, however often it comes."""

    def __init__(self, strategy: RemoteStrategy) -> None:
        self._strategy = strategy
        self._begun = False
        self._last: Optional[pb.RemoteAnswer] = None

    @property
    def answered(self) -> int:
        """The last step answered; 0 for none."""
        return 0 if self._last is None else self._last.step

    def begin(self, begun: pb.RemoteStrategyBegun) -> None:
        if not self._begun:
            self._begun = True
            self._strategy.on_start(lots(begun), tuple(begun.fields))

    def answer(self, step: pb.RemoteStep) -> pb.RemoteAnswer:
        if self._last is None or self._last.step != step.step:
            self._last = pb.RemoteAnswer(step=step.step, decisions=self._strategy.on_bars(read_step(step)) or ())
        return self._last
