"""Messages and enums of ``tradewind.v1`` as generated from the protos, for use with the raw stubs of a client."""

from ._generated.v1.admin_service_pb2 import *  # noqa: F401,F403
from ._generated.v1.attribution_pb2 import *  # noqa: F401,F403
from ._generated.v1.backtest_service_pb2 import *  # noqa: F401,F403
from ._generated.v1.common_pb2 import *  # noqa: F401,F403
from ._generated.v1.connector_service_pb2 import *  # noqa: F401,F403
from ._generated.v1.data_service_pb2 import *  # noqa: F401,F403
from ._generated.v1.feature_service_pb2 import *  # noqa: F401,F403
from ._generated.v1.instruments_pb2 import *  # noqa: F401,F403
from ._generated.v1.operation_service_pb2 import *  # noqa: F401,F403
from ._generated.v1.optimization_pb2 import *  # noqa: F401,F403
from ._generated.v1.paper_trading_service_pb2 import *  # noqa: F401,F403
from ._generated.v1.quotes_pb2 import *  # noqa: F401,F403
from ._generated.v1.signal_service_pb2 import *  # noqa: F401,F403
from ._generated.v1.simulation_pb2 import *  # noqa: F401,F403
from ._generated.v1.sources_pb2 import *  # noqa: F401,F403
from ._generated.v1.strategy_service_pb2 import *  # noqa: F401,F403
from ._generated.v1.trading_pb2 import *  # noqa: F401,F403
from ._generated.v1.training_service_pb2 import *  # noqa: F401,F403
from ._generated.v1.workbook_pb2 import *  # noqa: F401,F403
