"""Two coders: alpha against published worked examples, a blind sheet, codings side by side, and disagreement in the open."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

import pytest
from click.testing import CliRunner

from kb.agreement.alpha import alpha
from kb.agreement.committed import refuse_uncommitted
from kb.agreement.drawing import coding_file, draw_cells, sheet
from kb.agreement.output import agreement_json, agreement_text
from kb.agreement.pairs import own_cells, pairs_of
from kb.building.build import build
from kb.cells.comparison import compare
from kb.commands.cli import app
from kb.errors import KnowledgeBaseError, UsageError
from kb.explanation.explain import explain, to_text
from kb.loaders.facts import read_facts
from kb.loaders.problems import CuratedDataError
from kb.opening.current import open_release
from kb.release.release import Release
from tests.conftest import MINI_FACTS, ROOT

# four observers, twelve units, some not observed: Krippendorff (2011), section C and following
OBSERVED = [
    "1 2 3 3 2 1 4 1 2 . . .", "1 2 3 3 2 2 4 1 2 5 . 3", ". 3 3 3 2 3 4 2 2 5 1 .", "1 2 3 3 2 4 4 1 2 5 1 .",
]  # fmt: skip
# two observers, ten units, two values: Krippendorff (2011), section A
BINARY = ["0 1 0 0 0 0 0 0 1 0", "1 1 1 0 0 1 0 0 0 0"]
# two observers, twelve units, five nominal categories: Krippendorff (2011), section B
NOMINAL = ["a a b b d c c c e d d a", "b a b b b c c c e d d d"]


def coded(rows: list[str]) -> list[tuple[str, str, object]]:
    values = [(str(coder), str(unit), value) for coder, row in enumerate(rows) for unit, value in enumerate(row.split())]
    return [(coder, unit, int(value) if value.isdigit() else value) for coder, unit, value in values if value != "."]


@pytest.mark.parametrize(("rows", "scale", "published"), [
    (OBSERVED, "nominal", 0.743), (OBSERVED, "ordinal", 0.815), (OBSERVED, "interval", 0.849), (BINARY, "nominal", 0.095),
    (NOMINAL, "nominal", 0.692),
])  # fmt: skip
def test_alpha_is_that_of_the_published_examples(rows: list[str], scale: str, published: float):
    assert alpha(coded(rows), scale) == pytest.approx(published, abs=0.0006)


def test_alpha_says_nothing_where_nothing_varies_or_nothing_is_paired():
    assert alpha([("a", "1", "x"), ("b", "1", "x")], "nominal") is None
    assert alpha([("a", "1", "x"), ("b", "2", "y")], "nominal") is None


CODINGS = """title: Second coding
drawn: {cells: 2, seed: 3, of: all, as_of: 2026-01-15, on: 2026-01-20}
coded: {by: kb-second-coders, on: 2026-01-21}
second:
  xa:
    forced-sale: {answer: no-power, rests_on: s. 1, read: xa/sale-act, note: The Act names an owner only.}
  xb:
    local-storage: {answer: conditional, rests_on: s. 26, read: xb/privacy-act}
