"""Parameters of stored queries as a reader understands them: what each is, what to write, an example, and its real name."""

from __future__ import annotations

import datetime
import re

from kb.asking.library import VALUES, example_of, in_language, what_is_asked
from kb.asking.values import TODAY, entities_of_kind
from kb.release.release import Release
from kb.sparql.stored import Parameter, StoredQuery
from kb.ui.frame.shared import plain
from kb.ui.frame.spoken import said
from kb.ui.words import spoken_language, t

ALL = "*"


def library_said(text: str) -> str:
    """A summary or a remark of a stored query in the language of the page; one that a base brings itself as it is written."""
    return in_language(text, spoken_language())


def label_of(one: Parameter) -> str:
    """What a parameter is, in a few words: ``Day of the law``; its name in words where nobody says it."""
    asked = library_said(what_is_asked(one))
    return re.split("[;:]", asked)[0] or one.name.replace("_", " ").capitalize()


def help_of(one: Parameter) -> str:
    """All that is said of a parameter, and its real name, which addresses and programs need."""
    more = library_said(what_is_asked(one))
    about = [f"{more}."] if more and more != label_of(one) else []
    return " ".join([*about, t("sparql.real-name", name=one.name)])


def told(release: Release, query: StoredQuery, one: Parameter) -> str:
    """A parameter as Markdown: what it is, what to write with an example, what holds without it, and how it is written."""
    given = dict(query.examples).get(one.name) or one.default or example_of(one) or _first(release, one)
    given = datetime.date.today().isoformat() if given == TODAY else given
    kind = one.kind if one.kind in VALUES else "one"
    example = t(f"sparql.write-{kind}", example=plain(_named(release, one.kind, given))) if given not in ("", ALL) else ""
    how = ", ".join(filter(None, (example, _without(one))))
    return f"**{plain(label_of(one))}**: {how} · `{one.name}={given}`"


def _first(release: Release, one: Parameter) -> str:
    """A thing that can be asked for where the query names none; nothing for a text."""
    return next(iter(entities_of_kind(release, one.kind)), "") if one.kind not in VALUES else ""


def _without(one: Parameter) -> str:
    """What holds where nothing is given."""
    if one.is_required:
        return ""
    if one.default in ("", ALL):
        return t("sparql.without-all")
    return t("sparql.without-today") if one.default == TODAY else t("sparql.without", value=plain(one.default))


def _named(release: Release, kind: str, path: str) -> str:
    """A thing by its short name in the language of the page; a value of another kind as it is."""
    if kind in VALUES:
        return path
    known, names = release.catalogue.entities.get(f"{kind}/{path}"), entities_of_kind(release, kind).get(path, ())
    return said(known.label if known else next(iter(names), path))
