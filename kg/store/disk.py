"""A graph in a store on disk (RocksDB): read, or changed without reading the whole.

By a change articles are taken out, and a graph is joined with the rest, in one transaction. What the store tells of the
nodes that are touched is read as a graph, changed as graphs are, and put in its place, so that cost goes with what
changes and not with the store.
"""

import shutil
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from itertools import islice
from pathlib import Path

import pyoxigraph as ox

from kg.errors import InputError
from kg.facts.status import REPORTED
from kg.model import Activity, Article, ArticleId, Graph, NodeId
from kg.model.merge import Removal, check_recorded, record, without_record
from kg.store import files
from kg.store.files import RdfValue, base_in, check_store, damage, is_new, is_of_old_form, matching, opened, told
from kg.turtle.documents import GraphSource, source_of, status_triples
from kg.turtle.documents import triples as triples_of
from kg.turtle.formats import ox_triple, plain_triples
from kg.turtle.nodes import EvidenceDetail, facts, states
from kg.turtle.reading import activities_in, graph_of
from kg.turtle.terms import BASE_IRI, KG, OA, PROV, RDF, REL, SCHEMA, Iri, Iris, Triple, local_name
from kg.turtle.vocabulary import BROADER, CLASS, EVENT, PROPERTY, RELATION_CLASS, SUBCLASS, SUBPROPERTY, TYPE
from kg.turtle.whole import whole_folder

_SHARED = {PROPERTY, CLASS, RELATION_CLASS, Iri(PROV + "Activity")}
"""Classes of nodes that go with the last node that uses them."""
_REPORTED = Iri(KG + REPORTED)
_TELLING = f"""
SELECT DISTINCT ?said {{{{
    ?said <{RDF}predicate> <{{1}}> ; <{RDF}subject>/<{KG}actsFor>? <{{0}}> ; <{RDF}object>/<{KG}actsFor>? <{{2}}>
}}}} ORDER BY ?said"""
"""The statements from which a plain triple may follow, as it is or between states."""


