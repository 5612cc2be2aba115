"""What the parse tells of a statement: how likely its structure is sound, and what its words add to how sure it is.

Sound is who does what to whom, whoever "it" is and how firm it is. A small network reads the encoder's states of the
statement's heads and how likely its arcs are. It was trained by ``python -m training.soundness`` on treebanks: a
statement whose heads the rules find in the gold tree as well is sound, one that they make of the parser's tree alone is
not. What its words add was learned from what readers judged . The weights of both go
with those of the parser whose states they read.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple, cast

import numpy as np
from numpy.typing import NDArray

from kg.model import Frame, Phrase
from kg.parse.network import Network
from kg.parse.parser import ARCS, STATES
from kg.parse.soundness.features import StatementFeatures
from kg.parse.soundness.weights import LEANINGS, ROLES, WEIGHTS, Head, Leanings, Numbers, Word, leanings, stored
from kg.parse.tree import Doc, Parsed, Token, tree

__all__ = ["Soundness", "Told"]

_DIGITS = 3


class Told(NamedTuple):
    """What the parse tells of a statement, in log-odds: of a sound structure, and what words add to either share."""

    sound: float
    right: float = 0.0
    useful: float = 0.0


@dataclass(frozen=True)
class Soundness:
    """Judges the statements of one Doc."""

    doc: Doc
    head: Head
    leanings: Leanings
    words: dict[tuple[str, int], Word] = field(default_factory=dict)
    """What the head made of words that it has seen."""
    known: dict[tuple[object, ...], Told] = field(default_factory=dict)
    """What it told of statements that it was asked about."""

    @classmethod
    def of(cls, doc: Parsed) -> Soundness | None:
        """The judge of a Doc; None where the states of its tokens are not there, or no weights that go with them."""
        if STATES not in doc.user_data or not (WEIGHTS.is_file() and LEANINGS.is_file()):
            return None
        (head, parser), (words, other) = stored(WEIGHTS), leanings(LEANINGS)
        return cls(tree(doc), head, words) if parser == other == Network.load().version else None

    def told(self, frame: Frame, ends: tuple[Phrase, Phrase], *, typed: bool) -> Told:
        """Of a frame's statement about two phrases, worked out once; ``typed`` as for confidence."""
        places = tuple((end.start, end.end) for end in ends)
        key = frame.name, frame.rule, *places, frame.start, frame.end, typed
        if key not in self.known:
            self.known[key] = self._told(frame, ends, typed=typed)
        return self.known[key]

    def doubted(self, frame: Frame, ends: tuple[Phrase, Phrase]) -> str:
        """The words that the parser was least sure where to hang, of all that a statement stands on; "" for none."""
        heads, _ = self.features.read(frame, ends, typed=False)
        return self.features.doubted(heads)

    def _told(self, frame: Frame, ends: tuple[Phrase, Phrase], *, typed: bool) -> Told:
        found, row = self.features.read(frame, ends, typed=typed)
        sound = self.head.log_odds([*map(self._word, ROLES, found)], row)
        right, useful = self.leanings.of(self.features.place(found, ends), self._added)
        return Told(*(round(value, _DIGITS) for value in (sound, right, useful)))

    @cached_property
    def _added(self) -> Numbers:
        return self.leanings.added(self._states)

    @cached_property
    def features(self) -> StatementFeatures:
        """What the parse shows of the statements."""
        return StatementFeatures(self.doc, cast("list[float]", self.doc.user_data[ARCS]))

    @cached_property
    def _states(self) -> NDArray[np.float16]:
        return cast("NDArray[np.float16]", self.doc.user_data[STATES])

    def _word(self, role: str, token: Token) -> Word:
        key = role, token.i
        if key not in self.words:
            self.words[key] = self.head.word(role, self._states[token.i])
        return self.words[key]
