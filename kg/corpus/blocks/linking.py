"""Linking of a whole corpus by blocks: a function of its articles and of what readers decided."""

import sqlite3
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from importlib.resources import files
from itertools import chain
from operator import itemgetter
from pathlib import Path

from kg.corpus.blocks import meeting
from kg.corpus.blocks.tasks import AT_ONCE, described, tasks
from kg.corpus.clusters import Features, Pair, pair
from kg.corpus.decisions import Basis, Decisions, PairDecision
from kg.corpus.entity_pairs import LARGEST
from kg.corpus.links import ENTITY, EVENT, Links, Unit, sealed
from kg.corpus.words import Frequencies
from kg.errors import KgError
from kg.model import ArticleId, Graph, NodeId, Statement
from kg.shards import codec
from kg.shards.index import packed, unpacked
from kg.tables.rows import jsonl
from kg.turtle.whole import whole_file

_OF_NODE = """article.id = (
    SELECT article FROM name JOIN node ON node.id = node WHERE node.name = ? ORDER BY article LIMIT 1
)"""


def decided(index: sqlite3.Connection, given: Sequence[PairDecision]) -> Decisions:
    """The decisions that hold in the corpus of an index."""
    return Decisions(graph_of_units(index, (side.unit for one in given for side in (one.first, one.second))), given)


def graph_of_units(index: sqlite3.Connection, units: Iterable[Unit]) -> Graph:
    """What the articles of some units tell; of a node that is one in all articles, the first of these."""
    found: dict[int, tuple[int, bytes]] = {}
    for unit in sorted(set(units)):
        where, value = ("article.name = ?", str(unit.article)) if unit.article else (_OF_NODE, str(unit.node))
        for number, *content in index.execute(f"SELECT id, size, graph FROM article WHERE {where}", (value,)):
            found[number] = (content[0], content[1])
    return Graph().union(*(unpacked(*content) for _, content in sorted(found.items())))


def linked(graph: Graph, given: Iterable[PairDecision] = ()) -> Links:
    """What is the same in a graph: a function of it and of what readers decided."""
    with indexed(graph) as index, linked_by_blocks(index, Decisions(graph, [*given])) as found:
        return meeting.links_in(found.base, found.decisions)


@contextmanager
def indexed(graph: Graph) -> Iterator[sqlite3.Connection]:
    """The articles of a graph as the index of a corpus has them."""
    told: defaultdict[ArticleId, list[Statement]] = defaultdict(list)
    for said in graph.statements:
        for name in {span.article for span in said.evidence}:
            spans = frozenset(span for span in said.evidence if span.article == name)
            told[name].append(said if spans == said.evidence else replace(said, evidence=spans))
    with closing(sqlite3.connect(":memory:")) as base:
        base.execute("CREATE TABLE shard AS SELECT 1 AS id, '' AS name")
        base.execute("CREATE TABLE article (name TEXT, shard INTEGER, size INTEGER, graph BLOB)")
        for one in graph.articles:
            ends = (
                node for said in told[one.id] for node in (said.subject, said.object, said.attributed_to, said.event)
            )
            own = (NodeId(name) for name, _ in one.contributes or ())
            known = described(graph.nodes, [*filter(None, ends), *own])
            row = replace(known, articles=(one,), statements=tuple(told[one.id]))
            base.execute("INSERT INTO article VALUES (?, 1, ?, ?)", (one.id, *packed(row)))
        yield base


@dataclass(frozen=True)
class BlockLinks:
    """The links of a corpus, in the tables of their making."""

    base: sqlite3.Connection
    decisions: Decisions
    common: int
    """Keys that so many names share that only near ones of them are compared."""
    left_out: int
    """Articles without a day that are left out of a block of a name that too many have."""
    tellers: Frequencies
    """In how many articles each named entity, or its cluster, takes part in something."""

    def compared(self, kind: str) -> Iterator[tuple[Pair, Features]]:
        """The pairs of a kind that were compared, with their features."""
        wanted = """SELECT one.node, one.article, other.node, other.article, features FROM pair
            CROSS JOIN unit AS one ON one.id = one CROSS JOIN unit AS other ON other.id = other WHERE pair.kind = ?"""
        for node, name, another, source, features in self.base.execute(wanted, (kind,)):
            yield pair(Unit(node, name), Unit(another, source)), codec.unpacked(dict[str, float], features)

    def written(self, made_of: Basis, place: Path) -> Iterator[str]:
        """Write the rows of the links to a file, whole or not at all; lines that tell what they are."""
        found = meeting.links_in(self.base, self.decisions, meeting.TOLD)
        ((articles,),) = self.base.execute("SELECT count(*) FROM article")
        with whole_file(place) as file:
            for line in sealed(chain([made_of.text()], jsonl(found.rows()))):
                file.write(line.encode())
        yield f"{place}: links of {articles} articles"
        for kind, name in ((ENTITY, "entities"), (EVENT, "happenings")):
            sizes = [len(one.members) for one in found.clusters if one.kind == kind and len(one.members) > 1]
            count = sum(doubt.kind == kind for doubt in found.doubts)
            told = f"{len(sizes)} that several articles tell of (as {sum(sizes)} nodes), {count} doubtful pairs"
            yield f"  {name:<12}{told}"
        if self.common:
            yield f"  cut         of {self.common} names that more than {LARGEST} have only near ones were compared"
        if self.left_out:
            told = "times an article without a day was left out of a block of a common name"
            yield f"  cut         {self.left_out} {told}"
        if articles > AT_ONCE:
            yield "  cut         articles more than a week apart were compared only where both tell of one week"
        if self.decisions.given:
            held, given = len(self.decisions.verdicts), len(self.decisions.given)
            yield f"  {held} of {given} decisions hold: the corpus has both nodes"


@contextmanager
def linked_by_blocks(
    index: sqlite3.Connection,
    decisions: Decisions,
    *,
    jobs: int | str = 1,
    told: Callable[[str], None] = lambda _step: None,
) -> Iterator[BlockLinks]:
    """The links of the corpus of an index.

    ``jobs`` are processes, or the address of a scheduler of Dask; ``told`` is called with each step that begins.

    Raises:
        KgError: there is no room for temporary files.
        sqlite3.DatabaseError: the index is damaged.

    """
    try:
        # An unnamed database on disk: no crash leaves it behind.
        with closing(sqlite3.connect("", isolation_level=None)) as base, tasks(jobs) as crew:
            base.executescript((files(__package__) / "scratch.sql").read_text(encoding="utf-8"))
            base.execute("BEGIN")
            told("words")
            meeting.gather(index, base, crew)
            told("profiles")
            meeting.profile(index, base, crew)
            told("stories")
            words, left_out = meeting.place(base)
            meeting.find_stories(base, crew, words)
            told("entities")
            meeting.put_units(base)
            common = meeting.meet_by_names(base, crew)
            meeting.meet_by_stories(base, crew)
            meeting.unite(base, ENTITY, decisions)
            told("events")
            names = meeting.name_participants(base, [*map(itemgetter(0), base.execute("SELECT name FROM article"))])
            meeting.meet_as_events(base, crew, (words, names))
            meeting.unite(base, EVENT, decisions)
            yield BlockLinks(base, decisions, common, left_out, names)
    except sqlite3.OperationalError as error:
        raise KgError(f"while it was linked: {error}", hint="make room for temporary files (SQLITE_TMPDIR)") from error
