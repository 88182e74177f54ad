"""The SPARQL editor: CodeMirror as a component of ours, or a plain text field where it is wanted or the bundle is missing."""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path
from typing import Any

import streamlit as st

from kb.errors import QueryError
from kb.naming.namespaces import PREFIXES
from kb.sparql.check import TOKEN
from kb.ui.words import t

FOLDER = Path(__file__).resolve().parent
BUNDLE, HTML, CSS = FOLDER / "vendor" / "sparql-editor.js", FOLDER / "editor.html", FOLDER / "editor.css"
TEXT, VERSION = "workbench-text", "workbench-version"
DECLARED = re.compile(r"^\s*PREFIX\s+([\w.-]*):", re.IGNORECASE | re.MULTILINE)


def has_editor() -> bool:
    """Whether the built editor is there."""
    return BUNDLE.is_file()


@lru_cache(maxsize=1)
def _component() -> Any:
    html, css, js = (path.read_text(encoding="utf-8") for path in (HTML, CSS, BUNDLE))
    return st.components.v2.component("policykb_sparql_editor", html=html, css=css, js=js)


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
        "label": t("sparql.field"),
        "run_label": t("sparql.run"),
        "running_label": t("sparql.is-running"),
    }
    st.caption(t("sparql.keys"))
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
            t("sparql.field"), st.session_state[TEXT], height=320, key=f"own-query-{st.session_state.get(VERSION, 0)}"
        )
        sent = st.form_submit_button(t("sparql.run"), type="primary", icon=":material/play_arrow:", disabled=is_running)
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
