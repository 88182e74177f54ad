"""Other people's reports with our tables in them, built by the tools of their authors and looked at by machine.

Every report of a folder is embedded twice and built with each tool that is here. A build passes where the tool ends well, no
character is missing, no word stands beyond the page, no two lines of a cell are glued together, the author's own text is as
it was, the second run changes nothing and, for Word, saving in LibreOffice changes nothing.

    python -m benchmarks.report_builds FOLDER [--plant]

With ``--plant`` a report that has no marker gets two: a table and a value.
"""

from __future__ import annotations

import argparse
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from importlib.util import find_spec
from pathlib import Path

from benchmarks.report_texts import missing_of, own_text, plant
from kb.embedding.reports import KINDS, embed
from kb.errors import KnowledgeBaseError

LONGEST = 300.0
EDGE = 12.0  # points; what is nearer to the edge of a page is cut off by printers
GLUED = re.compile(r"[a-z.](?:In force[;,]|For the class:|Otherwise for|Another rule beside|Beside it:|Not confirmed in a)")
MARKDOWN = ("md", "markdown", "qmd", "rmd")
OVERFULL = re.compile(r"Overfull \\hbox \((\d+)\.\d+pt too wide\)")


@dataclass(frozen=True)
class Build:
    """One report built with one tool, and what is wrong with it; nothing where it passes.

    ``fails_alone`` says that the tool fails on the author's report without our tables too.
    """

    report: str
    tool: str
    faults: tuple[str, ...]
    fails_alone: bool = False


def run(folder: Path, home: Path | None, work: Path, is_planted: bool = False) -> list[Build]:
    """Every report of a folder, embedded and built in a folder of its own; the reports themselves stay as they are."""
    reports = sorted(path for path in folder.rglob("*") if path.suffix.lower().lstrip(".") in KINDS and path.is_file())
    copies = []
    for number, path in enumerate(reports):
        place = work / f"{number:03}"
        shutil.copytree(path.parent, place, dirs_exist_ok=True) if path.parent != folder else place.mkdir(parents=True)
        copies.append(Path(shutil.copy(path, place / path.name)))
        shutil.copy(path, place / f"own-{path.name}")
        if is_planted:
            plant(copies[-1])
    found = [build for path in copies for build in _embedded(path, home)]
    whole = [path for path in copies if not any(build.faults for build in found if build.report == path.name)]
    found += [build for path in whole for build in _judged(path)]
    return found + list(_in_libreoffice([path for path in whole if path.suffix in (".docx", ".odt")], home, work))


def _embedded(path: Path, home: Path | None) -> Iterator[Build]:
    """The report with its tables, twice: what is its author's stays, the second run changes nothing."""
    own = own_text(path)
    try:
        first = embed([path], home, check=False)
        once = path.read_bytes()
        again = embed([path], home, check=False)
    except KnowledgeBaseError as error:
        yield Build(path.name, "embed", (str(error),))
        return
    except Exception as error:
        yield Build(path.name, "embed", (f"traceback: {error!r}",))
        return
    faults = [f"the second run changes line {one.line}" for one in again[0].changes]
    faults += ["the second run changes bytes"] if path.read_bytes() != once else []
    faults += ["no marker was found"] if not first[0].is_checked and not first[0].found.shown else []
    faults += [f"lost of the author: {lost}" for lost in missing_of(own, own_text(path))]
    yield Build(path.name, "embed", tuple(faults))


def _judged(path: Path) -> Iterator[Build]:
    """The builds of a report; one that fails is tried without our tables, as its author wrote it."""
    builds = list(_built(path))
    if any(build.faults for build in builds):
        with_tables = path.read_bytes()
        path.write_bytes(path.with_name(f"own-{path.name}").read_bytes())
        alone = {build.tool for build in _built(path) if build.faults}
        path.write_bytes(with_tables)
        builds = [replace(build, fails_alone=bool(build.faults) and build.tool in alone) for build in builds]
    yield from builds


