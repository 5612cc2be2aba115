"""A graph as programs for retrieval take it: nodes with descriptions, edges in words, passages of the articles.

Names are keys in those programs, so a label that several nodes have gets the id of each behind it. What is planned,
denied, said by somebody or proposed by a language model says so in its label, its type and its text, so that nobody
reads it as a fact.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain, groupby
from typing import TYPE_CHECKING, TypeVar

from kg.convert import Style
from kg.facts.selection import is_dated, ordered, time_of
from kg.facts.status import Status, put_forward, shown, statuses
from kg.model import Article, ArticleId, BlockKind, Entity, Event, Evidence, Factuality, Graph, NodeId, Statement
from kg.model.json import Json
from kg.model.scales import firmness_words

if TYPE_CHECKING:
    from kg.graph import EdgeData

_SHOWN = 8  # statements of a description
_READ = frozenset({BlockKind.TITLE, BlockKind.HEADING, BlockKind.PARAGRAPH, BlockKind.CAPTION})


@dataclass(frozen=True, slots=True)
class Passage:
    """A paragraph of an article, or a sentence where its text is not there; ``text`` is that between its offsets."""

    article: Article
    start: int
    end: int
    text: str

    @property
    def id(self) -> str:
        """The article and the place in it: "trade:19-320"."""
        return f"{self.article.id}:{self.start}-{self.end}"

    @property
    def properties(self) -> dict[str, Json]:
        """Where it stands."""
        return {
            "newsgraph": self.id,
            "article": self.article.id,
            "title": self.article.title,
            "date": self.article.date.isoformat() if self.article.date else "",
            "url": self.article.url,
            "start": self.start,
            "end": self.end,
        }


@dataclass(frozen=True, slots=True)
class Node:
    """An entity, event or quantity; no two have one ``name``, even without regard to case and punctuation."""

    id: str
    iri: str
    name: str
    cls: str
    description: str
    passages: tuple[str, ...]

    @property
    def properties(self) -> dict[str, Json]:
        """What a form keeps beside name and class."""
        return {"newsgraph": self.iri, "node": self.id, "name": self.name, "description": self.description}


@dataclass(frozen=True, slots=True)
class Relationship:
    """A statement, a link of an entity or a role of an event; or several that a form cannot tell apart.

    ``ids`` are those of the statements, or name the link or role; ``labels`` and ``type`` name the relation, with the
    firmness of what is no fact; ``texts`` say each in words; ``sources`` are the labels of those who say so.
    """

    ids: tuple[str, ...]
    source: Node
    target: Node
    labels: tuple[str, ...]
    type: str
    texts: tuple[str, ...]
    passages: tuple[str, ...]
    fact: bool
    firmness: str = ""
    sources: tuple[str, ...] = ()
    weight: float = 1.0
    """In how many sentences it is told, at least one."""

    def __or__(self, other: Relationship) -> Relationship:
        return replace(
            self,
            ids=_both(self.ids, other.ids),
            labels=_both(self.labels, other.labels),
            texts=_both(self.texts, other.texts),
            passages=_both(self.passages, other.passages),
            fact=self.fact and other.fact,
            sources=_both(self.sources, other.sources),
            weight=self.weight + other.weight,
        )

    @property
    def label(self) -> str:
        """What it is called: "imposed tariff on [planned, says Peru]"."""
        return "; ".join(self.labels)

    @property
    def description(self) -> str:
        """All that it says, a line each."""
        return "\n".join(self.texts)

    @property
    def properties(self) -> dict[str, Json]:
        """What a form keeps beside ends and relation."""
        return {
            "statements": list(self.ids),
            "description": self.description,
            "fact": self.fact,
            "firmness": self.firmness,
            "says": list(self.sources),
            "passages": list(self.passages),
            "weight": self.weight,
        }


def _both(one: Iterable[str], other: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(chain(one, other)))


@dataclass(frozen=True)
class Retrieval:
    """What a program for retrieval is given of a graph, each in the order of its ids."""

    passages: tuple[Passage, ...]
    nodes: tuple[Node, ...]
    edges: tuple[Relationship, ...]

    def by_article(self) -> Iterator[tuple[Article, Sequence[Passage]]]:
        """The articles, each with its passages in the order of the text."""
        for _, same in groupby(self.passages, key=lambda one: one.article.id):
            passages = list(same)
            yield passages[0].article, passages

    def joined(self, style: Style, key: Callable[[Relationship], object]) -> tuple[Relationship, ...]:
        """The edges, those of one key joined to one that says what each says; how many is told."""
        found: dict[object, Relationship] = {}
        for edge in self.edges:
            same = key(edge)
            found[same] = found[same] | edge if same in found else edge
        joined = len(self.edges) - len(found)
        style.count(joined, f"of {len(self.edges):,} relations joined with another of their key, with the words of all")
        return tuple(found.values())


_Part = TypeVar("_Part", Node, Relationship)


def by_passage(parts: Iterable[_Part]) -> defaultdict[str, list[_Part]]:
    """The nodes or edges of each passage; those of none under the empty name."""
    found: defaultdict[str, list[_Part]] = defaultdict(list)
    for part in parts:
        for passage in part.passages or ("",):
            found[passage].append(part)
    return found


def retrieval(graph: Graph, style: Style) -> Retrieval:
    """The passages, nodes and edges of a graph; paragraphs where the style is full and the texts are there.

    A node of which no statement tells ("Belgium" of the "Belgian envoy") has the passages of those next to it.
    """
    from kg.convert.networks import whole_network
    from kg.graph import plain_edges, plain_nodes

    passages = _Passages(graph, style)
    network = whole_network(graph, style.vocabulary)
    said = _said(graph)
    # Node -> its label, with its id behind it where another has the same or it has no letter.
    labels = {name: str(data["label"]) for name, data in plain_nodes(network)}
    plain = {node: " ".join(label.split()).replace('"', "'") for node, label in labels.items()}
    keys = {node: re.sub(r"[\W_]+", "", label).casefold() for node, label in plain.items()}
    seen = Counter(keys.values())
    is_own = {node: seen[key] == 1 and any(map(str.isalpha, key)) for node, key in keys.items()}
    names = {node: label if is_own[node] else f"{label} ({node})" for node, label in plain.items()}
    nodes: dict[str, Node] = {}
    for name, data in plain_nodes(network):
        description = _description(graph, name, data, said[name])
        of = passages.of(said[name])
        nodes[name] = Node(name, str(data["iri"]), names[name], str(data["cls"]), description, of)
    for name in [name for name, node in nodes.items() if not node.passages]:
        beside = sorted({*network.successors(name), *network.predecessors(name)})
        near = [passage for other in beside for passage in passages.of(said[other])]
        nodes[name] = replace(nodes[name], passages=tuple(dict.fromkeys(near)))
    edges = _relationships(graph, passages, nodes, plain_edges(network))
    return Retrieval(passages.all, tuple(nodes.values()), tuple(edges))


class _Passages:
    """The passages of a graph, found by evidence."""

    def __init__(self, graph: Graph, style: Style) -> None:
        spans = defaultdict[ArticleId, set[Evidence]](set)
        for told in graph.statements:
            for span in told.evidence:
                spans[span.article].add(span)
        articles = {name: Article(name, "", ()) for name in spans} | {one.id: one for one in graph.articles}
        self._found = {name: _of_article(one, spans[name], style.evidence) for name, one in sorted(articles.items())}
        self.all = tuple(chain.from_iterable(self._found.values()))
        short = [name for name, one in articles.items() if not (one.text and style.evidence == "full")]
        empty = sum(not self._found[name] for name in short)
        cure = "(--evidence full, from kg build on, keeps paragraphs)"
        style.count(len(short) - empty, f"articles whose passages are sentences {cure}")
        style.count(empty, f"articles without passages {cure}")

    def of(self, said: Iterable[Statement]) -> tuple[str, ...]:
        """The ids of the passages in which statements stand, in order."""
        spans = sorted({span for told in said for span in told.evidence})
        found = (one for span in spans for one in self._found[span.article] if one.start <= span.start < one.end)
        return tuple(dict.fromkeys(one.id for one in found))


def _of_article(article: Article, spans: Iterable[Evidence], evidence: str) -> list[Passage]:
    """The blocks that people read, and any other in which a statement stands; or the sentences of the statements."""
    if not (article.text and evidence == "full"):
        told = () if evidence == "none" else sorted(spans)
        return [Passage(article, span.start, span.end, span.quote) for span in told if span.quote]
    starts = [span.start for span in spans]
    blocks = (
        block
        for block in sorted(article.blocks)
        if block.kind in _READ or any(block.start <= start < block.end for start in starts)
    )
    texts = ((block.start, article.text[block.start : block.end].rstrip()) for block in blocks)
    return [Passage(article, start, start + len(text), text) for start, text in texts if text]


def _said(graph: Graph) -> defaultdict[str, list[Statement]]:
    """Node -> the statements of which it is an end, the event, one of its participants or who says so, in order."""
    found: defaultdict[str, list[Statement]] = defaultdict(list)
    for told in ordered(graph):
        event = graph.nodes.get(told.event) if told.event else None
        fillers = [role.filler for role in sorted(event.roles)] if isinstance(event, Event) else []
        others = filter(None, (told.event, told.attributed_to, told.reported_by))
        for node in dict.fromkeys((told.subject, told.object, *others, *fillers)):
            found[node].append(told)
    return found


def _description(graph: Graph, name: str, data: EdgeData, said: list[Statement]) -> str:
    """What a node is, then its best statements in the order of the text."""
    best = {told.id for told in sorted(said, key=lambda told: (not told.is_main, -told.worth, told.id))[:_SHOWN]}
    entity = graph.nodes.get(NodeId(name))
    others = sorted(entity.alt_labels) if isinstance(entity, Entity) else []
    cls = f"{data['cls']} ({data['eventClass']})" if "eventClass" in data else str(data["cls"])
    head = f"{data['label']}: {cls}" + (f", also called {', '.join(others)}" if others else "")
    return "\n".join(dict.fromkeys((head, *(in_words(graph, told) for told in said if told.id in best))))


def in_words(graph: Graph, said: Statement) -> str:
    """A statement with its days, and in brackets how it is put forward: "Peru taxes tin (2025-01-01) [planned]"."""
    time = time_of(graph, said)
    days = sorted({day.isoformat() for day in (time.start, time.end) if day}) if is_dated(time) else []
    ends = graph.label(said.subject), said.relation_label, graph.label(said.object)
    is_own = not said.extracted_by  # the sentence does not show which relation a model took it for
    text = shown(graph, said) if is_own and (said.label or said.is_open) else " → ".join(ends)
    return _remarked(text + (f" ({' to '.join(days)})" if days else ""), _remark(graph, said))


def _remark(graph: Graph, said: Statement) -> str:
    return ", ".join([*put_forward(graph, said), *(["it is open who is meant"] if said.unresolved else [])])


def _remarked(text: str, remark: str) -> str:
    return f"{text} [{remark}]" if remark else text


def _relationships(
    graph: Graph, passages: _Passages, nodes: Mapping[str, Node], edges: Iterable[tuple[str, str, str, EdgeData]]
) -> Iterator[Relationship]:
    """The statements, links and roles of a graph by the edges of its network; a role is as firm as its event."""
    statements, known = {str(told.id): told for told in graph.statements}, statuses(graph)
    for source, target, key, data in edges:
        if data["kind"] == "statement":
            said = statements[key]
            relation = re.split("[/#]", said.relation)[-1]
            unsure = "proposed" if said.is_proposed else "lead" if said.is_own else ""
            yield Relationship(
                (said.id,),
                nodes[said.subject],
                nodes[said.object],
                (_remarked(said.relation_label, _remark(graph, said)),),
                _typed(relation, said.firmness or unsure, is_fact=said.is_fact),
                (in_words(graph, said),),
                passages.of([said]),
                said.is_fact,
                said.firmness,
                (graph.label(said.voice),) if said.voice else (),
                float(len(said.evidence)),
            )
            continue
        status = known[NodeId(source)] if data["kind"] == "role" else Status(Factuality.ASSERTED)
        firmness = firmness_words(status.factuality, negated=status.negated) if status.factuality else "only named"
        # A role or link in plain words: "inResponseTo" is "in response to".
        label = _remarked(re.sub(r"(?<=[a-z])(?=[A-Z])", " ", str(data["relation"])).lower(), status.words(graph))
        one, other = nodes[source].passages, nodes[target].passages
        yield Relationship(
            (key,),
            nodes[source],
            nodes[target],
            (label,),
            _typed(str(data["relation"]), firmness or ("" if status.sources else "lead"), is_fact=status.is_fact),
            (f"{graph.label(NodeId(source))}: {label}: {graph.label(NodeId(target))}",),
            tuple(name for name in one if name in other) or one or other,
            status.is_fact,
            firmness,
            tuple(map(graph.label, status.sources)),
        )


def _typed(relation: str, firmness: str, *, is_fact: bool) -> str:
    """The type of a relationship: IMPOSED_TARIFF_ON; of no fact PLANNED__IMPOSED_TARIFF_ON, LEAD__ ..."""
    names = (relation,) if is_fact else (firmness or "claimed", relation)
    return "__".join(re.sub(r"(?<=[a-z])(?=[A-Z])|\W+", "_", name).strip("_").upper() for name in names)
