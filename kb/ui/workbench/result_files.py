"""A result to take along: in every format that fits it, as a bundle that can be repeated, as a citation, a link and code."""

from __future__ import annotations

import io
from urllib.parse import urlencode, urlsplit

import streamlit as st

from kb.asking.bundle import write_bundle
from kb.asking.formats import FORMATS
from kb.asking.snippets import snippets
from kb.citations.base import cite_view
from kb.running.limits import Limits
from kb.sparql.stored import stored_query, without_header
from kb.tables.listing import Listing, listing, write_listing
from kb.ui.frame import url_state
from kb.ui.taking.citing import cite_popover
from kb.ui.taking.downloads import MEDIA, PICTURES, downloads
from kb.ui.taking.take_away import about_line
from kb.ui.words import grouped, t
from kb.ui.workbench import stored_form
from kb.ui.workbench.running import OWN, Running

LONGEST_LINK = 6_000
HOME = "http://127.0.0.1:8501"
BUNDLE, TODAY = "bundle", "today"


def result_files(asked: Running) -> None:
    """Buttons for the files and for the citation."""
    result = asked.result
    assert result is not None
    cut = "-cut" if result.told.is_cut else ""
    pictures = PICTURES if result.kind == "rows" else ()
    media = MEDIA | {name: one.media.partition(";")[0] for name, one in FORMATS.items()} | {BUNDLE: "application/zip"}
    with st.container(horizontal=True, vertical_alignment="center"):
        downloads(
            (*result.formats, *pictures, BUNDLE),
            lambda name: _write(asked, name),
            f"{asked.name}{cut}",
            "result",
            how="sparql.bundle-how",
            suffixes={BUNDLE: "zip"},
            media=media,
        )
        title = t("sparql.title", name=_title(asked))
        about, cited_as = about_line(asked.release, ""), asked.release.reader.base().cited_as
        cite_popover(_dated(asked), lambda address, day: cite_view(cited_as, title, about, address, day))


def _dated(asked: Running) -> dict[str, str]:
    """The state of the page with the days for which the query ran in the place of ``today``."""
    assert asked.asked is not None
    bound = {f"{stored_form.PREFIX}{name}": asked.asked.values.get(name, value) for name, value in asked.values.items()}
    state = url_state.whole()
    return state | {name: bound[name] for name, value in state.items() if value == TODAY and name in bound}


def _write(asked: Running, name: str) -> str | bytes:
    result = asked.result
    assert result is not None
    if name in PICTURES:
        return write_listing(_listed(asked), name)
    return _bundle(asked) if name == BUNDLE else result.write(name)


def _listed(asked: Running) -> Listing:
    result = asked.result
    assert result is not None
    return listing(_title(asked), about_line(asked.release, ""), list(result))


def _bundle(asked: Running) -> bytes:
    """The bundle, for which the query runs again within the limits of the command."""
    assert asked.asked is not None
    output = io.BytesIO()
    write_bundle(asked.release, asked.asked, asked.name, output, Limits.from_environment())
    return output.getvalue()


def _title(asked: Running) -> str:
    return t("sparql.own-title") if asked.name == OWN else stored_query(asked.name).summary.rstrip(".")


def show_code(asked: Running, view: str) -> None:
    """The link that restores query and view, and the query as code."""
    with st.expander(t("sparql.share"), icon=":material/share:"):
        origin = _origin()
        state = {"name": asked.name} | stored_form.in_address(asked.values) if asked.name != OWN else {"query": asked.text}
        if len(asked.text) <= LONGEST_LINK or asked.name != OWN:
            st.code(f"{origin}/sparql-page?{urlencode(state | {'view': view})}", language=None, wrap_lines=True)
        else:
            st.caption(t("sparql.too-long", n=grouped(LONGEST_LINK)))
        text = asked.asked.text if asked.asked else asked.text
        code = snippets(without_header(text).strip(), f"{origin}/sparql")
        for tab, (language, lines) in zip(st.tabs(list(code)), code.values(), strict=True):
            tab.code(lines, language=language)


def _origin() -> str:
    parts = urlsplit(st.context.url or "")
    return f"{parts.scheme}://{parts.netloc}" if parts.netloc else HOME
