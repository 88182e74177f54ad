"""The form of a stored query: one field for each parameter, a list to choose from where its kind is one of entities."""

from __future__ import annotations

import streamlit as st

from kb.asking.values import defaults_of, entities_of_kind
from kb.release.release import Release
from kb.sparql.stored import Parameter, StoredQuery
from kb.ui.frame import url_state
from kb.ui.frame.spoken import said
from kb.ui.words import t
from kb.ui.workbench.parameters import help_of, label_of

PREFIX = "p."
ANY = ""
LONGEST = 500


def show_form(release: Release, query: StoredQuery) -> tuple[bool, dict[str, str]]:
    """Whether the form was sent, and the values in it."""
    if url_state.came_from_outside():
        known = {PREFIX + parameter.name for parameter in query.parameters}
        url_state.refuse(query.name, [name for name in st.query_params if name.startswith(PREFIX) and name not in known])
    with st.form(f"query-{query.name}", border=bool(query.parameters)):
        values = {}
        places = st.columns(min(len(query.parameters), 3)) if query.parameters else []
        for number, parameter in enumerate(query.parameters):
            with places[number % len(places)]:
                values[parameter.name] = _field(release, query, parameter)
        sent = st.form_submit_button(t("sparql.run"), type="primary", icon=":material/play_arrow:")
    return sent, values


def _field(release: Release, query: StoredQuery, parameter: Parameter) -> str:
    key, name = f"{query.name}-{parameter.name}", PREFIX + parameter.name
    title, help_text = label_of(parameter), help_of(parameter)
    given = {one.name: url_state.given(PREFIX + one.name) for one in query.parameters}
    start = defaults_of(query, given).get(parameter.name) or dict(query.examples).get(parameter.name, "")
    start = ANY if _has_others(query) and parameter.is_optional else start
    if parameter.kind in ("string", "date", "integer", "iri"):
        url_state.begin(key, lambda: url_state.text(name, LONGEST) if url_state.given(name) is not None else start)
        return str(st.text_input(title, key=key, help=help_text, max_chars=LONGEST))
    names = entities_of_kind(release, parameter.kind)
    options = [*([] if parameter.is_required else [ANY]), *sorted(names, key=lambda path: _shown(names, path).casefold())]
    first = start if start in options else options[0]
    url_state.forget_unknown(key, options)
    url_state.begin(key, lambda: url_state.chosen(name, options, first))
    return str(st.selectbox(title, options, format_func=lambda path: _shown(names, path), key=key, help=help_text))


def _has_others(query: StoredQuery) -> bool:
    """Whether the address gives any parameter of the query: what it leaves out is then left out, not the example."""
    return any(url_state.given(PREFIX + parameter.name) is not None for parameter in query.parameters)


def _shown(names: dict[str, tuple[str, ...]], path: str) -> str:
    if path == ANY:
        return t("sparql.any")
    return f"{said(names[path][0])} ({path})" if names.get(path) else path


def in_address(values: dict[str, str]) -> dict[str, str]:
    """The values as they stand in the address of the page."""
    return {PREFIX + name: value for name, value in values.items() if value}
