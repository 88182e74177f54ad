"""A proposed amendment for whoever does not write files: which statements can be amended, and what a proposal comes to."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from kb.amending.amendment import plan, unified_diff
from kb.amending.draft import drafted, told
from kb.amending.elsewhere import Elsewhere
from kb.amending.wanted import Wish
from kb.amending.worth import worth_told
from kb.loaders.facts import read_facts
from kb.loaders.known import known_of
from kb.loaders.problems import CuratedDataError
from kb.loaders.record.published import read_record
from kb.loaders.record.statements import Statement, statements_of


@dataclass(frozen=True)
class Proposal:
    """An amendment as a patch, what it changes in the table, where the old day stands besides, and what it is worth.

    ``is_less`` if a new statement is worth less than the old one.
    """

    patch: str
    table: str
    left: tuple[Elsewhere, ...]
    worth: str
    is_less: bool


def propose(root: Path, statement: str, wish: Wish) -> Proposal:
    """What an amendment would come to; UsageError or CuratedDataError say why it cannot be.

    It is signed by whoever proposes it (``wish.by``), which need be no role of the base, and is checked as one would sign.
    """
    facts = read_facts(root)
    amendment = plan(root, statement, replace(wish, by=""), facts=facts)
    changes, worth = drafted(root, amendment, wish.on)
    amendment = plan(root, statement, wish, facts=facts)
    is_less = any(one.is_less for one in worth)
    return Proposal(unified_diff(root, amendment), told(changes), amendment.left, worth_told(worth, falls=""), is_less)


def amendable(root: Path) -> dict[str, tuple[Statement, ...]]:
    """The published statements that stand, by file; none where there are no facts at hand or they are wrong."""
    try:
        facts, record = read_facts(root), read_record(root)
    except CuratedDataError:
        return {}
    formerly, found = known_of(facts).formerly, dict[str, tuple[Statement, ...]]()
    for name in facts.files:
        stated = (one for one in statements_of(facts, name) if not one.withdrawn_on and one.kind != "closed")
        found[name] = tuple(one for one in stated if not record.rows or record.row_of(one, formerly.get(one.question, ())))
    return {name: stated for name, stated in found.items() if stated}
