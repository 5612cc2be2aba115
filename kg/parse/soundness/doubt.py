"""Which words of a statement the parser was least sure where to hang: "of Peru" in "the export of Peru"."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from kg.parse.tree import Token

_SURE = 0.8
"""An arc that is at least so likely is in no doubt."""
_LONGEST = 5  # words that are told of what hangs on the word in doubt
_HANGING = frozenset({"prep", "relcl", "acl", "advcl", "conj", "appos"})
"""What may hang on several words before it."""


class Standing(NamedTuple):
    """The heads of subject, predicate and object."""

    subject: Token
    predicate: Token
    object: Token


def doubted(heads: Standing, likely: Callable[[Token], float]) -> str:
    """The words of the least likely arc that a statement stands on, from the word itself; "" where all are likely."""
    found = {token.i: token for token in _arcs(heads) if not token.is_punct}
    least = min(found.values(), key=lambda token: (likely(token), token.i), default=None)
    return "" if least is None or likely(least) >= _SURE else _words(least)


def _arcs(heads: Standing) -> Iterator[Token]:
    """The tokens whose arcs a statement stands on: from either end to the predicate, and what hangs on either end."""
    for end in (heads.subject, heads.object):
        yield from _way(end, heads.predicate)
        yield from (token for token in end.children if token.dep_ in _HANGING and token.i > end.i)


def _way(word: Token, verb: Token) -> Iterator[Token]:
    """The tokens from a word up, and from the predicate up, to where they meet."""
    ups, downs = [word, *word.ancestors], [verb, *verb.ancestors]
    above, below = {token.i for token in downs}, {token.i for token in ups}
    yield from (token for token in ups if token.i not in above)
    yield from (token for token in downs if token.i not in below)


def _words(token: Token) -> str:
    tokens: Sequence[Token] = [one for one in token.subtree if one.i >= token.i][:_LONGEST]
    return " ".join("".join(one.text + one.whitespace_ for one in tokens).split())
