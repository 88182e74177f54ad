"""How much one client may ask: seconds of computing a minute, saved and owed up to one minute, and so many requests at once."""

from __future__ import annotations

import math
import os
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

from kb.errors import RateError, UsageError

LEAST_COST = 0.01
MOST_CLIENTS = 10_000
MOST_AT_ONCE = 16
LIGHT = 0.2


@dataclass
class _Account:
    left: float
    at: float
    running: int = 0


class ClientBudgets:
    """Accounts of clients by their address; an account fills again with time.

    What many requests at once cost is known when they end, and may be more than was left: a minute's worth of it is owed.
    """

    def __init__(self, seconds_a_minute: float, clock: Callable[[], float] = time.monotonic) -> None:
        self._full, self._clock = seconds_a_minute, clock
        self._accounts: dict[str, _Account] = {}
        self._lock = threading.Lock()

    def admit(self, client: str) -> float:
        """0 if the client may ask now (``settle`` must follow), else after how many seconds it may."""
        with self._lock:
            account = self._filled(client)
            if account.running >= MOST_AT_ONCE:
                return 1.0
            if account.left <= 0:
                return max(1.0, (LEAST_COST - account.left) * 60 / self._full)
            account.running += 1
            return 0.0

    def enter(self, client: str) -> None:
        """Let the client begin (``settle`` must follow); RateError says after how many seconds it may if not now."""
        if wait := self.admit(client):
            seconds = math.ceil(wait)
            raise RateError(f"this client has used its share of computing time; ask again in {seconds} seconds", seconds)

    def is_heavy(self, client: str) -> bool:
        """Whether the client has used a good part of its seconds."""
        with self._lock:
            return self._filled(client).left < self._full * (1 - LIGHT)

    def settle(self, client: str, seconds: float) -> None:
        """Charge what was done for the client."""
        with self._lock:
            account = self._filled(client)
            account.left = max(account.left - max(seconds, LEAST_COST), -self._full)
            account.running -= 1

    def _filled(self, client: str) -> _Account:
        now = self._clock()
        if len(self._accounts) > MOST_CLIENTS:
            self._forget(now)
        account = self._accounts.setdefault(client, _Account(self._full, now))
        account.left = min(self._full, account.left + (now - account.at) * self._full / 60)
        account.at = now
        return account

    def _forget(self, now: float) -> None:
        """Forget who has not asked for a minute and owes nothing."""
        kept = {name: one for name, one in self._accounts.items() if one.running or one.left < 0 or now - one.at < 60}
        self._accounts = kept


def budgets_from_environment() -> ClientBudgets:
    """Budgets as KB_LIMIT_CLIENT_SECONDS sets them: seconds of computing a minute, 60 unless set; UsageError if no number."""
    try:
        seconds = float(os.environ.get("KB_LIMIT_CLIENT_SECONDS", "60"))
    except ValueError:
        seconds = 0.0
    if not 0 < seconds < float("inf"):
        raise UsageError("KB_LIMIT_CLIENT_SECONDS is no number above 0: seconds of computing a minute for each client")
    return ClientBudgets(seconds)


@lru_cache(maxsize=1)
def shared_budgets() -> ClientBudgets:
    """The accounts of this process, for everything that is computed for clients: queries, tables, pictures, pages."""
    return budgets_from_environment()
