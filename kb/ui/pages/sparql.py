"""SPARQL: a workbench to write, run and look at queries; stored queries as forms; results as views, files and code."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from kb.asking.library import queries_for, with_question_of
from kb.asking.sandbox import prepare
from kb.errors import KnowledgeBaseError
from kb.release.release import Release
from kb.sparql.stored import StoredQuery, stored_query, without_header
from kb.ui.frame import url_state
from kb.ui.frame.shared import current_release, page_note, plain
from kb.ui.words import counted, grouped, t
from kb.ui.workbench import editor, running, stored_form
from kb.ui.workbench.completion import words
from kb.ui.workbench.gallery import show_gallery
from kb.ui.workbench.parameters import library_said
from kb.ui.workbench.result_files import LONGEST_LINK, result_files, show_code
from kb.ui.workbench.running import LIMITS, OWN, Running
from kb.ui.workbench.schema import show_schema
from kb.ui.workbench.views import show_result

EXAMPLE = (Path(__file__).resolve().parent.parent / "example.rq").read_text(encoding="utf-8")
LONGEST_QUERY = 60_000
NAME = "query-name"
WORDS = ("stored-query", "bundle", "release", "finding")


def show() -> None:
    """The page."""
    release = current_release()
    st.title(t("pages.sparql-page.title"))
    st.markdown(t("sparql.lead", seconds=f"{LIMITS.seconds:g}", rows=grouped(LIMITS.rows)))
    library = {query.name: query for query in queries_for(release)}
    name = _choose(library)
    state = _stored(release, library[name]) if name in library else _own(release)
    asked = running.current()
    if asked and asked.name != name:
        asked = None
    view = _answer(release, asked) if asked else ""
    state |= {"name": name if name != OWN else "", "view": view}
    url_state.write(state)
    if asked and asked.result is not None:
        _leave_with(asked, view)
    _history()
    show_gallery(release, library, NAME)
    show_schema(release)
    page_note(release, *WORDS, has_statements=False)


def _choose(library: dict[str, StoredQuery]) -> str:
    options = [OWN, *library]
    url_state.forget_unknown(NAME, options)
    url_state.begin(NAME, lambda: url_state.chosen("name", options, OWN))
    return str(st.selectbox(t("sparql.query"), options, format_func=lambda key: _title(library, key), key=NAME))


def _title(library: dict[str, StoredQuery], key: str) -> str:
    return t("sparql.own") if key == OWN else library_said(library[key].summary)


def _stored(release: Release, query: StoredQuery) -> dict[str, str]:
    """A stored query with its form; the state of the form."""
    if query.about:
        st.caption(plain(library_said(query.about)))
    sent, values = stored_form.show_form(release, query)
    with st.expander(t("sparql.text", name=query.name), key=f"text-{query.name}", on_change="rerun") as shown:
        if shown.open:
            st.code(query.text, language="sparql")
            st.button(t("sparql.change"), icon=":material/edit:", on_click=_edit, args=(release, query.name, values))
    if sent or _is_asked_by_address(release, query.name, query.text, values):
        running.run(release, query.name, query.text, values)
    return stored_form.in_address(values) | {"editor": st.query_params.get("editor", "")}


def _is_asked_by_address(release: Release, name: str, text: str, values: dict[str, str]) -> bool:
    """Whether the address names a view of the answer, so that the query is run for whoever follows it, if it was not just run."""
    is_named = url_state.given("query" if name == OWN else "name") and url_state.given("view")
    return bool(is_named) and url_state.came_from_outside() and not running.is_asked(release, name, text, values)


def _edit(release: Release, name: str, values: dict[str, str]) -> None:
    """Put a stored query with its values into the editor."""
    try:
        text = prepare(release, stored_query(name).text, values, name=name).text
    except KnowledgeBaseError:
        text = stored_query(name).text
    editor.put(without_header(text))
    st.session_state[NAME] = OWN


def _own(release: Release) -> dict[str, str]:
    """The editor; its text for the address."""
    if url_state.came_from_outside() and url_state.given("query"):
        editor.put(url_state.text("query", LONGEST_QUERY))
    asked = editor.current(with_question_of(release, EXAMPLE))
    is_asked = _is_asked_by_address(release, OWN, editor.with_prefixes(asked), {})
    if is_asked:
        running.run(release, OWN, editor.with_prefixes(asked), {})
    last = running.current()
    is_running = last is not None and last.is_running
    plainly = _plainly()
    place = running.error_place(last) if last and last.name == OWN else None
    text = editor.edit_plainly(is_running) if plainly else editor.edit(words(release), place, is_running)
    if text is not None:
        text = editor.with_prefixes(text)
        editor.put(text)
        running.run(release, OWN, text, {})
        st.rerun()
    return {"query": _linkable(release, st.session_state[editor.TEXT]), "editor": "plain" if plainly else ""}


def _plainly() -> bool:
    """Whether a text field stands in the place of the editor: by choice, or because the editor is not there."""
    if not editor.has_editor():
        return True
    url_state.begin("plainly", lambda: url_state.chosen("editor", ("plain",), None) == "plain")
    return st.toggle(t("sparql.plain"), key="plainly", help=t("sparql.plain-help"))


def _linkable(release: Release, text: str) -> str:
    return text if text != with_question_of(release, EXAMPLE) and len(text) <= LONGEST_LINK else ""


def _answer(release: Release, asked: Running) -> str:
    """Progress, error or result of the query asked last; the view as the address has it."""
    if asked.is_running:
        running.show_progress()
        return url_state.given("view") or ""
    if asked.error or asked.result is None:
        st.error(plain(str(asked.error)), icon=":material/error:")
        return ""
    told, ms = asked.result.told, f"{asked.result.told.seconds * 1000:,.0f}"
    if asked.result.kind == "boolean":
        st.markdown(t("sparql.yes-no", ms=ms))
    else:
        rows = counted("sparql.rows", len(asked.result))
        st.markdown(t("sparql.took", rows=rows, ms=ms, release=asked.release.id))
    if told.is_cut:
        st.warning(t("sparql.cut", n=grouped(LIMITS.rows)), icon=":material/content_cut:")
    header = stored_query(asked.name).view if asked.name != OWN else ""
    return show_result(asked.release, asked.result, header)


def _leave_with(asked: Running, view: str) -> None:
    """Files, citation and address of the answer, and the query as code."""
    result_files(asked)
    show_code(asked, view)


def _history() -> None:
    """What was asked in this session, to ask it again."""
    asked = running.history()
    if not asked:
        return
    with st.expander(t("sparql.history", n=len(asked)), icon=":material/history:"):
        for number, one in enumerate(asked):
            rows = counted("sparql.rows", len(one.result or ()))
            ended = t("sparql.running") if one.is_running else str(one.error) if one.error else rows
            values = ", ".join(f"{name}={value}" for name, value in one.values.items() if value)
            what = one.name if one.name != OWN else " ".join(one.text.split())[-80:]
            with st.container(horizontal=True, vertical_alignment="center"):
                st.markdown(f"{one.at} · **{plain(what)}** {plain(values)} · {plain(ended[:120])}")
                st.button(t("sparql.again"), key=f"history-{number}", on_click=_bring_back, args=(one,))


def _bring_back(one: Running) -> None:
    """Show a former query and its answer again."""
    st.session_state[running.CURRENT] = one
    st.session_state[NAME] = one.name
    if one.name == OWN:
        editor.put(one.text)
    for name, value in one.values.items():
        st.session_state[f"{one.name}-{name}"] = value
