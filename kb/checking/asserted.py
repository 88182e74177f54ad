"""Plain sentences that give an answer of a question by its name, or say yes to a question: requires storage in the country."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

from kb.checking.words import said
from kb.values.model import QuestionHead

FEWEST = 3  # words of the name of an answer that a sentence must all have
COVERED, EXPLAINED = 0.8, 0.8
OF_LAW = said("law laws legislation imposes applies").words  # that it is law adds nothing
YES_OR_NO = re.compile(r"^(?:Must|Is|Are|Can|May|Do|Does)\b")
# words that say the same in plain sentences; what stands for them is no word of English besides
ALIKE = tuple(
    (re.compile(pattern), f" {word} ")
    for pattern, word in (
        (r"\bdata locali[sz]ation\b", "data localstorage"),
        (
            r"\b(?:inside|within|in|on)\s+(?:the|its|their|this|that)\s+(?:own\s+)?(?:country|jurisdiction|territory|borders|soil)\b"
            r"|\b(?:locally|local|domestic|domestically|onshore)\b",
            "localplace",
        ),
        (
            r"\b(?:must|requires?|required|requirements?|obliges?|obliged|mandatory|mandates?|mandated|compels?|compelled)\b",
            "mandatory",
        ),
        (r"\b(?:ha(?:s|ve) to|bound to)\b", "mandatory"),
        (r"\b(?:stores?|stored|storing|storage|keeps?|kept|keeping|hosts?|hosted|hosting)\b", "storage"),
        (r"\blocalstorage\b", "localplace storage"),
    )
)
# what makes a sentence less than a plain statement of the law of today: conditions, limits, other times, somebody's word
NOT_PLAIN = re.compile(
    r"\b(?:only|some|certain|unless|except|if|when|where|until|before|after|since|former(?:ly)?|once|was|were|had|used to"
    r"|will|would|could|may|might|should|plans?|planned|propos\w+|bills?|drafts?|consider\w*|large|larger|designated|critical|listed|foreign"
    r"|says?|said|claim\w*|alleg\w*|according|report\w*|argu\w*|believ\w*|think\w*|want\w*|whether|copy|copies|backup\w*|but|although)\b"
    r"|\?$|\b(?:19|20)\d\d\b"
)


class Asserted(NamedTuple):
    """What a sentence gives: an answer of a question, or with None that there is such a rule; ``denied`` is its contrary."""

    head: QuestionHead
    answer: str | None
    denied: bool


def asserted(text: str, heads: Iterable[QuestionHead], names: frozenset[str]) -> Asserted | None:
    """The answer or question that a plain sentence says nearly and whole; None where it is no such sentence, or says several."""
    if NOT_PLAIN.search(text.lower()):
        return None
    own = _words(text) - names
    found: list[tuple[int, Asserted]] = []
    for head in heads:
        subject, denied = _words(head.text), said(text).negated
        for answer, label in head.answers:
            named = _words(label)
            if len(named) >= FEWEST and named <= own and _explained(own, named | subject):
                found.append((len(own & (named | subject)), Asserted(head, answer, denied)))
        if (
            YES_OR_NO.match(head.text)
            and _explained(own, subject)
            and len(subject & own) >= max(FEWEST + 1, COVERED * len(subject))
        ):
            found.append((len(own & subject), Asserted(head, None, denied)))
    best = [one for shared, one in found if shared == max(shared for shared, _ in found)]
    if len({one.head.id for one in best}) != 1:
        return None
    return next((one for one in best if one.answer), best[0])


def _explained(own: frozenset[str], by: frozenset[str]) -> bool:
    return len(own & by) >= EXPLAINED * len(own)


def _words(text: str) -> frozenset[str]:
    lowered = text.lower()
    for pattern, word in ALIKE:
        lowered = pattern.sub(word, lowered)
    return said(lowered).words - OF_LAW
