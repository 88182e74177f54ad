"""Publish a release to an endpoint: load its graphs under names of their own, count them, switch by one update."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from pyoxigraph import RdfFormat, Triple, serialize

from kb.building.release_writing import Progress
from kb.endpoint.address import Endpoint
from kb.endpoint.catalogue import Held, count_of, put_graph, releases_held, switch, withdraw
from kb.endpoint.files import statements_of
from kb.endpoint.naming import in_release
from kb.endpoint.probes import Quirk, load_probes, quirks_of
from kb.errors import UnavailableError
from kb.naming import iris
from kb.release.release import Release

PIECE_BYTES = 4 << 20


@dataclass(frozen=True)
class Published:
    """What was done: the release, its quads, the releases that were withdrawn, and what the endpoint answers otherwise."""

    release: str
    quads: int
    withdrawn: tuple[str, ...]
    quirks: tuple[Quirk, ...]


def publish(release: Release, endpoint: Endpoint, *, keep: int, is_loaded: bool, progress: Progress) -> Published:
    """Load a release (unless ``is_loaded`` by the engine's own means), count it, make it current, withdraw all but ``keep``.

    Until the switch nobody sees anything of it; a publication that was broken off can be repeated. A release that is there
    whole is not loaded again; one that is damaged is withdrawn first. Raises UnavailableError
    if the endpoint refuses something, answers a probe wrongly that the program needs, or holds another number of quads.
    """
    if not is_loaded:
        load_probes(endpoint)
    quirks = quirks_of(endpoint)
    wanted = int(release.manifest["quads"]), sum(1 for _ in statements_of(release.data()))
    if not is_loaded and not _is_whole(release, endpoint, wanted):
        _load(release, endpoint, progress)
    progress("counting", 0, 1)
    if (found := count_of(endpoint, release.id)) != wanted:
        there, here = (f"{quads} quads and {statements} statements" for quads, statements in (found, wanted))
        raise UnavailableError(f"{endpoint.shown} holds {there}, not {here}; not switched")
    switch(endpoint, release.manifest)
    progress("withdrawing", 0, 1)
    withdrawn = _withdraw(endpoint, releases_held(endpoint), keep)
    return Published(release.id, int(release.manifest["quads"]), withdrawn, tuple(quirks))


def _is_whole(release: Release, endpoint: Endpoint, wanted: tuple[int, int]) -> bool:
    """Whether the endpoint lists the release and holds all of it; a listed one of which something is missing is withdrawn."""
    if release.id not in {one.id for one in releases_held(endpoint)}:
        return False
    if count_of(endpoint, release.id) == wanted:
        return True
    withdraw(endpoint, release.id)
    return False


def _load(release: Release, endpoint: Endpoint, progress: Progress) -> None:
    graphs = sorted(release.store.named_graphs(), key=str)
    for done, graph in enumerate(graphs):
        progress("loading", done, len(graphs))
        quads = release.store.quads_for_pattern(None, None, None, graph)
        triples = serialize((Triple(quad.subject, quad.predicate, quad.object) for quad in quads), format=RdfFormat.N_TRIPLES)
        name, said = in_release(str(graph.value), release.id), in_release((triples or b"").decode(), release.id)
        put_graph(endpoint, name, said.encode())
    size, sent = release.data().stat().st_size, 0
    for number, piece in enumerate(_pieces(statements_of(release.data()))):
        progress("loading the whole", min(sent, size), size)
        put_graph(endpoint, iris.release(release.id), in_release(piece.decode(), release.id).encode(), add=number > 0)
        sent += len(piece)


def _pieces(lines: Iterator[bytes]) -> Iterator[bytes]:
    gathered, size = list[bytes](), 0
    for line in lines:
        gathered.append(line)
        size += len(line)
        if size >= PIECE_BYTES:
            yield b"".join(gathered)
            gathered, size = [], 0
    if gathered:
        yield b"".join(gathered)


def _withdraw(endpoint: Endpoint, held: list[Held], keep: int) -> tuple[str, ...]:
    """Withdraw the oldest releases that are not current, until no more than ``keep`` are left with it."""
    others = [one.id for one in held if not one.is_current]
    old = others[: max(0, len(others) - (keep - 1))]
    for identifier in old:
        withdraw(endpoint, identifier)
    return tuple(old)
