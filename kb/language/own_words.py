"""Words of pages and briefs as one base is spoken of: its own first; of a base without platforms those that name none."""

from __future__ import annotations

from collections.abc import Mapping
from functools import reduce

WITHOUT = "without-platforms."
TOLD = "told."  # before the key of a word of briefs and heads of pages, where a base has its own


def without_platforms(words: Mapping[str, str]) -> dict[str, str]:
    """All words of a language for a base without platforms: what is kept apart for that stands in its place.

    What stands under ``cut.`` is taken out of every word.
    """
    apart = {key.removeprefix(WITHOUT): text for key, text in words.items() if key.startswith(WITHOUT)}
    cuts = [text for key, text in apart.items() if key.startswith("cut.")]
    return {key: reduce(lambda text, cut: text.replace(cut, ""), cuts, text) for key, text in words.items()} | apart


def own_told(pages: Mapping[str, str]) -> dict[str, str]:
    """The words of briefs and heads of pages among the own words of a base in one language, by their keys in briefs."""
    return {key.removeprefix(TOLD): text for key, text in pages.items() if key.startswith(TOLD)}
