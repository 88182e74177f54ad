"""``query``: a file, standard input or a stored query, with parameters, in any result format."""

from __future__ import annotations

import sys
from pathlib import Path

from kb.errors import UsageError
from kb.query_files import all_queries, stored_query
from kb.query_results import FORMATS, QueryResult
from kb.release import open_release
from kb.sandbox import run_query
from kb.tables import format_of


def run_text(file: str | None, parameters: list[str], format_name: str | None, output: Path | None, home: Path | None) -> str:
    """The result as text; raises UsageError, QueryError or LimitError."""
    if file is None:
        raise UsageError("name a query file, - for standard input, or a stored query; --list names the stored ones")
    values = dict(_parameter(given) for given in parameters)
    text = _query_text(file, values)
    result = QueryResult(run_query(open_release(home), text, values))
    default = "ttl" if result.kind == "graph" else "csv"
    return result.write(format_of(output, format_name, default, FORMATS))


def list_stored() -> str:
    """Names, parameters and summaries of the stored queries."""
    lines = []
    for query in all_queries():
        parameters = " ".join(f"{name}=<{kind}>" for name, kind in query.parameters)
        example = " ".join(f"--param {name}={value}" for name, value in query.examples)
        lines.append(f"{query.name}  {parameters}\n    {query.summary}\n" + (f"    {example}\n" if example else ""))
    return "".join(lines)


def _query_text(file: str, values: dict[str, str]) -> str:
    """The text of a file, of standard input or of a stored query: a bare word names a stored query unless it is a file."""
    path = Path(file)
    try:
        if file == "-":
            return sys.stdin.buffer.read().decode("utf-8-sig")
        if path.suffix or "/" in file or path.is_file():
            return path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"{file} cannot be read: {error}") from None
    stored = stored_query(file)
    if missing := [f"--param {name}=<{kind}>" for name, kind in stored.parameters if name not in values]:
        raise UsageError(f"query {file} needs {' '.join(missing)}; 'kb query --list' shows examples")
    return stored.text


def _parameter(given: str) -> tuple[str, str]:
    name, equals, value = given.partition("=")
    if not equals or not name.isidentifier():
        raise UsageError(f"--param {given}: write name=value")
    return name, value
