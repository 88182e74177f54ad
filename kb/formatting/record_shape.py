"""Which record a node of a file becomes, told from the annotations of the records."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import UnionType
from typing import Annotated, Any, Union, get_args, get_origin

from kb.loaders.fields import Record


def record_of(annotation: Any) -> type[Record] | None:
    """The record that a mapping becomes; None where its keys are names of its own, as of questions and provisions."""
    return next((one for one in _choices(annotation) if isinstance(one, type) and issubclass(one, Record)), None)


def of_key(annotation: Any, key: str) -> Any:
    """What the value of a key becomes; None of a key that nobody knows."""
    if record := record_of(annotation):
        return next((one.annotation for name, one in record.model_fields.items() if (one.alias or name) == key), None)
    return next((get_args(one)[1] for one in _choices(annotation) if get_origin(one) in (dict, Mapping)), None)


def of_items(annotation: Any) -> Any:
    """What each item of a list becomes."""
    return next((get_args(one)[0] for one in _choices(annotation) if get_origin(one) in (tuple, list)), None)


def _choices(annotation: Any) -> Iterator[Any]:
    """What an annotation allows, one by one."""
    if get_origin(annotation) is Annotated:
        yield from _choices(get_args(annotation)[0])
    elif get_origin(annotation) in (Union, UnionType):
        for one in get_args(annotation):
            yield from _choices(one)
    else:
        yield annotation
