"""Look at a user's query before the engine sees it: what could take the program down is refused by name.

The engine parses by recursion and knows no limits, so nesting and length are bounded here; only reading forms pass.
"""

from __future__ import annotations

import re

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
  | (?P<prefixed>[A-Za-z_][\w.-]*:(?:[\w%][\w.%-]*)?|:[\w%][\w.%-]*)
  | (?P<word>[A-Za-z_]\w*)
  | (?P<operator>[-+*/|!<>=&^])
  | (?P<backslash>\\)
    """,
    re.VERBOSE | re.DOTALL,
)
FORMS = ("SELECT", "ASK", "CONSTRUCT", "DESCRIBE")
ADDRESS = re.compile(r"<[A-Za-z][A-Za-z0-9+.-]*://")
REFUSED = ("SERVICE", "INSERT", "DELETE", "LOAD", "CLEAR", "DROP", "CREATE", "ADD", "MOVE", "COPY")


def check_query(text: str) -> str:
    """The form of the query (SELECT, ASK, CONSTRUCT, DESCRIBE) if it may run.

    Raises LimitError for a query that is too long or too deeply nested, QueryError for anything that does not only read.
    """
    if len(text) > MAX_LENGTH:
        raise LimitError(f"the query has {len(text)} characters; the limit is {MAX_LENGTH}")
    _refuse_service(text)
    form, depth, operators = "", 0, 0
    for token in TOKEN.finditer(text):
        kind, word = token.lastgroup, token.group().upper()
        depth += (kind == "open") - (kind == "close")
        operators += kind == "operator"
        if depth > MAX_DEPTH:
            raise LimitError(f"line {_line(text, token.start())}: nested deeper than {MAX_DEPTH} brackets")
        if kind == "backslash":
            raise QueryError(f"line {_line(text, token.start())}: a backslash may stand only inside a string")
        if kind == "word" and word in REFUSED:
            raise QueryError(f"line {_line(text, token.start())}: {word} is not allowed; queries here only read this release")
        if kind == "word" and word in FORMS and not form:
            form = word
    if operators > MAX_OPERATORS:
        raise LimitError(f"the query has {operators} operators; the limit is {MAX_OPERATORS}")
    if not form:
        raise QueryError(f"no query here; begin with one of {', '.join(FORMS)}")
    return form


def names_dataset(text: str) -> bool:
    """Whether the query names its graphs itself, with FROM; then it is not asked of all graphs together."""
    return any(token.lastgroup == "word" and token.group().upper() == "FROM" for token in TOKEN.finditer(text))


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
            raise QueryError(f"line {_line(text, token.start())}: SERVICE is not allowed; queries here only read this release")
        todo.append(token.end())
        if token.lastgroup == "iri" and not ADDRESS.match(token.group()):
            todo.append(token.start() + 1)


def _line(text: str, position: int) -> int:
    return text.count("\n", 0, position) + 1
