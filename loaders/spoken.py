"""A name in one language or in several: ``Data Act``, or ``{ja: データ法, en: Data Act}`` with the official language first."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import Field, ValidatorFunctionWrapHandler, WithJsonSchema, WrapValidator

from kb.loaders.fields import Text

ENGLISH = "en"
TAG = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")


class Spoken(str):
    """A name as pages in English show it, with what the thing is called in other languages, the official one first."""

    languages: Mapping[str, str]

    def __new__(cls, text: str, languages: Mapping[str, str]) -> Spoken:
        """The name, which is English where there is an English one, with all of them by tag."""
        made = super().__new__(cls, text)
        made.languages = languages
        return made

    def __getnewargs__(self) -> tuple[Any, ...]:
        return str(self), self.languages


def _spoken(given: Any, check: ValidatorFunctionWrapHandler) -> str:
    if not isinstance(given, dict):
        return str(check(given))
    if wrong := [tag for tag in given if not TAG.fullmatch(str(tag))]:
        raise ValueError(f"'{wrong[0]}' is no tag of a language; write one such as en, ja or zh-Hans before each name")
    found = {tag: str(check(text)) for tag, text in given.items()}
    if not found:
        raise ValueError("is empty; write a name, or one for each language, such as {ja: ..., en: ...}")
    return Spoken(found.get(ENGLISH) or next(iter(found.values())), found)


_SCHEMA = {"anyOf": [{"type": "string"}, {"type": "object", "additionalProperties": {"type": "string"}, "minProperties": 1}]}
Name = Annotated[Text, WrapValidator(_spoken), WithJsonSchema(_SCHEMA), Field()]


def languages_of(name: str) -> Mapping[str, str]:
    """What is said in languages, by tag, the official one first; nothing where a name is written in English alone."""
    return name.languages if isinstance(name, Spoken) else {}
