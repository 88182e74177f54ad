"""Sections of things: powers and authorities, the texts of a place, who runs a service, its classes, cases and sums."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from kb.graph.dated_ties import DatedTie
from kb.naming import iris
from kb.profiles.asked import Asked
from kb.profiles.cases import CaseHead
from kb.profiles.clause import once
from kb.profiles.of_case import sum_words
from kb.profiles.of_instrument import RESTS_ON, last_known, state_words
from kb.profiles.of_organisation import by_share, highest_fine
from kb.profiles.of_platform import cases_of, company_cases_of
from kb.profiles.powers import Maximum, Power, held_by
from kb.profiles.section import Row, Section, Told, link, links, place, section
from kb.values.text_status import text_status

POWER = ("may", "over", "under", "most", "since", "read")


def authorities(asked: Asked) -> Section | None:
    """Who holds powers under the law of a place, of which kinds, under which acts."""
    held = held_by(one for one in asked.powers if one.place == asked.slug)
    rows = [
        (
            link(asked, holder),
            Told(str(len(found))),
            Told(", ".join(dict.fromkeys(asked.language.named(one.kind_name) for one in found))),
            Told(", ".join(dict.fromkeys(one.act_name for one in found))),
            Told(highest_fine(asked, found)),
        )
        for holder, found in held.items()
    ]
    return section(asked, "authorities", ("authority", "number", "may", "under", "fine"), rows)


def powers_held(asked: Asked) -> Section | None:
    """The powers of an authority."""
    return section(asked, "powers", POWER, [_power(asked, one) for one in asked.powers if one.holder == asked.key])


def powers_under(asked: Asked) -> Section | None:
    """The powers under an act, with who holds them."""
    held = held_by(one for one in asked.powers if one.act == asked.key)
    rows = [(link(asked, one.holder), *_power(asked, one)) for found in held.values() for one in found]
    number = len({one.key for found in held.values() for one in found})
    note = asked.language.t("powers-note", n=number, rows=len(rows)) if number < len(rows) else ""
    return section(asked, "powers", ("authority", *POWER), rows, note, number)


def _power(asked: Asked, one: Power) -> Row:
    named = asked.language.named
    under = Told(f"{one.act_name}, {one.pinpoint}" if one.pinpoint else one.act_name, one.act)
    most = "; ".join(_most(asked, maximum) for maximum in one.maxima)
    kind = Told(f"{named(one.kind_name)}: {one.in_short}", one.key)
    return kind, Told(named(one.over_name)), under, Told(most), Told(one.valid_from), Told(_read(asked, one.grade, one.checked))


def _most(asked: Asked, maximum: Maximum) -> str:
    value, unit, currency = maximum
    if currency:
        return f"{currency} {float(value):,.0f}"
    return asked.language.t(f"fine-share.{unit}", n=value) if "turnover" in unit else f"{value} {asked.language.named(unit)}"


def _read(asked: Asked, grade: str | None, checked: str) -> str:
    unsure = f"; {asked.language.t('read-as.unconfirmed')}" if checked == "background" and grade != "memory" else ""
    return asked.language.t(f"read-as.{grade or 'none'}") + unsure


def texts(asked: Asked) -> Section | None:
    """The texts of a place with their state, those in force first; what was looked through too long ago is only last known."""
    rows = [
        _text(asked, key, one.iri)
        for key, one in asked.release.catalogue.entities.items()
        if one.kind == "instrument" and key.split("/")[1] == asked.slug
    ]
    rows.sort(key=lambda one: (not one[0], one[1][0].text))
    return section(asked, "texts", ("text", "kind", "state"), [row for _, row in rows])


def _text(asked: Asked, key: str, iri: str) -> tuple[bool, Row]:
    """Whether a text is in force, and its row."""
    reader = asked.release.reader
    now = text_status(reader.events(iri), asked.as_of, asked.known_on)
    kind = asked.names.get(iris.entity("instrument-type", reader.head(iri).type or ""), "")
    last, said = last_known(asked, key), state_words(asked, now, key)
    state = asked.language.t("last-known", day=last, answer=said) if last else said
    return now.legal == "in-force", (link(asked, key), Told(asked.language.named(kind)), Told(state))


def runs(asked: Asked) -> Section | None:
    """Who owns it, and who runs it in which places."""
    rows = [_run(asked, one) for one in (*asked.ties("owner"), *asked.ties("operator"))]
    return section(asked, "runs", ("tie", "who", "places", "since", "says", "read"), rows)


def _run(asked: Asked, one: DatedTie) -> Row:
    share = f" ({asked.language.share(one.percent)} %)" if one.percent else ""
    places = ", ".join(asked.name(slug) for slug in one.places)
    tie, who = Told(asked.language.t(f"tie.{one.kind}")), Told(one.name + share, one.other)
    return tie, who, Told(places), Told(one.since), Told(one.in_short), Told(_read(asked, one.grade, one.checked))


def classes(asked: Asked) -> Section | None:
    """Which classes it is in, where, by whom, under which text."""
    rows = [
        (
            links(asked, [f"jurisdiction/{slug}" for slug in one.places]),
            Told(asked.language.named(one.name)),
            Told(one.since),
            link(asked, one.act),
            link(asked, one.by),
            Told(_read(asked, one.grade, one.checked)),
        )
        for one in asked.ties("designation")
    ]
    return section(asked, "classes", ("place", "class", "since", "under", "by", "read"), rows)


def holdings(asked: Asked) -> Section | None:
    """What an organisation holds and runs, and who holds it."""
    rows = [_run(asked, one) for one in by_share(asked.ties("owner"))]
    rows = [(tie, who, *rest) for tie, who, _, *rest in rows]  # a stake is held everywhere
    return section(asked, "holders", ("tie", "who", "since", "says", "read"), rows)


def cases_of_platform(asked: Asked) -> Section | None:
    """The cases that concern a service, then those that name only a company behind it."""
    return cases_section(asked, [*cases_of(asked), *company_cases_of(asked)])


def cases_tied(asked: Asked) -> Section | None:
    """The cases to which an authority, a company or an act is tied."""
    return cases_section(asked, [key for key, one in asked.cases.items() if one.is_tied_to(asked.key)])


def cases_section(asked: Asked, keys: Sequence[str]) -> Section | None:
    """Cases, those in which something is still to be decided first, then those that are watched for another reason."""
    order = ("pending", "unseen", "bound", "not-pending")
    found = sorted(
        ((asked.cases[key], asked.open_in([key]), asked.pending(key)) for key in once(keys)),
        key=lambda one: (order.index(one[2]), one[0].key),
    )
    rows = [
        (
            link(asked, case.key),
            place(asked, case.place),
            link(asked, case.forum) if case.forum else Told(""),
            Told(case.outcome),
            Told(asked.language.t(f"open-as.{stage}", day=matters[0].due(asked.known_on)) if matters else ""),
            Told("; ".join(asked.language.named(sum_words(one)) for one in case.sums)),
            Told(asked.looked_through.get(case.key, "")),
        )
        for case, matters, stage in found
    ]
    return section(asked, "cases", ("case", "place", "forum", "outcome", "open", "sums", "looked"), rows)


def sums_of_platform(asked: Asked) -> Section | None:
    """The sums in the cases that concern a service; of a case on many, each says on whom."""
    found = (asked.cases[key] for key in (*cases_of(asked), *company_cases_of(asked)))
    return sums_section(asked, found, asked.t("sums-of-others"))


def sums_tied(asked: Asked) -> Section | None:
    """The sums in the cases of an authority, or of a case itself."""
    return sums_section(asked, (one for one in asked.cases.values() if one.key == asked.key or one.forum == asked.key))


def sums_section(asked: Asked, found: Iterable[CaseHead], note: str = "") -> Section | None:
    """Every sum, the newest first; sums of several kinds are not added up."""
    unknown = asked.language.t("standing-unknown")
    told = [(one, case) for case in found for one in case.sums]
    told.sort(key=lambda pair: pair[0].on, reverse=True)
    rows = [
        (
            Told(one.on),
            Told(asked.language.named(sum_words(one))),
            Told(one.purpose),
            Told(asked.language.named(one.standing) if one.standing else unknown),
            link(asked, case.key),
        )
        for one, case in told
    ]
    return section(asked, "sums", ("day", "sum", "what-for", "stands", "case"), rows, note)


def services(asked: Asked) -> Section | None:
    """The services that a text puts into a class."""
    found = [one.other for one in asked.found.relations if one.relation == "pol:designatedUnder" and not one.outgoing]
    rows = [
        (link(asked, service.key), Told(asked.language.named(tie.name)), Told(tie.since), link(asked, tie.by))
        for service in sorted(found, key=lambda one: one.label.lower())
        for tie in asked.ties("designation", service.iri)
        if tie.act == asked.key
    ]
    return section(asked, "services", ("service", "class", "since", "by"), rows)


def around_case(asked: Asked) -> Section | None:
    """Before whom a case runs, about which texts and services, and who takes part."""
    case = asked.cases.get(asked.key)
    if case is None:
        return None
    ties = {"forum": [case.forum], "concerns": case.concerns, "platforms": case.platforms, "participants": case.participants}
    rows = [(Told(asked.language.t(f"tie.{name}")), link(asked, key)) for name, keys in ties.items() for key in keys if key]
    return section(asked, "around", ("tie", "who"), rows)


def leans_on(asked: Asked) -> Section | None:
    """The texts on which a text rests, and those that rest on it."""
    t, named = asked.language.t, asked.language.named
    rows = [
        (Told(t("it-rests-on" if one.outgoing else "rests-on-it")), link(asked, one.other.key), Told(named(one.says)))
        for one in asked.found.relations
        if one.relation in RESTS_ON
    ]
    return section(asked, "leans", ("direction", "text", "how"), rows)
