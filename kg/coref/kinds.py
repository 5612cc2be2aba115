"""Which nouns may stand for one thing: a general noun for a narrower one, a class noun for a name of the class."""

from __future__ import annotations

from kg.coref.mention import Kind, Mention
from kg.lexicon import words, words_by
from kg.parse.nouns import is_event_noun, noun_class

_CLASS_NOUNS = words("coref", "class_nouns", "words")
_NARROWER = words_by("coref", "kind_", "general", "words")
_NARROW = frozenset(word for general, narrow in _NARROWER.items() for word in narrow - {general})
_ALIKE = (
    frozenset({"Company", "MediaOrganization", "Organization"}),
    frozenset({"PublicBody", "InternationalOrganization", "Organization"}),
    frozenset({"PoliticalParty", "Organization"}),
)
"""Classes of bodies that names and nouns do not tell apart; a firm is no union of states."""
_OTHER = "Topic"
_BEFORE_OF = frozenset({"of", "for", "in", "on", "at", "to"})


def narrower(noun: str) -> frozenset[str]:
    """The nouns that a general noun may take up: "event" takes up "festival"."""
    return _NARROWER.get(noun, frozenset()) - {noun}


def names_class(noun: str) -> bool:
    """Whether a bare definite noun may take up a name of its class ("the company")."""
    return noun in _CLASS_NOUNS


def is_of_class(name: Mention, cls: str) -> bool:
    """Whether a name is of a class, or of one that goes by the same nouns ("the organization")."""
    return name.cls == cls or any({name.cls, cls} <= alike for alike in _ALIKE)


def nouns_of(mention: Mention) -> frozenset[str]:
    """The nouns by which a phrase may later be called: its head, its titles, and the nouns inside a name."""
    found = {*mention.titles}
    if mention.kind is not Kind.NAME or not mention.node:
        found.add(mention.lemma)
    if mention.kind is Kind.NAME:
        parts = mention.text.split()
        end = next((place for place, part in enumerate(parts) if part in _BEFORE_OF and place), len(parts))
        found |= {part for part in parts[end - 1 : end] if noun_class(part) != _OTHER or is_event_noun(part)}
        own = parts[1:end] if end > 1 else parts  # "Fan Expo Canada", but not "Aircraft Reporting System"
        found |= set([part for part in own if part in _NARROW][-1:])
    return frozenset(found)
