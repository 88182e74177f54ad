"""An endpoint on this machine that misbehaves in one chosen way, for the tests of the client."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

RESULTS = b'{"head":{"vars":["x"]},"results":{"bindings":[{"x":{"type":"literal","value":"1"}}]}}'
JSON = "application/sparql-results+json"
MOST_SECONDS = 60.0

Behaviour = Callable[[socket.socket, int], None]


def response(body: bytes, *headers: str, status: str = "200 OK", media: str = JSON, length: int | None = None) -> bytes:
    """An HTTP response as bytes; ``length`` may lie."""
    size = len(body) if length is None else length
    lines = [f"HTTP/1.1 {status}", f"Content-Type: {media}", f"Content-Length: {size}"]
    return "\r\n".join([*lines, *headers, "Connection: close", "", ""]).encode() + body


def says(content: bytes) -> Behaviour:
    """Say this, whatever is asked."""
    return lambda connection, _: connection.sendall(content)


def hangs(connection: socket.socket, _: int) -> None:
    """Say nothing until the other side goes away."""
    connection.settimeout(MOST_SECONDS)
    connection.recv(1)


def drips(content: bytes) -> Behaviour:
    """Say it byte by byte, slowly."""

    def drip(connection: socket.socket, _: int) -> None:
        until = time.monotonic() + MOST_SECONDS
        for place in range(len(content)):
            if time.monotonic() > until:
                return
            connection.sendall(content[place : place + 1])
            time.sleep(0.05)

    return drip


def floods(connection: socket.socket, _: int) -> None:
    """Never come to an end."""
    connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: application/sparql-results+json\r\nConnection: close\r\n\r\n")
    connection.sendall(b'{"head":{"vars":["x"]},"results":{"bindings":[{"x":{"type":"literal","value":"')
    until = time.monotonic() + MOST_SECONDS
    while time.monotonic() < until:
        connection.sendall(b"x" * 65536)


def in_turn(*contents: bytes) -> Behaviour:
    """One after another for each request, the last one for all that follow."""
    return lambda connection, number: connection.sendall(contents[min(number, len(contents) - 1)])


@contextmanager
def endpoint(behaviour: Behaviour) -> Iterator[tuple[str, list[bytes]]]:
    """Address of an endpoint that behaves so, and the requests that it got."""
    asked: list[bytes] = []
    with socket.create_server(("127.0.0.1", 0)) as server:
        stop = threading.Event()
        thread = threading.Thread(target=_serve, args=(server, behaviour, asked, stop), daemon=True)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.getsockname()[1]}/query", asked
        finally:
            stop.set()
            with socket.socket() as last:
                last.connect_ex(server.getsockname())
            thread.join(5)


def _serve(server: socket.socket, behaviour: Behaviour, asked: list[bytes], stop: threading.Event) -> None:
    while True:
        connection, _ = server.accept()
        if stop.is_set():
            connection.close()
            return
        number = len(asked)
        asked.append(_request(connection))
        threading.Thread(target=_behave, args=(connection, behaviour, number), daemon=True).start()


def _behave(connection: socket.socket, behaviour: Behaviour, number: int) -> None:
    with connection:
        try:
            behaviour(connection, number)
        except OSError:
            return


def _request(connection: socket.socket) -> bytes:
    """The whole request, by the length that it names."""
    connection.settimeout(5)
    text = b""
    while b"\r\n\r\n" not in text:
        text += connection.recv(65536) or b"\r\n\r\n"
    head, _, body = text.partition(b"\r\n\r\n")
    sizes = [int(line.split(b":")[1]) for line in head.lower().split(b"\r\n") if line.startswith(b"content-length")]
    while sizes and len(body) < sizes[0]:
        body += connection.recv(65536)
    return head + b"\r\n\r\n" + body
