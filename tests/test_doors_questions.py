"""200 questions, half of them without an answer, through a client of the Model Context Protocol over a pipe."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import anyio
import pytest
import yaml

from kb.cells.comparison import compare
from kb.release.release import Release
from tests.conftest import ROOT

pytest.importorskip("mcp")
from mcp import ClientSession, StdioServerParameters
from mcp.client.stdio import stdio_client

QUESTIONS = yaml.safe_load((ROOT / "tests" / "door_questions.yaml").read_text(encoding="utf-8"))


async def _asked(home: Path) -> list[Any]:
    settings = os.environ | {"KB_HOME": str(home)}
    server = StdioServerParameters(command=sys.executable, args=["-m", "kb", "mcp"], env=settings, cwd=ROOT)
    async with stdio_client(server) as streams, ClientSession(*streams) as session:
        await session.initialize()
        await session.list_tools()  # the client checks every answer against the schema of its tool
        return [await session.call_tool(one["tool"], one["arguments"]) for one in QUESTIONS]


@pytest.fixture(scope="module")
def answers(real_home: Path) -> Iterator[list[Any]]:
    yield anyio.run(_asked, real_home)


def test_half_of_the_200_questions_have_no_answer():
    assert len(QUESTIONS) == 200 and sum("refusal" in one["expects"] for one in QUESTIONS) == 100


def cells_of(said: dict[str, Any]) -> list[dict[str, Any]]:
    """The cells told; of a timeline the one of today, or the last known where the evidence does not reach today."""
    if "intervals" in said:
        now = said["now"].get("refusal", said["now"])
        return [now | {name: said["intervals"][-1][name] for name in ("state", "answer")}]
    return said["cells"] if "cells" in said else [said["answer"]]


def test_every_answer_comes_from_a_cell_that_says_it(answers: list[Any], real_release: Release):
    wrong = []
    for one, result in zip(QUESTIONS, answers, strict=True):
        wanted = one["expects"].get("cells") or [one["expects"]]
        if "refusal" in one["expects"]:
            continue
        assert not result.isError and "refusal" not in result.structuredContent, (one, result)
        cells = cells_of(result.structuredContent)
        assert len(cells) == len(wanted)
        for cell, right in zip(cells, wanted, strict=True):
            if any(cell[name] != said for name, said in right.items()) or not _supported(real_release, one, cell):
                wrong.append((one["n"], right, cell))
    assert not wrong


def _supported(release: Release, one: dict[str, Any], cell: dict[str, Any]) -> bool:
    """Whether the cell of the base says what was told, and the telling cites a claim of it with both days.

    What is only known up to an earlier day is told as that, in a refusal, with the last of the intervals.
    """
    if last := cell.get("last_known"):
        return cell["type"] == "beyond-evidence" and last["answer"] == cell["answer"]
    place, question = cell["cell"].split("/")
    platform = one["arguments"].get("platform")
    point = {"platform": platform, "as_of": cell["as_of"], "known_on": cell["known_on"]}
    (held,) = compare(release.reader, [place], questions=[question], **point).cells
    asked_on = one["arguments"].get("as_of", cell["as_of"])
    grades = {weighed.claim.evidence_grade for weighed in held.claims}
    return (
        (held.answer, held.label, held.in_short) == (cell["answer"], cell["label"], cell["sentence"])
        and cell["as_of"] == asked_on
        and cell["release"] == release.id
        and all(said["citation"] and said["evidence_grade"] in grades for said in cell["citations"])
        and bool(cell["citations"] and cell["evidence_day"] and cell["address"])
    )


def test_every_question_without_an_answer_is_refused_with_the_right_type(answers: list[Any]):
    wrong = []
    for one, result in zip(QUESTIONS, answers, strict=True):
        expects = one["expects"]
        if "refusal" not in expects:
            continue
        said = (result.structuredContent or {}).get("refusal", {})
        is_near = "nearest" not in expects or expects["nearest"] in said.get("nearest", [])
        is_right = said.get("type") == expects["refusal"] and said.get("cell") == expects.get("cell") and is_near
        if result.isError or not is_right or set(result.structuredContent) != {"refusal"}:
            wrong.append((one["n"], expects, said))
    assert not wrong


def test_what_was_looked_for_is_told_where_none_was_found(answers: list[Any]):
    told = [
        result.structuredContent["refusal"]
        for one, result in zip(QUESTIONS, answers, strict=True)
        if one["expects"].get("refusal") == "none-found"
    ]
    assert told and all(one["searched"] and one["searched_on"] for one in told)
