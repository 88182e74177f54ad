"""What is pending in the law, told without what this base could not find out; and how many matters are open in all."""

from __future__ import annotations

from collections.abc import Iterable

from kb.briefing.course import cells_in, in_court
from kb.briefing.events_told import Told
from kb.briefing.phrases import Phrases
from kb.naming import iris
from kb.release.release import Release
from kb.tables.sheet import clean
from kb.values.matters import OpenMatter
from kb.values.stored import as_known

MOST_OTHERS = 6
UNKNOWN = "outcome-unknown"  # what this base could not find out is nothing that is pending


def of_others(release: Release, platform: str) -> frozenset[str]:
    """Short keys of the cases that name platforms, but not this one."""
    named: dict[str, set[str]] = {}
    for row in release.rows("cases_in_record"):
        if (row["relation"] or "").endswith("#platform"):
            named.setdefault((row["case"] or "").removeprefix(iris.ID), set()).add(iris.slug(row["other"] or ""))
    return frozenset(key for key, platforms in named.items() if platform not in platforms)


def cases_told(phrases: Phrases, most: int) -> list[Told]:
    """The cases that are open, those on which most answers hang first."""
    found = phrases.found
    cases = sorted(in_court(found.matters, found.rules), key=lambda one: -len(cells_in(found, one)))
    return _told(phrases, cases)[:most]


def matters_told(phrases: Phrases, most: int) -> list[Told]:
    """What else is pending, those on which most answers hang first."""
    found = phrases.found
    others = [one for one in found.matters if one.what not in (*found.rules.open_in_court, UNKNOWN)]
    return _told(phrases, sorted(others, key=lambda one: (-len(cells_in(found, one)), one.due(found.table.known_on))))[:most]


def others_line(phrases: Phrases) -> list[str]:
    """How many cases of others than the platform are open on rules that reach it, by name; they are not told as its own."""
    found = phrases.found
    others = [one for one in in_court(found.every_matter, found.rules) if one not in found.matters]
    names = list(dict.fromkeys(name for one in others if (name := phrases.named(one.in_))))
    if not names:
        return []
    said = phrases.language.t("and-more", names="; ".join(names[:MOST_OTHERS]), n=len(names) - MOST_OTHERS)
    named = said if len(names) > MOST_OTHERS else "; ".join(names)
    return [phrases.counted("of-others", names, platform=found.table.platform_name, names=named)]


def _told(phrases: Phrases, matters: Iterable[OpenMatter]) -> list[Told]:
    return list(dict.fromkeys(Told(clean(_matter(phrases, one))) for one in matters))


def _matter(phrases: Phrases, matter: OpenMatter) -> str:
    """An open matter with the places whose answers it could change, what is pending, and since when."""
    t, found = phrases.language.t, phrases.found
    slugs = dict.fromkeys(slug for slug, _ in matter.cells if slug in found.places)
    place, name = phrases.language.listed([phrases.name(slug) for slug in slugs]), phrases.named(matter.in_)
    since = as_known(matter.since, matter.precision)
    if says := found.rules.known_of(matter.in_short):
        is_named = not name or name in says
        return t("matter", place=place if is_named else f"{place}, {name}", says=says, since=since)
    return t("matter-named", place=place, name=name or t("a-matter"), kind=t(f"matter-kind.{matter.what}"), since=since)


def open_line(phrases: Phrases) -> list[str]:
    """How many matters are open on the answers, and when the base looks at the first of them again."""
    matters = phrases.found.every_matter
    if not matters:
        return []
    day = min(one.due(phrases.found.table.known_on) for one in matters)
    return [phrases.counted("matters-open", matters, day=day)]
