"""How an explanation shows that it was written by former rules: before the general rule and what holds for one platform were
told apart, and before the law of other legal orders was laid over and beside a jurisdiction's own."""

from __future__ import annotations

from collections.abc import Mapping

from kb.explanation.kept import Earlier
from kb.values.model import StoredClaim

PLATFORM_DECIDED = (
    "the rules changed since it was written: then a claim on one platform could decide for every platform; now the general rule "
    "decides, and that claim is told as what holds otherwise"
)
LAYERED = (
    "the rules changed since it was written: then only a jurisdiction's own law was shown; now the law of a union is shown for "
    "its members, and that of parts for the whole"
)


def change_of_rules(earlier: Earlier, now: Earlier, history: Mapping[str, StoredClaim]) -> str | None:
    """The sentence on the change of rules by which an explanation says something else now; None if nothing shows one.

    ``history`` has the claims of all orders that may speak in the cell.
    """
    if earlier.platform or now.platform:
        return None
    decided = next((part.id for part in earlier.claims if part.standing == "decides"), None)
    if any(part.id == decided and part.standing == "otherwise" for part in now.claims):
        return PLATFORM_DECIDED
    known = {part.id for part in earlier.claims}
    came = {history[part.id].jurisdiction for part in now.claims if part.id not in known and part.id in history}
    return LAYERED if came - {now.jurisdiction} and _same_point(earlier, now) else None


def _same_point(earlier: Earlier, now: Earlier) -> bool:
    """Whether both were written from the same data for the same days, so that no fact can have come or gone."""
    told = [(one.release, one.as_of, one.known_on, one.policy) for one in (earlier, now)]
    return told[0] == told[1]
