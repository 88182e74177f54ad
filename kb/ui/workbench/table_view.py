"""A result as a table: entities by their names, each a link to its page; numbers as numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urlsplit

import pandas as pd
import streamlit as st

from kb.asking.values import names_of
from kb.naming import iris
from kb.naming.namespaces import shrink
from kb.release.release import Release
from kb.ui.words import t

if TYPE_CHECKING:
    from kb.ui.workbench.columns import Shown

LABEL = "#~"
MOST_LINKED, WIDTH_OF_A_DAY = 2_000, 120


def show_table(shown: Shown) -> None:
    """Draw the table, with one column of links for each column of IRIs."""
    frame, config = shown.frame.fillna(""), dict[str, Any]()
    origin = _origin()
    for name in shown.columns.links if len(frame) <= MOST_LINKED else ():
        frame[name] = [_link(shown.release, value, origin) for value in frame[name]]
        config[name] = st.column_config.LinkColumn(_in_words(name), display_text=rf"{LABEL}(.*)$")
    for name in shown.columns.numbers:
        frame[name] = pd.to_numeric(frame[name])
    for name in (one for one in frame.columns if one not in config):
        is_day = name in shown.columns.days
        config[name] = st.column_config.Column(_in_words(name), width=WIDTH_OF_A_DAY if is_day else None)
    st.dataframe(frame, hide_index=True, width="stretch", column_config=config, key="result-table", alt=t("sparql.alt-table"))


def _in_words(name: str) -> str:
    """The name of a column as it is read: ``owner_name`` is a name in a query only."""
    return name.replace("_", " ")


def _origin() -> str:
    """Where this app is reached, for links out of the table."""
    parts = urlsplit(st.context.url or "")
    return f"{parts.scheme}://{parts.netloc}" if parts.netloc else ""


def _link(release: Release, iri: object, origin: str) -> str | None:
    """The address of an entity's page with its name after the hash; of any other IRI, that IRI with its short form."""
    if not isinstance(iri, str) or not iri:
        return None
    if iri.startswith(iris.ID):
        key = iri.removeprefix(iris.ID)
        return f"{origin}/id/{quote(key)}{LABEL}{quote(label(release, iri), safe=' ')}"
    return f"{iri}{LABEL}{quote(shrink(iri), safe=' :/')}"


def label(release: Release, iri: str) -> str:
    """The first name of an entity, else its key."""
    return next(iter(names_of(release, iri)), iri.removeprefix(iris.ID))
