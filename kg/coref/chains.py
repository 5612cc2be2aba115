"""Mentions and coreference chains, with their number, gender, animacy, class and names."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple

from kg.coref.positions import Position

_PERSON, _OFFICE = "Person", "Office"
GENDERED = frozenset({"he", "she"})


class Kind(StrEnum):
    """The form of a mention."""

    NAME = "name"
    NOMINAL = "nominal"
    PRONOUN = "pronoun"
    LIST = "list"
    ADJECTIVE = "adjective"
    """A demonym before a noun ("Canadian officials"): it leads to its country and is itself no mention."""


class Constraint(StrEnum):
    """What rules out an antecedent."""

    AGREEMENT = "agreement"
    """In number, gender or animacy."""
    BINDING = "binding"
    """What holds the anaphor, or stands beside it in its clause."""
    CLASS = "class"
    """What it is cannot do or be so."""
    SPEAKER = "speaker"
    """Who says or is told a quotation that speaks of somebody else."""
    WORDS = "words"
    """What the anaphor says of its thing was not said of this one."""


class Mention(NamedTuple):
    """A candidate mention; offsets and heads are token indices, ends excluded, -1 for none."""

    start: int
    end: int
    head: int
    kind: Kind
    lemma: str
    """The head's lemma in lower case, or the series of a pronoun: "him" and "his" are "he"."""
    position: Position
    pronouns: frozenset[str] = frozenset()
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
    """Head of the possessor: "[his] father"."""
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

    def holds(self, other: "Mention") -> bool:
        """Whether the other mention is embedded in this one."""
        return self.start <= other.start and other.end <= self.end


@dataclass(slots=True)
class Chain:
    """The mentions, by index and in order, that corefer so far, and the attributes that they share."""

    members: list[int]
    pronouns: frozenset[str]
    cls: str = ""
    node: str = ""
    heads: set[str] = field(default_factory=set)
    """Common nouns that the thing was called by, its titles among them."""
    words: set[str] = field(default_factory=set)
    has_name: bool = False
    """Whether a name is among the mentions."""

    @property
    def key(self) -> int:
        """The index of the first mention."""
        return self.members[0]


class CorefLink(NamedTuple):
    """Two mentions, by index, and the rule that linked them."""

    mention: int
    antecedent: int
    rule: str


class Chains:
    """A partition of the mentions; it starts with singletons and only merges."""

    def __init__(self, mentions: Sequence[Mention]) -> None:
        self.mentions = mentions
        self.links: list[CorefLink] = []
        self.open: list[int] = []
        """Pronouns that found no antecedent, or two that fit equally well."""
        self.ambiguous: set[int] = set()
        """Pronouns of which no candidate is likely enough, though there are some."""
        self.groups: dict[int, tuple[int, ...]] = {}
        """Mention -> the mentions that it takes together: "both countries"."""
        self._chains = [_single(index, mention) for index, mention in enumerate(mentions)]
        self._heads = {mention.head: index for index, mention in enumerate(mentions) if mention.kind is not Kind.LIST}

    def of(self, index: int) -> Chain:
        """The chain of the mention with this index."""
        return self._chains[index]

    def by_head(self, head: int) -> int | None:
        """The index of the mention with this head token, lists left out; None where there is none."""
        return self._heads.get(head)

    def join(self, first: int, second: int, rule: str) -> None:
        """Merge the chains of two mentions and record the link."""
        one, other = self._chains[first], self._chains[second]
        if one is other:
            return
        self.links.append(CorefLink(max(first, second), min(first, second), rule))
        if other.key < one.key:
            one, other = other, one
        is_held = one.cls == _OFFICE and other.cls == _PERSON  # who holds it is the person, whichever was named first
        node = (other.node or one.node) if is_held else (one.node or other.node)
        # a person's name once taken for a place is a person's
        is_person = one.has_name and other.has_name and _PERSON in {one.cls, other.cls}
        one.pronouns, one.node = self._common(one, other), node
        one.cls = _PERSON if is_person else one.cls or other.cls
        one.members += other.members
        one.members.sort()  # two runs, which are merged
        one.heads |= other.heads
        one.words |= other.words
        one.has_name |= other.has_name
        for member in other.members:
            self._chains[member] = one

    def __iter__(self) -> Iterator[Chain]:
        """Every chain once, in order of its first mention."""
        for index, chain in enumerate(self._chains):
            if chain.key == index:
                yield chain

    def _common(self, one: Chain, other: Chain) -> frozenset[str]:
        """What fits both; a pronoun tells he from she, but leaves a body open to "it" and "they"."""
        if self.mentions[other.key].kind is Kind.PRONOUN and not other.pronouns & GENDERED:
            return one.pronouns
        if one.node and one.node == other.node:
            return one.pronouns | other.pronouns
        if other.cls == _PERSON != one.cls:
            return other.pronouns
        return (one.pronouns & other.pronouns) or one.pronouns


def _single(index: int, mention: Mention) -> Chain:
    heads = {mention.lemma} | mention.titles if mention.kind is Kind.NOMINAL else {*mention.titles}
    has_name = mention.kind in {Kind.NAME, Kind.ADJECTIVE}
    return Chain([index], mention.pronouns, mention.cls, mention.node, heads, {*mention.words}, has_name)
