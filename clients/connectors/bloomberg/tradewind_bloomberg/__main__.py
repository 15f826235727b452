"""Attaches a Bloomberg terminal to a Tradewind server.

    tradewind-bloomberg [--server http://127.0.0.1:5210] [--name bloomberg] [--host localhost] [--port 8194]
"""

from __future__ import annotations

import argparse
import logging
import os
import signal
import sys
import threading
import uuid
from typing import List, Optional

from . import __version__
from .budget import RequestBudget
from .desk import TerminalDesk
from .link import Link
from .requests import BloombergRequests
from .terminal import Endpoint, Terminal, load_blpapi

_INSTALL_HINT = (
    "The Python package blpapi is missing. Bloomberg publishes it on its own package index: follow "
    "'API Library' on WAPI <GO>, or the page 'API Library' of bloomberg.com/professional/support, and run this again."
)

_MISSING_LIBRARY = 3


def main(arguments: Optional[List[str]] = None) -> int:
    """Runs until it is told to stop; returns the exit code."""
    environment = os.environ
    parser = argparse.ArgumentParser(prog="tradewind-bloomberg", description="Attaches a Bloomberg terminal to a Tradewind server.")
    parser.add_argument("--server", default=environment.get("TRADEWIND_SERVER", "http://127.0.0.1:5210"))
    parser.add_argument("--name", default=environment.get("TRADEWIND_CONNECTOR_NAME", "bloomberg"))
    parser.add_argument("--host", default=environment.get("BLOOMBERG_HOST", "localhost"))
    parser.add_argument("--port", type=int, default=int(environment.get("BLOOMBERG_PORT", "8194")))
    parser.add_argument("--second-host", help="tried after the first, such as the address of a server API")
    parser.add_argument("--second-port", type=int, default=8194)
    parser.add_argument("--timeout", type=float, default=float(environment.get("BLOOMBERG_TIMEOUT", "30")), help="seconds for an answer")
    parser.add_argument("--retries", type=int, default=int(environment.get("BLOOMBERG_MAX_RETRIES", "3")))
    parser.add_argument("--retry-seconds", type=float, default=1.0, help="pause before the first repeat; doubles")
    parser.add_argument("--live-retry-seconds", type=float, default=1.0)
    parser.add_argument("--server-retry-seconds", type=float, default=1.0)
    parser.add_argument("--hourly-requests", type=int, default=2000)
    options = parser.parse_args(arguments)
    logging.basicConfig(level=logging.INFO, stream=sys.stderr, format="%(levelname)s %(message)s")

    blpapi = load_blpapi()
    if blpapi is None:
        print(_INSTALL_HINT, file=sys.stderr)
        return _MISSING_LIBRARY

    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    if environment.get("TRADEWIND_SUPERVISED") == "1":
        # The server that started this process closes its input when it wants it to stop, and the system does when the server dies.
        threading.Thread(target=lambda: (sys.stdin.read(), stop.set()), name="stdin", daemon=True).start()

    endpoints = [Endpoint(options.host, options.port)]
    if options.second_host:
        endpoints.append(Endpoint(options.second_host, options.second_port))
    terminal = Terminal(blpapi, endpoints, options.timeout)
    budget = RequestBudget(limit=options.hourly_requests)
    desk = TerminalDesk(
        terminal, BloombergRequests(terminal, budget, options.retries, options.retry_seconds), budget, options.live_retry_seconds
    )
    try:
        Link(options.server, options.name, __version__, str(uuid.uuid4()), desk, options.server_retry_seconds).run(stop)
        return 0
    except RuntimeError as error:
        print(error, file=sys.stderr)
        return 1
    finally:
        desk.close()


if __name__ == "__main__":
    # Threads that wait for the terminal must not hold the end up.
    os._exit(main())
