"""The columnar cell table gives every cell what the comparison gives it, at any point of both clocks, for any platform."""

from __future__ import annotations

import datetime
import random
import shutil
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from conftest import cases, home_with
from hypothesis import HealthCheck, given
from hypothesis import strategies as st

from benchmarks.generated_base import file_count, graphs
from benchmarks.generated_plan import Plan
from benchmarks.peer_duckdb import Duckdb
from benchmarks.peer_engines import Cells, Comparisons, StoredQueries
from benchmarks.peer_limit import Limit
from benchmarks.peer_sparql import Pyoxigraph
from kb.building.build import build, publish
from kb.cells.comparison import ask, choose_questions, compare
from kb.cells.layered_matrix import layered_matrix
from kb.cells.matrix import Matrix, matrix
from kb.opening.current import open_release
from kb.release.cell_table import CELLS, INTERVALS, CellTable, open_table
from kb.release.files import ReleaseFiles
from kb.release.intact import IntactFolder
from kb.release.release import Release
from kb.values.model import EARLIEST, STATES, Cell
from kb.values.view import View
from tests.conftest import MINI_FACTS

Seen = tuple[object, ...]


def generated(plan: Plan, home: Path) -> Release:
    names: dict[str, str] = {}
    publish(graphs(plan, names), file_count(plan), names, home)
    return open_release(home)


@pytest.fixture(scope="module")
def release(tmp_path_factory: pytest.TempPathFactory) -> Release:
    """A generated release with everything that decides a cell."""
    return generated(Plan(jurisdictions=9, questions=14, rounds=3, core_columns=9), tmp_path_factory.mktemp("generated"))


def table_of(release: Release) -> CellTable:
    table = open_table(release.files, release.id)
    assert table is not None
    return table


def seen_in_cell(cell: Cell) -> Seen:
    statuses = (cell.legal_status, cell.enforcement_status)
    winner = cell.winner.claim.iri if cell.winner else None
    return (
        winner,
        cell.state,
        cell.answer,
        cell.disputed,
        *statuses,
        cell.valid_from,
        cell.in_short if winner and not cell.parts else None,
    )


def seen_in_matrix(found: Matrix) -> dict[tuple[str, str], Seen]:
    words, claims = found.table.words, found.table.texts("claim", range(len(found.table)))
    sentences = found.table.texts("in_short", range(len(found.table)))
    seen: dict[tuple[str, str], Seen] = {}
    for line, question in enumerate(found.questions):
        for column, jurisdiction in enumerate(found.jurisdictions):
            at = (line, column)
            row = found.winner[at]
            start = datetime.date.fromordinal(found.valid_from[at]).isoformat() if row >= 0 else None
            seen[jurisdiction, question] = (
                claims[row] if row >= 0 else None,
                STATES[found.state[at]],
                words.values[found.answer[at]] if found.answer[at] >= 0 else None,
                bool(found.disputed[at]),
                *(words.statuses[place[at]] if place[at] >= 0 else None for place in (found.legal, found.enforcement)),
                None if start == EARLIEST else start,
                sentences[row] if row >= 0 and found.said[at] >= 0 else None,
            )
    return seen


def check(release: Release, as_of: str, known_on: str, platform: str | None) -> None:
    reader, table = release.reader, table_of(release)
    point = ask(reader, View(as_of=as_of, known_on=known_on, platform=platform))
    found = layered_matrix(reader, table, point, questions=[head.id for head in choose_questions(reader.questions(), (), ())])
    expected = compare(reader, list(reader.jurisdictions()), as_of=as_of, known_on=known_on, platform=platform)
    assert seen_in_matrix(found) == {(cell.jurisdiction, cell.question): seen_in_cell(cell) for cell in expected.cells}


