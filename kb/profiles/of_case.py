"""The state of a case: whether something is open, the last step, the outcome and its day; what it is about, its sums."""

from __future__ import annotations

from collections.abc import Callable

from kb.profiles.asked import Asked
from kb.profiles.cases import CaseHead, Sum
from kb.profiles.clause import Clause, once
from kb.profiles.of_instrument import last_known


def head_of(asked: Asked) -> CaseHead | None:
    """What is recorded of it on the day."""
    return asked.cases.get(asked.key)


def stands(asked: Asked) -> Clause | None:
    """Whether something is open, what happened last, how it ended or stands, to which day that is known."""
    case = head_of(asked)
    if case is None:
        return None
    found = asked.open_in([asked.key])
    steps = [one for one in asked.found.course if one["date"] <= asked.as_of]
    kind = asked.language.named(case.kind_name)
    parts = [asked.t(asked.pending(asked.key), name=case.name, kind=kind, place=asked.place(case.place))]
    parts += [asked.t("last-step", day=steps[-1]["date"], what=asked.language.named(steps[-1]["what"]))] if steps else []
    parts += [asked.t("outcome", says=case.outcome.rstrip("."))] if case.outcome else []
    text = "; ".join(parts) + "."
    if last := last_known(asked, asked.key):
        text = asked.t("last-known", day=last, said=text)
    evidence = asked.looked_through.get(asked.key)
    caution = asked.t("evidence-to", day=evidence) if evidence else asked.t("no-evidence")
    return Clause("stands", text, (), (asked.key, *once(one.id for one in found)), caution)


def about(asked: Asked) -> Clause | None:
    """Before whom it runs, about which texts and services."""
    case, catalogue = head_of(asked), asked.release.catalogue.entities
    if case is None:
        return None

    def names(keys: tuple[str, ...]) -> str:
        return asked.few([catalogue[key].label for key in keys if key in catalogue])

    parts = [asked.t("forum", name=catalogue[case.forum].label)] if case.forum in catalogue else []
    parts += [asked.t("texts", names=names(case.concerns))] if case.concerns else []
    parts += [asked.t("services", names=names(case.platforms))] if case.platforms else []
    if not parts:
        return None
    text = asked.t("about", said=", ".join(parts))
    return Clause("about", text, (), once([case.forum, *case.concerns, *case.platforms]))


def sums(asked: Asked) -> Clause | None:
    """The sums that it names, the first in full."""
    case = head_of(asked)
    if case is None or not case.sums:
        return None
    said = "; ".join(_sum(asked, one) for one in case.sums[: asked.rules.most_named])
    rest = len(case.sums) - asked.rules.most_named
    text = asked.counted("sums", len(case.sums), said=said + (asked.t("sums-rest", n=rest) if rest > 0 else ""))
    return Clause("sums", text, (), once(one.key for one in case.sums))


def _sum(asked: Asked, one: Sum) -> str:
    """A sum in words; that nobody recorded whether it stands is said as well."""
    standing = asked.language.named(one.standing) if one.standing else asked.language.t("standing-unknown")
    said = {"sum": asked.language.named(sum_words(one)), "purpose": one.purpose, "standing": standing[:1].lower() + standing[1:]}
    return asked.t("sum-on", day=one.on, **said) if one.on else asked.t("sum", **said)


def sum_words(one: Sum) -> str:
    """A sum with its thousands apart: ``EUR 530,000,000``."""
    return f"{one.currency} {int(one.value):,}" if one.value.isdigit() else f"{one.currency} {one.value}"


def open_matters(asked: Asked) -> Clause | None:
    """What is open in it."""
    return asked.open_clause(asked.open_in([asked.key]))


CLAUSES: dict[str, Callable[[Asked], Clause | None]] = {
    "stands": stands,
    "about": about,
    "sums": sums,
    "open": open_matters,
}
