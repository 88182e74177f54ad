"""Findings on the platform that is asked for, in words: who runs it, what was done to it, what became of the law on it."""

from __future__ import annotations

from kb.briefing.answers import Answers
from kb.briefing.finding import Finding, Run
from kb.briefing.on_platform import own_claim


def who_runs(answers: Answers, one: Finding) -> str:
    """Who runs it in each place, with who holds that company, and whose it is."""
    t, found = answers.language.t, answers.found
    said = "; ".join(_run(answers, run) for run in found.running)
    told = t("who-runs", platform=found.table.platform_name, said=said).rstrip(".") + "."
    owned = t("of-owners", owners=answers.language.listed(list(found.owners))).rstrip(".") if found.owners else ""
    return f"{told} {owned}." if owned else told


def _run(answers: Answers, run: Run) -> str:
    t, share = answers.language.t, answers.language.share
    held = [t("share", name=name, percent=share(percent)) if percent else name for name, percent in run.held]
    said = t("run-since", place=answers.place(run.place), operator=run.name, day=run.day)
    return said + (t("run-held-by", holders=answers.language.listed(held)) if held else "")


def reports_only(answers: Answers) -> str:
    """Of which places it is known from reports only who runs it."""
    places = [answers.place(run.place) for run in answers.found.running if run.grade == "secondary"]
    said = answers.language.t("caution.secondary", places=answers.language.listed(places)) if places else ""
    return f"{said[:1].upper()}{said[1:]}." if said else ""


def done_to_it(answers: Answers, one: Finding) -> str:
    """The measure of each place, as the base states it of the platform."""
    found, told = answers.found, []
    for name in one.cells:
        claim = own_claim(found, found.table.cell(*name))
        told.append(f"{answers.name(name[0])}: {claim.in_short.rstrip('.') if claim else ''}")
    return answers.language.t("done-to-it", platform=found.table.platform_name, said="; ".join(told))


def its_text(answers: Answers, one: Finding) -> str:
    """The text and each thing that happened in it since the day, in order."""
    t, found = answers.language.t, answers.found
    events = [event for event in found.events if event.dossier and event.dossier.iri == one.values["text"]]
    events.sort(key=lambda event: event.day)
    said = [t("text-day", day=event.day, said=_did(answers, event.deed.kind, event.deed.says)) for event in events if event.deed]
    first = events[0]
    named = {"name": answers.name_of(first), "place": answers.name(first.place), "platform": found.table.platform_name}
    return t("its-text", **named, since=found.since, said="; ".join(said))


def _did(answers: Answers, kind: str, says: str) -> str:
    return says.rstrip(".") or answers.language.t(f"did.{kind}")