def points(release: Release, number: int, seed: int) -> list[tuple[str, str, str | None]]:
    """Random points of both clocks, many on the very days on which something begins or ends."""
    chance, reader = random.Random(seed), release.reader
    claims = [claim for question in reader.questions() for claim in reader.history(question)]
    days = sorted({day for claim in claims for day in (claim.valid_from, claim.valid_until)} - {"9999-12-31"})
    known = sorted({day for claim in claims for day in (claim.asserted_on, claim.retracted_on)} - {"9999-12-31"})
    near = [lambda day: day, lambda day: (datetime.date.fromisoformat(day) - datetime.timedelta(days=1)).isoformat()]
    platforms = [None, *reader.platforms()]
    return [
        (chance.choice(near)(chance.choice(days[1:])), chance.choice(near)(chance.choice(known)), chance.choice(platforms))
        for _ in range(number)
    ]


def test_every_cell_of_the_real_facts_is_that_of_the_comparison(real_release: Release):
    for point in points(real_release, 25, seed=3):
        check(real_release, *point)


@pytest.mark.parametrize("known_on", ["2026-11-22", "2026-12-31"])
def test_platforms_of_the_real_facts_have_their_own_matrix(real_release: Release, known_on: str):
    """Those with rules of their own, and some of the many others."""
    platforms = sorted(real_release.reader.platforms())
    for platform in sorted({"tiktok", "x", "youtube", "temu", "wechat", "capcut", *random.Random(7).sample(platforms, 10)}):
        check(real_release, "2026-06-01", known_on, platform)


def test_every_cell_of_a_generated_base_is_that_of_the_comparison(release: Release):
    for point in points(release, 60, seed=5):
        check(release, *point)


def test_the_invented_facts_with_claims_beside_each_other(mini_release: Release):
    for year in range(2009, 2028):
        for platform in (None, "clip", "other"):
            check(mini_release, f"{year}-06-01", "2026-06-01", platform)


@cases(8, suppress_health_check=[HealthCheck.too_slow])
@given(st.integers(1, 10_000), st.integers(1, 5), st.integers(12, 15))
def test_any_generated_base_agrees(seed: int, rounds: int, questions: int):
    with TemporaryDirectory() as home:
        base = generated(Plan(jurisdictions=4, questions=questions, rounds=rounds, seed=seed), Path(home))
        for point in points(base, 6, seed):
            check(base, *point)


def test_chosen_questions_and_jurisdictions_come_in_the_order_asked(release: Release):
    table = table_of(release)
    whole = seen_in_matrix(matrix(table, "2018-01-01", "2026-01-01"))
    questions, places = ["question-011", "question-002"], ["j007", "j000", "j003"]
    part = matrix(table, "2018-01-01", "2026-01-01", questions=questions, jurisdictions=places)
    assert (part.questions, part.jurisdictions) == (tuple(questions), tuple(places))
    assert seen_in_matrix(part) == {(place, name): whole[place, name] for name in questions for place in places}


def test_sources_of_the_deciding_claims(release: Release):
    places = ["j000", "j001", "j002"]
    found = matrix(table_of(release), "2018-01-01", "2026-01-01", jurisdictions=places)
    cells = [cell for cell in compare(release.reader, places, as_of="2018-01-01", known_on="2026-01-01").cells if cell.winner]
    claims = [(cell, cell.winner.claim) for cell in cells if cell.winner]
    assert found.decided() == [
        (cell.jurisdiction, cell.question, claim.iri, claim.dossier, claim.pinpoint) for cell, claim in claims
    ]


def test_two_matrices_differ_where_the_cells_look_different(release: Release):
    table, reader = table_of(release), release.reader
    one, other = (
        layered_matrix(reader, table, ask(reader, View(as_of=day, known_on="2026-01-01"))) for day in ("2015-01-01", "2016-01-01")
    )
    tables = [compare(reader, list(one.jurisdictions), as_of=day, known_on="2026-01-01") for day in ("2015-01-01", "2016-01-01")]
    looks = [[(*seen_in_cell(cell)[1:6], cell.in_short) for cell in table.cells] for table in tables]
    assert one.differs(other).ravel().tolist() == [before != after for before, after in zip(*looks, strict=True)]


