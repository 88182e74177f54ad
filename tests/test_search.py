"""Search finds entities by name, alias, identifier and text, ranks names first, and forgives small mistakes."""

import shutil
import sqlite3
import threading
from collections import defaultdict
from types import SimpleNamespace

import pytest

from kb.building.search_index import SearchWriter
from kb.errors import UnavailableError
from kb.naming import iris
from kb.release import search as texts
from kb.release.kept_connections import reading
from kb.release.release import Release
from kb.release.search import FILE
from kb.searching.search import search


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


@pytest.mark.parametrize(("words", "expected"), [("latform", "instrument/xa/platform-act"), ("SAMPLE uni", "jurisdiction/xu")])
def test_names_that_hold_the_letters_anywhere_are_found(mini_release, words, expected):
    hits = search(mini_release, words)
    assert expected in [hit.key for hit in hits]
    assert all("«" in hit.passage for hit in hits)


def test_a_number_within_an_identifier_is_found(real_release):
    assert keys(real_release, "2022R2065", 1) == ["instrument/eu/dsa"]


def test_what_is_said_of_an_entity_is_found_and_shown(mini_release):
    hit = search(mini_release, "dismissed", 1)[0]
    assert hit.key == "case/xa/clip-v-examplia" and "«dismissed»" in hit.passage.lower()


def test_an_absence_is_found_by_what_was_searched(mini_release):
    hits = search(mini_release, "constitution of testland")
    assert hits[0].key == "claim/absence/xb/forced-sale/1900-01-01" and hits[0].label.startswith("Absence: ")


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
    rows = database.execute("SELECT iri, alias, identifier, body FROM documents").fetchall()
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


def test_a_hit_by_name_tells_how_what_is_said_of_it_begins(real_release):
    assert "profiling" in next(hit for hit in search(real_release, "DSA art 38") if hit.key == "instrument/eu/dsa/art_38").says


@pytest.mark.parametrize(("typed", "meant"), [("singapoer", "jurisdiction/sg"), ("bytednace", "organisation/bytedance")])
def test_swapped_letters_are_forgiven(real_release, typed, meant):
    assert meant in keys(real_release, typed, 5)


def index_of(folder, rows):
    """A folder with a search index of invented entities: (path, 1 if a part, name, text) each."""
    folder.mkdir()
    writer = SearchWriter(folder)
    for path, part, name, text in rows:
        writer.add_rows([(iris.entity("instrument", path), "instrument", part, name, "", "", text)])
    writer.finish()
    invented = Release(folder, {"id": "invented"})
    vars(invented)["reader"] = SimpleNamespace(platforms=dict, jurisdictions=dict)
    return invented


def test_a_connection_is_used_again_and_never_for_a_file_that_was_replaced(mini_release, tmp_path):
    old = index_of(tmp_path / "release", [("xa/one", 0, "First act", "old words")])
    assert keys(old, "old words") == ["instrument/xa/one"]
    with reading(old, FILE) as first:
        pass
    with reading(old, FILE) as again, reading(old, FILE) as other:
        assert again is first and other is not first
    new = index_of(tmp_path / "new", [("xa/two", 0, "Second act", "new words")])
    shutil.rmtree(old.path)
    new.path.rename(old.path)
    assert keys(old, "old words") == ["instrument/xa/two"] and keys(old, "First") == []


def test_a_connection_that_failed_is_not_used_again(tmp_path):
    release = index_of(tmp_path / "release", [("xa/one", 0, "First act", "")])
    with pytest.raises(sqlite3.Error), reading(release, FILE) as failed:
        failed.execute("SELECT nothing")
    with reading(release, FILE) as fresh:
        assert fresh is not failed and fresh.execute("SELECT count(*) FROM documents").fetchone() == (1,)


def test_threads_search_at_the_same_time(real_release):
    expected, found = keys(real_release, "transparency"), []
    threads = [threading.Thread(target=lambda: found.append(keys(real_release, "transparency"))) for _ in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [expected] * 12


def test_of_very_many_matches_whole_entities_with_short_texts_are_weighed(tmp_path, monkeypatch):
    rows = [(f"xa/act/art_{number}", 1, f"Part {number}", "common") for number in range(40)]
    rows += [("xa/long", 0, "Long act", "common " + "words " * 30), ("xa/short", 0, "Short act", "a common word")]
    release = index_of(tmp_path / "release", rows)
    assert len(search(release, "common", 100)) == 42
    monkeypatch.setattr(texts, "MOST_WEIGHED", 2)
    assert set(keys(release, "common")) == {"instrument/xa/short", "instrument/xa/long"}


def test_a_rare_word_among_common_ones_decides(tmp_path, monkeypatch):
    monkeypatch.setattr(texts, "MOST_WEIGHED", 5)
    rows = [(f"xa/{number}", 0, f"Act {number}", "common words") for number in range(30)]
    rows += [("xa/rare", 0, "Z", "seldom " + "filling " * 41), ("xa/both", 0, "Y", "seldom common " + "filling " * 40)]
    release = index_of(tmp_path / "release", rows)
    assert keys(release, "common seldom unheardof")[:2] == ["instrument/xa/both", "instrument/xa/rare"]


def test_a_hit_of_words_has_a_short_name():
    found = texts.Found("https://w3id.org/policykb/id/instrument/us/pafaca", "instrument", "PAFACA", "", "")
    assert found.key == "instrument/us/pafaca"
