"""All errors a user can meet, each with the exit code it ends a command with.

KnowledgeBaseError (1)
├── UsageError (2)          a name or value that does not exist
├── LimitError (3)          a limit of time, rows, memory or size was hit
├── QueryError (1)          the query itself is wrong
└── UnavailableError (4)    no release, or a store that cannot be opened or reached
"""

from __future__ import annotations


class KnowledgeBaseError(Exception):
    """Base of all errors of the knowledge base; caught only where people read them."""

    exit_code = 1


class UsageError(KnowledgeBaseError):
    """A question, jurisdiction, date or format that does not exist."""

    exit_code = 2


class LimitError(KnowledgeBaseError):
    """A limit was hit; the message names it and how to raise it."""

    exit_code = 3


class QueryError(KnowledgeBaseError):
    """A query that does not parse or that is not allowed; the message gives line and column."""


class UnavailableError(KnowledgeBaseError):
    """No release is there, or the store cannot be opened."""

    exit_code = 4
