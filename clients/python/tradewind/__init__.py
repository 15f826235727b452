"""Client of the Tradewind analytics server.

>>> import tradewind
>>> with tradewind.connect("127.0.0.1:5210") as client:
...     for instrument in client.instruments():
...         print(instrument.id, instrument.display_name)
...     table = client.columns("BTC/USD", ["close"])
...     table.times, table["close"]
"""

import importlib.util as _importlib_util

if _importlib_util.find_spec("._generated", __name__) is None:
    raise ImportError(
        "The message modules of tradewind are missing. Run clients/python/generate.sh in a checkout of the repository; "
        "it needs the Debian packages protobuf-compiler and protobuf-compiler-grpc."
    )

from . import pb, records
from .client import DEFAULT_ADDRESS, Client, connect
from .errors import TradewindError, Violation
from .live_calls import FeatureEvent, MarketEvent, SessionEvent, SignalEvent
from .portfolio import Portfolio
from .quote_calls import QuoteEvent
from .records import (
    AcceptanceRule,
    FeatureSetSpec,
    MonteCarloSpec,
    ParameterAxis,
    ParameterJitterSpec,
    PortfolioMember,
    PositionSizing,
    SelectionRule,
    SimulatedMarket,
    StrategySpec,
    TradingSettings,
    TrainingSpec,
    WalkForwardWindows,
)
from .remote import RemoteStrategy, Step, cancel, order, signal, target
from .resume import Backoff
from .table import ColumnTable

__all__ = [
    "AcceptanceRule",
    "DEFAULT_ADDRESS",
    "Backoff",
    "Client",
    "ColumnTable",
    "FeatureEvent",
    "FeatureSetSpec",
    "MarketEvent",
    "MonteCarloSpec",
    "ParameterAxis",
    "ParameterJitterSpec",
    "Portfolio",
    "PortfolioMember",
    "PositionSizing",
    "QuoteEvent",
    "SelectionRule",
    "SessionEvent",
    "SignalEvent",
    "SimulatedMarket",
    "RemoteStrategy",
    "Step",
    "StrategySpec",
    "cancel",
    "order",
    "signal",
    "target",
    "TradewindError",
    "TradingSettings",
    "TrainingSpec",
    "Violation",
    "WalkForwardWindows",
    "connect",
    "pb",
    "records",
]