@dataclass(frozen=True)
class StoreChange:
    """Articles that go from a store, and a graph that comes; names get the base ``iris``."""

    store: ox.Store
    iris: Iris
    graph: Graph
    names: frozenset[ArticleId] = frozenset()

    def make(self, evidence: str) -> None:
        """Make the change whole or not; ``InputError`` where the store does not record what each article gave."""
        gone, new = self._difference(evidence)
        if gone:
            delete = " ".join(f"{ox_triple(triple)} ." for triple in sorted(gone))
            insert = " ".join(f"{ox_triple(triple)} ." for triple in sorted(new))
            self.store.update(f"DELETE DATA {{ {delete} }} ; INSERT DATA {{ {insert} }}")
        else:
            self.store.extend(ox.Quad(*ox_triple(triple)) for triple in sorted(new))  # one transaction as well
        self.store.flush()

    def _difference(self, evidence: str) -> tuple[set[Triple], set[Triple]]:
        """The triples that go and those that come."""
        known = self._excerpt()
        before = known.graph()
        after = self._changed(before)
        lost = facts(before, self.iris) - facts(after, self.iris)
        if self.names and lost and (telling := self._telling(lost)):
            known.add_statements(telling)
            before = known.graph()
            after = self._changed(before)
        whole = self._written(after, EvidenceDetail.FULL)  # what is there and withheld now stays
        gone = self._written(before, EvidenceDetail.FULL) - whole
        gone |= status_triples(before, known.triples, self.iris.base) - whole
        if not is_of_old_form(self.store):  # there all events are read; here others stand below the same classes
            # What goes of some triples, without those of classes, relations and activities that other nodes use.
            shared: dict[Iri, set[Triple]] = {
                subject: set() for subject, predicate, value in gone if predicate == TYPE and value in _SHARED
            }
            for triple in gone:
                if triple[0] in shared:
                    shared[triple[0]].add(triple)
            found = {triple for triple in gone if triple[0] not in shared and triple[1] != SUBCLASS}
            while unused := [term for term in sorted(shared) if not self._is_used(term, found)]:
                for term in unused:
                    found |= shared.pop(term)
            gone = found
        return gone, self._written(after, evidence) - known.triples

    def _excerpt(self) -> "Excerpt":
        """All nodes of the store that the change touches."""
        known = Excerpt(self.store, self.iris)
        if is_of_old_form(self.store) or self._was_alone or self._is_emptied:
            known.add(Iri(quad.subject.value) for quad in self.store if isinstance(quad.subject, ox.NamedNode))
            return known
        known.add(triple[0] for triple in self._written(self.graph, EvidenceDetail.FULL))
        known.add(self.iris.node(end) for said in self.graph.statements for end in (said.subject, said.object))
        known.add_tellers(self.graph)
        for name in sorted(self.names):
            known.add_article(self.iris.article(name), self._removal.gone)
        if not self._is_several:
            known.add(map(self.iris.article, self._there - self.names))
        if self.names:
            known.add_tellers(known.graph())
        # Who acts for another state then, or for none, and the states they acted for before.
        before = known.graph()
        after = self._changed(before)
        was, now = states(before.entities), states(after.entities)
        stay = {entity.id for entity in after.entities}
        changed = {name for name in was.keys() | now.keys() if name in stay and was.get(name) != now.get(name)}
        known.add_statements_of(map(self.iris.node, changed | {was[name] for name in changed if name in was}))
        return known

    @cached_property
    def _there(self) -> frozenset[ArticleId]:
        """The articles of the store, all of them only where that matters: else the first two."""
        found = (name for name, _ in articles_of(self.store))
        return frozenset(found if self.names else islice(found, 2))

    @property
    def _is_several(self) -> bool:
        """Whether several articles are there after the change."""
        return len((self._there - self.names) | {article.id for article in self.graph.articles}) > 1

    @property
    def _was_alone(self) -> bool:
        """Whether an article that had the store for itself gets others beside it."""
        return len(self._there) == 1 and self._is_several

    @property
    def _is_emptied(self) -> bool:
        """Whether all articles that are there go."""
        return bool(self.names) and self._there <= self.names

    @cached_property
    def _removal(self) -> Removal:
        known = Excerpt(self.store, self.iris)
        known.add(map(self.iris.article, self._there))
        articles = known.graph().articles
        if len(articles) > 1:
            check_recorded(articles)
        kept = (article for article in articles if article.id not in self.names)
        return Removal(self.names, record(one for one in articles if one.id in self.names), record(kept))

    def _changed(self, before: Graph) -> Graph:
        """The part of the store after the change."""
        left = Graph() if self._is_emptied else self._removal.of(before) if self.names else before
        if not self._is_several:
            return without_record(left.union(self.graph))
        return (left.recorded() if self._was_alone else left).union(self.graph.recorded())

    def _written(self, graph: Graph, evidence: str) -> set[Triple]:
        return set(triples_of(graph, base_iri=self.iris.base, evidence=evidence))

    def _telling(self, lost: frozenset[Triple]) -> list[ox.NamedNode]:
        """For each triple that would go a statement of other articles from which it follows, if there is one."""
        found = list[ox.NamedNode]()
        told = frozenset[Triple]()
        for triple in sorted(lost):
            if triple in told:
                continue
            rows = self.store.query(_TELLING.format(*(term[0] for term in triple)))
            # One after the other: a thousand articles may tell the same.
            for (said,) in rows if isinstance(rows, ox.QuerySolutions) else ():
                if not isinstance(said, ox.NamedNode):
                    continue
                alone = Excerpt(self.store, self.iris)
                alone.add_statements([said])
                follows = facts(self._removal.of(alone.graph()), self.iris)
                if triple in follows:
                    found.append(said)
                    told |= follows
                    break
        return found

    def _is_used(self, term: Iri, gone: set[Triple]) -> bool:
        """Whether something that stays points at a term; every event may be a reported one."""
        if term == _REPORTED:
            return (EVENT, TYPE, CLASS) not in gone
        for quad in matching(self.store, value=ox.NamedNode(term.value)):
            subject = quad.subject
            if not isinstance(subject, ox.NamedNode):
                return True
            if (Iri(subject.value), Iri(quad.predicate.value), term) not in gone:
                return True
        return False


