"""What a table carries so that it can prove what it is: its query, its release, and hashes of what it says and shows."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any

from kb.cells.comparison import compare
from kb.errors import UsageError
from kb.naming.names import RELEASE, policy_name
from kb.tables.json import hash_of
from kb.tables.listed import Listed
from kb.tables.own_words import ours
from kb.tables.sheet import sheet_of
from kb.values.form import PLAIN, Form
from kb.values.model import Comparison
from kb.values.view import View
from kb.values.view_fields import FIELDS

if TYPE_CHECKING:
    from kb.release.reader import Reader

LAYOUT, LAYOUTS, OURS = 9, {"de": 11}, "ours"  # that of English, those of tables that are in other languages
LISTED = "view"  # what the query of a table of another view names
SCOPED, COUNTED = 2, 4  # the first that tells general rules apart, and the first whose words in Word are counted as today


@dataclass(frozen=True)
class Seal:
    """``content`` is the hash of what cells and notes say, ``sha256`` that of all the file shows and of the rest of the seal.

    ``form`` is what its author asked, and under OURS what this base said where words of the author's stand.
    """

    query: dict[str, Any]
    release: str
    content: str
    layout: int
    sha256: str
    form: dict[str, Any] = field(default_factory=dict)

    @property
    def newest(self) -> int:
        """The layout in which such a table is written today."""
        return LAYOUT if LISTED in self.query else layout_of(self.form)

    def text(self) -> str:
        """One line of JSON that can stand in a comment of Markdown, HTML or LaTeX."""
        told = {name: said for name, said in asdict(self).items() if name != "form" or said}
        return json.dumps(told, ensure_ascii=True, sort_keys=True, separators=(",", ":")).replace("--", "-\\u002d")


def seal(table: Comparison | Listed, shown: Sequence[str], form: Form = PLAIN) -> Seal:
    """The seal of a table in a file that shows these pieces of text, in the form that its author asked."""
    if isinstance(table, Listed):
        query, content = table.query, table.content
    else:
        query, content = query_of(table), content_hash(table)
    texts: dict[str, Any] = {name: list(said) if isinstance(said, tuple) else said for name, said in form.texts().items()}
    if form.own and isinstance(table, Comparison):
        texts[OURS] = ours(table, form)
    layout = LAYOUT if isinstance(table, Listed) else layout_of(texts)
    sha256 = _hash(query, table.release, content, layout, shown, texts)
    return Seal(query, table.release, content, layout, sha256, texts)


def layout_of(form: Mapping[str, Any]) -> int:
    """The layout in which a comparison is written today in a form, given as texts by name: that of its language."""
    return LAYOUTS.get(str(form.get("lang")), LAYOUT)


def _hash(query: object, release: str, content: str, layout: int, shown: Sequence[str], form: dict[str, Any]) -> str:
    """SHA-256 over what a file shows and what its seal says of it."""
    return hash_of([query, release, content, layout, list(shown), *([form] if form else [])])


def holds(found: Seal, shown: Sequence[str]) -> bool:
    """Whether a file that shows these pieces is as it was when it was sealed."""
    return found.sha256 == _hash(found.query, found.release, found.content, found.layout, shown, found.form)


def form_of(found: Seal) -> Form:
    """The form of a sealed table; UsageError for one that there is not."""
    return Form.of({name: said for name, said in found.form.items() if isinstance(said, str)})


def asked_form(found: Seal) -> dict[str, Any]:
    """The form that a seal keeps, without what this base said."""
    return {name: said for name, said in found.form.items() if name != OURS}


def read_seal(text: str) -> Seal | None:
    """The seal in a line of JSON, or None if it is none."""
    try:
        found = Seal(**json.loads(text))
    except (ValueError, TypeError, RecursionError):
        return None
    texts = (found.release, found.content, found.sha256)
    objects = isinstance(found.query, dict) and isinstance(found.form, dict)
    well_formed = objects and isinstance(found.layout, int) and all(isinstance(one, str) for one in texts)
    return found if well_formed and re.fullmatch(RELEASE, found.release) else None


def query_of(comparison: Comparison) -> dict[str, Any]:
    """What to ask to get this comparison again, as a seal keeps it."""
    return View.of(comparison).but(release=None).seal()


def query_of_json(content: dict[str, Any]) -> dict[str, Any]:
    """The same of a comparison written as JSON; KeyError or TypeError if it is none."""
    query = {field.name: content[field.name] for field in FIELDS if field.sealed and field.name in content}
    questions, policy = [one["id"] for one in content["questions"]], policy_name(str(content["policy"]))
    return query | {"questions": questions, "policy": policy}


def ask_again(reader: Reader, query: dict[str, Any]) -> Comparison:
    """The comparison that a query asks for; raises UsageError for names or dates that do not exist, or a day left open.

    Policies only by name: a query may come from a file that somebody sent.
    """
    view = View.from_seal(query)
    if view.as_of is None or view.known_on is None:
        raise UsageError("a seal names both days")
    return compare(reader, view)


def content_hash(comparison: Comparison) -> str:
    """SHA-256 over what the cells and notes say, whatever the release, the dates and the format."""
    sheet = sheet_of(comparison)
    return hash_of({name: getattr(sheet, name) for name in ("caption", "columns", "sections", "notes")})
