"""``mcp``: a server for assistants over standard input and output."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kb.commands.options import reads_release

if TYPE_CHECKING:
    from kb.release.release import Release


@click.command()
@reads_release
def mcp(home: Path | None) -> None:
    """Answer an assistant that speaks the Model Context Protocol, over standard input and output, until it hangs up.

    What was asked before is still answered when the input has ended.

    Name this command in the settings of the assistant: command "python", arguments "-m kb mcp".

    Example: python -m kb mcp
    """
    import anyio
    from mcp.server.stdio import stdio_server

    from kb import __version__
    from kb.doors.assistants import make_server
    from kb.doors.last_answers import answering_all
    from kb.opening.current import open_release
    from kb.wording.examples import examples_of

    release = open_release(home)

    async def ask(name: str, arguments: Mapping[str, Any]) -> dict[str, Any]:
        return await anyio.to_thread.run_sync(partial(_said, release, name, arguments))

    async def serve() -> None:
        server = make_server(ask, __version__, examples_of(release))
        async with stdio_server() as streams, answering_all(*streams) as (reading, writing):
            await server.run(reading, writing, server.create_initialization_options())

    anyio.run(serve)


def _said(release: Release, name: str, arguments: Mapping[str, Any]) -> dict[str, Any]:
    from kb.doors.queries import queried
    from kb.doors.tools import use

    return queried(release, arguments) if name == "query" else use(release, name, arguments)
