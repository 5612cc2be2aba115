"""One mention: a phrase that may stand for something mentioned elsewhere, with what agreement and matching need."""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple

from kg.coref.positions import Position


class Kind(StrEnum):
    """What a mention is made of."""

    NAME = "name"
    NOMINAL = "nominal"
    PRONOUN = "pronoun"
    LIST = "list"
    VERB = "verb"
    """A happening told by a verb: "arrived" before "the visit"."""
    ADJECTIVE = "adjective"
    """A demonym before a noun ("Canadian officials"): it leads to its country and is itself no mention."""


class Mention(NamedTuple):
    """A candidate; offsets are tokens, end excluded."""

    start: int
    end: int
    head: int
    kind: Kind
    lemma: str
    """The head's lemma in lower case, or the series of a pronoun: "him" and "his" are "he"."""
    position: Position
    fits: frozenset[str] = frozenset()
    """The pronouns that may take it up: number, gender and animacy in one set of "he", "she", "it", "they"."""
    text: str = ""
    """The words in lower case, article and genitive left out; for a name, those of the bare name."""
    cls: str = ""
    node: str = ""
    known: bool = False
    """Whether a table vouches for the node; otherwise it was minted from the name's words."""
    determiner: str = ""
    """"definite", "demonstrative", "indefinite", "possessive" or ""."""
    modifiers: frozenset[str] = frozenset()
    """Words before the head that narrow it down."""
    words: frozenset[str] = frozenset()
    """All words of the phrase that carry meaning, the head left out."""
    titles: frozenset[str] = frozenset()
    """Nouns for people that the phrase gives a name: "[President] Obama", "Moxon, an [attorney]"."""
    owner: int = -1
    """Head of the possessor: "[his] father"; of a verb, its subject."""
    affiliation: int = -1
    """Head of the body or country that a person is named with: "[Canada]'s prime minister", "the head of [Google]"."""
    beside: int = -1
    """Head of the apposition of a pronoun: "we, the [leaders] of the G7"."""
    members: tuple[int, ...] = ()
    """Heads of what a list is made of."""
    animate: bool = False
    """Whether it can say and decide: a person, people, a body."""
    negative: bool = False
    """Whether the phrase denies its thing: "no survivors"."""

    def holds(self, other: Mention) -> bool:
        """Whether the other mention stands inside this one."""
        return self.start <= other.start and other.end <= self.end
