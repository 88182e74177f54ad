"""Versions of the codebook: which questions they code anew, and which of them only say more clearly what was asked before."""

from __future__ import annotations

from kb.cells.comparison import compare
from kb.release.graph_reader import Edition
from kb.values.comparability import cautions


def test_an_edition_codes_anew_what_it_names_or_all_of_its_part_unless_only_the_last_number_moved():
    named = Edition("2026-01-01", "1.1.0", frozenset({"a"}))
    assert (named.words("a"), named.words("b")) == (True, False)
    assert Edition("2026-01-01", "2.0.0", frozenset()).words("a") and not Edition("2026-01-01", "2.0.1", frozenset()).words("a")
    assert Edition("2026-01-01", "2.0.1", frozenset({"a"})).words("a")


def test_a_clearer_wording_of_the_real_codebook_sets_no_answers_apart(real_release):
    clearer = ["content-fine-amount", "foreign-app-procurement-ban", "minors-ad-profiling", "independent-audit"]
    table = compare(real_release.reader, ["us", "eu", "sg", "gb"], questions=clearer, as_of="2026-11-30", known_on="2026-11-30")
    days = {cell.winner.claim.asserted_on for cell in table.cells if cell.winner}
    assert min(days) < "2026-11-30", "coded before and after the new wording"
    kinds = {caution.kind for row in cautions(table).values() for caution in row}
    assert "codebook-version" not in kinds and "unit" in kinds
