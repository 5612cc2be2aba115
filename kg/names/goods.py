"""Goods of the tables, which common nouns name: "canola", "electric vehicles", "crude oil".

A noun without a determiner is the kind of goods, wherever it stands; "the oil", "an aircraft" are some of them.
"""

from __future__ import annotations

from collections.abc import Iterator, Set

from kg.names.context import Context
from kg.parse.tree import Token

_INNER = ("amod", "compound", "nmod", "punct")
_APART = ("det", "predet", "poss", "nummod", "quantmod")
_LONGEST = 4  # words


def goods(context: Context, covered: Set[int]) -> Iterator[tuple[int, int, str]]:
    """The first word, the head and the node of each kind of goods; ``covered`` are the tokens of names."""
    for token in context.doc:
        if token.pos_ == "NOUN" and token.i not in covered and not any(c.dep_ in _APART for c in token.lefts):
            for start in range(_first(token), token.i + 1):
                if known := _looked_up(token, start, context):
                    yield start, token.i, known
                    break


def _first(head: Token) -> int:
    """Where the words begin that stand side by side before a noun and qualify it."""
    start = head.i
    while start > max(head.sent.start, head.i - _LONGEST + 1):
        before = head.doc[start - 1]
        if before.dep_ not in _INNER or not start - 1 <= before.head.i <= head.i:
            break
        start -= 1
    return start


def _looked_up(head: Token, start: int, context: Context) -> str:
    """The node of the goods that some words up to a noun name, by its lemma or as written; empty where none."""
    before = [token.lower_ for token in head.doc[start : head.i]]
    for last in dict.fromkeys((head.lemma_.lower(), head.lower_)):
        if found := context.gazetteer.commodity(" ".join((*before, last)).replace(" - ", "-")):
            return context.entities.use(found)
    return ""
