"""A small HTTP client for endpoints: one deadline for the whole exchange, retries, limits of size, errors that name the endpoint.

It follows no redirect and reads nothing but the answer. No message shows a password.
"""

from __future__ import annotations

import contextlib
import http.client
import socket
import threading
import time
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from kb.endpoint.address import Endpoint
from kb.endpoint.proxies import connection_to, proxy_headers, target_of
from kb.errors import LimitError, UnavailableError

BUSY = (429, 503)
TRIES = 3
PAUSE_SECONDS = 0.2
SHOWN_OF_ERROR = 300
MOST_OF_ERROR = 4096
KEPT_CONNECTIONS = 8
USER_AGENT = "policykb"

Connection = http.client.HTTPConnection


class TooSlowError(UnavailableError):
    """The whole answer was not there when the deadline came."""


class RefusedRequestError(UnavailableError):
    """The endpoint answered with an error; ``status`` is its HTTP status, ``said`` the beginning of what it said."""

    def __init__(self, message: str, status: int, said: str) -> None:
        super().__init__(message)
        self.status, self.said = status, said


@dataclass(frozen=True)
class Call:
    """One request: method, full address, headers, body, and how long it may take with everything."""

    method: str
    address: str
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes | None = None
    seconds: float = 30.0
    most_bytes: int = 1 << 30


class Answer:
    """The body of an answer, read in pieces; reading raises UnavailableError if it breaks off, LimitError if it is too long."""

    def __init__(self, call: Call, connection: Connection, found: http.client.HTTPResponse, watch: Watch) -> None:
        self._call, self._connection, self._found, self._watch = call, connection, found, watch
        self._read = 0
        self.status = found.status
        self.media = found.headers.get("Content-Type", "").partition(";")[0].strip().lower()
        self.headers = found.headers

    def read(self, size: int = 65536) -> bytes:
        """The next bytes, none at the end."""
        with _explained(self._call, self._watch):
            piece = self._found.read(size)
            if not piece and self._found.length:
                raise http.client.IncompleteRead(b"", self._found.length)
        self._read += len(piece)
        if self._read > self._call.most_bytes:
            raise LimitError(f"the answer of {shown(self._call)} is larger than {self._call.most_bytes >> 20} MB", "bytes")
        return piece

    def all(self) -> bytes:
        """Everything that is left."""
        return b"".join(iter(self.read, b""))

    def end(self) -> None:
        """End the connection, whatever was read; the deadline goes on for another turn."""
        self._connection.close()

    def close(self) -> None:
        """Give the connection back if the answer was read to its end, else end it."""
        self._watch.cancel()
        if self._found.isclosed() and not self._watch.is_over and not self._found.will_close:
            _keep(self._call, self._connection)
        else:
            self._connection.close()

    def __enter__(self) -> Answer:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


class Watch:
    """Ends a connection when the deadline comes, however slowly bytes arrive, or when it is killed."""

    def __init__(self, seconds: float) -> None:
        self.until = time.monotonic() + seconds
        self.is_over = False
        self._guard = threading.Lock()
        self._held: socket.socket | None = None
        self._timer = threading.Timer(seconds, self.kill)
        self._timer.daemon = True
        self._timer.start()

    def follow(self, connection: Connection) -> None:
        """Watch another connection from now on; it is connected.

        Its socket is held by itself, since a connection lets go of it while the answer that ends with it is still read.
        """
        with self._guard:
            self._held = connection.sock

    def left(self) -> float:
        """Seconds until the deadline."""
        return self.until - time.monotonic()

    def cancel(self) -> None:
        """Watch no more, and let go of the connection: another exchange may use it next."""
        self._timer.cancel()
        with self._guard:
            self._held = None

    def kill(self) -> None:
        """End the exchange now."""
        self.is_over = True
        with self._guard:
            if self._held is not None:
                with contextlib.suppress(OSError):
                    self._held.shutdown(socket.SHUT_RDWR)


_kept: dict[tuple[str, str], list[Connection]] = defaultdict(list)
_guard = threading.Lock()


def send(endpoint: Endpoint, call: Call, watch: Watch | None = None) -> Answer:
    """Send a request and return the answer with status 200 to 205, to be closed by the caller.

    An endpoint that is busy (429, 503) is asked again after the time it names, at most three times and within the deadline.
    Raises TooSlowError, RefusedRequestError, or UnavailableError if it cannot be reached or answers what is no answer.
    """
    watch = watch or Watch(call.seconds)
    try:
        for turn in range(1, TRIES + 1):
            answer = _ask(endpoint, call, watch)
            if answer.status < 206:
                return answer
            pause = _pause(answer, turn)
            error = _refusal(call, answer)
            if answer.status not in BUSY or turn == TRIES or pause >= watch.left():
                raise error
            time.sleep(pause)
            if watch.is_over:
                raise error
        raise AssertionError("the last turn returns or raises")
    except BaseException:
        watch.cancel()
        raise


