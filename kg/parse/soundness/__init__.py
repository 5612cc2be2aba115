"""How likely it is that a statement's structure is sound: who does what to whom, whoever "it" is and how firm it is.

A small network reads the encoder's states of the statement's heads and how likely its arcs are. It was trained by
``python -m training.soundness`` on treebanks: a statement whose heads the rules find in the gold tree as well is sound,
one that they make of the parser's tree alone is not. The weights go with those of the parser whose states they read.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import cast

import numpy as np
from numpy.typing import NDArray

from kg.model import Frame, Phrase
from kg.parse.network import Network
from kg.parse.parser import ARCS, STATES
from kg.parse.soundness.doubt import Standing, doubted
from kg.parse.soundness.features import StructureFeatures
from kg.parse.soundness.head import ROLES, WEIGHTS, Head, Word, stored
from kg.parse.tree import Doc, Parsed, Token, tree

__all__ = ["Soundness"]

_DIGITS = 3


@dataclass(frozen=True)
class Soundness:
    """Judges the statements of one Doc."""

    doc: Doc
    head: Head
    words: dict[tuple[str, int], Word] = field(default_factory=dict)
    """What the head made of words that it has seen."""
    known: dict[tuple[object, ...], float] = field(default_factory=dict)
    """The log-odds of statements that it was asked about."""

    @classmethod
    def of(cls, doc: Parsed) -> Soundness | None:
        """The judge of a Doc; None where the states of its tokens are not there, or no weights that go with them."""
        if STATES not in doc.user_data or not WEIGHTS.is_file():
            return None
        head, parser = stored(WEIGHTS)
        return cls(tree(doc), head) if parser == Network.load().version else None

    def log_odds(self, frame: Frame, ends: tuple[Phrase, Phrase], *, typed: bool) -> float:
        """That the structure of a frame's statement about two phrases is sound; worked out once."""
        places = tuple((end.start, end.end) for end in ends)
        key = frame.name, frame.rule, *places, frame.start, frame.end, typed
        if key not in self.known:
            found, row = self.features.read(frame, ends, typed=typed)
            self.known[key] = round(self.head.log_odds([*map(self._word, ROLES, found)], row), _DIGITS)
        return self.known[key]

    def doubted(self, frame: Frame, ends: tuple[Phrase, Phrase]) -> str:
        """The words that the parser was least sure where to hang, of all that a statement stands on; "" for none."""
        heads, _ = self.features.read(frame, ends, typed=False)
        arcs = cast("list[float]", self.doc.user_data[ARCS])
        return doubted(Standing(*heads), lambda token: arcs[token.i])

    @cached_property
    def features(self) -> StructureFeatures:
        """What the parse shows of the statements."""
        return StructureFeatures(self.doc, cast("list[float]", self.doc.user_data[ARCS]))

    @cached_property
    def _states(self) -> NDArray[np.float16]:
        return cast("NDArray[np.float16]", self.doc.user_data[STATES])

    def _word(self, role: str, token: Token) -> Word:
        key = role, token.i
        if key not in self.words:
            self.words[key] = self.head.word(role, self._states[token.i])
        return self.words[key]
