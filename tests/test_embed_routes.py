"""Embedded comparisons over HTTP: every format, caching, a strict policy open to frames, oEmbed, clear refusals."""

import html
import re
from urllib.parse import quote

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from kb.embedding.address import embed_address, snippets
from kb.embedding.verification import IDENTICAL, verify
from kb.server.routes import ROUTES
from kb.tables import FORMATS, table_bytes

ASKED = "/embed/compare?j=xa,xb&v=2025-09-15&k=2026-06-01&p=clip"


@pytest.fixture
def client(mini_home, monkeypatch):
    monkeypatch.setenv("KB_HOME", str(mini_home))
    monkeypatch.setenv("COLUMNS", "100")  # as wide as what is served, which has no terminal
    return TestClient(Starlette(routes=ROUTES))


def test_the_page_shows_the_table_without_any_script(client):
    answer = client.get(ASKED)
    assert answer.status_code == 200 and answer.headers["content-type"].startswith("text/html")
    assert "The named owner must sell the platform." in answer.text and "<script" not in answer.text
    assert not re.findall(
        r"(?:src|href)=\"(?!#|/embed/|http://testserver/oembed|https://law\.example|https://creativecommons\.org/licenses/by/4\.0/)",
        answer.text,
    )


def test_the_policy_is_strict_but_open_to_frames_and_allows_every_style_of_the_page(client):
    policy = client.get(ASKED).headers["content-security-policy"]
    assert "default-src 'none'" in policy and "frame-ancestors *" in policy and "unsafe" not in policy
    assert policy.count("'sha256-") == 2 and " style=" not in client.get(ASKED).text


@pytest.mark.parametrize("name", sorted(FORMATS))
def test_the_same_path_with_a_suffix_gives_that_format(client, mini_release, name):
    from kb.cells.comparison import compare

    answer = client.get(ASKED.replace("compare?", f"compare.{name}?"))
    assert answer.status_code == 200 and answer.headers["content-type"].startswith(FORMATS[name].media_type)
    if name not in ("html", "docx", "odt", "pptx", "png", "pdf", "xlsx", "csvw"):
        point = {"as_of": "2025-09-15", "known_on": "2026-06-01", "platform": "clip"}
        comparison = compare(mini_release.reader, ["xa", "xb"], **point)
        assert answer.content == table_bytes(comparison, name)


def test_questions_dimensions_platform_and_theme_are_understood(client):
    one = client.get(ASKED + "&q=audit&theme=dark").text
    assert one.count('scope="row"') == 1 and "as they reach Clip" in one and "prefers-color-scheme" not in one
    assert client.get(ASKED + "&d=data").text.count('scope="row"') == 2


def test_it_is_cached_by_its_content_and_a_frozen_one_for_good(client, mini_release):
    answer = client.get(ASKED)
    assert answer.headers["cache-control"] == "public, max-age=300"
    again = client.get(ASKED, headers={"If-None-Match": answer.headers["etag"]})
    assert again.status_code == 304 and not again.content and again.headers["etag"] == answer.headers["etag"]
    assert client.get(ASKED, headers={"If-None-Match": '"other"'}).status_code == 200
    assert "immutable" in client.get(f"{ASKED}&r={mini_release.id}").headers["cache-control"]


WRONG = [
    ("?j=zz", 400, "no jurisdiction 'zz'"), ("", 400, "name at least one jurisdiction"), ("?j=xa&jj=1", 400, "no parameter 'jj'"),
    ("?j=xa&j=xb", 400, "give each parameter once"), ("?j=xa&v=2025-02-30", 400, "--as-of 2025-02-30"),
    ("?j=xa&r=../../etc", 400, "no such release is kept"), ("?j=xa&theme=<b>", 400, "no theme"),
    ("?j=xa&policy=/etc/x.ttl", 400, "no resolution policy"), (".exe?j=xa", 404, "no format 'exe'"),
    ("?j=" + "xa," * 300, 400, "a list may hold 200"),
]  # fmt: skip


@pytest.mark.parametrize(("tail", "status", "says"), WRONG)
def test_a_wrong_address_is_told_in_plain_text(client, tail, status, says):
    answer = client.get("/embed/compare" + tail)
    assert answer.status_code == status and says in answer.text
    assert answer.headers["content-type"].startswith("text/plain") and answer.headers["cache-control"] == "no-store"


def test_without_a_release_it_says_so(client, tmp_path, monkeypatch):
    monkeypatch.setenv("KB_HOME", str(tmp_path))
    assert client.get(ASKED).status_code == 503
    assert client.get("/oembed.json?url=" + quote("http://testserver" + ASKED, safe="")).status_code == 503


