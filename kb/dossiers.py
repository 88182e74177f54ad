"""Heads and events of the instruments, cases and sources that claims come from."""

from __future__ import annotations

from kb import iris
from kb.model import Dossier, StoredEvent
from kb.release import Release, Row

CITED_AS = {
    "us-public-law": "Pub. L. {}",
    "us-executive-order": "Executive Order {}",
    "celex": "CELEX {}",
    "eu-case-number": "Case {}",
}
LINK_ONLY = ("eli",)


class DossierShelf:
    """Dossiers of one release, each fetched once."""

    def __init__(self, release: Release) -> None:
        self.release = release
        self._heads: dict[str, Dossier] = {}
        self._events: dict[str, list[StoredEvent]] = {}
        self._kinds: dict[str, tuple[str | None, str | None]] | None = None

    def head(self, iri: str) -> Dossier:
        """Title, type, address and identifiers of a dossier."""
        if iri not in self._heads:
            self._heads[iri] = _head(iri, list(self.release.rows("dossier_head", dossier=iri)))
        return self._heads[iri]

    def events(self, iri: str) -> list[StoredEvent]:
        """Dated events of an instrument; none for cases and sources."""
        if iri not in self._events:
            rows = self.release.rows("dossier_events", dossier=iri) if iris.kind(iri) == "instrument" else ()
            self._events[iri] = _events(list(rows), self._statuses())
        return self._events[iri]

    def _statuses(self) -> dict[str, tuple[str | None, str | None]]:
        """What each kind of event sets: (legal status, enforcement status)."""
        if self._kinds is None:
            self._kinds = {
                row["kind"] or "": (_slug(row["legal"]), _slug(row["enforcement"])) for row in self.release.rows("event_kinds")
            }
        return self._kinds


def cite(dossier: Dossier, pinpoint: str | None) -> str:
    """Citation of a dossier: title, short title, first identifier, pinpoint."""
    title = f"{dossier.title} ({dossier.short})" if dossier.short and dossier.short != dossier.title else dossier.title
    named = [CITED_AS.get(scheme, "{}").format(value) for scheme, value in dossier.identifiers if scheme not in LINK_ONLY]
    parts = [title, *[name for name in named[:1] if name not in title]]
    parts += [part for part in (dossier.publisher, dossier.issued) if part]
    return ", ".join([*parts, pinpoint] if pinpoint else parts)


def _head(iri: str, rows: list[Row]) -> Dossier:
    kind = iris.kind(iri) or ""
    first = rows[0]
    found = {(row["position"] or "", row["scheme"] or "", row["value"] or "") for row in rows if row["scheme"]}
    ordered = sorted(found, key=lambda item: int(item[0] or 0))
    return Dossier(
        iri=iri,
        kind=kind,
        path=iris.tail(iri, kind),
        title=first["title"] or "",
        short=first["short"],
        type=_slug(first["type"]),
        url=first["url"],
        identifiers=tuple((scheme, value) for _, scheme, value in ordered),
        issued=first["issued"],
        publisher=first["publisher"],
    )


def _events(rows: list[Row], statuses: dict[str, tuple[str | None, str | None]]) -> list[StoredEvent]:
    grouped: dict[str, list[Row]] = {}
    for row in rows:
        grouped.setdefault(row["event"] or "", []).append(row)
    events = [_event(iri, group, statuses) for iri, group in grouped.items()]
    return sorted(events, key=lambda event: (event.on, event.position))


def _event(iri: str, rows: list[Row], statuses: dict[str, tuple[str | None, str | None]]) -> StoredEvent:
    first = rows[0]
    legal, enforcement = statuses.get(first["kind"] or "", (None, None))
    return StoredEvent(
        iri=iri,
        kind=iris.slug(first["kind"] or ""),
        on=first["on"] or "",
        position=int(first["position"] or 0),
        until=first["until"],
        sets_legal=legal,
        sets_enforcement=enforcement,
        asserted_on=first["asserted"] or "",
        by=first["by"],
        reaches=frozenset(row["reaches"] for row in rows if row["reaches"]),
        covers=frozenset(row["covers"] for row in rows if row["covers"]),
    )


def _slug(iri: str | None) -> str | None:
    return iris.slug(iri) if iri else None
