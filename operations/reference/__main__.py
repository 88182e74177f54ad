"""Write the reference pages, the glossary, the JSON-LD context and the issue forms; ``--check`` only says which are stale.

python -m operations.reference
python -m operations.reference --check
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

from operations.reference import facts, glossary, issue_forms, ontology, programs
from operations.reference.pages import Part, Section, pages, put_in, stale, table

ROOT = Path(__file__).resolve().parents[2]
FOLDER, FORMS = ROOT / "docs/reference", ROOT / ".github/ISSUE_TEMPLATE"
GLOSSARY, README = ROOT / "docs/glossary.md", ROOT / "README.md"
PARTS = (
    programs.commands, programs.python, programs.routes, programs.answers, programs.comparison,
    facts.records, facts.codebook, facts.queries, facts.words, ontology.ontology,
)  # fmt: skip


def written() -> dict[Path, str]:
    """Every generated file with its text as it should be."""
    parts = [make() for make in PARTS]
    found = {}
    for part in (*parts, _contents(parts)):
        for name, title, lines in pages(part):
            path = FOLDER / f"{name}.md"
            before = path.read_text(encoding="utf-8") if path.is_file() else None
            found[path] = put_in(before, title, part.about, lines)
    found[FOLDER / "context.jsonld"] = ontology.context()
    found |= dict(_words())
    return found | {FORMS / name: text for name, text in issue_forms.forms()}


def _words() -> Iterator[tuple[Path, str]]:
    """The glossary, and the table of marks in the README."""
    lines = [line for section in glossary.sections() for line in section.text]
    for path, title, made in ((GLOSSARY, "Glossary", lines), (README, "The marks", glossary.table_of_marks())):
        before = path.read_text(encoding="utf-8") if path.is_file() else None
        yield path, put_in(before, title, "What the words of pages, tables, files and commands mean.", made)


def _contents(parts: list[Part]) -> Part:
    rows = [(", ".join(f"[{title}]({name}.md)" for name, title, _ in pages(part)), part.about) for part in parts]
    section = Section("Pages", tuple(table(("page", "what it holds"), rows)))
    about = "Generated from the program and the facts, and tested: a page that is stale fails a test."
    return Part("README", "Reference", about, (section,))


def left_over(files: dict[Path, str]) -> list[Path]:
    """Generated files of before that nothing fills any more."""
    return sorted({*FOLDER.glob("*.md"), *FORMS.glob("*.yml")} - files.keys() - {FORMS / "config.yml"})


def main(arguments: list[str]) -> int:
    """0 if all is as it should be, or was written; 1 if ``--check`` found something stale."""
    files = written()
    wrong = [*stale(files), *left_over(files)]
    if "--check" in arguments:
        sys.stdout.write("".join(f"stale: {path.relative_to(ROOT)}; run python -m operations.reference\n" for path in wrong))
        return 1 if wrong else 0
    for path in left_over(files):
        path.unlink()
    for path in stale(files):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(files[path], encoding="utf-8")
    sys.stdout.write(f"{len(files)} files, {len(wrong)} of them new, changed or removed\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
