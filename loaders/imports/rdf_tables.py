"""RDF as batches of text columns: a CONSTRUCT of the user says which columns, each subject is a row.

Documents are read strictly and name no address that is fetched; the contexts of JSON-LD come from files that the mapping names.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from kb.loaders.imports.batches import batches_of_records
from kb.loaders.imports.errors import OutsideError
from kb.loaders.imports.mapping_records import Reading
from kb.loaders.imports.record_tables import MOST_BYTES, check_depth, json_text

SUFFIXES = {".ttl": "TURTLE", ".trig": "TRIG", ".nt": "N_TRIPLES", ".nq": "N_QUADS", ".rdf": "RDF_XML", ".owl": "RDF_XML",
            ".xml": "RDF_XML", ".jsonld": "JSON_LD"}  # fmt: skip


def rdf_batches(path: Path, reading: Reading, folder: Path) -> Iterator[Any]:
    """What the stored CONSTRUCT makes of a document: rows by subject, columns by the last word of each predicate."""
    from pyoxigraph import RdfFormat, Store

    if not reading.query:
        raise OutsideError("is RDF; write 'read: {query: FILE.rq}', a CONSTRUCT beside the mapping that makes its columns")
    if path.stat().st_size > MOST_BYTES:
        raise OutsideError(f"is larger than {MOST_BYTES // 1_000_000} MB; take a part of it")
    kind = SUFFIXES.get(path.suffix.lower(), "TURTLE")
    content = _content(path, kind, reading, folder)
    store = Store()
    try:
        store.load(content, format=getattr(RdfFormat, kind), base_iri="http://outside.invalid/")
    except (SyntaxError, ValueError) as error:
        raise OutsideError(f"is not {kind.replace('_', '/')}: {str(error)[:300]}", getattr(error, "lineno", 0) or 0) from None
    yield from batches_of_records(_records(store, folder / reading.query))


def _records(store: Any, query: Path) -> list[dict[str, str]]:
    try:
        text = query.read_text(encoding="utf-8")
        triples = store.query(text, use_default_graph_as_union=True)
    except OSError as error:
        raise OutsideError(f"the query {query} cannot be read: {error.strerror}") from None
    except (SyntaxError, ValueError) as error:
        raise OutsideError(f"the query {query} is not SPARQL: {str(error)[:300]}") from None
    rows: dict[str, dict[str, set[str]]] = {}
    for triple in triples:
        if not hasattr(triple, "predicate"):
            raise OutsideError(f"the query {query} is no CONSTRUCT; write one that makes a triple for each value of a row")
        name = triple.predicate.value.replace("#", "/").rpartition("/")[2]
        rows.setdefault(str(triple.subject), {}).setdefault(name, set()).add(triple.object.value)
    return [{name: ";".join(sorted(found)) for name, found in sorted(row.items())} for _, row in sorted(rows.items())]


def _content(path: Path, kind: str, reading: Reading, folder: Path) -> bytes:
    if kind == "JSON_LD":
        text = json_text(path)
        check_depth(text)
        return json.dumps(_with_contexts(json.loads(text), reading, folder)).encode()
    content = path.read_bytes()
    if kind == "RDF_XML" and content.count(b"<!ENTITY") and b"&" in b"".join(content.split(b"<!ENTITY")[1:]).split(b"]>")[0]:
        raise OutsideError("declares entities made of entities, which are not read; take a copy without them", 1)
    return content


def _with_contexts(value: Any, reading: Reading, folder: Path) -> Any:
    """The document with each context of an address put in its place from the disk."""
    if isinstance(value, list):
        return [_with_contexts(one, reading, folder) for one in value]
    if not isinstance(value, dict):
        return value
    return {
        key: _context(one, reading, folder) if key == "@context" else _with_contexts(one, reading, folder)
        for key, one in value.items()
    }


def _context(value: Any, reading: Reading, folder: Path) -> Any:
    if isinstance(value, list):
        return [_context(one, reading, folder) for one in value]
    if not isinstance(value, str):
        return value
    if value not in reading.contexts:
        raise OutsideError(
            f"its context {value[:100]} is not on this disk; write 'read: {{contexts: {{\"{value[:100]}\": FILE}}}}'"
        )
    given = json.loads((folder / reading.contexts[value]).read_text(encoding="utf-8"))
    return given.get("@context", given)
