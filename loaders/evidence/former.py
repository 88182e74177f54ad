"""Evidence as it was written before it was a list of readings: ``{grade, read_in, checked}``. It is still read, as readings.

Nothing is lost and nothing added: the words of ``read_in`` become what was read, the grade a kind of text; where the old form
said confirmed, the day and the role of the coding are those of the reading. No day of a text is taken from the words.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

FORMER = {"grade", "read_in", "checked"}
NOT_READ = re.compile(r"^(from memory|not read)\b", re.IGNORECASE)
TRANSLATED = re.compile(r"^translations?\b", re.IGNORECASE)
COPIED = re.compile(
    r"\b(cop(y|ies)|mirror|archive|Wikisource|AustLII|Open Terms Archive|set out by|quoted in|public data set|page images)\b"
    r"|[\w-]+\.(com|de|in)\b"
)
PUBLISHERS = (
    "White House", "Wikisource", "Indian Kanoon", "JurisHand", "Legjur", "Lawontips", "Sooperkanoon", "dpdpa.co.in",
    "lexparency.org", "AustLII", "Australian Taxation Office", "gesetze-mit-links.de", "buzer.de", "chinadataregulation.com",
    "WTI database", "Open Terms Archive",
)  # fmt: skip


def in_readings(value: Any, coded: Any = None) -> Any:
    """A document in which every evidence of the former form is a list of readings; ``coded`` is the coding of what is around."""
    if isinstance(value, list):
        return [in_readings(one, coded) for one in value]
    if not isinstance(value, dict):
        return value
    own = value.get("coded") or coded
    return {
        name: [reading(one, own)] if name == "evidence" and is_former(one) else in_readings(one, own)
        for name, one in value.items()
    }


def is_former(evidence: Any) -> bool:
    """Whether some evidence is written in the former form."""
    return isinstance(evidence, dict) and set(evidence) == FORMER and all(isinstance(one, str) for one in evidence.values())


def reading(evidence: Mapping[str, str], coded: Any) -> dict[str, str]:
    """The reading that evidence of the former form tells of."""
    said = evidence["read_in"]
    kind = _kind(evidence["grade"], said)
    found = {"read": said, "kind": kind}
    if kind == "copy" and (publisher := next((name for name in PUBLISHERS if name in said), None)):
        found["publisher"] = publisher
    if evidence["checked"] == "confirmed" and isinstance(coded, dict) and {"on", "by"} <= coded.keys():
        found |= {"read_on": coded["on"], "by": coded["by"]}
    return found


def _kind(grade: str, said: str) -> str:
    if NOT_READ.match(said):
        return "memory"
    if grade != "primary":
        return grade
    if TRANSLATED.match(said):
        return "translation"
    return "copy" if COPIED.search(said) else "official-text"
