"""What the name rules read and write for one article: spans of tokens, its date and countries, the entities named."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from kg.gazetteer import Gazetteer
from kg.gazetteer.values import Entry
from kg.gazetteer.words import own_id, slug
from kg.model import Entity, Link, NodeId
from kg.parse.tree import Doc, Token

POSSESSIVE = ("'s", "’s", "'", "’")
HYPHENS = ("-", "–")


@dataclass(frozen=True, order=True, slots=True)
class TokenSpan:
    """The tokens ``start`` to ``end`` (excluded) of a Doc, from left to right; only spans of one Doc are compared."""

    doc: Doc = field(compare=False, repr=False)
    start: int
    end: int

    def __len__(self) -> int:
        return self.end - self.start

    def __iter__(self) -> Iterator[Token]:
        return iter(self.doc.tokens[self.start : self.end])

    def __getitem__(self, place: int) -> Token:
        """The token at an index of the span; -1 is its last."""
        return self.doc.tokens[range(self.start, self.end)[place]]

    @property
    def form(self) -> tuple[str, ...]:
        """The words as written."""
        return tuple([token.text for token in self.doc.tokens[self.start : self.end]])

    @property
    def lower(self) -> tuple[str, ...]:
        """The words in lower case."""
        return tuple([token.lower_ for token in self.doc.tokens[self.start : self.end]])

    @property
    def before(self) -> str:
        """The token right before the span, in lower case; the empty string at the beginning of the Doc."""
        return self.doc.lower_at(self.start - 1)

    @property
    def after(self) -> str:
        """The token right behind the span, in lower case; the empty string at the end of the Doc."""
        return self.doc.lower_at(self.end)

    @property
    def text(self) -> str:
        """The words as a label: single spaces, none round hyphens and before punctuation."""
        joined = " ".join(self.form)
        for mark in ("-", "–", "/"):
            joined = joined.replace(f" {mark} ", mark)
        for mark in (" ,", " .", " '", " ’"):
            joined = joined.replace(mark, mark.strip())
        return joined

    @property
    def root(self) -> Token:
        """The token whose head lies outside the span, the last one if several do."""
        outside = [token for token in self if not self.start <= token.head.i < self.end]
        return outside[-1] if outside else next(token for token in self if token.head is token)


@dataclass(frozen=True, order=True, slots=True)
class NameSpan(TokenSpan):
    """A proper name as a candidate for linking: the parser's entity label, the gazetteer's readings of it."""

    label: str = ""
    entries: tuple[Entry, ...] = field(default=(), hash=False)

    def labelled(self, label: str) -> "NameSpan":
        """The same name under an entity label."""
        return self if label == self.label else replace(self, label=label)


@dataclass(frozen=True, order=True, slots=True)
class Name(TokenSpan):
    """A name, the class and node id of the entity that it refers to, and how it was read ("name", "acronym", ...)."""

    cls: str
    node: str
    how: str


def token_indices(spans: Iterable[TokenSpan]) -> set[int]:
    """The indices of the tokens that are in any of the spans."""
    return {place for span in spans for place in range(span.start, span.end)}


def with_disjoint(names: Iterable[NameSpan], others: Iterable[NameSpan]) -> tuple[NameSpan, ...]:
    """The names, and those others that share no token with any of them, in order."""
    kept = list(names)
    taken = token_indices(kept)
    return tuple(sorted([*kept, *(other for other in others if taken.isdisjoint(range(other.start, other.end)))]))


@dataclass(frozen=True)
class Context:
    """The Doc of an article, the gazetteer, the entities named so far, the article's date and countries."""

    doc: Doc
    gazetteer: Gazetteer
    entities: "EntityInventory"
    date: date | None
    countries: frozenset[str]
    """Alpha-3 codes of the countries that the article names without doubt."""


def countries_named(names: Iterable[NameSpan]) -> frozenset[str]:
    """The alpha-3 codes of the countries of names with one reading (a capital and its city are one), persons aside."""
    codes = (frozenset(entry.entity.country for entry in name.entries) for name in names if name.label != "PERSON")
    return frozenset(code for found in codes if len(found) == 1 for code in found if code)


