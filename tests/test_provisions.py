"""Provisions side by side: what each jurisdiction's deciding claim rests on, what disputes it, what was searched."""

import json
from types import SimpleNamespace

import pytest

from kb.base import KnowledgeBase
from kb.cells.comparison import compare
from kb.clocks.changes import Point, find_changes
from kb.clocks.regime import effective_regime
from kb.errors import UsageError
from kb.explanation.provisions import READ, read_side_by_side
from kb.explanation.provisions_text import to_json, to_markdown
from kb.naming import iris
from kb.release.dossiers import event_words, short_title
from kb.saving import as_json
from kb.ui.frame.spoken import said
from kb.values.words import lowered

TIKTOK = {"as_of": "2025-09-15", "known_on": "2026-12-01", "platform": "tiktok"}


def readings(release, question, places, **point):
    table = compare(release.reader, places, questions=[question], **point)
    return {reading.jurisdiction: reading for reading in read_side_by_side(release, table, question)}


def test_the_provisions_of_the_deciding_claims_stand_side_by_side(real_release):
    found = readings(real_release, "forced-divestiture", ["us", "eu"], **TIKTOK)
    assert list(found) == ["us", "eu"]
    us = found["us"].bases[0]
    assert us.reason.weighed.won and us.reason.weighed.dossier.path == "us/pafaca"
    assert [support.pinpoint for support in us.reason.supports] == [
        "sec. 2(a)(1)-(2)",
        "sec. 2(a)(3)",
        "sec. 2(c)(1)-(2)",
        "sec. 2(g)(3)(A)",
        "sec. 2(g)(6)(A)-(B)",
    ]
    assert "270 days" in us.reason.supports[0].says
    assert [support.pinpoint for support in found["eu"].bases[0].reason.supports] == ["art. 18(1)", "art. 18(3)"]


def test_the_status_of_the_day_comes_with_the_events_it_follows_from(real_release):
    point = {"known_on": "2026-12-01"}
    suspended = readings(real_release, "forced-divestiture", ["us"], as_of="2025-09-15", **point)["us"].bases[0]
    assert suspended.reason.weighed.enforcement_status == "suspended"
    assert suspended.events[-1] == ("2025-06-19", "enforcement suspended until 2025-09-17, by EO 14310")
    assert all(on <= "2025-09-15" for on, _ in suspended.events)


def test_what_disputes_follows_what_decides_and_has_its_verdict(real_release):
    point = {"as_of": "2025-10-15", "known_on": "2026-12-01", "platform": "tiktok"}
    bases = readings(real_release, "data-localization-requirement", ["sg"], **point)["sg"].bases
    assert [basis.reason.weighed.standing for basis in bases] == ["decides", "disputes"]
    assert bases[1].reason.supports[0].verdict == "contradicted"


def test_an_absence_shows_what_was_searched(real_release):
    (basis,) = readings(real_release, "researcher-data-access", ["sg"], as_of="2026-06-01", known_on="2026-12-01")["sg"].bases
    claim = basis.reason.weighed.claim
    assert claim.absence and claim.searched and not basis.events
    assert [support.says for support in basis.reason.supports] == [f"Searched: {place}" for place in claim.searched]


def test_nothing_in_the_record_is_a_reading_without_texts(real_release):
    reading = readings(real_release, "forced-divestiture", ["ky"], as_of="2025-09-15")["ky"]
    assert reading.cell.state == "not-researched" and reading.bases == () and reading.others == 0


def test_what_is_left_out_is_counted(real_release):
    table = compare(real_release.reader, ["us", "eu", "sg", "in"], as_of="2026-06-01", known_on="2026-12-01")
    for head in table.questions:
        for reading in read_side_by_side(real_release, table, head.id):
            assert len(reading.bases) + reading.others == len(reading.cell.claims)
            assert {basis.reason.weighed.standing for basis in reading.bases} <= set(READ)


def test_a_question_that_is_not_compared_is_no_reading(real_release):
    table = compare(real_release.reader, ["us"], questions=["forced-divestiture"])
    with pytest.raises(KeyError):
        read_side_by_side(real_release, table, "ad-repository")


