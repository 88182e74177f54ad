"""The law's own words in an explanation: as text and as plain values. They are of texts on this machine, and in no release."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from typing import Any

from kb.explanation.reasons import Reason
from kb.texts.beside import LawWords

LONGEST, WIDTH = 1500, 120
HEADING = "In the words of the law, from texts on this machine:"


def law_json(law: LawWords) -> dict[str, Any]:
    """A passage of law as plain values."""
    return {
        "words": law.words,
        "language": law.language,
        "direction": law.direction,
        "edition": law.edition,
        "kind": law.kind,
        "exact": law.is_exact,
        "address": law.address or None,
        "sha256": law.sha256,
    }


def law_text(reasons: Sequence[Reason]) -> str:
    """The passages that the claims rest on, each once, in their language; nothing where no text is on this machine."""
    found = {(one.law.sha256, one.law.pinpoint): one.law for reason in reasons for one in reason.supports if one.law}
    lines = [line for law in found.values() for line in _lines(law)]
    return "\n".join(["", HEADING, *lines]) + "\n" if lines else ""


def _lines(law: LawWords) -> list[str]:
    near = "" if law.is_exact else ", the passage around it"
    words = " ".join(law.words.split())
    shown = words if len(words) <= LONGEST else words[:LONGEST].rsplit(" ", 1)[0] + " ..."
    lead = f"{law.pinpoint} [{law.language}] ({law.edition}; {law.kind}{near}):"
    return ["", lead, *textwrap.wrap(shown, WIDTH, initial_indent="   ", subsequent_indent="   ")]
