"""Whether a sentence is English, as all that the base says is: told by the small words that every sentence has."""

from __future__ import annotations

import re

WORD = re.compile(r"[^\W\d_]+")
ENGLISH = frozenset(
    re.findall(
        r"\w+",
        "the of and to is are was were be been by for from with that which this these those has have had may must can could "
        "shall should will would not no its it their they under below at as an on into than or if when who how any all "
        "do does did before after until within without only need needs",
    )
)
OF_GERMAN = (
    "der die das den dem des ein eine einen einem einer eines und oder ist sind wird werden wurde wurden nicht kein keine für "
    "mit von vom zu zum zur auf nach aus bei seit unter über durch gegen sich auch muss müssen darf dürfen kann können gilt "
    "gehört wer dass im ab bis hat haben sein ihre wenn als"
)
OF_FRENCH_SPANISH_ITALIAN_AND_PORTUGUESE = (
    "le la les du une est sont et dans pour par avec sur aux qui que ne pas el los las una es son y en por con para del il lo "
    "gli di è della nel nella che non um uma os são na ao não"
)
OTHERS = frozenset(re.findall(r"\w+", f"{OF_GERMAN} {OF_FRENCH_SPANISH_ITALIAN_AND_PORTUGUESE}"))


def is_english(text: str) -> bool:
    """Whether a sentence has no fewer small words of English than of other languages; without any, whether it is in ASCII."""
    words = [word.lower() for word in WORD.findall(text)]
    english, others = sum(word in ENGLISH for word in words), sum(word in OTHERS for word in words)
    return english >= others if english or others else text.isascii()
