"""Corrections of statements for a reviewer who has only the texts: some are true, into some one fault is put by rule.

The identifiers of claims whose passages are all in the texts at hand stand in the order of the SHA-256 of ``19:`` and the
identifier. Into the first that a fault fits it is put, the faults by turns; of the first that corrected another claim the
correction is taken as it stands. ``python -m tests.planted_corrections SHEET KEY`` writes what the reviewer reads and, apart
from it, the key.
"""

from __future__ import annotations

import csv
import datetime
import hashlib
import re
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

from kb.loaders.facts import read_facts
from kb.loaders.layout import facts_folder
from kb.loaders.record.statements import Statement, statements_of
from kb.texts.beside import LawWords, law_words

SEED, FALSE, TRUE = 19, 20, 10
OPEN, FIELDS = "9999-12-31", ("answer", "from", "until", "in_short")
Correction = dict[str, str]
NUMBER = re.compile(r"(?<![\d-])\d{1,3}(?:,\d{3})*(?![\d-])")
DUTY = (("must not", "may"), ("may not", "may"), ("must", "may"), ("may", "must"), ("can", "must"))
WHO = (
    ("the Commission", "the Court of Justice"), ("Commission", "Parliament"), ("Minister", "High Court"),
    ("Ofcom", "The county court"), ("A court", "The regulator"), ("court", "regulator"), ("President", "Congress"),
    ("authority", "court"), ("government", "court"),
)  # fmt: skip
WHOM = (
    ("very large platform", "small platform"), ("online platforms", "users"), ("platforms", "users"), ("platform", "user"),
    ("providers", "users"), ("services", "advertisers"), ("operators", "users"), ("organisation", "public agency"),
)  # fmt: skip
CONDITION = re.compile(r",? (?:unless|save|except|if|where|but|only) [^.;]*")


def place(identifier: str) -> str:
    """Where an identifier stands in the draw."""
    return hashlib.sha256(f"{SEED}:{identifier}".encode()).hexdigest()


def _said(said: Correction, new: str) -> Correction | None:
    return said | {"in_short": new} if new != said["in_short"] else None


def _day(said: Correction) -> Correction:
    """The day on which it begins, moved by 31 days."""
    day = datetime.date.fromisoformat(said["from"]) + datetime.timedelta(31)
    return said | {"from": day.isoformat()}


def _number(said: Correction) -> Correction | None:
    """The first number of the sentence, half as much again."""
    return _said(said, NUMBER.sub(lambda found: str(int(found[0].replace(",", "")) * 3 // 2 + 1), said["in_short"], count=1))


def _swapped(pairs: tuple[tuple[str, str], ...], said: Correction) -> Correction | None:
    for old, new in pairs:
        if re.search(rf"\b{old}\b", said["in_short"]):
            return _said(said, re.sub(rf"\b{old}\b", new, said["in_short"], count=1))
    return None


def _condition(said: Correction) -> Correction | None:
    """The first condition or exception left out."""
    return _said(said, CONDITION.sub("", said["in_short"], count=1))


def _repealed(said: Correction) -> Correction | None:
    """What has ended told as still in force."""
    return said | {"until": ""} if said["until"] not in ("", OPEN) and said["until"] < "2026-11-29" else None


FAULTS: dict[str, Callable[[Correction], Correction | None]] = {
    "day": _day,
    "number": _number,
    "duty": lambda said: _swapped(DUTY, said),
    "authority": lambda said: _swapped(WHO, said),
    "addressee": lambda said: _swapped(WHOM, said),
    "condition": _condition,
    "repealed": _repealed,
}


def _plain(statement: Statement) -> Correction:
    said = {name: str(statement.meaning.get(name) or "") for name in FIELDS}
    return said | {"until": "" if said["until"] == OPEN else said["until"]}


def _words(statement: Statement) -> list[LawWords]:
    """The passages that a claim rests on; none unless all are in the texts at hand."""
    instrument = statement.file.removeprefix("instruments/").removesuffix(".yaml")
    pinpoints = statement.meaning.get("rests_on") or ()
    found = [law_words(instrument, one) for one in (pinpoints if isinstance(pinpoints, tuple | list) else (pinpoints,))]
    return [one for one in found if one] if found and all(found) else []


def _claims() -> list[Statement]:
    facts = read_facts(facts_folder(None))
    every = (one for name in facts.files if name.startswith("instruments/") for one in statements_of(facts, name))
    return sorted((one for one in every if one.kind == "claim" and not one.withdrawn_on), key=lambda one: place(one.id))


def _goes_on(one: Statement, every: list[Statement]) -> bool:
    """Whether the same text gives the same answer again from the day on which a claim ends: the rule has not ended."""
    return any(
        (other.file, other.question) == (one.file, one.question)
        and other.meaning.get("from") == one.meaning.get("until")
        and other.meaning.get("answer") == one.meaning.get("answer")
        for other in every
    )


def drawn() -> list[tuple[Statement, str, Correction]]:
    """(statement, fault or ``none``, what the correction says) in the order of the draw, faults and true ones mixed."""
    faults, found = list(FAULTS), list[tuple[Statement, str, Correction]]()
    every = _claims()
    for one in every:
        said, planted = _plain(one), sum(fault != "none" for _, fault, _ in found)
        if not _words(one):
            continue
        if "--corrected-" in one.id and len(found) - planted < TRUE:
            found.append((one, "none", said))
        elif "--corrected-" not in one.id and planted < FALSE:
            fault = faults[planted % len(faults)]
            if fault == "repealed" and _goes_on(one, every):
                continue
            if new := FAULTS[fault](said):
                found.append((one, fault, new))
    return sorted(found, key=lambda one: place(one[0].id)[::-1])


def _sheet(number: int, one: Statement, new: Correction) -> Iterator[str]:
    yield f"\n## {number}. {one.file} {one.question}\n"
    yield "\n".join(f"- {name}: {value}" for name, value in new.items())
    for words in _words(one):
        yield f"\n> **{words.pinpoint}** ({words.edition})\n> {' '.join(words.words.split())[:3000]}"


def main(sheet: Path, key: Path) -> None:
    """Write the sheet, and the key apart from it."""
    rows = drawn()
    sheet.write_text("\n".join(line for n, (one, _, new) in enumerate(rows, 1) for line in _sheet(n, one, new)), encoding="utf-8")
    with key.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(("number", "statement", "fault", *(f"{side} {name}" for side in ("true", "given") for name in FIELDS)))
        writer.writerows((n, one.id, fault, *_plain(one).values(), *new.values()) for n, (one, fault, new) in enumerate(rows, 1))


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
