"""``serve``: the SPARQL endpoint as a process of its own."""

import os
import sys
from typing import Annotated

import typer

from kb.commands.options import Home
from kb.endpoint.address import ENDPOINT_SETTING

LOOPBACK = ("127.0.0.1", "::1", "localhost")


def register(app: typer.Typer) -> None:
    """Add the command to the command line."""
    app.command()(serve)


def serve(
    port: Annotated[int, typer.Option("--port", min=1, max=65535, help="Port to listen on.")] = 7878,
    host: Annotated[str, typer.Option("--host", help="Address to listen on; this machine only unless set.")] = "127.0.0.1",
    home: Home = None,
) -> None:
    """Serve the SPARQL 1.1 Protocol (read only) at /sparql, entities at /id, and /healthz.

    Example: python -m kb serve --port 7878
    """
    import uvicorn

    from kb.opening.current import open_release
    from kb.running.limits import Limits

    if home:
        os.environ["KB_HOME"] = str(home)
        os.environ.pop(ENDPOINT_SETTING, None)
    release, limits = open_release(), Limits.from_environment()
    if host not in LOOPBACK:
        sys.stderr.write(f"kb: listening on {host}: everybody who reaches this machine can ask, under the limits\n")
    shown = f"[{host}]" if ":" in host else host
    sys.stderr.write(
        f"kb: release {release.id} at http://{shown}:{port}/sparql; "
        f"limits {limits.seconds:g} s, {limits.rows} rows, {limits.answer_mb} MB; stop with Ctrl-C\n"
    )
    uvicorn.run("kb.server.serving:make_app", factory=True, host=host, port=port, access_log=False, log_level="warning")
