"""Mentions in a text with the ids that entities and events have in the graph of its article.

To what the components mark (``kg.frames.annotations``) come the noun phrases that take part in clauses, and events:
the predicates of clauses, event nouns, and phrases that mean what happened.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

from kg.frames.annotations import Annotations, mentions
from kg.frames.extractor import ClauseExtractor
from kg.frames.noun_phrases import counted_noun
from kg.frames.phrases import Phrases
from kg.frames.senses import compound
from kg.model import Anchor, Article, Event, Factuality, Frame, Graph, NodeId, Phrase
from kg.model.mention import AnyMention, EntityMention, EventMention, TextPlace
from kg.parse.nouns import is_event_noun
from kg.parse.syntax import AUXILIARIES
from kg.parse.tree import Token, tree
from kg.pipeline.build import said_by_frames, same_events
from kg.text.normalization import readable

if TYPE_CHECKING:
    from spacy.tokens import Doc

    from kg.ontology import Ontology

_EVENT, _ENTITY = "Event", "entity"
_NOMINAL = frozenset({"NOUN", "PROPN", "PRON"})
_FUNCTIONS = AUXILIARIES | {"prep"}
_Clause = tuple[Frame, tuple[Graph, ...]]


def mentions_in(article: Article, doc: Doc, ontology: Ontology) -> tuple[AnyMention, ...]:
    """All mentions of an article, at their places in its text: entities, events, times, attributions."""
    clauses = said_by_frames(article, doc, ontology, ClauseExtractor.of(ontology)).clauses
    read = readable(article)
    made = _Mentions(read.article, doc, clauses)
    return tuple(map(read.restored_mention, (*made.entities, *made.events, *made.others)))


def anchors_in(article: Article, doc: Doc, clauses: Sequence[_Clause]) -> frozenset[Anchor]:
    """The words of an article that name happenings, each with its sentence."""
    read = readable(article)
    sentences = [(one.start_char, one.end_char) for one in doc.sents]
    starts = [start for start, _ in sentences]
    found = (
        (one, sentences[max(0, bisect_right(starts, one.start) - 1)])
        for one in _Mentions(read.article, doc, clauses).events
    )
    return frozenset(
        Anchor(*read.original(one.start, one.end), one.event, one.cls, read.original(*around)) for one, around in found
    )


@dataclass(frozen=True)
class _Mentions:
    """The mentions of one article, by its clauses and what they say."""

    article: Article
    doc: Doc
    clauses: Sequence[_Clause]

    @cached_property
    def entities(self) -> list[EntityMention]:
        """Names and chains of coreference, with their ids in the graph, and once each what clauses alone tell of."""
        found: dict[TextPlace, EntityMention] = {}
        for mention in self._marked:
            if isinstance(mention, EntityMention):
                node = self._chains.get(mention.entity, mention.entity)
                found.setdefault((mention.start, mention.end), replace(mention, entity=node))
        known = {mention.entity for mention in found.values() if mention.kind == _ENTITY}
        for phrase, head in self._nominals:
            entity = phrase.entity
            if entity.id not in known and entity.cls not in {"", _EVENT}:
                # It ends without what hangs behind its head or name: "a shop" of "a shop in Lima that burnt".
                inside = (name for name in self._notes.names.values() if phrase.start <= name.start_char < phrase.end)
                ends = (name.end_char for name in inside if self._notes.entities[name.kb_id_].id == phrase.entity.id)
                noun = counted_noun(head)
                end = max(noun.idx + len(noun), head.idx + len(head), *ends)
                found[phrase.start, end] = self._entity(phrase, end)
                known.add(entity.id)
        return sorted(found.values())

    @cached_property
    def events(self) -> list[EventMention]:
        """Predicates and heads of noun phrases, each place once."""
        found: dict[TextPlace, EventMention] = {}
        for mention in (*self._predicates(), *self._nouns(), *self._corefs()):
            found.setdefault((mention.start, mention.end), mention)
        taken = {place for start, end in found for place in range(start, end)}
        for mention in (*self._cues(), *self._untold()):
            if taken.isdisjoint(range(mention.start, mention.end)):
                found[mention.start, mention.end] = mention
        again = same_events(piece for _, clause in self.clauses for piece in clause)
        return sorted(replace(one, event=again.get(one.event, one.event)) for one in found.values())

    @cached_property
    def others(self) -> list[AnyMention]:
        """Times and attributions."""
        return [mention for mention in self._marked if not isinstance(mention, EntityMention)]

    @cached_property
    def _marked(self) -> tuple[AnyMention, ...]:
        return tuple(mentions(self.doc, self.article.id))

    @cached_property
    def _notes(self) -> Annotations:
        return Annotations.of(tree(self.doc))

    @cached_property
    def _maker(self) -> Phrases:
        return Phrases(self._notes)

    @cached_property
    def _chains(self) -> dict[NodeId, NodeId]:
        """What a chain of mentions without a name is called among mentions -> its node in the graph."""
        return {
            NodeId(f"{self.article.id}-cluster-{number}"): self._maker.entity(spans[0].root).id
            for number, spans in self._notes.clusters.items()
            if not any(span.kb_id_ for span in spans)
        }

    @cached_property
    def _phrases(self) -> list[Phrase]:
        """The phrases of all clauses, those within others too."""
        arguments = (argument for frame, _ in self.clauses for argument in frame.arguments)
        return [one for argument in arguments for one in _inside(argument.phrase)]

    def _entity(self, phrase: Phrase, end: int) -> EntityMention:
        entity = phrase.entity
        country, text = entity.alpha3 or entity.country, self.article.text[phrase.start : end]
        return EntityMention(self.article.id, phrase.start, end, text, entity.id, entity.cls, country, entity.wikidata)

    def _predicates(self) -> Iterator[EventMention]:
        for frame, clause in self.clauses:
            if frame.kind in {"verb", "cue", "noun"} and (clause or frame.kind != "noun"):
                event = _event(clause)
                name, cls = (event.id, event.cls) if event is not None else (frame.id, _EVENT)
                yield self._mention((frame.start, frame.end), name, cls, frame.factuality)

    def _nouns(self) -> Iterator[EventMention]:
        for phrase in self._phrases:
            head = self._head(phrase)
            if phrase.entity.cls == _EVENT and head is not None:
                yield self._of_head(head, phrase.entity.id)

    def _corefs(self) -> Iterator[EventMention]:
        for spans in self._notes.clusters.values():
            if any(span.label_ == _EVENT for span in spans):
                yield from (self._of_head(span.root, self._maker.event_id(span.root)) for span in spans)

    def _cues(self) -> Iterator[EventMention]:
        """What reports without a clause of its own: "according to"."""
        for one in self._notes.speakers.attributions:
            span = self._notes.doc[slice(*one.cue)]
            yield self._mention((span.start_char, span.end_char), self._maker.event_id(span.root), _EVENT)

    def _untold(self) -> Iterator[EventMention]:
        """Verbs and event nouns of which no clause of a frame tells: "a court-ordered stay", "after the fire"."""
        for token in self._notes.doc:
            if token.i not in self._notes.inside and token.i not in self._notes.times and _names_happening(token):
                yield self._of_head(token, self._maker.event_id(token))

    @property
    def _nominals(self) -> Iterator[tuple[Phrase, Token]]:
        """Noun phrases with their heads: no clause, no time, no measure, no word within a name."""
        for phrase in self._phrases:
            head = self._head(phrase)
            if head is None or head.i in self._notes.times or head.pos_ not in _NOMINAL:
                continue
            if head.i in self._notes.names or head.i not in self._notes.inside:
                yield phrase, head

    @cached_property
    def _starts(self) -> dict[int, int]:
        return {token.idx: token.i for token in self._notes.doc}

    def _head(self, phrase: Phrase) -> Token | None:
        """The head of a phrase; None for one that begins within a word."""
        doc, first = self._notes.doc, self._starts.get(phrase.start)
        if first is None:
            return None
        last = next((i for i in range(first, len(doc)) if doc[i].idx >= phrase.end), len(doc))
        return doc[first:last].root

    def _of_head(self, head: Token, event: NodeId) -> EventMention:
        return self._mention((head.idx, head.idx + len(head.text)), event, _EVENT)

    def _mention(self, place: TextPlace, event: NodeId, cls: str, firmness: Factuality | None = None) -> EventMention:
        return EventMention(self.article.id, *place, self.article.text[slice(*place)], event, cls, firmness)


def _names_happening(token: Token) -> bool:
    """Whether a word is a lexical verb or an event noun."""
    if token.pos_ == "VERB":
        return token.tag_.startswith("VB") and token.dep_ not in _FUNCTIONS
    return token.pos_ in _NOMINAL and is_event_noun(compound(token))


def _event(clause: Iterable[Graph]) -> Event | None:
    """The event of the first statement of a clause that has one."""
    for piece in clause:
        known = [event for event in piece.events if event.id == piece.statements[0].event]
        if known:
            return max(known, key=lambda event: (event.cls != _EVENT, event.cls))
    return None


def _inside(phrase: Phrase) -> Iterator[Phrase]:
    """A phrase, its members, and those that hang on it."""
    yield phrase
    for one in (*phrase.members, *(argument.phrase for argument in phrase.arguments)):
        yield from _inside(one)
