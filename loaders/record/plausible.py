"""What cannot have been meant: fillers where a sentence belongs, days that have not come, roles that the base does not know."""

from __future__ import annotations

import datetime
import re
from collections.abc import Collection, Iterator
from functools import cache

from kb.loaders.fields import Record
from kb.loaders.problems import one_of
from kb.loaders.walking import plain_values
from kb.loaders.yaml_files import Place

SENTENCES = {"in_short", "says", "because", "note", "read", "title", "about", "means", "how_to_code", "outcome", "what", "text"}
FILLER = re.compile(
    r"(?i:todo|tbd|tbw|fixme|xxx+|to be (written|added|done|filled in)|lorem ipsum.*)[.!]?|(TODO|TBD|FIXME)\b.*", re.DOTALL
)
DAYS = {("Coding", "on"): "coded", ("Reading", "read_on"): "read"}
ROLES = {("Coding", "by"), ("Reading", "by"), ("LookedThrough", "by"), ("Look", "by")}
ELSEWHERE = datetime.timedelta(days=1)  # where the day begins earlier, it is tomorrow already


def implausible(record: Record, roles: Collection[str]) -> Iterator[tuple[Place, str]]:
    """(place, what to write) for values of one record; ``roles`` are those of the base, none if it lists none."""
    latest = (datetime.date.today() + ELSEWHERE).isoformat()
    kind = type(record).__name__
    for key in _judged(type(record)):
        for index, value in plain_values(record, key):
            place: Place = (key.rstrip("_"), *index)
            if key in SENTENCES and FILLER.fullmatch(value.strip()):
                yield place, f"'{value.strip()}' is no sentence; write what is meant, or leave it out until it is known"
            elif (done := DAYS.get((kind, key))) and value > latest:
                yield place, f"{done} on {value}, a day that has not come; write the day on which it was {done}"
            elif (kind, key) in ROLES and roles and value not in roles:
                yield (
                    place,
                    f"'{value}' is none of the roles of base.yaml; {one_of(value, roles)}, or add it there under 'roles:'",
                )


@cache
def _judged(kind: type[Record]) -> tuple[str, ...]:
    """The fields of a kind of record that are sentences, days or roles."""
    return tuple(key for key in kind.model_fields if key in SENTENCES or (kind.__name__, key) in {*DAYS, *ROLES})
