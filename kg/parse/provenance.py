"""Provenance of an analysis: ids of rules, and which rules changed the parse or reading of which token."""

from collections.abc import Mapping
from dataclasses import replace

from kg.parse.readings import put, reading_of
from kg.parse.tree import Parsed

REPAIR, NAME, COREF, FIRMNESS, ATTRIBUTION, TIME = "repair", "name", "coref", "firmness", "attribution", "time"
"""Families of rules, the first part of an id."""


def rule_id(family: str, name: str) -> str:
    """The id of a rule: its family, and its name with hyphens.

    >>> rule_id("coref", "family name"), rule_id("firmness", "modals_denied")
    ('coref/family-name', 'firmness/modals-denied')
    """
    return f"{family}/{name.strip('_').replace('_', '-').replace(' ', '-')}"


def note_rule(doc: Parsed, family: str, name: str, token: int) -> None:
    """Record on a Doc that a rule changed the analysis of the token with this index."""
    reading = reading_of(doc)
    put(doc, replace(reading, noted=(*reading.noted, (rule_id(family, name), token))))


def noted_rules(doc: Parsed) -> Mapping[int, tuple[str, ...]]:
    """Token index -> ids of the rules that changed its analysis, in the order in which they applied."""
    found: dict[int, tuple[str, ...]] = {}
    for rule, token in reading_of(doc).noted:
        found[token] = (*found.get(token, ()), rule)
    return found
