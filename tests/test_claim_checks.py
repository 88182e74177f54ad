"""Claims say no more than their own events and evidence: what is refused, what is doubted, and how many doubts are told."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

from kb.building.build import build, validate
from kb.building.progress import _once
from kb.commands.cli import app
from kb.loaders.claim_checks import UNKNOWN_DAY, unwritten
from kb.loaders.facts import read_facts
from kb.loaders.problems import CuratedDataError, Problem, listing
from tests.conftest import MINI_FACTS, ROOT

SALE, PRIVACY, COMMON = "instruments/xa/sale-act.yaml", "instruments/xb/privacy-act.yaml", "instruments/xu/common-act.yaml"
OTHER = """      rests_on: [s. 1, s. 2(1)]
      evidence: {grade: secondary, read_in: One newspaper, checked: confirmed}
    - answer: neutral
      from: 2024-03-01
      id: another-reading
      in_short: The seat does not matter, according to another newspaper.
      rests_on: s. 1
"""
RESTS = "      rests_on: s. 1\n"
OWN = "      evidence: {grade: secondary, read_in: Another newspaper, checked: confirmed}\n"


@pytest.fixture
def facts(tmp_path: Path) -> Path:
    return shutil.copytree(MINI_FACTS, tmp_path / "facts")


def edit(facts: Path, name: str, old: str, new: str) -> None:
    text = (facts / name).read_text(encoding="utf-8")
    assert text.count(old) == 1, f"{name} no longer has exactly one {old!r}"
    (facts / name).write_text(text.replace(old, new), encoding="utf-8")


def mistakes(facts: Path) -> str:
    with pytest.raises(CuratedDataError) as caught:
        read_facts(facts)
    return str(caught.value)


def doubts(facts: Path) -> list[Problem]:
    return [problem for found in read_facts(facts).doubts.values() for problem in found]


def test_sources_that_disagree_on_one_text_say_so_with_evidence_of_their_own(facts: Path):
    edit(facts, SALE, "      rests_on: [s. 1, s. 2(1)]\n", OTHER)
    assert "overlaps with 'foreign' from 2024-03-01" in mistakes(facts)
    edit(facts, SALE, f"another newspaper.\n{RESTS}", f"another newspaper.\n{RESTS}{OWN}")
    assert read_facts(facts)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("      id: another-reading\n", "      id: another-reading\n      beside: xa/sale-act\n"),
        ("      id: another-reading\n", "      id: another-reading\n      withdrawn: {on: 2026-03-01, why: corrected}\n"),
        ("      id: another-reading\n", "      id: another-reading\n      scope: {platform: clip}\n"),
        ("    - answer: foreign\n", "    - answer: foreign\n      until: 2024-03-01\n"),
    ],
    ids=["beside", "withdrawn", "another scope", "one after the other"],
)
def test_two_claims_that_do_not_meet_or_stand_beside_are_no_overlap(facts: Path, old: str, new: str):
    edit(facts, SALE, "      rests_on: [s. 1, s. 2(1)]\n", OTHER)
    edit(facts, SALE, old, new)
    if "until" in new:
        edit(facts, SALE, "      from: 2024-03-01\n      in_short: The Act", "      from: 2024-02-01\n      in_short: The Act")
        edit(facts, SALE, "  - {on: 2024-03-01, what: signed}\n", "  - {on: 2024-02-01, what: signed}\n")
    assert read_facts(facts)


def test_a_claim_may_begin_before_its_text_on_the_day_of_an_event_or_where_another_ends(facts: Path):
    edit(facts, COMMON, "from: 2021-01-01", "from: 2020-06-01")
    assert read_facts(facts), "the day of coming into force"
    edit(facts, COMMON, "from: 2020-06-01\n      in_short: Very", "from: 2020-08-01\n      in_short: Very")
    assert "audit.0.from: begins before its text applies (2021-01-01); write 'from: 2021-01-01'" in mistakes(facts)
    earlier = (
        "    - {answer: other, scope: {party: vlop}, from: 2020-06-01, until: 2020-08-01, in_short: As planned., "
        "rests_on: art. 2}\n"
    )
    edit(facts, COMMON, "  audit:\n", f"  audit:\n{earlier}")
    assert read_facts(facts), "where another claim ends"


def test_a_regulation_coded_from_the_wrong_day_is_refused(facts: Path):
    """As Regulation 1/2003 once was: adopted 2002-12-16, in force 2003-01-24, applicable 2004-05-01, coded from 2003-04-01."""
    edit(facts, COMMON, "{on: 2021-01-01, what: applies, to: vlop}", "{on: 2021-01-01, what: applies}")
    edit(facts, COMMON, "from: 2020-06-01", "from: 2020-09-01")
    assert f"facts/{COMMON}:17: claims.local-storage.0.from: begins before its text applies (2021-01-01)" in mistakes(facts)


def test_a_day_in_the_sentence_that_nothing_in_the_file_has_is_doubted(facts: Path):
    edit(
        facts,
        SALE,
        "The named owner must sell the platform.",
        "The named owner must sell since 2025-01-01, suspended until 2025-08-01.",
    )
    assert doubts(facts) == []
    edit(facts, SALE, "since 2025-01-01,", "since 2025-01-11,")
    (found,) = doubts(facts)
    assert str(found) == (
        f"facts/{SALE}:26: claims.forced-sale.0.in_short: no event and no claim of this file has the day 2025-01-11; "
        "correct it, or add the event"
    )
    assert found.kind == UNKNOWN_DAY


def test_a_month_among_the_events_knows_its_days(facts: Path):
    edit(facts, PRIVACY, "in_short: Data may leave if it stays protected.", "in_short: Data may leave since 2014-07-02.")
    assert doubts(facts) == []


def test_every_text_that_a_template_tells_to_write_over_is_doubted(facts: Path):
    templates = [ROOT / f"kb/beginning/templates/{kind}.yaml" for kind in ("instrument", "case", "absence", "source")]
    lines = [line for path in templates for line in path.read_text(encoding="utf-8").splitlines()]
    fillers = [line[line.index("Say ") :] for line in lines if ": Say " in line]
    for filler in fillers:
        assert list(unwritten(filler)), filler
    assert len(fillers) > 8 and not list(unwritten("Say in the short statement who can see the record."))
    for asked in (("instrument", "xa/new-act"), ("absence", "xa"), ("source", "an-article")):
        CliRunner().invoke(app, ["new", *asked, "--facts", str(facts)])
    told = {(one.path.rpartition("/")[2], one.message.rpartition("'")[0].rpartition("'")[2]) for one in doubts(facts)}
    assert {("new-act.yaml", "Say which text was read"), ("an-article.yaml", "Say who published it")} <= told


def test_a_text_with_claims_and_no_day_in_force_is_doubted(facts: Path):
    path = facts / "instruments/xa/late-act.yaml"
    begins = (
        "title: Late Act\ntype: statute\napproaches: [divestiture]\ncoded: {by: tests, on: 2026-01-01}\n"
        "evidence: {grade: primary, read_in: Gazette of Examplia, checked: confirmed}\n"
        "provisions: {s. 1: The owner must sell.}\ndates:\n  - {on: 2024-01-01, what: adopted}\n"
    )
    claim = "claims:\n  forced-sale:\n    - {answer: required, from: 2024-01-01, in_short: It must sell., rests_on: s. 1}\n"
    assert not _late(path, facts, begins)
    assert [one.line for one in _late(path, facts, begins + claim)] == [7]
    assert not _late(path, facts, begins + "  - {on: 2024-02-01, what: applies}\n" + claim)
    assert not _late(path, facts, begins.replace("adopted", "proposed") + claim)


def _late(path: Path, facts: Path, text: str) -> list[Problem]:
    path.write_text(text, encoding="utf-8")
    return [one for one in doubts(facts) if one.path.endswith("late-act.yaml") and "comes into force" in one.message]


def test_what_was_withdrawn_is_left_alone(facts: Path):
    edit(facts, PRIVACY, "in_short: An early reading that was wrong.", "in_short: An early reading, wrong since 2001-01-01.")
    assert doubts(facts) == []


def test_many_of_one_kind_are_one_line_with_the_first_ten():
    many = [Problem("facts/x.yaml", line, f"doubt {line}", "a doubt of one kind") for line in range(1, 14)]
    few = [Problem("facts/y.yaml", 1, "alone", "another kind"), Problem("facts/z.yaml", 1, "no kind")]
    lines = listing([*many, *few])
    assert lines[:2] == ["facts/y.yaml:1: alone", "facts/z.yaml:1: no kind"]
    places = ", ".join(f"facts/x.yaml:{line}" for line in range(2, 11))
    assert lines[2:] == [f"13 times: a doubt of one kind. facts/x.yaml:1: doubt 1. Also {places}, and 3 more"]
    assert listing(many[:10]) == [str(problem) for problem in many[:10]]


def test_doubts_are_told_after_every_edit_whatever_file_was_edited(facts: Path, tmp_path: Path):
    edit(facts, SALE, "The named owner must sell the platform.", "The named owner must sell since 2025-01-11.")
    first = build(facts, tmp_path / "home").warnings
    assert [problem.kind for problem in first] == [UNKNOWN_DAY]
    edit(
        facts, COMMON, "Data may leave the Union on conditions.\n      rests_on", "Data may leave on conditions.\n      rests_on"
    )
    assert validate(facts, tmp_path / "home")[1] == first
    assert build(facts, tmp_path / "home").warnings == first
    edit(facts, SALE, "since 2025-01-11", "since 2025-01-01")
    assert not validate(facts, tmp_path / "home")[1]


def test_the_command_warns(facts: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("KB_HOME", str(tmp_path / "home"))
    edit(facts, SALE, "The named owner must sell the platform.", "The named owner must sell since 2025-01-11.")
    result = CliRunner().invoke(app, ["validate", "--facts", str(facts)])
    assert result.exit_code == 0 and "files are right, 1 warnings" in result.stdout
    assert f"warning: {(facts / SALE).as_posix()}:26: claims.forced-sale.0.in_short: no event" in result.stderr


def test_a_warning_of_two_statements_on_one_line_is_told_once():
    told = [Problem("facts/a.yaml", 16, "nobody is designated"), Problem("facts/a.yaml", 17, "nobody is designated")]
    assert _once([told[0], Problem("facts/a.yaml", 16, "nobody is designated"), told[1]]) == told
