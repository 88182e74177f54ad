"""The doors: the API equals the command line to the byte, its description is valid, the client and assistants get the same."""

from __future__ import annotations

import datetime
import json
import os
import re
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import anyio
import pytest
import uvicorn
from jsonschema import Draft202012Validator
from openapi_spec_validator import OpenAPIV31SpecValidator
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.testclient import TestClient

import kb
from kb.cells.comparison import compare
from kb.doors.declared import OPERATIONS, OWN
from kb.doors.described import described
from kb.doors.naming import RefusedError
from kb.doors.queries import queried
from kb.doors.tools import use
from kb.errors import UnavailableError, UsageError
from kb.release.release import Release
from kb.server.governor import Governor
from kb.server.page_policy import NOTHING
from kb.server.routes import ROUTES
from kb.server.settings import Settings
from kb.tables.json import contract
from kb.values.view_fields import FIELDS
from kb.wording.examples import examples_of
from tests.conftest import ROOT

HERE = "http://127.0.0.1"
# what is asked over HTTP, and the command that asks the same
ASKED = {
    "compare?jurisdictions=xa,xb&as_of=2025-09-15&known_on=2026-06-01": "compare xa xb --as-of 2025-09-15 --known-on 2026-06-01",
    "compare?j=xa,xb&q=forced-sale&v=2025-09-15": "compare xa xb -q forced-sale --as-of 2025-09-15",
    "explain?jurisdiction=xa&question=forced-sale&as_of=2025-09-15": "explain xa forced-sale --as-of 2025-09-15",
    "explain?jurisdiction=xa&question=forced-sale&platform=clip": "explain xa forced-sale --platform clip",
    "regime?jurisdiction=xa&as_of=2025-09-15": "regime xa --as-of 2025-09-15",
    "timeline?jurisdiction=xa&question=forced-sale": "timeline xa forced-sale",
    "changes?jurisdictions=xa,xb&from=2024-01-01&to=2026-06-01": "changes xa xb --from 2024-01-01 --to 2026-06-01",
    "entity?entity=jurisdiction/xa": "show jurisdiction/xa",
    "search?words=platform&limit=5": "search platform --limit 5",
    "coverage?jurisdictions=xa": "coverage xa",
    "coverage": "coverage",
    "due?jurisdictions=xa&by=2030-01-01": "due xa --by 2030-01-01",
    "claims?source=article": "claims article",
    "claims": "claims",
}


def app() -> Starlette:
    return Starlette(routes=ROUTES, middleware=[Middleware(Governor, settings=Settings.from_environment(), policy=NOTHING)])


@pytest.fixture
def client(mini_home: Path, monkeypatch: pytest.MonkeyPatch) -> TestClient:
    monkeypatch.setenv("KB_HOME", str(mini_home))
    return TestClient(app(), base_url=HERE)


