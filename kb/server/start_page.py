"""What a browser sees at the endpoint: how to ask it, its limits, a form; and at the namespace of the ontology: its terms."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, Template
from pyoxigraph import NamedNode, serialize

from kb.asking.formats import FORMATS
from kb.asking.library import with_question_of
from kb.graph.terms_of_ontology import GROUPS, ontology_quads, ontology_terms
from kb.naming.licences import DATA
from kb.naming.namespaces import POL, PREFIXES, expand
from kb.release.release import Release
from kb.running.limits import Limits
from kb.server.service_description import RDF_FORMATS

TEMPLATES = Path(__file__).resolve().parent / "templates"
EXAMPLE = Path(__file__).resolve().parent.parent / "ui" / "example.rq"
RELATIONS = {
    "rdfs:subClassOf": "Narrower than", "rdfs:subPropertyOf": "Narrower than", "skos:closeMatch": "Close to",
    "skos:exactMatch": "Same as", "skos:broadMatch": "Within", "skos:relatedMatch": "Related to",
}  # fmt: skip


def start_page(release: Release, endpoint: str, limits: Limits) -> str:
    """The page as HTML, everything in it escaped."""
    example = with_question_of(release, EXAMPLE.read_text(encoding="utf-8"))
    return template("endpoint.html.jinja").render(
        release=release, endpoint=endpoint, limits=limits, example=example, licence=release.reader.base().terms
    )


@lru_cache(maxsize=len(RDF_FORMATS) + 1)
def ontology_in(format_name: str) -> bytes:
    """All that the ontology states of its terms, as ``html`` or in one of RDF_FORMATS."""
    if format_name == "html":
        return _terms_page().encode("utf-8")
    prefixes = None if format_name in ("nt", "nq") else PREFIXES
    return serialize((quad.triple for quad in ontology_quads()), None, RDF_FORMATS[format_name], prefixes=prefixes) or b""


def _terms_page() -> str:
    whole = NamedNode(POL.removesuffix("#"))
    head = {quad.predicate.value: str(getattr(quad.object, "value", "")) for quad in ontology_quads() if quad.subject == whole}
    groups = [(heading, [term for term in ontology_terms() if term.kind == kind]) for kind, heading in GROUPS.items()]
    return template("ontology.html.jinja").render(
        title=head[expand("dct:title")],
        about=head[expand("skos:definition")],
        version=head[expand("owl:versionInfo")],
        groups=groups,
        namespace=POL,
        relations=RELATIONS,
        licence=DATA,
        formats=[(name, FORMATS[name].media) for name in RDF_FORMATS],
    )


@lru_cache(maxsize=8)
def template(name: str) -> Template:
    """A template of the server, with everything escaped."""
    environment = Environment(loader=FileSystemLoader(TEMPLATES), autoescape=True, trim_blocks=True, lstrip_blocks=True)
    return environment.get_template(name)
