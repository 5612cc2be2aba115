"""Mapping of frames to statements: of ontology relations, and of open relations for what no wording matches.

The ontology decides which words evoke which relation (``kg.ontology.Evocation``). No relation is named here, except
those that grammar itself marks: a person with an office, a place in a country. An extractor may name one too.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace

from kg.lexicon import table, words
from kg.mapping.classing import frame_class
from kg.mapping.filling import TERM
from kg.mapping.mains import RankedPiece, rows
from kg.mapping.matching import WordingMatch, event_match, matches
from kg.mapping.openie import CONDITIONS, ObjectRank, OpenTriple, nominal_triples, triples, words_before
from kg.mapping.pieces import Predicate, measured, node_of, piece
from kg.model import Argument, Event, Frame, Graph, NodeId, Phrase, Quantity, Role
from kg.model.construction import Construction
from kg.model.nodes import GraphNode
from kg.ontology import Ontology, Relation

__all__ = ["statements"]

_MARKED = {"holding": "heldOffice", "location": "locatedIn"}
_ENDS = frozenset({"subject", "object", "complement", "indirect", "clause"})
_NO_OPEN = frozenset({"noun", "characterization", *_MARKED})


Circumstances = tuple[frozenset[Role], tuple[GraphNode, ...]]
LINKS = frozenset({"inResponseTo"})
"""Roles by which any happening may lead to another."""
_ANYWHERE = words("roles", "anywhere", "words")
_TEMPORAL = words("roles", "temporal", "words")
_ON_THE_SPOT = words("roles", "on_the_spot", "classes")
_HAPPENING, _PLACE = "Event", "place"
_LASTING = frozenset({"", "for", "in", "over", "to", "within"})
_GRAMMAR = {"object": "patient", "indirect": "recipient", "complement": "attribute"}
_PREPOSITIONS = words("roles", "participants", "prepositions")
_SLOTS = {role: words("roles", "circumstances", role) for role in table("roles", "circumstances")}
_SLOTS["condition"] |= CONDITIONS
"""Role -> the prepositions that tell it."""
_FAR = {role: slots for role, slots in _SLOTS.items() if role in _ANYWHERE}
"""The roles that may be told further in, behind the object."""


def circumstances(frame: Frame, ontology: Ontology) -> Circumstances:
    """The roles that the clause's prepositions determine, and the nodes that fill them."""
    found = tuple(_fillers(frame, ontology))
    roles = frozenset(Role(role, phrase.entity.id) for role, phrase in found)
    links = frozenset(Role(name, target) for name, target in frame.links if name in LINKS)
    return roles | links, tuple(node_of(phrase) for _, phrase in found)


def participants(frame: Frame, ontology: Ontology) -> Circumstances:
    """All participants of a clause of no ontology relation, each in the role of its slot.

    The role of an ambiguous preposition is named by it: "spoke against the bill" is ``against``.
    """
    around, nodes = circumstances(frame, ontology)
    sure = {role.filler for role in around}
    parts = ((a.slot, phrase) for a in frame.arguments for phrase in a.phrase.members or (a.phrase,))
    found = [(_role_of(slot, phrase, ontology), phrase) for slot, phrase in parts if phrase.entity.id not in sure]
    found = [(role, phrase) for role, phrase in found if role]
    content = [a.phrase.entity.id for a in frame.arguments if a.slot == "clause" and a.phrase.entity.cls == "Event"]
    roles = {Role(role, node_of(phrase).id) for role, phrase in found} | {Role("content", node) for node in content}
    values, numbers = _values(frame, {role.name for role in roles})
    return around | roles | values, (*nodes, *(node_of(phrase) for _, phrase in found), *numbers)


def _role_of(slot: str, phrase: Phrase, ontology: Ontology) -> str:
    """The role of a place in the clause; none for a time, which the event has, and for a clause."""
    if phrase.quantity is not None and phrase.entity.cls == "Quantity":
        return "rate" if phrase.quantity.unit == "percent" else "amount"
    if slot == "subject":
        return "agent" if ontology.is_any(phrase.entity.cls, ontology.role_ranges["agent"]) else "theme"
    return _GRAMMAR.get(slot, slot if slot in _PREPOSITIONS else "")


def general_roles(frame: Frame, ontology: Ontology, *, but: Mapping[str, tuple[NodeId, ...]]) -> Circumstances:
    """The roles that any event may have, also beside a relation; ``but`` are those that the relation fills.

    A place that the relation names already ("arrived in [Lima]") is told with it.
    """
    named = {node for nodes in but.values() for node in nodes}
    free = ((role, phrase) for role, phrase in _fillers(frame, ontology) if role not in but)
    found = [(role, p) for role, p in free if role in _ANYWHERE or (role == _PLACE and p.entity.id not in named)]
    values, numbers = _values(frame, but.keys())
    return values | {Role(role, p.entity.id) for role, p in found}, (*(node_of(p) for _, p in found), *numbers)


