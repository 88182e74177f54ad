"""The picture of a brief as a table of a page: words in every cell, a shade where the scale has steps."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from kb.briefing.content import Content, PictureCell

MOST_SHADE = 45  # per cent of the colour in the darkest cell


def picture_table(found: Content) -> str:
    """The picture as HTML; what holds for the platform alone stands marked below the general rule."""
    names = [found.language.t("question"), *found.places]
    heads = "".join(f'<th scope="col">{escape(name)}</th>' for name in names)
    rows = "".join(_row(found, question, row) for question, row in found.picture)
    return f'<div class="brief-picture"><table><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table></div>'


def _row(found: Content, question: str, row: Sequence[PictureCell]) -> str:
    return f'<tr><th scope="row">{escape(question)}</th>{"".join(map(_cell, found.places, row))}</tr>'


def _cell(place: str, cell: PictureCell) -> str:
    share = round((cell.shade or 0) * MOST_SHADE)
    otherwise = f'<div class="otherwise">◆ {escape(cell.otherwise)}</div>' if cell.otherwise else ""
    look = f' style="background: color-mix(in srgb, #4a90d0 {share}%, transparent)"' if share else ""
    return f'<td data-name="{escape(place)}"{look}>{escape(cell.says)}{otherwise}</td>'