def test_python_reads_provisions_in_one_call(real_release):
    found = KnowledgeBase(real_release).read("forced-divestiture", ["us", "eu"], as_of="2025-09-15", known_on="2026-12-01")
    assert [reading.name for reading in found] == ["United States", "European Union"]
    with pytest.raises(UsageError, match="Did you mean"):
        KnowledgeBase(real_release).read("forced-divestitur", ["us"])


def test_the_files_say_what_the_page_shows(real_release):
    point = {"as_of": "2025-10-15", "known_on": "2026-12-01", "platform": "tiktok"}
    table = compare(real_release.reader, ["sg", "ky"], questions=["data-localization-requirement"], **point)
    found = read_side_by_side(real_release, table, "data-localization-requirement")
    text, data = to_markdown(table, found), to_json(table, found)
    assert "## Singapore: Conditional transfer" in text and "**Disputes it: Mandatory local storage.**" in text
    assert "(verdict on this statement: contradicted)" in text and "## Cayman Islands: Not researched" in text
    assert "Law as of 2025-10-15, as known on 2026-12-01" in text
    decides, disputes = data["readings"][0]["bases"]
    assert (decides["standing"], disputes["standing"]) == ("decides", "disputes")
    for basis, told in zip(found[0].bases, (decides, disputes), strict=True):
        assert [one["says"] for one in told["passages"]] == [support.says for support in basis.reason.supports]
        assert all(support.says.split(".")[0] in text.replace("\\", "") for support in basis.reason.supports)
    assert data["as_of"] == "2025-10-15" and data["readings"][1]["bases"] == [] and json.loads(as_json(data)) == data


def told(release):
    """Every event of every text: its kind, and its words."""
    texts = [one.iri for one in release.catalogue.entities.values() if one.kind == "instrument"]
    events = [event for iri in texts for event in release.reader.events(iri)]
    whole = SimpleNamespace(pinpoint=None, dossier=None)
    return {event_words(release.reader, event, whole): event for event in events if event.sets_legal or event.sets_enforcement}


def test_an_event_is_called_by_its_kind_and_its_text_by_its_short_title(real_release):
    kinds = {row["concept"]: row["label"] for row in real_release.rows("concept_names")}
    for words, event in told(real_release).items():
        assert words.startswith(lowered(kinds[iris.entity("event", event.kind)]))
        assert not event.until or f" until {event.until}" in words
        assert not event.by or words.endswith(f", by {short_title(real_release.reader, event.by)}")


def test_every_event_is_told_in_german_to_its_end(real_release, german_pages):
    names = {row["thing"]: row["name"] for row in real_release.rows("names_in_language", language="de")}
    for words, event in told(real_release).items():
        until = f" bis {event.until}" if event.until else ""
        by = f", durch {short_title(real_release.reader, event.by)}" if event.by else ""
        told_first = said(words).removesuffix(until + by)
        assert said(words) == told_first + until + by, words
        assert told_first.casefold() == names[iris.entity("event", event.kind)].casefold() or event.kind == "vacated", words


def test_pages_tell_an_event_in_one_way(real_release):
    """What one reads of a text, why an answer changed, and why something applied on a day."""
    words = "enforcement suspended until 2025-09-17, by EO 14310"
    read = readings(real_release, "forced-divestiture", ["us"], **TIKTOK)["us"].bases[0].events
    asked = {"questions": ["forced-divestiture"], "platform": "tiktok"}
    day = effective_regime(real_release.reader, "us", as_of="2025-09-15", known_on="2026-12-01", **asked)
    points = Point("2025-01-10", "2026-12-01"), Point("2025-07-01", "2026-12-01")
    (change,) = find_changes(real_release.reader, ["us"], *points, **asked).changes
    assert ("2025-06-19", words) in read
    assert words in [link.says for duty in day.duties for link in duty.chain]
    assert f"2025-06-19, PAFACA: {words}" in change.evidence