@pytest.fixture
def address(mini_home: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """A base that answers on this machine."""
    monkeypatch.setenv("KB_HOME", str(mini_home))
    server = uvicorn.Server(uvicorn.Config(app(), port=0, log_level="warning"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        assert thread.is_alive()
        time.sleep(0.01)
    yield f"{HERE}:{server.servers[0].sockets[0].getsockname()[1]}"
    server.should_exit = True
    thread.join()


def command(line: str, home: Path) -> bytes:
    words = [sys.executable, "-m", "kb", *line.split(), "--format", "json", "--home", str(home)]
    return subprocess.run(words, cwd=ROOT, capture_output=True, check=True).stdout


# the API


@pytest.mark.parametrize("asked", ASKED)
def test_the_api_says_what_the_command_says_to_the_byte(client: TestClient, mini_home: Path, asked: str):
    answer = client.get(f"/api/v1/{asked}")
    assert answer.status_code == 200, answer.text
    assert answer.content == command(ASKED[asked], mini_home)


def test_an_answer_that_the_client_has_is_not_sent_again(client: TestClient, mini_release: Release):
    pinned = f"/api/v1/compare?jurisdictions=xa&as_of=2025-09-15&known_on=2026-06-01&release={mini_release.id}"
    first = client.get(pinned)
    assert "immutable" in first.headers["cache-control"] and first.headers["x-policykb-release"] == mini_release.id
    again = client.get(pinned, headers={"If-None-Match": first.headers["etag"]})
    assert again.status_code == 304 and not again.content
    assert "immutable" not in client.get("/api/v1/compare?jurisdictions=xa").headers["cache-control"]


@pytest.mark.parametrize(
    ("asked", "status", "says"),
    [
        ("compare?jurisdictions=xa,nowhere", 404, "no-such-place"),
        ("explain?jurisdiction=xa&question=forced-sail", 404, "no-such-question"),
        ("compare?jurisdictions=xa&release=0123456789abcdef", 404, "unknown"),
        ("nothing", 404, "unknown"),
        ("compare?jurisdictions=xa&colour=red", 400, "usage"),
        ("compare", 400, "usage"),
        ("compare?jurisdictions=xa&as_of=yesterday", 400, "usage"),
        ("compare?jurisdictions=xa&policy=/etc/passwd.ttl", 400, "usage"),
        ("changes?jurisdictions=xa", 400, "usage"),
        ("search?words=platform&limit=9999", 400, "usage"),
        ("due?by=soon", 400, "usage"),
        ("entity?entity=instrument/none", 400, "usage"),
        ("claims?source=none", 400, "usage"),
    ],
)
def test_a_mistake_is_told_as_a_problem(client: TestClient, asked: str, status: int, says: str):
    answer = client.get(f"/api/v1/{asked}")
    told = answer.json()
    assert (answer.status_code, answer.headers["content-type"]) == (status, "application/problem+json"), told
    assert told["error"] == says and told["detail"] and told["title"] and "Traceback" not in answer.text
    if says == "no-such-question":
        assert told["refusal"]["nearest"] == ["forced-sale"]


def test_the_description_is_valid_and_has_every_operation(client: TestClient):
    told = client.get("/openapi.json").json()
    OpenAPIV31SpecValidator(told).validate()
    assert {path.rpartition("/")[2] for path in told["paths"]} == set(OPERATIONS)
    page = client.get("/api/v1")
    assert page.status_code == 200 and all(f'id="{name}"' in page.text for name in OPERATIONS)


def test_the_description_of_a_comparison_is_that_of_what_is_given(client: TestClient, real_release: Release):
    """Nothing is given that is not described, nothing described that is not given, and every field says what it is."""
    schemas = client.get("/openapi.json").json()["components"]["schemas"]
    whole = json.loads(json.dumps(schemas).replace("#/components/schemas/", "#/$defs/"))
    assert all(field["description"] for name, one in whole.items() if name != "Problem" for field in one["properties"].values())
    for one in whole.values():
        one["additionalProperties"] = False
    check = Draft202012Validator(whole["Comparison"] | {"$defs": whole})
    for platform in (None, "tiktok"):
        told = contract(compare(real_release.reader, kb.View(["us", "eu", "sg", "ru"], platform=platform)))
        assert not list(check.iter_errors(json.loads(json.dumps(told))))
        held = {"Cell": told["cells"], "Claim": [claim for cell in told["cells"] for claim in cell["claims"]]}
        for name, entries in held.items():
            assert all(entry.keys() == whole[name]["properties"].keys() for entry in entries)
    standings = {claim["standing"] for claim in held["Claim"]}
    assert standings <= set(whole["Claim"]["properties"]["standing"]["enum"]) and len(standings) > 3


def test_every_operation_describes_its_answer(client: TestClient):
    for name, path in client.get("/openapi.json").json()["paths"].items():
        schema = path["get"]["responses"]["200"]["content"]["application/json"]["schema"]
        assert schema.get("type") in ("object", "array") or "$ref" in schema or "anyOf" in schema, name


def test_every_parameter_of_the_description_comes_from_the_one_declaration(mini_release: Release):
    examples = examples_of(mini_release)
    about = {field.name: examples.said(field.about) for field in (*FIELDS, *OWN.values())}
    for path in described(examples)["paths"].values():
        for one in path["get"]["parameters"]:
            assert about[one["name"]] == one["description"]
            assert not re.search(r"repeatable|'kb |--|\.ttl", one["description"]), one["description"]


def test_releases_are_listed(client: TestClient, mini_release: Release):
    told = client.get("/api/v1/releases").json()["releases"]
    assert [one["id"] for one in told if one["current"]] == [mini_release.id]


# the client


def test_the_client_gets_what_the_base_says(address: str, mini_home: Path):
    far, near = kb.connect(address + "/"), kb.open(mini_home)
    day = {"as_of": "2025-09-15", "known_on": "2026-06-01"}
    table = near.compare(["xa", "xb"], **day)
    assert far.compare(["xa", "xb"], **day) == json.loads(str(table.comparison and _json(table)))
    assert far.compare("xa", as_of=datetime.date(2025, 9, 15))["as_of"] == "2025-09-15"
    assert far.compare(["xa", "xb"], **day)["cells"] == far.compare(["xa", "xb"], **day)["cells"]  # the second is not sent
    assert far.explain("xa", "forced-sale", **day)["jurisdiction"] == "xa"
    assert len(far.timeline("xa", "forced-sale")) == len(near.timeline("xa", "forced-sale"))
    assert far.regime("xa")["duties"] and far.coverage(["xa"]) and far.due()["release"] == near.release.id
    assert far.changes(["xa"], "2024-01-01", "2026-06-01")["to"]["as_of"] == "2026-06-01"
    assert far.show("jurisdiction/xa")["key"] == "jurisdiction/xa" and far.search("platform")
    assert far.claims("article")["source"] == "article" and far.questions() and far.releases()


def _json(table: kb.Table) -> str:
    from kb.tables import write_table

    return write_table(table.comparison, "json")


def test_the_client_raises_what_the_base_raises(address: str):
    far = kb.connect(address)
    with pytest.raises(RefusedError) as refused:
        far.explain("xa", "forced-sail")
    assert (refused.value.type, refused.value.nearest) == ("no-such-question", ["forced-sale"])
    with pytest.raises(UsageError, match="YYYY-MM-DD"):
        far.compare(["xa"], as_of="soon")
    with pytest.raises(UsageError, match="takes no scope"):
        far.explain("xa", "forced-sale", scope="both", platform="clip")
    with pytest.raises(UsageError, match="address of a base"):
        kb.connect("file:///etc/passwd")
    with pytest.raises(UnavailableError, match="cannot be reached"):
        kb.connect("http://127.0.0.1:9").releases()


@pytest.mark.parametrize(("program", "file"), [("node", "api.mjs"), ("Rscript", "api.R")])
def test_the_examples_in_other_languages_run(address: str, program: str, file: str):
    if shutil.which(program) is None:
        pytest.skip(f"{program} is not installed")
    words = [program, str(ROOT / "docs" / "examples" / file), address, "xa", "xb"]
    done = subprocess.run(words, capture_output=True, text=True, check=False, timeout=60)
    assert done.returncode == 0 and "xa" in done.stdout and "forced-sale" in done.stdout, done.stderr


# assistants over HTTP


def test_an_assistant_is_answered_over_http(address: str, mini_release: Release):
    from mcp import ClientSession
    from mcp.client.streamable_http import streamable_http_client

    async def talk() -> list[Any]:
        async with streamable_http_client(address + "/mcp") as (reading, writing, _), ClientSession(reading, writing) as session:
            await session.initialize()
            tools = [tool.name for tool in (await session.list_tools()).tools]
            asked = {"jurisdiction": "xa", "question": "forced-sale", "as_of": "2025-09-15"}
            return [
                tools,
                await session.call_tool("explain", asked),
                await session.call_tool("query", {"sparql": "SELECT ?s { ?s a <https://w3id.org/policykb/ontology#Platform> }"}),
                await session.call_tool("query", {"sparql": "DELETE WHERE { ?s ?p ?o }"}),
                await session.call_tool("explain", {"jurisdiction": "xa"}),
                (await session.list_resources()).resources,
                await session.read_resource("kb://question/forced-sale"),
                (await session.list_prompts()).prompts,
                await session.get_prompt("check", {"text": "Xa orders sales."}),
            ]

    tools, explained, queried, refused, wrong, resources, read, prompts, prompt = anyio.run(talk)
    wanted = {"search", "compare", "explain", "regime", "changes", "timeline", "due", "claims", "entity", "query"}
    assert {*wanted, "list_questions", "list_jurisdictions", "check_statement"} <= set(tools)
    assert explained.structuredContent["answer"]["cell"] == "xa/forced-sale" and explained.structuredContent["why"]
    assert queried.structuredContent["rows"] and refused.isError and wrong.isError
    assert "kb://question/forced-sale" in [str(one.uri) for one in resources]
    assert json.loads(read.contents[0].text)["key"] == "question/forced-sale"
    assert [one.name for one in prompts] == ["brief", "check"] and "Xa orders sales." in prompt.messages[0].content.text


LISTING = {"jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": {"name": "list_jurisdictions", "arguments": {}}}


@pytest.mark.parametrize("accept", ["*/*", "application/*;q=0.9", "application/json"])
def test_any_accept_that_covers_json_is_answered(client: TestClient, accept: str):
    """A client without more ado, such as curl, sends Accept: */*."""
    answer = client.post("/mcp", json=LISTING, headers={"Accept": accept})
    assert answer.status_code == 200 and answer.json()["result"]["structuredContent"]["jurisdictions"]
    assert client.post("/mcp", json=LISTING, headers={"Accept": "text/html"}).status_code == 406


STORED = {"coverage-counts": {}, "claims-of-jurisdiction": {"jurisdiction": "xa"}}


@pytest.mark.parametrize("name", STORED)
def test_a_stored_query_is_asked_by_name_everywhere(address: str, mini_home: Path, name: str):
    values = STORED[name]
    near, far = kb.open(mini_home), kb.connect(address)
    rows = list(near.query(name, **values))
    text = list(near.query((next((ROOT / "kb/queries/library").glob(f"*/{name}.rq"))).read_text(encoding="utf-8"), **values))
    assert rows and rows == text and len(far.query(name, **values)["results"]["bindings"]) == len(rows)
    told = queried(near.release, {"sparql": name, "parameters": values})
    assert len(told["rows"]) == len(rows) and told["columns"] == near.query(name, **values).columns
    for asked in (lambda: near.query(name, colour="red"), lambda: far.query(name, colour="red")):
        with pytest.raises(UsageError, match=r"takes (no|the) parameters.*; given: colour"):
            asked()
    with pytest.raises(UsageError, match="did you mean coverage-counts"):
        far.query("coverage-count")


def test_a_message_that_is_too_long_or_no_message_is_refused(client: TestClient):
    assert client.post("/mcp", content=b"x" * 300_000).status_code == 413
    assert client.post("/mcp", content=b"{").status_code in (400, 406)
    assert client.get("/mcp").status_code == 405


def test_long_lists_are_cut_and_say_how_to_get_more(real_release: Release):
    first = use(real_release, "compare", {"jurisdictions": ["us", "eu"], "limit": 10})
    assert len(first["cells"]) == 10 and first["more"]["of"] > 80 and "offset=10" in first["more"]["next"]
    second = use(real_release, "compare", {"jurisdictions": ["us", "eu"], "limit": 10, "offset": 10})
    assert second["cells"][0] != first["cells"][0]


def test_more_stands_only_where_there_is_more(real_release: Release):
    asked = {"jurisdictions": ["us", "eu"], "limit": 50}
    number = use(real_release, "compare", asked)["more"]["of"]
    for offset in range(0, number + 50, 50):
        page = use(real_release, "compare", asked | {"offset": offset})
        assert len(page["cells"]) == max(min(50, number - offset), 0) and ("more" in page) == (offset + 50 < number)
    few = {"jurisdictions": ["us", "eu", "sg"], "questions": ["forced-divestiture"]}
    assert (
        len(use(real_release, "compare", few)["cells"]) == 3 and not use(real_release, "compare", few | {"offset": 20})["cells"]
    )


def test_refused_cells_are_counted(real_release: Release):
    told = use(real_release, "compare", {"jurisdictions": ["us", "eu"], "limit": 1000})
    assert told["refused"] == sum("refusal" in one for one in told["cells"]) > 0


def test_what_was_known_last_has_its_reason_its_grade_its_day_and_its_citations(real_release: Release):
    """A day is beyond the evidence for a reason that is told, not because of the day alone."""
    told = use(real_release, "compare", {"jurisdictions": list(real_release.reader.jurisdictions()), "limit": 1000})
    refused = [one["refusal"] for one in told["cells"] if one.get("refusal", {}).get("type") == "beyond-evidence"]
    assert refused
    for one in refused:
        last = one["last_known"]
        dated = f"its evidence goes to {last['evidence_day']}, and such an answer stands for "
        assert dated in one["message"] or "no day of its evidence is recorded" in one["message"]
        assert last["evidence_grade"] and last["citations"][0]["citation"] and last["citations"][0]["checked"]
    later = {"jurisdiction": "us", "question": "forced-divestiture", "as_of": "2099-01-01", "known_on": "2026-11-30"}
    assert "lies after the day of the record, 2026-11-30" in use(real_release, "explain", later)["refusal"]["message"]


def test_a_day_after_the_record_is_beyond_the_evidence_and_tells_what_was_known_last(real_release: Release):
    told = use(real_release, "explain", {"jurisdiction": "us", "question": "forced-divestiture", "as_of": "2099-01-01"})
    assert told["refusal"]["type"] == "beyond-evidence" and told["refusal"]["last_known"]["answer"]


def test_the_command_line_starts_without_what_the_doors_need(mini_home: Path):
    code = "import sys, kb.commands.cli, kb.commands.asking.compare; print([m for m in ('mcp', 'feedgen') if m in sys.modules])"
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, env=os.environ | {"KB_HOME": str(mini_home)}, capture_output=True
    )
    assert done.stdout.strip() == b"[]"
