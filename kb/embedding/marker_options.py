"""What a marker asks for: ``us eu sg dimensions=a,b as-of=2025-09-15 frozen`` as a view, whether it is frozen, and its form."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace

from kb.errors import MarkerError, UsageError
from kb.values.dialects import marker_words, parse_marker
from kb.values.form import FORM_FIELDS, PLAIN, Form
from kb.values.view import View
from kb.values.view_fields import FIELDS

FROZEN = "frozen"
OF_VALUES = (PLAIN.detail, "label")
NAMED = ("jurisdictions", "dimensions", "questions", "as_of", "known_on", "platform", "release")


@dataclass(frozen=True)
class Request:
    """A parsed marker; ``frozen`` keeps the release it was first written from, or the one it names."""

    view: View
    frozen: bool = False
    form: Form = PLAIN

    def on_slides(self) -> Request:
        """The same on slides, which have room for labels and a list of sources only, unless the author says otherwise."""
        said = {"detail": "label", "notes": "sources", **self.form.texts()}
        return replace(self, form=Form.of(said))

    def as_picture(self) -> Request:
        """The same as a picture, which shows labels without notes, unless the author says otherwise."""
        said = {"detail": "label", "notes": "none", **self.form.texts()}
        return replace(self, form=Form.of(said))

    @property
    def anchor(self) -> str:
        """Start of the names of its notes: the same for the same request, so that refreshing changes no name.

        What can be asked since those that NAMED lists counts only where it is asked; a policy has no part in it.
        """
        texts = self.view.texts()
        said = [texts.get(name, () if name in NAMED[:3] else None) for name in NAMED]
        later = [(field.name, texts[field.name]) for field in FIELDS if field.name in texts.keys() - {*NAMED, "policy"}]
        return f"kb{hashlib.sha256(repr((*said, *later)).encode('utf-8')).hexdigest()[:4]}"


def parse_table(text: str) -> Request:
    """The request of ``kb:compare``; MarkerError says what to write instead.

    >>> parse_table("us eu as-of=2025-09-15").view.jurisdictions
    ('us', 'eu')
    """
    request = _parsed(text)
    if not request.view.jurisdictions:
        raise MarkerError("name the jurisdictions, for example: kb:compare us eu sg dimensions=ownership-and-divestiture")
    return request


def parse_value(text: str) -> Request:
    """The request of one value: a jurisdiction and a question; MarkerError says what to write instead."""
    request = _parsed(text)
    words = request.view.jurisdictions
    if words[:1] in (("compare",), ("end",)):
        raise MarkerError("a table stands between two comments, <!-- kb:compare us eu --> and <!-- kb:end -->, each on its line")
    if len(words) != 2 or request.view.dimensions or request.view.questions:
        raise MarkerError("write one jurisdiction and one question: {kb: PLACE QUESTION as-of=2025-09-15}")
    if request.frozen and not request.view.release:
        raise MarkerError("a value is frozen by naming its release: release=<identifier>")
    form = Form(detail=request.form.detail)
    if request.form != form or form.detail not in OF_VALUES:
        others = [name for name, said in request.form.texts().items() if name != "detail" or said not in OF_VALUES]
        raise MarkerError(f"a value takes no form but detail=label; take {' and '.join(others)} out")
    return Request(request.view.but(words[:1], questions=words[1:]), request.frozen, form)


def _parsed(text: str) -> Request:
    words = marker_words(text)
    try:
        texts = parse_marker(" ".join(word for word in words if word != FROZEN), (*FIELDS, *FORM_FIELDS))
        view = View(**{field.name: texts[field.name] for field in FIELDS if field.name in texts})  # type: ignore[arg-type]
        return Request(view, FROZEN in words, Form.of(texts))
    except UsageError as error:
        raise MarkerError(str(error)) from None
