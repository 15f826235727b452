"""The cases. Each gets a freshly attached connector; its docstring is the rule it checks."""

from __future__ import annotations

import itertools
from typing import Any, Callable, Dict, List, Mapping, Optional

from google.protobuf.duration_pb2 import Duration
from tradewind import pb

from .stage import Attachment, ConformanceFailure, Fetched, Stage, collect, timestamp

#: Name to case, in the order they are run.
CASES: Dict[str, Callable[["Scene"], None]] = {}

# Long enough for a message that should not come to come.
_QUIET_S = 0.3


class Scene:
    """A connector on the stage, and what the profile says about its market."""

    def __init__(self, stage: Stage, restart: Callable[[], Stage], profile: Mapping[str, Any]) -> None:
        self.stage = stage
        self.restart = restart
        self.profile = profile
        self.attachment = stage.attachment()
        self._numbers = itertools.count(1)

    def market(self, case: str) -> Mapping[str, Any]:
        """What the profile says about a case, on top of what it says about all."""
        return {**self.profile.get("defaults", {}), **self.profile["cases"][case]}

    def fetch(self, market: Mapping[str, Any], symbols: Optional[List[str]] = None) -> str:
        """Orders history."""
        fetch_id = f"fetch-{next(self._numbers)}"
        order = pb.FetchOrder(
            fetch_id=fetch_id,
            source=market["source"],
            symbols=symbols or [market["symbol"]],
            timeout=Duration(seconds=30),
            history=pb.HistoryOrder(
                timeframe=market["timeframe"],
                interval=pb.TimeInterval(start_time=timestamp(market["start"]), end_time=timestamp(market["end"])),
                fields=market.get("fields", []),
            ),
        )
        self.attachment.order(fetch=order)
        return fetch_id

    def fetched(self, market: Mapping[str, Any], symbols: Optional[List[str]] = None) -> Fetched:
        """Orders history and collects it."""
        return collect(self.attachment, self.fetch(market, symbols))

    def subscribe(self, market: Mapping[str, Any]) -> str:
        """Orders live events and waits until they are active."""
        subscription_id = f"subscription-{next(self._numbers)}"
        order = pb.SubscribeOrder(
            subscription_id=subscription_id,
            source=market["source"],
            symbol=market["symbol"],
            capability=pb.ConnectorCapability.Value(f"CONNECTOR_CAPABILITY_{market['capability']}"),
            timeframe=market.get("live_timeframe", ""),
        )
        self.attachment.order(subscribe=order)
        self.phase(subscription_id, "ACTIVE")
        return subscription_id

    def phase(self, subscription_id: str, phase: str) -> pb.SubscriptionState:
        """Waits for a phase of a subscription."""
        number = pb.SubscriptionPhase.Value(f"SUBSCRIPTION_PHASE_{phase}")
        message = self.attachment.until(
            subscription_id, lambda told: told.WhichOneof("part") == "subscription" and told.subscription.phase == number
        )
        return message.subscription

    def events(self, subscription_id: str, count: int) -> List[Any]:
        """Waits for live events: final bars, trades, quotes or books."""
        events: List[Any] = []
        while len(events) < count:
            message = self.attachment.next(subscription_id)
            if message.WhichOneof("part") == "ticks":
                ticks = message.ticks
                events += [bar for bar in ticks.bars if bar.final] + list(ticks.trades) + list(ticks.quotes) + list(ticks.books)
        return events


def case(function: Callable[[Scene], None]) -> Callable[[Scene], None]:
    """Enters a case in the list."""
    CASES[function.__name__] = function
    return function


def expect(condition: bool, what: str) -> None:
    """Fails the case unless the condition holds."""
    if not condition:
        raise ConformanceFailure(what)


def expect_rows(fetched: Fetched, market: Mapping[str, Any], symbol: str) -> None:
    """All rows of a symbol, each once and in order, no failure, something in every column."""
    times = fetched.times.get(symbol, [])
    expect(not fetched.codes(symbol), f"{symbol} failed: {fetched.failures}")
    expect(len(times) == market["rows"], f"{symbol} has {len(times)} rows, not {market['rows']}")
    expect(all(a < b for a, b in zip(times, times[1:])), f"the rows of {symbol} do not ascend")
    start, end = timestamp(market["start"]).ToNanoseconds(), timestamp(market["end"]).ToNanoseconds()
    expect(start <= times[0] and times[-1] < end, f"rows of {symbol} lie outside the request")
    wanted = market.get("fields") or ["open", "high", "low", "close", "volume"]
    columns = fetched.columns[symbol]
    expect(sorted(columns) == sorted(wanted), f"{symbol} has the columns {sorted(columns)}, not {sorted(wanted)}")
    for name, values in columns.items():
        expect(len(values) == len(times) and any(value == value for value in values), f"the column {name} of {symbol} is empty or too short")


