"""Words that ask what changed somewhere: they lead to the changes of the places and of the platform that are named."""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping, Sequence
from itertools import pairwise

from kb.naming import iris
from kb.searching.hits import CHANGES, Hit
from kb.searching.recognition import Meant
from kb.values.folding import folded

CHANGED = frozenset({"changed", "changes", "anderungen", "anderte", "andert", "geandert", "neuerungen"})
YEAR = re.compile(r"(?:19|20)\d\d")
FOR, THIS_YEAR = ("for", "fur"), {("this", "year"), ("dieses", "jahr"), ("diesem", "jahr")}
A_YEAR = datetime.timedelta(days=365)


def changes_asked(
    meant: Meant, text: str, names: Mapping[str, str], platform: str | None, today: datetime.date | None = None
) -> Hit | None:
    """The changes of the places that a text names, since the year that it names, since New Year, or over the last year.

    None where nobody asks for changes or names no place. ``names`` are those of jurisdictions and platforms by their slug,
    ``platform`` the one that is meant; one of a single letter is taken only after "for".
    """
    words, places = folded(text).split(), [iris.slug(one.iri) for one in meant.places]
    if not places or not CHANGED & set(words):
        return None
    whom = platform or next((after for word, after in pairwise(words) if word in FOR and after in names), None)
    since = _since(words, today or datetime.date.today())
    where = " and ".join(names.get(slug, slug) for slug in places)
    reached = f" for {names.get(whom, whom)}" if whom else ""
    label = f"What changed in {where}{reached} since {since}"
    return Hit(CHANGES, f"{','.join(places)}/{since}", label, "every answer that differs, with its cause", None, whom)


def _since(words: Sequence[str], today: datetime.date) -> str:
    """The first day of the year that is named or meant; without one, a year ago."""
    years = [word for word in words if YEAR.fullmatch(word) and int(word) <= today.year]
    if not years and not any(pair in THIS_YEAR for pair in pairwise(words)):
        return (today - A_YEAR).isoformat()
    return f"{years[0] if years else today.year}-01-01"
