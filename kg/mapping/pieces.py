"""A statement with its nodes as a graph of its own; ids are assigned when the article is resolved."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from kg.lexicon import words
from kg.mapping.confidence import confidence, features, reasons, usefulness
from kg.mapping.trust import trust
from kg.model import Entity, Event, Frame, Graph, NodeId, Phrase, Quantity, Role, Statement
from kg.model.nodes import GraphNode
from kg.rules import construction_of

_THIRD_PERSON = frozenset(word for series in ("he", "she", "it", "they") for word in words("coref", series, "words"))
_PRONOUNS = _THIRD_PERSON | words("coref", "i", "words") | words("coref", "we", "words")


@dataclass(frozen=True)
class Predicate:
    """The relation of a statement: its name and label, the text of predicate and object, rule and class."""

    relation: str
    label: str
    text: str
    object_text: str
    rule: str
    is_open: bool = False
    relation_class: str = ""
    wordings: tuple[str, ...] = ()
    """The id of the wording of the ontology that fits, if any."""


_SCOPES = {cls: scope for scope in ("toll", "price", "sentence") for cls in words("roles", "scopes", scope)}


def piece(
    frame: Frame,
    ends: tuple[Phrase, Phrase],
    predicate: Predicate,
    *,
    event: Event | None,
    nodes: tuple[GraphNode, ...] = (),
) -> Graph:
    """A frame's statement about two phrases, with every node that it needs."""
    said = (_as_node(entity) for entity in (frame.source, frame.reported_by) if entity is not None)
    beside = (*said, *nodes, *((event,) if event is not None else ()))
    owners = []  # whom the pronouns in a phrase mean, be it told of nowhere else: "[petitioners] show their funds"
    for end in ends:
        meant = {link.target for link in end.entity.links}
        inside = (one for one in _within(end) if one.text.lower() in _PRONOUNS and one.entity.id in meant)
        owners += [node_of(one) for one in inside if one.entity.label.lower() != one.text.lower()]
    return graph_of((*map(node_of, ends), *owners, *beside), _statement(frame, ends, predicate, event))


def measured(event: Event | None, nodes: tuple[GraphNode, ...]) -> tuple[Event | None, tuple[GraphNode, ...]]:
    """An event and its nodes, its numbers told as what they measure: the toll of a killing, the sentence of a court."""
    scope = _SCOPES.get(event.cls, "") if event is not None else ""
    if event is None or not scope:
        return event, nodes
    found = (one for one in nodes if isinstance(one, Quantity) and one.scope == ("term" if scope == "sentence" else ""))
    named = {one.id: one.of(scope) for one in found if scope != "price" or one.unit.isupper()}
    roles = (replace(role, filler=named[role.filler].id) if role.filler in named else role for role in event.roles)
    return replace(event, roles=frozenset(roles)), tuple(named.get(node.id, node) for node in nodes)


def _within(phrase: Phrase) -> Iterator[Phrase]:
    """The phrases inside of one, at any depth."""
    for argument in phrase.arguments:
        yield argument.phrase
        yield from _within(argument.phrase)


def _statement(frame: Frame, ends: tuple[Phrase, Phrase], predicate: Predicate, event: Event | None) -> Statement:
    subject, target = ends
    is_typed = not (predicate.is_open or frame.extracted_by)  # what is proposed has no wording of a relation
    made_by = construction_of(predicate.rule)  # none of another package's extractor
    known = features(frame, ends, typed=is_typed, relation_class=predicate.relation_class)
    made = Statement(
        id=NodeId(""),
        subject=subject.entity.id,
        relation=predicate.relation,
        relation_label=predicate.label,
        is_open=predicate.is_open,
        object=target.entity.id,
        event=event.id if event is not None else None,
        factuality=frame.factuality,
        evidence=frozenset({frame.sentence}),
        subject_text=subject.text,
        predicate_text=predicate.text,
        object_text=predicate.object_text,
        rule=predicate.rule,
        confidence=confidence(frame, known),
        usefulness=usefulness(known),
        reasons=reasons(frame, ends, known),
        attributed_to=frame.source.id if frame.source is not None else None,
        reported_by=frame.reported_by.id if frame.reported_by is not None else None,
        time=frame.time,
        claimed_on=frame.claimed_on,
        own_act=frame.own_act,
        extracted_by=frame.extracted_by,
        unresolved=any(end.entity.label.lower() in _THIRD_PERSON for end in ends),
        firmness_cue=frame.firmness_cue,
        negated=frame.negated,
        condition=frame.condition,
        condition_statement=frame.condition_frame,
        relation_class=predicate.relation_class,
        clause_text="" if frame.negated and predicate.object_text not in frame.clause_text else frame.clause_text,
        is_passive=frame.is_passive and any(one.slot == "object" and one.phrase is subject for one in frame.arguments),
        tense=frame.tense,
        rules=frozenset({*frame.rules, *subject.rules, *target.rules, *predicate.wordings, made_by} - {""}),
    )
    return replace(made, trust=trust(made, frame, ends))


def node_of(phrase: Phrase) -> GraphNode:
    """The node of a phrase: a quantity, an event or an entity; of "the six" that of "all six" before."""
    entity, number = phrase.entity, phrase.quantity
    if entity.cls == "Quantity" and number is not None:
        return number if number.id == entity.id else replace(number, id=entity.id, text=entity.label)
    return _as_node(entity)


def _as_node(entity: Entity) -> GraphNode:
    if entity.cls != "Event":
        return entity
    roles = frozenset(Role(link.relation, link.target) for link in entity.links)
    return Event(entity.id, "Event", entity.label, roles, wikidata=entity.wikidata)


def graph_of(nodes: tuple[GraphNode, ...], *statements: Statement) -> Graph:
    """A graph of nodes by their types; duplicates are merged when the article is resolved."""
    return Graph(
        entities=tuple([node for node in nodes if isinstance(node, Entity)]),
        events=tuple([node for node in nodes if isinstance(node, Event)]),
        quantities=tuple([node for node in nodes if isinstance(node, Quantity)]),
        statements=statements,
    )
