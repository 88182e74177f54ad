"""A base elsewhere, asked over HTTP: the methods of an opened base, each with the JSON of its command as plain values.

base = kb.connect("https://example.org")
base.compare(["us", "eu"], as_of="2025-09-15")["cells"]
"""

from __future__ import annotations

import datetime
import json
from collections.abc import Iterable, Mapping
from typing import Any, Unpack
from urllib.error import HTTPError, URLError
from urllib.parse import urlencode, urlsplit
from urllib.request import Request, urlopen

from kb.doors.declared import OPERATIONS
from kb.doors.naming import RefusedError
from kb.errors import KnowledgeBaseError, LimitError, RateError, UnavailableError, UsageError
from kb.values.spelt_out import spelt_out
from kb.values.view import Keywords, Names, RecordKeywords

SECONDS, LATER = 60, 5
Plain = dict[str, Any]


class RemoteBase:
    """A base at an address. What is wrong raises what an opened base raises; what it has not raises RefusedError."""

    def __init__(self, address: str) -> None:
        if urlsplit(address).scheme not in ("http", "https"):
            raise UsageError(f"{address[:80]}: write the address of a base, for example https://example.org")
        self.address = address.rstrip("/")
        self._kept: dict[str, tuple[str, bytes]] = {}

    @spelt_out(Keywords)
    def compare(self, jurisdictions: Names, **asked: Unpack[Keywords]) -> Plain:
        """Jurisdictions at one point of both clocks, in the shape of the JSON contract."""
        return self._object("compare", {"jurisdictions": jurisdictions, **asked})

    @spelt_out(Keywords)
    def explain(self, jurisdiction: str, question: str, **asked: Unpack[Keywords]) -> Plain:
        """Why a cell says what it says."""
        return self._object("explain", {"jurisdiction": jurisdiction, "question": question, **asked})

    @spelt_out(Keywords)
    def regime(self, jurisdiction: str, *, without: Iterable[str] = (), **asked: Unpack[Keywords]) -> Plain:
        """What applies in a jurisdiction on a day, layer by layer."""
        return self._object("regime", {"jurisdiction": jurisdiction, "without": without, **asked})

    @spelt_out(Keywords)
    def changes(self, jurisdictions: Names, start: str, end: str, **asked: Unpack[Keywords]) -> Plain:
        """What changed between two days and why."""
        return self._object("changes", {"jurisdictions": jurisdictions, "from": start, "to": end, **asked})

    @spelt_out(RecordKeywords)
    def timeline(self, jurisdiction: str, question: str, **asked: Unpack[RecordKeywords]) -> list[Plain]:
        """Every interval in which one cell says the same."""
        return self._list("timeline", {"jurisdiction": jurisdiction, "question": question, **asked})

    @spelt_out(Keywords)
    def coverage(self, jurisdictions: Names = (), **asked: Unpack[Keywords]) -> list[Plain]:
        """What is coded and what is not."""
        return self._list("coverage", {"jurisdictions": jurisdictions, **asked})

    def due(self, jurisdictions: Names = (), by: str | None = None, known_on: str | None = None) -> Plain:
        """What is to be read again."""
        return self._object("due", {"jurisdictions": jurisdictions, "by": by, "known_on": known_on})

    def show(self, entity: str) -> Plain:
        """All that is said of one entity such as ``instrument/eu/dsa``."""
        return self._object("entity", {"entity": entity})

    def search(self, words: str, limit: int = 20) -> Any:
        """What has some words."""
        return self.ask("search", {"words": words, "limit": limit})

    def claims(self, source: str) -> Plain:
        """What a source states, with verdicts and evidence."""
        return self._object("claims", {"source": source})

    def query(self, sparql: str, **parameters: str) -> Plain:
        """The answer to a SPARQL query, or to a stored one by its name with its parameters, as the JSON of SPARQL results."""
        found: Plain = json.loads(self._fetched(f"{self.address}/sparql?{urlencode({'query': sparql, **parameters})}"))
        return found

    def questions(self) -> list[Plain]:
        """The questions of the codebook."""
        found: list[Plain] = self._object("questions", {})["questions"]
        return found

    def releases(self) -> list[Plain]:
        """The releases that are kept there."""
        found: list[Plain] = self._object("releases", {})["releases"]
        return found

    def ask(self, operation: str, asked: Mapping[str, Any]) -> Any:
        """What an operation says as plain values; an answer that has not changed is not sent again."""
        told = {name: _text(said) for name, said in asked.items() if name in OPERATIONS[operation].takes and said}
        if lost := [name for name, said in asked.items() if said and name not in told]:
            raise UsageError(f"{operation} takes no {' and no '.join(lost)}")
        return json.loads(self._fetched(f"{self.address}/api/v1/{operation}?{urlencode(told, safe=',')}"))

    def _object(self, operation: str, asked: Mapping[str, Any]) -> Plain:
        found: Plain = self.ask(operation, asked)
        return found

    def _list(self, operation: str, asked: Mapping[str, Any]) -> list[Plain]:
        found: list[Plain] = self.ask(operation, asked)
        return found

    def _fetched(self, address: str) -> bytes:
        tag, body = self._kept.get(address, ("", b""))
        asked = Request(address, headers={"Accept": "application/json", **({"If-None-Match": tag} if tag else {})})
        try:
            with urlopen(asked, timeout=SECONDS) as answer:
                body = bytes(answer.read())
                self._kept[address] = (answer.headers.get("ETag", ""), body)
                return body
        except HTTPError as error:
            if error.code == 304:
                return body
            raise _mistake(error.code, error.read(), error.headers.get("Retry-After")) from None
        except (URLError, OSError) as error:
            raise UnavailableError(f"{self.address} cannot be reached: {getattr(error, 'reason', error)}") from None


def _text(said: Any) -> str:
    if isinstance(said, str | int | datetime.date):
        return str(said)
    return ",".join(map(str, said))


def _mistake(status: int, body: bytes, retry: str | None) -> KnowledgeBaseError:
    """What a failure says, as the error that an opened base would raise."""
    try:
        told = json.loads(body)
    except ValueError:
        return UnavailableError(f"the answer has status {status} and is no JSON; is this the address of a base?")
    if refusal := told.get("refusal"):
        return RefusedError(refusal["type"], refusal["message"], refusal["nearest"])
    message = str(told.get("detail") or told.get("message") or status)
    if status == 429:
        return RateError(message, int(retry or LATER))
    if status == 413:
        return LimitError(message)
    return UnavailableError(message) if status >= 500 else UsageError(message)
