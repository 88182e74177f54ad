"""What programs of earlier formats gave out, read by the program of today: addresses, tables, explanations and bundles.

What was said stands; how it is laid out follows today's program. A sealed or frozen file is never called tampered because
the program changed, and an address with a release answers from the data of that release. Since the general rule was told
apart from what holds for one platform, and the law of unions is laid over, some cells are decided by another claim: these
tests hold that there are no other differences, and that each is told.

``old_releases/old_releases.tar.xz`` holds for each format a release of the invented facts with what was given out of it; each
was made by the program of that format (``old_releases/give_out.py``).
"""

from __future__ import annotations

import csv
import io
import json
import logging
import shutil
import tarfile
from pathlib import Path

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from kb.asking.rerun import rerun
from kb.cells.comparison import compare
from kb.embedding.former import DEFAULT_CHANGED, former_labels
from kb.embedding.reports import embed
from kb.embedding.verification import SUPERSEDED, TAMPERED, verify
from kb.explanation.former_rules import LAYERED, PLATFORM_DECIDED
from kb.explanation.kept import read_explanation
from kb.explanation.replay import replay
from kb.keeping.restore import kept_in_place
from kb.opening.current import open_release
from kb.opening.past_releases import release_called
from kb.release.graph_reader import _keeps_good
from kb.release.identity import FORMAT, identifier
from kb.server import governed
from kb.server.embed_routes import ROUTES
from kb.tables.seals import content_hash, holds, read_seal
from kb.tables.shown import shown_markdown
from kb.upgrading.steps import DATA_FORMAT, STEPS
from kb.values.stored import KEEPS_GOOD
from tests.old_releases.give_out import FRAME, FRAMES

PACKED = Path(__file__).parent / "old_releases" / "old_releases.tar.xz"
FORMATS = (11, 12, 13, 14, 15, 16)
NAMES = {11: "5ed2a6d67e906b5d", 12: "c2b52bb907c7483f", 13: "1b57a9d610646565", 14: "eef69ddab2c5dede", 15: "cd37940fc361a277"}
NAMES |= {16: "32d11ca863c8020a"}
SCOPED = 16  # the first format of which tables tell the general rule, and what holds for platforms
SCOPES = {None: "general", "Very large online platform": "class"}  # how a scope is called since format 16
NOT_SAID = "it was laid out by an earlier version of the program"
CHANGED = {("xa", "forced-sale"): ("Required", "Review"), ("xb", "audit"): ("Withheld", "Other check")}
TOLD = tuple(f"{place} {question}: {was} -> {now}" for (place, question), (was, now) in CHANGED.items())
AT = {"as_of": "2025-06-01", "known_on": "2026-06-01"}
STAYS = ("release", "as_of", "known_on", "platform", "policy", "jurisdictions", "questions")
TABLES = ("table.html", "table.md", "table.tex", "table.json", "table.xlsx", "table.zip")


@pytest.fixture(scope="module")
def unpacked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("old")
    with tarfile.open(PACKED) as archive:
        archive.extractall(folder, **kept_in_place())
    return folder


@pytest.fixture(scope="module", params=FORMATS)
def number(request: pytest.FixtureRequest) -> int:
    return request.param


