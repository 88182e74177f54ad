"""Search finds entities by name, alias, identifier and text, ranks names first, and forgives small mistakes."""

import sqlite3
from collections import defaultdict

import pytest

from kb.errors import UnavailableError
from kb.search import FILE, search


def keys(release, words, limit=5):
    return [hit.key for hit in search(release, words, limit)]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("32022R2065", "instrument/eu/dsa"),
        ("Pub. L. 118-50", "instrument/us/pafaca"),
        ("DSA art 38", "instrument/eu/dsa/art_38"),
        ("ByteDance", "organisation/bytedance"),
        ("[2026] IEHC 347", "case/ie/dpc-tiktok-transfers"),
        ("Personal Data Protection Act 2012", "instrument/sg/pdpa"),
        ("pafaca", "instrument/us/pafaca"),
        ("pafcaa", "instrument/us/pafaca"),
        ("digitl servces act", "instrument/eu/dsa"),
    ],
)
def test_the_first_hits_hold_what_was_meant(real_release, words, expected):
    assert expected in keys(real_release, words, 3)


def test_the_last_letters_of_a_word_may_be_missing(mini_release):
    assert "instrument/xa/sale-act" in keys(mini_release, "sale platf")


def test_what_is_said_of_an_entity_is_found_and_shown(mini_release):
    hit = search(mini_release, "dismissed", 1)[0]
    assert hit.key == "case/xa/clip-v-examplia" and "«dismissed»" in hit.snippet.lower()


def test_an_absence_is_found_by_what_was_searched(mini_release):
    hits = search(mini_release, "constitution of testland")
    assert [hit.key for hit in hits] == ["claim/absence/xb/forced-sale/1900-01-01"] and hits[0].name.startswith("Absence: ")


@pytest.mark.parametrize("words", ["", "  ", '"', "* - +", "zzzzqqqq"])
def test_odd_words_find_nothing_and_break_nothing(mini_release, words):
    assert keys(mini_release, words) == []
    assert keys(mini_release, "clip")


@pytest.mark.parametrize("words", ["')); DROP TABLE texts; --", "name:clip OR body:*", '"clip" NOT "other"'])
def test_words_are_words_and_never_commands(mini_release, words):
    before = keys(mini_release, "clip")
    keys(mini_release, words)
    assert keys(mini_release, "clip") == before != []


def test_where_no_entity_has_all_the_words_those_with_some_are_shown(mini_release):
    assert "instrument/xb/privacy-act" in keys(mini_release, "privacy act unheardof clause")
    assert keys(mini_release, "NEAR(a b)") == ["source/article/c2"]


def test_the_limit_is_kept(real_release):
    assert len(search(real_release, "tiktok", 7)) == 7


def test_a_release_without_an_index_says_so(mini_release, tmp_path):
    with pytest.raises(UnavailableError, match="no search index"):
        search(type(mini_release)(tmp_path, mini_release.manifest), "clip")


def indexed(release) -> dict[str, tuple[set[str], ...]]:
    """Aliases, identifiers and texts of every entity in the index, by IRI."""
    database = sqlite3.connect(release.path / FILE)
    rows = database.execute("SELECT iri, alias, identifier, body FROM texts").fetchall()
    return {iri: tuple(set(text.split("\n")) - {""} for text in texts) for iri, *texts in rows}


def test_the_index_holds_what_the_stored_query_finds_in_the_graph(real_release):
    said = defaultdict(lambda: defaultdict(set))
    for row in real_release.rows("searchable_texts"):
        said[row["entity"]][row["field"]].add(row["text"])
    found = indexed(real_release)
    assert len(found) > 1000
    assert found == {iri: tuple(said[iri][field] for field in ("alias", "identifier", "text")) for iri in found}
    kinds = ("instrument", "case", "source", "platform", "organisation", "jurisdiction", "question")
    named = {iri for iri, fields in said.items() if fields["name"] and "/scheme/" not in iri}
    assert {iri for iri in named if iri.split("/id/")[1].split("/")[0] in kinds} <= set(found)
