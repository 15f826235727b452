"""History and static data of securities: batches, partial answers, repeats."""

from __future__ import annotations

import math
import time
from contextlib import contextmanager
from datetime import date, datetime, timezone
from typing import Any, Callable, Dict, Iterable, Iterator, List, Mapping, Sequence, Tuple

from .budget import RequestBudget
from .errors import BloombergApiError, FieldError, InvalidSecurity, MalformedAnswer, RequestLimit, ResponseError, SessionLost
from .fields import INTRADAY_ELEMENTS, TEXT_FIELDS, mnemonic
from .terminal import Terminal

#: Securities a request may name.
BATCH_SIZE = 100

#: Periodicity by timeframe.
PERIODICITIES = {"1d": "DAILY", "1w": "WEEKLY", "1M": "MONTHLY"}

#: Minutes of an intraday bar by timeframe.
INTRADAY_MINUTES = {"1m": 1, "5m": 5, "15m": 15, "30m": 30, "1h": 60, "4h": 240}

_LIMIT_CATEGORIES = ("LIMIT", "DAILY_LIMIT", "MONTHLY_LIMIT", "DAILY_CAPACITY_REACHED", "MONTHLY_CAPACITY_REACHED")

#: Label in UNIX nanoseconds to values by column.
Rows = Dict[int, Dict[str, float]]


class SecurityAnswer:
    """What came of one security. Several partial answers add to it; none replaces what came before."""

    def __init__(self) -> None:
        self.rows: Rows = {}
        self.values: Dict[str, str] = {}
        self.errors: List[Tuple[str, BloombergApiError]] = []

    def row(self, label: int) -> Dict[str, float]:
        """The row of a label, made on first use."""
        return self.rows.setdefault(label, {})


def batches(securities: Sequence[str], size: int = BATCH_SIZE) -> Iterator[Sequence[str]]:
    """Cuts a list into parts a request may name."""
    for start in range(0, len(securities), size):
        yield securities[start : start + size]


class BloombergRequests:
    """Asks a terminal, within the budget and with repeats."""

    def __init__(
        self,
        terminal: Terminal,
        budget: RequestBudget,
        retries: int = 3,
        retry_s: float = 1.0,
        wait: Callable[[float], object] = time.sleep,
    ) -> None:
        self._terminal = terminal
        self._budget = budget
        self._retries = retries
        self._retry_s = retry_s
        self._wait = wait

    def history(self, securities: Sequence[str], fields: Sequence[str], timeframe: str, start: datetime, end: datetime) -> Dict[str, SecurityAnswer]:
        """Daily or coarser history of one batch. Dates are labels at midnight UTC; `end` is exclusive."""
        numeric = [field for field in fields if mnemonic(field) not in TEXT_FIELDS]
        answers = {security: SecurityAnswer() for security in securities}
        for field in fields:
            if field not in numeric:
                for answer in answers.values():
                    answer.errors.append((field, FieldError(f"{field} is text and has no history. Ask for it as reference data.")))
        if not numeric:
            return answers

        def fill(request: Any) -> None:
            for security in securities:
                request.getElement("securities").appendValue(security)
            for name in dict.fromkeys(mnemonic(field) for field in numeric):
                request.getElement("fields").appendValue(name)
            request.set("startDate", start.strftime("%Y%m%d"))
            request.set("endDate", end.strftime("%Y%m%d"))
            request.set("periodicitySelection", PERIODICITIES[timeframe])

        def read(message: Any) -> None:
            data = message.getElement("securityData")
            answer = self._answer(answers, data)
            with _reading(answer):
                rows = data.getElement("fieldData")
                for i in range(rows.numValues()):
                    row = rows.getValueAsElement(i)
                    label = label_of(row.getElementAsDatetime("date"))
                    for field in numeric:
                        value = number(row, mnemonic(field))
                        if value is not None:
                            answer.row(label)[field] = value

        self._collect(answers.values(), "HistoricalDataRequest", fill, read)
        return answers

    def intraday(self, security: str, fields: Sequence[str], timeframe: str, start: datetime, end: datetime) -> SecurityAnswer:
        """Bars of one security within a day. Labels are open times."""
        answer = SecurityAnswer()
        known = [field for field in fields if field in INTRADAY_ELEMENTS]
        for field in fields:
            if field not in known:
                answer.errors.append((field, FieldError(f"Intraday bars have {', '.join(sorted(set(INTRADAY_ELEMENTS.values())))}, not {field}.")))

        def fill(request: Any) -> None:
            request.set("security", security)
            request.set("eventType", "TRADE")
            request.set("interval", INTRADAY_MINUTES[timeframe])
            request.set("startDateTime", start.replace(tzinfo=None))
            request.set("endDateTime", end.replace(tzinfo=None))

        def read(message: Any) -> None:
            bars = message.getElement("barData").getElement("barTickData")
            for i in range(bars.numValues()):
                bar = bars.getValueAsElement(i)
                row = answer.row(label_of(bar.getElementAsDatetime("time")))
                for field in known:
                    value = number(bar, INTRADAY_ELEMENTS[field])
                    if value is not None:
                        row[field] = value

        self._collect([answer], "IntradayBarRequest", fill, read)
        return answer

    def reference(self, securities: Sequence[str], fields: Sequence[str]) -> Dict[str, SecurityAnswer]:
        """Static data of one batch, as text."""
        answers = {security: SecurityAnswer() for security in securities}

        def fill(request: Any) -> None:
            for security in securities:
                request.getElement("securities").appendValue(security)
            for name in dict.fromkeys(mnemonic(field) for field in fields):
                request.getElement("fields").appendValue(name)

        def read(message: Any) -> None:
            everything = message.getElement("securityData")
            for i in range(everything.numValues()):
                data = everything.getValueAsElement(i)
                answer = self._answer(answers, data)
                with _reading(answer):
                    found = data.getElement("fieldData")
                    for field in fields:
                        name = mnemonic(field)
                        if found.hasElement(name) and not found.getElement(name).isNull():
                            answer.values[field] = found.getElementAsString(name)

        self._collect(answers.values(), "ReferenceDataRequest", fill, read)
        return answers

    def _answer(self, answers: Mapping[str, SecurityAnswer], data: Any) -> SecurityAnswer:
        security = data.getElementAsString("security")
        if security not in answers:
            raise MalformedAnswer(f"Bloomberg answered for {security}, which was not asked for.")
        answer = answers[security]
        if data.hasElement("securityError"):
            answer.errors.append(("", InvalidSecurity(f"{security}: {text_of(data.getElement('securityError'))}")))
        if data.hasElement("fieldExceptions"):
            exceptions = data.getElement("fieldExceptions")
            for i in range(exceptions.numValues()):
                exception = exceptions.getValueAsElement(i)
                field = exception.getElementAsString("fieldId")
                answer.errors.append((field, FieldError(f"{security} {field}: {text_of(exception.getElement('errorInfo'))}")))
        return answer

    # What came before a failure is good, and is delivered together with the failure.
    def _collect(self, answers: Iterable[SecurityAnswer], operation: str, fill: Callable[[Any], None], read: Callable[[Any], None]) -> None:
        try:
            self._ask(operation, fill, read)
        except BloombergApiError as error:
            for answer in answers:
                answer.errors.append(("", error))

    # A request that failed halfway is asked again as a whole; accumulation makes that harmless.
    def _ask(self, operation: str, fill: Callable[[Any], None], read: Callable[[Any], None]) -> None:
        failures = 0
        while True:
            try:
                self._budget.take()
                for message in self._terminal.request(operation, fill):
                    check(message)
                    try:
                        read(message)
                    except BloombergApiError:
                        raise
                    except Exception as error:
                        raise MalformedAnswer(f"The answer to {operation} cannot be read: {error}") from error
                return
            except BloombergApiError as error:
                # A lost session is made anew once; more often means that the terminal has gone for good.
                allowed = 1 if isinstance(error, SessionLost) else self._retries
                if not error.retryable or failures >= allowed:
                    raise
            self._wait(self._retry_s * 2**failures)
            failures += 1


