"""Property paths of any length in a query, found by its tokens."""

from __future__ import annotations

import re

from kb.sparql.check import tokens_of

ENDLESS = ("*", "+")
NAMES = ("iri", "prefixed")
NOT_IN_PATHS = ("variable", "string")


def path_of_any_length(query: str) -> str:
    """The first property path of a query that is as long as it takes, as it is written; empty where there is none.

    >>> path_of_any_length("?a (ex:owner|ex:operator)* ?b . FILTER((?x + 1) * 2 > 3)")
    '(ex:owner|ex:operator)*'
    >>> path_of_any_length("?a ex:part/ex:whole ?b FILTER(ex:f(?a) + 1 > 2)")
    ''
    """
    tokens, words = tokens_of(query)
    opened, groups = list[int](), dict[int, int]()
    for place, token in enumerate(tokens):
        if token.lastgroup == "open":
            opened.append(place)
        elif token.lastgroup == "close" and opened:
            groups[place] = opened.pop()
        elif token.group() in ENDLESS and place and (start := _path_before(tokens, words, groups, place - 1)) >= 0:
            return query[tokens[start].start() : token.end()]
    return ""


def _path_before(tokens: list[re.Match[str]], words: list[str], groups: dict[int, int], end: int) -> int:
    """At which token a path begins that ends at one; -1 where what ends there is no path."""
    if tokens[end].lastgroup in NAMES or words[end] == "A":
        return end
    start = groups.get(end, -1)
    inside = [token.lastgroup for token in tokens[start + 1 : end]] if tokens[end].group() == ")" and start >= 0 else []
    is_path = any(kind in NAMES for kind in inside) and not any(kind in NOT_IN_PATHS for kind in inside)
    return start if is_path else -1
