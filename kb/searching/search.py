"""Find what answers the words that somebody typed, the best first.

A thing that is called exactly so comes first. Words that ask for a question of the codebook lead to its cell where a place
is named with it, else to its table; then come things that are named, then whatever has the words in its text.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import islice

from kb.errors import UnavailableError
from kb.naming import iris
from kb.release.kept_connections import reading
from kb.release.release import Release
from kb.release.search import FILE, Found, described, with_words
from kb.searching.answering import cells
from kb.searching.changes_asked import changes_asked
from kb.searching.hits import Hit, hit_of
from kb.searching.owners import holders
from kb.searching.recognition import Meant, Named, meaning, questions_meant
from kb.searching.unused import Unused, of_the_rest, of_things
from kb.searching.vocabulary import Vocabulary, vocabulary
from kb.values.folding import folded

SURE, NEARLY_AS_SURE = 0.3, 0.75
MOST_PLACES, MOST_QUESTIONS = 12, 3
CALLED, TABLE = "is called so", "the table of all places answers it"
OF_A_PLACE = ("instrument", "case")


def search(release: Release, words: str, limit: int = 20) -> list[Hit]:
    """What answers or has the words, the best first; at most ``limit``.

    Raises UnavailableError if the release has no search index that can be read.
    """
    try:
        known = vocabulary(release)
        with reading(release, FILE) as database:
            meant = meaning(database, known, words)
            if not meant.words:
                return []
            found = _found(release, database, known, meant, words, limit)
            return list(islice(_once(found), limit))
    except FileNotFoundError:
        raise UnavailableError(f"release {release.id} has no search index; run 'python -m kb build'") from None
    except (sqlite3.Error, OSError) as error:
        raise UnavailableError(f"the search index cannot be read: {error}; run 'python -m kb build'") from None


def _found(
    release: Release, database: sqlite3.Connection, known: Vocabulary, meant: Meant, words: str, limit: int
) -> Iterator[Hit]:
    yield from _described(database, [one for one in meant.whole if one.kind != "question"], CALLED)
    asked = _asked(release, known, meant)
    platform = next((iris.slug(one.iri) for one in meant.things if one.kind == "platform"), None)
    unused = Unused(known, meant, words)
    if changes := changes_asked(meant, words, _names(release), platform):
        yield replace(changes, unused=unused.by_changes([*meant.places, *of_things(meant.things, platform)]))
    if meant.tie:
        left = unused.by_name([*meant.places, *meant.things])
        found = (hit for named, said in holders(release, meant) for hit in _described(database, [named], said))
        yield from (replace(hit, unused=left) for hit in found)
    yield from _answers(release, database, meant, asked[:1], platform, unused)
    yield from _described(database, meant.things, CALLED)
    yield from _answers(release, database, meant, asked[1:], platform, unused)
    telling = [word for word in re.findall(r"\w+", words) if folded(word) not in known.passed_over]
    texts = map(hit_of, with_words(database, " ".join(telling) or words, limit))
    yield from sorted(texts, key=lambda hit: hit.kind == "question" and "/" in hit.id)
    yield from _described(database, _of_questions(asked), TABLE)
    yield from _described(database, meant.places, CALLED)


def _names(release: Release) -> dict[str, str]:
    """Jurisdictions and platforms by their slugs."""
    platforms = {slug: head.name for slug, head in release.reader.platforms().items()}
    return platforms | dict(release.reader.jurisdictions())


def _asked(release: Release, known: Vocabulary, meant: Meant) -> list[str]:
    """The questions that are meant, the surest first, then one that speaks of words which the first does not.

    None if the words tell of none.
    """
    found = questions_meant(known, meant.left, meant.words)
    if not found or found[0][0] < SURE:
        return []
    today = [name for name, head in release.reader.questions().items() if not head.replaced_by]
    nearly = [question for sure, question in found if sure >= NEARLY_AS_SURE * found[0][0] and question in today]
    rest = (
        next((one for one in of_the_rest(known, meant, nearly[0]) if one in today and one not in nearly), None)
        if nearly
        else None
    )
    return [*nearly[: MOST_QUESTIONS - bool(rest)], *([rest] if rest else [])]


def _answers(
    release: Release, database: sqlite3.Connection, meant: Meant, asked: Sequence[str], platform: str | None, unused: Unused
) -> Iterator[Hit]:
    """The cells of the places that are named, or whose law is; else the table of a question for all places."""
    of_law = [one for one in meant.things if one.kind in OF_A_PLACE]
    named = [(iris.slug(one.iri), one) for one in meant.places]
    named = named or [(one.iri.removeprefix(iris.ID).split("/")[1], one) for one in of_law]
    places = list(dict.fromkeys(place for place, _ in named))[:MOST_PLACES]
    used = [one for place, one in named if place in places]
    for question in asked:
        if places:
            left = unused.by_question(question, [*used, *of_things(meant.things, platform)])
            found = cells(release, places, question, platform)
        else:
            left, found = unused.by_question(question, used), _described(database, _of_questions([question]), TABLE)
        yield from (replace(hit, unused=left) for hit in found)


def _of_questions(asked: Iterable[str]) -> list[Named]:
    return [Named(iris.entity("question", question), "question", "") for question in asked]


def _described(database: sqlite3.Connection, named: Sequence[Named], why: str) -> Iterator[Hit]:
    """Things by name, with how what is said of them begins."""
    rows: dict[str, Found] = {found.iri: found for found in described(database, [one.iri for one in named])}
    for one in named:
        if one.iri in rows:
            yield hit_of(rows[one.iri], why)


def _once(hits: Iterable[Hit]) -> Iterator[Hit]:
    """Each hit where it comes first."""
    seen: set[str] = set()
    for hit in hits:
        if hit.key not in seen:
            seen.add(hit.key)
            yield hit
