"""The SPARQL editor: CodeMirror as a component of ours, or a plain text field where it is wanted or the bundle is missing."""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path
from typing import Any

import streamlit as st

from kb.errors import QueryError
from kb.namespaces import PREFIXES
from kb.query_check import TOKEN

BUNDLE = Path(__file__).resolve().parent / "vendor" / "sparql-editor.js"
HTML = """<div id="bar"><button id="run" type="button"></button><span>Ctrl + Enter runs, Ctrl + Space completes</span></div>
<div id="editor"></div>
"""
CSS = """
#bar { display: flex; gap: .8rem; align-items: center; margin-bottom: .5rem; }
#bar span { color: var(--st-gray-text-color, #6b7280); font-size: .85rem; }
#run { font: inherit; font-weight: 600; padding: .4rem 1.1rem; border-radius: var(--st-button-radius, .5rem); border: 0;
  background: var(--st-primary-color); color: #fff; cursor: pointer; }
#run:disabled { opacity: .6; cursor: progress; }
#run:focus-visible { outline: 2px solid var(--st-text-color); outline-offset: 2px; }
"""
TEXT, VERSION = "workbench-text", "workbench-version"
DECLARED = re.compile(r"^\s*PREFIX\s+([\w.-]*):", re.IGNORECASE | re.MULTILINE)


def has_editor() -> bool:
    """Whether the built editor is there."""
    return BUNDLE.is_file()


@lru_cache(maxsize=1)
def _component() -> Any:
    return st.components.v2.component("policykb_sparql_editor", html=HTML, css=CSS, js=BUNDLE.read_text(encoding="utf-8"))


def put(text: str) -> None:
    """Put a text into the editor, in the place of what is there."""
    st.session_state[TEXT] = text
    st.session_state[VERSION] = st.session_state.get(VERSION, 0) + 1


def current(start: str) -> str:
    """The text in the editor; the start if nothing was written yet."""
    return str(st.session_state.setdefault(TEXT, start))


def edit(words: list[dict[str, Any]], error: QueryError | None, is_running: bool) -> str | None:
    """Show the editor; the text if it was asked to run, else None."""
    marked = {"line": error.line, "column": error.column, "message": str(error)} if error and error.line else None
    data = {
        "text": st.session_state[TEXT],
        "version": st.session_state.get(VERSION, 0),
        "words": words,
        "prefixes": PREFIXES,
        "error": marked,
        "running": is_running,
        "label": "SPARQL query",
        "run_label": "Run",
        "running_label": "Running",
    }
    result = _component()(key="sparql-editor", data=data, on_text_change=_nothing, on_run_change=_nothing)
    if result.text is not None and result.text != st.session_state.get("workbench-seen"):
        st.session_state["workbench-seen"] = st.session_state[TEXT] = result.text
    if result.run is not None:
        st.session_state[TEXT] = str(result.run)
    return None if result.run is None else str(result.run)


def edit_plainly(is_running: bool) -> str | None:
    """A text field and a button, for whoever prefers them; the text if it was asked to run, else None."""
    with st.form("plain-editor"):
        text = st.text_area(
            "SPARQL query", st.session_state[TEXT], height=320, key=f"own-query-{st.session_state.get(VERSION, 0)}"
        )
        sent = st.form_submit_button("Run", type="primary", icon=":material/play_arrow:", disabled=is_running)
    if sent:
        st.session_state[TEXT] = text
    return text if sent else None


def _nothing() -> None:
    """The value is read where the editor is shown."""


def with_prefixes(text: str) -> str:
    """The query with declarations of the prefixes of ours that it uses and does not declare."""
    declared = set(DECLARED.findall(text))
    used = {token.group().partition(":")[0] for token in TOKEN.finditer(text) if token.lastgroup == "prefixed"}
    missing = [name for name in PREFIXES if name in used - declared]
    return "".join(f"PREFIX {name}: <{PREFIXES[name]}>\n" for name in missing) + text
