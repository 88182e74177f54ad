"""A platform's terms beside the law: what changed first after a duty began, document by document."""

from kb.clocks.regime import effective_regime
from kb.clocks.terms import TermsEdition, terms_beside_law

DAYS = {
    "terms": ("2020-01-01", "2020-12-01", "2021-12-01"),
    "rules": ("2020-02-01", "2020-07-01"),
    "begun later": ("2020-06-02", "2020-06-03"),
    "not changed": ("2019-01-01",),
}


def editions():
    return [TermsEdition(document, on, "c", "s", "x", None) for document, days in DAYS.items() for on in days]


def test_the_first_change_of_each_document_is_told_the_earliest_first_and_none_of_what_began_later(mini_release):
    found = effective_regime(mini_release.reader, "xu", as_of="2025-09-15", known_on="2026-06-01", questions=["local-storage"])
    (duty,) = terms_beside_law(editions(), found).obligations
    assert (duty.since, duty.changes) == ("2020-06-01", (("rules", "2020-07-01", 30), ("terms", "2020-12-01", 183)))


def test_the_edition_that_stood_on_the_day_is_told(mini_release):
    found = effective_regime(mini_release.reader, "xu", as_of="2021-06-01", known_on="2026-06-01", questions=["local-storage"])
    stood = {one.document: one.on for one in terms_beside_law(editions(), found).editions}
    assert stood == {"terms": "2020-12-01", "rules": "2020-07-01", "begun later": "2020-06-03", "not changed": "2019-01-01"}
