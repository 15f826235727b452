"""Errors of the server as one Python exception."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from typing import Dict, Iterator, Optional, Tuple

import grpc

from ._generated.google_rpc import error_details_pb2, status_pb2

_DETAILS_TRAILER = "grpc-status-details-bin"
_CODES = {code.value[0]: code for code in grpc.StatusCode}


@dataclass(frozen=True)
class Violation:
    """One thing wrong with a request or a file."""

    #: Path of the field, or the line of the file.
    field: str
    #: What is wrong and what to do.
    description: str


class TradewindError(Exception):
    """A call the server refused or could not finish.

    Attributes:
        code: gRPC status code.
        message: what went wrong and what to do.
        reason: stable name of the cause, such as ``UNKNOWN_INSTRUMENT``; ``None`` where the server gave none.
        violations: every field or line that was wrong.
        metadata: facts about this occurrence, by name.
    """

    def __init__(
        self,
        code: grpc.StatusCode,
        message: str,
        reason: Optional[str] = None,
        violations: Tuple[Violation, ...] = (),
        metadata: Optional[Dict[str, str]] = None,
    ) -> None:
        self.code = code
        self.message = message
        self.reason = reason
        self.violations = violations
        self.metadata = dict(metadata or {})
        super().__init__(self._describe())

    def _describe(self) -> str:
        head = self.code.name if self.reason is None else f"{self.code.name} ({self.reason})"
        lines = [f"{v.field}: {v.description}" for v in self.violations]
        # The sentence of the status quotes a violation that is the only one.
        return "\n".join([f"{head}: {self.message}", *(f"  {line}" for line in lines if line not in self.message)])

    @classmethod
    def from_status(cls, status: status_pb2.Status) -> TradewindError:
        """Reads a ``google.rpc.Status``, as in the trailer of a call or the error of an operation."""
        reason: Optional[str] = None
        metadata: Dict[str, str] = {}
        violations = []
        for detail in status.details:
            # The package of these messages differs in Python (see generate.sh), so Any.Unpack does not know them.
            kind = detail.type_url.rpartition("/")[2]
            if kind == "google.rpc.ErrorInfo":
                info = error_details_pb2.ErrorInfo.FromString(detail.value)
                reason, metadata = info.reason or None, dict(info.metadata)
            elif kind == "google.rpc.BadRequest":
                request = error_details_pb2.BadRequest.FromString(detail.value)
                violations += [Violation(v.field, v.description) for v in request.field_violations]
        code = _CODES.get(status.code, grpc.StatusCode.UNKNOWN)
        return cls(code, status.message, reason, tuple(violations), metadata)

    @classmethod
    def from_rpc_error(cls, error: grpc.RpcError) -> TradewindError:
        """Reads the error of a call, with its details where the server sent them."""
        for key, value in error.trailing_metadata() or ():
            if key == _DETAILS_TRAILER:
                return cls.from_status(status_pb2.Status.FromString(value))
        return cls(error.code(), error.details() or "The server gave no explanation.")


@contextmanager
def translated_errors() -> Iterator[None]:
    """Turns ``grpc.RpcError`` raised inside into ``TradewindError``."""
    try:
        yield
    except grpc.RpcError as error:
        raise TradewindError.from_rpc_error(error) from error
