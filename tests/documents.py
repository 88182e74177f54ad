"""The documents that people read: their texts by path, and all of them as one text."""

import re

from tests.conftest import ROOT

PATHS = [
    ROOT / "README.md",
    *(ROOT / f"{name}.md" for name in ("CONTRIBUTING", "CODE_OF_CONDUCT", "SECURITY")),
    *sorted((ROOT / "docs").glob("*.md")),
]
DOCUMENTS = {path.relative_to(ROOT).as_posix(): path.read_text(encoding="utf-8") for path in PATHS}
README = DOCUMENTS["README.md"]
ALL = "\n".join(DOCUMENTS.values())
MARKER = "\n".join(re.search(r"    (<!-- kb:compare .*? -->)\n    (<!-- kb:end -->)", ALL).groups())


def commands(text: str) -> list[str]:
    """What follows "python -m kb" in lines of code and between backticks."""
    return [line.strip() for line in re.findall(r"(?:^    |`)python -m kb ([^`#\n]+)", text, re.MULTILINE)]


def blocks(language: str) -> dict[str, str]:
    """Every fenced block of a language, by its document and its place in it."""
    found = {
        name: re.findall(rf"^```{re.escape(language)}\n(.*?)^```", text, re.DOTALL | re.MULTILINE)
        for name, text in DOCUMENTS.items()
    }
    return {f"{name}[{at}]": code for name, codes in found.items() for at, code in enumerate(codes)}