def _built(path: Path) -> Iterator[Build]:
    kind = path.suffix.lower().lstrip(".")
    text = path.read_text(encoding="utf-8", errors="replace") if kind != "docx" else ""
    if kind in MARKDOWN:
        for to in ("plain", "docx", "html", "pdflatex", "xelatex"):
            yield from _pandoc(path, to)
    if kind == "tex" and "\\documentclass" in text:
        for engine in ("pdflatex", "xelatex"):
            yield from _latex(path, engine)
    if kind == "ipynb":
        yield from _nbconvert(path)
    if kind == "rst" and find_spec("docutils"):
        yield from _tool(path, "rst2html", [sys.executable, "-m", "docutils", "--report=2", path.name, "out.html"], "out.html")
    if kind == "typ":
        yield from _typst(path)
    if kind == "html":
        yield from _tool(path, "pandoc from html", ["pandoc", path.name, "-t", "plain", "-o", "out.txt"], "out.txt")


def _pandoc(path: Path, to: str) -> Iterator[Build]:
    out = {"plain": "out.txt", "docx": "out.docx", "html": "out.html"}.get(to, f"{to}.pdf")
    engine = [f"--pdf-engine={to}"] if out.endswith("pdf") else ["-t", to]
    if not shutil.which("pandoc") or (out.endswith("pdf") and not shutil.which(to)):
        return
    yield from _tool(path, f"pandoc to {to}", ["pandoc", "-f", "markdown", path.name, "-s", *engine, "-o", out], out)


def _latex(path: Path, engine: str) -> Iterator[Build]:
    if not shutil.which(engine):
        return
    _started([engine, "-interaction=nonstopmode", "-no-shell-escape", path.name], path.parent)
    done = _started([engine, "-interaction=nonstopmode", "-no-shell-escape", path.name], path.parent)
    log = path.with_suffix(".log")
    said = log.read_text(encoding="latin-1") if log.is_file() else ""
    faults = [line for line in said.splitlines() if line.startswith("!")][:2]
    faults += [f"{found} pt beyond the text" for found in OVERFULL.findall(said) if int(found) > 2][:2]
    faults += ["a character is missing"] if "Missing character" in said else []
    faults += [] if done == 0 or faults else [f"the tool ended with {done}"]
    yield Build(path.name, engine, tuple(faults or _pages(path.with_suffix(".pdf"))))


def _nbconvert(path: Path) -> Iterator[Build]:
    for to, out in (("html", "out.html"), ("latex", "out.tex")):
        command = [sys.executable, "-m", "nbconvert", "--to", to, "--output", "out", path.name]
        if _started([sys.executable, "-m", "nbconvert", "--version"], path.parent) == 0:
            yield from _tool(path, f"nbconvert to {to}", command, out)


def _typst(path: Path) -> Iterator[Build]:
    import typst

    try:
        typst.compile(path, output=path.with_suffix(".pdf"))
    except Exception as error:
        yield Build(path.name, "typst", (str(error)[:200],))
        return
    yield Build(path.name, "typst", tuple(_pages(path.with_suffix(".pdf"))))


def _in_libreoffice(paths: list[Path], home: Path | None, work: Path) -> Iterator[Build]:
    """Word files as pages, and saved again: the tables stay what they are."""
    if not shutil.which("soffice") or not paths:
        return
    for path in paths:
        shutil.copy(path, work / f"{path.parent.name}-{path.name}")
    names = {path: work / f"{path.parent.name}-{path.name}" for path in paths}
    for to, place in (("pdf", work / "pages"), ("docx", work / "saved"), ("odt", work / "saved")):
        chosen = [str(copy) for copy in names.values() if to == "pdf" or copy.suffix == f".{to}"]
        profile = f"-env:UserInstallation=file://{work}/profile"
        if chosen:
            _started(["soffice", profile, "--headless", "--convert-to", to, "--outdir", str(place), *chosen], work)
    for path, copy in names.items():
        yield Build(path.name, "LibreOffice to pdf", tuple(_pages(work / "pages" / f"{copy.stem}.pdf")))
        yield Build(path.name, "LibreOffice saves it", tuple(_saved(work / "saved" / copy.name, home)))


def _saved(path: Path, home: Path | None) -> Iterator[str]:
    if not path.is_file():
        yield "LibreOffice made no file"
        return
    (report,) = embed([path], home, check=True)
    yield from (f"stale after LibreOffice saved it: {change.reasons[0]}" for change in report.changes)


