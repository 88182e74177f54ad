"""Whether the sentence of an amended answer still says the old one: its number, in digits or words, or what it is called."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kb.language.number_words import WORDS
from kb.loaders.answer_words import amount_of
from kb.values.questions import QuestionHead

SMALL = {str(value): word for word, value in WORDS["en"].items() if value <= 12}
LARGE = (("billion", 9), ("million", 6), ("thousand", 3))


def still_said(head: QuestionHead, old: str, new: str, sentence: str) -> str | None:
    """What of the old answer the sentence still says, as it stands there; None if nothing of it, or if both answers are one.

    Answers are written as in the facts, the members of a set with ``; `` between them: ``24``, ``20000000 EUR``, ``block; fine``.
    """
    for way in _ways(head, old, new):
        if found := re.search(rf"(?<![\w.,]){way}(?!\w|[.,]\d)", sentence, re.IGNORECASE):
            return found[0]
    return None


def _ways(head: QuestionHead, old: str, new: str) -> Iterator[str]:
    """Patterns of the ways to say what the old answer says and the new one does not."""
    was, now = amount_of(old), amount_of(new)
    if head.scale == "number" and was:
        if not now or now.value != was.value:
            yield from _numbers(was.value)
        return
    for member in old.split("; "):
        if member and member not in new.split("; "):
            called = dict(head.answers).get(member, "")
            yield from map(re.escape, filter(None, (called, member.replace("-", " "), member)))


def _numbers(value: str) -> Iterator[str]:
    """A number in digits, with its thousands apart, in words where it is small, and by the million."""
    whole, _, rest = value.partition(".")
    yield re.escape(value)
    if rest:
        return
    yield f"{int(whole):,}".replace(",", "[., \u00a0]")
    if whole in SMALL:
        yield SMALL[whole]
    for name, zeros in LARGE:
        if len(whole) > zeros:
            front, back = whole[:-zeros], whole[-zeros:].rstrip("0")
            yield rf"{front}[.]{back} {name}" if back else f"{front} {name}"
