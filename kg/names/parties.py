"""Parties under the words for their members: "the Liberal leader", "Republicans"."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache

from kg.lexicon import lexicon
from kg.model import Entity
from kg.names.context import Context
from kg.names.words import Words

_PARTY = "party"
_OPENING = ('"', "“", ":")


def party_words(words: Words) -> Iterator[int]:
    """The tokens that may stand for a party: such a word with a capital that does not owe it to its place."""
    known = _bases()
    for place, text in enumerate(words.text):
        is_inside = text in known and words.same_sentence(place - 1, place)
        if is_inside and words.text[place - 1] not in _OPENING and words.lower[place + 1 : place + 2] != (_PARTY,):
            yield place


def party(word: str, context: Context) -> Entity | None:
    """The one party of that name in the countries that the article names."""
    base = _bases().get(word)
    if base is None:
        return None
    labels = [context.gazetteer.country(code).label for code in sorted(context.countries)]
    forms = [f"{base} Party", *(f"{base} Party of {label}" for label in labels)]
    entries = (entry.entity for form in forms for entry in context.gazetteer.lookup(form))
    found = {e.id: e for e in entries if e.cls == "PoliticalParty" and e.country in context.countries}
    return next(iter(found.values())) if len(found) == 1 else None


@cache
def _bases() -> Mapping[str, str]:
    table = lexicon("names")[_PARTY]
    known = table["words"] if isinstance(table, Mapping) else {}
    return {word: str(base) for word, base in known.items()} if isinstance(known, Mapping) else {}
