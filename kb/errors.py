"""All errors a user can meet, each with the exit code it ends a command with.

KnowledgeBaseError (1)
├── UsageError (2)          a name or value that does not exist
│   └── ExtraError (2)      a package that only some installations have
├── MarkerError (1)         a marker in a report that cannot be understood
├── LimitError (3)          a limit of time, rows, memory or size was hit
│   ├── BusyError (3)       every place for queries is taken
│   └── RateError (3)       one client has asked too much
├── QueryError (1)          the query itself is wrong
│   └── CancelledError (1)  whoever asked the query has stopped it
└── UnavailableError (4)    no release, or a store that cannot be opened or reached
    ├── DamagedError (4)    a file of a release is not what was published
    └── UnderivedError (4)  of a release only the data can be read, until what else is read of it is made from them
"""

from __future__ import annotations

from pathlib import Path


class KnowledgeBaseError(Exception):
    """Base of all errors of the knowledge base; caught only where people read them."""

    exit_code = 1


class UsageError(KnowledgeBaseError):
    """A question, jurisdiction, date or format that does not exist."""

    exit_code = 2


# what of the imports comes with which extra of the installed package
EXTRAS = {
    "scipy": "similarity",
    "typst": "pictures",
    "vl_convert": "pictures",
    "pdfminer": "pictures",
    "PIL": "pictures",
    "docx": "reports",
    "pptx": "reports",
    "odfdo": "reports",
    "xlsxwriter": "reports",
    "openpyxl": "reports",
    "citeproc": "reports",
    "icalendar": "reports",
    "cryptography": "signing",
    "lxml": "texts",
    "nltk": "agreement",
    "babel": "places",
    "pycountry": "places",
    "tzdata": "places",
    "pandas": "pandas",
    "mcp": "assistants",
    "feedgen": "feeds",
    "streamlit": "app",
    "starlette": "app",
    "uvicorn": "app",
    "httptools": "app",
}


class ExtraError(UsageError):
    """A package is missing that an extra of the installation brings; the message says which, and how to get it."""

    def __init__(self, module: str) -> None:
        extra = EXTRAS[module]
        super().__init__(
            f"this needs the package '{module}', which is not installed; it comes with the extra [{extra}]: write "
            f'pip install "policykb[{extra}]", or in a checkout pip install -r requirements.txt'
        )


def missing_extra(error: ModuleNotFoundError) -> ExtraError | None:
    """What to say of a module that could not be imported, or None if no extra brings it."""
    module = (error.name or "").partition(".")[0]
    return ExtraError(module) if module in EXTRAS else None


class MarkerError(KnowledgeBaseError):
    """A marker that cannot be understood; the message says where it stands and what to write."""


class LimitError(KnowledgeBaseError):
    """A limit was hit; the message names it, ``limit`` is its one-word name.

    ``setting`` is what raises it, for whoever runs the program: the command line says it, and a traceback as a note; a client
    of a service, who cannot set it, is not told.
    """

    exit_code = 3

    def __init__(self, message: str, limit: str = "size", setting: str = "") -> None:
        super().__init__(message)
        self.limit, self.setting = limit, setting
        if setting:
            self.add_note(f"{setting} raises the limit")


class BusyError(LimitError):
    """Every place for queries was taken for too long."""

    def __init__(self, message: str) -> None:
        super().__init__(message, "waiting")


class RateError(LimitError):
    """One client has used its share; ``seconds`` is after how many it may ask again."""

    def __init__(self, message: str, seconds: int = 1) -> None:
        super().__init__(message, "rate")
        self.seconds = seconds


class QueryError(KnowledgeBaseError):
    """A query that does not parse or that is not allowed; line and column count from 1, None where unknown."""

    def __init__(self, message: str, line: int | None = None, column: int | None = None) -> None:
        super().__init__(message)
        self.line, self.column = line, column


class CancelledError(QueryError):
    """The query was stopped by whoever asked it."""


class UnavailableError(KnowledgeBaseError):
    """No release is there, or the store cannot be opened."""

    exit_code = 4


class DamagedError(UnavailableError):
    """A file of a release is not what was published; ``folder`` and ``file`` say which, ``reason`` what is wrong."""

    def __init__(self, folder: Path, file: str, reason: str) -> None:
        super().__init__(f"release {folder.name} is damaged: {reason}")
        self.folder, self.file, self.reason = folder, file, reason


class UnderivedError(UnavailableError):
    """A release of which this program can read the data only: it is of another format, or only its data are kept."""
