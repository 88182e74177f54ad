"""The powers of authorities as a release records them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from kb.naming import iris
from kb.profiles.named import names_of
from kb.release.release import Release
from kb.release.rows import Row

Maximum = tuple[str, str, str]


@dataclass(frozen=True)
class Power:
    """One power of one holder; slugs for kind, class, act and place, ``maxima`` as (value, unit, currency or empty)."""

    key: str
    holder: str
    holder_name: str
    kind: str
    kind_name: str
    over: str
    over_name: str
    act: str
    act_name: str
    pinpoint: str
    place: str
    in_short: str
    valid_from: str
    valid_until: str
    asserted_on: str
    retracted_on: str
    checked: str
    grade: str | None
    evidence_to: str | None
    maxima: tuple[Maximum, ...] = ()


def powers(release: Release) -> list[Power]:
    """Every power, once for each holder, by holder and act."""
    found: dict[tuple[str, str], Power] = {}
    names = names_of(release)
    for row in release.rows("powers_in_record"):
        name = row["power"] or "", row["holder"] or ""
        power = found.get(name) or _power(row, names)
        found[name] = replace(power, maxima=tuple(dict.fromkeys([*power.maxima, *_maxima(row)])))
    return list(found.values())


def held_by(found: Iterable[Power]) -> dict[str, list[Power]]:
    """Powers by the short key of who holds them, those who hold most first."""
    grouped: dict[str, list[Power]] = {}
    for one in found:
        grouped.setdefault(one.holder, []).append(one)
    return dict(sorted(grouped.items(), key=lambda item: (-len(item[1]), item[1][0].holder_name)))


def _power(row: Row, names: Mapping[str, str]) -> Power:
    said = {name: value or "" for name, value in row.items()}
    return Power(
        key=said["power"].removeprefix(iris.ID),
        holder=said["holder"].removeprefix(iris.ID),
        holder_name=names.get(said["holder"], said["holder"]),
        kind=iris.slug(said["kind"]),
        kind_name=names.get(said["kind"], said["kind"]),
        over=iris.slug(said["over"]),
        over_name=names.get(said["over"], said["over"]),
        act=said["act"].removeprefix(iris.ID),
        act_name=names.get(said["act"], said["act"]),
        pinpoint=said["pinpoint"],
        place=iris.slug(said["place"]),
        in_short=said["in_short"],
        valid_from=said["from"],
        valid_until=said["until"],
        asserted_on=said["asserted"],
        retracted_on=said["retracted"],
        checked=iris.slug(said["checked"]),
        grade=iris.slug_or_none(row["grade"]),
        evidence_to=row["evidence_to"],
    )


def _maxima(row: Row) -> tuple[Maximum, ...]:
    return ((row["value"], iris.slug(row["unit"] or ""), row["currency"] or ""),) if row["value"] else ()
