"""Happenings, claims and tenures as RDF, in terms of ``ontologies/corpus.ttl``; nodes keep the IRIs of the graph."""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import sha256

from kg.corpus.claims import Bond, Claim, claims, ties
from kg.corpus.happenings import Corpus, Happening
from kg.corpus.tenures import tenures
from kg.model import NodeId
from kg.turtle.formats import serialized
from kg.turtle.nodes import day, integer, text
from kg.turtle.terms import BASE_IRI, KG, RDFS, Iri, Iris, Triple, TurtleNode, node, prefixes
from kg.turtle.vocabulary import TYPE

_BONDS = {
    Bond.SUPPORTS: Iri(KG + "supportsClaim"),
    Bond.UPDATES: Iri(KG + "updatesClaim"),
    Bond.CONFLICTS: Iri(KG + "conflictsWithClaim"),
    Bond.DENIES: Iri(KG + "deniesClaim"),
}


def as_rdf(corpus: Corpus, form: str, *, base_iri: str = BASE_IRI) -> bytes:
    """What a corpus tells together, in a format of RDF ("ttl", "nt"); sorted, so that the bytes are the same."""
    return serialized(triples(corpus, base_iri), form, prefixes(base_iri))


def triples(corpus: Corpus, base_iri: str = BASE_IRI) -> Iterator[Triple]:
    """The triples of all happenings, of their claims and how these stand to each other, of all tenures."""
    iris = Iris(base_iri)
    for happening in corpus.happenings:
        yield from _happening(happening, iris).triples()
    for claim in claims(corpus):
        yield from _claim(claim, iris).triples()
    yield from sorted({(_name(tie.second, iris), _BONDS[tie.bond], _name(tie.first, iris)) for tie in ties(corpus)})
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


def _happening(one: Happening, iris: Iris) -> TurtleNode:
    time = one.time
    return node(
        iris.node(one.id),
        (TYPE, [Iri(KG + "Happening")]),
        (Iri(KG + "toldAs"), text(one.label)),
        (Iri(KG + "member"), [iris.node(name) for name in sorted({unit.node for unit in one.members} - {one.id})]),
        (Iri(KG + "standing"), text(one.stage)),
        (Iri(KG + "independentSources"), [integer(one.sources)]),
        (Iri(KG + "start"), day(time.start if time else None)),
        (Iri(KG + "end"), day(time.end if time else None)),
    )


def _claim(claim: Claim, iris: Iris) -> TurtleNode:
    return node(
        _name(claim, iris),
        (TYPE, [Iri(KG + "Claim")]),
        (Iri(KG + "ofHappening"), [iris.node(claim.happening)]),
        (Iri(KG + "claimedThing"), text(claim.what)),
        (Iri(KG + "claimedValue"), text(claim.value)),
        (Iri(KG + "heldBy"), text(claim.holder)),
        (Iri(KG + "claimedOn"), day(claim.telling.told_on)),
        (Iri(KG + "byStatement"), [iris.node(claim.telling.statement)]),
    )


def _digest(content: object) -> str:
    return sha256(repr(content).encode()).hexdigest()[:12]


def _name(claim: Claim, iris: Iris) -> Iri:
    content = (claim.happening, claim.what, claim.value, claim.telling.statement, claim.telling.article)
    return iris.node(NodeId(f"claim-{_digest(content)}"))
