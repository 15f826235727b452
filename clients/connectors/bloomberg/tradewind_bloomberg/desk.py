"""Answers what the server asks of the terminal."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta, timezone
from typing import Dict, List, Sequence

from google.protobuf.duration_pb2 import Duration
from google.protobuf.timestamp_pb2 import Timestamp
from tradewind import pb

from .budget import RequestBudget
from .columns import blocks_of, instrument_of
from .errors import BloombergApiError, UnsupportedRequest
from .fields import wanted
from .link import FetchSink, LiveSink
from .live import Subscription
from .requests import BATCH_SIZE, INTRADAY_MINUTES, PERIODICITIES, BloombergRequests, SecurityAnswer, batches, merge_errors
from .terminal import Terminal

#: Name of the only source.
SOURCE = "bloomberg"

_log = logging.getLogger(__name__)


class TerminalDesk:
    """History, static data and subscriptions of one terminal."""

    def __init__(self, terminal: Terminal, requests: BloombergRequests, budget: RequestBudget, live_retry_s: float = 1.0) -> None:
        self._terminal = terminal
        self._requests = requests
        self._budget = budget
        self._live_retry_s = live_retry_s

    def describe(self) -> List[pb.ConnectorSource]:
        """What is announced."""
        limits = pb.ConnectorLimits(
            symbols_per_request=BATCH_SIZE,
            requests_per_window=self._budget.limit,
            window=Duration(seconds=int(self._budget.window_s)),
            max_concurrent_fetches=4,
            max_subscriptions=500,
        )
        return [
            pb.ConnectorSource(
                name=SOURCE,
                display_name="Bloomberg",
                capabilities=[
                    pb.CONNECTOR_CAPABILITY_HISTORY,
                    pb.CONNECTOR_CAPABILITY_REFERENCE,
                    pb.CONNECTOR_CAPABILITY_LIVE_TRADES,
                    pb.CONNECTOR_CAPABILITY_LIVE_QUOTES,
                ],
                timeframes=[*INTRADAY_MINUTES, *PERIODICITIES],
                limits=limits,
            )
        ]

    def budgets(self) -> List[pb.SourceBudget]:
        """How much of the hourly budget is used."""
        return [pb.SourceBudget(source=SOURCE, used_count=self._budget.used, limit_count=self._budget.limit)]

    def fetch(self, order: pb.FetchOrder, sink: FetchSink) -> None:
        """Answers a fetch, batch by batch: a batch that fails does not keep the others back."""
        if order.source != SOURCE:
            raise UnsupportedRequest(f"This connector has no source {order.source}. It has {SOURCE}.")
        done = 0
        size = 1 if order.history.timeframe in INTRADAY_MINUTES else BATCH_SIZE
        for batch in batches(order.symbols, size):
            if sink.cancelled:
                return
            try:
                if order.WhichOneof("kind") == "history":
                    self._send_history(order, self._history(order, batch), sink)
                else:
                    self._send_reference(order, batch, sink)
            except BloombergApiError as error:
                for security in batch:
                    sink.failure(security, error)
            done += len(batch)
            sink.progress(done / len(order.symbols))

    def subscribe(self, order: pb.SubscribeOrder, sink: LiveSink) -> Subscription:
        """Begins a subscription."""
        return Subscription(self._terminal, order, sink, self._live_retry_s)

    def close(self) -> None:
        """Ends the session with the terminal."""
        self._terminal.close()

    def _history(self, order: pb.FetchOrder, batch: Sequence[str]) -> Dict[str, SecurityAnswer]:
        history = order.history
        fields = wanted(history.fields)
        start, end = _moment(history.interval.start_time), _moment(history.interval.end_time)
        if history.timeframe in PERIODICITIES:
            # Bloomberg's last date is inclusive, and dates are labels: one that begins at the end is outside.
            last = end - timedelta(microseconds=1)
            return self._requests.history(batch, fields, history.timeframe, start, last)
        if history.timeframe in INTRADAY_MINUTES:
            return {batch[0]: self._requests.intraday(batch[0], fields, history.timeframe, start, end)}
        raise UnsupportedRequest(f"Bloomberg has no timeframe {history.timeframe}. It has {', '.join([*INTRADAY_MINUTES, *PERIODICITIES])}.")

    def _send_history(self, order: pb.FetchOrder, answers: Dict[str, SecurityAnswer], sink: FetchSink) -> None:
        fields = wanted(order.history.fields)
        for security, answer in answers.items():
            errors = merge_errors(answer.errors, fields)
            columns = [field for field in fields if field not in errors]
            for block in blocks_of(answer.rows, columns, sink.max_rows):
                sink.rows(security, block, instrument_of(security, fields))
            for field, error in errors.items():
                sink.failure(security, error, field)

    def _send_reference(self, order: pb.FetchOrder, batch: Sequence[str], sink: FetchSink) -> None:
        fields = list(order.reference.fields)
        for security, answer in self._requests.reference(batch, fields).items():
            if answer.values:
                sink.reference(security, answer.values)
            for field, error in merge_errors(answer.errors, fields).items():
                sink.failure(security, error, field)


def _moment(timestamp: Timestamp) -> datetime:
    return timestamp.ToDatetime(tzinfo=timezone.utc)
