"""The form of a stored query: one field for each parameter, a list to choose from where its kind is one of entities."""

from __future__ import annotations

import streamlit as st

from kb.query_files import Parameter, StoredQuery
from kb.query_values import entities_of_kind
from kb.release import Release

PREFIX = "p."
ANY = ""


def show_form(release: Release, query: StoredQuery) -> tuple[bool, dict[str, str]]:
    """Whether the form was sent, and the values in it."""
    with st.form(f"query-{query.name}", border=bool(query.parameters)):
        values = {}
        places = st.columns(min(len(query.parameters), 3)) if query.parameters else []
        for number, parameter in enumerate(query.parameters):
            with places[number % len(places)]:
                values[parameter.name] = _field(release, query, parameter)
        sent = st.form_submit_button("Run", type="primary", icon=":material/play_arrow:")
    return sent, values


def _field(release: Release, query: StoredQuery, parameter: Parameter) -> str:
    key = f"{query.name}-{parameter.name}"
    title = parameter.name.replace("_", " ").capitalize()
    example = dict(query.examples).get(parameter.name, "")
    start = st.query_params.get(PREFIX + parameter.name, parameter.default or example)
    help_text = parameter.about or None
    if parameter.kind in ("string", "date", "integer", "iri"):
        return st.text_input(title, start, key=key, help=help_text, max_chars=500)
    names = entities_of_kind(release, parameter.kind)
    options = [*([] if parameter.is_required else [ANY]), *sorted(names, key=lambda path: _shown(names, path).casefold())]
    if key not in st.session_state or st.session_state[key] not in options:
        st.session_state[key] = start if start in options else options[0]
    chosen = st.selectbox(title, options, format_func=lambda path: _shown(names, path), key=key, help=help_text)
    return str(chosen)


def _shown(names: dict[str, tuple[str, ...]], path: str) -> str:
    if path == ANY:
        return "(any)"
    return f"{names[path][0]} ({path})" if names.get(path) else path


def in_address(values: dict[str, str]) -> dict[str, str]:
    """The values as they stand in the address of the page."""
    return {PREFIX + name: value for name, value in values.items() if value}
