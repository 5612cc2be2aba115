"""Which rules had a part in the reading of a Doc: their ids, and the repairs by the word that they mended."""

from __future__ import annotations

from collections.abc import Mapping

from kg.parse.tree import Parsed

REPAIR, NAME, COREF, FIRMNESS, ATTRIBUTION, TIME = "repair", "name", "coref", "firmness", "attribution", "time"
"""Families of rules, the first part of an id."""
_NOTED = "kg.rules"


def rule_id(family: str, name: str) -> str:
    """The id of a rule: its family, and its name with hyphens.

    >>> rule_id("coref", "family name"), rule_id("firmness", "modals_denied")
    ('coref/family-name', 'firmness/modals-denied')
    """
    return f"{family}/{name.strip('_').replace('_', '-').replace(' ', '-')}"


def note_rule(doc: Parsed, family: str, name: str, token: int) -> None:
    """Note on a Doc that a rule changed the reading of a token."""
    doc.user_data.setdefault(_NOTED, []).append([rule_id(family, name), token])


def noted(doc: Parsed) -> Mapping[int, tuple[str, ...]]:
    """Token -> the rules that changed its reading, in their order."""
    found: dict[int, tuple[str, ...]] = {}
    for rule, token in doc.user_data.get(_NOTED, ()):
        found[token] = (*found.get(token, ()), rule)
    return found
