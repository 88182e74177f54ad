"""What every view can be left with: as files, as a citation with its address, and as the query that gives what is behind it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence

import pandas as pd

from kb.citations.base import cite_view
from kb.release.release import Release
from kb.tables.listing import Listing, listing
from kb.ui.frame import url_state
from kb.ui.frame.query_links import query_link
from kb.ui.frame.table import Shape, show_table
from kb.ui.taking.citing import cite_popover
from kb.ui.taking.downloads import Write, also_as_listing, downloads
from kb.ui.words import t

Own = tuple[Collection[str], Write]


def take_away(
    release: Release,
    title: str,
    dates: str,
    listed: Callable[[], Sequence[Mapping[str, object]]],
    stem: str,
    query: tuple[str, dict[str, str]],
    own: Own = ((), str),
) -> None:
    """Buttons for a whole view, in the container they are called in; the page has written its state before.

    ``listed`` gives what is shown as rows, ``own`` the formats that the view writes itself and how, ``query`` the
    stored query behind the view and the values of its parameters.
    """
    about = about_line(release, dates)
    formats, write = also_as_listing(*own, lambda: listing(title, about, listed()))
    downloads(formats, write, stem, "take")
    cite_popover(url_state.whole(), lambda address, day: cite_view(release.reader.base().cited_as, title, about, address, day))
    query_link(*query)


def about_line(release: Release, dates: str) -> str:
    """The days of a view and its release, as its files name them."""
    return " · ".join(part for part in (dates, t("app.of-release", id=release.id)) if part)


def show_frame(
    release: Release, frame: pd.DataFrame, title: str, key: str, *, dates: str = "", shape: Shape | None = None
) -> None:
    """A table on the page, with its files under it; ``shape`` says how its columns are shown."""
    show_table(frame, title, shape)
    frame_downloads(release, frame, title, key, dates=dates)


def rows_of(frame: pd.DataFrame) -> list[dict[str, object]]:
    """The rows of a table by column; what is missing is None."""
    rows = frame.astype(object).where(frame.notna(), None).to_dict("records")
    return [{str(name): value for name, value in row.items()} for row in rows]


def frame_downloads(
    release: Release, frame: pd.DataFrame, title: str, key: str, *, dates: str = "", own: Own = ((), str)
) -> None:
    """The files of a table, for a view that shows it in its own way and may write some of the formats itself."""

    def made() -> Listing:
        return listing(title, about_line(release, dates), rows_of(frame))

    formats, write = also_as_listing(*own, made)
    downloads(formats, write, key, key, is_quiet=True)
