"""Runs a connector against the cases.

    python3 -m tradewind_conformance PROFILE.json [--case NAME ...] [--list]

A profile is JSON: `venue` starts the stand-in of the market and prints one line that replaces {venue} everywhere below; `connector` starts
the connector, with {server} for the address to dial, {here} for the folder of the profile and {config} for a file with the content of
`config`; `environment` is added to the connector's; `defaults` and `cases` say what the market holds. docs/connectors.md explains each.
"""

from __future__ import annotations

import argparse
import json
import os
import signal
import subprocess
import sys
import tempfile
import time
import traceback
from pathlib import Path
from typing import Any, Dict, List, Optional

from .cases import CASES, Scene
from .stage import ConformanceFailure, Stage


class Company:
    """The venue and the connector of a profile, as processes."""

    def __init__(self, path: Path) -> None:
        self.profile: Dict[str, Any] = json.loads(path.read_text())
        self._here = path.resolve().parent
        self._values = {"here": str(self._here), "python": sys.executable}
        self._venue: Optional[subprocess.Popen[str]] = None
        if "venue" in self.profile:
            self._venue = subprocess.Popen(
                self._filled(self.profile["venue"]), cwd=self._here, env=self._environment(), stdout=subprocess.PIPE, text=True
            )
            self._values["venue"] = self._venue.stdout.readline().strip()
        config = tempfile.NamedTemporaryFile("w", suffix=".json", delete=False)
        with config:
            config.write(self._text(json.dumps(self.profile.get("config", {}))))
        self._values["config"] = config.name

    def connector(self, server: str, log: Any) -> "subprocess.Popen[str]":
        """Starts the connector."""
        self._values["server"] = server
        return subprocess.Popen(
            self._filled(self.profile["connector"]), cwd=self._here, env=self._environment(), stdin=subprocess.DEVNULL, stdout=log, stderr=log, text=True
        )

    def close(self) -> None:
        """Ends the venue."""
        os.unlink(self._values["config"])
        if self._venue is not None:
            self._venue.kill()
            self._venue.wait()

    def _environment(self) -> Dict[str, str]:
        return {**os.environ, **{name: self._text(value) for name, value in self.profile.get("environment", {}).items()}}

    def _filled(self, command: List[str]) -> List[str]:
        return [self._text(part) for part in command]

    def _text(self, text: str) -> str:
        for name, value in self._values.items():
            text = text.replace("{" + name + "}", value)
        return text


def run(company: Company, name: str) -> Optional[str]:
    """Runs a case with a fresh connector; returns what is wrong, or None."""
    stage = Stage()
    stages = [stage]

    def restart() -> Stage:
        port = stages[-1].port
        stages[-1].close()
        stages.append(Stage(port))
        return stages[-1]

    with tempfile.TemporaryFile("w+") as log:
        process = company.connector(f"http://127.0.0.1:{stage.port}", log)
        try:
            CASES[name](Scene(stage, restart, company.profile))
            return None
        except ConformanceFailure as failure:
            wrong = str(failure)
        except Exception:
            wrong = traceback.format_exc()
        finally:
            process.send_signal(signal.SIGTERM)
            stages[-1].close()
            try:
                process.wait(5)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
        log.seek(0)
        return f"{wrong}\n{log.read()[-2000:]}".rstrip()


def main() -> int:
    """Runs the cases of the command line; returns 0 when all passed."""
    parser = argparse.ArgumentParser(prog="tradewind_conformance", description="Runs a connector against the conformance cases.")
    parser.add_argument("profile", type=Path, nargs="?")
    parser.add_argument("--case", action="append", choices=list(CASES), help="only this case; may be repeated")
    parser.add_argument("--list", action="store_true", help="list the cases and the rule each checks")
    options = parser.parse_args()
    if options.list or options.profile is None:
        for name, function in CASES.items():
            print(f"{name:20} {function.__doc__}")
        return 0

    company = Company(options.profile)
    failed = 0
    try:
        for name in options.case or CASES:
            started = time.monotonic()
            wrong = run(company, name)
            failed += wrong is not None
            print(f"{'ok  ' if wrong is None else 'FAIL'} {name} {time.monotonic() - started:.1f} s", flush=True)
            if wrong is not None:
                print("".join(f"     {line}\n" for line in wrong.splitlines()), end="", flush=True)
    finally:
        company.close()
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
