"""What the components found on a Doc, as plain values: names and what refers back to them, times, who says what."""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Doc, Span

from kg.mention import AttributionMention, EntityMention, Mention, Place, TimeMention
from kg.model import ArticleId, NodeId
from kg.nlp.annotations import Annotations
from kg.nlp.attribution import Range, attributions


def mentions(doc: Doc, article: ArticleId) -> Iterator[Mention]:
    """All mentions of an article: entities, times, attributions, each in the order of the text."""
    notes = Annotations.of(doc)
    yield from sorted(_entities(doc, article, notes))
    yield from sorted(_times(doc, article))
    yield from sorted(_attributions(doc, article, notes))


def _entities(doc: Doc, article: ArticleId, notes: Annotations) -> Iterator[EntityMention]:
    """Names, and the pronouns and common nouns of chains; a span that is both is told once, as the name."""
    seen: set[Place] = set()
    for group in ("names", "corefs"):
        for span in doc.spans.get(group, ()):
            place = (span.start_char, span.end_char)
            if place not in seen:
                seen.add(place)
                yield _entity(span, article, notes)


def _entity(span: Span, article: ArticleId, notes: Annotations) -> EntityMention:
    node = NodeId(span.kb_id_ or (f"{article}-chain-{span.id_}" if span.id_.isdecimal() else ""))
    known = notes.entities.get(node)
    return EntityMention(
        article=article,
        start=span.start_char,
        end=span.end_char,
        text=span.text,
        entity=node,
        cls=span.label_,
        country=(known.alpha3 or known.country) if known else "",
        wikidata=known.wikidata if known else "",
    )


def _times(doc: Doc, article: ArticleId) -> Iterator[TimeMention]:
    for span in doc.spans.get("times", ()):
        first, last, *_ = [*span.id_.split("/"), "", ""]
        yield TimeMention(
            article=article,
            start=span.start_char,
            end=span.end_char,
            text=span.text,
            timex=span.kb_id_,
            timex_type=span.label_,
            first_day=first,
            last_day=last,
        )


def _attributions(doc: Doc, article: ArticleId, notes: Annotations) -> Iterator[AttributionMention]:
    for found in attributions(doc):
        yield AttributionMention(
            article=article,
            source=tuple(_places(doc, [found.source] if found.source else [])),
            cue=tuple(_places(doc, [found.cue])),
            content=tuple(_places(doc, found.content)),
            entity=_speaker(doc, found.source, notes),
        )


def _places(doc: Doc, ranges: list[Range] | tuple[Range, ...]) -> Iterator[Place]:
    for start, end in ranges:
        span = doc[start:end]
        yield span.start_char, span.end_char


def _speaker(doc: Doc, source: Range | None, notes: Annotations) -> NodeId:
    """The node of a source: that of the name or chain at its head, "" where it stays open."""
    if source is None:
        return NodeId("")
    root = doc[source[0] : source[1]].root.i
    spans = [span for span in (notes.names.get(root), notes.corefs.get(root)) if span is not None]
    return NodeId(next((span.kb_id_ for span in spans if span.kb_id_), ""))
