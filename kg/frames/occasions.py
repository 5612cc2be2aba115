"""On whose occasion something is done: "after talks with Chad, the minister said" tells of talks of the minister's."""

from __future__ import annotations

from kg.lexicon import words
from kg.parse.control import subjects
from kg.parse.syntax import is_passive, is_predicate, preposition_name
from kg.parse.tree import Token

_NOUNS = words("clauses", "occasions", "words")
_PREPOSITIONS = words("clauses", "occasions", "prepositions")
_FURTHER = words("clauses", "occasions", "further")


def takes_part(noun: Token) -> tuple[Token, ...]:
    """The subject of the clause that takes place on the occasion that a noun names, where its other side is named.

    Empty for any other noun, and for a passive: what was done to someone during talks tells not whose talks they were.
    """
    if noun.dep_ != "pobj" or noun.lemma_.lower() not in _NOUNS or preposition_name(noun.head) not in _PREPOSITIONS:
        return ()
    verb = noun.head.head
    if not is_predicate(verb) or is_passive(verb) or not any(child.lower_ in _FURTHER for child in noun.rights):
        return ()
    return subjects(verb)
