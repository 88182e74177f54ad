"""What stands in the facts: fields of every record, questions of the codebook, stored queries, word lists."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, get_args

from pydantic import BaseModel
from pyoxigraph import NamedNode, QuerySolutions, RdfFormat, Store, parse

from kb.formatting.key_order import keys_of
from kb.loaders.facts import read_facts
from kb.loaders.field_targets import REFERENCES, WORDS
from kb.loaders.file_schemas import GLOBS, KINDS, file_schema
from kb.loaders.layout import facts_folder
from kb.loaders.words import ONTOLOGY, schemes
from kb.naming.namespaces import expand
from kb.sparql.stored import StoredQuery, library_queries
from operations.reference.pages import Part, Section, table


def records() -> Part:
    """The fields of every record, each record once, in the order of the files that begin with it."""
    sections = [_files()]
    for model in _models():
        rows = [_field(model, name, model.model_fields[name]) for name in _in_order(model)]
        told = " ".join((model.__doc__ or "").split())
        sections.append(Section(model.__name__, (told, "", *table(("key", "holds", "needed"), rows))))
    about = "Every key of every file of facts in its order, from the records. What a word list holds is in [words](words.md)."
    return Part("records", "Fields of the files of facts", about, tuple(sections))


def _files() -> Section:
    begins = {kind: ", ".join(dict.fromkeys(model.__name__ for model in _named(KINDS[kind]))) for kind in GLOBS}
    rows = ((f"`facts/{glob}`", begins[kind], f"`{kind}.schema.json`") for kind, glob in GLOBS.items())
    line = "# yaml-language-server: $schema=../.vscode/instruments.schema.json"
    lines = (
        *table(("files", "record", "schema for editors"), rows),
        "",
        "`python -m kb schemas .vscode` writes the schemas, and the settings by which VS Code finds them. Another editor with a",
        f"YAML language server takes the first line `{line}`, with the path from the file to the schema.",
    )
    return Section("Files", lines)


def _models() -> list[type[BaseModel]]:
    """Every record that a file of facts can hold, each once, outer ones first."""
    found: dict[type[BaseModel], None] = {}
    waiting = [model for kind in GLOBS for model in _named(KINDS[kind])]
    while waiting:
        model = waiting.pop(0)
        if model not in found:
            found[model] = None
            waiting += [one for field in model.model_fields.values() for one in _named(field.annotation)]
    return list(found)


def _in_order(model: type[BaseModel]) -> list[str]:
    """The fields of a record in the order in which a file has their keys."""
    names = {field.alias or name: name for name, field in model.model_fields.items()}
    return [names[key] for key in keys_of(model)]  # type: ignore[arg-type]


def _named(annotation: Any) -> Iterator[type[BaseModel]]:
    """The records that an annotation names, at whatever depth."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for argument in get_args(annotation):
        yield from _named(argument)


def _field(model: type[BaseModel], name: str, field: Any) -> tuple[str, str, str]:
    key = field.alias or name
    holds = ", ".join(dict.fromkeys(f"{one.__name__}" for one in _named(field.annotation)))
    scheme = next((WORDS[of.__name__, name] for of in model.__mro__ if (of.__name__, name) in WORDS), None)
    target = next((REFERENCES[of.__name__, name] for of in model.__mro__ if (of.__name__, name) in REFERENCES), None)
    told = holds or (
        f"word of `{scheme}`" if scheme else f"name of one of {target}" if target else _plain(field.annotation, field.metadata)
    )
    return f"`{key}`", ("several: " if _is_many(field.annotation) else "") + told, "yes" if field.is_required() else ""


def _is_many(annotation: Any) -> bool:
    text = str(annotation)
    return text.startswith(("tuple[", "dict[", "typing.Annotated[tuple", "typing.Annotated[dict", "collections.abc.Mapping["))


KINDS_OF_TEXT = {
    "_date": "day, YYYY-MM-DD", "_long_ago": "day, YYYY-MM-DD", "_partial_date": "day, month or year", "_slug": "name",
    "_address": "address", "_text_address": "address of a text", "_spoken": "text, or one for each language",
}  # fmt: skip


