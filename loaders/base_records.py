"""What a base says of itself: its title, what it compares, who publishes it under which licence, and its first comparison."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Annotated, Any, Literal

import yaml
from pydantic import AfterValidator, BeforeValidator, Field

from kb.loaders.fields import Address, Record, Short, Slug, Text
from kb.loaders.layout import PACKAGE
from kb.loaders.problems import one_of

ENGLISH = PACKAGE / "ui" / "words" / "en.yaml"
TOLD = PACKAGE / "language" / "words" / "en.yaml"
VALUE = re.compile(r"{(\w+)")


Tag = Annotated[str, Field(pattern=r"^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$")]
ByLanguage = Annotated[
    dict[Tag, Short],
    Field(min_length=1),
    BeforeValidator(
        lambda given: {"en": given} if isinstance(given, str) else given, json_schema_input_type=str | dict[str, str]
    ),
]


class FirstComparison(Record):
    """The jurisdictions and the dimensions with which the pages begin."""

    places: Annotated[tuple[Slug, ...], Field(min_length=1)]
    dimensions: tuple[Slug, ...] = ()


@cache
def _page_words() -> dict[str, str]:
    """The English words of all pages by key, nested keys joined by full stops; under ``told`` those of briefs."""
    files = {"": ENGLISH, "told": TOLD}
    return {
        key: text
        for prefix, path in files.items()
        for key, text in _flat(prefix, yaml.load(path.read_text(encoding="utf-8"), yaml.BaseLoader))
    }


def _values_in(text: str) -> set[str]:
    """Names of the values that words put in, written in braces."""
    return set(VALUE.findall(text))


def _flat(prefix: str, node: Any) -> Iterator[tuple[str, str]]:
    if not isinstance(node, dict):
        yield prefix, str(node)
        return
    for key, value in node.items():
        yield from _flat(f"{prefix}.{key}" if prefix else key, value)


def _of_pages(words: dict[str, str]) -> dict[str, str]:
    known = _page_words()
    for key, text in words.items():
        if key not in known:
            raise ValueError(f"'{key}' are no words of pages; {one_of(key, known)}")
        if _values_in(text) != _values_in(known[key]):
            raise ValueError(f"'{key}' puts in other values than the program; write {known[key]!r} in your words")
    return words


PageLanguage = Literal["en", "de"]
PageWords = Annotated[dict[str, Text], AfterValidator(_of_pages)]


def _root(text: str) -> str:
    if not text.endswith(("/", "#")):
        raise ValueError("write an address of your own that ends in / or #, such as https://example.org/my-base/")
    return text


Root = Annotated[Address, AfterValidator(_root)]


class Base(Record):
    """The base itself; texts are English, or one for each language by its tag. ``compares`` begins the title of every table.

    ``contact`` is where corrections are sent, a mail or web address.
    ``root`` is what the identifiers of its things begin with wherever its data are given away.
    ``roles`` are those in which people code, read and look through for this base, the usual one first; any where none is listed.
    ``pages`` are words of pages in the place of those of the program, by language and by the key of ``kb/ui/words``;
    those of briefs and of the heads of pages have the key of ``kb/language/words`` behind ``told.``.
    """

    title: ByLanguage
    compares: ByLanguage
    publisher: Short | None = None
    contact: Short | None = None
    licence: Address | None = None
    root: Root | None = None
    first: FirstComparison | None = None
    roles: tuple[Slug, ...] = ()
    pages: dict[PageLanguage, PageWords] = {}
