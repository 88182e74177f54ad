"""Whose turn it is on the pages: each run takes a place, is paid for by who asked, and leaves places for others."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from typing import Any

import streamlit as st

from kb.running.budgets import shared_budgets
from kb.running.clients import HERE, client_called
from kb.running.jobs import Job, run_job
from kb.running.places import Places, Ticket

AT_ONCE, HEAVY_SHARE = 4, 1


def client() -> str:
    """Who looks at the page: the address as the governor found it."""
    address = st.context.ip_address
    return client_called(address) if address else HERE


@contextmanager
def turn() -> Iterator[None]:
    """A place for one run of a page, paid for in seconds of the processor; RateError or BusyError if it cannot be had.

    Who has used many seconds lately gets one place at a time.
    """
    asker, budgets = client(), shared_budgets()
    budgets.enter(asker)
    started = time.thread_time()
    try:
        with _places().place(Ticket(asker, share=HEAVY_SHARE if budgets.is_heavy(asker) else None)):
            yield
    finally:
        budgets.settle(asker, time.thread_time() - started)


def in_process(function: str, *arguments: Any, asker: str) -> bytes:
    """What a function, named as ``module:name``, gives in a process of its own, on the account of who asks."""
    return run_job(Job(function, arguments), asker)


@lru_cache(maxsize=1)
def _places() -> Places:
    return Places(AT_ONCE, "pages")
