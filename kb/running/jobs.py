"""What is computed for somebody else, in a process of its own: tables, pictures, pages of entities.

A job takes a place of a pool, is paid for from its client's seconds, and is ended when it takes too long or too much memory.
"""

from __future__ import annotations

import atexit
import base64
import json
import os
import pickle
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import lru_cache, partial
from typing import Any

from kb.errors import (
    DamagedError,
    KnowledgeBaseError,
    LimitError,
    MarkerError,
    QueryError,
    UnavailableError,
    UnderivedError,
    UsageError,
)
from kb.running import job_worker
from kb.running.budgets import shared_budgets
from kb.running.limits import Limits
from kb.running.places import Ticket
from kb.running.pool import Pool, workers_from_environment
from kb.running.process import DiedError, TooLargeError, TooLateError, WorkerProcess

MEMORY_MB, JOBS = 700, 3
PATIENCE, HEAVY_PATIENCE = 1.0, 0.2  # seconds after which a job gives way to others
MEGABYTE = 1024 * 1024
# what a function may raise, by its name; anything else is a mistake of the program
RAISED: Mapping[str, Callable[[str], Exception]] = {
    one.__name__: one for one in (KnowledgeBaseError, UsageError, MarkerError, LimitError, QueryError, UnavailableError)
} | {one.__name__: UnavailableError for one in (DamagedError, UnderivedError)}


@dataclass(frozen=True)
class Job:
    """A function, as ``module:name``, that gives bytes or text, with its arguments, which must be picklable and hashable."""

    function: str
    arguments: tuple[Any, ...] = ()


def run_job(job: Job, client: str, ticket: Ticket | None = None) -> bytes:
    """What a job gives, on the account of a client.

    Raises what its function raises of :mod:`kb.errors`; RateError if the client has used its seconds, BusyError if every place
    stays taken, LimitError if it takes too long or too much memory.
    """
    ticket = ticket or Ticket(client)
    content = bytearray()
    with paid(client, ticket):
        _run(job, ticket, content)
    return bytes(content)


@contextmanager
def paid(client: str, ticket: Ticket | None = None) -> Iterator[None]:
    """Charge a client for what is done meanwhile, but for what its ticket waits; RateError if it has used its share."""
    shared_budgets().enter(client)
    started = time.monotonic()
    try:
        yield
    finally:
        waited = ticket.waited if ticket else 0.0
        shared_budgets().settle(client, time.monotonic() - started - waited)


def _run(job: Job, ticket: Ticket, content: bytearray) -> None:
    limits, told = Limits.from_environment(), list[Exception]()
    task = {
        "function": job.function,
        "arguments": base64.b64encode(pickle.dumps(job.arguments)).decode(),
        "patience": HEAVY_PATIENCE if shared_budgets().is_heavy(ticket.client) else PATIENCE,
    }
    try:
        job_pool().run(task, limits.seconds, partial(_take, content, told), ticket)
    except TooLateError:
        raise LimitError(f"stopped after {limits.seconds:g} seconds; ask for less at once", "seconds") from None
    except TooLargeError:
        raise LimitError(f"needed more than {_memory_mb()} MB of memory; ask for less at once", "memory") from None
    except DiedError as error:
        raise UnavailableError(f"what was asked for could not be made (its process ended with {error.code})") from None
    if told:
        raise told[0]


def _take(content: bytearray, told: list[Exception], letter: bytes, piece: bytes) -> None:
    if letter == b"d":
        content += piece
    elif letter == b"x":
        said = json.loads(piece)
        told.append(RAISED.get(said["error"], RuntimeError)(said["message"]))


def _memory_mb() -> int:
    return int(os.environ.get("KB_LIMIT_JOB_MEMORY_MB", MEMORY_MB))


def _start() -> WorkerProcess:
    """A process with the settings of the base, which it reads as its owner does."""
    settings = {name: value for name, value in os.environ.items() if name.startswith("KB_")}
    return WorkerProcess(job_worker.__name__, settings, _memory_mb() * MEGABYTE)


def job_pool() -> Pool:
    """The pool of this process for jobs; KB_JOBS sets how many run at once (3 unless set)."""
    return _pool_for(os.environ.get(job_worker.ENDPOINT, ""))


@lru_cache(maxsize=2)
def _pool_for(_: str) -> Pool:
    """Processes know the endpoint that was set when they began."""
    pool = Pool(workers_from_environment("KB_JOBS", JOBS), _start, "requests", is_refilled=True)
    atexit.register(pool.close)
    return pool


def warm_jobs(job: Job) -> None:
    """Start all processes with a job that imports what others need."""
    for number in range(job_pool().size):
        threading.Thread(target=_warm, args=(job, Ticket(f"warm {number}")), daemon=True).start()


def _warm(job: Job, ticket: Ticket) -> None:
    """Run a job whose answer nobody wants; where there is no room for it, a process starts when it is first needed."""
    with suppress(LimitError, UnavailableError):
        _run(job, ticket, bytearray())
