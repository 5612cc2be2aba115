"""Acts: groups of statements that are drawn together or not at all."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache

from kg.facts.selection import kind_of, ordered
from kg.facts.status import Statuses, statuses
from kg.lexicon import words
from kg.model import ArticleId, Entity, Event, Factuality, Graph, NodeId, Quantity, Role, Statement, TimeSpan
from kg.model.classes import ACTORS
from kg.model.nodes import MENTIONED, OWNER
from kg.ontology import Ontology
from kg.view.draw.cards import is_passive, sign_of
from kg.view.draw.look import card_words, class_of, class_tones, standing_words
from kg.view.draw.values import DrawnNode, Edge, Tone

_CONFLICT = ("VerbalConflict", "MaterialConflict")
_COOPERATION = ("VerbalCooperation", "MaterialCooperation")
_NOT = ("n't", "n’t")
_LONGEST_WORDING = 28
_PEOPLE = frozenset({"Person", "Office", "Government", "PublicBody"})
_HOMES = {"actsFor": "acts for", "inCountry": "in"}
_RELATIVE = frozenset({"inResponseTo", "cause", "content", OWNER, MENTIONED})
"""Roles that lead to other happenings or matters: arrows of their own would say more than the text does."""

_IN_WORDS = words("roles", "participants", "grammar") | words("roles", "participants", "prepositions")
"""Roles of a clause that no relation claims, which its sentence tells as well."""


@dataclass(frozen=True, slots=True)
class Act:
    """The nodes and edges of statements of one content, with their rank for a small picture."""

    nodes: tuple[DrawnNode, ...]
    edges: tuple[Edge, ...]
    said: frozenset[NodeId]
    is_open: bool
    ends: tuple[NodeId, NodeId]
    sentences: frozenset[tuple[ArticleId, int]]
    fits: bool = True
    """Whether its ends are of classes that its relation has."""
    worth: float = 0.0
    """How likely the best of its statements is right and worth keeping."""


def acts(graph: Graph, said: Iterable[Statement]) -> tuple[Act, ...]:
    """The acts of statements, in the order of the text, without duplicates."""
    drawn = {one.id for one in said}
    groups: dict[tuple[object, ...], list[Statement]] = {}
    for one in ordered(graph):
        if one.id in drawn and one.subject in graph.nodes and one.object in graph.nodes:
            firm = one.factuality, one.negated, one.condition
            event = one.event if _has_node(graph, one) else None
            groups.setdefault((one.subject, one.relation, one.object, firm, one.attributed_to, event), []).append(one)
    known = statuses(graph)
    return tuple(_act(graph, group, known) for group in groups.values())


@cache
def tone_of(event_class: str) -> Tone:
    """Whether events of a class are conflict or cooperation."""
    known = Ontology.load()
    if any(known.is_a(event_class, one) for one in _CONFLICT):
        return Tone.CONFLICT
    if any(known.is_a(event_class, one) for one in _COOPERATION):
        return Tone.COOPERATION
    return Tone.NEUTRAL


def tone_of_statement(graph: Graph, one: Statement) -> Tone:
    """Whether a statement tells of an act against or with someone: by its class, of those who act.

    As in "X slammed Y"; a virus that harms is against nobody, and of a passive nobody knows who did it.
    """
    actor = graph.nodes.get(one.subject)
    if one.is_open and (not isinstance(actor, Entity) or actor.cls not in ACTORS or is_passive(one)):
        return Tone.NEUTRAL
    known = Ontology.load().relation_classes.get(class_of(one)) if sign_of(graph, one).name else None
    names = {known.name, known.broader} if known else set()
    return next((tone for tone, classes in class_tones().items() if names & classes), Tone.NEUTRAL)


def fits(graph: Graph, one: Statement) -> bool:
    """Whether the ends of a statement are of classes that its relation has; of an open one any are."""
    relation = None if one.is_open else Ontology.load().relations.get(one.relation)
    if relation is None:
        return True
    known = Ontology.load()
    subject, value = (kind_of(graph.nodes[end]) for end in (one.subject, one.object))
    return known.is_any(subject, relation.domain) and (one.object == one.event or known.is_any(value, relation.range))


def node_of(graph: Graph, identifier: NodeId, known: Statuses) -> DrawnNode:
    """A node of the graph as it is drawn; ``known`` says how its events stand."""
    found = graph.nodes[identifier]
    node = DrawnNode(identifier, kind_of(found), graph.label(identifier))
    if not isinstance(found, Event):
        return node
    status = known[identifier]
    firmness = status.factuality or Factuality.ASSERTED
    tone = tone_of(found.cls)
    return replace(node, tone=tone, factuality=firmness, negated=status.negated, is_fact=status.is_fact)


def belongings(graph: Graph, drawn: Iterable[DrawnNode]) -> Iterator[Edge]:
    """Whom those that are drawn act for or belong to, where that is drawn too: a government and its country."""
    shown = [node.id for node in drawn if not node.is_act]
    entities = {entity.id: entity for entity in graph.entities if entity.id in set(shown)}
    states = (entity for entity in entities.values() if entity.cls == "Country" and entity.country)
    countries = {entity.country: entity.id for entity in states}
    for entity in (entities[name] for name in shown if name in entities):
        links = (link for link in sorted(entity.links, key=repr) if link.relation in _HOMES)
        home = next((link for link in links if link.target in entities), None)
        if home:
            yield Edge(entity.id, home.target, "", (), role=_HOMES[home.relation])
        elif entity.cls in _PEOPLE and entity.country in countries:
            yield Edge(entity.id, countries[entity.country], "", (), role="of")


def year_of(time: TimeSpan | None) -> str:
    """A time as short as a label wants it: "2024", "2018–2020", "since 2017", "2026-01-14", "Jan 2026" as "2026-01"."""
    if time is None or (time.start is None and time.end is None):
        return ""
    if time.end is None:
        return f"since {time.start.year}" if time.start else ""
    if time.start is None:
        return f"until {time.end.year}"
    if time.start == time.end:
        return time.start.isoformat()
    if time.start.year != time.end.year:
        return f"{time.start.year}–{time.end.year}"
    same_month = time.start.month == time.end.month
    return f"{time.start.year}-{time.start.month:02}" if same_month else str(time.start.year)


def _has_node(graph: Graph, one: Statement) -> bool:
    """Whether the act is drawn as a node: someone or something takes part beyond the two ends."""
    return one.event not in {None, one.subject, one.object} and bool(_others(graph, one))


def _others(graph: Graph, one: Statement) -> tuple[Role, ...]:
    """Roles of others; of a second target or agent none, which has a statement of its own that draws it."""
    event = graph.nodes.get(one.event) if one.event else None
    if not isinstance(event, Event):
        return ()
    named = Counter(role.name for role in event.roles)
    return tuple(
        role
        for role in sorted(event.roles)
        if role.name not in _RELATIVE | _IN_WORDS
        and role.filler not in {one.subject, one.object}
        and isinstance(graph.nodes.get(role.filler), Entity)
        and not (role.name in {"agent", "target", "party"} and named[role.name] > 1)
    )


def _act(graph: Graph, group: Sequence[Statement], known: Statuses) -> Act:
    first = group[0]
    ends = (first.subject, first.object)
    said = tuple(one.id for one in group)
    nodes = [node_of(graph, end, known) for end in dict.fromkeys(ends)]
    relation = None if first.is_open else Ontology.load().relations.get(first.relation)
    is_mutual = relation is not None and relation.symmetric  # of worsened relations neither end is who does it
    edge = Edge(
        *ends,
        "",
        said,
        tone=tone_of_statement(graph, first),
        factuality=first.factuality,
        # Only a source asserts it: it is drawn as no fact.
        is_claim=first.factuality is Factuality.ASSERTED and not first.is_fact,
        family=sign_of(graph, first).name,
        sentence=first.label,
        negated=first.negated,
    )
    if _has_node(graph, first) and first.event:
        found = graph.nodes[first.event]
        between = DrawnNode(
            first.event,
            found.cls if isinstance(found, Event) else "Event",
            _wording(first),
            detail_of(graph, [first]),
            edge.tone,
            first.factuality,
            is_act=True,
            is_fact=known[first.event].is_fact,
            family=edge.family,
            negated=first.negated,
        )
        others = _others(graph, first)
        nodes += [between, *(node_of(graph, role.filler, known) for role in others)]
        edges = (
            replace(edge, head=between.id, has_head=False),
            replace(edge, tail=between.id, has_head=not is_mutual),
            *(
                Edge(between.id, role.filler, "", said, factuality=first.factuality, role=_in_words(role.name))
                for role in others
            ),
        )
    else:
        label, detail = _wording(first), detail_of(graph, group)
        edges = (replace(edge, label=label, detail=detail, is_open=first.is_open, has_head=not is_mutual),)
    sentences = frozenset((span.article, span.start) for one in group for span in one.evidence)
    worth = max(one.worth for one in group)
    return Act(tuple(nodes), edges, frozenset(said), first.is_open, ends, sentences, fits(graph, first), worth)


def _in_words(name: str) -> str:
    """A local name as words: "requested by"."""
    return re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name).lower()


def _wording(one: Statement) -> str:
    """What an edge is called: the relation of what is so, the text's own words for what is planned, open or denied.

    "Signed" is no word for what somebody "is due to sign". Of what is denied the words say that it is.
    """
    words = " ".join(one.predicate_text.split())
    is_plain = one.factuality is Factuality.ASSERTED
    if not words or len(words) > _LONGEST_WORDING or (not one.is_open and is_plain):
        words = standing_words().get(one.relation, one.relation_label)
    words = words if words.isupper() else words[:1].lower() + words[1:]
    if not one.negated:
        return words
    is_heard = any(part in card_words("denying") or part.endswith(_NOT) for part in words.lower().split())
    return words if is_heard else f"not: {words}"


def detail_of(graph: Graph, group: Sequence[Statement]) -> str:
    """The second line of a label: amounts, time, source."""
    first = group[0]
    event = graph.nodes.get(first.event) if first.event else None
    times, amounts = [year_of(one.time) for one in group], list[str]()
    if isinstance(event, Event):
        times.append(year_of(event.time))
        fillers = (graph.nodes.get(role.filler) for role in sorted(event.roles))
        amounts = [found.text for found in fillers if isinstance(found, Quantity)]
    source = "" if first.own_act or not first.voice else f"says {graph.label(first.voice)}"
    when = next(filter(None, times), "")
    return " · ".join(filter(None, [first.condition, *amounts, when, source]))
