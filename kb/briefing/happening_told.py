"""A dated event in words: whose it is with what alone it concerns, and what happens, as one says it of a day to come."""

from __future__ import annotations

from collections.abc import Sequence

from kb.graph.limits import Limits
from kb.language.language import Language, vocabulary

MOST_PARTS = 3


def limited(language: Language, name: str, limits: Limits) -> str:
    """The name of a text with what alone is meant of it: ``OSA, s. 77 only``; the bare name where the whole text is."""
    told = name
    if limits.parts:
        told = language.t("limited.parts", name=told, parts=_few(language, limits.parts))
    if limits.whom:
        told = language.t("limited.whom", name=told, parts=_few(language, [language.named(one) for one in limits.whom]))
    return language.t("limited.further", name=told) if limits.is_further else told


def _few(language: Language, parts: Sequence[str]) -> str:
    """The first of some parts, and how many there are besides."""
    if len(parts) <= MOST_PARTS:
        return language.listed(parts)
    return language.t("and-more", names=", ".join(parts[:MOST_PARTS]), n=len(parts) - MOST_PARTS)


def to_come(language: Language, kind: str, label: str) -> str:
    """What is to happen, in the present tense: ``enters into force``; a kind without such words by its label."""
    return language.t(f"did.{kind}") if f"did.{kind}" in vocabulary(language.code) else language.named(label)


def noted(says: str, limits: Limits) -> str:
    """What is recorded of an event, then what the one provision says that it is limited to: ``By a plan. s. 77: ...``."""
    provision = f"{limits.parts[0]}: {limits.says}" if limits.says and limits.parts else ""
    return " ".join(filter(None, [f"{says.rstrip('.')}." if says and provision else says, provision]))