def _plain(annotation: Any, metadata: Iterable[Any] = ()) -> str:
    """What kind of text a key holds, by the check that reads it."""
    checks = [getattr(getattr(one, "func", None), "__name__", "") for one in (*metadata, *_checks(annotation))]
    return next((KINDS_OF_TEXT[name] for name in checks if name in KINDS_OF_TEXT), "text")


def _checks(annotation: Any) -> Iterator[Any]:
    yield from getattr(annotation, "__metadata__", ())
    for argument in get_args(annotation):
        yield from _checks(argument)


def codebook() -> Part:
    """Every question with its answers, dimension by dimension."""
    dimensions = sorted(read_facts(facts_folder(None)).dimensions.items(), key=lambda one: int(one[1].order))
    sections = []
    for name, dimension in dimensions:
        rows = ((f"`{slug}`", question.text, _answers(question)) for slug, question in dimension.questions.items())
        told = " ".join(dimension.about.split())
        lines = (f"`{name}`, version {dimension.version}. {told}", "", *table(("question", "asks", "answers"), rows))
        sections.append(Section(str(dimension.title), lines))
    about = "Every question that is asked of each jurisdiction, with its answers, from the files of `facts/codebook/`."
    return Part("codebook", "Codebook", about, tuple(sections))


def _answers(question: Any) -> str:
    if question.unit:
        return f"a number ({', '.join(question.unit)})"
    kind = "one or more of " if question.scale == "set" else ""
    return kind + "; ".join(answer.label for answer in question.answers.values())


def queries() -> Part:
    """Every stored query for people, topic by topic."""
    topics: dict[str, list[Any]] = {}
    for one in library_queries():
        topics.setdefault(one.topic, []).append(one)
    sections = [
        Section(topic, tuple(table(("query", "gives", "takes", "columns"), map(_query, found))))
        for topic, found in sorted(topics.items())
    ]
    told = [one for found in topics.values() for one in found if one.columns]
    sections += [Section(f"Columns of {one.name}", tuple(table(("column", "is"), map(_column, one.columns)))) for one in told]
    about = "What `kb query NAME --param name=value` answers, and the page SPARQL lists; they lie in `kb/queries/library/`."
    return Part("queries", "Stored queries", about, tuple(sections))


def _column(told: tuple[str, str]) -> tuple[str, str]:
    return f"`{told[0]}`", told[1]


def _query(one: StoredQuery) -> tuple[str, ...]:
    """A stored query as a row: with its parameters, and its columns each with its type where it is no text."""
    answer = Store().query(one.text)
    columns = [variable.value for variable in answer.variables] if isinstance(answer, QuerySolutions) else []
    types = {name: kind.rpartition("#")[2].replace("anyURI", "IRI") for name, kind in one.types}
    shown = ", ".join(f"`{name}`" + (f" {types[name]}" if name in types else "") for name in columns)
    return f"`{one.name}`", one.summary, f"`{one.signature}`" if one.signature else "", shown or "a graph"


def words() -> Part:
    """Every word of every list, events among them."""
    sections = [Section(*_scheme(name)) for name in schemes()]
    about = "The closed lists from which files of facts take words: kinds, events, statuses, units. See `ontology/schemes/`."
    return Part("words", "Word lists", about, tuple(sections))


def _scheme(name: str) -> tuple[str, tuple[str, ...]]:
    said: dict[str, dict[str, str]] = {}
    for quad in parse(path=str(ONTOLOGY / "schemes" / f"{name}.ttl"), format=RdfFormat.TURTLE):
        said.setdefault(quad.subject.value, {}).setdefault(quad.predicate.value, getattr(quad.object, "value", ""))
    notation, label, means = (expand(f"skos:{part}") for part in ("notation", "prefLabel", "definition"))
    concepts = [one for one in said.values() if notation in one]
    concepts.sort(key=lambda one: int(one.get(expand("pol:position"), "0")))
    head = said.get(NamedNode(expand("id:") + f"scheme/{name}").value, {})
    rows = ((f"`{one[notation]}`", one.get(label, ""), one.get(means, "")) for one in concepts)
    return name, (head.get(means, ""), "", *table(("word", "is called", "means"), rows))


def schemas() -> Iterable[tuple[str, dict[str, Any]]]:
    """The schema of every kind of file, by the kind."""
    return ((kind, file_schema(kind)) for kind in GLOBS)
