"""What readers decided of doubtful pairs: yes, one and the same, or no. Kept in a file of its own, for every later run.

A decision names both nodes as their articles have them, and the sentence and the words, so that it is found again
where a later version of the program gives the node another id.
"""

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from hashlib import sha256
from pathlib import Path

from kg.corpus.clusters import Pair, pair
from kg.corpus.links import BASIS, Unit, is_basis, numbered_lines
from kg.errors import InputError
from kg.model import ArticleId, Entity, Event, Graph, NodeId
from kg.model.json import Json, checked, is_whole
from kg.tables.rows import Row, jsonl
from kg.turtle.whole import changing, write_whole

_HINT = "put back a copy of the file, or take the line out: kg corpus review asks about its pair again"


@dataclass(frozen=True, order=True, slots=True)
class Place:
    """A node as a reader saw it: its words and where the first sentence with it begins, -1 where nothing tells."""

    unit: Unit
    words: str = ""
    start: int = -1


@dataclass(frozen=True, order=True, slots=True)
class PairDecision:
    """Whether a reader found two nodes the same."""

    kind: str
    first: Place
    second: Place
    is_same: bool
    reader: str = ""

    def row(self) -> Row:
        """The decision as a row of a file."""
        places: Row = {
            name: {"node": one.unit.node, "article": one.unit.article, "words": one.words, "start": one.start}
            for name, one in (("first", self.first), ("second", self.second))
        }
        return {"kind": self.kind, **places, "same": self.is_same, "reader": self.reader}

    @classmethod
    def from_row(cls, row: Mapping[str, Json]) -> "PairDecision":
        """The decision of a row; ``ValueError`` where it is none."""
        found = list[Place]()
        for place in (row.get(name) for name in ("first", "second")):
            if not isinstance(place, dict) or not place.get("node"):
                raise ValueError("no node")
            unit = Unit(NodeId(str(place["node"])), ArticleId(str(place.get("article") or "")))
            start = place.get("start")
            found.append(Place(unit, str(place.get("words") or ""), start if isinstance(start, int) else -1))
        first, second = sorted(found)
        same = row.get("same")
        if same is not True and same is not False:
            raise ValueError("no decision")
        return cls(str(row.get("kind")), first, second, same, str(row.get("reader") or ""))


class DecisionFile:
    """A file of decisions, a JSON object a line. Several may write to it at once: each change is whole, none lost."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.decisions()  # a file that is none is told before any work is done

    def decisions(self) -> tuple[PairDecision, ...]:
        """What readers decided, in order; ``InputError`` with file and line for a row that is none."""
        found = list[PairDecision]()
        for number, line in numbered_lines(self.path, "decisions") if self.path.exists() else ():
            try:
                row = json.loads(line)
                found.append(PairDecision.from_row(row if isinstance(row, dict) and is_whole(row) else {}))
            except ValueError:
                raise InputError(f"{self.path}, line {number}: is no decision, or damaged", hint=_HINT) from None
        return tuple(found)

    def put(self, decision: PairDecision) -> PairDecision | None:
        """Save a decision in place of an earlier one of the same pair, which is given back."""
        with changing(self.path):
            known = self.decisions()
            same = [one for one in known if (one.first, one.second) == (decision.first, decision.second)]
            self._write([*(one for one in known if one not in same), decision])
        return next(reversed(same), None)

    def withdraw(self, decision: PairDecision) -> None:
        """Take a decision back, unless somebody has put another in its place."""
        with changing(self.path):
            self._write(one for one in self.decisions() if one != decision)

    def _write(self, decisions: Iterable[PairDecision]) -> None:
        write_whole("".join(jsonl(checked(one.row()) for one in decisions)).encode(), self.path)


@dataclass(frozen=True)
class Decisions:
    """The decisions that hold in a graph; the last one of a pair counts."""

    graph: Graph
    given: Sequence[PairDecision]

    @cached_property
    def verdicts(self) -> Mapping[Pair, bool]:
        """Pair -> whether both are the same."""
        found: dict[Pair, bool] = {}
        for one in self.given:
            first, second = self._unit(one.first), self._unit(one.second)
            if first is not None and second is not None and first != second:
                found[pair(first, second)] = one.is_same
        return found

    def pairs(self, *, same: bool) -> set[Pair]:
        """The pairs that are the same, or are not."""
        return {found for found, is_same in self.verdicts.items() if is_same == same}

    def _unit(self, place: Place) -> Unit | None:
        """The node of a decision as the graph has it now; None where its article is gone."""
        if place.unit.node in self.graph.nodes:
            return place.unit
        return self._by_words.get((place.unit.article, place.words, place.start))

    @cached_property
    def _by_words(self) -> Mapping[tuple[ArticleId, str, int], Unit]:
        found: dict[tuple[ArticleId, str, int], Unit] = {}
        for place in places(self.graph).values():
            found.setdefault((place.unit.article, place.words, place.start), place.unit)
        return found


def places(graph: Graph) -> Mapping[Unit, Place]:
    """Each entity and event of each article with its words and the place of the first sentence with it."""
    starts: defaultdict[Unit, list[int]] = defaultdict(list)
    for said in graph.statements:
        for span in said.evidence:
            for node in filter(None, (said.subject, said.object, said.event)):
                starts[Unit(node, span.article)].append(span.start)
    nodes = graph.nodes
    return {
        unit: Place(unit, graph.label(unit.node), min(starts[unit]))
        for unit in sorted(starts)
        if isinstance(nodes.get(unit.node), (Entity, Event))
    }


@dataclass(frozen=True, slots=True)
class Basis:
    """Digests of a graph, by its articles and statements, and of what readers decided; equal where these are."""

    graph: str
    decisions: str
    file: str = field(default="", compare=False)
    """The file of the decisions, as seen from that of the links; empty for that beside the graph."""
    sources: tuple[str, ...] = field(default=(), compare=False)
    """The files of the graph, as seen from that of the links, sorted."""

    def text(self) -> str:
        """The first row of a file of links."""
        row: Row = {"kind": BASIS, "graph": self.graph, "decisions": self.decisions}
        row |= {"file": self.file} if self.file else {}
        row |= {"sources": [*self.sources]} if self.sources else {}
        return "".join(jsonl([row]))


def basis(graph: Graph, decisions: Iterable[PairDecision], file: str = "", sources: Iterable[str] = ()) -> Basis:
    """What links of a graph are made of."""
    articles = sorted(article.id for article in graph.articles)
    statements = sorted((said.id, said.subject, said.object, said.event or "") for said in graph.statements)
    told = _digest([decision.row() for decision in decisions])
    return Basis(_digest((articles, statements)), told, file, tuple(sorted(sources)))


def basis_of(path: Path) -> Basis | None:
    """What the links of a file were made of; None where its first row does not tell, or there is no such file."""
    try:
        with path.open(encoding="utf-8", errors="replace") as file:
            row = json.loads(file.readline())
    except (OSError, ValueError):
        return None
    if not is_basis(row):
        return None
    graph, decisions, place = (str(row.get(name) or "") for name in ("graph", "decisions", "file"))
    return Basis(graph, decisions, place, tuple(map(str, row.get("sources") or ())))


def _digest(content: object) -> str:
    return sha256(json.dumps(content).encode()).hexdigest()[:16]
