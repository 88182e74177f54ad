"""A comparison as Python users hold it: it shows itself in notebooks, becomes a data frame, saves itself."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from kb.errors import UsageError
from kb.language.language import WRITTEN_IN
from kb.naming.names import known
from kb.saving import format_of, save
from kb.tables import SUFFIXES, table_bytes, write_table
from kb.tables.csv import COLUMNS, rows
from kb.tables.frame import DAY, NUMBER, TEXT, TRUTH, frame_of
from kb.values.form import FORM_FIELDS, Form
from kb.values.model import Comparison
from kb.values.view import View

if TYPE_CHECKING:
    import pandas as pd

    from kb.release.release import Release
    from kb.tables.form_notes import Cited


FORM_NAMES = tuple(field.name for field in FORM_FIELDS)
KINDS = (
    dict.fromkeys(COLUMNS, TEXT)
    | dict.fromkeys(("valid_from", "valid_until", "as_of", "known_on", "evidence_to"), DAY)
    | dict.fromkeys(("disputed", "confirmed", "last_known", "scheduled"), TRUTH)
    | dict.fromkeys(("value", "dispute_weight"), NUMBER)
)


@dataclass(frozen=True)
class Table:
    """A comparison with its verbs; ``comparison`` is the frozen value itself.

    ``release`` tells of its works and of names in another language.
    """

    comparison: Comparison
    release: Release | None = field(default=None, repr=False, compare=False)

    @property
    def view(self) -> View:
        """What was asked, on certain days and of a certain release, to be changed and asked again."""
        return View.of(self.comparison)

    def __str__(self) -> str:
        return write_table(self.comparison, "txt")

    def _repr_html_(self) -> str:
        from kb.tables.html import write_fragment

        return write_fragment(self.comparison)

    def _repr_markdown_(self) -> str:
        from kb.tables.formed import laid_out
        from kb.tables.markdown import NOTEBOOK, render

        return render(laid_out(self.comparison), flavour=NOTEBOOK)

    def _repr_latex_(self) -> str:
        from kb.tables.formed import laid_out
        from kb.tables.latex import render

        return render(laid_out(self.comparison))

    def to_pandas(self) -> pd.DataFrame:
        """One row per cell, the columns of the CSV format: truths, days and texts, and what is missing is missing.

        Of one question on an ordinal scale, ``answer`` is an ordered category, from least to most; the answers of several
        questions are texts, since they have no order among them.
        """
        import pandas as pd

        frame = frame_of(rows(self.comparison), KINDS)
        if len(heads := self.comparison.questions) == 1 and heads[0].scale == "ordinal":
            order = [answer for answer, _ in heads[0].answers]
            frame["answer"] = pd.Categorical(frame["answer"], categories=order, ordered=True)
        return frame

    def save(self, path: str | Path, format_name: str | None = None, **form: str) -> Path:
        """Write the table to a file in the format its suffix names; UsageError if it names none.

        ``form`` says how it is to look, in the words of :class:`kb.values.form.Form`: ``detail="label", notes="sources"``,
        ``style="oscola"``. UsageError for a style or a language of a table that was made without its release.
        """
        target, wanted = Path(path), Form.of({known("option", name, FORM_NAMES): said for name, said in form.items()})
        save(target, table_bytes(self.comparison, format_of(target, format_name, "md", SUFFIXES), wanted, self._cited(wanted)))
        return target

    def _cited(self, form: Form) -> Cited | None:
        """What it takes of its release: notes in the style that a form names, names in its language."""
        if form.style is None and form.lang == WRITTEN_IN:
            return None
        if self.release is None:
            raise UsageError("this table was made without its release, which knows styles and languages; ask it of kb.open()")
        from kb.citations.styled import cited_in

        return cited_in(self.release, self.comparison, form)
