"""Put values in the place of a query's variables, as terms the engine itself has written.

Constants let the engine plan by them; bound at evaluation they cost up to a hundred times more (decision 0003).
Only whole variable tokens outside strings, comments and IRIs are replaced, and only by the N-Triples form of a term
that the engine accepted, so no value can change the shape of a query.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from pyoxigraph import Literal, NamedNode

from kb.errors import UsageError
from kb.sparql.check import TOKEN


@dataclass(frozen=True)
class _Piece:
    """Text up to a variable, that variable, and how it stands there: ``plain``, ``column`` of a SELECT, ``order`` of rows."""

    before: str
    variable: str
    place: str


def bind(text: str, terms: dict[str, NamedNode | Literal]) -> str:
    """The query with constants in place of the named variables; a projected one stays a column, a grouped one a group.

    >>> bind("SELECT ?s ?o WHERE { ?s ?p ?o }", {"s": NamedNode("http://x/a")})
    'SELECT (<http://x/a> AS ?s) ?o WHERE { <http://x/a> ?p ?o }'

    Raises UsageError for a name that is no variable of the query.
    """
    pieces, rest = _pieces(text)
    names = {piece.variable for piece in pieces}
    if unknown := sorted(set(terms) - names):
        raise UsageError(f"the query has no variable ?{unknown[0]}; its variables: {', '.join(sorted(names))}")
    return "".join(piece.before + _replacement(piece, terms) for piece in pieces) + rest


def _replacement(piece: _Piece, terms: dict[str, NamedNode | Literal]) -> str:
    term = terms.get(piece.variable)
    if term is None:
        return f"?{piece.variable}"
    shapes = {"column": f"({term} AS ?{piece.variable})", "order": f"({term})"}
    return shapes.get(piece.place, str(term))


@lru_cache(maxsize=256)
def _pieces(text: str) -> tuple[tuple[_Piece, ...], str]:
    found, start = list[_Piece](), 0
    for variable, begin, end, place in _variables(text):
        found.append(_Piece(text[start:begin], variable, place))
        start = end
    return tuple(found), text[start:]


def _variables(text: str) -> Iterator[tuple[str, int, int, str]]:
    place, depth = "plain", 0
    for token in TOKEN.finditer(text):
        kind, word = token.lastgroup, token.group()
        if kind == "word" and word.upper() in BEGINS:
            place, depth = BEGINS[word.upper()], 0
        elif word in "{}" and kind in ("open", "close"):
            place = "plain"
        elif kind in ("open", "close"):
            depth += 1 if kind == "open" else -1
        elif kind == "variable":
            yield word[1:], token.start(), token.end(), place if depth == 0 else "plain"


# what a word makes of the variables after it
BEGINS = {"SELECT": "column", "BY": "order"} | dict.fromkeys(("WHERE", "FROM", "HAVING", "LIMIT", "OFFSET", "VALUES"), "plain")
