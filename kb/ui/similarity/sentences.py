"""The sentences on similarity in the language of the page."""

from __future__ import annotations

import re

from kb.ui.frame.spoken import said
from kb.ui.words import decimal, t

DECIMAL = re.compile(r"-?\d+\.(\d+)")


def say(key: str, /, **values: object) -> str:
    """A sentence of kb.similarity by its key; the kinds of absence are called as everywhere on the pages."""
    state = key.removeprefix("state-")
    spoken = {name: _spoken(value) for name, value in values.items()}
    return t(f"state.{state}" if state != key else f"said-of-similarity.{key}", **spoken)


def _spoken(value: object) -> object:
    if not isinstance(value, str):
        return value
    digits = DECIMAL.fullmatch(value)
    return decimal(float(value), len(digits[1])) if digits else said(value)
