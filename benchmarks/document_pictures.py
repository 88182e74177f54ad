"""The pictures of the documents, made from a base: a comparison, a report with a table in it, and the page of the app.

    python -m benchmarks.document_pictures HOME

HOME is a folder with a release. Written are small PNG files in docs/pictures; look at them before they are committed. Needed are
pandoc, LibreOffice and poppler for the report, and Chromium for the page.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

from PIL import Image

from benchmarks.app_browser import Browser, served, until_answers
from kb.values.view import View

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "docs" / "pictures"
QUESTIONS = ("forced-divestiture", "data-localization-requirement")
WIDEST, COLOURS, MOST_BYTES = 1100, 64, 120_000
MARGIN = 40  # points around what is written
REPORT = """\
# Who may order the sale of a platform?

The answers differ between the United States, the European Union and Singapore, and so did the answer within the United
States from one month to the next. The table says what held on 15 September 2025.

<!-- kb:compare us eu sg questions=forced-divestiture platform=tiktok as-of=2025-09-15 detail=label notes=none -->
<!-- kb:end -->

The table is written by the base: change the day in the marker, run the command again, and only the table changes.
"""


def main() -> None:
    """Write the pictures."""
    home = Path(sys.argv[1]).resolve()
    FOLDER.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as made:
        work = Path(made)
        for picture in (_comparison(home, work), _report(home, work), _page(home, work)):
            _small(picture, FOLDER / picture.name)
    for path in sorted(FOLDER.glob("*.png")):
        size = path.stat().st_size
        assert size <= MOST_BYTES, f"{path.name} has {size} bytes"
        print(f"{path.relative_to(ROOT)}: {size // 1000} kB")


def _kb(home: Path, *arguments: object) -> None:
    subprocess.run([sys.executable, "-m", "kb", *map(str, arguments), "--home", str(home)], cwd=ROOT, check=True)


def _comparison(home: Path, work: Path) -> Path:
    asked = [part for question in QUESTIONS for part in ("-q", question)]
    shown = ["--platform", "tiktok", "--as-of", "2025-09-15", "--detail", "label", "--notes", "none", "--fit", "slide"]
    _kb(home, "compare", "us", "eu", "sg", *asked, *shown, "-o", work / "comparison.png")
    return work / "comparison.png"


def _report(home: Path, work: Path) -> Path:
    """A report in Markdown with its table put in, as Word shows it."""
    (work / "report.md").write_text(REPORT, encoding="utf-8")
    _kb(home, "embed", work / "report.md")
    subprocess.run(["pandoc", "report.md", "-o", "report.docx"], cwd=work, check=True)
    profile = f"-env:UserInstallation={(work / 'office').as_uri()}"
    subprocess.run(
        ["soffice", profile, "--headless", "--convert-to", "pdf", "report.docx"], cwd=work, check=True, capture_output=True
    )
    subprocess.run(["pdftoppm", "-png", "-singlefile", "-r", "110", "report.pdf", "report"], cwd=work, check=True)
    return _without_margins(work / "report.png")


def _without_margins(path: Path) -> Path:
    picture = Image.open(path).convert("L")
    box = picture.point(lambda value: 255 if value < 200 else 0).getbbox()
    assert box is not None, "an empty page"
    Image.open(path).crop((box[0] - MARGIN, box[1] - MARGIN, box[2] + MARGIN, box[3] + MARGIN)).save(path)
    return path


def _page(home: Path, work: Path) -> Path:
    """The first screen of the page Compare."""
    asked = View(["us", "eu", "sg"], questions=QUESTIONS, platform="tiktok", as_of="2025-09-15").address()
    with served(home) as address:
        until_answers(address)
        browser = Browser()
        try:
            shape = {"width": 1280, "height": 860, "deviceScaleFactor": 1, "mobile": False}
            browser.driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", shape)
            browser.visit(f"{address}/compare?{asked}", "")
            browser.driver.save_screenshot(str(work / "page-compare.png"))
        finally:
            browser.close()
    return work / "page-compare.png"


def _small(source: Path, target: Path) -> None:
    picture = Image.open(source).convert("RGB")
    picture.thumbnail((WIDEST, WIDEST * 2))
    picture.quantize(COLOURS).save(target, optimize=True)


if __name__ == "__main__":
    main()
