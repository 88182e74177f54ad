"""What assistants get: every answer that was asked for though the input ended, and only fields that the page tells."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import anyio
import pytest

from kb.doors.declared import OPERATIONS
from kb.doors.fields_given import CELL, CITATION, GIVES, MEANS, REFUSED
from kb.doors.tools import use
from kb.release.release import Release
from tests.conftest import ROOT

pytest.importorskip("mcp")
from mcp.shared.message import SessionMessage
from mcp.types import JSONRPCMessage

from kb.doors import last_answers

CELL_OF = {"jurisdiction": "us", "question": "data-localization-requirement"}
ASKED: dict[str, dict[str, Any]] = {
    "compare": {"jurisdictions": ["us", "eu"], "questions": [CELL_OF["question"]], "as_of": "2026-06-01"},
    "explain": {**CELL_OF, "as_of": "2026-06-01"},
    "timeline": CELL_OF,
    "changes": {"jurisdictions": ["eu"], "from": "2025-01-01"},
    "regime": {"jurisdiction": "eu", "questions": [CELL_OF["question"]]},
    "entity": {"entity": "instrument/us/pafaca"},
    "search": {"words": "divestiture"},
    "coverage": {"jurisdictions": ["us"]},
    "due": {"jurisdictions": ["us"]},
    "claims": {"source": "us-china-tiktok-near-agreement"},
    "check": {"text": "In the United Kingdom the maximum fine on a platform is 10 percent of worldwide revenue."},
    "questions": {},
    "jurisdictions": {},
    "releases": {},
}


def rpc(number: int | None, method: str, **params: Any) -> str:
    return json.dumps({"jsonrpc": "2.0", **({} if number is None else {"id": number}), "method": method, "params": params})


def test_a_client_that_closes_its_input_at_once_gets_all_answers(mini_home: Path):
    client = {"protocolVersion": "2025-06-18", "capabilities": {}, "clientInfo": {"name": "a client", "version": "1"}}
    lines = [
        rpc(1, "initialize", **client),
        rpc(None, "notifications/initialized"),
        rpc(2, "tools/call", name="compare", arguments={"jurisdictions": ["xa", "xb"]}),
        rpc(3, "tools/call", name="list_questions", arguments={}),
        rpc(4, "tools/list"),
    ]
    command = [sys.executable, "-m", "kb", "mcp"]
    settings = os.environ | {"KB_HOME": str(mini_home)}
    text = "\n".join(lines) + "\n"
    done = subprocess.run(command, cwd=ROOT, env=settings, input=text, capture_output=True, text=True, check=False, timeout=100)
    answers = {said["id"]: said for said in map(json.loads, done.stdout.splitlines())}
    assert done.returncode == 0 and answers.keys() == {1, 2, 3, 4}
    assert answers[2]["result"]["structuredContent"]["cells"] and answers[3]["result"]["structuredContent"]["questions"]


async def _ends(lines: list[str], answered: list[str]) -> None:
    """Pass lines in and answers out, as a server that ends when its input does."""
    here, reading = anyio.create_memory_object_stream[Any](9)
    writing, there = anyio.create_memory_object_stream[Any](9)
    for line in lines:
        here.send_nowait(SessionMessage(JSONRPCMessage.model_validate_json(line)))
    here.close()
    with anyio.fail_after(5):
        async with last_answers.answering_all(reading, writing) as (inside, outside), outside:
            for _ in lines:
                await inside.receive()
            for line in answered:
                await outside.send(SessionMessage(JSONRPCMessage.model_validate_json(line)))
            with pytest.raises(anyio.EndOfStream):
                await inside.receive()
        assert len([message async for message in there]) == len(answered)


@pytest.mark.parametrize(
    "answered", ['{"jsonrpc":"2.0","id":1,"result":{}}', '{"jsonrpc":"2.0","id":1,"error":{"code":1,"message":"x"}}']
)
def test_the_input_ends_when_the_last_answer_is_out(answered: str):
    anyio.run(_ends, [rpc(1, "tools/list")], [answered])


def test_what_was_withdrawn_or_is_never_answered_keeps_nobody_waiting(monkeypatch: pytest.MonkeyPatch):
    anyio.run(_ends, [rpc(1, "tools/list"), rpc(None, "notifications/cancelled", requestId=1)], [])
    monkeypatch.setattr(last_answers, "LONGEST_WAIT", 0.1)
    anyio.run(_ends, [rpc(1, "tools/list")], [])


def _inner(found: Any) -> set[str]:
    entries = found if isinstance(found, list) else [found]
    return {name for one in entries if isinstance(one, dict) and "refusal" not in one for name in one}


def test_every_tool_is_told_and_every_field_has_a_meaning():
    named = {name for gives in GIVES.values() for field, inner in gives.items() for name in (field, *inner)}
    assert GIVES.keys() == OPERATIONS.keys() == ASKED.keys() and named | {*CITATION, *REFUSED} == MEANS.keys()
    assert list(MEANS) == sorted(MEANS)


@pytest.mark.parametrize("tool", GIVES)
def test_an_answer_has_the_fields_that_are_told(tool: str, real_release: Release):
    found = use(real_release, tool, ASKED[tool])
    assert found.keys() - {"more"} == GIVES[tool].keys()
    for field, inner in GIVES[tool].items():
        if inner and (said := _inner(found[field])):
            assert said == set(inner), field


def test_a_cell_its_citation_and_a_refusal_have_the_fields_that_are_told(real_release: Release):
    found = use(real_release, "explain", ASKED["explain"])["answer"]
    assert found.keys() == set(CELL) and _inner(found["citations"]) == set(CITATION)
    for question in ("forced-divestiture", CELL_OF["question"]):
        for day in ("2026-06-01", "2030-01-01"):
            told = use(real_release, "explain", {"jurisdiction": "sg", "question": question, "as_of": day})
            assert told.get("refusal", {}).keys() <= set(REFUSED)