def _values(frame: Frame, told: Collection[str]) -> Circumstances:
    """The terms, prices and shares of a clause, each in a role that nothing fills: "for 60 days", "40% of it"."""
    found: dict[Role, Quantity] = {}
    for argument in frame.arguments:
        one = argument.phrase.quantity
        is_told = argument.phrase.lemma in _LASTING if argument.slot == "when" else argument.slot in _GRAMMAR
        if one is not None and one.scope and (is_told or one.scope != TERM):  # not "after a lull of 11 years"
            role = TERM if one.scope == TERM else "rate" if one.unit == "percent" else "amount"
            if role not in told:
                found[Role(role, one.id)] = one
    return frozenset(found), tuple(found.values())


def _fillers(frame: Frame, ontology: Ontology) -> Iterator[tuple[str, Phrase]]:
    """Roles with their phrases, each of a class that its role takes."""
    is_there = frame_class(frame, ontology) in _ON_THE_SPOT
    for role, phrase in _told(frame, is_there=is_there):
        allowed = ontology.role_ranges.get(role, frozenset())
        for member in phrase.members or (phrase,):
            is_fit = role not in _TEMPORAL or ontology.is_a(member.entity.cls, _HAPPENING)
            if is_fit and any(ontology.is_a(member.entity.cls, cls) for cls in allowed):
                yield role, member


def _told(frame: Frame, *, is_there: bool) -> Iterator[tuple[str, Phrase]]:
    """The phrases of the clause that tell a role; ``is_there`` where it happens at the place of its object."""
    for argument in frame.arguments:
        yield from _by_slot(argument, _SLOTS)
        if argument.slot in _SLOTS[_PLACE]:  # "at a market in Jos"
            yield from ((_PLACE, inner.phrase) for inner in argument.phrase.arguments if inner.slot in _SLOTS[_PLACE])
        if argument.slot == "object":
            is_thing = is_there and argument.phrase.entity.cls != _HAPPENING  # not "ended the war in Mali"
            told = {**_FAR, _PLACE: _SLOTS[_PLACE]} if is_thing else _FAR
            yield from (found for inner in argument.phrase.arguments for found in _by_slot(inner, told))


def _by_slot(argument: Argument, told: Mapping[str, frozenset[str]]) -> Iterator[tuple[str, Phrase]]:
    plain = " ".join(word for word in argument.slot.split() if word not in {"a", "an", "the"})
    return ((role, argument.phrase) for role, slots in told.items() if plain in slots)


def statements(frame: Frame, ontology: Ontology) -> Iterator[Graph]:
    """The statements of a frame, each as a small graph with its entities and its event.

    Typed ones come first; every argument that is no object of a typed one makes an open statement. All but one of a
    clause are details of it (``kg.mapping.mains``); ids are local to the clause until the article is resolved.
    """
    return rows(frame, _pieces(frame, ontology), ontology)


def _pieces(frame: Frame, ontology: Ontology) -> Iterator[RankedPiece]:
    named = frame.relation or _MARKED.get(frame.kind, "")
    if named:
        yield from ((graph, ObjectRank.OBJECT) for graph in _of_relation(frame, ontology.relations[named], ontology))
        return
    found, cls = matches(frame, ontology), frame_class(frame, ontology)
    shown: set[tuple[int, int]] = set()
    for match in found:
        around = general_roles(frame, ontology, but=match.fillers)
        event = _event(frame, match, around)
        event, nodes = measured(event, (*match.nodes, *(around[1] if event is not None else ())))
        for ends in match.pairs:
            words = match.object_words(ends[1])
            shown |= {(words.start, words.end), (ends[1].start, ends[1].end)}
            yield piece(frame, ends, _typed(frame, match, words, cls), event=event, nodes=nodes), ObjectRank.OBJECT
        for pair in match.party_pairs:  # "Peru signed a pact with Chile": what two do together
            relation, rule = ontology.relations[match.relation.among_parties], f"{match.wording}/parties"
            between = _predicate(relation, frame, pair[1], Construction.of(frame.rule).evoking(rule))
            yield piece(frame, pair, between, event=event, nodes=nodes), ObjectRank.INNER
    if frame.kind == "noun" and not found:
        yield from ((_open(frame, triple, None, cls), triple.standing) for triple in nominal_triples(frame))
    if frame.kind not in _NO_OPEN:
        open_ones = tuple(triples(frame, nested=not found))
        happening = None if found or not open_ones else _untyped(frame, ontology, _named(frame, open_ones))
        for triple in open_ones:
            if (triple.object.start, triple.object.end) not in shown and not (found and triple.is_happening):
                yield _open(frame, triple, happening, cls), triple.standing


