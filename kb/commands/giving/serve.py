"""``serve``: the SPARQL endpoint as a process of its own."""

from __future__ import annotations

import os
import socket
import sys
from pathlib import Path
from typing import Any, cast

import click

from kb.commands.options import reads_release
from kb.endpoint import ENDPOINT_SETTING
from kb.errors import UsageError

LOOPBACK = ("127.0.0.1", "::1", "localhost")
IDLE_SECONDS = 15


@click.command()
@click.option("--port", type=click.IntRange(1, 65535), default=7878, help="Port to listen on.")
@click.option("--host", default="127.0.0.1", help="Address to listen on; this machine only unless set.")
@reads_release
def serve(port: int, host: str, home: Path | None) -> None:
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
    _refuse_taken(host, port)
    if host not in LOOPBACK:
        sys.stderr.write(f"kb: listening on {host}: everybody who reaches this machine can ask, under the limits\n")
    shown = f"[{host}]" if ":" in host else host
    sys.stderr.write(
        f"kb: release {release.id} at http://{shown}:{port}/sparql; "
        f"limits {limits.seconds:g} s, {limits.rows} rows, {limits.answer_mb} MB; stop with Ctrl-C\n"
    )
    uvicorn.run(
        "kb.server.serving:make_app",
        factory=True,
        host=host,
        port=port,
        http=cast(Any, "kb.server.connections:Protocol"),
        ws="none",
        timeout_keep_alive=IDLE_SECONDS,
        proxy_headers=False,
        server_header=False,
        access_log=False,
        log_level="warning",
    )


def _refuse_taken(host: str, port: int) -> None:
    """UsageError if nothing can listen there, before anything is said of a service."""
    try:
        with socket.create_server((host, port), family=socket.AF_INET6 if ":" in host else socket.AF_INET):
            return
    except OSError as error:
        reason = error.strerror or error
        raise UsageError(f"cannot listen at {host}, port {port}: {reason}; choose another with --port or --host") from None
