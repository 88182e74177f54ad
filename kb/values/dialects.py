"""What is asked in each dialect: options of the command line, addresses, markers, seals, JSON, the address of one cell.

Everything here is text by the names of the fields: lists as tuples, everything else as one text, nothing where nothing is
asked. A dialect prints what it can read again and raises UsageError for the rest; what a person wrote is refused with what
there is to write.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any
from urllib.parse import parse_qsl, urlencode

from kb.errors import UsageError
from kb.naming.names import known
from kb.values.view_fields import FIELDS, POLICY_FILE, Field

Texts = dict[str, str | tuple[str, ...]]
Fields = Sequence[Field]
TOLD_APART = r"[^,]+"
WORD = r"[A-Za-z0-9_]+(?:[.:/+~-][A-Za-z0-9_]+)*"  # no white space, comma, bracket, quote or double hyphen
MARKER_WORD = re.compile(r"(?:[^\s\"“”„=]+=)?[\"“”„][^\"“”„]*[\"“”]|\S+")
QUOTES = '"“”„'


def print_options(asked: Texts, fields: Fields = FIELDS) -> list[str]:
    """Arguments of the command line: the bare words, then each option before its value."""
    bare, rest = [], []
    for field in _given(asked, fields):
        for text in _whole(asked[field.name], "an option"):
            bare += [] if field.flags else [text]
            rest += [field.flags[-1], text] if field.flags else []
    return [*rest, "--", *bare] if any(word.startswith("-") for word in bare) else [*bare, *rest]


def parse_options(arguments: Iterable[str], fields: Fields = FIELDS) -> Texts:
    """What arguments of the command line ask, ``--name value``, ``--name=value`` or bare; UsageError for another option."""
    flags = {flag: field for field in fields for flag in field.flags}
    bare = next(field for field in fields if not field.flags)
    found: list[tuple[Field, str]] = []
    rest = iter(arguments)
    for word in rest:
        if word == "--":
            found += [(bare, one) for one in rest]
        elif not word.startswith("-") or word == "-":
            found.append((bare, word))
        else:
            name, equals, value = word.partition("=")
            field = flags[known("option", name, flags)]
            found.append((field, value if equals else _value(name, rest)))
    return _gathered(found)


def _value(name: str, rest: Iterator[str]) -> str:
    try:
        return next(rest)
    except StopIteration:
        raise UsageError(f"{name}: write its value after it") from None


def address_parts(asked: Texts, fields: Fields = FIELDS) -> dict[str, str]:
    """Parameters of an address with their values, lists with commas."""
    _refuse_file(asked, fields, "an address")
    return {field.address[0]: ",".join(_listed(asked[field.name], "an address")) for field in _given(asked, fields)}


def print_address(asked: Texts, fields: Fields = FIELDS) -> str:
    """The query of an address."""
    return urlencode(address_parts(asked, fields), safe=",")


def parse_address(query: str | Iterable[tuple[str, str]], fields: Fields = FIELDS, others: Sequence[str] = ()) -> Texts:
    """What the query of an address asks, or its parameters; ``others`` are parameters that ask nothing of this.

    Raises UsageError for others and for one that stands twice, so that a slip is not silently another table.
    """
    pairs = parse_qsl(query, keep_blank_values=True) if isinstance(query, str) else list(query)
    keys = {key: field for field in fields for key in field.address}
    for name, _ in pairs:
        known("parameter", name, [*keys, *others])
    fielded = [(keys[name], value) for name, value in pairs if name in keys]
    if len({field.name for field, _ in fielded}) + len({name for name, _ in pairs if name not in keys}) != len(pairs):
        raise UsageError("give each parameter once; lists are written with commas")
    asked = _gathered((field, part) for field, value in fielded for part in (value.split(",") if field.is_list else [value]))
    _refuse_file(asked, fields, "an address")
    return asked


def print_marker(asked: Texts, fields: Fields = FIELDS) -> str:
    """The words of a marker in a report."""
    _refuse_file(asked, fields, "a report")
    words = []
    for field in _given(asked, fields):
        if field.kind == "text":
            words.append(f'{field.marker[0]}="{_quotable(asked[field.name])}"')
            continue
        listed = _listed(asked[field.name], "a marker", WORD)
        words += [f"{field.marker[0]}={','.join(listed)}"] if field.marker else listed
    return " ".join(words)


def _quotable(said: str | tuple[str, ...]) -> str:
    """Words that can stand in quotation marks in a marker; UsageError for others."""
    (text,) = _whole(said, "a marker")
    if not text.isprintable() or "--" in text or set(text) & set(QUOTES + "{}"):
        raise UsageError(f"{text[:60]!r} cannot stand in a marker; write it without quotation marks, braces and double hyphens")
    return text


def marker_words(text: str) -> list[str]:
    """The words of a marker; what stands in quotation marks is one word.

    >>> marker_words('us eu caption="Two words"')
    ['us', 'eu', 'caption="Two words"']
    """
    return MARKER_WORD.findall(text)


def parse_marker(text: str, fields: Fields = FIELDS) -> Texts:
    """What the words of a marker ask; UsageError for an option that there is not."""
    names = {word: field for field in fields for word in field.marker}
    bare = next(field for field in fields if not field.marker)
    asked: Texts = {}
    for part in marker_words(text):
        name, equals, value = part.partition("=")
        if equals:
            field, value = names[known("option", name, names)], value.strip(QUOTES)
            asked |= {field.name: tuple(filter(None, value.split(","))) if field.is_list else value}
        else:
            asked[bare.name] = (*asked.get(bare.name, ()), part)
    _refuse_file(asked, fields, "a report")
    return {name: said for name, said in asked.items() if said}


def print_seal(asked: Texts, fields: Fields = FIELDS) -> dict[str, Any]:
    """What a seal keeps, as plain values; UsageError for what it does not keep."""
    if lost := [field.name for field in _given(asked, fields) if not field.sealed]:
        raise UsageError(f"a seal keeps no {' and no '.join(lost)}; name the questions, and the release beside them")
    return print_json(asked, fields)


def parse_seal(query: Any, fields: Fields = FIELDS) -> Texts:
    """What a seal asks; UsageError for what no seal of ours says, since it may come from a file that somebody sent."""
    return parse_json(query, [field for field in fields if field.sealed])


def print_json(asked: Texts, fields: Fields = FIELDS) -> dict[str, Any]:
    """Plain values by name; lists where several can be asked."""
    _refuse_file(asked, fields, "JSON")
    return {field.name: list(said) if field.is_list else said for field in _given(asked, fields) if (said := asked[field.name])}


def parse_json(values: Any, fields: Fields = FIELDS) -> Texts:
    """What plain values ask, null being nothing; UsageError for a name that there is not or a value of another kind."""
    if not isinstance(values, Mapping):
        raise UsageError("write what is asked as an object: its names with their values")
    names = {field.name: field for field in fields}
    asked: Texts = {}
    for name, value in values.items():
        field = names[known("name", name, names)]
        if value is not None:
            asked[name] = _of_json(field, value)
    _refuse_file(asked, fields, "JSON")
    return {name: said for name, said in asked.items() if said}


def _of_json(field: Field, value: Any) -> str | tuple[str, ...]:
    texts = value if field.is_list else [value]
    if not isinstance(texts, list | tuple) or not all(isinstance(one, str) for one in texts):
        raise UsageError(f"{field.name}: write {'a list of names' if field.is_list else 'a text'}")
    return tuple(texts) if field.is_list else texts[0]


def _given(asked: Texts, fields: Fields) -> list[Field]:
    return [field for field in fields if asked.get(field.name)]


def _gathered(found: Iterable[tuple[Field, str]]) -> Texts:
    """Texts by field: all of a list, the last of what is asked once."""
    asked: Texts = {}
    for field, text in found:
        if text:
            asked[field.name] = (*asked.get(field.name, ()), text) if field.is_list else text
    return asked


def _whole(said: str | tuple[str, ...], where: str) -> list[str]:
    """One or several texts as a list; UsageError for an empty one, which could not be read again."""
    texts = [said] if isinstance(said, str) else list(said)
    if "" in texts:
        raise UsageError(f"an empty name cannot stand in {where}")
    return texts


def _listed(said: str | tuple[str, ...], where: str, allowed: str = TOLD_APART) -> list[str]:
    """Texts that can stand there with commas between them and be told apart again; UsageError for others."""
    texts = _whole(said, where)
    for text in texts:
        if not re.fullmatch(allowed, text) or not text.isprintable():
            raise UsageError(f"{text[:60]!r} cannot stand in {where}; write names as the release has them")
    return texts


def _refuse_file(asked: Texts, fields: Fields, where: str) -> None:
    """A file of one's own is named on the command line only: what comes from elsewhere must open none here."""
    for field in fields:
        text = asked.get(field.name, "")
        if field.kind == "policy" and isinstance(text, str) and text.endswith(POLICY_FILE):
            raise UsageError(f"no resolution policy '{text}': {where} names a policy of the release; 'kb policies' lists them")
