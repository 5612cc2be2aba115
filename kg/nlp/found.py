"""What the components found on a Doc, as mentions: names and what corefers with them, times, who says what."""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Doc, Span

from kg.mention import AttributionMention, EntityMention, Mention, Place, TimeMention
from kg.model import Article, ArticleId, Entity, NodeId
from kg.nlp.annotations import Annotations
from kg.nlp.phrases import Phrases


def mentions(doc: Doc, article: Article) -> Iterator[Mention]:
    """Every mention of an article: entities by offset, then times, then attributions."""
    notes = Annotations.of(doc)
    yield from sorted(_entities(notes, article.id))
    yield from sorted(_time(span, article.id) for span in doc.spans.get("times", ()))
    yield from sorted(_attributions(notes, article.id))


def _entities(notes: Annotations, article: ArticleId) -> Iterator[EntityMention]:
    """Coreferent mentions and names, each stretch of text once; what corefers has the entity of its cluster."""
    phrases = Phrases(notes)
    seen: set[tuple[int, int]] = set()
    for span in (*notes.doc.spans.get("corefs", ()), *notes.doc.spans.get("names", ())):
        place = (span.start_char, span.end_char)
        if place in seen:
            continue
        seen.add(place)
        clustered = span.id_ if span.root.i in notes.corefs and notes.corefs[span.root.i] == span else ""
        entity = notes.entities.get(span.kb_id_) or phrases.entity(span.root)
        yield _mention(span, entity, article, cluster=clustered)


def _mention(span: Span, entity: Entity, article: ArticleId, *, cluster: str) -> EntityMention:
    node = entity.id if not cluster or entity.wikidata else entity.id
    return EntityMention(article, span.start_char, span.end_char, span.text, NodeId(node), entity.cls, entity.country, entity.wikidata)


def _time(span: Span, article: ArticleId) -> TimeMention:
    first, last = (*span.id_.split("/"), "", "")[:2]
    return TimeMention(article, span.start_char, span.end_char, span.text, span.kb_id_, span.label_, first, last)


def _attributions(notes: Annotations, article: ArticleId) -> Iterator[AttributionMention]:
    phrases = Phrases(notes)
    for attribution, speaker in zip(notes.attributions, notes.speakers, strict=True):
        source = phrases.entity(notes.doc[slice(*speaker)].root).id if speaker is not None else NodeId("")
        yield AttributionMention(
            article,
            source=_places(notes.doc, (attribution.source,) if attribution.source else ()),
            cue=_places(notes.doc, (attribution.cue,) if any(token.is_alpha for token in notes.doc[slice(*attribution.cue)]) else ()),
            content=_places(notes.doc, attribution.content),
            entity=source,
        )


def _places(doc: Doc, ranges: tuple[tuple[int, int], ...]) -> tuple[Place, ...]:
    return tuple((span.start_char, span.end_char) for span in (doc[start:end] for start, end in ranges))
