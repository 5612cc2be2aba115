"""Repairs of objects: of "fined Siemens 5 million euros" the firm is who pays, and the sum no part of its name."""

from __future__ import annotations

from collections.abc import Callable

from spacy.tokens import Token

from kg.lexicon import pairs, words
from kg.parse.syntax import has_child

_TWO_OBJECTS = words("clauses", "two_objects", "words")
_CURRENCIES = frozenset(pairs("quantities", "currencies"))
_AMOUNTS = ("$", "CD")
_NAMED = ("NN", "NNP", "NNPS", "NNS", "PRP")
_BEHIND = ("appos", "npadvmod", "nummod")


def _sum_behind_name(token: Token) -> None:
    """As in "fined Siemens 5 million euros": what stands before the sum is the other object, no part of it."""
    if token.dep_ == "dobj":
        if token.head.lemma_.lower() in _TWO_OBJECTS:
            for child in [child for child in token.rights if child.dep_ in _BEHIND and _is_sum(child)]:
                _part(token.head, token, child)
        return
    amount = token.head
    verb, first = amount.head, amount.i
    while first > token.i + 1 and token.doc[first - 1].tag_ in _AMOUNTS:
        first -= 1
    is_object = amount.dep_ == "dobj" and verb.lemma_.lower() in _TWO_OBJECTS and verb.i < token.i
    if is_object and token.i == first - 1 and token.tag_ in _NAMED and _is_sum(amount):
        for child in [child for child in amount.lefts if child.i < token.i]:
            child.head = token
        _part(verb, token, amount)


def _object_of_particle(token: Token) -> None:
    """As in "pushed through the cuts": behind a particle stands the object of the verb, as it does before it."""
    particle = token.head
    verb = particle.head
    if particle.dep_ == "prt" and not has_child(verb, {"dobj"}) and token.i > particle.i:
        token.head, token.dep_ = verb, "dobj"


def _is_sum(token: Token) -> bool:
    """Whether a token is the head of a sum of money: "million" in "$5 million", "euros" in "5 million euros"."""
    amounts = [child.tag_ for child in (token, *token.lefts)]
    return "$" in amounts or (token.lower_ in _CURRENCIES and "CD" in amounts)


def _part(verb: Token, named: Token, amount: Token) -> None:
    """Make two objects of a verb of the one that it was parsed with."""
    amount.head, amount.dep_ = verb, "dobj"
    named.head, named.dep_ = verb, "dative"


OBJECT_REPAIRS: tuple[tuple[str, tuple[str, ...], Callable[[Token], None]], ...] = (
    ("object-of-particle", ("pobj",), _object_of_particle),
    ("sum-behind-name", ("compound", "det", "dobj", "nmod"), _sum_behind_name),
)
"""Each repair by name, with the labels of the tokens that it may mend (``kg.parse.repairs``)."""
