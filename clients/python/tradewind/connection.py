"""The channel to a server and the few ways in which calls are made on it."""

from __future__ import annotations

import uuid
from typing import Any, Iterator, Optional

import grpc

from ._generated.v1 import (
    admin_service_pb2_grpc,
    backtest_service_pb2_grpc,
    connector_service_pb2_grpc,
    data_service_pb2,
    data_service_pb2_grpc,
    feature_service_pb2_grpc,
    operation_service_pb2_grpc,
    paper_trading_service_pb2_grpc,
    signal_service_pb2_grpc,
    strategy_service_pb2_grpc,
    training_service_pb2_grpc,
)
from .errors import translated_errors
from .resume import Backoff
from .wire import ColumnsView

_MAX_MESSAGE_BYTES = 64 << 20
_LOOPBACK = ("127.", "localhost", "[::1]")


class Connection:
    """A channel with the raw stubs of every service; the stubs raise ``grpc.RpcError`` and take ``tradewind.pb`` messages."""

    def __init__(self, address: str, timeout: Optional[float], backoff: Backoff) -> None:
        self._timeout = timeout
        self._backoff = backoff
        self._channel = open_channel(address)
        self.data = data_service_pb2_grpc.DataServiceStub(self._channel)
        # The same call as data.ReadColumns, whose answers are read without copying their columns.
        self._read_columns = self._channel.unary_stream(
            "/tradewind.v1.DataService/ReadColumns",
            request_serializer=data_service_pb2.ReadColumnsRequest.SerializeToString,
            response_deserializer=ColumnsView.parse,
        )
        self.features = feature_service_pb2_grpc.FeatureServiceStub(self._channel)
        self.training = training_service_pb2_grpc.TrainingServiceStub(self._channel)
        self.signals = signal_service_pb2_grpc.SignalServiceStub(self._channel)
        self.named_strategies = strategy_service_pb2_grpc.StrategyServiceStub(self._channel)
        self.backtests = backtest_service_pb2_grpc.BacktestServiceStub(self._channel)
        self.paper = paper_trading_service_pb2_grpc.PaperTradingServiceStub(self._channel)
        self.connector_service = connector_service_pb2_grpc.ConnectorServiceStub(self._channel)
        self.operations = operation_service_pb2_grpc.OperationServiceStub(self._channel)
        self.admin = admin_service_pb2_grpc.AdminServiceStub(self._channel)

    def close(self) -> None:
        """Closes the channel; running calls end with ``CANCELLED``."""
        self._channel.close()

    def _call(self, method: Any, request: Any) -> Any:
        with translated_errors():
            return method(request, timeout=self._timeout)

    def _call_without_deadline(self, method: Any, request: Any) -> Any:
        """Calls what takes as long as its data is large."""
        with translated_errors():
            return method(request)

    def _pages(self, method: Any, request: Any, field: str) -> Iterator[Any]:
        """Yields the items of every page, fetching a page when the one before is used up."""
        while True:
            page = self._call(method, request)
            yield from getattr(page, field)
            if not page.next_page_token:
                return
            request.page_token = page.next_page_token


def new_request_id() -> str:
    """Makes the id under which the server recognises a repeated call."""
    return uuid.uuid4().hex


def open_channel(address: str) -> grpc.Channel:
    """Opens a channel with the limits and the keepalive of this client."""
    scheme, separator, rest = address.partition("://")
    target = (rest if separator else address).rstrip("/")
    if separator and scheme not in ("http", "https"):
        raise ValueError(f"An address is host:port, http://host:port or https://host:port, not {address!r}.")
    options = [
        # A columnar block is several megabytes; the default limit is four.
        ("grpc.max_receive_message_length", _MAX_MESSAGE_BYTES),
        ("grpc.max_send_message_length", _MAX_MESSAGE_BYTES),
        # What has arrived of the next block while this one is copied; with the default of 64 KiB the network waits for the program.
        ("grpc.http2.lookahead_bytes", 4 << 20),
        # A connection that dies without a word is noticed on idle streams too.
        ("grpc.keepalive_time_ms", 60_000),
        ("grpc.keepalive_timeout_ms", 20_000),
    ]
    if target.startswith(_LOOPBACK):
        # A proxy from the environment cannot reach this machine's own loopback.
        options.append(("grpc.enable_http_proxy", 0))
    if scheme == "https" and separator:
        return grpc.secure_channel(target, grpc.ssl_channel_credentials(), options)
    return grpc.insecure_channel(target, options)