@contextmanager
def _reading(answer: SecurityAnswer) -> Iterator[None]:
    """Reads the data of one security: what cannot be read is its failure, and does not keep the others back."""
    try:
        yield
    except Exception as error:
        answer.errors.append(("", MalformedAnswer(f"The answer cannot be read: {error}")))


def check(message: Any) -> None:
    """Raises what a response-level error means."""
    if not message.hasElement("responseError"):
        return
    error = message.getElement("responseError")
    text = text_of(error)
    if error.hasElement("category") and error.getElementAsString("category").upper() in _LIMIT_CATEGORIES:
        raise RequestLimit(f"Bloomberg's limit is used up: {text}", retry_after_s=3600.0)
    if "BAD_SEC" in text:
        # An intraday request names one security, and is refused as a whole when that is wrong.
        raise InvalidSecurity(text)
    raise ResponseError(text)


def text_of(error: Any) -> str:
    """Category and message of an error element."""
    parts = [error.getElementAsString(name) for name in ("category", "subcategory", "message") if error.hasElement(name)]
    return ": ".join(part for part in parts if part) or "no reason given"


def number(row: Any, name: str) -> "float | None":
    """A value of a row, or None where it is missing."""
    if not row.hasElement(name) or row.getElement(name).isNull():
        return None
    value = row.getElementAsFloat(name)
    return value if math.isfinite(value) else None


def label_of(moment: "date | datetime") -> int:
    """A date or UTC time as UNIX nanoseconds."""
    if not isinstance(moment, datetime):
        moment = datetime(moment.year, moment.month, moment.day)
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=timezone.utc)
    return int(moment.timestamp()) * 1_000_000_000 + moment.microsecond * 1000


def merge_errors(errors: Iterable[Tuple[str, BloombergApiError]], fields: Sequence[str]) -> Dict[str, BloombergApiError]:
    """Errors by column: Bloomberg names mnemonics, the request its own names. The first of each counts; the empty name is the security."""
    merged: Dict[str, BloombergApiError] = {}
    for name, error in errors:
        columns = [field for field in fields if name and mnemonic(field) == mnemonic(name)] or [name]
        for column in columns:
            merged.setdefault(column, error)
    return merged
