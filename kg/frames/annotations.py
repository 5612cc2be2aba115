"""The annotations of the components on a Doc, indexed by token, and its mentions as plain values."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from kg.attribution import Range
from kg.attribution.speakers import Speakers
from kg.coref import CorefLinks, clusters, entity_rows
from kg.gazetteer.words import own_id
from kg.model import ArticleId, Entity, NodeId
from kg.model.mention import AnyMention, AttributionMention, EntityMention, TextPlace, TimeMention
from kg.names.kinds import PhraseKinds
from kg.parse.provenance import noted_rules
from kg.parse.readings import reading_of
from kg.parse.tree import Doc, Parsed, Span, Token, tree

_ENTITY = "entity"
_OPEN = Entity(NodeId(""), "", "")
"""What a chain of mentions without a name stands for."""


@dataclass(frozen=True)
class Annotations:
    """An index of one Doc's span groups; every mapping is by token index."""

    doc: Doc
    names: Mapping[int, Span]
    """Root token of a name -> the longest name with that root."""
    inside: Mapping[int, Span]
    """Token -> the innermost name that covers it."""
    corefs: Mapping[int, Span]
    """Root token of a coreferent mention -> the mention."""
    clusters: Mapping[str, tuple[Span, ...]]
    times: Mapping[int, Span]
    """Token -> the time expression that covers it."""
    broken: tuple[Span, ...]
    """Names and times within which the parse ends a sentence: "Joseph R. | Biden"."""
    speakers: Speakers
    """Who says each clause."""
    kinds: PhraseKinds | None = None
    """What kinds of things phrases mean; None where no head has learned it for this parser."""
    entities: Mapping[str, Entity] = field(default_factory=dict)
    groups: Mapping[int, tuple[int | str, ...]] = field(default_factory=dict)
    """Root token of "both countries", "they" -> what it stands for together: nodes, root tokens of what has no name."""
    goods: Mapping[int, tuple[int, str]] = field(default_factory=dict)
    """Head of a kind of goods of the tables -> the first of its words and its node."""
    ambiguous: frozenset[int] = frozenset()
    """Pronouns that may stand for any of several things."""
    holders: Mapping[str, str] = field(default_factory=dict)
    """Office -> the person who holds it on the article's day, or whom the article names as such."""
    holding_pairs: tuple[tuple[Span, Span], ...] = ()
    """Names of offices, each with that of the person whom the text names with it."""
    coref_links: CorefLinks = field(default_factory=CorefLinks)
    mended: Mapping[int, tuple[str, ...]] = field(default_factory=dict)
    """Token -> the repairs of the parse that changed it."""

    @classmethod
    def of(cls, parsed: Parsed) -> "Annotations":
        """The index of a Doc that the components have annotated."""
        doc = tree(parsed)
        reading = reading_of(doc)
        names, corefs, times = (doc.spans.get(name, ()) for name in ("names", "corefs", "times"))
        pairs: dict[str, dict[str, Span]] = {}
        for span in doc.spans.get("holdings", ()):  # each office and its person
            pairs.setdefault(span.id_, {})[span.label_] = span
        together = (*reading.names.together, *reading.corefs.together)
        return cls(
            doc=doc,
            names={span.root.i: span for span in sorted(names, key=len)},
            inside={token.i: span for span in sorted(names, key=len, reverse=True) for token in span},
            corefs={span.root.i: span for span in sorted(corefs, key=len, reverse=True)},
            clusters={spans[0].id_: tuple(sorted(spans, key=lambda span: span.start)) for spans in clusters(doc)},
            times={token.i: span for span in times for token in span},
            broken=tuple(span for span in (*names, *times) if any(token.is_sent_start for token in span[1:])),
            speakers=Speakers(doc),
            kinds=PhraseKinds.of(doc),
            entities=reading.names.entities,
            groups={doc[group.start : group.end].root.i: group.nodes for group in together},
            goods={head: (first, node) for first, head, node in reading.names.goods},
            ambiguous=reading.corefs.ambiguous,
            holders=reading.names.holders,
            holding_pairs=tuple((pair["office"], pair["person"]) for pair in pairs.values()),
            coref_links=CorefLinks.of(doc),
            mended=noted_rules(doc),
        )

    @property
    def article(self) -> str:
        """The article's id."""
        return reading_of(self.doc).article

    def cluster(self, token: Token) -> tuple[Span, ...]:
        """The coreference cluster of the mention with this root; empty for a singleton."""
        span = self.corefs.get(token.i)
        return self.clusters[span.id_] if span is not None else ()

    def steps(self, token: Token, other: Token) -> tuple[str, ...]:
        """The ids of the coreference rules on the path between the mentions with these roots."""
        first, last = self.corefs.get(token.i), self.corefs.get(other.i)
        return self.coref_links.steps(first, last) if first is not None and last is not None else ()

    def local_id(self, label: str, *key: object) -> NodeId:
        """The id of a node that only this article has: its words and a hash of the article and key."""
        return NodeId(own_id(self.article, label, *key))