IS_A = ox.NamedNode(TYPE.value)
_ENDS = (ox.NamedNode(RDF + "subject"), ox.NamedNode(RDF + "object"))
_ARTICLE, _STATEMENT = ox.NamedNode(SCHEMA + "NewsArticle"), ox.NamedNode(KG + "Statement")
_RELATION, _MADE_BY = ox.NamedNode(PROPERTY.value), ox.NamedNode(PROV + "wasGeneratedBy")
_EVIDENCE, _SOURCE = ox.NamedNode(KG + "evidence"), ox.NamedNode(OA + "hasSource")
_LEADS_ON = {
    Iri(KG + "evidence"), Iri(OA + "hasSelector"), Iri(OA + "hasSource"), Iri(PROV + "wasGeneratedBy"),
    Iri(RDF + "predicate"), Iri(RDF + "type"), Iri(KG + "eventClass"), SUBCLASS, SUBPROPERTY,
    Iri(KG + "relationClass"), BROADER,
}  # fmt: skip
"""Properties whose values belong to the description of a node: its spans, its activity, its relation, its class."""


class Excerpt:
    """The triples of the nodes that were added so far, with those of what describes them."""

    def __init__(self, store: ox.Store, iris: Iris) -> None:
        self._store = store
        self._iris = iris
        self._read: set[Iri] = set()
        self.triples: set[Triple] = set()

    def add(self, subjects: Iterable[Iri]) -> None:
        """Read what the store tells of some nodes."""
        for subject in sorted(set(subjects)):
            self.triples.update(self._description(subject))

    def graph(self) -> Graph:
        """The graph of the nodes: plain triples between them may follow from statements that were not read."""
        return graph_of(sorted(triple for triple in self.triples if not self._is_plain(triple)))

    def _is_plain(self, triple: Triple) -> bool:
        _, predicate, value = triple
        if not isinstance(value, Iri):
            return False
        if predicate.value.startswith(REL):
            return True
        return predicate.value.startswith(KG) and (
            ox.Quad(ox.NamedNode(predicate.value), IS_A, _RELATION) in self._store
        )

    def _description(self, subject: Iri) -> Iterator[Triple]:
        waiting = [subject]
        while waiting:
            node = waiting.pop()
            if node in self._read:
                continue
            self._read.add(node)
            for triple in _triples(self._store, node):
                yield triple
                _, predicate, value = triple
                if predicate in _LEADS_ON and isinstance(value, Iri):
                    waiting.append(value)

    def add_tellers(self, graph: Graph) -> None:
        """Read the events that a graph tells of, and the statements by which they stand."""
        named = {event.id for event in graph.events} | {said.event for said in graph.statements if said.event}
        events = [self._iris.node(name) for name in named]
        self.add(events)
        told = ox.NamedNode(KG + "event")
        self.add(
            Iri(node.value)
            for event in events
            for node in subjects(self._store, told, ox.NamedNode(event.value))
            if ox.Quad(node, IS_A, _STATEMENT) in self._store  # an event can be the occasion of another
        )

    def add_article(self, article: Iri, nodes: Iterable[NodeId]) -> None:
        """Read an article, its statements, and nodes that it contributes to."""
        self.add([article, *(self._iris.node(name) for name in nodes)])
        spans = subjects(self._store, _SOURCE, ox.NamedNode(article.value))
        self.add(Iri(said.value) for span in spans for said in subjects(self._store, _EVIDENCE, span))

    def add_statements_of(self, actors: Iterable[Iri]) -> None:
        """Read the statements of some actors and of all who act for them, with both ends: facts follow from them."""
        acts_for = ox.NamedNode(KG + "actsFor")
        for actor in map(ox.NamedNode, sorted(one.value for one in actors)):
            for one in (actor, *subjects(self._store, acts_for, actor)):
                for end in _ENDS:
                    self.add_statements(subjects(self._store, end, one))

    def add_statements(self, statements: Iterable[ox.NamedNode]) -> None:
        """Read some statements with both ends."""
        for said in statements:
            ends = (quad.object.value for end in _ENDS for quad in matching(self._store, said, end))  # type: ignore[union-attr]
            self.add([Iri(said.value), *map(Iri, ends)])


def subjects(store: ox.Store, predicate: ox.NamedNode, value: ox.NamedNode | None) -> list[ox.NamedNode]:
    """The nodes that have some value, those without a name left out."""
    found = matching(store, predicate=predicate, value=value)
    return [quad.subject for quad in found if isinstance(quad.subject, ox.NamedNode)]


