"""Run a query beside the page: the page shows how long it takes and can stop it; the answer stays when the page runs again."""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass, field

import streamlit as st

from kb.asking.rows import QueryResult
from kb.asking.sandbox import Asked, prepare, run_query
from kb.errors import KnowledgeBaseError, QueryError
from kb.release.release import Release
from kb.running.jobs import paid
from kb.running.limits import Limits
from kb.running.places import Ticket
from kb.ui.frame.turn import client
from kb.ui.words import t

LIMITS = Limits(seconds=10, rows=10_000, answer_mb=20)
CURRENT, HISTORY = "workbench-run", "workbench-history"
OWN = "own"
AT_ONCE_SECONDS = 0.8
KEPT = 30


@dataclass
class Running:
    """One query that was asked: while it runs, and with its answer or its error when it has ended."""

    name: str
    text: str
    values: dict[str, str]
    release: Release
    asked: Asked | None = None
    result: QueryResult | None = None
    error: KnowledgeBaseError | None = None
    ticket: Ticket = field(default_factory=Ticket)
    started: float = field(default_factory=time.monotonic)
    at: str = field(default_factory=lambda: time.strftime("%H:%M:%S"))

    def start(self) -> None:
        """Begin in a thread of its own; what ends at once is there when this returns."""
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()
        self._thread.join(AT_ONCE_SECONDS)

    def _run(self) -> None:
        try:
            self.asked = prepare(self.release, self.text, self.values, name=self.name)
            with paid(self.ticket.client):
                answer = run_query(self.release, self.text, self.values, LIMITS, self.ticket, may_cut=True)
            self.result = QueryResult(answer)
        except KnowledgeBaseError as error:
            self.error = error
        except Exception as error:
            self.error = KnowledgeBaseError(f"{type(error).__name__}: {error}")

    @property
    def is_running(self) -> bool:
        """Whether it has not ended."""
        return self._thread.is_alive()

    @property
    def seconds(self) -> float:
        """How long it has run so far."""
        return time.monotonic() - self.started


def run(release: Release, name: str, text: str, values: dict[str, str]) -> None:
    """Ask a query; one that still runs is cancelled."""
    if (before := current()) and before.is_running:
        before.ticket.cancel()
    running = Running(name, text, values, release, ticket=Ticket(client()))
    st.session_state[CURRENT] = running
    st.session_state[HISTORY] = [running, *history()][:KEPT]
    running.start()


def current() -> Running | None:
    """The query asked last on this page."""
    found: Running | None = st.session_state.get(CURRENT)
    return found


def history() -> list[Running]:
    """The queries asked in this session, the newest first."""
    found: list[Running] = st.session_state.get(HISTORY, [])
    return found


def is_asked(release: Release, name: str, text: str, values: dict[str, str]) -> bool:
    """Whether the query asked last is this one, of this release."""
    last = current()
    return last is not None and (last.name, last.text, last.values, last.release.id) == (name, text, values, release.id)


def error_place(running: Running | None) -> QueryError | None:
    """The error of the last query, if it has a place in its text."""
    return running.error if running and isinstance(running.error, QueryError) else None


@st.fragment(run_every=0.3)
def show_progress() -> None:
    """How long the query has run, of how long it may, with a button that stops it."""
    running = current()
    if running is None or not running.is_running:
        st.rerun()
        return
    share = min(running.seconds / LIMITS.seconds, 1.0)
    st.progress(share, text=t("sparql.progress", seconds=f"{running.seconds:.0f}", limit=f"{LIMITS.seconds:g}"))
    st.button(t("sparql.cancel"), icon=":material/cancel:", on_click=running.ticket.cancel, key="cancel-query")
