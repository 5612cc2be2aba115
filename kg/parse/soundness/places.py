"""Where the words of a statement stand in a Doc, and what its sentence looks like, for ``leaning``."""

from __future__ import annotations

from bisect import bisect_left
from math import log1p
from typing import NamedTuple

from kg.lexicon import words
from kg.model import Phrase
from kg.parse.soundness.features import Heads
from kg.parse.tree import Doc, Span, Token

_FIRST, _SECOND, _JOINING = (
    words("confidence", name, "words") for name in ("first_person", "second_person", "joining")
)
_MARKS = (frozenset("?"), frozenset("!"), frozenset(";"), frozenset(":"), frozenset("(["), frozenset("-–—"))
_QUOTES = frozenset('"“”')
_ENDS = frozenset(".!?\"”'’)")
_MOST = 5
"""Commas, words that join and steps of depth beyond these count no more."""
_LABELS = ("neg", "aux", "mark", "ccomp", "xcomp", "advcl", "prt", "agent", "acomp", "attr", "dobj", "prep")
_TAGS = ("VB", "VBD", "VBG", "VBN", "VBP", "VBZ", "NN", "NNS", "NNP", "IN", "JJ")


class Place(NamedTuple):
    """The tokens of a statement: heads of subject, predicate and object; from and to of both ends and the sentence."""

    heads: tuple[int, int, int]
    stretches: tuple[tuple[int, int], ...]
    row: tuple[float, ...]


class Places:
    """Reads the places of the statements of one Doc."""

    def __init__(self, doc: Doc) -> None:
        self.doc = doc
        self._starts = [token.idx for token in doc]
        self._sentences: dict[int, tuple[float, ...]] = {}

    def read(self, heads: Heads, ends: tuple[Phrase, Phrase]) -> Place:
        """Of a statement by its heads and the phrases at its ends."""
        sentence = heads.predicate.sent
        if sentence.start not in self._sentences:
            self._sentences[sentence.start] = tuple(_of_sentence(sentence, len(self.doc)))
        row = (*self._sentences[sentence.start], *_of_predicate(heads.predicate), *_of_ends(ends, sentence))
        stretches = (*(self._stretch(end.start, end.end) for end in ends), (sentence.start, sentence.end))
        return Place((heads.subject.i, heads.predicate.i, heads.object.i), stretches, row)

    def _stretch(self, start: int, end: int) -> tuple[int, int]:
        first = min(bisect_left(self._starts, start), len(self._starts) - 1)
        return first, max(bisect_left(self._starts, end), first + 1)


def _of_sentence(sentence: Span, size: int) -> list[float]:
    """Its marks and telling words, how it begins and ends, how far down the text it stands."""
    spoken = [token.lower_ for token in sentence]
    told, last = set(spoken), spoken[-1].strip()
    return [
        *(float(not told.isdisjoint(marks)) for marks in _MARKS),
        float(not told.isdisjoint(_QUOTES)),
        min(spoken.count(","), _MOST) / _MOST,
        min(sum([word in _JOINING for word in spoken]), _MOST) / _MOST,
        float(not told.isdisjoint(_FIRST)),
        float(not told.isdisjoint(_SECOND)),
        float(last not in _ENDS),
        float(sentence[0].text[:1].islower()),
        sentence.start / size,
        log1p(len(spoken)),
    ]


def _of_predicate(verb: Token) -> list[float]:
    """What hangs on it, its tag, how deep it stands."""
    labels = {token.dep_ for token in verb.children}
    depth = sum(1 for _ in verb.ancestors)
    return [
        *(float(label in labels) for label in _LABELS),
        *(float(verb.tag_ == tag) for tag in _TAGS),
        min(depth, _MOST) / _MOST,
    ]


def _of_ends(ends: tuple[Phrase, Phrase], sentence: Span) -> list[float]:
    """How much of the sentence the object takes, how far apart the ends are, whether the subject stands elsewhere."""
    subject, target = ends
    between = max(subject.start, target.start) - min(subject.end, target.end)
    first, last = sentence.start_char, max(sentence.end_char, sentence.start_char + 1)
    return [
        min((target.end - target.start) / (last - first), 1.0),
        log1p(max(between, 0)),
        float(not first <= subject.start < last),
    ]
