"""The tables of a shard, and what an article that was read, or that failed, is in each."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from itertools import chain
from types import MappingProxyType

import pyarrow as pa

from kg.convert.formats.parquet import columns_of, statement_table
from kg.facts.status import Status, statuses
from kg.isolation import ArticleError
from kg.model import CORRECTION, Activity, Article, Block, BlockKind, Entity, Event, Evidence, Graph, Quantity
from kg.pipeline.outcomes import Built, Outcome
from kg.shards.codec import decoded, encoded
from kg.tables.rows import OURS, Vocabulary, statement_rows
from kg.turtle.nodes import EvidenceDetail

ARTICLES, NODES, EVENTS, STATEMENTS = "articles", "nodes", "events", "statements"
EARLIER = "earlier"
"""Versions of articles that others have replaced, the oldest first: a fifth table, of a shard that has some."""
TEXT = (
    "article", "sha256", "date", "title", "authors", "publisher", "url", "language", "notes", "place", "text", "blocks",
)  # fmt: skip
"""The columns of articles that an article is made of again (``article_in``)."""
HEAVY = ("text", "blocks", "graph")
"""The columns of articles that only who reads all of an article wants."""
_TYPES: Mapping[str, pa.DataType] = {
    "": pa.string(),
    "texts": pa.list_(pa.string()),
    "day": pa.date32(),
    "count": pa.int64(),
    "truth": pa.bool_(),
    "bytes": pa.binary(),
    "degrees": pa.list_(pa.float64()),
    "settings": pa.map_(pa.string(), pa.string()),
    "counts": pa.map_(pa.string(), pa.int64()),
    "notes": pa.list_(pa.struct([("name", pa.string()), ("text", pa.string())])),
    "blocks": pa.list_(pa.struct([("start", pa.int64()), ("end", pa.int64()), ("kind", pa.string())])),
    "named": pa.list_(pa.struct([("name", pa.string()), ("node", pa.string())])),
}


def _schema(columns: str) -> pa.Schema:
    """The columns by their names, each with the name of its type behind a colon unless it is a text."""
    named = (column.partition(":") for column in columns.split())
    return pa.schema([(name, _TYPES[kind]) for name, _, kind in named])


SCHEMAS: Mapping[str, pa.Schema] = MappingProxyType(
    {
        ARTICLES: _schema(
            """article sha256 date:day title authors:texts publisher url language notes:notes place version model
            settings:settings statements:count counts:counts step cause hint text blocks:blocks graph:bytes"""
        ),
        NODES: _schema(
            """article node class label altLabels:texts wikidata alpha3 country hsCode position:degrees links:named
            value minimum maximum unit"""
        ),
        EVENTS: _schema(
            """article node class label start:day end:day timeText timePrecision wikidata roles:named fact:truth
            factuality negated:truth"""
        ),
        STATEMENTS: columns_of(),
    }
)
"""The columns of each table; those of statements are those of ``kg.tables.rows``."""
OF_EARLIER = SCHEMAS[ARTICLES].append(pa.field("until", pa.date32()))
"""The columns of earlier versions; ``until`` is the day on which the next one came to be known, where that is told."""
Tables = Mapping[str, pa.Table]
_Cells = dict[str, object]


@dataclass(frozen=True)
class Keeping:
    """What of an article is kept, and the names in its rows: ``made`` is who read it."""

    made: Activity
    evidence: EvidenceDetail = EvidenceDetail.FULL
    vocabulary: Vocabulary = OURS

    def tables(self, article: Article, outcome: Outcome) -> Tables:
        """The tables of one article that was read, or that failed and is kept with its cause."""
        if isinstance(outcome, ArticleError):
            failed = self._article(article) | {"step": outcome.step, "cause": outcome.cause, "hint": outcome.hint}
            return _tables([failed], Graph(), self.vocabulary)
        graph = withheld(outcome.graph, self.evidence)
        return _tables([self._article(article, outcome, graph)], graph, self.vocabulary)

    def _article(self, article: Article, built: Built | None = None, graph: Graph | None = None) -> _Cells:
        kept = self.evidence is EvidenceDetail.FULL
        return {
            "article": article.id,
            **{name: getattr(article, name) for name in _METADATA},
            "notes": [{"name": name, "text": text} for name, text in sorted(_kept(article, self.evidence).notes)],
            "version": self.made.version,
            "model": self.made.model,
            "settings": list(self.made.settings),
            "statements": len(graph.statements) if graph else 0,
            "counts": sorted((cause, count) for cause, count in built.counts.items() if count) if built else [],
            "text": article.text or None if kept else None,
            "blocks": [{"start": block.start, "end": block.end, "kind": block.kind.value} for block in article.blocks]
            if kept
            else None,
            "graph": encoded(_without_text(graph)) if graph else None,
        }


_METADATA = ("sha256", "date", "title", "authors", "publisher", "url", "language", "place")


def withheld(graph: Graph, evidence: EvidenceDetail) -> Graph:
    """The graph of an article with as many of its words as are kept: all, the sentences of statements, or none."""
    if evidence is EvidenceDetail.FULL:
        return graph
    kept = _without_text(graph)
    if evidence is EvidenceDetail.OFFSETS:
        return kept
    silent = (
        replace(said, evidence=frozenset(Evidence(one.article, one.start, one.end, "") for one in said.evidence))
        for said in kept.statements
    )
    return replace(kept, articles=tuple(_kept(one, evidence) for one in kept.articles), statements=tuple(silent))


def _kept(article: Article, evidence: EvidenceDetail) -> Article:
    """The article without notes that have its words, where none are kept."""
    is_silent = evidence is EvidenceDetail.NONE
    return replace(article, notes=frozenset(one for one in article.notes if not (is_silent and one[0] == CORRECTION)))


def fewer_cells(row: Mapping[str, object], evidence: EvidenceDetail) -> dict[str, object]:
    """The row of an article without its text, and with as many words of its graph as are kept."""
    graph = withheld(graph_in(row), evidence) if row["graph"] is not None else None
    notes = [{"name": name, "text": text} for name, text in sorted(_kept(article_in(row), evidence).notes)]
    return {**row, "notes": notes, "text": None, "blocks": None, "graph": encoded(graph) if graph else None}


def tables_of(row: Mapping[str, object], vocabulary: Vocabulary) -> Tables:
    """The tables of the article of a row, all of which follow from it."""
    return _tables([dict(row)], graph_in(row) if row["graph"] is not None else Graph(), vocabulary)


def _without_text(graph: Graph) -> Graph:
    return replace(graph, articles=tuple(replace(one, text="", blocks=()) for one in graph.articles))


def article_in(row: Mapping[str, object]) -> Article:
    """The article of a row of the table of articles, with its text where that is kept."""
    found: list[Mapping[str, object]] = row["blocks"] or []  # type: ignore[assignment]
    blocks = tuple(Block(int(str(one["start"])), int(str(one["end"])), BlockKind(str(one["kind"]))) for one in found)
    authors: list[str] = row["authors"] or []  # type: ignore[assignment]
    told = {name: row[name] for name in _METADATA}
    notes: list[Mapping[str, str]] = row.get("notes") or []  # type: ignore[assignment] # none in earlier corpora
    told["notes"] = frozenset((one["name"], one["text"]) for one in notes)
    given = {**told, "id": row["article"], "text": row["text"] or "", "blocks": blocks, "authors": tuple(authors)}
    return Article(**given)  # type: ignore[arg-type]


def graph_in(row: Mapping[str, object]) -> Graph:
    """The graph of a row of the table of articles, whose article did not fail."""
    data = row["graph"]
    assert isinstance(data, bytes)
    graph = decoded(data)
    if not row["text"]:
        return graph
    whole = article_in(row)
    return replace(graph, articles=tuple(replace(one, text=whole.text, blocks=whole.blocks) for one in graph.articles))


def _tables(articles: list[_Cells], graph: Graph, vocabulary: Vocabulary) -> Tables:
    known = statuses(graph) if graph.events else {}
    rows = {
        ARTICLES: articles,
        NODES: [_node(graph, one) for one in chain[Entity | Quantity](graph.entities, graph.quantities)],
        EVENTS: [_event(graph, event, known[event.id]) for event in graph.events],
    }
    made = {name: pa.Table.from_pylist(found, schema=SCHEMAS[name]) for name, found in rows.items()}
    return {**made, STATEMENTS: statement_table(statement_rows(graph, vocabulary))}


def _node(graph: Graph, node: Entity | Quantity) -> _Cells:
    first = {"article": graph.articles[0].id, "node": node.id}
    if isinstance(node, Quantity):
        given = {name: getattr(node, name) for name in ("value", "minimum", "maximum")}
        numbers = {name: None if value is None else str(value) for name, value in given.items()}
        return {**first, "class": "Quantity", "label": node.text, "unit": node.unit or None, **numbers}
    return {
        **first,
        "class": node.cls,
        "label": node.label,
        "altLabels": sorted(node.alt_labels),
        **{name: getattr(node, name) or None for name in ("wikidata", "alpha3", "country")},
        "hsCode": node.hs_code or None,
        "position": list(node.position) or None,
        "links": sorted(({"name": link.relation, "node": link.target} for link in node.links), key=_by_value),
    }


def _event(graph: Graph, event: Event, status: Status) -> _Cells:
    time = event.time
    return {
        "article": graph.articles[0].id,
        "node": event.id,
        "class": event.cls,
        "label": event.label,
        "start": time.start if time else None,
        "end": time.end if time else None,
        "timeText": time.text or None if time else None,
        "timePrecision": time.precision.value if time and time.precision else None,
        "wikidata": event.wikidata or None,
        "roles": sorted(({"name": role.name, "node": role.filler} for role in event.roles), key=_by_value),
        "fact": status.is_fact,
        "factuality": status.factuality.value if status.factuality else None,
        "negated": status.negated,
    }


def _by_value(pair: Mapping[str, str]) -> tuple[str, str]:
    return pair["name"], pair["node"]