def test_every_engine_that_the_benchmarks_measure_finds_the_same_deciding_claims(release: Release):
    pytest.importorskip("duckdb")
    engines = [kind(release) for kind in (Cells, Limit, Duckdb, Comparisons, StoredQueries, Pyoxigraph)]
    questions, places = list(release.reader.questions()), list(release.reader.jurisdictions())
    for as_of, known_on in (("2010-05-05", "2013-01-01"), ("2018-05-05", "2024-01-01"), ("2024-02-29", "2026-06-30")):
        first, *others = (sorted(engine.matrix(questions, places, as_of, known_on) or [], key=repr) for engine in engines)
        assert first and all(found == first for found in others)
    changes = [engine.changed(("2012-05-05", "2021-09-09"), "2024-01-01") for engine in engines]
    assert changes[0] and [found for found in changes if found is not None] == [changes[0]] * 4


@pytest.mark.parametrize("damage", ["missing", "cut", "foreign", "mixed"])
def test_a_table_that_cannot_be_used_is_ignored(release: Release, mini_release: Release, tmp_path: Path, damage: str):
    for name in (CELLS, INTERVALS):
        shutil.copy(release.path / name, tmp_path / name)
    files = ReleaseFiles(tmp_path, IntactFolder(tmp_path))
    assert open_table(files, release.id) is not None
    if damage == "missing":
        (tmp_path / INTERVALS).unlink()
    elif damage == "cut":
        (tmp_path / CELLS).write_bytes((tmp_path / CELLS).read_bytes()[:5000])
    elif damage == "mixed":
        shutil.copy(mini_release.path / INTERVALS, tmp_path / INTERVALS)
    assert open_table(files, "another" if damage == "foreign" else release.id) is None


def test_claims_of_one_act_do_not_share_the_status_of_an_event_that_covers_one_of_their_provisions(tmp_path: Path):
    facts = shutil.copytree(MINI_FACTS, tmp_path / "facts")
    act = facts / "instruments" / "xu" / "common-act.yaml"
    second = "from: 2022-01-01\n      in_short: Data stays.\n      rests_on: art. 2\n"
    text = act.read_text(encoding="utf-8").replace("from: 2020-06-01\n", "from: 2020-06-01\n      until: 2022-01-01\n", 1)
    text = text.replace("  audit:\n", f"    - answer: mandatory\n      {second}  audit:\n")
    event = "  - {on: 2021-01-01, what: expired, covers: [art. 2]}\nprovisions:"
    act.write_text(text.replace("provisions:", event, 1), encoding="utf-8")
    build(facts, tmp_path / "home")
    release = open_release(tmp_path / "home")
    days = ("2021-06-01", "2024-06-01")
    found = [compare(release.reader, ["xu"], as_of=day, known_on="2026-06-01").cell("xu", "local-storage") for day in days]
    assert found[0].legal_status != found[1].legal_status
    for day in days:
        check(release, day, "2026-06-01", None)


def test_the_first_claim_of_a_table_is_disputed_like_any_other_by_what_is_said_of_a_platform(mini_home: Path, tmp_path: Path):
    general = {
        "      scope: {platform: clip}\n      from: 2024-03-01\n": "      from: 2024-03-01\n",
        "      from: 2010-05-01\n": "      from: 2010-05-01\n      until: 2024-03-01\n",
    }
    said = {"question: local-storage\n      jurisdiction: xb\n      answer: mandatory": (
        "question: forced-sale\n      jurisdiction: xa\n      answer: no-power"
    )}  # fmt: skip
    release = open_release(home_with(mini_home, tmp_path / "home", general | said))
    cell = compare(release.reader, ["xa"], questions=["forced-sale"], as_of="2025-10-01", known_on="2026-06-01").cells[0]
    assert [one.claim.authority for one in cell.claims if one.dispute] == ["press"] and cell.winner
    assert cell.winner.claim.iri == table_of(release).texts("claim", range(1))[0]
    check(release, "2025-10-01", "2026-06-01", None)
