"""A query as code for the shell and for programs, ready to paste."""

from __future__ import annotations

import json


def snippets(query: str, endpoint: str) -> dict[str, tuple[str, str]]:
    """Name of a program -> (language for highlighting, code) that asks the query of the endpoint, or of the base itself."""
    return {
        "curl": ("bash", _curl(query, endpoint)),
        "Python, kb": ("python", f"import kb\n\nquery = {_python(query)}\nprint(kb.open().query(query).to_pandas())\n"),
        "Python, rdflib": ("python", _rdflib(query, endpoint)),
        "R": ("r", _r(query, endpoint)),
        "JavaScript": ("javascript", _javascript(query, endpoint)),
    }


def _curl(query: str, endpoint: str) -> str:
    mark = _unused("SPARQL", query)
    return f"curl {_shell(endpoint)} -H 'Accept: text/csv' --data-urlencode query@- <<'{mark}'\n{query.rstrip()}\n{mark}\n"


def _shell(text: str) -> str:
    return "'" + text.replace("'", "'\\''") + "'"


def _unused(mark: str, text: str) -> str:
    """A line that does not stand in the text."""
    while mark in text:
        mark += "_"
    return mark


def _python(text: str) -> str:
    """The text as a Python string, in the form of its lines where that is the same text."""
    shown = f'"""\n{text.strip()}\n"""'
    return shown if "\\" not in text and '"""' not in text and not text.strip().endswith('"') else repr(text)


def _rdflib(query: str, endpoint: str) -> str:
    return (
        "from rdflib import Graph\nfrom rdflib.plugins.stores.sparqlstore import SPARQLStore\n\n"
        f"query = {_python(query)}\ngraph = Graph(SPARQLStore({json.dumps(endpoint)}))\n"
        "for row in graph.query(query):\n    print(row)\n"
    )


def _r(query: str, endpoint: str) -> str:
    dashes = "-"
    while f'){dashes}"' in query:
        dashes += "-"
    return (
        f'library(httr2)\n\nquery <- r"{dashes}({query.strip()}){dashes}"\n'
        f"answer <- request({json.dumps(endpoint)}) |>\n"
        '  req_headers(Accept = "text/csv") |>\n  req_body_form(query = query) |>\n  req_perform()\n'
        "rows <- read.csv(text = resp_body_string(answer))\n"
    )


def _javascript(query: str, endpoint: str) -> str:
    text = query.strip().replace("\\", "\\\\").replace("`", "\\`").replace("${", "\\${")
    return (
        f"const query = `{text}`;\nconst answer = await fetch({json.dumps(endpoint)}, {{\n"
        '  method: "POST",\n  headers: { Accept: "application/sparql-results+json" },\n'
        "  body: new URLSearchParams({ query }),\n});\n"
        "const { results } = await answer.json();\nconsole.table(results.bindings);\n"
    )
