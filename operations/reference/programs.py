"""What programs and people call: commands, the Python API, HTTP routes."""

from __future__ import annotations

import inspect
from collections.abc import Iterator
from typing import Any

import click

import kb
from kb.base import KnowledgeBase
from kb.commands import HEADINGS, VERBS
from kb.commands.cli import app
from kb.doors.assistants import RENAMED
from kb.doors.client import RemoteBase
from kb.doors.declared import OPERATIONS, Operation
from kb.doors.fields_given import CELL, CITATION, GIVES, MEANS, REFUSED
from kb.doors.schemas import Schema
from kb.doors.schemas import comparison as of_comparison
from kb.embedding.address import FRAMES
from kb.embedding.rendering import FRAME, THEME
from kb.server.routes import ROUTES
from kb.tables.html import THEMES
from kb.values.form import FORM_FIELDS
from kb.values.view_fields import FIELDS
from operations.reference.pages import Part, Section, table

SHARED = ("home", "endpoint", "facts", "output", "help")  # options told once, at the head of the first page


def commands() -> Part:
    """Every command with its arguments and options, room by room."""
    sections = [_shared()]
    for room, verbs in VERBS.items():
        for verb in verbs:
            sections += [_command(f"{HEADINGS[room]}: {name}", name, one) for name, one in _all(verb, _verb(verb))]
    about = "Every command with its arguments and options; `kb` stands for `python -m kb`, and `--help` says the same."
    return Part("commands", "Commands and options", about, tuple(sections))


def _shared() -> Section:
    params = [one for verb in ("compare", "validate") for one in _verb(verb).params if one.name in SHARED]
    return Section("Options that many commands share", tuple(table(("option", "what"), map(_option, params))))


def _verb(name: str) -> click.Command:
    command = app.get_command(click.Context(app), name)
    assert command is not None
    return command


def _all(name: str, command: click.Command) -> Iterator[tuple[str, click.Command]]:
    """A command and those below it, each by its whole name."""
    yield name, command
    if isinstance(command, click.Group):
        for below in sorted(command.commands):
            yield from _all(f"{name} {below}", command.commands[below])


def _command(heading: str, name: str, command: click.Command) -> Section:
    context = click.Context(command, info_name=f"kb {name}")
    usage = " ".join(["kb", name, *command.collect_usage_pieces(context)])
    first = inspect.cleandoc(command.help or command.short_help or "").partition("\n\n")[0]
    options = [_option(one) for one in command.params if one.name not in SHARED]
    listed = ["", *table(("option", "what"), options)] if options else []
    return Section(heading, (f"`{usage}`", "", " ".join(first.split()), *listed))


def _option(one: click.Parameter) -> tuple[str, str]:
    help_ = str(getattr(one, "help", "") or "")
    if isinstance(one, click.Argument):
        return f"`{one.make_metavar(click.Context(app))}`", help_
    choices = ", ".join(map(str, one.type.choices)) if isinstance(one.type, click.Choice) else ""
    many = " Repeatable." if one.multiple and "epeatable" not in help_ else ""
    told = f"{help_}{many}" + (f" One of {choices}." if choices else "")
    return "`" + "`, `".join(one.opts) + "`", told


def python() -> Part:
    """Every name that ``import kb`` gives, with its signature."""
    names = [name for name in kb.__all__ if not name.startswith("__")]
    found = {f"kb.{name}": getattr(kb, name) for name in sorted(names)}
    found |= {"What kb.open gives": KnowledgeBase, "What kb.connect gives": RemoteBase}
    sections = tuple(Section(name, tuple(_api(name, one))) for name, one in found.items())
    return Part("python", "Python", "What `import kb` gives: signatures and what each is for.", sections)


def _api(name: str, found: Any) -> Iterator[str]:
    yield _first(found)
    if inspect.isfunction(found):
        yield from ("", f"`{name}{_signature(found)}`")
        return
    public = [(method, one) for method, one in vars(found).items() if not method.startswith("_") and _is_told(one)]
    if public:
        rows = ((f"`{method}{_signature(one)}`", _first(one)) for method, one in public)
        yield from ("", *table(("method", "what"), rows))


def _is_told(one: Any) -> bool:
    return inspect.isfunction(one) or isinstance(one, (classmethod, staticmethod, property))


def _signature(found: Any) -> str:
    if isinstance(found, property):
        return ""
    function = found.__func__ if isinstance(found, (classmethod, staticmethod)) else found
    taken = [one for name, one in inspect.signature(function).parameters.items() if name not in ("self", "cls")]
    shown = []
    for one in taken:
        default = "" if one.default is inspect.Parameter.empty else f"={_value(one.default)}"
        star = {inspect.Parameter.VAR_POSITIONAL: "*", inspect.Parameter.VAR_KEYWORD: "**"}.get(one.kind, "")
        shown.append(f"{star}{one.name}{default}")
    return f"({', '.join(shown)})"


