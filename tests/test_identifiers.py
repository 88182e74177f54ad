"""Official identifiers have the form of their system, and a CELEX number agrees with its ELI."""

import re

import pytest

from kb.loaders.identifiers import identifier_mistakes, system_of
from kb.loaders.words import identifier_patterns

ELI = "http://data.europa.eu/eli/reg/2022/2065/oj"


@pytest.mark.parametrize("system", identifier_patterns())
def test_the_example_of_each_system_fits_its_pattern(system):
    pattern, example = identifier_patterns()[system]
    assert re.fullmatch(pattern, example) and pattern.startswith("^")


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("celex", "32022R265"), ("celex", "2022R2065"), ("celex-appeal", "C-627/24 P"), ("eli", "https://data.europa.eu/eli/reg/2022/2065/oj"),
        ("ecli", "EU:T:2024:478"), ("us-public-law", "Pub. L. 118-50"), ("us-federal-register", "90 Fed. Reg. 8611"),
        ("us-executive-order", "EO 14166"), ("us-code", "15 USC 9901"), ("ie-neutral-citation", "2026 IEHC 347"),
        ("iso-3166-1-alpha-2", "USA"), ("wikidata", "30"), ("eu-case-number", "T 58/24"),
    ],
)  # fmt: skip
def test_a_wrong_form_is_told_with_an_example(key, value):
    ((place, message),) = identifier_mistakes({key: value})
    assert place == key and value in message and "write it like" in message


@pytest.mark.parametrize("celex", ["32022R2056", "32022L2065", "32021R2065"])
def test_a_celex_that_names_another_act_than_the_eli_is_told(celex):
    ((place, message),) = identifier_mistakes({"celex": celex, "eli": ELI})
    assert place == "celex" and "name different acts" in message


def test_right_identifiers_and_unknown_systems_pass():
    assert not list(identifier_mistakes({"celex": "32022R2065", "eli": ELI, "house-number": "whatever"}))


@pytest.mark.parametrize(
    ("key", "system"),
    [("celex-consolidated", "celex"), ("us-code-note", "us-code"), ("iso-3166-1-alpha-2", "iso-3166-1-alpha-2"), ("oj", None)],
)
def test_a_key_belongs_to_the_longest_system_it_begins_with(key, system):
    assert system_of(key) == system
