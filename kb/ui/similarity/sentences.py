"""The sentences on similarity in the language of the page."""

from __future__ import annotations

from kb.ui.frame.spoken import said
from kb.ui.words import t


def say(key: str, /, **values: object) -> str:
    """A sentence of kb.similarity by its key; the kinds of absence are called as everywhere on the pages."""
    state = key.removeprefix("state-")
    spoken = {name: said(value) if isinstance(value, str) else value for name, value in values.items()}
    return t(f"state.{state}" if state != key else f"said-of-similarity.{key}", **spoken)
