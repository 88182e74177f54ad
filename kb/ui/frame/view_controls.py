"""The controls of what a page asks, each begun from the address under the key of its field; together they make a view."""

from __future__ import annotations

from typing import Any, TypeVar

from kb.release.policy_choice import DEFAULT
from kb.release.reader import Reader
from kb.ui.frame import url_state
from kb.ui.frame.controls import pick_days, pick_one, pick_several
from kb.ui.frame.group_choice import pick_group, places_meant
from kb.ui.words import meaning, t
from kb.values.view import View
from kb.values.view_fields import key_of

T = TypeVar("T")


class ViewControls:
    """What is picked on one page: the view that it makes, and the state of it in the address."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader
        self._picked: dict[str, Any] = {}
        self._all: dict[str, str] = {}

    def jurisdictions(self, place: Any, first: list[str], empty: str) -> list[str]:
        """Any jurisdictions; ``empty`` is what the control says when it holds none."""
        names = self._reader.jurisdictions()
        label = t("compare.jurisdictions")
        picked = pick_several(place, label, key_of("jurisdictions"), dict(names), first, empty, places_meant(self._reader))
        pick_group(place, self._reader, key_of("jurisdictions"))
        return self.hold("jurisdictions", picked)

    def jurisdiction(self, place: Any, first: str) -> str:
        """One jurisdiction."""
        names = dict(self._reader.jurisdictions())
        return self.hold("jurisdictions", pick_one(place, t("home.jurisdiction"), key_of("jurisdictions"), names, first))

    def dimensions(self, place: Any, first: list[str]) -> list[str]:
        """Any dimensions; none are all, which the address says in a sign where it begins with some."""
        if first:
            self._all[key_of("dimensions")] = url_state.ALL
        label, titles = t("compare.dimensions"), self._titles()
        return self.hold("dimensions", pick_several(place, label, key_of("dimensions"), titles, first, t("compare.all")))

    def dimension(self, place: Any) -> str:
        """One dimension, or all."""
        options = {"": t("compare.all"), **self._titles()}
        return self.hold("dimensions", pick_one(place, t("coverage.dimension"), key_of("dimensions"), options, ""))

    def platform(self, place: Any, first: str = "") -> str:
        """A platform; any may be picked unless the page begins with one. Nothing is drawn where the base has none."""
        names = {slug: head.name for slug, head in self._reader.platforms().items()}
        if not names:
            return self.hold("platform", "")
        options = names if first else {"": t("compare.any-platform"), **names}
        return self.hold("platform", pick_one(place, t("compare.platform"), key_of("platform"), options, first))

    def scope(self, place: Any) -> str:
        """Whose rule is shown, once a platform is picked: as it reaches the platform, the general one, or both."""
        if not self._picked.get("platform"):
            return self.hold("scope", "")
        options = {"": t("compare.scope-reaches"), "both": t("compare.scope-both"), "general": t("compare.scope-general")}
        return self.hold("scope", pick_one(place, t("compare.scope"), key_of("scope"), options, "", meaning("general-rule")))

    def evidence(self, place: Any) -> str:
        """How well what is shown must have been read."""
        options = {"": t("compare.evidence-any"), **{least: t(f"compare.evidence-{least}") for least in ("official", "primary")}}
        picked = pick_one(place, t("compare.evidence"), key_of("evidence"), options, "", meaning("grade"))
        return self.hold("evidence", picked)

    def days(self, law: Any, record: Any) -> None:
        """The day of the law and the day of the record."""
        keys = key_of("as_of"), key_of("known_on")
        as_of, known_on = pick_days((law, "compare.as-of", keys[0]), (record, "compare.known-on", keys[1]))
        self.hold("as_of", as_of)
        self.hold("known_on", known_on)

    def hold(self, name: str, value: T) -> T:
        """Take what a control of the page's own holds for a field, as it is; the policy that is there anyway asks nothing."""
        self._picked[name] = None if name == "policy" and value == DEFAULT else value
        return value

    def view(self) -> View:
        """What is picked as a view."""
        return View(**self._picked)

    def state(self) -> dict[str, str]:
        """What is picked as parameters of the address: those of all controls, empty where nothing is asked."""
        return state_of(self.view(), *self._picked) | {
            key: sign for key, sign in self._all.items() if key not in self.view().parts()
        }

    def _titles(self) -> dict[str, str]:
        return {head.dimension: head.dimension_title for head in self._reader.questions().values()}


def state_of(view: View, *names: str) -> dict[str, str]:
    """Some fields of a view as parameters of a page's address, empty where nothing is asked."""
    parts = view.parts()
    return {key_of(name): parts.get(key_of(name), "") for name in names}
