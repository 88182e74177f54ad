"""Waiting for what a test needs: it goes on as soon as that is there, however busy the machine; it fails if that never comes."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TypeVar

PATIENCE = 300.0
Found = TypeVar("Found")


def until(found: Callable[[], Found], missing: str | Callable[[], str], pause: float = 0.1) -> Found:
    """What is found, once it is something; AssertionError with what is missing when no machine takes that long."""
    end = time.monotonic() + PATIENCE
    while not (value := found()):
        if time.monotonic() > end:
            raise AssertionError(missing if isinstance(missing, str) else missing())
        time.sleep(pause)
    return value