def mentions(doc: Parsed, article: ArticleId) -> Iterator[AnyMention]:
    """All mentions of an article in character offsets: entities, times, attributions, each in order of the text."""
    parse = tree(doc)
    notes = Annotations.of(parse)
    yield from sorted(_entity_mentions(parse, article, notes))
    times = [(span, [*span.id_.split("/"), "", ""][:2]) for span in parse.spans.get("times", ())]
    yield from sorted(
        TimeMention(article, span.start_char, span.end_char, span.text, span.kb_id_, span.label_, first, last)
        for span, (first, last) in times
    )
    yield from _attributions(parse, article, notes)


def _entity_mentions(doc: Doc, article: ArticleId, notes: Annotations) -> Iterator[EntityMention]:
    told = {(link.start, link.end): [link.by, *link.lost] for link in reading_of(doc).names.links}
    names = ((span, told.get((span.start, span.end))) for span in doc.spans.get("names", ()))
    links = {(span.text, span.kb_id_): rest for span, rest in names if rest}
    for kind, start, end, node, cls in _meant(doc):
        by, *rivals = links.get((doc.text[start:end], node), [""])
        known = notes.entities.get(node, _OPEN)
        yield EntityMention(
            article=article,
            start=start,
            end=end,
            text=doc.text[start:end],
            entity=known.id or NodeId(f"{article}-{node}"),
            cls=cls,
            country=known.alpha3 or known.country,
            wikidata=known.wikidata if by else "",
            linked_by=by if known.wikidata else "",
            rivals=tuple(rivals),
            kind=_ENTITY if known.wikidata else kind,
        )


def _meant(doc: Doc) -> Iterator[tuple[str, int, int, str, str]]:
    """Kind, place, node and class of mentions as coreference marks them, then of the names inside them."""
    rows = entity_rows(doc)
    seen = {(row["start"], row["end"]) for row in rows}
    yield from ((_ENTITY, row["start"], row["end"], row["entity"], row["cls"]) for row in rows)
    for name in doc.spans.get("names", ()):
        place = (name.start_char, name.end_char)
        if place not in seen:
            seen.add(place)
            yield "name", *place, name.kb_id_, name.label_


def _attributions(doc: Doc, article: ArticleId, notes: Annotations) -> Iterator[AttributionMention]:
    """The attributions; a cue of punctuation alone is left out."""
    for found in notes.speakers.attributions:
        root = doc[slice(*found.source)].root.i if found.source else None
        speaker = (notes.names.get(root) or notes.corefs.get(root)) if root is not None else None
        is_word = any(token.is_alpha for token in doc[slice(*found.cue)])
        yield AttributionMention(
            article=article,
            source=_places(doc, *filter(None, [found.source])),
            cue=_places(doc, *([found.cue] if is_word else [])),
            content=_places(doc, *found.content),
            entity=NodeId(speaker.kb_id_ if speaker is not None else ""),
        )


def _places(doc: Doc, *ranges: Range) -> tuple[TextPlace, ...]:
    spans = (doc[start:end] for start, end in ranges)
    return tuple((span.start_char, span.end_char) for span in spans)
