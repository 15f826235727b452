"""What can go wrong with a terminal, in the terms of the protocol."""

from __future__ import annotations

from typing import Optional

from google.protobuf.duration_pb2 import Duration
from tradewind import pb


class BloombergApiError(Exception):
    """A request that was not answered as it should be."""

    #: The kind in the protocol.
    code = pb.CONNECTOR_ERROR_CODE_UNAVAILABLE
    #: True when the same request may succeed later.
    retryable = False

    def __init__(self, message: str, retry_after_s: Optional[float] = None) -> None:
        super().__init__(message)
        self.retry_after_s = retry_after_s

    def to_message(self) -> pb.ConnectorError:
        """The error as a message."""
        error = pb.ConnectorError(code=self.code, message=str(self))
        if self.retry_after_s is not None:
            error.retry_after.CopyFrom(Duration(seconds=int(self.retry_after_s), nanos=int(self.retry_after_s % 1 * 1e9)))
        return error


class TerminalNotRunning(BloombergApiError):
    """No session: the terminal is not running, not logged in, or somewhere else."""


class AuthenticationError(BloombergApiError):
    """A service cannot be opened."""

    code = pb.CONNECTOR_ERROR_CODE_AUTHENTICATION


class InvalidSecurity(BloombergApiError):
    """Bloomberg does not know the security."""

    code = pb.CONNECTOR_ERROR_CODE_INVALID_SYMBOL


class FieldError(BloombergApiError):
    """Bloomberg does not have the field for the security."""

    code = pb.CONNECTOR_ERROR_CODE_INVALID_FIELD


class UnsupportedRequest(BloombergApiError):
    """Nothing this connector can ask for."""

    code = pb.CONNECTOR_ERROR_CODE_UNSUPPORTED


class RequestTimeout(BloombergApiError):
    """No answer in time."""

    code = pb.CONNECTOR_ERROR_CODE_TIMEOUT
    retryable = True


class SessionLost(BloombergApiError):
    """The session ended while an answer was awaited."""

    retryable = True


class ResponseError(BloombergApiError):
    """The whole request was refused."""

    retryable = True


class RequestLimit(BloombergApiError):
    """Bloomberg's own limit of requests or data is used up."""

    code = pb.CONNECTOR_ERROR_CODE_RATE_LIMITED


class MalformedAnswer(BloombergApiError):
    """The answer does not have the shape of the request."""

    code = pb.CONNECTOR_ERROR_CODE_MALFORMED