"""


@pytest.fixture
def facts(tmp_path: Path) -> Path:
    found = Path(shutil.copytree(MINI_FACTS, tmp_path / "facts"))
    (found / "codings").mkdir()
    return found


def coding(facts: Path, text: str = CODINGS) -> Path:
    path = facts / "codings" / "first-draw.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def released(facts: Path, tmp_path: Path) -> Release:
    build(facts, tmp_path / "home")
    return open_release(tmp_path / "home")


def test_both_codings_stand_side_by_side_and_disagreement_is_told(facts: Path, tmp_path: Path):
    coding(facts)
    release = released(facts, tmp_path)
    pairs = pairs_of(release, read_facts(facts).codings)
    assert [(one.jurisdiction, one.first, one.second, one.agrees) for one in pairs] == [
        ("xa", "review", "no-power", False),
        ("xb", "conditional", "conditional", True),
    ]
    found = agreement_json(pairs, own_cells(release))
    assert found["double_coded"] == 2 and [one["second"] for one in found["disagreements"]] == ["no-power"]
    assert found["dimensions"][-1]["dimension"] == "all" and found["dimensions"][-1]["agreeing"] == 1
    told = agreement_text(pairs, own_cells(release))
    assert "xa forced-sale: review (kb-editors), but no-power (kb-second-coders) (s. 1)\n  The Act names an owner only." in told
    assert "forced-sale: 0 of 1 agree" in told


def test_the_disagreement_is_in_the_release_and_in_the_explanation(facts: Path, tmp_path: Path):
    coding(facts)
    release = released(facts, tmp_path)
    explanation = explain(release, compare(release.reader, ["xa"], as_of="2026-01-15"), "xa", "forced-sale")
    said = "A second coder (kb-second-coders, 2026-01-21), who did not see the first answer, answered otherwise"
    assert release.manifest["counts"]["second-codings"] == 2
    assert said in to_text(explanation) and all(one.quads for one in explanation.second)
    earlier = compare(release.reader, ["xa"], as_of="2026-01-15", known_on="2026-01-12")
    assert not explain(release, earlier, "xa", "forced-sale").second
    counted = CliRunner().invoke(app, ["query", "coded-twice", "--format", "csv", "--home", str(tmp_path / "home")])
    assert sorted(line.split(",")[1] for line in counted.output.split()[1:]) == ["1", "1"]


@pytest.mark.parametrize(("old", "new", "message"), [
    ("answer: no-power", "answer: perhaps", "first-draw.yaml:6: second.xa.forced-sale.answer: 'perhaps' is not an answer"),
    ("forced-sale", "forced-sail", "no question 'forced-sail' in the codebook"),
    ("  xb:", "  xz:", "no 'xz' among the jurisdictions"),
    ("read: xb/privacy-act", "read: xb/none", "no 'xb/none' among the instruments"),
    ("on: 2026-01-21", "on: 2026-01-19", "before the cells were drawn"),
    ("seed: 3", "seed: three", "seed"),
])  # fmt: skip
def test_a_wrong_coding_is_refused_with_its_line(old: str, new: str, message: str, facts: Path):
    coding(facts, CODINGS.replace(old, new))
    with pytest.raises(CuratedDataError, match=message):
        read_facts(facts)


def test_an_author_is_no_second_coder(facts: Path, tmp_path: Path):
    coding(facts, CODINGS.replace("kb-second-coders", "kb-editors"))
    with pytest.raises(KnowledgeBaseError, match=r"an author is no second coder(.|\n)*first-draw.yaml: xa forced-sale"):
        pairs_of(released(facts, tmp_path), read_facts(facts).codings)


def test_codings_are_committed_before_they_are_compared(facts: Path):
    refuse_uncommitted(facts)  # in no repository there is nothing to compare with
    subprocess.run(["git", "init", "-q", str(facts.parent)], check=True)
    coding(facts)
    with pytest.raises(KnowledgeBaseError, match=r"commit the codings before they are compared: .*first-draw\.yaml"):
        refuse_uncommitted(facts)
    identity = ["-c", "user.name=a", "-c", "user.email=a@law.example"]
    subprocess.run(["git", "-C", str(facts), "add", "."], check=True)
    subprocess.run(["git", "-C", str(facts), *identity, "commit", "-qm", "codings"], check=True)
    refuse_uncommitted(facts)


def test_a_draw_is_the_same_for_a_seed_and_shows_no_first_answer(mini_release: Release):
    facts = read_facts(MINI_FACTS)
    days = ("2026-01-15", "2026-01-20")
    drawn, again, other = (draw_cells(mini_release, facts, 3, seed, days) for seed in (4, 4, 5))
    assert drawn == again != other and len({(one.jurisdiction, one.question) for one in drawn.cells}) == 3
    first = {cell.in_short for cell in compare(mini_release.reader, ["xa", "xb", "xu"], as_of=days[0]).cells}
    told = sheet(drawn, facts)
    assert "cannot-tell" in told and not [sentence for sentence in first if sentence in told]
    assert coding_file(drawn, "kb-second-coders").count("answer: to-code") == 3
    with pytest.raises(UsageError, match="cells can be drawn"):
        draw_cells(mini_release, facts, 500, 4, days)


def test_cells_that_were_coded_twice_are_not_drawn_again(facts: Path, tmp_path: Path):
    coding(facts)
    release, stated = released(facts, tmp_path), read_facts(facts)
    every = own_cells(release)
    drawn = draw_cells(release, stated, every - 2, 1, ("2026-11-29", "2026-11-29"))
    assert not {("xa", "forced-sale"), ("xb", "local-storage")} & {(one.jurisdiction, one.question) for one in drawn.cells}


def test_a_file_of_codings_is_to_be_filled_in_before_it_is_valid(facts: Path, mini_home: Path):
    words = ["agreement", "--draw", "2", "--seed", "4", "--facts", str(MINI_FACTS), "--home", str(mini_home)]
    target = facts / "codings" / "new.yaml"
    done = CliRunner().invoke(app, [*words, "--sheet", str(facts.parent / "sheet.md"), "-o", str(target)])
    assert done.exit_code == 0 and (facts.parent / "sheet.md").exists(), done.output
    with pytest.raises(CuratedDataError, match="'to-code' is not an answer of"):
        read_facts(facts)
    found = CliRunner().invoke(app, ["agreement", "--facts", str(MINI_FACTS), "--home", str(mini_home), "--format", "json"])
    assert json.loads(found.output)["double_coded"] == 0


def test_a_draw_of_every_cell_is_repeated_when_its_file_is_read(facts: Path, mini_home: Path):
    words = ["agreement", "--draw", "5", "--seed", "19", "--of-all", "--facts", str(MINI_FACTS), "--home", str(mini_home)]
    target = facts / "codings" / "all.yaml"
    assert CliRunner().invoke(app, [*words, "-o", str(target)]).exit_code == 0
    whole = target.read_text(encoding="utf-8").replace("to-code", "cannot-tell")
    target.write_text(whole, encoding="utf-8")
    (draw,) = read_facts(facts).codings.values()
    assert draw.drawn.among and len(draw.drawn.among.jurisdictions) * len(draw.drawn.among.questions) >= 5
    target.write_text(whole.replace("seed: 19", "seed: 20"), encoding="utf-8")
    with pytest.raises(CuratedDataError, match=r"the seed 20 draws .*; code it"):
        read_facts(facts)


def test_a_draw_of_every_cell_leaves_out_what_was_coded_again_before():
    codings = read_facts(ROOT / "facts").codings
    drawn = codings["second-blind-draw"].drawn
    cells = {(place, question) for place, question, _, _ in codings["second-blind-draw"].each()}
    before = {one[:2] for slug in ("first-draw", "second-draw", "blind-draw") for one in codings[slug].each()}
    assert drawn.among and (drawn.seed, len(cells), cells & before) == ("1930", 60, set())
    frame = {(place, question) for place in drawn.among.jurisdictions for question in drawn.among.questions}
    assert set(drawn.among.every()) == frame - before and len(frame) == 12 * 84


def test_the_blind_draw_is_of_every_cell_by_its_seed():
    drawn = read_facts(ROOT / "facts").codings["blind-draw"].drawn
    assert drawn.among and (drawn.cells, drawn.seed) == ("60", "19")
    assert (len(drawn.among.jurisdictions), len(drawn.among.questions)) == (12, 74)


def test_the_blind_codings_are_compared_in_full_and_every_disagreement_is_looked_at_again(real_release: Release):
    codings = read_facts(ROOT / "facts").codings
    pairs = pairs_of(real_release, codings)
    unresolved = [one for one in pairs if one.apart and not one.resolution]
    assert not unresolved, [(one.draw, one.jurisdiction, one.question, one.apart) for one in unresolved]
    stated = {(slug, *cell[:2]): cell[2].resolution for slug, draw in codings.items() for cell in draw.each()}
    for one in pairs:
        look = stated[one.draw, one.jurisdiction, one.question]
        assert look is None or set(look.apart) == set(one.apart), (one.jurisdiction, one.question, one.apart)
        assert one.found not in ("imprecise", "wrong") or one.amended or "can be withdrawn from the next day on" in one.resolution
    found = agreement_json(pairs, own_cells(real_release))["found"]["blind-draw"]
    assert found == {"cells": 60, "right": 54, "imprecise": 5, "wrong": 1, "cannot-tell": 0, "unresolved": 0}
    again = agreement_json(pairs, own_cells(real_release))["found"]["second-blind-draw"]
    assert again == {"cells": 60, "right": 53, "imprecise": 4, "wrong": 2, "cannot-tell": 1, "unresolved": 0}
    third = agreement_json(pairs, own_cells(real_release))["found"]["third-blind-draw"]
    assert third == {"cells": 60, "right": 54, "imprecise": 2, "wrong": 3, "cannot-tell": 1, "unresolved": 0}
    fourth = agreement_json(pairs, own_cells(real_release))["found"]["fourth-blind-draw"]
    assert fourth == {"cells": 60, "right": 52, "imprecise": 7, "wrong": 1, "cannot-tell": 0, "unresolved": 0}
    fifth = agreement_json(pairs, own_cells(real_release))["found"]["fifth-blind-draw"]
    assert fifth == {"cells": 60, "right": 56, "imprecise": 3, "wrong": 0, "cannot-tell": 1, "unresolved": 0}
    sixth = agreement_json(pairs, own_cells(real_release))["found"]["sixth-blind-draw"]
    assert sixth == {"cells": 60, "right": 50, "imprecise": 8, "wrong": 2, "cannot-tell": 0, "unresolved": 0}
    told = agreement_text(pairs, own_cells(real_release))
    assert "blind-draw: of 60 statements of ours right 54, imprecise 5, wrong 1, cannot-tell 0, unresolved 0" in told


def test_several_answers_that_were_coded_together_are_told_as_one(real_release: Release):
    comparison = compare(real_release.reader, ["au"], questions=["content-measures"], as_of="2026-11-30", known_on="2026-11-30")
    (second,) = explain(real_release, comparison, "au", "content-measures").second
    assert not second.agrees
    assert second.label == "Demand for information; Order to act or stop; Binding commitments; Fine; Restriction of access"
