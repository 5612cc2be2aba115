"""Tabular output (docs/reference/graph.md, 5): one row per statement or mention, for pandas, jq and spreadsheets."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from itertools import groupby
from types import MappingProxyType
from urllib.parse import quote

from kg.facts.plover import plover_code
from kg.facts.states import CountryInference
from kg.facts.status import statuses
from kg.model import Article, Event, Evidence, NodeId, Quantity, Statement, TimeSpan, Trust
from kg.model.fields import told_fields
from kg.model.json import Json
from kg.model.mention import AnyMention, AttributionMention, EntityMention, EventMention, TimeMention
from kg.model.nodes import MENTIONED, OWNER, meant
from kg.streams.spool import GraphLike, Sort
from kg.text.normalization import readable


def word_places(evidence: Evidence, said: Statement) -> list[tuple[int, int, str]]:
    """The places of subject, predicate and object in the quote of an evidence, in order: start, end, which it is."""
    parts = {"subject": said.subject_text, "predicate": said.predicate_text, "object": said.object_text}
    read = readable(Article(evidence.article, evidence.quote, ()))  # the parts are words as they are read
    return sorted((*read.original(start, end), part) for start, end, part in places_of(read.article.text, parts))


def places_of(quote: str, parts: dict[str, str]) -> Iterator[tuple[int, int, str]]:
    """Where the parts stand in the sentence; none overlaps another.

    The predicate is placed first, and of a word that stands more than once ("it") the place nearest to it is taken.
    """
    taken: list[tuple[int, int]] = []
    anchor = 0
    for part in ("predicate", "subject", "object"):
        words = parts[part]
        if not words:
            continue
        found = [match.span() for match in re.finditer(rf"(?<!\w){re.escape(words)}(?!\w)", quote)]
        free = [(start, end) for start, end in found if all(end <= first or start >= last for first, last in taken)]
        if free:
            start, end = min(free, key=lambda place: abs(place[0] - anchor)) if taken else free[0]
            taken.append((start, end))
            anchor = start if part == "predicate" else anchor
            yield start, end, part


Row = dict[str, Json]

_LINE_ENDS = str.maketrans({mark: f"\\u{ord(mark):04x}" for mark in "\x85\u2028\u2029"})
"""Line ends to ``str.splitlines`` and to some editors, which JSON leaves as they are."""


@dataclass(frozen=True)
class Vocabulary:
    """The namespaces of a graph's IRIs, and the PLOVER codes of its relations."""

    base_iri: str = "https://w3id.org/newsgraph/id/"
    relations: str = "https://w3id.org/newsgraph/ontology#"
    open_relations: str = "https://w3id.org/newsgraph/relation/"
    plover: Mapping[str, str] = field(default_factory=dict, hash=False)
    """Relation or event class -> PLOVER code; the relation's comes first."""

    def node(self, node: NodeId | None) -> str | None:
        """The IRI of a node."""
        return self.base_iri + quote(node, safe="") if node else None

    def relation(self, statement: Statement) -> str:
        """The IRI of a statement's relation."""
        if "://" in statement.relation:
            return statement.relation
        return (self.open_relations if statement.is_open else self.relations) + quote(statement.relation, safe="")


OURS = Vocabulary()
_TOLD = tuple(field for field in told_fields(Statement) if field.told.column)
# fmt: off
_OLDER_COLUMNS = (
    "article", "id", "subject", "subjectIri", "subjectClass", "subjectCountry", "subjectText", "relation",
    "relationIri", "predicateText", "object", "objectIri", "objectClass", "objectCountry", "objectText", "event",
    "plover", "roles", "factuality", "attributedTo", "start", "end", "timeText", "timePrecision", "confidence",
    "rule", "quote", "quoteStart", "quoteEnd", "fact", "eventIri", "attributedToIri", "reportedBy", "claimedOn",
    "firmnessCue", "label", "detailOf", "relationClass", "rules", "usefulness", "confidenceReasons", "reviewedBy",
    "eventFact", "eventFactuality", "eventNegated", "negated", "condition", "conditionStatement",
    "subjectOf", "objectOf", "unresolved", "extractedBy", "trust", "firmness",
)
# fmt: on
COLUMNS = tuple(dict.fromkeys((*_OLDER_COLUMNS, *(field.told.column for field in _TOLD), "articleDate", "publisher")))
"""The columns in their order; a new one of the table of fields comes last, so that none moves."""
KINDS: Mapping[str, object] = MappingProxyType(
    {
        **{field.told.column: field.kind for field in _TOLD},
        **dict.fromkeys(("start", "end", "articleDate"), date),
        **dict.fromkeys(("quoteStart", "quoteEnd"), int),
        **dict.fromkeys(("fact", "eventFact", "eventNegated"), bool),
        **dict.fromkeys(("subjectOf", "objectOf"), frozenset[str]),
        "roles": Mapping,
    }
)
"""The types of the columns that are not text."""