def _value(default: Any) -> str:
    """A default as code, without where it lies in memory."""
    return repr(default) if isinstance(default, (str, int, float, bool, tuple, type(None))) else type(default).__name__ + "()"


def _first(found: Any) -> str:
    text = inspect.getdoc(found.fget if isinstance(found, property) else found) or ""
    return " ".join(text.partition("\n\n")[0].split())


def routes() -> Part:
    """Every address of the service, and every operation of the API with what it takes."""
    rows = sorted({_route(route) for route in ROUTES})
    operations = ((f"`/api/v1/{one.name}`", one.summary, _takes(one)) for one in OPERATIONS.values())
    sections = (
        Section("Routes", tuple(table(("address", "methods", "what"), rows))),
        Section("Operations of the API", tuple(table(("address", "what it gives", "takes (bold: must be given)"), operations))),
    )
    sections = (sections[0], Section("Parameters of `/embed/compare`", tuple(_embedded())), sections[1])
    about = "What the app and `kb serve` answer; `/openapi.json` describes the API to programs."
    return Part("routes", "HTTP routes", about, sections)


def _embedded() -> Iterator[str]:
    """What an embedded comparison takes: what is asked, the form of the table, and how it stands in a page."""
    yield "The page *Compare* has the same. A list has commas: `j=us,eu,sg`. On the right is the name that the API takes."
    yield ""
    asked = [(f"`{field.address[0]}`", field.help.replace("; repeatable", ""), f"`{field.name}`") for field in FIELDS]
    asked += [(f"`{field.address[0]}`", field.help, "") for field in FORM_FIELDS]
    shown = [(f"`{THEME}`", f"One of {', '.join(THEMES)}.", ""), (f"`{FRAME}`", f"One of {', '.join(FRAMES)}.", "")]
    yield from table(("parameter", "what", "in the API"), [*asked, *shown])


def _route(route: Any) -> tuple[str, str, str]:
    methods = sorted(set(getattr(route, "methods", None) or ()) - {"HEAD"})
    return f"`{route.path}`", ", ".join(methods), _first(inspect.unwrap(route.endpoint))


def answers() -> Part:
    """The fields of the answers of the tools of assistants, tool by tool, and what each means."""
    tools = [(f"`{RENAMED.get(name, name)}`", _given(gives)) for name, gives in GIVES.items()]
    whole = [("a cell", _names(CELL)), ("a citation", _names(CITATION)), ("`refusal`", _names(REFUSED))]
    means = ((f"`{name}`", told) for name, told in MEANS.items())
    sections = (
        Section("Answers", tuple(table(("tool", "gives"), [*tools, *whole]))),
        Section("Fields", tuple(table(("field", "is"), means))),
    )
    about = (
        "What `kb mcp` and `/mcp` answer; `query` gives rows as SPARQL does. Where a list goes on, `more` says how. Instead "
        "of an answer, and among `cells` instead of a cell, there may be a `refusal`. The API gives the JSON of the commands."
    )
    return Part("answers", "Answers to assistants", about, sections)


def comparison() -> Part:
    """The JSON of a comparison: the table, and each thing in it, field by field."""
    whole, parts = of_comparison()
    told = {"A comparison": whole, **{f"{name} ({_home(name, whole, parts)})": one for name, one in parts.items()}}
    sections = (Section(name, (one["description"], "", *table(("field", "is"), _described(one)))) for name, one in told.items())
    about = (
        "What `kb compare --format json` and `/api/v1/compare` give; `/openapi.json` has it as a schema, and that of each other "
        "operation. More fields may come. Tools of assistants give [answers of their own](answers.md)."
    )
    return Part("comparison", "JSON of a comparison", about, tuple(sections))


def _home(name: str, whole: Schema, parts: dict[str, Schema]) -> str:
    """In which fields a part stands."""
    holders = [one["properties"].items() for one in (whole, *parts.values())]
    return ", ".join(dict.fromkeys(f"`{field}`" for held in holders for field, one in held if f"/{name}'" in str(one)))


def _described(one: Schema) -> Iterator[tuple[str, str]]:
    for name, field in one["properties"].items():
        known = f" Rules: {', '.join(field['examples'])}." if "examples" in field else ""
        yield f"`{name}`", field["description"] + known


def _given(gives: dict[str, tuple[str, ...]]) -> str:
    return "; ".join(f"`{name}`" + (f" ({_inner(inner)})" if inner else "") for name, inner in gives.items())


def _inner(names: tuple[str, ...]) -> str:
    return "a cell" if names == CELL else _names(names)


def _names(names: tuple[str, ...]) -> str:
    return ", ".join(f"`{name}`" for name in names)


def _takes(operation: Operation) -> str:
    return ", ".join(f"**{field.name}**" if field.name in operation.needs else field.name for field in operation.fields)
