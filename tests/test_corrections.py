"""A citation names the release and both days."""

from kb.cells.comparison import compare
from kb.citations.base import bibtex, cite_comparison, cite_release

DAY = "2027-01-01"


def test_a_citation_names_the_release_and_both_days(mini_release):
    table = compare(mini_release.reader, ["xa", "xb"], as_of="2025-09-15", known_on="2026-12-01", platform="clip")
    text = cite_comparison(table, "http://127.0.0.1:8501/compare?j=xa,xb", DAY)
    for part in (mini_release.id, "2025-09-15", "2026-12-01", "Clip", "Examplia, Testland", table.policy, DAY):
        assert part in text
    assert mini_release.id in cite_release(mini_release, DAY) and bibtex(mini_release, DAY).startswith("@misc{")
