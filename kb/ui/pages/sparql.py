"""SPARQL: a workbench to write, run and look at queries; stored queries as forms; results as views, files and code."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import urlencode, urlsplit

import streamlit as st

from kb.errors import KnowledgeBaseError
from kb.query_files import StoredQuery, library_queries, stored_query
from kb.query_snippets import snippets
from kb.release import Release
from kb.results import FORMATS
from kb.sandbox import prepare
from kb.ui import url_state
from kb.ui.shared import current_release, page_note, plain
from kb.ui.workbench import editor, running, stored_form
from kb.ui.workbench.completion import words
from kb.ui.workbench.running import LIMITS, Running
from kb.ui.workbench.views import show_result

OWN = "own"
EXAMPLE = (Path(__file__).resolve().parent.parent / "example.rq").read_text(encoding="utf-8")
LONGEST_LINK = 6_000
HOME = "http://127.0.0.1:8501"


def show() -> None:
    """The page."""
    release = current_release()
    st.title("SPARQL")
    st.markdown(
        "Ask the graph itself: choose a question from the library, or write a query. Queries only read this release, and stop "
        f"after {LIMITS.seconds:g} seconds; {LIMITS.rows:,} rows are shown."
    )
    library = {query.name: query for query in library_queries()}
    name = _choose(library)
    state = _stored(release, library[name]) if name in library else _own(release)
    asked = running.current()
    view = _answer(release, asked) if asked else st.query_params.get("view", "")
    url_state.write({"name": name if name != OWN else "", "view": view, **state})
    _history()
    page_note(release)


def _choose(library: dict[str, StoredQuery]) -> str:
    options = [OWN, *library]
    if "query-name" in st.session_state and st.session_state["query-name"] not in options:
        del st.session_state["query-name"]
    first = url_state.chosen("name", options, OWN)
    st.session_state.setdefault("query-name", first)
    return str(st.selectbox("Query", options, format_func=lambda key: _title(library, key), key="query-name"))


def _title(library: dict[str, StoredQuery], key: str) -> str:
    return "Write your own query" if key == OWN else f"{library[key].topic.capitalize()}: {library[key].summary}"


def _stored(release: Release, query: StoredQuery) -> dict[str, str]:
    """A stored query with its form; the state of the form."""
    if query.about:
        st.caption(plain(query.about))
    sent, values = stored_form.show_form(release, query)
    with st.expander(f"The query in SPARQL: {query.name}"):
        st.code(query.text, language="sparql")
        st.button("Change it in the editor", icon=":material/edit:", on_click=_edit, args=(release, query.name, values))
    if sent:
        running.run(release, query.name, query.text, values)
    return stored_form.in_address(values) | {"editor": st.query_params.get("editor", "")}


def _edit(release: Release, name: str, values: dict[str, str]) -> None:
    """Put a stored query with its values into the editor."""
    try:
        text = prepare(release, stored_query(name).text, values, name=name).text
    except KnowledgeBaseError:
        text = stored_query(name).text
    editor.put("\n".join(line for line in text.splitlines() if not line.startswith("#+")).strip() + "\n")
    st.session_state["query-name"] = OWN


def _own(release: Release) -> dict[str, str]:
    """The editor; its text for the address."""
    editor.current(st.query_params.get("query") or EXAMPLE)
    last = running.current()
    is_running = last is not None and last.is_running
    plainly = not editor.has_editor() or url_state.chosen("editor", ("plain",), None) == "plain"
    if editor.has_editor():
        plainly = st.toggle("Plain text field", plainly, key="plain-editor-toggle", help="Without colours and completion")
    place = running.error_place(last) if last and last.name == OWN else None
    text = editor.edit_plainly(is_running) if plainly else editor.edit(words(release), place, is_running)
    if text is not None:
        text = editor.with_prefixes(text)
        editor.put(text)
        running.run(release, OWN, text, {})
        st.rerun()
    return {"query": _linkable(st.session_state[editor.TEXT]), "editor": "plain" if plainly else ""}


def _linkable(text: str) -> str:
    return text if text != EXAMPLE and len(text) <= LONGEST_LINK else ""


def _answer(release: Release, asked: Running) -> str:
    """Progress, error or result of the query asked last; the name of the view."""
    if asked.is_running:
        running.show_progress()
        return ""
    if asked.error or asked.result is None:
        st.error(str(asked.error), icon=":material/error:")
        return ""
    told = asked.result.told
    number = len(asked.result)
    said = f"{number:,} {'row' if number == 1 else 'rows'} in {told.seconds * 1000:,.0f} ms · release {asked.release.id}"
    st.markdown(said if asked.result.kind != "boolean" else f"A yes or no in {told.seconds * 1000:,.0f} ms")
    if told.is_cut:
        st.warning(
            f"There are more rows; these are the first {LIMITS.rows:,}. `kb query` and the endpoint give all of them.", icon="✂️"
        )
    header = stored_query(asked.name).view if asked.name != OWN else ""
    view = show_result(asked.release, asked.result, header)
    _downloads(asked)
    _share(asked, view)
    return view


def _downloads(asked: Running) -> None:
    result = asked.result
    assert result is not None
    cut = "-cut" if result.told.is_cut else ""
    with st.container(horizontal=True):
        for suffix in result.formats:
            st.download_button(
                FORMATS[suffix].label,
                data=lambda suffix=suffix: result.write(suffix),
                file_name=f"{asked.name}{cut}.{suffix}",
                mime=FORMATS[suffix].media.partition(";")[0],
                icon=":material/download:",
                on_click="ignore",
                key=f"result-{suffix}",
            )
    st.caption(
        f"With everything to cite and repeat it: `kb query {asked.name if asked.name != OWN else 'my.rq'} -o result.zip`, "
        "then `kb rerun result.zip`."
    )


def _share(asked: Running, view: str) -> None:
    """The link that restores query and view, and the query as code."""
    with st.expander("Link to this query, and the query as code", icon=":material/share:"):
        origin = _origin()
        state = {"name": asked.name} | stored_form.in_address(asked.values) if asked.name != OWN else {"query": asked.text}
        if len(asked.text) <= LONGEST_LINK or asked.name != OWN:
            st.code(f"{origin}/sparql-page?{urlencode(state | {'view': view})}", language=None, wrap_lines=True)
        else:
            st.caption(f"The query has more than {LONGEST_LINK} characters, too many for a link.")
        text = asked.asked.text if asked.asked else asked.text
        shown = "\n".join(line for line in text.splitlines() if not line.startswith("#+")).strip()
        code = snippets(shown, f"{origin}/sparql")
        for tab, (language, lines) in zip(st.tabs(list(code)), code.values(), strict=True):
            tab.code(lines, language=language)


def _origin() -> str:
    parts = urlsplit(st.context.url or "")
    return f"{parts.scheme}://{parts.netloc}" if parts.netloc else HOME


def _history() -> None:
    """What was asked in this session, to ask it again."""
    asked = running.history()
    if not asked:
        return
    with st.expander(f"History of this session ({len(asked)})", icon=":material/history:"):
        for number, one in enumerate(asked):
            ended = "running" if one.is_running else str(one.error) if one.error else f"{len(one.result or ())} rows"
            values = ", ".join(f"{name}={value}" for name, value in one.values.items() if value)
            what = one.name if one.name != OWN else " ".join(one.text.split())[-80:]
            with st.container(horizontal=True, vertical_alignment="center"):
                st.markdown(f"{one.at} · **{plain(what)}** {plain(values)} · {plain(ended[:120])}")
                st.button("Bring back", key=f"history-{number}", on_click=_bring_back, args=(one,))


def _bring_back(one: Running) -> None:
    """Show a former query and its answer again."""
    st.session_state[running.CURRENT] = one
    st.session_state["query-name"] = one.name
    if one.name == OWN:
        editor.put(one.text)
    for name, value in one.values.items():
        st.session_state[f"{one.name}-{name}"] = value
