"""Sentences as sets of words that can be laid beside each other: content words, numbers with their units, negation, certainty."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

NEGATIONS = frozenset(("not", "no", "never", "none", "neither", "nor", "without", "cannot", "nobody"))
CERTAIN = re.compile(
    r"\b(?:beyond (?:any )?doubt|undisputed(?:ly)?|certain(?:ly)?|no doubt|without doubt|indisputabl[ey]|settled)\b"
)
IDLE = frozenset(
    re.findall(
        "[a-z]+",
        "a an the of to in on at by for from with and or as is are was were be been it its that this these those which who whom "
        "their they them he she his her has have had do does did if than then so such there here any all also more most other "
        "into under over up out only may must can could shall should will would need needs",
    )
)
WORD = re.compile(r"[a-z]+(?:-[a-z]+)*")
PERCENT = re.compile(r"(\d+(?:\.\d+)?)\s*(?:%|percent|per cent)")
AGE = re.compile(
    r"(?:under|below|aged?|anyone under|until)\s+(?:the age of\s+)?(\d{1,2})\b(?!\s*(?:%|percent|per cent|million|months))"
)
YEARS = re.compile(r"\b(\d{1,2})\s+years")
AMOUNT = re.compile(r"(?:\b([a-z]{3})|([€£$]))\s?(\d[\d,.]*)\s*(million|billion)?")
SIGNS = {"€": "eur", "£": "gbp", "$": "usd"}
TIMES = {"million": 1e6, "billion": 1e9, "": 1}
Number = tuple[str, float]


@dataclass(frozen=True)
class Said:
    """What a sentence says in words that can be compared."""

    words: frozenset[str]
    numbers: frozenset[Number]
    negated: bool
    certain: bool


@lru_cache(maxsize=1 << 13)
def said(text: str) -> Said:
    """A sentence as words, numbers with units (percent, age, a currency), whether it denies and whether it insists."""
    lowered = text.lower().replace("n't", " not")
    every = WORD.findall(lowered)
    insists = bool(CERTAIN.search(lowered))
    denies = sum(word in NEGATIONS for word in WORD.findall(re.sub(r",? which nobody doubts", "", CERTAIN.sub("", lowered))))
    words = frozenset(stem(part) for word in every for part in word.split("-") if part not in IDLE and part not in NEGATIONS)
    return Said(words, frozenset(_numbers(lowered)), denies % 2 == 1, insists)


def stem(word: str) -> str:
    """A word without the endings by which its forms differ."""
    for ending in ("ies", "ing", "ed", "es", "s"):
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            return word.removesuffix(ending) + ("y" if ending == "ies" else "")
    return word.removesuffix("e") if len(word) > 4 else word


def _numbers(text: str) -> list[Number]:
    found: list[Number] = [("percent", float(one)) for one in PERCENT.findall(text)]
    found += [("years", float(one)) for one in (*AGE.findall(text), *YEARS.findall(text))]
    for code, sign, digits, times in AMOUNT.findall(text):
        number = digits.replace(",", "").rstrip(".")
        if (sign or len(code) == 3) and re.fullmatch(r"\d+(?:\.\d+)?", number):
            found.append((SIGNS.get(sign, code), float(number) * TIMES[times]))
    return found
