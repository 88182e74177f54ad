"""A proposal to correct a fact is a patch that applies, validates and changes the cell; citations name release and days."""

import os
import shutil
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest

from kb.building.build import build
from kb.cells.comparison import compare
from kb.citations.base import bibtex, cite_comparison, cite_release
from kb.graph.correction import Proposal, corrected, facts_file, message, patch
from kb.opening.current import open_release

DAY = "2027-01-01"


def winner(release, place, question):
    return compare(release.reader, [place], questions=[question], as_of=DAY, known_on=DAY).cells[0].winner.claim


def proposal(answer="none", **said):
    in_short = 'It says: "no" # not a comment'
    values = {"valid_from": "2020-01-01", "in_short": in_short, "rests_on": "", "read_in": "The text: s. 1"}
    return Proposal(**({"answer": answer, "today": DAY} | values | said))


@pytest.fixture
def claim(mini_release):
    return winner(mini_release, "xa", "forced-sale")


def test_the_patch_applies_and_the_cell_then_says_what_was_proposed(mini_release, claim, tmp_path):
    head = mini_release.reader.questions()["forced-sale"]
    other = next(answer for answer, _ in head.answers if answer != claim.answer)
    facts = tmp_path / "facts"
    shutil.copytree("tests/mini_facts", facts)
    said = proposal(other, valid_from=claim.valid_from, rests_on=claim.pinpoint or "")
    (tmp_path / "correction.patch").write_text(patch(facts, claim, said), encoding="utf-8")
    outside = os.environ | {"GIT_CEILING_DIRECTORIES": str(tmp_path.parent)}
    subprocess.run(["git", "apply", "-p1", "correction.patch"], cwd=tmp_path, check=True, env=outside)
    build(facts, tmp_path / "home")
    release = open_release(tmp_path / "home")
    assert winner(release, "xa", "forced-sale").in_short == said.in_short
    before = compare(release.reader, ["xa"], questions=["forced-sale"], as_of=DAY, known_on="2026-12-31").cells[0]
    assert before.winner.claim.in_short == claim.in_short


def test_every_claim_of_an_instrument_can_be_corrected(real_release):
    reader = real_release.reader
    claims = [claim for question in reader.questions() for claim in reader.history(question) if claim.answer]
    found = [claim for claim in claims if claim.dossier and "/instrument/" in claim.dossier]
    texts = {name: Path("facts", name).read_text(encoding="utf-8") for name in {facts_file(claim) for claim in found}}
    assert len(found) > 300
    assert not [claim.iri for claim in found if not corrected(texts[facts_file(claim)], claim, proposal(claim.answer))]


def test_what_cannot_be_patched_is_said_in_words(mini_release, claim, tmp_path):
    assert patch(tmp_path, claim, proposal()) is None
    assert patch(tmp_path, replace(claim, dossier=None), proposal()) is None
    text = message(claim, proposal())
    assert claim.iri in text and "Should say: none" in text


def test_a_citation_names_the_release_and_both_days(mini_release):
    table = compare(mini_release.reader, ["xa", "xb"], as_of="2025-09-15", known_on="2026-12-01", platform="clip")
    text = cite_comparison(table, "http://127.0.0.1:8501/compare?j=xa,xb", DAY)
    for part in (mini_release.id, "2025-09-15", "2026-12-01", "Clip", "Examplia, Testland", table.policy, DAY):
        assert part in text
    assert mini_release.id in cite_release(mini_release, DAY) and bibtex(mini_release, DAY).startswith("@misc{")
