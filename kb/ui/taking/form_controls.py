"""How a table is to look where it is taken to: the options of a form as controls, for files and for snippets alike."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from kb.citations.csl import STYLES
from kb.errors import UsageError
from kb.ui.words import spoken_language, t
from kb.values.form import CHOICES, PLAIN, YES, Form

KEY, WIDEST = "look", 300
ALWAYS = ("detail", "notes", "legend")


def form_controls() -> Form:
    """The button with the controls, and the form that they say; what cannot be is told there and is no form."""
    with st.popover(t("look.button"), icon=":material/tune:", help=t("look.help"), key="look-popover"):
        said: dict[str, object] = {name: _choice(name) for name in ("detail", "notes")}
        said["style"] = _one("style", (None, *STYLES))
        said |= {name: _choice(name) for name in ("fit", "legend")} | {"lang": _language()}
        said["transpose"] = YES if st.toggle(t("look.transpose"), key=f"{KEY}-transpose") else None
        for name in ("caption", "id", "own"):
            written = st.text_input(t(f"look.{name}"), key=f"{KEY}-{name}", help=t(f"look.{name}-help"), max_chars=WIDEST)
            said[name] = written.strip() or None
        try:
            return Form.of(said)
        except UsageError as error:
            st.error(str(error))
            return PLAIN


def _choice(name: str) -> str | None:
    """One of the choices of a field; nothing said where the field may be left open."""
    return _one(name, CHOICES[name] if name in ALWAYS else (None, *CHOICES[name]))


def _language() -> str | None:
    """The language of the words around cells: that of the page, until another one is chosen on a page in that language."""
    page = spoken_language()
    return _one("lang", sorted(CHOICES["lang"], key=lambda code: code != page), f"lang-{page}")


def _one(name: str, options: Sequence[str | None], key: str = "") -> str | None:
    return st.selectbox(
        t(f"look.{name}"), options, format_func=lambda one: t(f"look.{name}-{one or 'open'}"), key=f"{KEY}-{key or name}"
    )
