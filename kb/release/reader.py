"""What a comparison needs to read, whoever reads it: the graph itself or the side index derived from it."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import TYPE_CHECKING, Protocol

from kb.values.base_head import BaseHead
from kb.values.matters import OpenMatter
from kb.values.model import Dossier, QuestionHead, StoredClaim, StoredEvent
from kb.values.registers import PlatformHead, Tie
from kb.values.resolution import Policy

if TYPE_CHECKING:
    from kb.release.cell_table import CellTable


class Reader(Protocol):
    """Read access to one release. Both implementations give equal values; a test compares them."""

    @property
    def release_id(self) -> str:
        """Identifier of the release."""

    def base(self) -> BaseHead:
        """What the base says of itself."""

    def questions(self) -> Mapping[str, QuestionHead]:
        """All questions by identifier, in the order of the codebook."""

    def jurisdictions(self) -> Mapping[str, str]:
        """Names of all jurisdictions by identifier, in the order of the register."""

    def memberships(self) -> Mapping[str, tuple[Tie, ...]]:
        """Of each jurisdiction that belongs to others: its dated ties to them."""

    def kinds(self) -> Mapping[str, str]:
        """Of each jurisdiction its kind: country, state, union ..."""

    def place_codes(self) -> Mapping[str, tuple[tuple[str, str], ...]]:
        """Of each jurisdiction that has any: (scheme, code), and its other names with no scheme."""

    def policies(self) -> Mapping[str, Policy]:
        """The resolution policies by name."""

    def platforms(self) -> Mapping[str, PlatformHead]:
        """All platforms by identifier, with their designations."""

    def parties(self) -> Mapping[str, str]:
        """Names of the classes of persons that rules address."""

    def matters(self) -> Sequence[OpenMatter]:
        """Every open matter, those that ended or were withdrawn as well."""

    def claim_counts(self) -> Mapping[str, int]:
        """How many claims and absences each jurisdiction has that has any."""

    def cells(self) -> CellTable | None:
        """The columnar table from which whole tables are computed; None if the release has none that can be used."""

    def claims(
        self, question: str, as_of: str, known_on: str, jurisdictions: Collection[str] | None = None
    ) -> Sequence[StoredClaim]:
        """Claims on a question, valid on one day and in the record on another; of every jurisdiction unless some are named."""

    def history(self, question: str, jurisdictions: Collection[str] | None = None) -> Sequence[StoredClaim]:
        """All claims on a question, whatever their dates; of every jurisdiction unless some are named."""

    def head(self, dossier: str) -> Dossier:
        """Title, type, address and identifiers of a dossier."""

    def events(self, dossier: str) -> Sequence[StoredEvent]:
        """Dated events of an instrument in order; none for cases and sources."""
