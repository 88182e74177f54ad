"""What a base says of itself: its title, what it compares, who publishes it under which licence, and its first comparison."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import AfterValidator, BeforeValidator, Field

from kb.loaders.fields import Address, Record, Short, Slug


def _in_english(given: Any) -> Any:
    return {"en": given} if isinstance(given, str) else given


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


def _root(text: str) -> str:
    if not text.endswith(("/", "#")):
        raise ValueError("write an address of your own that ends in / or #, such as https://example.org/my-base/")
    return text


Root = Annotated[Address, AfterValidator(_root)]


class Base(Record):
    """The base itself; texts are English, or one for each language by its tag. ``compares`` begins the title of every table.

    ``root`` is what the identifiers of its things begin with wherever its data are given away.
    """

    title: ByLanguage
    compares: ByLanguage
    publisher: Short | None = None
    licence: Address | None = None
    root: Root | None = None
    first: FirstComparison | None = None
