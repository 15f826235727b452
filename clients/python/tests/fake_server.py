"""A server in this process that plays back what a test scripts, made from the generated stubs."""

from __future__ import annotations

import sys
from concurrent import futures
from pathlib import Path
from typing import Any, Callable, Dict, List, Tuple

# The tests run against the checkout, installed or not.
sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import grpc  # noqa: E402
import numpy as np  # noqa: E402
from tradewind import Backoff, Client, connect, pb  # noqa: E402
from tradewind._generated.google_rpc import status_pb2  # noqa: E402

_SERVICES = ("data", "feature", "training", "signal", "strategy", "backtest", "paper_trading", "operation", "connector", "admin")


class FakeServer:
    """Answers each RPC with the function set for it, on a free port of loopback. Use as a context manager."""

    def __init__(self, **handlers: Callable[[Any, grpc.ServicerContext], Any]) -> None:
        self._server = grpc.server(futures.ThreadPoolExecutor(4), options=[("grpc.max_send_message_length", 64 << 20)])
        for name in _SERVICES:
            module = __import__(f"tradewind._generated.v1.{name}_service_pb2_grpc", fromlist=["*"])
            service = "".join(part.capitalize() for part in name.split("_")) + "Service"
            servicer = getattr(module, f"{service}Servicer")()
            for method, handler in handlers.items():
                if hasattr(servicer, method):
                    setattr(servicer, method, handler)
            getattr(module, f"add_{service}Servicer_to_server")(servicer, self._server)
        self.address = f"127.0.0.1:{self._server.add_insecure_port('127.0.0.1:0')}"
        self.waits: List[float] = []

    def __enter__(self) -> FakeServer:
        self._server.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.stop(None).wait()

    def client(self, **options: Any) -> Client:
        """Connects with waits that are noted instead of slept."""
        return connect(self.address, backoff=Backoff(sleep=self.waits.append, attempts=4), **options)


def column_block(labels: List[int], /, **columns: List[float]) -> pb.ColumnBlock:
    """Makes a block as the server does: little-endian 64-bit values."""
    return pb.ColumnBlock(
        row_count=len(labels),
        times=np.asarray(labels, "<i8").tobytes(),
        columns=[pb.Column(name=n, values=np.asarray(v, "<f8").tobytes()) for n, v in columns.items()],
    )


def abort(context: grpc.ServicerContext, code: grpc.StatusCode, message: str, *details: Tuple[str, Any]) -> None:
    """Ends a call with a status and its google.rpc details, given as type name and message."""
    status = status_pb2.Status(code=code.value[0], message=message)
    for type_name, detail in details:
        status.details.add(type_url=f"type.googleapis.com/google.rpc.{type_name}", value=detail.SerializeToString())
    context.set_trailing_metadata((("grpc-status-details-bin", status.SerializeToString()),))
    context.abort(code, message)


def paged(items: List[Any], response_type: Any, field: str, requests: List[Any]) -> Callable[[Any, Any], Any]:
    """Makes a list RPC whose token is the index of the next item, and notes its requests."""

    def handler(request: Any, _: grpc.ServicerContext) -> Any:
        # A message object lives on in the client and changes; a test wants what was sent.
        sent = type(request)()
        sent.CopyFrom(request)
        requests.append(sent)
        first = int(request.page_token or 0)
        page: Dict[str, Any] = {field: items[first : first + request.page_size]}
        end = first + request.page_size
        return response_type(**page, next_page_token=str(end) if end < len(items) else "")

    return handler
