"""What is kept of an endpoint's claims gives what the graph itself is asked for, with fewer questions."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import pytest

from kb.cells.comparison import compare
from kb.clocks.timeline import timeline
from kb.endpoint import reader as endpoint_reader
from kb.endpoint.reader import EndpointReader
from kb.release.graph_reader import GraphReader
from kb.release.release import Release
from kb.release.rows import Row

DAYS = [("2009-06-01", "2026-06-01"), ("2024-03-01", "2026-01-09"), ("2025-09-15", "2026-06-01"), ("2025-09-15", "2026-12-01")]


class Counted:
    """A release that counts which stored queries it is asked."""

    def __init__(self, release: Release) -> None:
        self.id, self._release, self.asked = release.id, release, Counter[str]()

    def rows(self, query: str, **parameters: str) -> Iterator[Row]:
        self.asked[query] += 1
        return self._release.rows(query, **parameters)


@pytest.mark.parametrize("most", [endpoint_reader.MOST_KEPT, 0])
def test_it_says_what_the_graph_says_on_any_day_whether_it_keeps_claims_or_not(mini_release, monkeypatch, most: int):
    monkeypatch.setattr(endpoint_reader, "MOST_KEPT", most)
    kept, graph = EndpointReader(mini_release), GraphReader(mini_release)
    for as_of, known_on in DAYS:
        asked = {"as_of": as_of, "known_on": known_on}
        assert compare(kept, ["xa", "xb", "xu"], **asked) == compare(graph, ["xa", "xb", "xu"], **asked)
        for question in graph.questions():
            assert kept.claims(question, as_of, known_on) == graph.claims(question, as_of, known_on)
            assert kept.claims(question, as_of, known_on, ["xb"]) == graph.claims(question, as_of, known_on, ["xb"])
            assert kept.history(question, ["xa"]) == graph.history(question, ["xa"])
    assert timeline(kept, "xa", "forced-sale") == timeline(graph, "xa", "forced-sale")


def test_the_claims_on_a_question_are_asked_for_once_however_many_cells_and_days(mini_release):
    counted = Counted(mini_release)
    reader = EndpointReader(counted)
    for as_of, known_on in DAYS:
        compare(reader, ["xa", "xb", "xu"], as_of=as_of, known_on=known_on)
    assert counted.asked["history_of_question"] == counted.asked["readings_of_question"] == len(reader.questions())
    assert not counted.asked["claims_of_cell"] and counted.asked["researched_jurisdictions"] == 1


def test_of_a_large_base_nothing_is_kept_and_each_cell_is_asked_for(mini_release, monkeypatch):
    monkeypatch.setattr(endpoint_reader, "MOST_KEPT", 0)
    counted = Counted(mini_release)
    reader = EndpointReader(counted)
    compare(reader, ["xa", "xb"], as_of=DAYS[2][0], known_on=DAYS[2][1])
    assert counted.asked["claims_of_cell"] and not counted.asked["history_of_question"]
