"""RDF terms as plain values, the vocabularies with their prefixes, and the IRIs of our nodes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache, partial
from hashlib import sha256
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import quote, unquote

from kg.errors import InputError

if TYPE_CHECKING:
    from kg.model import Activity, ArticleId, Evidence, NodeId

KG = "https://w3id.org/newsgraph/ontology#"
REL = "https://w3id.org/newsgraph/relation/"
BASE_IRI = "https://w3id.org/newsgraph/id/"
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
RDFS = "http://www.w3.org/2000/01/rdf-schema#"
XSD = "http://www.w3.org/2001/XMLSchema#"
SCHEMA = "https://schema.org/"
NOTES: Mapping[str, str] = {
    "version": f"{SCHEMA}version",
    "modified": f"{SCHEMA}dateModified",
    "correction": f"{SCHEMA}correction",
    "usageTerms": "http://purl.org/dc/terms/rights",
    "dateline": f"{SCHEMA}dateline",
    "subject": f"{SCHEMA}keywords",
}
"""What the publisher of an article says of it (``kg.model.Article.notes``), and the property that has it."""
SEM = "http://semanticweb.cs.vu.nl/2009/11/sem/"
ORG = "http://www.w3.org/ns/org#"
PROV = "http://www.w3.org/ns/prov#"
OA = "http://www.w3.org/ns/oa#"
SKOS = "http://www.w3.org/2004/02/skos/core#"
WD = "http://www.wikidata.org/entity/"

_VOCABULARIES: Mapping[str, str] = {
    "kg": KG,
    "rel": REL,
    "rdf": RDF,
    "rdfs": RDFS,
    "xsd": XSD,
    "schema": SCHEMA,
    "sem": SEM,
    "grasp": "http://groundedannotationframework.org/grasp#",
    "org": ORG,
    "prov": PROV,
    "oa": OA,
    "skos": SKOS,
    "dct": "http://purl.org/dc/terms/",
    "wd": WD,
}
_quoted = lru_cache(maxsize=50_000)(partial(quote, safe=""))  # names come again and again
_NO_MORE: Mapping[str, str] = MappingProxyType({})
_PREFIX_NAME = re.compile(r"(?![Xx][Mm][Ll])[A-Za-z](?:[A-Za-z0-9_-]*[A-Za-z0-9])?")
"""Names that are prefixes in Turtle, SPARQL, RDF/XML and JSON-LD alike."""


class Iri(NamedTuple):
    """An IRI, absolute and checked by whoever made it."""

    value: str


class Literal(NamedTuple):
    """A literal without language: what articles say is kept as they say it."""

    text: str
    datatype: str = XSD + "string"


class Reified(NamedTuple):
    """A triple as a term (RDF 1.2): what a statement says, whether or not it holds."""

    subject: Iri
    predicate: Iri
    object: Iri


Term = Iri | Literal | Reified
Triple = tuple[Iri, Iri, Term]


@dataclass(frozen=True, slots=True)
class TurtleNode:
    """A subject with its properties in the order in which a person wants to read them."""

    subject: Iri
    properties: tuple[tuple[Iri, tuple[Term, ...]], ...]

    def triples(self) -> Iterator[Triple]:
        """The triples of the node, in order."""
        for predicate, values in self.properties:
            for value in values:
                yield self.subject, predicate, value


def node(subject: Iri, *properties: tuple[Iri, Iterable[Term]]) -> TurtleNode:
    """A node without its empty properties."""
    filled = ((predicate, tuple(values)) for predicate, values in properties)
    return TurtleNode(subject, tuple((predicate, values) for predicate, values in filled if values))


def prefixes(base_iri: str = BASE_IRI, more: Mapping[str, str] = _NO_MORE) -> dict[str, str]:
    """The prefixes of a file, ``id:`` among them, and the user's own behind them, by name.

    ``InputError`` where one of these stands for what ``id:`` stands for.
    """
    found = dict(_VOCABULARIES)
    for name, iri in more.items():
        if iri == base_iri:
            raise InputError(f"--prefix {name}: id: stands for {iri} already", hint=f"leave {name} out")
    ours = {"kg": found.pop("kg"), "rel": found.pop("rel"), "id": base_iri} | found
    return ours | {name: more[name] for name in sorted(more)}


def checked_prefixes(given: Iterable[str]) -> dict[str, str]:
    """The user's prefixes, each given as NAME=IRI; what we have ourselves, and what is given twice, is left out.

    Raises ``InputError`` for one that is no prefix of Turtle and SPARQL (a plain name, an IRI that ends in / # or :),
    and for two that collide: one name for two IRIs, or two names for one, ours among them.

    >>> checked_prefixes(["space=https://example.org/space#", "kg=https://w3id.org/newsgraph/ontology#"])
    {'space': 'https://example.org/space#'}
    """
    found: dict[str, str] = {}
    for text in given:
        name, _, iri = text.partition("=")
        if not _PREFIX_NAME.fullmatch(name) or not _is_base(iri):
            hint = "NAME=IRI: a plain name and an absolute IRI that ends in / or #, such as ex=https://example.org/ns#"
            raise InputError(f"--prefix {text}: is no prefix", hint=hint)
        known = {"id": "", **_VOCABULARIES, **found}
        if known.get(name, iri) != iri:
            raise InputError(f"--prefix {text}: {name}: stands for {known[name] or 'the base'}", hint="another name")
        other = next((one for one, value in known.items() if value == iri and one != name), None)
        if other is not None:
            raise InputError(f"--prefix {text}: {other}: stands for that already", hint=f"write {other}:")
        found[name] = iri
    return {name: iri for name, iri in found.items() if name not in _VOCABULARIES}


def expanded(curie: str) -> str:
    """The IRI of a name behind one of our prefixes.

    >>> expanded("kg:factuality")
    'https://w3id.org/newsgraph/ontology#factuality'
    """
    prefix, _, name = curie.partition(":")
    return _VOCABULARIES[prefix] + name


def term_iri(name: str, namespace: str = KG) -> Iri:
    """The IRI of a class or relation: its local name in the namespace, or the IRI itself from a user's ontology."""
    return Iri(name) if "://" in name else Iri(namespace + _quoted(name))


def term_curie(name: str, prefix: str = "kg") -> str:
    """A class or relation behind its prefix, or the IRI itself from a user's ontology.

    >>> term_curie("set-up", "rel"), term_curie("https://example.org/acquired")
    ('rel:set-up', 'https://example.org/acquired')
    """
    return name if "://" in name else f"{prefix}:{_quoted(name)}"


def term_name(iri: str) -> str:
    """The inverse of ``term_iri``.

    >>> term_name("https://w3id.org/newsgraph/relation/set-up"), term_name("https://example.org/acquired")
    ('set-up', 'https://example.org/acquired')
    """
    for namespace in (KG, REL):
        if iri.startswith(namespace):
            return unquote(iri.removeprefix(namespace))
    return iri


def is_iri(text: str) -> bool:
    """Whether a text is an absolute IRI, so that it can stand between angle brackets."""
    return re.fullmatch(r"[A-Za-z][A-Za-z0-9+.-]*:[^\x00-\x20<>\"{}|\\^`]*", text) is not None


def checked_base(base_iri: str) -> str:
    """The base IRI, if names can be put behind it; else an ``InputError``."""
    if not _is_base(base_iri):
        raise InputError(
            f"{base_iri!r} is no base for IRIs",
            hint="an absolute IRI that ends in / or #, such as https://example.org/id/",
        )
    return base_iri


def _is_base(iri: str) -> bool:
    """Whether names can be put behind an IRI."""
    import pyoxigraph as ox

    try:
        ox.NamedNode(iri)  # the parser looks into host, port and percent signs too (RFC 3987, 2.2)
    except ValueError:
        return False
    return is_iri(iri) and iri.endswith(("/", "#", ":"))


@dataclass(frozen=True, slots=True)
class Iris:
    """The IRIs of our nodes under one base: readable where the model has a name, else from a hash of the content."""

    base: str = BASE_IRI
    only: frozenset[str] = frozenset()
    """The properties that are written; all where none is named."""

    def tells(self, *properties: Iri) -> bool:
        """Whether one of some properties is written."""
        return not self.only or any(one.value in self.only for one in properties)

    def node(self, name: NodeId) -> Iri:
        """The IRI of an entity, event, quantity or statement."""
        return Iri(self.base + _quoted(name))

    def article(self, name: ArticleId) -> Iri:
        """The IRI of an article, whatever characters its id has."""
        return Iri(f"{self.base}article-{_quoted(name)}")

    def span(self, evidence: Evidence, part: str = "") -> Iri:
        """The IRI of a span of text, or of one of its selectors."""
        return self.minted("span", evidence.article, str(evidence.start), str(evidence.end), part=part)

    def activity(self, activity: Activity) -> Iri:
        """The IRI of what made a statement."""
        return self.minted("activity", activity.version, activity.model, repr(activity.settings))

    def minted(self, kind: str, *content: str, part: str = "") -> Iri:
        """An IRI from a hash of the content, 64 bits: a collision takes billions of nodes in one graph."""
        digest = sha256("\0".join(content).encode()).hexdigest()[:16]
        return Iri(f"{self.base}{kind}-{digest}{part and '-' + part}")


def split_iri(iri: str) -> tuple[str, str]:
    """The namespace of an IRI and what stands behind it.

    >>> split_iri("https://w3id.org/newsgraph/id/s%C3%A3o-paulo")
    ('https://w3id.org/newsgraph/id/', 's%C3%A3o-paulo')
    """
    cut = max(iri.rfind(mark) for mark in "/#:") + 1
    return iri[:cut], iri[cut:]


def local_name(iri: str) -> str:
    """The name behind the base, whichever base it is.

    >>> local_name("https://example.org/id/s%C3%A3o-paulo")
    'são-paulo'
    """
    return unquote(split_iri(iri)[1])
