"""What articles tell together as RDF: one graph in which what is the same is one node, and what follows from it.

Happenings, claims and tenures are in terms of ``ontologies/corpus.ttl``; nodes keep the IRIs of the graph.
"""

import operator
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace
from hashlib import sha256
from typing import TypeVar

from kg.corpus.claims import Claim, claims, ties
from kg.corpus.happenings import Corpus
from kg.corpus.links import NOWHERE
from kg.corpus.profiles import Profiles
from kg.corpus.tenures import tenures
from kg.model import ArticleId, Entity, Event, Graph, Link, NodeId, Role, Statement
from kg.model.fields import joined
from kg.turtle.formats import serialized
from kg.turtle.nodes import day, integer, text
from kg.turtle.terms import BASE_IRI, KG, RDFS, Iri, Iris, Triple, node, prefixes
from kg.turtle.vocabulary import TYPE

_Node = TypeVar("_Node", Entity, Event)


def united(corpus: Corpus) -> Graph:
    """The graph with clusters in place of the entities and events of articles; statements keep their ids.

    A cluster has the name that most articles use, and the others beside it.
    """
    graph, name = corpus.graph, corpus.links.cluster
    articles: defaultdict[NodeId, set[ArticleId]] = defaultdict(set)
    for unit in Profiles(graph).told:  # those that speak of a node
        articles[unit.node].add(unit.article)

    def renamed(nodes: Iterable[_Node]) -> Iterator[_Node]:
        for one in nodes:
            for article in sorted(articles.get(one.id, {NOWHERE})):
                if isinstance(one, Event):
                    roles = frozenset(Role(role.name, name(role.filler, article)) for role in one.roles)
                    yield replace(one, id=name(one.id, article), roles=roles)
                else:
                    links = frozenset(Link(link.relation, name(link.target, article)) for link in one.links)
                    yield replace(one, id=name(one.id, article), links=links)

    def labelled(entity: Entity) -> Entity:
        label = corpus.label(entity.id) if entity.id in corpus.names else entity.label
        return replace(entity, label=label, alt_labels=entity.alt_labels | {entity.label})

    def told(said: Statement) -> Statement:
        article = said.first_evidence.article
        event, source, reporter = (
            node and name(node, article) for node in (said.event, said.attributed_to, said.reported_by)
        )
        subject, value = name(said.subject, article), name(said.object, article)
        return replace(said, subject=subject, object=value, event=event, attributed_to=source, reported_by=reporter)

    return replace(
        graph,
        entities=tuple(map(labelled, joined(renamed(graph.entities), operator.or_))),
        events=joined(renamed(graph.events), operator.or_),
        statements=tuple(map(told, graph.statements)),
    )


def as_rdf(corpus: Corpus, form: str, *, base_iri: str = BASE_IRI) -> bytes:
    """What a corpus tells together, in a format of RDF ("ttl", "nt"); sorted, so that the bytes are the same."""
    return serialized(triples(corpus, base_iri), form, prefixes(base_iri))


def triples(corpus: Corpus, base_iri: str = BASE_IRI) -> Iterator[Triple]:
    """The triples of all happenings, of their claims and how these stand to each other, of all tenures."""
    iris = Iris(base_iri)
    for one in corpus.happenings:
        yield from node(
            iris.node(one.id),
            (TYPE, [Iri(KG + "Happening")]),
            (Iri(KG + "toldAs"), text(one.label)),
            (Iri(KG + "member"), [iris.node(name) for name in sorted({unit.node for unit in one.members} - {one.id})]),
            (Iri(KG + "standing"), text(one.stage)),
            (Iri(KG + "independentSources"), [integer(one.sources)]),
            (Iri(KG + "start"), day(one.time.start if one.time else None)),
            (Iri(KG + "end"), day(one.time.end if one.time else None)),
        ).triples()
    for claim in claims(corpus):
        yield from node(
            _name(claim, iris),
            (TYPE, [Iri(KG + "Claim")]),
            (Iri(KG + "ofHappening"), [iris.node(claim.happening)]),
            (Iri(KG + "claimedThing"), text(claim.what)),
            (Iri(KG + "claimedValue"), text(claim.value)),
            (Iri(KG + "heldBy"), text(claim.holder)),
            (Iri(KG + "claimedOn"), day(claim.telling.told_on)),
            (Iri(KG + "byStatement"), [iris.node(claim.telling.statement)]),
        ).triples()
    told = ((tie, Iri(f"{KG}{tie.bond.replace(' with', 'With')}Claim")) for tie in ties(corpus))
    yield from sorted({(_name(tie.second, iris), bond, _name(tie.first, iris)) for tie, bond in told})
    for tenure in tenures(corpus):
        content = (tenure.office, tenure.person, tenure.start, tenure.end, tenure.is_of_table)
        yield from node(
            iris.node(NodeId(f"tenure-{_digest(content)}")),
            (TYPE, [Iri(KG + "Tenure")]),
            (Iri(RDFS + "label"), text(f"{tenure.holder}, {tenure.title}")),
            (Iri(KG + "tenureOf"), [iris.node(tenure.person)]),
            (Iri(KG + "ofOffice"), [iris.node(tenure.office)]),
            (Iri(KG + "start"), day(tenure.start)),
            (Iri(KG + "end"), day(tenure.end)),
            (Iri(KG + "byStatement"), [iris.node(name) for name in sorted({name for name, _ in tenure.statements})]),
        ).triples()


def _digest(content: object) -> str:
    return sha256(repr(content).encode()).hexdigest()[:12]


def _name(claim: Claim, iris: Iris) -> Iri:
    content = (claim.happening, claim.what, claim.value, claim.telling.statement, claim.telling.article)
    return iris.node(NodeId(f"claim-{_digest(content)}"))
