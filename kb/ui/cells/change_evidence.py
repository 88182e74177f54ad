"""The evidence of a change in the language of the page: what led to it, the citations in it, and the events."""

from __future__ import annotations

import re
from functools import cache

from kb.clocks.changes import Change
from kb.release.dossiers import cite_weighed
from kb.ui.frame.spoken import reading_words, said
from kb.ui.words import FIRST, spoken_language, t, vocabulary

LEADS = "sentence.led-"


def evidence_said(change: Change) -> list[str]:
    """Each item of the evidence of a change; what people wrote in it stays as it is."""
    if spoken_language() == FIRST:
        return list(change.evidence)
    cells = (change.before, change.after, *(one.cell for one in change.course))
    cited = {cite_weighed(one): cite_weighed(one, reading_words()) for cell in cells for one in cell.claims}
    return [_told(item, cited) for item in change.evidence]


def _told(item: str, cited: dict[str, str]) -> str:
    """An item with its lead and the citation in it; one that has neither is an event or stays as it is."""
    for key, pattern in _leads().items():
        if found := pattern.fullmatch(item):
            values = found.groupdict()
            return t(key, **{name: _told(value, cited) if name == "what" else value for name, value in values.items()})
    whole = max((one for one in cited if item.startswith(one)), key=len, default=None)
    return said(item) if whole is None else cited[whole] + item.removeprefix(whole)


@cache
def _leads() -> dict[str, re.Pattern[str]]:
    """What stands around the items, by its key in the words of pages."""
    english = {key: words for key, words in vocabulary(FIRST).items() if key.startswith(LEADS)}
    return {key: re.compile(_pattern(words), re.S) for key, words in english.items()}


def _pattern(words: str) -> str:
    parts = re.split(r"\{(\w+)\}", words)
    return "".join(
        f"(?P<{part}>{'.+' if part == 'what' else r'[0-9-]+'})" if number % 2 else re.escape(part)
        for number, part in enumerate(parts)
    )
