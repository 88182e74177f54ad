"""Write into the facts what was read beside the texts: readings with the hash of the passage and the true kind of the text.

A reading is one entry of the list ``evidence:``; an anonymous copy stays anonymous. What contradicts its passage without an
explanation is not signed, nor what is found only softly.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kb.amending.reading_text import with_readings
from kb.errors import UsageError
from kb.loaders.dossier_records import Instrument
from kb.loaders.evidence.grading import grade_of, rank
from kb.loaders.facts import read_facts
from kb.loaders.fields import SLUG
from kb.loaders.fields import Reading as Inherited
from kb.loaders.texts.law_text import first_day
from kb.loaders.words import grade_of_kind
from kb.loaders.yaml_files import Place
from kb.saving import save
from kb.texts.checking import Checked, CheckedPinpoint
from kb.texts.resolving import FOUND
from kb.texts.sentences import Told, told_sentences

Reading = dict[str, str]
ADDRESS = re.compile(r"https?://[^\s<>\"{}|\\^`]+")


@dataclass(frozen=True)
class Signed:
    """Readings for one place of one file."""

    file: str
    place: Place
    readings: tuple[Reading, ...]


def sign(root: Path, checked: Checked, role: str, day: str) -> int:
    """Write readings for every sentence whose passages were all found and are not contradicted; how many were written."""
    if not SLUG.fullmatch(role):
        raise UsageError(f"'{role}' is no role; write lower case letters, digits and single hyphens, such as kb-reviewers")
    texts: dict[str, str] = {}
    written = 0
    for one in sorted(_to_sign(root, checked, role, day), key=lambda one: (one.file, str(one.place))):
        before = texts.get(one.file) or (root / one.file).read_text(encoding="utf-8")
        texts[one.file], added = with_readings(before, one.place, one.readings)
        written += added
    for file, text in texts.items():
        save(root / file, text.encode())
    return written


def _to_sign(root: Path, checked: Checked, role: str, day: str) -> Iterator[Signed]:
    facts = read_facts(root)
    found = {(one.instrument, one.resolved.pinpoint): one for one in checked.pinpoints if _is_read(one)}
    contradicted = {one.told.id for one in checked.unexplained}
    for instrument in dict.fromkeys(name for name, _ in found):
        known = _known_of_copies(facts.instruments[instrument])
        for told in told_sentences(facts, instrument):
            if told.id not in contradicted and all((instrument, pinpoint) in found for pinpoint in told.pinpoints):
                read = (_as_known(reading, known) for reading in _readings(told, found, role, day))
                yield Signed(told.file, told.place, (*_inherited(told, found), *read))


def _inherited(told: Told, found: Mapping[tuple[str, str], CheckedPinpoint]) -> Iterator[Reading]:
    """What a statement had of its file, where it is better than what is signed: a list of its own takes the place of that."""
    kinds = [found[told.instrument, pinpoint].edition for pinpoint in told.pinpoints]
    worst = max((rank(grade_of_kind(one.kind)) for one in kinds if one), default=0)
    if told.inherited and rank(grade_of(told.inherited)) < worst:
        yield from (_plain(reading) for reading in told.inherited)


def _plain(reading: Inherited) -> Reading:
    return {name: str(value) for name, value in reading.model_dump(exclude_none=True).items()}


def _known_of_copies(act: Instrument) -> dict[tuple[str, ...], Reading]:
    """Publisher and address of what was read before: of the same words at the same place, else of the same edition."""
    known: dict[tuple[str, ...], Reading] = {}
    claims = [claim for claims in act.claims.values() for claim in claims]
    held = [*(one.evidence or () for one in act.provisions.values()), *(one.evidence or () for one in claims)]
    for reading in (one for readings in held for one in readings):
        said = {name: value for name in ("publisher", "address") if (value := getattr(reading, name))}
        if said and reading.edition:
            known.setdefault((reading.edition, reading.passage or "", reading.sha256 or ""), said)
            known.setdefault((reading.edition,), said)
    return known


def _as_known(reading: Reading, known: Mapping[tuple[str, ...], Reading]) -> Reading:
    """A reading with the publisher and the address that are known of its edition, where the text itself names none."""
    edition, passage, sha256 = (reading.get(name, "") for name in ("edition", "passage", "sha256"))
    return {**known.get((edition, passage, sha256), known.get((edition,), {})), **reading}


def _is_read(one: CheckedPinpoint) -> bool:
    return one.resolved.state == FOUND and bool(one.resolved.words) and one.edition is not None


def _readings(told: Told, found: Mapping[tuple[str, str], CheckedPinpoint], role: str, day: str) -> Iterator[Reading]:
    for pinpoint in told.pinpoints:
        one = found[told.instrument, pinpoint]
        assert one.edition is not None
        is_of_another = one.resolved.version != one.edition.version
        dated = first_day(one.resolved.version) if is_of_another else one.edition.dated
        given: dict[str, Any] = {
            "read": told.instrument,
            "edition": one.resolved.version[:400],
            "passage": pinpoint,
            "kind": one.edition.kind,
            "publisher": one.edition.publisher,
            "address": one.resolved.address if ADDRESS.fullmatch(one.resolved.address) else "",
            "dated": dated if dated <= day else "",
            "current_to": one.edition.current_to if one.edition.current_to <= day else "",
            "read_on": day,
            "by": role,
            "sha256": one.resolved.sha256,
        }
        yield {name: value for name, value in given.items() if value}