@case
def hello(scene: Scene) -> None:
    """Says who it is and what it can do: a version of the protocol, a name, an instance, sources with capabilities and limits."""
    told = scene.attachment.hello
    expect(told.protocol_version >= 1, "the protocol version is missing")
    expect(bool(told.name and told.version and told.instance_id), "name, version or instance id is missing")
    source = next((source for source in told.sources if source.name == scene.profile["defaults"]["source"]), None)
    expect(source is not None, f"the source {scene.profile['defaults']['source']} is not announced")
    expect(len(source.capabilities) > 0 and len(source.timeframes) > 0 and source.HasField("limits"), "capabilities, timeframes or limits are missing")


@case
def heartbeat(scene: Scene) -> None:
    """Gives signs of life, with the budget of every source."""
    scene.attachment.await_heartbeat()
    scene.attachment.await_heartbeat()


@case
def history(scene: Scene) -> None:
    """Delivers the rows of [start, end), each once, ascending, with the columns that were asked for."""
    market = scene.market("history")
    expect_rows(scene.fetched(market), market, market["symbol"])


@case
def paging(scene: Scene) -> None:
    """Delivers what does not fit into one answer of the source, without loss or repetition, and keeps to its credit and to the largest message."""
    market = scene.market("paging")
    scene.attachment.drop()
    scene.stage.credit, scene.stage.max_rows = 1, 150
    scene.attachment = scene.stage.attachment()
    fetch_id = scene.fetch(market)
    first = scene.attachment.until(fetch_id, lambda told: told.WhichOneof("part") == "rows")
    # Progress costs nothing; the second message of rows must wait.
    while (message := scene.attachment.poll(fetch_id, _QUIET_S)) is not None:
        expect(message.WhichOneof("part") == "progress", f"a {message.WhichOneof('part')} came without credit")
    scene.attachment.order(credit=pb.FetchCredit(fetch_id=fetch_id, message_count=1))
    fetched = Fetched()
    fetched.add(first.rows)
    rest = collect(scene.attachment, fetch_id)
    expect(max(fetched.largest, rest.largest) <= scene.stage.max_rows, f"a message has more than {scene.stage.max_rows} rows")
    for symbol, times in rest.times.items():
        fetched.times.setdefault(symbol, []).extend(times)
        for name, values in rest.columns[symbol].items():
            fetched.columns[symbol].setdefault(name, []).extend(values)
    fetched.failures = rest.failures
    expect_rows(fetched, market, market["symbol"])


@case
def live(scene: Scene) -> None:
    """Delivers live events, in order; final bars once."""
    market = scene.market("live")
    events = scene.events(scene.subscribe(market), 3)
    times = [(event.bar.open_time if hasattr(event, "bar") else event.time).ToNanoseconds() for event in events]
    expect(times == sorted(times), "the events do not ascend in time")
    if hasattr(events[0], "bar"):
        expect(len(set(times)) == len(times), "a final bar came twice")


@case
def reconnect_exchange(scene: Scene) -> None:
    """Says that the source dropped, comes back by itself, says so, and goes on."""
    market = scene.market("reconnect_exchange")
    subscription_id = scene.subscribe(market)
    interrupted = scene.phase(subscription_id, "INTERRUPTED")
    expect(interrupted.HasField("error"), "the interruption has no reason")
    scene.phase(subscription_id, "ACTIVE")
    scene.events(subscription_id, 1)


@case
def reconnect_server(scene: Scene) -> None:
    """Dials in again when the server died, as the same instance, and serves what it is asked anew."""
    market = scene.market("live")
    scene.subscribe(market)
    instance = scene.attachment.hello.instance_id
    scene.stage = scene.restart()
    scene.attachment = scene.stage.attachment()
    expect(scene.attachment.hello.instance_id == instance, "the instance id changed")
    scene.events(scene.subscribe(market), 1)
    history_market = scene.market("history")
    expect_rows(scene.fetched(history_market), history_market, history_market["symbol"])