def _tool(path: Path, name: str, command: list[str], out: str) -> Iterator[Build]:
    done, made = _started(command, path.parent), path.parent / out
    if done != 0 or not made.is_file():
        yield Build(path.name, name, (f"the tool ended with {done}",))
        return
    faults = list(_pages(made)) if out.endswith(".pdf") else list(_read(made))
    yield Build(path.name, name, tuple(faults))


def _read(made: Path) -> Iterator[str]:
    """What is wrong with a text, a page for browsers or a Word file."""
    text = "\n".join(own_text(made)) if made.suffix == ".docx" else made.read_text(encoding="utf-8", errors="replace")
    text = re.sub(r"<(?!/?(?:td|th|p|div|li|br|tr)\b)[^>]*>", "", text) if made.suffix == ".html" else text
    yield from _glued(text)


def _glued(text: str) -> Iterator[str]:
    yield from (f"glued: {text[max(found.start() - 20, 0) : found.end() + 10]!r}" for found in GLUED.finditer(text))
    if "\ufffd" in text or "[^kb" in text:
        yield "a sign of replacement or a raw note stands in it"


def _pages(pdf: Path) -> Iterator[str]:
    """What is wrong with the pages of a PDF: words beyond the page, glued lines, signs of replacement."""
    if not pdf.is_file():
        yield "no pages were made"
        return
    if not shutil.which("pdftotext"):
        return
    boxes = subprocess.run(["pdftotext", "-bbox", str(pdf), "-"], capture_output=True, text=True, check=False).stdout
    about = subprocess.run(["pdfinfo", "-l", "99", str(pdf)], capture_output=True, text=True, check=False).stdout
    is_turned = re.search(r"rot: +(?:90|270)", about) is not None
    width = height = 0.0
    for line in boxes.splitlines():
        if page := re.search(r'<page width="([\d.]+)" height="([\d.]+)"', line):
            sizes = float(page[1]), float(page[2])
            width, height = (max(sizes), max(sizes)) if is_turned else sizes
        if word := re.search(r'xMin="([-\d.]+)" yMin="([-\d.]+)" xMax="([-\d.]+)" yMax="([-\d.]+)">(.*?)</word>', line):
            left, top, right, bottom = map(float, word.groups()[:4])
            if left < EDGE / 4 or right > width - EDGE or top < 0 or bottom > height:
                yield f"beyond the page: {word[5]!r}"
                break
    yield from _glued(subprocess.run(["pdftotext", str(pdf), "-"], capture_output=True, text=True, check=False).stdout)


def _started(command: list[str], place: Path) -> int:
    try:
        return subprocess.run(command, cwd=place, capture_output=True, check=False, timeout=LONGEST).returncode
    except (OSError, subprocess.TimeoutExpired):
        return -1


def told(builds: Iterable[Build]) -> str:
    """How many passed, every failure by report and tool, and what fails as its author wrote it, which counts neither way."""
    builds = list(builds)
    listed = [build for build in builds if not build.fails_alone]
    failed = [build for build in listed if build.faults]
    alone = [build for build in builds if build.fails_alone]
    passed = len(listed) - len(failed)
    reports = len({build.report for build in listed})
    lines = [f"{passed} of {len(listed)} builds of {reports} reports pass ({100 * passed / max(len(listed), 1):.1f} %)"]
    lines += [_line(build) for build in failed]
    lines += [f"{len(alone)} more fail without our tables too:"] if alone else []
    return "\n".join([*lines, *map(_line, alone)])


def _line(build: Build) -> str:
    return f"{build.report}, {build.tool}: {'; '.join(build.faults)[:300]}"


def main() -> None:
    """Run over a folder and tell the result; exit code 1 if anything failed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--plant", action="store_true", help="give markers to reports that have none")
    parser.add_argument("--home", type=Path)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as work:
        builds = run(given.folder, given.home, Path(work), given.plant)
    print(told(builds))
    raise SystemExit(any(build.faults for build in builds))


if __name__ == "__main__":
    main()
