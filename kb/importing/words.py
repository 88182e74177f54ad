"""What their codes stand for: places, answers and types, by the mapping and by what the facts know."""

from __future__ import annotations

from collections.abc import Callable
from collections.abc import Mapping as Table
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation

from kb.loaders.answer_words import amount_of
from kb.loaders.fields import SLUG
from kb.loaders.imports.mapping_records import LEFT_OUT as MARK
from kb.loaders.imports.mapping_records import Answer, Answered, Place
from kb.loaders.known import Known
from kb.loaders.words import words

BLANK, LEFT_OUT, UNKNOWN = -1, -2, -3  # numbers of values that stand for no word of ours
Resolve = Callable[[str], str | int]
NEW = "new:"  # before the code of a place that the facts do not have


@dataclass(frozen=True)
class Vocabulary:
    """What the facts know: names by kind, and the places by their code in each system (``slug`` among them)."""

    known: Known
    codes: Table[str, Table[str, str]]


def place_words(place: Place, vocabulary: Vocabulary) -> Resolve:
    """Our place for a code of theirs; a code of a new place with NEW before it."""
    by_code = vocabulary.codes.get(place.codes or "slug", {})
    names = vocabulary.known.jurisdictions

    def resolve(code: str) -> str | int:
        code = code.strip()
        if code in place.values:
            said = place.values[code]
            return LEFT_OUT if said == MARK else said if said in names else NEW + code if place.new else UNKNOWN
        if not code:
            return UNKNOWN
        return by_code.get(code, by_code.get(code.upper(), NEW + code if place.new else UNKNOWN))

    return resolve


def answer_words(answer: Answered, known: Known) -> Resolve:
    """Our answer for a value of theirs, by the mapping, or as it stands where it is one of ours."""

    def resolve(value: str) -> str | int:
        value = value.strip()
        if value in answer.values:
            said = answer.values[value]
            return LEFT_OUT if said == MARK else _checked(said)
        if not value or value in answer.blank:
            return BLANK
        return _checked(value)

    def _checked(said: str) -> str | int:
        if answer.number is not None:
            digits = said if answer.round is None else rounded(said, int(answer.round))
            amount = amount_of(digits if answer.number == "yes" else f"{digits} {answer.number}")
            said = f"{amount.value} {amount.unit}".strip() if amount else "?"
        is_wrong = answer.question in known.questions() and known.answer_mistake(answer.question, said)
        return UNKNOWN if is_wrong else said

    return resolve


def rounded(digits: str, places: int) -> str:
    """A number with so many decimals, halves away from nought; another text as it is.

    >>> rounded("73.98100000000002", 3), rounded("n/a", 1)
    ('73.981', 'n/a')
    """
    try:
        return str(Decimal(digits).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP))
    except InvalidOperation:
        return digits


def scheme_words(answer: Answer, scheme: str) -> Resolve:
    """Our word of a scheme for a word of theirs."""

    def resolve(value: str) -> str | int:
        said = answer.values.get(value.strip(), value.strip())
        return said if said in words(scheme) else UNKNOWN

    return resolve


def slugged(text: str) -> str:
    """A text as a name of ours: lower case letters, digits and single hyphens; nothing if no letter or digit is left.

    >>> slugged("Código Civil (2002)")
    'codigo-civil-2002'
    """
    import re
    import unicodedata

    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    found = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")
    return found if SLUG.fullmatch(found) else ""
