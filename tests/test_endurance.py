"""Texts that nobody would write do no harm: no crash, whatever nests, repeats or is named."""

from functools import cache

import pytest

from kg.gazetteer import Gazetteer
from kg.gazetteer.tables import table
from kg.pipeline.build import known_entities
from tests.reading import graph, graphs
from tests.sampling import some

pytestmark = pytest.mark.model

NESTED = 350
"""So often a phrase stands in itself here: thrice as deep as Python's own stack would bear."""

CONSTRUCTIONS = (
    "The government of {country} rejected the plan.",
    "{country}'s government rejected the plan.",
    "The {adjective} government rejected the plan.",
    "{capital} rejected the plan.",
    "The army of {country} left.",
    "{country}'s foreign ministry warned Peru.",
    "The prime minister of {country} met the {adjective} foreign minister.",
    "{country}'s president, Anna Berg, visited Peru.",
    "{adjective} officials met {adjective} authorities in {country}.",
    "Peru and {country} signed the treaty.",
)
"""Every way in which a country is named that asks the tables for its government, its offices or its bodies."""


@pytest.mark.parametrize(
    "text",
    [
        "That's it.",
        "It's him.",
        f"{', '.join(['Anna Berg', 'Peru', 'the minister'] * NESTED)} and Chile signed the treaty.",
        f"{'Peru said that ' * NESTED}Chile left.",
        f"{'Peru left and ' * NESTED}Chile left.",
        f"{'Peru’s ' * NESTED}minister left.",
        f"{'the Prime Minister of ' * NESTED}Peru left.",
        f"{'Minister of Trade of Defence ' * NESTED}of Peru left.",
        f"{'the army of the government of ' * NESTED}Chad left.",
        f"Peru wants {'to try ' * NESTED}to leave.",
        f"{'(' * NESTED}Peru left{')' * NESTED}.",
    ],
    ids=lambda text: text[:24],
)
def test_a_text_that_nests_without_end_is_read(text: str) -> None:
    graph(text)


def test_a_pronoun_in_a_sentence_without_a_noun_is_read() -> None:
    assert graph("That's it.").statements == ()


def test_every_country_is_read_in_every_construction() -> None:
    gazetteer = Gazetteer.load()
    known = known_entities(gazetteer)
    countries = [row["alpha3"] for row in table("countries")]
    assert len(countries) > 240
    texts = {code: _text(gazetteer, code) for code in some(countries, 50)}
    read = graphs(texts.values())
    for code, text in texts.items():
        government = gazetteer.government(code)
        governments = (entity for entity in read[text].entities if entity.cls == "Government")
        found = {entity.id for entity in governments if entity.country == code and known(entity.id)}
        assert found == ({government.id} if government else set()), text


def test_nobody_governs_where_nobody_lives() -> None:
    gazetteer = Gazetteer.load()
    without = {row["alpha3"] for row in table("countries") if gazetteer.government(row["alpha3"]) is None}
    assert without == {"ATA", "IOT"}


@cache
def _forms(kind: str) -> dict[str, str]:
    """Node -> a name of a kind that leads to it."""
    return {row["id"]: row["key"] for row in table("names") if row["kind"] == kind}


def _text(gazetteer: Gazetteer, alpha3: str) -> str:
    country = gazetteer.country(alpha3)
    capital = _forms("capital").get(f"government-of-{country.id}", country.label)
    names = {"country": country.label, "adjective": _forms("demonym").get(country.id, country.label)}
    return " ".join(construction.format(capital=capital, **names) for construction in CONSTRUCTIONS)
