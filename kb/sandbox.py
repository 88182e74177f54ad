"""Run a user's query in a process of its own, under limits of time, rows, bytes and memory.

The engine cannot cancel a running query, and a hostile one ends its process; so that process is never ours.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kb.errors import LimitError, QueryError, UnavailableError, UsageError
from kb.query_binding import bind
from kb.query_check import check_query, names_dataset
from kb.query_files import make_term
from kb.release import Release

ADDRESS = ("http://", "https://")
A_DAY = 86_400


@dataclass(frozen=True)
class Limits:
    """Limits of one query: seconds, rows, megabytes of memory, megabytes of answer."""

    seconds: float = 30.0
    rows: int = 100_000
    memory_mb: int = 1024
    answer_mb: int = 50

    @classmethod
    def from_environment(cls) -> Limits:
        """Limits as KB_LIMIT_SECONDS, KB_LIMIT_ROWS and KB_LIMIT_MEMORY_MB set them; UsageError if one is no number."""
        try:
            limits = cls(
                seconds=float(os.environ.get("KB_LIMIT_SECONDS", cls.seconds)),
                rows=int(os.environ.get("KB_LIMIT_ROWS", cls.rows)),
                memory_mb=int(os.environ.get("KB_LIMIT_MEMORY_MB", cls.memory_mb)),
            )
        except ValueError as error:
            raise UsageError(f"a KB_LIMIT_ setting is not a number: {error}") from None
        if not (0 < limits.seconds <= A_DAY and limits.rows > 0 and limits.memory_mb > 0):
            raise UsageError("the KB_LIMIT_ settings must be above 0, and KB_LIMIT_SECONDS at most a day")
        return limits


@dataclass(frozen=True)
class Answer:
    """What a query answered: ``rows`` and ``boolean`` as SPARQL JSON results, ``graph`` as N-Triples."""

    kind: str
    body: bytes


def run_query(release: Release, text: str, parameters: dict[str, str] | None = None, limits: Limits | None = None) -> Answer:
    """Run a query against a release, with values bound to its variables.

    A value that begins with http:// or https:// is bound as an IRI, any other as a string. Raises QueryError,
    LimitError (which limit, and how to raise it) or UsageError.
    """
    limits = limits or Limits.from_environment()
    terms = {
        name: make_term("iri" if value.startswith(ADDRESS) else "string", value, name)
        for name, value in (parameters or {}).items()
    }
    check_query(text)
    task = {
        "store": str(release.path / "store"),
        "query": bind(text, terms),
        "dataset": names_dataset(text),
        "rows": limits.rows,
        "memory_mb": limits.memory_mb,
        "answer_mb": limits.answer_mb,
    }
    command = [sys.executable, "-m", "kb.query_worker"]
    try:
        done = subprocess.run(
            command,
            input=json.dumps(task).encode("utf-8"),
            capture_output=True,
            timeout=limits.seconds,
            cwd=Path(__file__).resolve().parent.parent,
            check=False,
        )
    except subprocess.TimeoutExpired:
        message = f"stopped after {limits.seconds:g} seconds; make the query narrower or raise KB_LIMIT_SECONDS"
        raise LimitError(message) from None
    return _answer(done, limits)


def _answer(done: subprocess.CompletedProcess[bytes], limits: Limits) -> Answer:
    head, _, body = done.stdout.partition(b"\n")
    try:
        said: dict[str, Any] = json.loads(head)
    except ValueError:
        message = f"needed more than {limits.memory_mb} MB of memory, or broke the engine; make the query narrower"
        raise LimitError(f"{message} or raise KB_LIMIT_MEMORY_MB") from None
    if said["status"] == "done":
        return Answer(said["kind"], body)
    errors = {"query": QueryError, "limit": LimitError, "usage": UsageError, "store": UnavailableError}
    raise errors[said["status"]](said["message"])
