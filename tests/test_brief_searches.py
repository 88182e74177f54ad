"""What a brief and a table say of searches that found nothing."""

from kb.briefing.asked import brief_of
from kb.briefing.content import content
from kb.cells.comparison import compare
from kb.values.evidence_words import evidence_remarks
from kb.values.words import cell_words, spoken_state


def test_searches_that_the_table_marks_are_counted_beside_the_answers(real_release):
    asked = {"jurisdictions": ["br"], "dimensions": ("minors",), "as_of": "2026-11-29", "known_on": "2026-12-01"}
    found = content(real_release, brief_of(asked))
    marked = [cell for cell in found.comparison.cells if cell.state != "answered" and evidence_remarks(cell)]
    assert marked and "made in reports only, or nobody confirmed" in found.read
    assert f"{len(marked)} searches" in found.read or (len(marked) == 1 and "One search" in found.read)
    assert "the weightiest first" in found.headings["changes"]


def test_an_absence_that_is_only_last_known_is_named_once(real_release):
    cells = compare(real_release.reader, ["eu", "br"], as_of="2027-12-01", known_on="2027-12-01").cells
    none = next(cell for cell in cells if cell.state == "none-found" and cell.last_known)
    words = cell_words(none)
    assert words.label.endswith("None found") and spoken_state(words) == ""
