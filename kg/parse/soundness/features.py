"""What the parse shows of a statement, as numbers for the head that tells whether its structure is sound.

Who does what to whom stands or falls with a few arcs: those between the subject's head, the predicate and the object's
head, and those at the edges of the phrases. How likely each is, how long the ways are and what labels lie on them is
told here; the words themselves speak through the encoder's states.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable, Mapping, Sequence
from math import log, log1p
from typing import NamedTuple, TypeVarTuple

from kg.construction import Construction
from kg.model import Frame, Phrase
from kg.parse.syntax import SUBJECTS, VERBAL
from kg.parse.tree import Doc, Span, Token

_LEAST = 1e-4
"""No arc counts as less likely."""
_FAR = 30
"""Tokens; what is farther counts as that far."""
_MANY = 4.0
"""Verbs of a sentence that count as one."""
_GROUPS = (
    "nsubj csubj", "nsubjpass csubjpass", "dobj", "pobj", "attr acomp oprd", "appos", "conj", "poss",
    "compound amod nmod nummod", "xcomp", "ccomp", "relcl", "acl", "advcl", "pcomp", "agent",
    "dative npadvmod advmod", "prep", "ROOT",
)  # fmt: skip
_FAMILIES = (
    "active", "passive", "shared", "infinitive", "adverbial", "participle", "relative", "aside", "gerund",
    "noun", "apposition", "characterized", "holding", "location",
)  # fmt: skip
_SLOTS = ("subject", "object", "complement", "indirect", "clause", "when", "preposition", "nested", "happening")
_NAMED_SLOTS = frozenset(_SLOTS[1:6])
_Row = tuple[float, ...]
_Given = TypeVarTuple("_Given")


class Heads(NamedTuple):
    """The words that a statement stands on: the heads of subject, predicate and object."""

    subject: Token
    predicate: Token
    object: Token


def _one_of(values: Sequence[str]) -> Mapping[str, _Row]:
    """Each of some values, or of the words in it, as a row with a 1 in its place."""
    rows = [tuple(float(one == place) for one in range(len(values))) for place in range(len(values))]
    return {word: row for value, row in zip(values, rows, strict=True) for word in value.split()}


_OF_LABEL, _OF_FAMILY, _OF_SLOT = map(_one_of, (_GROUPS, _FAMILIES, _SLOTS))
_NO_LABEL, _NO_FAMILY = (0.0,) * len(_GROUPS), (0.0,) * len(_FAMILIES)


class StructureFeatures:
    """Reads the statements of one Doc; ``certain`` is how likely each token's arc is."""

    def __init__(self, doc: Doc, certain: Sequence[float]) -> None:
        self.doc = doc
        self._starts = [token.idx for token in doc]
        self._likely = [log(max(value, _LEAST)) for value in certain]
        self._roots: dict[tuple[int, int], Token] = {}
        self._rows: dict[tuple[object, ...], _Row] = {}
        """What was read of ways, phrases, predicates and sentences, which many statements share."""

    def read(self, frame: Frame, ends: tuple[Phrase, Phrase], *, typed: bool) -> tuple[Heads, list[float]]:
        """The heads of a statement that a frame makes of two phrases, and its row of numbers."""
        subject, target = ends
        verb = self._root(frame.start, frame.end)
        is_happening = target.entity.id == frame.id
        found = Heads(
            self._root(subject.start, subject.end), verb, verb if is_happening else self._root(target.start, target.end)
        )
        row = [
            *self._once(self._way, found.subject, verb),
            *self._once(self._way, found.object, verb),
            *self._word(found.subject),
            *self._word(found.object),
            *self._once(self._phrase, found.subject, subject.start, subject.end),
            *self._once(self._phrase, found.object, target.start, target.end),
            log1p(len(subject.text.split())),
            log1p(len(target.text.split())),
            *self._once(self._verb, verb),
            *self._once(self._sentence, verb.sent),
            *_OF_FAMILY.get(Construction.of(frame.rule).kind, _NO_FAMILY),
            *_OF_SLOT["happening" if is_happening else _slot(frame, target)],
            float(frame.is_passive),
            float(typed),
        ]
        return found, row

    def _root(self, start: int, end: int) -> Token:
        if (start, end) not in self._roots:
            first = min(bisect_left(self._starts, start), len(self._starts) - 1)
            self._roots[start, end] = self.doc[first : max(bisect_left(self._starts, end), first + 1)].root
        return self._roots[start, end]

    def _once(self, function: Callable[[*_Given], _Row], *given: *_Given) -> _Row:
        """What a function tells of some tokens or places, worked out once."""
        key = function.__name__, *given
        if key not in self._rows:
            self._rows[key] = function(*given)
        return self._rows[key]

    def _least(self, tokens: Iterable[Token]) -> float:
        """How likely the least likely of some arcs is, as a logarithm; 0 where there is none."""
        return min([self._likely[token.i] for token in tokens], default=0.0)

    def _way(self, word: Token, verb: Token) -> _Row:
        """Of the arcs between a word and the predicate, and of what stands between them."""
        up, down, meets = _way(word, verb)
        likely = [self._likely[token.i] for token in (*up, *down)]
        labels = [token.dep_ for token in (*up, *down)]
        first, last = sorted((word.i, verb.i))
        between = self.doc[first + 1 : last] if last - first < _FAR else ()
        return (
            min(likely, default=0.0),
            sum(likely),
            float(len(up)),
            float(len(down)),
            float(meets),
            float(labels.count("conj")),
            float(labels.count("prep")),
            log1p(min(last - first, _FAR)),
            float(word.i < verb.i),
            float(sum([token.text == "," for token in between])),
            float(sum([token.pos_ in VERBAL for token in between])),
        )

    def _word(self, word: Token) -> _Row:
        """Of the arc of a word itself and that of its head, as where a preposition hangs."""
        return self._likely[word.i], self._likely[word.head.i], *_OF_LABEL.get(word.dep_, _NO_LABEL)

    def _phrase(self, head: Token, start: int, end: int) -> _Row:
        """Of what hangs on the head of a phrase, inside its words and outside, and of what stands at its end."""
        inside = [token for token in head.children if start <= token.idx < end]
        outside = [token for token in head.children if not start <= token.idx < end]
        likely = [self._likely[token.i] for token in inside if not token.is_punct]
        labels = [token.dep_ for token in outside]
        place = bisect_left(self._starts, end)
        after = self.doc[place] if place < len(self._starts) else None
        return (
            min(likely, default=0.0),
            sum(likely),
            self._least(outside),
            float(len(outside)),
            float("prep" in labels),
            float("conj" in labels),
            self._likely[place] if after is not None else 0.0,
            float(after is not None and after.dep_ == "prep"),
            float(self.doc.text[start : start + 1].isupper()),
        )

    def _verb(self, verb: Token) -> _Row:
        """Of a predicate's own arc, and of what hangs on it."""
        labels = {token.dep_ for token in verb.children}
        return (
            *self._word(verb),
            self._least(token for token in verb.children if not token.is_punct),
            float(not labels.isdisjoint(SUBJECTS)),
            float("dobj" in labels),
            float("conj" in labels),
        )

    def _sentence(self, sentence: Span) -> _Row:
        """Of a sentence: how sure its parse is, how long it is."""
        likely = [self._likely[token.i] for token in sentence]
        return (
            sum(likely) / len(likely),
            self._least(token for token in sentence if not token.is_punct),
            log1p(len(likely)),
            sum(token.pos_ in VERBAL for token in sentence) / _MANY,
            float(sentence[-1].is_punct),
        )


def _way(word: Token, verb: Token) -> tuple[list[Token], list[Token], bool]:
    """The tokens whose arcs lead from a word up, and from the predicate up, to where they meet; whether they do."""
    down = [verb, *verb.ancestors]
    above = {token.i: place for place, token in enumerate(down)}
    up = [word]
    while up[-1].i not in above and up[-1].head.i != up[-1].i:
        up.append(up[-1].head)
    meeting = above.get(up[-1].i)
    return (up, down[:-1], False) if meeting is None else (up[:-1], down[:meeting], True)


def _slot(frame: Frame, target: Phrase) -> str:
    """Where the object stands in the frame."""
    found = [argument.slot for argument in frame.arguments if argument.phrase.start == target.start]
    return next((name for name in found if name in _NAMED_SLOTS), "preposition") if found else "nested"
