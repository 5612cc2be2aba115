"""What is known of a sentence beside its tree: events, their roles and firmness, and what is mentioned."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple, TypeAlias

MOST = 3.0
"""How factual what surely happened is."""
Argument: TypeAlias = tuple[int, str]
"""The head word of an argument and its role."""


class Mention(NamedTuple):
    """A noun or pronoun that may mention something."""

    place: int
    form: str
    """In lower case."""
    entity: str = ""
    """Empty where nothing is known to be mentioned."""
    kind: str = ""
    is_first: bool = True
    """Whether its entity was not mentioned before in the document."""


@dataclass(frozen=True)
class Meaning:
    """The annotation of a sentence; words count from 0, and a layer that was not annotated is empty."""

    events: Mapping[int, float] = field(default_factory=dict)
    """Of each word that was asked about, the share of annotators who say that it names an event."""
    roles: Mapping[int, tuple[Argument, ...]] = field(default_factory=dict)
    """The arguments of each event whose roles are known."""
    factual: Mapping[int, float] = field(default_factory=dict)
    """Of some events whether they happened, from -3 (surely not) to 3 (surely)."""
    mentions: tuple[Mention, ...] = ()
    are_answers: bool = False
    """Whether the roles were read off questions and answers."""


NOTHING = Meaning()
"""Of a sentence of which nothing is known."""


def top(heads: Sequence[int], first: int, last: int) -> int:
    """The head word of a span: of its words (from 0, both ends in) the one highest in the tree, the first of several.

    >>> top([2, 0, 4, 2], 2, 3)
    3
    """
    return min(range(first, last + 1), key=lambda place: (_depth(heads, place), place))


def _depth(heads: Sequence[int], place: int) -> int:
    steps = 0
    while heads[place] > 0 and steps <= len(heads):
        place, steps = heads[place] - 1, steps + 1
    return steps


@dataclass(frozen=True)
class Sentence:
    """A sentence with its tree; heads count from 1, 0 is the root, -1 is not known."""

    document: str
    words: tuple[str, ...]
    spaces: tuple[bool, ...]
    heads: tuple[int, ...]
    labels: tuple[str, ...]
    tags: tuple[str, ...] = ()
    id: str = ""
    meaning: Meaning = NOTHING
