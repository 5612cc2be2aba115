"""The reading of an article: what parser and components found beside the spans, as one frozen value on its Doc.

A component takes the reading that stands there and puts a new one in its place; spans of names, times, quotations and
mentions are spaCy's own. All places are token indices, ends excluded, where nothing else is said.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from typing import TYPE_CHECKING, cast

import numpy as np
import srsly  # type: ignore[import-untyped]
from numpy.typing import NDArray

from kg.model import Block, BlockKind, Entity

if TYPE_CHECKING:
    from pydantic import TypeAdapter

    from kg.parse.tree import Parsed

States = NDArray[np.float16]
"""The encoder's state of each token: one row a token, zero where it saw none."""
TokenRange = tuple[int, int]
Omission = tuple[str, int]
"""What is left out: the cause, and the character offset of the clause, argument or apposition."""
KEY = "kg.reading"
"""Where ``doc.user_data`` has the reading."""


@dataclass(frozen=True, slots=True)
class Together:
    """A phrase that names several things: their nodes, or the heads of those that have none."""

    start: int
    end: int
    nodes: tuple[int | str, ...]


@dataclass(frozen=True, slots=True)
class ItemLink:
    """How a name was linked to its item of Wikidata: what decided, and the ids of the candidates that lost."""

    start: int
    end: int
    by: str
    lost: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class NamesRead:
    """The entities that are named, and those that their links lead to, by node."""

    entities: Mapping[str, Entity] = field(default_factory=dict)
    holders: Mapping[str, str] = field(default_factory=dict)
    """Office -> the person who holds it on the article's day, or whom the article names as such."""
    since: Mapping[str, str] = field(default_factory=dict)
    """Office -> the day since when its holder holds it, where that is known."""
    together: tuple[Together, ...] = ()
    links: tuple[ItemLink, ...] = ()
    goods: tuple[tuple[int, int, str], ...] = ()
    """First word, head and node of each kind of goods of the tables."""


@dataclass(frozen=True, slots=True)
class CorefsRead:
    """The links of mentions to their antecedents, each with its rule, and the pronouns that stay open."""

    links: tuple[tuple[TokenRange, TokenRange, str], ...] = ()
    together: tuple[Together, ...] = ()
    """Anaphors of several antecedents: "both sides"."""
    open: tuple[TokenRange, ...] = ()
    ambiguous: frozenset[int] = frozenset()
    """The heads of those for which there were candidates."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What is known of an article's text beside its spans."""

    article: str = ""
    date: datetime.date | None = None
    text: str = ""
    """As the article has it; empty where the Doc's own is meant."""
    blocks: tuple[Block, ...] = ()
    forced_splits: int = 0
    """Sentence starts that the limit of length set."""
    long_words: int = 0
    """Words too long to be read."""
    written: tuple[str, ...] = ()
    """The words of a headline, while it is parsed in another case."""
    arcs: tuple[float, ...] = ()
    """The probability of each token's arc, from newsgraph's own parser."""
    states: States | None = field(default=None, compare=False)
    parser: str = ""
    """The size of newsgraph's own parser that read it, with which weights over the states go."""
    noted: tuple[tuple[str, int], ...] = ()
    """The rules that changed the analysis of a token, in the order in which they applied."""
    names: NamesRead = NamesRead()
    corefs: CorefsRead = CorefsRead()
    omitted: tuple[Omission, ...] = ()
    """What rules of the frames left out."""

    def kind_at(self, place: int) -> BlockKind | None:
        """The kind of the block at a character offset; None outside of all."""
        return next((block.kind for block in self.blocks if block.start <= place < block.end), None)


_NOTHING = Reading()


def reading_of(doc: Parsed) -> Reading:
    """The reading that stands on a Doc; an empty one where nobody has put one."""
    return cast("Reading", doc.user_data.get(KEY, _NOTHING))


def put(doc: Parsed, reading: Reading) -> None:
    """Put a reading in the place of that on a Doc."""
    doc.user_data[KEY] = reading


def states_of(doc: Parsed) -> States:
    """The encoder's states on a Doc; ``ValueError`` where another parser has left none."""
    states = reading_of(doc).states
    if states is None:
        raise ValueError("the parser of this Doc has left no states")
    return states


@cache
def _form() -> TypeAdapter[Reading]:
    from pydantic import ConfigDict, TypeAdapter, with_config

    return TypeAdapter(with_config(ConfigDict(arbitrary_types_allowed=True))(Reading))


def _encoded(value: object, chain: Callable[[object], object] | None = None) -> object:
    """A reading as ``Doc.to_bytes`` and ``DocBin`` write it."""
    if isinstance(value, Reading):
        told = _form().dump_json(replace(value, states=None)).decode()
        return {KEY: told, "states": value.states}
    return value if chain is None else chain(value)


def _decoded(value: object, chain: Callable[[object], object] | None = None) -> object:
    if isinstance(value, dict) and value.keys() == {KEY, "states"}:
        return replace(_form().validate_json(value[KEY]), states=value["states"])
    return value if chain is None else chain(value)


srsly.msgpack_encoders.register(KEY, func=_encoded)
srsly.msgpack_decoders.register(KEY, func=_decoded)