def articles_of(store: ox.Store) -> Iterator[tuple[ArticleId, Iri]]:
    """The articles of a store, by their ids."""
    for quad in matching(store, predicate=IS_A, value=_ARTICLE):
        if isinstance(quad.subject, ox.NamedNode):
            yield ArticleId(local_name(quad.subject.value).removeprefix("article-")), Iri(quad.subject.value)


_LONG = {Iri(KG + "contributesTo"), Iri(KG + "untold"), Iri(KG + "blocks"), Iri(SCHEMA + "text")}


class StoreHoldings:
    """The articles of a store, without their texts.

    The store is opened each time anew: one that is open while others add to it may look for files that are gone.
    """

    def __init__(self, opened: Callable[[], ox.Store]) -> None:
        self._opened = opened
        store = opened()
        self._iris = dict(articles_of(store))
        described = (one for iri in self._iris.values() for one in _triples(store, iri) if one[1] not in _LONG)
        self.articles: Mapping[ArticleId, Article] = {one.id: one for one in graph_of(described).articles}

    def activities(self, name: ArticleId) -> frozenset[Activity]:
        """What made the statements of an article; none where it makes none that others do not make too."""
        return self._made.get(name, frozenset())

    @cached_property
    def _made(self) -> Mapping[ArticleId, frozenset[Activity]]:
        store = self._opened()
        made = {name: _makers(store, ox.NamedNode(iri.value)) for name, iri in self._iris.items()}
        known = {iri: activities_in(_triples(store, Iri(iri.value))) for iri in set().union(*made.values())}
        return {name: frozenset().union(*(known[iri] for iri in iris)) for name, iris in made.items()}


def _makers(store: ox.Store, article: ox.NamedNode) -> list[ox.NamedNode]:
    """What made the first statement that an article alone makes."""
    for said in (said for span in subjects(store, _SOURCE, article) for said in subjects(store, _EVIDENCE, span)):
        spans = _values(store, said, _EVIDENCE)
        if all(_values(store, span, _SOURCE) == [article] for span in spans):
            return _values(store, said, _MADE_BY)
    return []


def _values(store: ox.Store, node: ox.NamedNode, predicate: ox.NamedNode) -> list[ox.NamedNode]:
    found = (quad.object for quad in matching(store, node, predicate))
    return [value for value in found if isinstance(value, ox.NamedNode)]


def _triples(store: ox.Store, iri: Iri) -> Iterator[Triple]:
    for quad in matching(store, ox.NamedNode(iri.value)):
        yield from plain_triples(quad)


def source_of_store(folder: Path) -> GraphSource:
    """The content of a store, for writing it elsewhere; ``InputError`` for a folder that is none."""
    return source_of(_quads(folder))


def lines_of_store(folder: Path) -> bytes:
    """All that a store holds as N-Triples, ours or not, sorted; ``InputError`` for a folder that is none."""
    with told(folder):
        data = opened([folder]).dump(format=ox.RdfFormat.N_TRIPLES, from_graph=ox.DefaultGraph()) or b""
    return b"".join(sorted(data.splitlines(keepends=True)))


def holdings_of_store(folder: Path) -> StoreHoldings | None:
    """What the articles of a store are and what made their statements; None where the store has yet to be made."""
    if is_new(folder):
        return None
    with told(folder):
        return StoreHoldings(lambda: opened([folder]))


def copy_store(folder: Path, target: Path) -> int:
    """Copy all that a store holds, ours or not, into a new one: whole or not at all; how many triples.

    It is the store as it is now, though others add to it meanwhile. Raises ``InputError`` where it is damaged.
    """
    with begun(target) as beside, told(beside):
        copied = ox.Store(str(beside))
        copied.bulk_extend(_quads(folder))
        copied.flush()
        return len(copied)


@contextmanager
def begun(folder: Path) -> Iterator[Path]:
    """A place for a new store, which takes that of ``folder`` once it is whole; nothing is left where that fails.

    A store that was begun there and never had data gives way. Raises ``InputError`` where it cannot be written.
    """
    with whole_folder(folder) as beside:
        try:
            yield beside
        except InputError as error:
            raise InputError(error.message.replace(str(beside), str(folder)), hint=error.hint) from error
        if files.is_unfinished(folder):
            shutil.rmtree(folder)


