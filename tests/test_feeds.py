"""Feeds: a correction made by amend shows within one request, entries are stable and dated by the record, the forms are valid."""

from __future__ import annotations

import datetime
import json
import shutil
from pathlib import Path

import feedparser
import jsonschema
import pytest
from icalendar import Calendar
from lxml import etree
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.testclient import TestClient

from kb.amending.amendment import plan, write
from kb.amending.publishing import next_record
from kb.amending.wanted import Wish, parse_sets
from kb.building.build import build
from kb.clocks.change_causes import CAUSES
from kb.feeds.entries import entries
from kb.loaders.record.published import PUBLISHED
from kb.release.release import Release
from kb.server.governor import Governor
from kb.server.page_policy import NOTHING
from kb.server.routes import ROUTES
from kb.server.settings import Settings
from kb.values.view import View
from tests.conftest import MINI_FACTS

ATOM = {"a": "http://www.w3.org/2005/Atom"}
JSON_FEED = {
    "type": "object",
    "required": ["version", "title", "items"],
    "properties": {
        "version": {"const": "https://jsonfeed.org/version/1.1"},
        "items": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["id", "content_text", "url", "date_published"],
                "properties": {
                    "id": {"type": "string", "format": "uri"},
                    "date_published": {"type": "string", "pattern": r"^\d{4}-\d\d-\d\dT00:00:00\+00:00$"},
                    "tags": {"type": "array", "items": {"type": "string"}},
                },
            },
        },
    },
}
SENTENCE = "The named company had to sell its holding by the day in the Act."

WHY = "The Act names the company, not its owner."


@pytest.fixture
def client(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> TestClient:
    monkeypatch.setenv("KB_HOME", str(tmp_path / "home"))
    shutil.copytree(MINI_FACTS, tmp_path / "facts")
    (tmp_path / "facts" / PUBLISHED).write_text(next_record(tmp_path / "facts", "2026-03-01").text, encoding="utf-8")
    build(tmp_path / "facts", tmp_path / "home")
    app = Starlette(routes=ROUTES, middleware=[Middleware(Governor, settings=Settings.from_environment(), policy=NOTHING)])
    return TestClient(app, base_url="http://127.0.0.1")


def amend(tmp_path: Path) -> None:
    facts = tmp_path / "facts"
    wish = Wish(parse_sets([f"in_short={SENTENCE}"]), "corrected", "2026-04-01", note=WHY)
    write(facts, plan(facts, "xa/sale-act#forced-sale[0]", wish))
    build(facts, tmp_path / "home")


def test_a_correction_shows_in_the_next_request_with_its_cause(client: TestClient, tmp_path: Path):
    dimension = _dimension(client)
    asked = f"/feed.json?j=xa&d={dimension}"
    before = client.get(asked).json()["items"]
    assert not [one for one in before if "corrected" in one["tags"]]
    amend(tmp_path)
    after = client.get(asked).json()["items"]
    (one,) = [one for one in after if one["id"] not in {old["id"] for old in before} and "corrected" in one["tags"]]
    assert one["date_published"].startswith("2026-04-01") and CAUSES["corrected"] in one["content_text"]
    assert f"Why: {WHY}" in one["content_text"] and one["_policykb"]["note"] == WHY
    assert SENTENCE in one["_policykb"]["after"] and SENTENCE not in one["_policykb"]["before"]
    assert "known_on=2026-04-01" in one["url"] or "k=2026-04-01" in one["url"]
    assert {old["id"] for old in before} <= {new["id"] for new in after}, "what was told once keeps its identifier"
    told = feedparser.parse(client.get(asked.replace("json", "atom")).content)
    assert [entry.id for entry in told.entries] == [item["id"] for item in after]


def _dimension(client: TestClient) -> str:
    heads = client.get("/api/v1/questions").json()["questions"]
    return next(head["dimension"] for head in heads if head["id"] == "forced-sale")


def test_the_atom_feed_is_valid(client: TestClient):
    answer = client.get("/feed.atom")
    told = feedparser.parse(answer.content)
    assert answer.headers["content-type"].startswith("application/atom+xml") and not told.bozo and told.version == "atom10"
    root = etree.fromstring(answer.content)
    assert root.tag == "{http://www.w3.org/2005/Atom}feed"
    for one in [root, *root.findall("a:entry", ATOM)]:  # what RFC 4287 demands of a feed and of an entry
        assert all(len(one.findall(f"a:{name}", ATOM)) == 1 for name in ("id", "title", "updated"))
        assert one.findall("a:link", ATOM)
    ids = [one.text for one in root.findall("a:entry/a:id", ATOM)]
    assert ids and len(ids) == len(set(ids)) and root.find("a:author/a:name", ATOM) is not None
    assert root.find("a:link[@rel='self']", ATOM).get("href") == "http://127.0.0.1/feed.atom"


def test_the_json_feed_is_valid_and_does_not_change_without_a_cause(client: TestClient):
    first = client.get("/feed.json")
    jsonschema.validate(first.json(), JSON_FEED, format_checker=jsonschema.FormatChecker())
    assert client.get("/feed.json", headers={"If-None-Match": first.headers["etag"]}).status_code == 304
    assert [one["title"] for one in first.json()["items"]]


def test_since_a_day_only_what_is_newer(client: TestClient):
    everything = client.get("/feed.json").json()["items"]
    newest = max(one["date_published"] for one in everything)[:10]
    newer = client.get(f"/feed.json?since={newest}").json()["items"]
    assert 0 < len(newer) < len(everything) and {one["date_published"][:10] for one in newer} == {newest}
    assert client.get("/feed.json?since=2099-01-01").json()["items"] == []
    assert client.get("/feed.json?since=yesterday").status_code == 400
    assert client.get("/feed.json?j=nowhere").status_code == 400


def test_what_is_due_is_a_calendar(client: TestClient, tmp_path: Path):
    answer = client.get("/due.ics?j=xa")
    assert answer.status_code == 200 and answer.headers["content-type"].startswith("text/calendar")
    assert Calendar.from_ical(answer.content).name == "VCALENDAR"


def test_entries_of_the_real_facts_have_causes_and_no_day_that_has_not_come(real_release: Release):
    today = datetime.date(2026, 11, 30)
    found = entries(real_release, View(["eu"], dimensions=["protection-of-minors"]), today=today)
    assert {one.jurisdiction for one in found} == {"eu"} and {"corrected", "new-research"} <= {one.cause for one in found}
    assert all(one.day <= today.isoformat() and one.cause in CAUSES and one.after for one in found)
    assert [one.day for one in found] == sorted((one.day for one in found), reverse=True)
    assert json.dumps([one.id for one in found]).count("/feed/eu/") == len(found)