def _of_relation(frame: Frame, relation: Relation, ontology: Ontology) -> Iterator[Graph]:
    """The statements of a relation that grammar marks, or an extractor names, between ends of its domain and range."""
    subjects = [argument.phrase for argument in frame.arguments if argument.slot == "subject"]
    objects = [argument.phrase for argument in frame.arguments if argument.slot == "object"]
    for subject in (phrase for phrase in subjects if ontology.is_any(phrase.entity.cls, relation.domain)):
        for target in (phrase for phrase in objects if ontology.is_any(phrase.entity.cls, relation.range)):
            yield piece(frame, (subject, target), _predicate(relation, frame, target, frame.rule), event=None)


def _predicate(relation: Relation, frame: Frame, shown: Phrase, rule: str) -> Predicate:
    """A relation of the ontology in the words of a clause; ``shown`` stands as the object."""
    cls = relation.relation_class
    return Predicate(relation.name, relation.label, frame.predicate_text, shown.text, rule, relation_class=cls)


def _typed(frame: Frame, match: WordingMatch, shown: Phrase, cls: str) -> Predicate:
    """The predicate of a wording, its words with the preposition before what is shown as the object: "arrived in"."""
    found = _predicate(match.relation, frame, shown, Construction.of(frame.rule).evoking(match.wording))
    slot = next((argument.slot for argument in frame.arguments if argument.phrase is shown), "object")
    text = found.text if frame.kind == "noun" or slot in _ENDS else words_before(frame, shown, slot)
    wordings = (match.relation.wordings[match.evocation],)
    return replace(found, text=text, relation_class=found.relation_class or cls, wordings=wordings)


def _event(frame: Frame, match: WordingMatch, around: Circumstances) -> Event | None:
    relation = match.relation
    if not relation.event:
        return None
    roles = frozenset(Role(name, filler) for name, fillers in match.fillers.items() for filler in fillers)
    links = frozenset(Role(name, target) for name, target in frame.links if name in LINKS.union(relation.other_roles))
    cls = match.evocation.event or relation.event
    return Event(match.event_id, cls, _event_label(frame, match), roles | links | around[0], frame.time)


def _named(frame: Frame, found: tuple[OpenTriple, ...]) -> str:
    """What the happening of a clause of no relation is called: as the text names it, or by its main statement."""
    main = min(found, key=lambda triple: triple.standing)
    if frame.label or main.is_happening:
        return frame.label or main.object.entity.label
    return f"{main.label} {main.object.text}"


def _untyped(frame: Frame, ontology: Ontology, label: str) -> tuple[Event | None, tuple[GraphNode, ...]]:
    """What happens in a clause of no relation, with all that takes part; one with "be" is a state without a place."""
    nobody = event_match(frame, ontology)
    if nobody is not None:
        around = general_roles(frame, ontology, but=nobody.fillers)
        return measured(_event(frame, nobody, around), (*nobody.nodes, *around[1]))
    if frame.kind not in {"verb", "cue"} and not circumstances(frame, ontology)[0]:
        return None, ()
    roles, nodes = participants(frame, ontology)
    return Event(frame.id, "Event", label, roles, frame.time), nodes


def _event_label(frame: Frame, match: WordingMatch) -> str:
    if frame.label and match.event_id == frame.id:
        return frame.label
    if match.light_verb_noun is not None:
        return match.light_verb_noun.text
    if frame.kind == "noun":
        return frame.predicate_text
    if match.is_own_object:  # "blocked the road" is what they did, and no object of "protested against"
        return match.pairs[0][1].entity.label
    objects = [argument.phrase.text for argument in frame.arguments if argument.slot == "object"][:1]
    is_whole = frame.is_passive and " " in frame.predicate_text  # "was fined", and not "fined" alone
    return " ".join([*objects, frame.predicate_text] if is_whole and objects else [frame.lemma, *objects])


def _open(
    frame: Frame, triple: OpenTriple, happening: tuple[Event | None, tuple[GraphNode, ...]] | None, cls: str
) -> Graph:
    told = (triple.relation, triple.label, triple.text, triple.object_text, frame.rule)
    predicate = Predicate(*told, is_open=True, relation_class=cls)
    event, nodes = happening or (None, ())
    if event is None and triple.is_happening:
        event = Event(frame.id, "Event", frame.label or triple.object.entity.label, time=frame.time)
    return piece(frame, (triple.subject, triple.object), predicate, event=event, nodes=nodes)
