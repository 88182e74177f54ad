"""Identifiers of a base under a root of its own, so that two bases in one place never mean the same thing by one name.

Inside a release everything is under the root of the program, and so is what all bases share: the ontology, its word lists and its
files. What is given away of a base that names a root has the things of its facts under that root.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection

from kb.naming.iris import ID
from kb.naming.namespaces import ROOT

Rooted = Callable[[str], str]
OF_THE_PROGRAM = (ROOT + "ontology", ROOT + "graph/ontology/", ID + "scheme/", ID + "policy/", ID + "resolution-rule/")
IN_TEXT = re.compile(f"<({re.escape(ROOT)}[^>]*)>")


def rooted(root: str, shared: Collection[str], words: Collection[str] = ()) -> Rooted:
    """Where an IRI is under a root: ``shared`` are the kinds of concepts that all bases share.

    ``words`` are the single concepts that they share of lists to which a base may add; without a root all stay."""
    kept = (*OF_THE_PROGRAM, *(f"{ID}{kind}/" for kind in shared))

    def under(iri: str) -> str:
        is_theirs = root and iri.startswith(ROOT) and not iri.startswith(kept) and iri not in words
        return root + iri.removeprefix(ROOT) if is_theirs else iri

    return under


def rooted_line(line: str, under: Rooted) -> str:
    """A line of N-Quads with its IRIs under a root; what a text says between angle brackets stays."""
    if '"' not in line:
        return IN_TEXT.sub(lambda found: f"<{under(found[1])}>", line)
    begins, ends = line.index('"'), line.rindex('"')
    return rooted_line(line[:begins], under) + line[begins : ends + 1] + rooted_line(line[ends + 1 :], under)
