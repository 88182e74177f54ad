"""The text of reports as their authors wrote it, outside our markers; and markers put into reports that have none."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from kb.embedding.places import MARKS

TABLE = "us eu sg questions=forced-divestiture as-of=2025-09-15"
VALUE = "{kb: us forced-divestiture as-of=2025-09-15}"
COMMENTS = {"tex": "% {}", "mdx": "{{/* {} */}}", "adoc": "// {}", "rst": ".. {}", "typ": "// {}"}
KIND_OF = {"markdown": "md", "qmd": "md", "rmd": "md", "htm": "html"}


def own_text(path: Path) -> list[str]:
    """Lines or paragraphs of the author: what stands outside the markers, those with a marker in them left out."""
    kind = path.suffix.lower().lstrip(".")
    if kind == "docx":
        return list(_paragraphs(path))
    if kind == "odt":
        return []
    text = path.read_text(encoding="utf-8", errors="replace")
    if kind == "ipynb":
        sources = ["".join(cell["source"]) for cell in json.loads(text)["cells"]]
        return [line for source in sources for line in _outside(source, "md")]
    return list(_outside(text, KIND_OF.get(kind, kind))) if KIND_OF.get(kind, kind) in MARKS else text.splitlines()


def _outside(text: str, kind: str) -> Iterator[str]:
    is_inside = False
    for line in text.splitlines():
        found = list(MARKS[kind].finditer(line))
        opened = [one["kind"] for one in found if one["kind"] not in (None, "value")]
        if opened and opened[-1] != "end":
            is_inside = True
        elif opened and len(found) == 1:
            is_inside = False
        elif not is_inside and not found and line.strip():
            yield line


def _paragraphs(path: Path) -> Iterator[str]:
    from docx import Document

    is_inside = False
    try:
        document = Document(str(path))
    except KeyError:  # the strict form, see _plant_in_word
        return
    for paragraph in document.element.body.iter("{*}p"):
        text = "".join(one.text or "" for one in paragraph.iter("{*}t"))
        marker = re.match(r"\s*[{<!-]*\s*kb:(compare|end)\b", text)
        is_inside = marker[1] == "compare" if marker else is_inside
        if not marker and not is_inside and text.strip() and "kb:" not in text:
            yield text


def missing_of(before: Sequence[str], after: Sequence[str]) -> list[str]:
    """The first pieces of the author that do not follow in their order any more."""
    rest = iter(after)
    return [piece[:60] for piece in before if not any(piece == one for one in rest)][:1]


def plant(path: Path) -> None:
    """Put a table and a value into a report that has no marker, where its text has a place for them."""
    kind = path.suffix.lower().lstrip(".")
    if kind == "docx":
        return _plant_in_word(path)
    text = path.read_text(encoding="utf-8", errors="replace")
    if "kb:" in text:
        return None
    if kind == "ipynb":
        notebook = json.loads(text)
        cell = {"cell_type": "markdown", "metadata": {}, "source": [_block("md")]}
        notebook["cells"].insert(min(1, len(notebook["cells"])), cell)
        path.write_text(json.dumps(notebook, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
        return None
    at = _place(text, kind)
    path.write_text(text[:at] + _block(kind) + text[at:], encoding="utf-8", newline="")
    return None


def _block(kind: str) -> str:
    comment = COMMENTS.get(kind, "<!-- {} -->")
    value = "" if kind in ("adoc", "rst") else f"In the United States: {VALUE}.\n\n"
    end = "".join(f"\n{comment.format(said)}" for said in (f"kb:compare {TABLE}", "kb:end"))
    return f"\n{value}{end.lstrip()}\n\n"


def _place(text: str, kind: str) -> int:
    """After the first paragraph of the second half, at a heading if there is one, never within code."""
    if kind == "tex":
        headings = [found.start() for found in re.finditer(r"^\\(?:section|chapter|subsection)\b", text, re.M)]
        begun = text.find("\\begin{document}")
        later = [at for at in headings if at > begun]
        return later[-1] if later else max(text.find("\\end{document}"), 0) if begun >= 0 else len(text)
    if kind in ("html", "htm"):
        return max(text.rfind("</p>") + 4, 0) if "</p>" in text else len(text)
    fences = [found.start() for found in re.finditer(r"^[ >]*(?:```|~~~)", text, re.M)]
    headings = [found.start() for found in re.finditer(r"^#{1,3} ", text, re.M)]
    free = [at for at in headings if sum(fence < at for fence in fences) % 2 == 0 and text[:at].endswith("\n\n")]
    return free[len(free) // 2] if free else len(text)


def _plant_in_word(path: Path) -> None:
    from docx import Document

    try:
        document = Document(str(path))
    except KeyError:  # the strict form of Office Open XML: read by no python-docx, so nothing is planted and nothing found
        return
    if any("kb:" in paragraph.text for paragraph in document.paragraphs) or not document.paragraphs:
        return
    place = document.paragraphs[len(document.paragraphs) // 2]
    place.insert_paragraph_before(f"In the United States: {VALUE}.")
    place.insert_paragraph_before(f"{{kb:compare {TABLE}}}")
    document.save(str(path))
