"""The law's own words beside ours: in explanations, on pages, in the search; only where the text is on this machine."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from kb.cells.comparison import compare
from kb.commands.cli import app
from kb.explanation.explain import explain, to_json, to_text
from kb.explanation.formats import write_explanation
from kb.loaders.texts.law_text import LawText, Provision
from kb.release.release import Release
from kb.texts.beside import law_words
from kb.texts.folder import TextFolder
from kb.texts.searching import search_texts, write_hits
from kb.ui.cells.law_words import quotation

WORDS = "1. The owner <b>shall</b> sell the platform zyzzyva."


@pytest.fixture
def folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> TextFolder:
    monkeypatch.setenv("KB_TEXTS", str(tmp_path / "texts"))
    return TextFolder(tmp_path / "texts")


def add(folder: TextFolder, words: str = WORDS, dated: str = "2024-03-01", language: str = "en") -> None:
    provisions = (Provision("s. 1", words), Provision("s. 2", "(1) 关键信息基础设施 abroad.", "Seat"))
    folder.add(
        LawText(provisions, "SPA", "xa/sale-act", language, f"as of {dated}", dated, "copy", "", "https://law.example/spa")
    )


def explained(release: Release, as_of: str = "2025-01-15"):
    return explain(release, compare(release.reader, ["xa"], as_of=as_of, platform="clip"), "xa", "forced-sale")


def test_an_explanation_shows_the_words_of_the_law_and_no_release_or_prov_does(
    mini_release: Release, mini_home: Path, folder: TextFolder
):
    before = to_text(explained(mini_release))
    add(folder)
    explanation = explained(mini_release)
    assert to_text(explanation).startswith(before) and "zyzzyva" in to_text(explanation)
    assert "s. 1 [en] (as of 2024-03-01; copy):" in to_text(explanation)
    law = next(one["law"] for claim in to_json(explanation)["claims"] for one in claim["supports"] if "law" in one)
    assert (law["words"], law["language"], law["direction"], law["exact"]) == (WORDS, "en", "ltr", True)
    assert "zyzzyva" not in write_explanation(mini_release, explanation, "jsonld")
    data = list(mini_home.rglob("data.nq"))
    assert data and not any("zyzzyva" in path.read_text(encoding="utf-8") for path in data)


def test_the_edition_fits_the_day_and_what_moved_is_told_word_by_word(folder: TextFolder):
    add(folder)
    add(folder, "1. The owner shall keep the platform.", "2025-06-01")
    early, late = law_words("xa/sale-act", "s. 1", "2025-01-15"), law_words("xa/sale-act", "s. 1")
    assert early and late and (early.edition, late.edition) == ("as of 2024-03-01", "as of 2025-06-01")
    assert not early.moved and {("old", "sell"), ("new", "keep")} <= {(one.kind, one.words) for one in late.moved}
    assert law_words("xa/sale-act", "s. 99") is None and law_words("xa/none", "s. 1") is None


def test_a_page_marks_language_and_direction_and_can_be_scrolled_by_keys_and_shows_nothing_as_markup(folder: TextFolder):
    add(folder, language="ar")
    law = law_words("xa/sale-act", "s. 1")
    assert law is not None
    assert quotation(law).startswith(
        '<blockquote class="law-words" lang="ar" dir="rtl" tabindex="0">'
    ) and "&lt;b&gt;shall&lt;/b&gt;" in quotation(law)


def test_words_of_law_are_found_in_any_script_and_anew_after_a_change(folder: TextFolder):
    assert search_texts("zyzzyva") == []
    add(folder)
    assert [(one.instrument, one.pinpoint) for one in search_texts("zyzzyva sell")] == [("xa/sale-act", "s. 1")]
    (hit,) = search_texts("信息基础")
    assert hit.snippet == "(1) 关键«信息基础»设施 abroad." and hit.iri.endswith("id/instrument/xa/sale-act")
    add(folder, "1. Nothing.", "2025-06-01")
    assert search_texts("zyzzyva") == [] and len(search_texts("nothing")) == 1
    assert write_hits(search_texts("nothing")).startswith("law/xa/sale-act  s. 1  (en, as of 2025-06-01)")


@pytest.mark.parametrize("words", ['"', "a OR", "NEAR(", "*", "zy*zz' --"])
def test_what_is_typed_is_no_query_of_the_index(words: str, folder: TextFolder):
    add(folder)
    search_texts(words)


def test_the_command_finds_words_of_law_after_what_the_base_says(mini_home: Path, folder: TextFolder):
    add(folder)
    done = CliRunner().invoke(app, ["search", "zyzzyva", "--home", str(mini_home)])
    assert "law/xa/sale-act" in done.output and done.exit_code == 0
    found = json.loads(CliRunner().invoke(app, ["search", "zyzzyva", "--format", "json", "--home", str(mini_home)]).output)
    assert found["law"][-1]["kind"] == "law" and found["law"][-1]["pinpoint"] == "s. 1"
