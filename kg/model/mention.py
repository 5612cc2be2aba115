"""Mentions in a text: entities, events, times and attributions.

Offsets are Unicode code points of the article's text, start included, end excluded.
"""

from dataclasses import dataclass

from kg.model.article import ArticleId
from kg.model.nodes import NodeId
from kg.model.scales import Factuality

TextPlace = tuple[int, int]


@dataclass(frozen=True, order=True, slots=True)
class EntityMention:
    """A name, pronoun or nominal with the node of its referent, "" where it is unresolved."""

    article: ArticleId
    start: int
    end: int
    text: str
    entity: NodeId
    cls: str
    country: str = ""
    """ISO 3166-1 alpha-3."""
    wikidata: str = ""
    """The item that the name means; a pronoun or description leads to it by its entity alone."""
    linked_by: str = ""
    """What decided: "table" (the name means nothing else), "context" or "prior"."""
    rivals: tuple[str, ...] = ()
    """Ids of the items that the name could have meant."""
    kind: str = "entity"
    """Or "name", for one within a longer mention that leads to no Wikidata id: "Huttons" of "the Huttons' house"."""


@dataclass(frozen=True, order=True, slots=True)
class EventMention:
    """What names a happening: the words of a predicate, or the head of a noun phrase; ``event`` is its node."""

    article: ArticleId
    start: int
    end: int
    text: str
    event: NodeId
    cls: str
    """A class of ``ontologies/news.ttl``; "Event" where no relation claims its words."""
    factuality: Factuality | None = None
    """How its clause puts it forward; None for a noun without a clause of its own."""


@dataclass(frozen=True, order=True, slots=True)
class TimeMention:
    """A time expression without its preposition, with its TIMEX3 value and type."""

    article: ArticleId
    start: int
    end: int
    text: str
    timex: str
    timex_type: str
    first_day: str = ""
    """ISO date, "" where it is open or unknown."""
    last_day: str = ""


@dataclass(frozen=True, order=True, slots=True)
class AttributionMention:
    """An attribution: the spans of source, cue and content."""

    article: ArticleId
    source: tuple[TextPlace, ...]
    cue: tuple[TextPlace, ...]
    content: tuple[TextPlace, ...]
    entity: NodeId
    """The node of the source, "" where it stays open."""


AnyMention = EntityMention | EventMention | TimeMention | AttributionMention
