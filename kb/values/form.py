"""How a table is to look in its author's document, as one value: how much is said, of notes, caption, page and language."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any

from kb.errors import UsageError
from kb.naming.names import known
from kb.values.dialects import Texts
from kb.values.view_fields import Field

YES, SLIDE, OWN_APART = "yes", "slide", "|"
CHOICES = {
    "detail": ("full", "sentence", "label"),
    "notes": ("full", "short", "sources", "none"),
    "fit": ("text", "landscape", "split", SLIDE),
    "legend": ("used", "none"),
    "lang": ("en", "de"),
    "transpose": (YES,),
}
FORM_FIELDS = (
    Field("detail", "choice", ("--detail",), ("detail",), ("detail",),
          "What a cell says: full, sentence, or label (with what must be said beside it)."),
    Field("notes", "choice", ("--notes",), ("notes",), ("notes",),
          "Notes: full, short (each work once in full), sources (a list of the works), or none."),
    Field("style", "name", ("--style",), ("style",), ("style",),
          "Notes in a style of citation: oscola, bluebook, apa, chicago, or a .csl file."),
    Field("caption", "text", ("--caption",), ("caption",), ("caption",), "A caption of your own."),
    Field("id", "name", ("--id",), ("id",), ("id",), "A name for cross-references, for example tbl-rules."),
    Field("fit", "choice", ("--fit",), ("fit",), ("fit",),
          "Page: text (as wide as the text), landscape (pages of its own), split (at most three columns), or slide (16:9)."),
    Field("legend", "choice", ("--legend",), ("legend",), ("legend",),
          "The marks in words: used (those that stand there) or none."),
    Field("lang", "choice", ("--lang",), ("lang",), ("lang",), "Language of the words around the cells: en or de."),
    Field("transpose", "choice", ("--transpose",), ("transpose",), ("transpose",),
          "yes: jurisdictions as rows, questions as columns."),
    Field("own", "text", ("--own",), ("own",), ("own",),
          "Words of your own: 'us: USA | us my-question: Must be done'; embed --check says when ours change."),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Form:
    """How a table is to look; it checks itself. What is left out is as the tables of this base are."""

    detail: str = "full"
    notes: str = "full"
    style: str | None = None
    caption: str | None = None
    id: str | None = None
    fit: str | None = None
    legend: str = "used"
    lang: str = "en"
    transpose: str | None = None
    own: str | None = None

    def __post_init__(self) -> None:
        for name, choices in CHOICES.items():
            if (said := getattr(self, name)) is not None:
                known(name, said, choices)
        if self.id is not None and not self.id.replace("-", "").replace(":", "").replace("_", "").isalnum():
            raise UsageError(f"id={self.id}: write letters, digits, hyphens and colons, for example tbl-rules")

        own_words(self.own or "")

    @classmethod
    def of(cls, texts: Mapping[str, Any]) -> Form:
        """From texts by name, passing over what is no part of a form; UsageError for a value that there is not."""
        return cls(**{field.name: texts[field.name] for field in fields(cls) if texts.get(field.name)})

    def texts(self) -> Texts:
        """What departs from the tables of this base, by name."""
        return {field.name: said for field in fields(self) if (said := getattr(self, field.name)) not in (None, field.default)}


def own_words(text: str) -> dict[str, str]:
    """Words of the author's by what they stand for; UsageError for another way of writing them.

    >>> own_words("us: USA | us my-question: Must be done")
    {'us': 'USA', 'us my-question': 'Must be done'}
    """
    parts = [part.partition(":") for part in text.split(OWN_APART)] if text.strip() else []
    if not all(name.strip() and said.strip() for name, _, said in parts):
        raise UsageError(f'own={text[:60]}: write the name, a colon and your words, for example own="us: USA | sg: Singapur"')
    return {" ".join(name.split()): said.strip() for name, _, said in parts}


PLAIN = Form()
