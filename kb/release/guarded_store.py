"""The store of a release, read-only, as the rest of the program uses it: intact whenever it is asked, and named if it is not."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from kb.errors import UnavailableError
from kb.release.files import ReleaseFiles

if TYPE_CHECKING:
    from pyoxigraph import NamedNode, Quad, Store

Found = TypeVar("Found")
UNREADABLE = (OSError, RuntimeError)  # of the disk, of the engine


class GuardedStore:
    """Asks the engine, opened anew when the files of the store are in another state than they were.

    What the engine cannot read is compared with its hash; if it was damaged it is mended, and asked once more.
    """

    def __init__(self, files: ReleaseFiles, release: str) -> None:
        self._files, self._release = files, release
        self._open: tuple[tuple[Path, str], Store] | None = None

    def opened(self) -> Store:
        """The engine's own store, as its files are now; UnavailableError if it cannot be opened."""
        place = self._files.store()
        if self._open is None or self._open[0] != place:
            self._open = place, self._opened(place[0])
        return self._open[1]

    def query(self, text: str, **settings: Any) -> Any:
        """Answer a query; rows and triples come as they are asked for."""
        found = self._asked(lambda store: store.query(text, **settings))
        return found if isinstance(found, bool) or not hasattr(found, "__next__") else _GuardedResults(found, self)

    def quads_for_pattern(self, *pattern: Any) -> Iterator[Quad]:
        """The quads with these terms."""
        return iter(_GuardedResults(self._asked(lambda store: store.quads_for_pattern(*pattern)), self))

    def named_graphs(self) -> list[Any]:
        """The names of all graphs."""
        return self._asked(lambda store: list(store.named_graphs()))

    def contains_named_graph(self, name: NamedNode) -> bool:
        """Whether there is a graph of that name."""
        return self._asked(lambda store: store.contains_named_graph(name))

    def __len__(self) -> int:
        return self._asked(len)

    def __iter__(self) -> Iterator[Quad]:
        return self.quads_for_pattern(None, None, None, None)

    def trouble(self, error: Exception) -> UnavailableError:
        """What to say of something that could not be read; what is damaged is named, and mended if it can be."""
        damage = self._files.suspected()
        if damage is None:
            return UnavailableError(f"the store of release {self._release} cannot be read: {error}")
        return UnavailableError(f"{damage}; it was mended while it was read, so ask again")

    def _asked(self, ask: Callable[[Store], Found]) -> Found:
        try:
            return ask(self.opened())
        except UNREADABLE as error:
            if self._files.suspected() is None:
                raise self.trouble(error) from None
        self._open = None
        return ask(self.opened())

    def _opened(self, folder: Path) -> Store:
        from pyoxigraph import Store

        try:
            return Store.read_only(str(folder))
        except UNREADABLE as error:
            if self._files.suspected() is None:
                raise UnavailableError(f"the store of release {self._release} cannot be opened: {error}") from None
        return Store.read_only(str(self._files.store()[0]))

    def at_one_look(self) -> GuardedStore:
        """The same store for one answer of many questions: the state of its files is looked at once, before the first."""
        return _AtOneLook(self._files, self._release, self)


class _AtOneLook(GuardedStore):
    """The store of another one, which is asked for it once, and again if something could not be read."""

    def __init__(self, files: ReleaseFiles, release: str, whole: GuardedStore) -> None:
        super().__init__(files, release)
        self._whole = whole

    def opened(self) -> Store:
        """The engine's own store, as its files were when it was first asked."""
        if self._open is None:
            self._whole.opened()
            self._open = self._whole._open
        return self._open[1] if self._open else self._whole.opened()


class _GuardedResults:
    """Rows, triples or quads as the engine finds them."""

    def __init__(self, found: Any, store: GuardedStore) -> None:
        self._found, self._store = found, store

    def __getattr__(self, name: str) -> Any:
        return getattr(self._found, name)

    def __iter__(self) -> _GuardedResults:
        return self

    def __next__(self) -> Any:
        try:
            return next(self._found)
        except UNREADABLE as error:
            raise self._store.trouble(error) from None
