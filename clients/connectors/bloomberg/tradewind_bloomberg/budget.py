"""Keeps to a number of requests in a rolling window."""

from __future__ import annotations

import threading
import time
from collections import deque
from typing import Callable, Deque


class RequestBudget:
    """Lets a number of requests through in every rolling window and makes the others wait: it blocks, it never fails."""

    def __init__(
        self,
        limit: int = 2000,
        window_s: float = 3600.0,
        clock: Callable[[], float] = time.monotonic,
        wait: Callable[[float], object] = time.sleep,
    ) -> None:
        self.limit = limit
        self.window_s = window_s
        self._clock = clock
        self._wait = wait
        self._times: Deque[float] = deque()
        self._gate = threading.Lock()

    @property
    def used(self) -> int:
        """Requests of the present window."""
        with self._gate:
            self._forget()
            return len(self._times)

    def take(self) -> None:
        """Takes one request, waiting until the window has room."""
        while True:
            with self._gate:
                self._forget()
                if len(self._times) < self.limit:
                    self._times.append(self._clock())
                    return
                seconds = self._times[0] + self.window_s - self._clock()
            self._wait(max(seconds, 0.0))

    def _forget(self) -> None:
        oldest = self._clock() - self.window_s
        while self._times and self._times[0] <= oldest:
            self._times.popleft()
