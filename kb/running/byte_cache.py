"""Answers that are kept, so many bytes of them: what was asked for longest ago goes first."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Generic, TypeVar

Value = TypeVar("Value")
LARGEST_PART = 4  # what is larger than this part of all is given and not kept


class ByteCache(Generic[Value]):
    """Values by their keys, at most ``most`` bytes of them as ``size_of`` counts."""

    def __init__(self, most: int, size_of: Callable[[Value], int]) -> None:
        self._most, self._size_of = most, size_of
        self._kept: OrderedDict[Hashable, tuple[Value, int]] = OrderedDict()
        self._in_work: dict[Hashable, threading.Lock] = {}
        self._guard = threading.Lock()
        self.size = 0

    def get(self, key: Hashable) -> Value | None:
        """What is kept under a key, or None."""
        with self._guard:
            if key not in self._kept:
                return None
            self._kept.move_to_end(key)
            return self._kept[key][0]

    def put(self, key: Hashable, value: Value) -> None:
        """Keep a value, and let go of the oldest ones that have no room beside it."""
        size = self._size_of(value)
        with self._guard:
            if key in self._kept:
                self.size -= self._kept.pop(key)[1]
            if size > self._most // LARGEST_PART:
                return
            self._kept[key] = value, size
            self.size += size
            while self.size > self._most:
                self.size -= self._kept.popitem(last=False)[1][1]

    def made(self, key: Hashable, make: Callable[[], Value], asker: str = "") -> Value:
        """What is kept under a key, else what is made now; the same asker who asks for the same meanwhile waits for it."""
        if (found := self.get(key)) is not None:
            return found
        with self._guard:
            lock = self._in_work.setdefault((asker, key), threading.Lock())
        with lock:
            try:
                if (found := self.get(key)) is None:
                    found = make()
                    self.put(key, found)
                return found
            finally:
                with self._guard:
                    self._in_work.pop((asker, key), None)
