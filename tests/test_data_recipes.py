"""What the curator's page says of an old act with another name and a new chapter, and of identifiers, is how the facts work."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from kb.building.build import build, validate
from kb.cells.comparison import compare
from kb.loaders.identifiers import identifier_mistakes
from kb.loaders.problems import CuratedDataError
from kb.loaders.words import identifier_patterns, words
from kb.opening.current import open_release
from kb.searching.search import search
from tests.conftest import MINI_FACTS
from tests.documents import DOCUMENTS

ACT, FORMER = "instruments/xa/sale-act.yaml", "Sale of Platforms Act"
AMENDING = """\
title: Renaming Act
type: statute
approaches: [data-localization]
evidence: [{read: Gazette of Examplia, kind: official-text, read_on: 2026-01-10, by: kb-editors}]
coded: {by: kb-editors, on: 2026-01-10}
dates: [{on: 2025-06-01, what: in-force}]
relations: [{amends: xa/sale-act}]
looked_through: {to: 2026-01-10, on: 2026-01-10, by: kb-editors, what: Journals of law}
"""
CHAPTER = """\
  local-storage:
    - answer: mandatory
      from: 2025-06-01
      in_short: Data of users stays in Examplia.
      rests_on: s. 5A
"""
EVENT = "  - {on: 2025-06-01, what: amended, by: xa/renaming-act, provision: chapter 5A, covers: [s. 5A]}\n"


OLD_ANSWERS = {"local-storage": "none-found", "ownership-test": "foreign"}


@pytest.fixture
def renamed(tmp_path: Path) -> Path:
    """The invented facts with the recipe carried out on one of their acts."""
    facts = Path(shutil.copytree(MINI_FACTS, tmp_path / "facts"))
    (facts / "instruments/xa/renaming-act.yaml").write_text(AMENDING, encoding="utf-8")
    (facts / "labels").mkdir()
    (facts / "labels/en.yaml").write_text(f"also:\n  instrument/xa/sale-act: [{FORMER}]\n", encoding="utf-8")
    text = (facts / ACT).read_text(encoding="utf-8").replace(f"title: {FORMER}", "title: Platforms and Data Act")
    text = text.replace("relations:\n", f"{EVENT}relations:\n")
    text = text.replace("claims:\n", f"  s. 5A: Data of users stays here.\nclaims:\n{CHAPTER}")
    (facts / ACT).write_text(text, encoding="utf-8")
    absences = facts / "absences/xa.yaml"
    ended = absences.read_text(encoding="utf-8").replace("covers:\n", "covers:\n        until: 2025-06-01\n", 1)
    absences.write_text(ended, encoding="utf-8")
    return facts


def test_the_chapter_answers_from_its_day_and_the_act_is_found_under_both_names(renamed: Path, tmp_path: Path):
    build(renamed, tmp_path / "home")
    release = open_release(tmp_path / "home")
    for day, wanted in {"2025-05-31": OLD_ANSWERS, "2025-06-01": OLD_ANSWERS | {"local-storage": "mandatory"}}.items():
        cells = compare(release.reader, ["xa"], questions=list(wanted), as_of=day, known_on="2026-06-01").cells
        assert {cell.question: cell.answer or cell.state for cell in cells} == wanted
    for name in (FORMER, "Platforms and Data Act"):
        assert search(release, name)[0].id == "xa/sale-act", name


def test_a_chapter_that_answers_from_a_day_without_its_event_is_refused(renamed: Path, tmp_path: Path):
    file = renamed / ACT
    file.write_text(file.read_text(encoding="utf-8").replace("from: 2025-06-01", "from: 2023-06-01"), encoding="utf-8")
    with pytest.raises(CuratedDataError):
        validate(renamed, tmp_path / "home")


def test_keys_of_identifiers_are_free_unless_they_begin_with_a_known_system():
    assert (
        words("identifier-scheme").keys() == identifier_patterns().keys() if hasattr(words("identifier-scheme"), "keys") else True
    )
    assert not list(identifier_mistakes({"gazette-of-examplia": "no. 12, whatever it says"}))
    assert list(identifier_mistakes({"celex": "not a number"})) and list(identifier_mistakes({"celex-appeal": "not a number"}))


def test_the_page_tells_the_keys_of_the_recipe():
    told = DOCUMENTS["docs/curator.md"].partition("### An old act")[2].partition("\n## ")[0]
    assert {"also", "amends", "amended", "covers", "provision", "from"} <= set(re.findall(r"[a-z]+", told))