def with_states(names: Sequence[NameSpan]) -> tuple[NameSpan, ...]:
    """The names; a country's is read as the state of that name where it is meant: "Georgia" beside "Atlanta"."""
    known = countries_named(names)
    places = [n for n in names if n.entries and all(e.entity.cls == "Place" and e.kind == "name" for e in n.entries)]
    of_states = [
        n for n in names if n.after == "state" and n.doc[n.end].dep_ not in ("compound", "nmod")
    ]  # "[U.S.] state"
    sites = countries_named([*places, *of_states])
    found = []
    for name in names:
        states = [entry for entry in name.entries if entry.entity.cls == "Place"][:1]
        is_country = bool(states) and name.entries[0].entity.cls == "Country"
        is_state = is_country and name.entries[0].entity.country not in known and states[0].entity.country in sites
        found.append(replace(name, entries=tuple(states)) if is_state else name)
    return tuple(found)


def reading(name: NameSpan, countries: frozenset[str]) -> Entry | None:
    """The best reading of a name that the gazetteer knows; None where several stay likely.

    Of readings in several countries that one is meant whose country the article names elsewhere (``countries``).
    """
    first = name.entries[0]
    alike = [e for e in name.entries if (e.kind, e.entity.cls) == (first.kind, first.entity.cls)]
    named = [e for e in alike if e.entity.country in countries]
    if only(e.entity for e in alike):
        return first
    return named[0] if only(e.entity for e in named) else None


def only(found: Iterable[Entity]) -> Entity | None:
    """The one entity that all of these are; None where there are several, or none."""
    known = {entity.id: entity for entity in found}
    return next(iter(known.values())) if len(known) == 1 else None


def owner(entity: Entity) -> str:
    """By what offices are looked up: the code of an entity's country, or the id of the organization that has them."""
    is_of_state = entity.country and entity.cls not in ("InternationalOrganization", "Place")
    return entity.country if is_of_state else entity.id


class EntityInventory:
    """The entities that one article names, each under its node id; ``KeyError`` for an id that it does not have.

    ``article`` is its id, of which the ids of what has no name are made.
    """

    def __init__(self, entity: Callable[[NodeId], Entity], article: str) -> None:
        self._entity = entity
        self._article = article
        self._used: dict[str, Entity] = {}
        self._labels: dict[str, set[str]] = {}

    def __getitem__(self, node: str) -> Entity:
        return self._used[node]

    def __contains__(self, node: str) -> bool:
        return node in self._used

    def use(self, entity: Entity) -> str:
        """The node of a known entity, which is noted with all that its links lead to."""
        if entity.id not in self._used:
            self._used[entity.id] = entity
            for link in sorted(entity.links, key=lambda link: (link.relation, link.target)):
                self.use(self._entity(link.target))
        return entity.id

    def mint(self, label: str, cls: str, country: str = "", links: Iterable[tuple[str, str]] = ()) -> str:
        """The node of a name that no table knows; a second minting adds country and links to the first."""
        node = NodeId(slug(label))
        try:
            known = self._entity(node)
        except KeyError:
            return self._made(node, cls, label, country, links)
        if known.cls == cls != "Person":
            return self.use(known)
        return self._made(NodeId(f"{node}-{cls.lower()}"), cls, label, country, links)

    def mint_own(self, label: str, cls: str, country: str = "", links: Iterable[tuple[str, str]] = ()) -> str:
        """The node of what the article describes and does not name, which no other article shares."""
        return self._made(NodeId(own_id(self._article, label, label)), cls, label, country, links)

    def _made(self, node: NodeId, cls: str, label: str, country: str, links: Iterable[tuple[str, str]]) -> str:
        made = self._used.get(node) or Entity(node, cls, label)
        added = frozenset(Link(relation, NodeId(target)) for relation, target in links)
        self._used[node] = replace(made, country=made.country or country, links=made.links | added)
        return node

    def label(self, node: str, surface: str) -> None:
        """Note a form under which the article names an entity."""
        self._labels.setdefault(node, set()).add(surface)

    def named(self, nodes: Iterable[str]) -> dict[str, Entity]:
        """The entities of these nodes, and those that their links lead to, with their labels here, sorted by id."""
        found: dict[str, Entity] = {}
        waiting = sorted(set(nodes))
        while waiting:
            node = waiting.pop()
            if node not in found:
                entity = self._used[node]
                labels = entity.alt_labels | self._labels.get(node, set())
                found[node] = replace(entity, id=NodeId(node), alt_labels=labels)
                waiting += [link.target for link in entity.links]
        return dict(sorted(found.items()))
