"""Words as a search compares them: small letters without marks, and their stems in English and German."""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache
from typing import Any

LANGUAGES = ("english", "german")


def folded(text: str) -> str:
    """A text in small letters without marks, its words apart by one space.

    >>> folded("Datenschutz-Grundverordnung (Bußgeld)")
    'datenschutz grundverordnung bussgeld'
    """
    plain = unicodedata.normalize("NFKD", text.casefold())
    return " ".join(re.findall(r"[^\W_]+", "".join(letter for letter in plain if not unicodedata.combining(letter))))


@lru_cache(maxsize=20_000)
def stems(word: str) -> frozenset[str]:
    """A folded word and its stems, in whichever language it is.

    >>> sorted(stems("audits"))
    ['audit', 'audits']
    """
    return frozenset({word, *(one.stemWord(word) for one in _stemmers())})


@cache
def _stemmers() -> tuple[Any, ...]:
    import snowballstemmer

    return tuple(snowballstemmer.stemmer(language) for language in LANGUAGES)
