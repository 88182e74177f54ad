"""From the keys of evidence and sums in files of facts to properties in the graph: what is written of an invented statement."""

from __future__ import annotations

from collections.abc import Iterator

from kb.loaders.dossier_records import Amount
from kb.loaders.evidence.grading import graded
from kb.loaders.fields import Coding, LookedThrough, Reading, Withdrawal
from kb.naming.iris import entity
from kb.naming.namespaces import shrink
from kb.projection.dossiers import project_amount
from kb.projection.writer import GraphWriter
from operations.reference.pages import Section, table

# every value is unlike all others, so that a triple tells which key it comes from
READING = Reading(
    read="eu/gdpr", edition="an edition", passage="a passage", kind="copy", publisher="a publisher", address="https://one.example/",
    dated="2001-01-01", current_to="2002-02-02", read_on="2003-03-03", by="a-reader", sha256="0" * 64,
)  # fmt: skip
LOOKED = LookedThrough(to="2004-04-04", on="2005-05-05", by="a-searcher", what="some texts")
CODED, WITHDRAWN = Coding(by="a-coder", on="2006-06-06"), Withdrawal(on="2007-07-07", why="corrected", note="a note")
SUM = Amount(value="17.5", currency="XTS", what="a purpose", on="2008-08-08", standing="final")
NODES = {
    "amounts": "the sum", "evidence": "the reading", "looked_through": "the file's thing", "coded": "the statement",
    "withdrawn": "the statement",
}  # fmt: skip


def properties_of_evidence() -> Section:
    """A table of keys with the properties that state them; what is computed of them stands below."""
    rows = [(f"`{key}: {name}`", _joined(found), NODES[key]) for key, name, found in keys_with_properties()]
    computed = [f"`{one}`" for one in _computed()]
    below = f"Computed of these, on the statement: {', '.join(computed)}. `pol:reading` leads from the statement to each reading."
    example = "`kb query what-was-read --param jurisdiction=sg` asks for all of them; `--show` prints its SPARQL."
    sums = "`pol:amount` leads from a case to each sum; where only month or year of its day are known, `pol:precision` says so."
    return Section("Keys of evidence as properties", (*table(("key", "property", "of"), rows), "", below, sums, example))


def keys_with_properties() -> Iterator[tuple[str, str, list[str]]]:
    """(key, key below it, properties): where a key becomes none, the list is empty."""
    writer = GraphWriter("facts/invented.yaml")
    statement = entity("claim", "invented")
    writer.evidence(statement, graded((READING,)))
    writer.looked_through(statement, LOOKED)
    writer.record_time(statement, CODED, WITHDRAWN)
    project_amount(writer, f"{statement}/amount/0", SUM)
    said: dict[str, list[str]] = {}
    for quad in writer.quads:
        if quad.subject.value != statement or shrink(quad.predicate.value) not in _computed():
            said.setdefault(quad.object.value.rpartition("/id/")[2] or quad.object.value, []).append(shrink(quad.predicate.value))
    for key, record in {
        "amounts": SUM,
        "evidence": READING,
        "looked_through": LOOKED,
        "coded": CODED,
        "withdrawn": WITHDRAWN,
    }.items():
        for name, value in record.model_dump().items():
            forms = (
                value,
                f"instrument/{value}",
                f"evidence-kind/{value}",
                f"withdrawal-reason/{value}",
                f"sum-standing/{value}",
            )
            yield key, name, [one for form in forms for one in said.get(form, [])]


def _computed() -> tuple[str, ...]:
    return "pol:evidenceGrade", "pol:checked", "pol:evidenceTo", "pol:readIn"


def _joined(found: list[str]) -> str:
    return ", ".join(f"`{one}`" for one in found) or "(not in the graph)"
