"""The same table here and made by hand with great-tables, as two pictures for readers who say which they would hand in.

Both have the same words: labels, sentences, what must be said beside them, and the list of works. Ours is ``compare -o .png``;
the other is set with the care of an author who knows great-tables: title, widths, row groups, marks of notes, source notes. Which
is which is told to nobody: they are called ``a.png`` and ``b.png``, in an order that the seed decides, and ``key.json`` says it.

    python -m benchmarks.side_by_side FOLDER [--seed N]

It needs great-tables (requirements-dev.txt) and Chromium.
"""

from __future__ import annotations

import argparse
import json
import random
import shutil
import subprocess
import sys
import tempfile
from html import escape
from pathlib import Path
from typing import Any

from kb.cells.comparison import compare
from kb.opening.current import open_release
from kb.tables import table_bytes
from kb.tables.formed import laid_out
from kb.tables.sheet import Sheet, SheetCell
from kb.values.form import Form

PLACES = ["us", "eu", "sg"]
QUESTIONS = ["forced-divestiture", "data-localization-requirement", "recommender-parameters-disclosure", "ad-repository"]
ASKED = {"as_of": "2025-09-15", "platform": "tiktok"}
FORM = Form(detail="sentence", notes="sources", caption="What the law asks of TikTok")
WIDTH, LARGEST = 1400, 200_000


def main() -> None:
    """Write the two pictures and the key."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--seed", type=int, default=20261129)
    given = parser.parse_args()
    browser = shutil.which("chromium") or shutil.which("chromium-browser")
    if browser is None:
        sys.exit("this needs Chromium to draw the table of great-tables")
    reader = open_release().reader
    comparison = compare(reader, PLACES, questions=QUESTIONS, **ASKED)
    pictures = {"here": table_bytes(comparison, "png", FORM), "great-tables": by_hand(laid_out(comparison, form=FORM), browser)}
    order = random.Random(given.seed).sample(sorted(pictures), 2)
    given.folder.mkdir(parents=True, exist_ok=True)
    for letter, name in zip("ab", order, strict=True):
        (given.folder / f"{letter}.png").write_bytes(_small(pictures[name]))
    (given.folder / "key.json").write_text(json.dumps(dict(zip("ab", order, strict=True))) + "\n", encoding="utf-8")


def by_hand(sheet: Sheet, browser: str) -> bytes:
    """The words of a sheet as an author sets them with great-tables, drawn by a browser."""
    import pandas as pd
    from great_tables import GT, loc, style

    rows = [
        {
            "Dimension": section.title,
            "Question": "\n".join((row.text, *row.remarks)),
            **{cell.name: _said(cell) for cell in row.cells},
        }
        for section in sheet.sections
        for row in section.rows
    ]
    columns = list(sheet.columns)
    table: Any = (
        GT(pd.DataFrame(rows), rowname_col="Question", groupname_col="Dimension")
        .tab_header(title=sheet.caption, subtitle=sheet.dates)
        .tab_stubhead(label=sheet.corner)
        .fmt_markdown(columns=columns)
        .cols_width({"Question": "220px", **dict.fromkeys(columns, "340px")})
        .cols_align(align="left", columns=columns)
        .tab_style(style=style.css("vertical-align: top; white-space: pre-line;"), locations=[loc.body(), loc.stub()])
        .tab_style(style=style.text(weight="bold"), locations=[loc.stub(), loc.row_groups(), loc.column_labels()])
        .tab_options(
            table_font_size="14px", heading_align="left", source_notes_font_size="11px", row_group_background_color="#f3f5f7"
        )
    )
    for note in sheet.notes:
        table = table.tab_source_note(f"{note.n}. {note.citation}. {note.url or ''}".strip())
    return _drawn(table.as_raw_html(), browser)


def _said(cell: SheetCell) -> str:
    """A cell as an author writes it in Markdown: the label bold, the rest below it in italics, numbers raised."""
    words = cell.words
    lines = [f"**{words.label}.** {words.sentence}{_raised(words.notes)}", *(f"*{said}*" for said in words.remarks)]
    lines += [f"*{line.text}*{_raised(line.notes)}" for line in words.below]
    lines += [f"**{line.text}**{_raised(line.notes)}" for line in words.warnings]
    return "<br>".join(lines)


def _raised(numbers: tuple[int, ...]) -> str:
    return f"<sup>{escape(', '.join(map(str, numbers)))}</sup>" if numbers else ""


def _drawn(html: str, browser: str) -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        page, picture = Path(folder) / "t.html", Path(folder) / "t.png"
        page.write_text(
            f"<!doctype html><meta charset='utf-8'><body style='margin:16px;background:#fff'>{html}", encoding="utf-8"
        )
        options = ["--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", f"--window-size={WIDTH},2400"]
        subprocess.run(
            [browser, *options, f"--screenshot={picture}", page.as_uri()], check=True, capture_output=True, timeout=120
        )
        return picture.read_bytes()


def _small(picture: bytes) -> bytes:
    """The picture without its white edges, as wide as a page of a report on a screen, in few colours."""
    import io

    from PIL import Image, ImageChops, ImageOps

    image = Image.open(io.BytesIO(picture)).convert("RGB")
    box = ImageChops.difference(image, Image.new("RGB", image.size, "white")).getbbox()
    image = ImageOps.expand(image.crop(box) if box else image, 24, "white")
    image = image.resize((1200, round(image.height * 1200 / image.width)), Image.Resampling.LANCZOS)
    for colours in (64, 32, 16):
        buffer = io.BytesIO()
        image.quantize(colours).save(buffer, "png", optimize=True)
        if len(buffer.getvalue()) < LARGEST:
            break
    return buffer.getvalue()


if __name__ == "__main__":
    main()