def test_oembed_is_found_from_the_page_and_gives_the_frame(client):
    found = re.search(r'<link rel="alternate" type="application/json\+oembed" href="([^"]+)"', client.get(ASKED).text)
    answer = client.get(html.unescape(found.group(1)) + "&maxwidth=500&maxheight=400").json()
    assert (answer["type"], answer["version"], answer["width"], answer["height"]) == ("rich", "1.0", 500, 400)
    source = html.unescape(re.search(r'src="([^"]+)"', answer["html"]).group(1))
    assert client.get(source).status_code == 200 and "<script" not in answer["html"]


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("url=http://evil.example/embed/compare?j=xa", 404),
        ("url=http://testserver/other", 404),
        ("", 404),
        ("url=http%3A//testserver/embed/compare%3Fj%3Dzz", 404),
        ("url=http%3A//testserver/embed/compare%3Fj%3Dxa&format=xml", 501),
        ("url=http%3A//testserver/embed/compare%3Fj%3Dxa&maxwidth=-1", 404),
    ],
)
def test_oembed_speaks_for_nothing_but_our_comparisons(client, query, status):
    assert client.get("/oembed.json?" + query).status_code == status


def test_a_page_saved_from_the_server_verifies_and_a_changed_one_does_not(client, mini_home, tmp_path):
    path = tmp_path / "saved.html"
    for theme in ("auto", "dark"):
        text = client.get(f"{ASKED}&theme={theme}").text
        path.write_text(text, encoding="utf-8")
        assert verify(path, mini_home).word == IDENTICAL
    path.write_text(text.replace("must sell", "may sell"), encoding="utf-8")
    assert verify(path, mini_home).word == "tampered"


def test_the_snippets_of_the_app_lead_to_the_same_table(client, mini_release):
    from kb.cells.comparison import compare

    comparison = compare(mini_release.reader, ["xa", "xb"], as_of="2025-09-15", known_on="2026-06-01")
    frozen = client.get(embed_address(comparison, "http://testserver", frozen=True))
    assert "Law as of 2025-09-15, as known on 2026-06-01" in frozen.text and "immutable" in frozen.headers["cache-control"]
    assert f"release={mini_release.id}" in snippets(comparison, "http://x")["report-frozen"]


def test_the_page_leads_back_to_the_table_of_today_and_names_source_and_licence(client):
    text = client.get(ASKED + "&theme=dark&detail=label").text
    assert '<a href="/embed/compare?detail=label&amp;j=xa,xb&amp;p=clip" target="_blank"' in text
    assert "Source: Policy comparison knowledge base." in text and "CC BY 4.0" in text
    assert '<meta name="color-scheme" content="dark">' in text


def test_a_page_that_tells_its_height_may_run_that_script_and_no_other(client, mini_home, tmp_path):
    answer = client.get(ASKED + "&frame=fit")
    policy = answer.headers["content-security-policy"]
    assert answer.text.count("<script>") == 1 and policy.count("script-src 'sha256-") == 1 and "unsafe" not in policy
    assert "script-src" not in client.get(ASKED).headers["content-security-policy"]
    (tmp_path / "t.html").write_text(answer.text, encoding="utf-8")
    assert verify(tmp_path / "t.html", mini_home).word == IDENTICAL
    assert client.get(ASKED + "&frame=other").status_code == 400


def test_oembed_says_how_high_the_table_stands_in_the_form_and_width_that_are_asked(client):
    def height(asked, width):
        address = quote(f"http://testserver{asked}", safe="")
        return client.get(f"/oembed.json?url={address}&maxwidth={width}").json()["height"]

    assert height(ASKED, 375) > height(ASKED, 960) > height(f"{ASKED}&detail=label&notes=none", 960) > 150


def test_snippets_ask_for_the_form_of_the_author(mini_release):
    from kb.cells.comparison import compare
    from kb.values.form import Form

    comparison = compare(mini_release.reader, ["xa", "xb"], as_of="2025-09-15", known_on="2026-06-01")
    found = snippets(comparison, "http://x", Form(detail="label", caption="My words"), 432)
    assert 'detail=label caption="My words"' in found["report-live"] and "height:432px" in found["page-live"]
    assert "detail=label&amp;caption=My+words" in found["page-frozen"] and 'title="My words"' in found["page-live"]
    assert "frame=fit" in found["page-fitting"] and "<script>" in found["page-fitting"]