def statement_rows(graph: GraphLike, vocabulary: Vocabulary = OURS, *, sort: Sort = sorted) -> Iterator[Row]:
    """A row for each statement in each article that states it, ordered by article and offset.

    With ``sorted_on_disk`` for ``sort`` no more than an article is in memory at a time.
    """
    told = ((evidence, statement) for statement in graph.statements for evidence in statement.evidence)
    known = statuses(graph)
    described = {one.id: (_cell(one.date), one.publisher or None) for one in graph.articles}
    ordered = sort(told, key=lambda pair: (pair[0], pair[1].id))
    for _, same in groupby(ordered, key=lambda pair: pair[0].article):
        pairs = list(same)
        inferred = CountryInference(graph, frozenset(evidence.quote for evidence, _ in pairs))
        first: dict[NodeId, tuple[Evidence, Statement]] = {}
        for pair in pairs:
            first.setdefault(pair[1].id, pair)
        for evidence, statement in first.values():
            countries = inferred.of_subject(statement), inferred.of_object(statement)
            row = _statement_row(graph, statement, evidence, vocabulary, countries)
            # The status of a statement's event by all of its statements; empty without an event.
            status = known[statement.event] if statement.event else None
            firmness = status.factuality.value if status and status.factuality else None
            row |= {
                "eventFact": status.is_fact if status else None,
                "eventFactuality": firmness,
                "eventNegated": status.negated if status else None,
            }
            row["articleDate"], row["publisher"] = described.get(evidence.article, (None, None))
            yield {name: row[name] for name in COLUMNS}


def _statement_row(
    graph: GraphLike, statement: Statement, evidence: Evidence, vocabulary: Vocabulary, countries: tuple[str, str]
) -> Row:
    event = graph.nodes.get(statement.event) if statement.event else None
    cls = event.cls if isinstance(event, Event) else None
    code = vocabulary.plover.get(cls or "", vocabulary.plover.get(statement.relation, ""))
    time = statement.time or TimeSpan()
    # The labels of what takes part in the event beyond the statement's subject and object, by role.
    roles: dict[str, list[Json]] = {}
    for role in sorted(event.roles) if isinstance(event, Event) else ():
        if role.name not in {OWNER, MENTIONED} and role.filler not in {statement.subject, statement.object}:
            roles.setdefault(role.name, []).append(_label(graph, role.filler))
    return {
        "article": evidence.article,
        "id": statement.id,
        **_end("subject", statement.subject, countries[0], graph, vocabulary),
        "relation": statement.relation,
        "relationIri": vocabulary.relation(statement),
        "relationClass": statement.narrowest_class or None,
        **_end("object", statement.object, countries[1], graph, vocabulary),
        "event": cls,
        "plover": (
            plover_code(code, statement.factuality, statement.predicate_text, negated=statement.negated) or None
        ),
        "roles": {name: [*labels] for name, labels in roles.items()},
        "attributedTo": _label(graph, statement.attributed_to),
        "start": _cell(time.start),
        "end": _cell(time.end),
        "timeText": time.text or None,
        "timePrecision": _cell(time.precision),
        "quote": evidence.quote or None,
        "quoteStart": evidence.start,
        "quoteEnd": evidence.end,
        "fact": statement.is_fact,
        "firmness": statement.firmness_told,
        "eventIri": vocabulary.node(statement.event),
        "attributedToIri": vocabulary.node(statement.attributed_to),
        "reportedBy": _label(graph, statement.reported_by),
        **{field.told.column: _cell(getattr(statement, field.name)) for field in _TOLD},
    }


def _cell(value: object) -> Json:
    """A value of the table of fields: days as text, sets as sorted lists, nothing for an empty text."""
    match value:
        case date():
            return value.isoformat()
        case frozenset():
            return [*sorted(map(str, value))]
        case int() | float():
            return value
        case Trust():
            return value.told or None
        case _:
            return str(value) if value else None


def _end(name: str, node: NodeId, country: str, graph: GraphLike, vocabulary: Vocabulary) -> Row:
    """The columns of a subject or object."""
    found = graph.nodes.get(node)
    return {
        name: _label(graph, node),
        f"{name}Iri": vocabulary.node(node),
        f"{name}Class": None if found is None or isinstance(found, Quantity) else found.cls,
        f"{name}Country": country or None,
        f"{name}Of": [graph.label(one) for one in meant(found)],
    }


def _label(graph: GraphLike, node: NodeId | None) -> str | None:
    """The name to show; of a node that the graph does not describe its id."""
    return None if node is None else graph.label(node)


def mention_rows(mentions: Iterable[AnyMention], vocabulary: Vocabulary = OURS) -> Iterator[Row]:
    """A row for each mention, in the order given."""
    for mention in mentions:
        match mention:
            case EntityMention():
                yield {
                    **_place(mention, mention.kind),
                    "entity": vocabulary.node(mention.entity),
                    "class": mention.cls or None,
                    "countryCode": mention.country or None,
                    "wikidata": mention.wikidata or None,
                    "linkedBy": mention.linked_by or None,
                    "rivals": list(mention.rivals),
                }
            case EventMention():
                yield {
                    **_place(mention, "event"),
                    "event": vocabulary.node(mention.event),
                    "class": mention.cls,
                    "factuality": mention.factuality.value if mention.factuality else None,
                }
            case TimeMention():
                yield {
                    **_place(mention, "time"),
                    "timex": mention.timex or None,
                    "timexType": mention.timex_type or None,
                    "from": mention.first_day or None,
                    "to": mention.last_day or None,
                }
            case AttributionMention():
                yield {
                    "article": mention.article,
                    "kind": "attribution",
                    "source": [list(place) for place in mention.source],
                    "cue": [list(place) for place in mention.cue],
                    "content": [list(place) for place in mention.content],
                    "entity": vocabulary.node(mention.entity),
                }


def _place(mention: EntityMention | EventMention | TimeMention, kind: str) -> Row:
    return {"article": mention.article, "kind": kind, "start": mention.start, "end": mention.end, "text": mention.text}


def jsonl(rows: Iterable[Row]) -> Iterator[str]:
    """The rows as JSON Lines, with line ends."""
    for row in rows:
        yield json.dumps(row, ensure_ascii=False).translate(_LINE_ENDS) + "\n"
