"""What comparisons read of an endpoint: the claims on a question are fetched once and kept, since a release never changes."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from kb.cells.orders import holds
from kb.release.graph_reader import GraphReader
from kb.release.rows import Queried
from kb.values.model import StoredClaim

MOST_KEPT = 50_000  # claims of a base; of a larger one each cell is asked for on its own


class EndpointReader(GraphReader):
    """Reads the graph of an endpoint with one request where a store on disk is asked once for each cell and day."""

    def __init__(self, release: Queried) -> None:
        super().__init__(release)
        self._histories: dict[str, Sequence[StoredClaim]] = {}
        self._keeps: bool | None = None

    def claims(
        self, question: str, as_of: str, known_on: str, jurisdictions: Collection[str] | None = None
    ) -> Sequence[StoredClaim]:
        """Claims on a question at one point of both clocks, of every jurisdiction unless some are named."""
        if not self._is_small():
            return super().claims(question, as_of, known_on, jurisdictions)
        return [claim for claim in self.history(question, jurisdictions) if holds(claim, as_of, known_on)]

    def history(self, question: str, jurisdictions: Collection[str] | None = None) -> Sequence[StoredClaim]:
        """All claims on a question, whatever their dates; of every jurisdiction unless some are named."""
        if not self._is_small():
            return super().history(question, jurisdictions)
        if question not in self._histories:
            self._histories[question] = super().history(question)
        found = self._histories[question]
        return found if jurisdictions is None else [claim for claim in found if claim.jurisdiction in jurisdictions]

    def _is_small(self) -> bool:
        """Whether all claims of the base may be kept."""
        if self._keeps is None:
            self._keeps = sum(self.claim_counts().values()) <= MOST_KEPT
        return self._keeps
