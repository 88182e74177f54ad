"""What drafts cite: passages and cases are resolved in both languages, a wrong article and a wrong court are told."""

from __future__ import annotations

import io
import json
import logging
import zipfile
from pathlib import Path

import pytest
import yaml
from docx import Document
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.testclient import TestClient

from kb.checking.asked import MOST_CHARACTERS, MOST_FILE_BYTES, written
from kb.checking.checked import Checked, check, write_checked
from kb.checking.draft_text import from_paragraphs, from_text
from kb.checking.mentions import Names
from kb.errors import LimitError
from kb.loaders.texts.law_text import LawText, Provision
from kb.release.release import Release
from kb.server.governed import kept_answers
from kb.server.governor import Governor
from kb.server.page_policy import NOTHING
from kb.server.routes import ROUTES
from kb.server.settings import Settings
from kb.texts.folder import SETTING, TextFolder
from tests.conftest import ROOT

DAYS = ("2026-06-01", "2026-12-31")
SENTENCES = yaml.safe_load((ROOT / "tests" / "draft_citations.yaml").read_text(encoding="utf-8"))


@pytest.fixture(autouse=True)
def without_texts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv(SETTING, str(tmp_path / "texts"))
    return tmp_path / "texts"


def cited(release: Release, text: str) -> Checked:
    return check(release, from_paragraphs([text]), *DAYS)


@pytest.mark.parametrize("one", SENTENCES, ids=lambda one: one["text"][:60])
def test_what_a_sentence_cites_is_found_or_told_to_be_wrong(real_release: Release, one: dict):
    found = cited(real_release, one["text"]).cited
    assert sorted([each.identifier, each.finding, each.dossier] for each in found) == sorted(one["cited"])


def test_a_wrong_article_is_told_with_the_right_one_and_a_wrong_court_with_the_right_one(real_release: Release):
    article = write_checked(cited(real_release, SENTENCES[1]["text"]), "txt")
    assert "WRONG  Article 99" in article and "the base rests this on art. 74" in article
    court = write_checked(cited(real_release, "In TikTok v. Garland the Ninth Circuit upheld the law."), "md")
    assert "**wrong** TikTok v. Garland" in court and "Supreme Court of the United States; the text names: Ninth Circuit" in court


def test_courts_are_looked_for_once_in_a_sentence(real_release: Release, monkeypatch: pytest.MonkeyPatch):
    asked: list[str] = []
    named = Names.named
    monkeypatch.setattr(Names, "named", lambda names, text, kind: asked.append(kind) or named(names, text, kind))
    text = "The Supreme Court decided TikTok v. Garland, and TikTok v. Garland is cited often."
    cited = check(real_release, from_text(text), *DAYS).cited
    assert {one.finding for one in cited} == {"held"} and asked.count("organisation") == 1


def test_a_passage_says_what_it_holds_and_whether_the_act_was_in_force(real_release: Release):
    (one,) = cited(real_release, "Article 34 of the DSA is on risks.").cited
    assert one.status == "in-force" and one.told.startswith("art. 34") and "risks" in one.told
    (before,) = check(real_release, from_paragraphs(["Article 34 of the DSA is on risks."]), "2020-01-01", DAYS[1]).cited
    assert before.status in (None, "proposed")


def test_a_verdict_has_its_passage_and_its_days(real_release: Release):
    (one,) = cited(real_release, SENTENCES[2]["text"]).judged
    assert one.verdict == "supported" and one.pinpoint.startswith("art. 74") and one.dossier.endswith("instrument/eu/dsa")
    assert one.valid_from <= DAYS[0] and one.valid_until is None and one.grade and one.evidence_to


def test_a_text_on_this_machine_tells_an_article_that_does_not_exist(real_release: Release, without_texts: Path):
    provisions = tuple(Provision(f"art. {number}", f"Words of article {number}.") for number in range(1, 94))
    about = {"language": "en", "version": "as adopted", "dated": "2022-10-19", "kind": "copy", "source": "a copy", "address": ""}
    TextFolder(without_texts).add(LawText(instrument="eu/dsa", title="DSA", provisions=provisions, **about))
    found = {one.identifier: one.finding for one in cited(real_release, "Article 134 DSA and Article 90 DSA say so.").cited}
    assert found == {"Article 134": "no-such-passage", "Article 90": "not-held"}


SECRET = "Nobody may keep this sentence on the United Kingdom."


@pytest.fixture
def client(mini_home: Path, monkeypatch: pytest.MonkeyPatch) -> TestClient:
    monkeypatch.setenv("KB_HOME", str(mini_home))
    middleware = [Middleware(Governor, settings=Settings.from_environment(), policy=NOTHING)]
    return TestClient(Starlette(routes=ROUTES, middleware=middleware), base_url="http://127.0.0.1")


def test_a_file_is_read_for_the_page_and_nothing_of_it_is_kept_or_logged(
    client: TestClient, mini_home: Path, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
):
    log = logging.getLogger("kb.access")
    monkeypatch.setattr(log, "handlers", [*log.handlers, caplog.handler])
    caplog.set_level(logging.INFO, "kb.access")
    document, stream = Document(), io.BytesIO()
    document.add_paragraph(SECRET)
    document.save(stream)
    before = kept_answers().size, set(mini_home.rglob("*"))
    answer = client.post("/api/v1/draft?suffix=.docx", content=stream.getvalue())
    assert answer.json() == {"text": SECRET} and answer.headers["cache-control"] == "no-store"
    checked = client.get("/api/v1/check", params={"text": SECRET})
    assert checked.status_code == 200 and SECRET in checked.text
    assert (kept_answers().size, set(mini_home.rglob("*"))) == before
    lines = {one.getMessage() for one in caplog.records if one.name == "kb.access"}
    assert len(lines) == 2 and not any("Nobody" in one or "suffix" in one for one in lines)


@pytest.mark.parametrize(
    ("content", "suffix", "status"),
    [
        (b"x" * (MOST_FILE_BYTES + 1), ".txt", 413),
        (b"A word. " * (MOST_CHARACTERS // 8 + 1), ".txt", 413),
        (b"\xff\xfe\x00", ".txt", 400),
        (b"no zip", ".docx", 400),
    ],
    ids=["large", "long", "no text", "no document"],
)
def test_a_file_that_is_no_draft_is_refused(client: TestClient, content: bytes, suffix: str, status: int):
    answer = client.post(f"/api/v1/draft?suffix={suffix}", content=content)
    assert (answer.status_code == status and "draft" in answer.json()["detail"]) or status == 413


def test_a_document_that_unfolds_without_end_is_refused(client: TestClient):
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("[Content_Types].xml", b" " * 300_000_000)
    assert client.post("/api/v1/draft?suffix=.docx", content=stream.getvalue()).status_code in (400, 413, 503)


def test_a_draft_is_written_in_every_form_and_one_too_long_is_refused(mini_home: Path):
    folder = (mini_home / "current").resolve()
    assert json.loads(written(folder, SECRET, *DAYS, "json"))["judged"][0]["verdict"] == "not-held"
    assert yaml.safe_load(written(folder, SECRET, *DAYS, "yaml"))["claims"] == {}
    with pytest.raises(LimitError, match="in parts"):
        written(folder, "x" * (MOST_CHARACTERS + 1), *DAYS, "txt")
