"""What the components found on a Doc, as plain values: who and what is spoken of, times, who says what."""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Doc

from kg.attribution import attribution_rows, attributions
from kg.coref import entity_rows
from kg.frames.annotations import Annotations
from kg.mention import AttributionMention, EntityMention, Mention, Place, TimeMention
from kg.model import ArticleId, NodeId
from kg.names.wikidata import LINKS

_OF_A_CHAIN = "cluster-"
_ENTITY = "entity"


def mentions(doc: Doc, article: ArticleId) -> Iterator[Mention]:
    """All mentions of an article: entities, then times, then attributions, each in the order of the text."""
    notes = Annotations.of(doc)
    yield from sorted(_entities(doc, article, notes))
    yield from sorted(_times(doc, article))
    yield from _attributions(doc, article, notes)


def _entities(doc: Doc, article: ArticleId, notes: Annotations) -> Iterator[EntityMention]:
    links = _links(doc)
    for kind, start, end, node, cls in _meant(doc):
        by, *rivals = links.get((doc.text[start:end], node), [""])
        local = f"{article}-{node}" if node.startswith(_OF_A_CHAIN) else node
        known = notes.entities.get(node)
        yield EntityMention(
            article=article,
            start=start,
            end=end,
            text=doc.text[start:end],
            entity=NodeId(local),
            cls=cls,
            country=(known.alpha3 or known.country) if known else "",
            wikidata=known.wikidata if known and by else "",
            linked_by=by if known and known.wikidata else "",
            rivals=tuple(rivals),
            kind=_ENTITY if known is not None and known.wikidata else kind,
        )


def _links(doc: Doc) -> dict[tuple[str, str], list[str]]:
    """Words of a name and its node -> what decided which item it means, and the items that it does not mean."""
    told = {(start, end): list(rest) for start, end, *rest in doc.user_data.get(LINKS, ())}
    names = ((span, told.get((span.start, span.end))) for span in doc.spans.get("names", ()))
    return {(span.text, span.kb_id_): rest for span, rest in names if rest}


def _meant(doc: Doc) -> Iterator[tuple[str, int, int, str, str]]:
    """Kind, place, node and class of mentions as coreference marks them, then of the names inside them."""
    seen: set[Place] = set()
    for row in entity_rows(doc):
        seen.add((row["start"], row["end"]))
        yield _ENTITY, row["start"], row["end"], row["entity"], row["cls"]
    for name in doc.spans.get("names", ()):
        place = (name.start_char, name.end_char)
        if place not in seen and name.kb_id_:
            seen.add(place)
            yield "name", *place, name.kb_id_, name.label_


def _times(doc: Doc, article: ArticleId) -> Iterator[TimeMention]:
    for span in doc.spans.get("times", ()):
        first, last = [*span.id_.split("/"), "", ""][:2]
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
    for row, speaker in zip(attribution_rows(doc), _speakers(doc, notes), strict=True):
        yield AttributionMention(
            article=article,
            source=_places(row["source"]),
            cue=_places(row["cue"]),
            content=_places(row["content"]),
            entity=speaker,
        )


def _places(ranges: list[list[int]]) -> tuple[Place, ...]:
    return tuple((start, end) for start, end in ranges)


def _speakers(doc: Doc, notes: Annotations) -> Iterator[NodeId]:
    """For each attribution the node of the name or chain at the head of its source, "" where it stays open."""
    for found in attributions(doc):
        root = doc[found.source[0] : found.source[1]].root.i if found.source else -1
        spans = (notes.names.get(root), notes.corefs.get(root))
        yield NodeId(next((span.kb_id_ for span in spans if span is not None and span.kb_id_), ""))