def _ask(endpoint: Endpoint, call: Call, watch: Watch) -> Answer:
    """One exchange; kept connections that the other side has closed meanwhile are replaced."""
    headers = {"User-Agent": USER_AGENT, "Accept-Encoding": "identity", **proxy_headers(call.address), **call.headers}
    if endpoint.authorization:
        headers["Authorization"] = endpoint.authorization
    while True:
        connection, is_kept = _connection(call, max(watch.left(), 0.001))
        try:
            with _explained(call, watch):
                if connection.sock is None:
                    connection.connect()
                watch.follow(connection)
                if watch.is_over:  # while it connected there was nothing to end
                    raise TimeoutError
                connection.request(call.method, target_of(call.address), call.body, headers)
                return Answer(call, connection, connection.getresponse(), watch)
        except UnavailableError as error:
            connection.close()
            if not is_kept or watch.is_over or not isinstance(error.__cause__, http.client.RemoteDisconnected | ConnectionError):
                raise


def _connection(call: Call, seconds: float) -> tuple[Connection, bool]:
    parts = urlsplit(call.address)
    with _guard:
        idle = _kept[parts.scheme, parts.netloc]
        if idle:
            connection = idle.pop()
            if connection.sock is not None:
                connection.sock.settimeout(seconds)
                return connection, True
    return connection_to(call.address, seconds), False


def _keep(call: Call, connection: Connection) -> None:
    parts = urlsplit(call.address)
    with _guard:
        idle = _kept[parts.scheme, parts.netloc]
        if len(idle) < KEPT_CONNECTIONS:
            idle.append(connection)
            return
    connection.close()


def shown(call: Call) -> str:
    """The address without what follows a question mark."""
    return call.address.partition("?")[0]


@contextlib.contextmanager
def _explained(call: Call, watch: Watch) -> Iterator[None]:
    """Say in words what went wrong between the two machines."""
    try:
        yield
        if watch.is_over:
            raise TimeoutError
    except (OSError, http.client.HTTPException, ValueError) as error:
        if watch.is_over or isinstance(error, TimeoutError):
            raise TooSlowError(f"{shown(call)} did not give its whole answer within {call.seconds:g} seconds") from error
        if isinstance(error, http.client.IncompleteRead):
            raise UnavailableError(f"{shown(call)} broke off its answer") from error
        if isinstance(error, http.client.RemoteDisconnected | ConnectionResetError | BrokenPipeError):
            raise UnavailableError(f"{shown(call)} closed the connection without an answer") from error
        if isinstance(error, http.client.HTTPException | ValueError):
            raise UnavailableError(f"{shown(call)} answers what is no HTTP ({type(error).__name__})") from error
        reason = getattr(error, "strerror", None) or str(error) or type(error).__name__
        raise UnavailableError(f"{shown(call)} cannot be reached: {reason}") from error


def _pause(answer: Answer, turn: int) -> float:
    """How long to wait: what the endpoint says in seconds, else a little more each time."""
    said = answer.headers.get("Retry-After", "")
    return float(said) if said.isdecimal() else PAUSE_SECONDS * 2**turn


def _refusal(call: Call, answer: Answer) -> RefusedRequestError:
    try:
        content = answer.read(MOST_OF_ERROR)
    except (UnavailableError, LimitError):
        content = b""
    answer.end()
    text = content.decode("utf-8", "replace")
    said = " ".join("".join(mark if mark.isprintable() else " " for mark in text).split())[:SHOWN_OF_ERROR]
    return RefusedRequestError(_meaning(call, answer.status, answer.headers.get("Location", ""), said), answer.status, said)


def _meaning(call: Call, status: int, location: str, said: str) -> str:
    place = shown(call)
    if 300 <= status < 400:
        where = location.partition("?")[0].rpartition("@")[2][:100]
        return f"{place} leads to another address ({where or 'unnamed'}), which is not followed; name the right one"
    if status in (401, 403):
        return f"{place} does not let us in (HTTP {status}); write name and password into the address: http://name:password@..."
    if status == 404:
        return f"{place} is not there (HTTP 404)"
    if status == 206:
        return f"{place} gave only part of the answer (HTTP 206)"
    words = "is too busy" if status in BUSY else "answered with an error"
    return f"{place} {words} (HTTP {status}){f': {said}' if said else ''}"
