"""Look at a user's query before the engine sees it: what could take the program down is refused by name.

The engine parses by recursion and knows no limits, so nesting and length are bounded here; only reading forms pass.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import urljoin

from kb.errors import LimitError, QueryError

MAX_LENGTH = 100_000
MAX_DEPTH = 100
MAX_OPERATORS = 5_000
TOKEN = re.compile(
    r"""
    (?P<comment>\#[^\n\r]*)
  | (?P<iri><(?![?$])[^<>"{}|^`\\\x00-\x20]*>)
  | (?P<string>\"{3}(?:\"{0,2}(?:[^"\\]|\\.))*\"{3}|'{3}(?:'{0,2}(?:[^'\\]|\\.))*'{3}|"(?:[^"\\\n\r]|\\.)*"|'(?:[^'\\\n\r]|\\.)*')
  | (?P<open>[({\[])
  | (?P<close>[)}\]])
  | (?P<variable>[?$]\w+)
  | (?P<prefixed>(?:[A-Za-z_][\w.-]*)?:(?:(?:[\w%:]|\\[_~.\-!$&'()*+,;=/?\#@%])(?:[\w.%:-]|\\[_~.\-!$&'()*+,;=/?\#@%])*)?)
  | (?P<word>[A-Za-z_]\w*)
  | (?P<operator>[-+*/|!<>=&^])
  | (?P<backslash>\\)
    """,
    re.VERBOSE | re.DOTALL,
)
FORMS = ("SELECT", "ASK", "CONSTRUCT", "DESCRIBE")
ADDRESS = re.compile(r"<[A-Za-z][A-Za-z0-9+.-]*://")
REFUSED = ("SERVICE", "INSERT", "DELETE", "LOAD", "CLEAR", "DROP", "CREATE", "ADD", "MOVE", "COPY")


@dataclass(frozen=True)
class NamedGraphs:
    """Whether a query names its graphs with FROM, and the IRIs that it names."""

    is_named: bool
    iris: tuple[str, ...]


def check_query(text: str) -> str:
    """The form of the query (SELECT, ASK, CONSTRUCT, DESCRIBE) if it may run.

    Raises LimitError for a query that is too long or too deeply nested, QueryError for anything that does not only read.
    """
    if len(text) > MAX_LENGTH:
        raise LimitError(f"the query has {len(text)} characters; the limit is {MAX_LENGTH}", "length")
    try:
        text.encode("utf-8")
    except UnicodeEncodeError as error:
        raise _refused(text, error.start, "half of a surrogate pair is no character") from None
    _refuse_service(text)
    form, depth, operators = "", 0, 0
    for token in TOKEN.finditer(text):
        kind, word = token.lastgroup, token.group().upper()
        depth += (kind == "open") - (kind == "close")
        operators += kind == "operator"
        if depth > MAX_DEPTH:
            raise LimitError(f"line {_line(text, token.start())}: nested deeper than {MAX_DEPTH} brackets", "depth")
        if kind == "backslash":
            raise _refused(text, token.start(), "a backslash may stand only inside a string or before a mark in a name")
        if kind == "word" and word in REFUSED:
            raise _refused(text, token.start(), f"{word} is not allowed; queries here only read this release")
        if kind == "word" and word in FORMS and not form:
            form = word
    if operators > MAX_OPERATORS:
        raise LimitError(f"the query has {operators} operators; the limit is {MAX_OPERATORS}", "operators")
    if not form:
        known = "or give the name of a stored query alone, which 'kb query --list' shows"
        raise QueryError(f"no query here; begin with one of {', '.join(FORMS)}, {known}")
    return form


def named_graphs(text: str) -> NamedGraphs:
    """The graphs that a query names with FROM; then it is not asked of all graphs together."""
    tokens, words = tokens_of(text)
    prefixes = _prefixes(tokens, words)
    found = []
    for place in (place for place, word in enumerate(words) if word == "FROM"):
        after = place + 2 if words[place + 1 : place + 2] == ["NAMED"] else place + 1
        if after < len(tokens) and (iri := _full(tokens[after], prefixes)):
            found.append(iri)
    return NamedGraphs("FROM" in words, tuple(found))


def without_escapes(text: str) -> str:
    r"""The query with the full IRI for every short name that holds an escape, which older engines do not read.

    >>> without_escapes("PREFIX id: <http://x/>\nASK { id:a\\/b ?p ?o }")
    'PREFIX id: <http://x/>\nASK { <http://x/a/b> ?p ?o }'
    """
    if "\\" not in text:
        return text
    tokens, words = tokens_of(text)
    prefixes = _prefixes(tokens, words)
    pieces, last = list[str](), 0
    for token in tokens:
        if token.lastgroup == "prefixed" and "\\" in token.group() and (iri := _full(token, prefixes)):
            pieces += [text[last : token.start()], f"<{iri.replace(chr(92), '')}>"]
            last = token.end()
    return "".join(pieces) + text[last:]


def tokens_of(text: str) -> tuple[list[re.Match[str]], list[str]]:
    """The tokens of a query without its comments, and of each that is a word the word in capitals, of others nothing."""
    tokens = [token for token in TOKEN.finditer(text) if token.lastgroup != "comment"]
    return tokens, [token.group().upper() if token.lastgroup == "word" else "" for token in tokens]


def graphs_named(text: str) -> list[tuple[str, str]]:
    """Every constant that stands after GRAPH: as it is written, and the IRI that it means, empty if it means none."""
    tokens, words = tokens_of(text)
    prefixes = _prefixes(tokens, words)
    after = (token for word, token in zip(words, tokens[1:], strict=False) if word == "GRAPH")
    return [(token.group(), _full(token, prefixes)) for token in after if token.lastgroup in ("iri", "prefixed")]


def _prefixes(tokens: list[re.Match[str]], words: list[str]) -> dict[str, str]:
    """The address of every declared prefix; of the empty name, the base."""
    found = dict[str, str]()
    for place, word in enumerate(words[:-1]):
        if word == "PREFIX" and place + 2 < len(tokens):
            found[tokens[place + 1].group()] = _full(tokens[place + 2], found)
        elif word == "BASE":
            found[""] = tokens[place + 1].group()[1:-1]
    return found


def _full(token: re.Match[str], prefixes: dict[str, str]) -> str:
    """The IRI that a token means; empty if it means none."""
    text = token.group()
    if token.lastgroup == "iri":
        return urljoin(prefixes.get("", ""), text[1:-1])
    name, _, local = text.partition(":")
    return prefixes[f"{name}:"] + local if token.lastgroup == "prefixed" and f"{name}:" in prefixes else ""


def _refused(text: str, position: int, why: str) -> QueryError:
    line = _line(text, position)
    return QueryError(f"line {line}: {why}", line, position - (text.rfind("\n", 0, position) + 1) + 1)


def _refuse_service(text: str) -> None:
    """Refuse SERVICE in every way the engine may read the text; it needs no space before or after a keyword.

    ``<`` begins an IRI or is a comparison, and only a grammar can tell; unless ``scheme://`` follows, both are tried.
    """
    if "service" not in text.lower():
        return
    todo, seen = [0], set[int]()
    while todo:
        token = TOKEN.search(text, todo.pop())
        if token is None or token.start() in seen:
            continue
        seen.add(token.start())
        name = token.group().partition(":")[0] if token.lastgroup == "prefixed" else token.group()
        if token.lastgroup in ("word", "prefixed") and "SERVICE" in name.upper():
            raise _refused(text, token.start(), "SERVICE is not allowed; queries here only read this release")
        todo.append(token.end())
        if token.lastgroup == "iri" and not ADDRESS.match(token.group()):
            todo.append(token.start() + 1)


def _line(text: str, position: int) -> int:
    return text.count("\n", 0, position) + 1
