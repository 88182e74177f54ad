"""What is wrong with a query that does not parse, in a line: the engine's list of all that it would have taken made short."""

from __future__ import annotations

import re

from kb.naming.namespaces import PREFIXES
from kb.sparql.check import tokens_of

PLACE = re.compile(r"error at (\d+):(\d+): expected (?:one of )?(.*)", re.DOTALL)
EXPECTED = re.compile(r'"(?:[^"\\]|\\.)+"|\[[^\]]*\]|[^,\[]+')
SENTENCES = {
    "IRI parsing failed": "this is no IRI",
    "The SELECT contains a variable that is unbound": "SELECT has a variable that is neither in GROUP BY nor in an aggregate",
}
MOST_EXPECTED, MOST_SHOWN = 6, 30
BLANK = "_:"


def mistake(text: str, said: str) -> str:
    """What to say of the engine's words on a text that does not parse: the place, and what to write; other words as they are."""
    found = PLACE.search(said)
    if found is None:
        return said
    line, column, expected = int(found[1]), int(found[2]), found[3]
    for name, *place in _undeclared(text):
        if "Prefix not found" in expected or tuple(place) <= (line, column):
            wanted = f"PREFIX {name}: <{PREFIXES.get(name, 'its address')}>"
            return f"error at {place[0]}:{place[1]}: the prefix {name}: is not declared; begin the query with {wanted}"
    if known := [told for sentence, told in SENTENCES.items() if sentence in expected]:
        return f"error at {line}:{column}: {known[0]}"
    return f"error at {line}:{column}: {_told(expected)}{_near(text, line, column)}"


def _undeclared(text: str) -> list[tuple[str, int, int]]:
    """The prefixes that are used and not declared, each with line and column of its first use."""
    tokens, words = tokens_of(text)
    declared, found = set[str](), dict[str, tuple[str, int, int]]()
    for place, token in enumerate(tokens):
        if token.lastgroup != "prefixed" or token.group().startswith(BLANK) or text.startswith("//", token.end()):
            continue  # a blank node, or an address outside of what the engine takes for an IRI
        name = token.group().partition(":")[0]
        if place and words[place - 1] == "PREFIX":
            declared.add(name)
        elif name not in declared:
            start = token.start()
            found.setdefault(name, (name, text.count("\n", 0, start) + 1, start - text.rfind("\n", 0, start)))
    return list(found.values())


def _told(expected: str) -> str:
    marks = [one for one in map(str.strip, EXPECTED.findall(expected)) if one.startswith('"')]
    if not marks:
        return "expected something else"  # the words that are left are what the engine tried last, not what is missing
    more = f" and {len(marks) - MOST_EXPECTED} more" if len(marks) > MOST_EXPECTED else ""
    return f"expected {'one of ' if len(marks) > 1 else ''}{', '.join(marks[:MOST_EXPECTED])}{more}"


def _near(text: str, line: int, column: int) -> str:
    """What stands where the engine stopped."""
    lines = text.split("\n")
    rest = lines[line - 1][column - 1 :].strip() if line <= len(lines) else ""
    return f", not {rest[:MOST_SHOWN]!r}" if rest else " before the end of the line" if line < len(lines) else " before the end"
