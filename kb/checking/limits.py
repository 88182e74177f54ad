"""Words by which a statement limits what it says (some, large, designated, only if, pending), and those that a sentence drops."""

from __future__ import annotations

import re

# each kind of limit: how it is said; a sentence that says it in any of these ways does not drop it
LIMITS = tuple(
    map(
        re.compile,
        (
            r"\b(?:some|several|particular|specified|selected|(?<!is )(?<!are )(?<!was )(?<!be )certain)\b",
            r"\b(?:(?:very )?(?<!at )larg(?:e|er|est)|major|big|bigger|biggest|significant|designated)\b",
            r"\b(?:only|solely) (?:if|where|when|after|once)\b|\bprovided that\b",
        ),
    )
)
OF_ALL = re.compile(r"\bpending(?: (?:appeal|review|trial|litigation))?\b")  # limits a whole statement, wherever it stands
OF_ALL_SAID = re.compile(r"\b(?:pending|appeal\w*|litigation|until .* (?:decides|rules))\b")


def dropped(sentence: str, part: str, whole: str) -> tuple[str, ...]:
    """The limiting words that a sentence lacks: of the part of a statement that says the same, and of the whole of it."""
    spoken = sentence.lower()
    found = [match[0] for limit in LIMITS if (match := limit.search(part.lower())) and not limit.search(spoken)]
    if (held := OF_ALL.search(whole.lower())) and not OF_ALL_SAID.search(spoken):
        found.append(held[0])
    return tuple(found)
