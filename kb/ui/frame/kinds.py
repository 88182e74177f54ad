"""The kinds of entities as people see them: name, icon, colour and symbol; the same everywhere."""

from __future__ import annotations

from kb.ui.words import has, t

KIND_ICONS = {
    "jurisdiction": ":material/public:",
    "instrument": ":material/gavel:",
    "case": ":material/balance:",
    "platform": ":material/devices:",
    "organisation": ":material/apartment:",
    "source": ":material/article:",
    "question": ":material/help:",
    "power": ":material/local_police:",
    "claim": ":material/fact_check:",
}
KINDS: dict[str, tuple[str, str]] = {
    "jurisdiction": ("#3b8bd0", "roundRect"),
    "organisation": ("#d1495b", "diamond"),
    "platform": ("#a05bc0", "circle"),
    "instrument": ("#3a9d6a", "rect"),
    "case": ("#c9822b", "triangle"),
    "power": ("#b0366b", "arrow"),
    "class": ("#5b6ee1", "roundRect"),
    "answer": ("#6b8e23", "circle"),
    "source": ("#8a979e", "pin"),
}


def coder_name(role: str | None) -> str:
    """The role that entered something, in the language of the page."""
    return t(f"coder.{role}") if has(f"coder.{role}") else role or ""


def matter_kind(what: str) -> str:
    """What an open matter waits for, in the language of the page; a word of the base as it is written."""
    return t(f"due.kind-{what}") if has(f"due.kind-{what}") else what.replace("-", " ")


def kind_name(kind: str) -> str:
    """The kind in the language of the page."""
    return t(f"kind.{kind}") if has(f"kind.{kind}") else kind