@case
def rate_limit(scene: Scene) -> None:
    """Survives a rate limit by waiting, or reports RATE_LIMITED with the time to come back when that is far."""
    for market in scene.market("rate_limit")["variants"]:
        market = {**scene.market("history"), **market}
        fetched = scene.fetched(market)
        if market["outcome"] == "recovered":
            expect_rows(fetched, market, market["symbol"])
        else:
            expect(fetched.codes(market["symbol"]) == ["RATE_LIMITED"], f"{market['symbol']} failed with {fetched.codes(market['symbol'])}, not RATE_LIMITED")
            expect(fetched.failures[0].error.HasField("retry_after"), "retry_after is missing")


@case
def invalid_symbol(scene: Scene) -> None:
    """Reports INVALID_SYMBOL for a symbol the source does not know, and delivers the others; refuses to subscribe to it."""
    market = scene.market("invalid_symbol")
    good = scene.market("history")
    fetched = scene.fetched(good, [market["symbol"], good["symbol"]])
    expect(fetched.codes(market["symbol"]) == ["INVALID_SYMBOL"], f"{market['symbol']} failed with {fetched.codes(market['symbol'])}, not INVALID_SYMBOL")
    fetched.failures = [failure for failure in fetched.failures if failure.symbol != market["symbol"]]
    expect_rows(fetched, good, good["symbol"])
    live_market = {**scene.market("live"), "symbol": market["symbol"]}
    order = pb.SubscribeOrder(
        subscription_id="refused", source=live_market["source"], symbol=live_market["symbol"], timeframe=live_market.get("live_timeframe", ""),
        capability=pb.ConnectorCapability.Value(f"CONNECTOR_CAPABILITY_{live_market['capability']}"),
    )
    scene.attachment.order(subscribe=order)
    ended = scene.phase("refused", "ENDED")
    expect(ended.error.code == pb.CONNECTOR_ERROR_CODE_INVALID_SYMBOL, f"the subscription ended with {ended.error}, not INVALID_SYMBOL")


@case
def malformed(scene: Scene) -> None:
    """Reports MALFORMED for an answer that cannot be read, never an empty or made-up history; delivers the others."""
    market = scene.market("malformed")
    good = scene.market("history")
    fetched = scene.fetched(good, [market["symbol"], good["symbol"]])
    expect(fetched.codes(market["symbol"]) == ["MALFORMED"], f"{market['symbol']} failed with {fetched.codes(market['symbol'])}, not MALFORMED")
    expect(market["symbol"] not in fetched.times, "rows were made up")
    fetched.failures = [failure for failure in fetched.failures if failure.symbol != market["symbol"]]
    expect_rows(fetched, good, good["symbol"])


@case
def partial(scene: Scene) -> None:
    """Delivers what came before a source broke off, and reports the failure."""
    market = {**scene.market("history"), **scene.market("partial")}
    fetched = scene.fetched(market)
    expect(len(fetched.times.get(market["symbol"], [])) == market["rows"], f"{len(fetched.times.get(market['symbol'], []))} rows came, not the {market['rows']} before the failure")
    expect(fetched.codes(market["symbol"]) == [market["code"]], f"{market['symbol']} failed with {fetched.codes(market['symbol'])}, not {market['code']}")


@case
def cancel(scene: Scene) -> None:
    """Sends nothing more about a cancelled fetch, and goes on working."""
    market = {**scene.market("history"), **scene.market("cancel")}
    fetch_id = scene.fetch(market)
    scene.attachment.order(cancel=pb.CancelOrder(fetch_id=fetch_id))
    good = scene.market("history")
    expect_rows(scene.fetched(good), good, good["symbol"])
    expect(scene.attachment.poll(fetch_id, _QUIET_S) is None, "something came about the cancelled fetch")


@case
def unsubscribe(scene: Scene) -> None:
    """Ends a subscription on request: the state ENDED without an error, and nothing after it."""
    market = scene.market("live")
    subscription_id = scene.subscribe(market)
    scene.events(subscription_id, 1)
    scene.attachment.order(unsubscribe=pb.UnsubscribeOrder(subscription_id=subscription_id))
    ended = scene.phase(subscription_id, "ENDED")
    expect(not ended.HasField("error"), "the end that was asked for is reported as an error")
    expect(scene.attachment.poll(subscription_id, _QUIET_S) is None, "something came after the end")


@case
def unknown_source(scene: Scene) -> None:
    """Refuses a source it never announced, as UNSUPPORTED."""
    market = {**scene.market("history"), "source": "nowhere"}
    fetched = scene.fetched(market)
    expect(fetched.codes(market["symbol"]) == ["UNSUPPORTED"], f"an unknown source failed with {fetched.codes(market['symbol'])}, not UNSUPPORTED")
