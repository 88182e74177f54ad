"""The sentences on similarity in the language of the page."""

from __future__ import annotations

from kb.ui.words import t


def say(key: str, /, **values: object) -> str:
    """A sentence of kb.similarity by its key; the kinds of absence are called as everywhere on the pages."""
    state = key.removeprefix("state-")
    return t(f"state.{state}" if state != key else f"said-of-similarity.{key}", **values)