def check_whole(folder: Path) -> None:
    """Read all that a store holds by each of its orders; ``InputError`` where that fails or they differ.

    A store has its triples three times over, by subject, by predicate and by object, and a query reads but one.
    """
    with told(folder):
        store = opened([folder])
        predicates, objects = set[ox.NamedNode](), set[RdfValue]()

        def noted() -> Iterator[ox.Quad]:
            for quad in store:
                predicates.add(quad.predicate)
                objects.add(quad.object)
                yield quad

        by_subject = _tally(noted())
        by_predicate = _tally(quad for one in predicates for quad in matching(store, predicate=one))
        by_object = _tally(quad for one in objects for quad in matching(store, value=one))
    if not by_subject == by_predicate == by_object:
        counts = f"{by_subject[0]} by subject, {by_predicate[0]} by predicate, {by_object[0]} by object"
        raise damage(folder, OSError(counts))


def _tally(quads: Iterable[ox.Quad]) -> tuple[int, int]:
    """How many quads there are, and the sum of their hashes: that of the same quads, in whatever order, is equal."""
    number = total = 0
    for quad in quads:
        number, total = number + 1, total + hash(quad)
    return number, total


def _quads(folder: Path) -> Iterator[ox.Quad]:
    with told(folder):
        yield from opened([folder])


def append(
    graph: Graph,
    folder: Path,
    *,
    replacing: Collection[ArticleId] = (),
    base_iri: str = "",
    evidence: str = EvidenceDetail.OFFSETS,
) -> None:
    """Join a graph with what the store of a folder holds; the store is made where there is none.

    It takes the place of the articles ``replacing``, if they are there. What the store knows of the graph's nodes is
    read, merged and put in its place, in one transaction: cost goes with the graph that is added, not with the store.
    So is what it tells of the graph's events: a fact that is added makes a reported event one that happened. A store
    that 0.1.0 wrote is read whole, once, for its events. Names get the store's own base, since a node under two is two
    nodes. What the store has and ``evidence`` withholds stays, and so does what is not ours. Raises ``InputError``, for
    another base too.
    """
    _check_folder(folder)
    if is_new(folder):
        with begun(folder) as beside:
            _joined(graph, beside, base_iri, evidence)
    else:
        _joined(graph, folder, base_iri, evidence, replacing)


def _joined(graph: Graph, folder: Path, base_iri: str, evidence: str, replacing: Collection[ArticleId] = ()) -> None:
    with told(folder):
        store = ox.Store(str(folder))
        iris = Iris(_one_base(base_in(store), base_iri, folder))
        StoreChange(store, iris, graph, frozenset(replacing)).make(evidence)


def remove(names: Collection[ArticleId], folder: Path) -> None:
    """Take articles out of the store of a folder, in one transaction: what follows from them goes, the rest stays.

    Raises ``InputError`` where the store does not record what each article contributes.
    """
    check_store(folder)
    with told(folder):
        store = ox.Store(str(folder))
        StoreChange(store, Iris(base_in(store) or BASE_IRI), Graph(), frozenset(names)).make(EvidenceDetail.FULL)


def check_appendable(folder: Path, base_iri: str = "") -> bool:
    """Whether ``append`` would find a store of 0.1.0, and read it whole; nothing is made.

    Raises the ``InputError`` that ``append`` would, before there is anything to append.
    """
    _check_folder(folder)
    if is_new(folder):
        return False
    with told(folder):
        store = opened([folder])
        _one_base(base_in(store), base_iri, folder)
        return is_of_old_form(store)


def _check_folder(folder: Path) -> None:
    if folder.exists() and not folder.is_dir():
        raise InputError(f"{folder}: is a file, not the folder of a store")
    if not is_new(folder):
        check_store(folder)


def _one_base(known: str, asked: str, folder: Path) -> str:
    if known and asked and known != asked:
        raise InputError(
            f"{folder}: its names begin with {known}, not with {asked}",
            hint="leave --base-iri out; kg convert --base-iri writes all names anew",
        )
    return known or asked or BASE_IRI