@pytest.fixture(scope="module")
def upgraded(unpacked: Path, number: int, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home in which the program was replaced and nothing was built since."""
    return shutil.copytree(unpacked / str(number) / "home", tmp_path_factory.mktemp("upgraded") / "home", symlinks=True)


@pytest.fixture(scope="module")
def replaced(unpacked: Path, number: int, mini_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home in which a release of today's became the current one."""
    home = shutil.copytree(mini_home, tmp_path_factory.mktemp("replaced") / "home", symlinks=True)
    shutil.copytree(unpacked / str(number) / "home" / "releases", home / "releases", dirs_exist_ok=True)
    return home


@pytest.fixture
def given(unpacked: Path, number: int) -> Path:
    return unpacked / str(number) / "given"


def test_there_is_a_release_of_every_earlier_format_that_can_be_read():
    assert FORMATS == tuple(range(min(STEPS), DATA_FORMAT)) == tuple(range(min(STEPS), FORMAT))


@pytest.fixture(params=["upgraded", "replaced"])
def answers(request, number, monkeypatch):
    """What a pinned address answers, by the suffix of its format; from a home of either kind."""
    monkeypatch.setenv("KB_HOME", str(request.getfixturevalue(request.param)))
    client = TestClient(Starlette(routes=list(ROUTES)), base_url="http://base.example")
    return lambda suffix: client.get(FRAME.format(suffix=suffix, release=NAMES[number]))


def changed(number):
    """The cells that the rules of today answer otherwise than those of a format."""
    return CHANGED if number < SCOPED else {}


def why_stale(number):
    """Why a table of a format is superseded, with the cells that answer otherwise."""
    return (DEFAULT_CHANGED, *TOLD) if number < SCOPED else (NOT_SAID,)


def word(number):
    """Words of the one cell that the tables of a format show."""
    return "must sell" if number < SCOPED else "may review"


def cells(content):
    return {(cell["jurisdiction"], cell["question"]): cell for cell in content["cells"]}


def cited(content, claim):
    """What a claim cites; before layout 8 the note of a search brought a full stop of its own."""
    texts = {note["n"]: (note["citation"].rstrip("."), note["url"]) for note in content["notes"]}
    return [texts[number] for number in claim["notes"]]


def own_claims(cell, number):
    """The claims of a cell that a format knew of, in their order: before format 16 none of a union's law."""
    return [claim for claim in cell["claims"] if number >= SCOPED or not claim["layer"]]


def without(told, *names):
    return {name: value for name, value in told.items() if name not in names}


@pytest.mark.parametrize("suffix", FRAMES)
def test_a_pinned_address_answers_for_good_from_its_own_release(suffix, number, answers):
    answer = answers(suffix)
    assert answer.status_code == 200 and "immutable" in answer.headers["Cache-Control"]
    labels = {cell["label"] for cell in answers(".json").json()["cells"]}
    assert NAMES[number] in answer.text and all(label in answer.text for label in labels)


def test_a_pinned_address_answers_on_the_same_questions_places_and_days(answers, given):
    then, now = json.loads((given / "frame.json").read_bytes()), answers(".json").json()
    assert {name: then[name] for name in STAYS} == {name: now[name] for name in STAYS}
    assert list(cells(then)) == list(cells(now))


def test_the_former_rules_say_what_the_address_said_and_only_platforms_and_unions_change_it(number, replaced, answers, given):
    then, now = cells(json.loads((given / "frame.json").read_bytes())), cells(answers(".json").json())
    reader = release_called(NAMES[number], replaced).reader
    labels = {place: cell["label"] for place, cell in then.items()}
    if number < SCOPED:
        assert former_labels(reader, compare(reader, ["xa", "xb"], **AT)) == labels
    assert {place: (was, now[place]["label"]) for place, was in labels.items() if was != now[place]["label"]} == changed(number)
    for place in changed(number):
        won = next(claim for claim in then[place]["claims"] if claim["won"])
        stands = next(claim["standing"] for claim in now[place]["claims"] if claim["id"] == won["id"])
        by_union = now[place]["layer"] == "xu" and won["answer"] is None
        assert stands == ("yields" if by_union else "otherwise") and bool(won["platform"]) is not by_union


def test_where_an_answer_stands_its_words_days_and_citations_stand_too(number, answers, given):
    then, now = json.loads((given / "frame.json").read_bytes()), answers(".json").json()
    for place, cell in cells(then).items():
        if place in changed(number):
            continue
        again = cells(now)[place]
        assert without(cell, "claims", "scope", "otherwise").items() <= again.items()
        assert again["scope"] == SCOPES.get(cell["scope"], cell["scope"])
        claims = own_claims(again, number)
        assert [claim["id"] for claim in claims] == [claim["id"] for claim in cell["claims"]]
        for was, told in zip(cell["claims"], claims, strict=True):
            assert without(was, "notes").items() <= told.items() and cited(then, was) == cited(now, told)


def test_what_was_told_of_platforms_is_told_still(number, answers, given):
    then, now = (cells(content) for content in (json.loads((given / "frame.json").read_bytes()), answers(".json").json()))
    for place, cell in then.items():
        told = now[place]["otherwise"]
        if number >= SCOPED:
            assert len(told) == len(cell["otherwise"])
            assert all(was.items() <= again.items() for was, again in zip(cell["otherwise"], told, strict=True))
        elif place in changed(number) and (won := next(claim for claim in cell["claims"] if claim["won"]))["platform"]:
            (again,) = told
            names = ("state", "answer", "label", "in_short", "legal_status", "enforcement_status")
            assert (again["platform"], again["name"]) == (won["platform"], cell["scope"])
            assert {name: again[name] for name in names} == {name: cell[name] for name in names}
        else:
            assert told == []


def test_where_another_claim_decides_none_is_lost_and_each_says_what_it_said(number, answers, given):
    then, now = (cells(content) for content in (json.loads((given / "frame.json").read_bytes()), answers(".json").json()))
    for place in changed(number):
        again = {claim["id"]: claim for claim in now[place]["claims"]}
        for was in then[place]["claims"]:
            assert without(was, "won", "rule", "standing", "notes").items() <= again[was["id"]].items()


def test_the_columns_of_a_pinned_csv_keep_their_names_and_order(answers, given):
    then = next(csv.reader(io.StringIO((given / "frame.csv").read_text(encoding="utf-8"))))
    assert next(csv.reader(io.StringIO(answers(".csv").text)))[: len(then)] == then


def test_a_release_keeps_its_name_and_is_derived_once(number, upgraded, caplog):
    caplog.set_level(logging.WARNING)
    shutil.rmtree(upgraded / "derived", ignore_errors=True)
    first = open_release(upgraded)
    assert first.id == NAMES[number] == first.reader.release_id and len(first.store) == first.manifest["quads"]
    assert len(caplog.records) == 1 and NAMES[number] in caplog.text
    assert open_release(upgraded).id == first.id and len(caplog.records) == 1


def test_names_are_of_the_data_alone_from_format_15_on(unpacked):
    import hashlib

    data = (unpacked / "15/home/current/data.nq").read_bytes()
    assert identifier(hashlib.sha256(data).hexdigest()) == NAMES[15] == hashlib.sha256(data).hexdigest()[:16]


def test_nothing_is_written_into_the_folder_of_an_old_release(number, upgraded, unpacked):
    open_release(upgraded).reader.questions()
    for name in ("data.nq", "manifest.json", "files.json", "facts.json"):
        before, after = (home / "releases" / NAMES[number] / name for home in (unpacked / str(number) / "home", upgraded))
        assert before.read_bytes() == after.read_bytes()
    assert len(list((upgraded / "releases" / NAMES[number]).iterdir())) == 4


@pytest.mark.parametrize("name", TABLES)
def test_a_sealed_table_is_superseded_by_the_rules_and_never_tampered(name, number, upgraded, replaced, given):
    same, newer = verify(given / name, upgraded), verify(given / name, replaced)
    assert same.word == newer.word == SUPERSEDED
    assert same.details == why_stale(number)
    was_replaced = () if (replaced / "current").resolve().name == NAMES[number] else newer.details[:1]
    unsaid = ("notes or remarks changed, no answer did",) if number >= SCOPED and was_replaced else ()
    assert newer.details == (*was_replaced, *same.details, *unsaid) and all(NAMES[number] in one for one in was_replaced)


@pytest.mark.parametrize("name", ["table.html", "table.md", "table.tex", "table.json"])
def test_a_changed_word_in_an_old_table_is_found(name, number, upgraded, given, tmp_path):
    text = (given / name).read_text(encoding="utf-8")
    assert word(number) in text
    edited = tmp_path / name
    edited.write_text(text.replace(word(number), "need not do it", 1), encoding="utf-8")
    assert verify(edited, upgraded).word == TAMPERED


def test_a_frozen_table_that_nobody_touched_stays_as_it_is(upgraded, replaced, given, tmp_path):
    whole = (given / "report.md").read_bytes()
    report = tmp_path / "report.md"
    report.write_bytes(whole)
    for home in (upgraded, replaced):
        assert embed([report], home, check=False)[0].changes == () and report.read_bytes() == whole


def test_an_edited_frozen_table_is_written_by_the_rules_of_today_from_its_own_release_and_says_so(
    number, replaced, given, tmp_path
):
    report = tmp_path / "report.md"
    whole = (given / "report.md").read_text(encoding="utf-8")
    report.write_text(whole.replace(word(number), "need not do it", 1), encoding="utf-8")
    (change,) = embed([report], replaced, check=False)[0].changes
    assert "edited by hand" in change.reasons[0]
    assert tuple(one for one in change.reasons[1:] if not one.startswith("words of your own are kept")) == why_stale(number)
    shown = shown_markdown(report.read_text(encoding="utf-8").split("frozen -->")[1].split("<!-- kb:end")[0])
    seal, own = read_seal(shown.seals[0]), release_called(NAMES[number], replaced)
    assert holds(seal, shown.pieces) and seal.release == own.id
    assert seal.content == content_hash(compare(own.reader, ["xa", "xb"], **AT))
    assert embed([report], replaced, check=True)[0].changes == ()


@pytest.mark.parametrize("name", ["why.json", "why.jsonld"])
def test_a_kept_explanation_differs_by_the_rules_alone_and_says_so(name, number, upgraded, replaced, given):
    earlier = read_explanation((given / name).read_bytes())
    for release in (open_release(upgraded), release_called(NAMES[number], replaced)):
        if number >= SCOPED:
            assert replay(release, earlier).differences == ()
            continue
        ruled, *differences = replay(release, earlier).differences
        assert ruled == PLATFORM_DECIDED
        assert [one.partition(";")[0].partition(":")[0] for one in differences] == [
            "the cell said 'Required'",
            "another claim wins",
            "the enforcement status was suspended",
        ]


def test_an_explanation_of_before_unions_were_shown_differs_by_that_rule(number, upgraded, given):
    if number >= SCOPED:
        pytest.skip("explanations of this format know of unions")
    release = open_release(upgraded)
    earlier = read_explanation((given / "why.json").read_bytes())
    own = cells(json.loads((given / "table.json").read_bytes()))["xb", "audit"]
    part = earlier.claims[0].model_copy(update={name: own["claims"][0][name] for name in ("id", "state", "answer", "rule")})
    asked = {"jurisdiction": "xb", "question": earlier.question.model_copy(update={"id": "audit"}), "claims": [part]}
    said = {name: own[name] for name in ("state", "answer", "legal_status", "enforcement_status")}
    assert replay(release, earlier.model_copy(update=asked | said)).differences[0] == LAYERED
    later = asked | said | {"known_on": "2026-06-02"}
    assert replay(release, earlier.model_copy(update=later), known_on="2026-06-01").differences[0] != LAYERED


def test_a_bundle_is_repeated_with_the_same_rows(upgraded, replaced, given):
    for home in (upgraded, replaced):
        found = rerun(open_release(home), given / "labels.zip")
        assert found.is_same and found.rows_then > 0


def test_an_old_release_of_which_the_data_were_changed_is_refused_by_name(number, unpacked, tmp_path, monkeypatch):
    home = shutil.copytree(unpacked / str(number) / "home", tmp_path / "home", symlinks=True)
    data = home / "current" / "data.nq"
    content = data.read_bytes()
    assert content.count(b"The named owner must sell") > 0
    data.write_bytes(content.replace(b"The named owner must sell", b"The named owner need sell"))
    monkeypatch.setenv("KB_HOME", str(home))
    client = TestClient(Starlette(routes=list(ROUTES)), base_url="http://base.example")
    noted: list[str] = []
    monkeypatch.setattr(governed, "note", lambda _, **said: noted.append(said.get("reason", "")))
    answer = client.get(FRAME.format(suffix=".md", release=NAMES[number]))
    assert answer.status_code == 503 and "cannot be read" in answer.text and "sell" not in answer.text
    assert "data.nq" in noted[0] and "data.nq" not in answer.text


def test_a_codebook_that_does_not_say_how_long_answers_keep_good_gets_the_usual_days():
    assert _keeps_good({"keeps_good": None, "keeps_good_open": None}) == KEEPS_GOOD
    assert _keeps_good({"keeps_good": "10", "keeps_good_open": "5"}) == (10, 5)
