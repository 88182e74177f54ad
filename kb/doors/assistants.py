"""The server for assistants (Model Context Protocol): tools, resources and prompts, whoever computes what they say.

``ask`` is handed the name of a tool and its plain arguments and gives plain values; what it raises of :mod:`kb.errors` becomes an
error of the tool with its message.
"""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from mcp import types
from mcp.server.lowlevel import Server
from mcp.server.lowlevel.helper_types import ReadResourceContents
from pydantic import AnyUrl

from kb.doors.declared import OPERATIONS
from kb.doors.schemas import Schema, parameters, tool_answer
from kb.errors import KnowledgeBaseError
from kb.wording.examples import Examples

Ask = Callable[[str, Mapping[str, Any]], Awaitable[dict[str, Any]]]
NAME = "policykb"
INSTRUCTIONS = (
    "{subject} of jurisdictions, compared on any day of the law (as_of) as known on any day of the record (known_on). Answer "
    "from a cell only, with its citation, its grade and both days. A refusal says that this base has no answer: say so, and do "
    "not fill the gap. 'none-found' means that somebody looked and found no rule; 'not-researched' that nobody looked."
)
QUESTION, DOSSIER = "kb://question/", "kb://{kind}/{path}"
SMALL = {"limit": "How many entries of a long list (20).", "offset": "How many to pass over."}
REFUSED_CELLS = ' A cell without an answer stands among the cells as {"refusal": ...}; refused counts them.'
RENAMED = {"check": "check_statement", "questions": "list_questions", "jurisdictions": "list_jurisdictions"}
OPERATION_OF = {tool: name for name, tool in RENAMED.items()}
QUERY = types.Tool(
    name="query",
    description="Run a SPARQL 1.1 query or a stored one by its name, read only, under limits of time, rows and memory.",
    inputSchema={
        "type": "object",
        "properties": {
            "sparql": {"type": "string", "description": "The text of a query, or the name of a stored one: fines-by-authority."},
            "parameters": {
                "type": "object",
                "additionalProperties": {"type": "string"},
                "description": "Values of its parameters by name.",
            },
        },
        "required": ["sparql"],
        "additionalProperties": False,
    },
    outputSchema={"type": "object"},
    annotations=types.ToolAnnotations(readOnlyHint=True),
)


def tools(examples: Examples) -> list[types.Tool]:
    """Every tool: each operation, and queries; described with the examples of a base."""
    found = [
        types.Tool(
            name=RENAMED.get(name, name),
            description=one.summary + (REFUSED_CELLS if name == "compare" else ""),
            inputSchema=_with_paging(parameters(one, examples)),
            outputSchema=tool_answer(name),
            annotations=types.ToolAnnotations(readOnlyHint=True, idempotentHint=True, openWorldHint=False),
        )
        for name, one in OPERATIONS.items()
    ]
    return [*found, QUERY]


def _with_paging(schema: Schema) -> Schema:
    paging = {name: {"type": "integer", "minimum": 0, "description": about} for name, about in SMALL.items()}
    return schema | {"properties": {**paging, **schema["properties"]}}


def make_server(ask: Ask, version: str, examples: Examples) -> Server[Any, Any]:
    """The server, which answers with what ``ask`` says and describes itself with the examples of a base."""
    server: Server[Any, Any] = Server(NAME, version, INSTRUCTIONS.format(subject=examples.subject))

    @server.list_tools()  # type: ignore[no-untyped-call, untyped-decorator, unused-ignore]
    async def list_tools() -> list[types.Tool]:
        return tools(examples)

    @server.call_tool()  # type: ignore[untyped-decorator, unused-ignore]
    async def call_tool(name: str, arguments: dict[str, Any]) -> dict[str, Any] | types.CallToolResult:
        try:
            return await ask(OPERATION_OF.get(name, name), arguments)
        except KnowledgeBaseError as error:
            return types.CallToolResult(content=[types.TextContent(type="text", text=str(error))], isError=True)

    _add_resources(server, ask, examples)
    _add_prompts(server)
    return server


def _add_resources(server: Server[Any, Any], ask: Ask, examples: Examples) -> None:
    @server.list_resources()  # type: ignore[no-untyped-call, untyped-decorator, unused-ignore]
    async def list_resources() -> list[types.Resource]:
        found = await ask("questions", {"limit": 1000})
        return [
            types.Resource(uri=AnyUrl(QUESTION + one["id"]), name=one["id"], description=one["text"], mimeType="application/json")
            for one in found["questions"]
        ]

    @server.list_resource_templates()  # type: ignore[no-untyped-call, untyped-decorator, unused-ignore]
    async def list_templates() -> list[types.ResourceTemplate]:
        about = f"A dossier or another entity: kb://{examples.value('instrument/eu/dsa') or 'instrument/...'}, kb://case/..., kb://source/..."
        return [types.ResourceTemplate(uriTemplate=DOSSIER, name="entity", description=about, mimeType="application/json")]

    @server.read_resource()  # type: ignore[no-untyped-call, untyped-decorator, unused-ignore]
    async def read_resource(uri: AnyUrl) -> list[ReadResourceContents]:
        found = await ask("entity", {"entity": str(uri).removeprefix("kb://").rstrip("/")})
        return [ReadResourceContents(json.dumps(found, ensure_ascii=False), "application/json")]


PROMPTS = {
    "brief": (
        "A brief on one subject in some jurisdictions, from cells only.",
        ("jurisdictions", "dimension"),
        "Write a brief on {dimension} in {jurisdictions}. Ask compare for the cells, and explain for each that you lean on. "
        "After every sentence put the citation with its pinpoint, the grade of the evidence and the day as of which it holds. "
        "Where a tool refuses, write what the refusal says and nothing else.",
    ),
    "check": (
        "A check of a text, sentence by sentence, against cells.",
        ("text",),
        "Take each sentence of the text that says what the law is or was. Ask explain for the cell that it is about, on the day "
        "that the sentence speaks of. Say for each: supported, contradicted, outdated (until when), or not held, with cell and "
        "citation.\n\n{text}",
    ),
}


def _add_prompts(server: Server[Any, Any]) -> None:
    @server.list_prompts()  # type: ignore[no-untyped-call, untyped-decorator, unused-ignore]
    async def list_prompts() -> list[types.Prompt]:
        return [
            types.Prompt(name=name, description=about, arguments=[types.PromptArgument(name=one, required=True) for one in takes])
            for name, (about, takes, _) in PROMPTS.items()
        ]

    @server.get_prompt()  # type: ignore[no-untyped-call, untyped-decorator, unused-ignore]
    async def get_prompt(name: str, arguments: dict[str, str] | None) -> types.GetPromptResult:
        if name not in PROMPTS:
            raise ValueError(f"no prompt '{name}'; known: {', '.join(PROMPTS)}")
        about, takes, text = PROMPTS[name]
        filled = text.format_map({one: (arguments or {}).get(one, "") for one in takes})
        message = types.PromptMessage(role="user", content=types.TextContent(type="text", text=filled))
        return types.GetPromptResult(description=about, messages=[message])
