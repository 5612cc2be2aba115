"""Whose a thing is, as far as the words about it tell: "accused Peru of violating its airspace" is not Peru's."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from spacy.tokens import Token

from kg.lexicon import words
from kg.parse.control import subjects
from kg.parse.syntax import VERBAL

_JUDGING = words("coref", "judging", "words")
_FOR_WHICH = words("coref", "judging", "prepositions")
_DIVIDING = words("clauses", "list_prepositions", "words")
_HOSTILE = words("coref", "hostile", "words")
_HOSTILE_NOUNS = words("coref", "hostile", "nouns")
_UPON = words("coref", "hostile", "prepositions")
_OWN_DOING = words("coref", "own_doing", "words")


@dataclass(frozen=True, slots=True)
class Owners:
    """Head tokens of those to whom a thing with a possessive pronoun belongs, and of those to whom it does not."""

    likely: frozenset[int] = frozenset()
    excluded: frozenset[int] = frozenset()


NONE = Owners()


def owners(pronoun: Token, ancestors: Sequence[Token]) -> Owners:
    """What the words above a possessive pronoun tell of its owner; ``ancestors`` are its heads, the nearest first."""
    noun = pronoun.head.head if pronoun.head.dep_ == "conj" else pronoun.head
    act = noun.head if noun.dep_ == "dobj" else None
    return Owners(
        likely=frozenset((*_judged(pronoun, ancestors), *_holder(pronoun, noun), *_doers_of(act, _OWN_DOING))),
        excluded=frozenset((*_doers_of(act, _HOSTILE), *_intruders(noun))),
    )


def _judged(pronoun: Token, ancestors: Sequence[Token]) -> Iterator[int]:
    """As in "thanked [Sweden] for its help", "held [Sweden] accountable for its acts"."""
    if not any(token.dep_ == "prep" and token.lower_ in _FOR_WHICH for token in ancestors):
        return
    verb = next((token for token in ancestors if token.lemma_.lower() in _JUDGING and token.pos_ == "VERB"), None)
    if verb is not None:
        yield from (child.i for child in verb.rights if child.dep_ == "dobj" and child.i < pronoun.i)


def _holder(pronoun: Token, noun: Token) -> Iterator[int]:
    """As in "[Peru]'s acts, including its war": the owner of the whole is that of the part."""
    whole = noun.head.head if noun.dep_ == "pobj" and noun.head.lower_ in _DIVIDING else None
    if whole is not None and whole.pos_ in VERBAL:  # the parser's choice where a comma stands before
        whole = next((child for child in whole.rights if child.dep_ == "dobj" and child.i < pronoun.i), None)
    if whole is not None:
        yield from (child.i for child in whole.lefts if child.dep_ == "poss")


def _doers_of(verb: Token | None, verbs: frozenset[str]) -> Iterator[int]:
    if verb is not None and verb.pos_ == "VERB" and verb.lemma_.lower() in verbs:
        yield from (subject.i for subject in subjects(verb))


def _intruders(noun: Token) -> Iterator[int]:
    """As in "[Peru] meddles in its affairs", "[Peru]'s attack on its ports"."""
    if noun.dep_ != "pobj" or noun.head.lower_ not in _UPON:
        return
    act = noun.head.head
    yield from _doers_of(act, _HOSTILE)
    if act.lemma_.lower() in _HOSTILE_NOUNS:
        yield from (child.i for child in act.lefts if child.dep_ == "poss")
