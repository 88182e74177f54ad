"""The order of keys in a file: what a thing is, from when until when, what is said, where that was read, who coded it.

Keys without a place here come last, in the order in which the fields of the record are declared. Keys between brackets may stand
in any order among each other. A key with a question mark may stand there as well, and is not put there if it stands elsewhere.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from kb.loaders.fields import Record

STATED = "(note evidence id coded) withdrawn"
READ = "(evidence coded looked_through note)"
READ_AFTER = "(evidence? coded? looked_through? note?)"
ORDER = {
    "Instrument": f"title short type jurisdiction identifiers official_url approaches platforms {READ} dates {READ_AFTER} "
    "relations parties other_parties provisions claims open",
    "Case": "title short kind forum jurisdiction identifiers official_url (evidence coded looked_through note platforms parties "
    f"concerns) steps outcome {READ_AFTER} amounts holdings claims open",
    "Source": f"title short kind publisher (identifiers official_url published dated accessed) {READ} claims open",
    "AbsenceFile": "(coded looked_through evidence) absences open",
    "Absence": "absence id? scope from until covers? in_short searched (searched_on note evidence id coded looked_through "
    "covers) in_short? withdrawn",
    "Claim": f"answer id? jurisdiction scope from until beside left_to_members (in_short rests_on) {STATED}",
    "Event": f"on until? what (until to provision covers by) {STATED}",
    "Step": f"on what by (in_short provision) {STATED}",
    "Passage": "says quote (evidence note)",
    "OpenMatter": "what in id? since look_again because in_short could_change (note evidence id coded) looked closed evidence? "
    "withdrawn",
    "Statement": "where says subject predicate object held_for verdict because (evidence answers about note) coded withdrawn",
    "Answering": "question jurisdiction answer scope from until in_short says_from",
    "Power": "held_by kind over under provision from until in_short (maximum note) evidence coded withdrawn",
    "Membership": "in from until under",
    "Stake": "owner from until percent in_short evidence coded rests_on",
    "Operation": "operator in from until in_short evidence coded",
    "Designation": "as in by from until rests_on in_short evidence coded",
    "Reading": "read (edition passage kind publisher address dated current_to) read_on by address? sha256",
    "Jurisdiction": "name kind aliases at member_of (codes same_as) note",
    "Organisation": "name kind (seat established_in) official_url aliases part_of (owners note)",
    "Dimension": "title about version since changed earlier (keeps_good order) questions",
    "Question": "formerly? text scale answers unit direction least most how_to_code formerly replaced_by note",
    "Resolution": "apart ours found (amended note)",
}
GROUPS = re.compile(r"\(([^)]*)\)|([\w?]+)")


@cache
def _groups(record: type[Record]) -> tuple[tuple[str, ...], ...]:
    """Keys that may stand in any order among each other, group by group; what no group names comes last."""
    found = [tuple((several or single).split()) for several, single in GROUPS.findall(ORDER.get(record.__name__, ""))]
    declared = (field.alias or name for name, field in record.model_fields.items())
    return (*found, *((key,) for key in declared if not any(key in group for group in found)))


def keys_of(record: type[Record]) -> list[str]:
    """The keys of a record in the order of the house, each once."""
    return [key for group in _groups(record) for key in group if not key.endswith("?")]


def in_order(record: type[Record] | None, given: Sequence[str]) -> list[str]:
    """The keys of an entry as the house has them: as they are if that is an order of the house, or if one of them is unknown."""
    if record is None or not set(given) <= set(keys_of(record)) or _is_in_order(_groups(record), given):
        return list(given)
    places = {key: place for place, group in enumerate(_groups(record)) for key in group}
    return sorted(given, key=places.__getitem__)


def _is_in_order(groups: Sequence[Sequence[str]], given: Sequence[str]) -> bool:
    place = 0
    for key in given:
        while place < len(groups) and not {key, f"{key}?"} & set(groups[place]):
            place += 1
    return place < len(groups)
