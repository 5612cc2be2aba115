"""Frames, phrases and relations made by hand: a frame is its verb and the phrases in its slots."""

from collections.abc import Mapping
from decimal import Decimal

from kg.gazetteer.words import shared_id
from kg.model import Argument, ArticleId, Entity, Evidence, Factuality, Frame, NodeId, Phrase, Quantity
from kg.ontology import Evocation, Ontology, Relation

SENTENCE = Evidence(ArticleId("a"), 0, 8, "sentence")
CLASSES = {
    "Country": frozenset({"Country", "Actor"}),
    "Person": frozenset({"Person", "Actor"}),
    "Office": frozenset({"Office", "Actor"}),
    "Commodity": frozenset({"Commodity"}),
    "Topic": frozenset({"Topic"}),
    "Event": frozenset({"Event"}),
    "Place": frozenset({"Place"}),
}


def phrase(text: str, cls: str = "Topic", **inner: Phrase) -> Phrase:
    """A phrase that stands for an entity of a class, with what hangs on it; "on_" is the slot "on"."""
    arguments = tuple(Argument(_slot(slot), value) for slot, value in inner.items())
    start = abs(hash_of(text)) % 1000
    return Phrase(
        start, start + len(text), text, text.lower().split()[-1], Entity(NodeId(shared_id(text)), cls, text), arguments
    )


def percent(text: str) -> Phrase:
    """A rate: "35%"."""
    value = Quantity(NodeId(f"quantity-{text.strip('%')}-percent"), text, Decimal(text.strip("%")), "percent")
    return Phrase(1, 1 + len(text), text, "%", Entity(value.id, "Quantity", text), quantity=value)


def frame(
    lemma: str, kind: str = "verb", *, words: str = "", passive: bool = False, **slots: Phrase | tuple[Phrase, ...]
) -> Frame:
    """A frame of a lemma; "in_" is the slot "in", a tuple fills a slot several times."""
    arguments = [
        Argument(_slot(slot), value)
        for slot, values in slots.items()
        for value in (values if isinstance(values, tuple) else (values,))
    ]
    return Frame(
        id=NodeId("event-1"),
        lemma=lemma,
        kind=kind,
        start=0,
        end=len(lemma),
        predicate_text=words or lemma,
        arguments=tuple(arguments),
        sentence=SENTENCE,
        factuality=Factuality.ASSERTED,
        rule="clause/active",
        confidence=1.0,
        is_passive=passive,
    )


def relation(
    name: str, *wordings: Evocation, symmetric: bool = False, event: str = "Happening", roles: tuple[str, ...] = ()
) -> Relation:
    """A relation between actors, or of an actor with the happening itself."""
    return Relation(
        name=name,
        label=name,
        iri=f"https://w3id.org/newsgraph/ontology#{name}",
        event=event,
        subject_role="agent" if event else "",
        object_role="target" if event else "",
        other_roles=roles,
        domain=frozenset({"Actor"}),
        range=frozenset({"Actor", "Event"}),
        prefers=frozenset({"Actor"}),
        symmetric=symmetric,
        plover="",
        evocations=wordings,
        examples=(),
        counterexamples=(),
    )


def ontology(*relations: Relation, role_ranges: Mapping[str, frozenset[str]] | None = None) -> Ontology:
    """An ontology of these relations, its words indexed, the strictest wording first."""
    index: dict[tuple[str, str], list[tuple[Relation, Evocation]]] = {}
    for each in relations:
        for wording in each.evocations:
            for kind, word in wording.words:
                index.setdefault((kind, word.split()[0]), []).append((each, wording))
    return Ontology(
        relations={each.name: each for each in relations},
        by_word={key: tuple(sorted(pairs, key=lambda pair: -pair[1].strictness)) for key, pairs in index.items()},
        classes=CLASSES,
        role_ranges=role_ranges or {"commodity": frozenset({"Commodity"}), "place": frozenset({"Place"})},
        plover={},
    )


def hash_of(text: str) -> int:
    """A place for a phrase, the same in every run."""
    return sum(ord(letter) * (place + 1) for place, letter in enumerate(text))


def _slot(name: str) -> str:
    return name.rstrip("_").replace("_", " ")
