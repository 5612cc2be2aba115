"""Selection of the acts to draw: those that match the view, the best of them where there are too many."""

import re
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import product
from math import log2

from kg.facts.selection import Counted, Filter, is_linking, nodes_named, ordered, selected, time_of
from kg.facts.states import governed
from kg.facts.status import Statuses, firmness_shown, is_denying, statuses
from kg.gazetteer import Gazetteer
from kg.lexicon import words
from kg.model import ArticleId, Entity, Event, Factuality, Graph, NodeId, Quantity, Role, Statement
from kg.model.classes import ACTORS
from kg.model.nodes import MENTIONED, OWNER
from kg.ontology import Ontology
from kg.view.draw.cards import sign_of
from kg.view.draw.days import between, span
from kg.view.draw.look import card_table, class_of, class_tones
from kg.view.draw.values import DrawnNode, Edge, LeftOut, Picture, Tone, View

_CONFLICT = ("VerbalConflict", "MaterialConflict")
_COOPERATION = ("VerbalCooperation", "MaterialCooperation")
_LONGEST_WORDING = 28
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")  # in "requestedBy"
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
    if one.is_open and (not isinstance(actor, Entity) or actor.cls not in ACTORS or one.is_passive):
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
    subject, value = (graph.nodes[end].cls for end in (one.subject, one.object))
    return known.is_any(subject, relation.domain) and (one.object == one.event or known.is_any(value, relation.range))


def node_of(graph: Graph, identifier: NodeId, known: Statuses) -> DrawnNode:
    """A node of the graph as it is drawn; ``known`` says how its events stand."""
    found = graph.nodes[identifier]
    node = DrawnNode(identifier, found.cls, graph.label(identifier))
    if not isinstance(found, Event):
        return node
    status = known[identifier]
    return replace(
        node,
        tone=tone_of(found.cls),
        factuality=status.factuality or Factuality.ASSERTED,
        negated=status.negated,
        firmness=status.told,
        is_fact=status.is_fact,
    )


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
        firmness=firmness_shown(first),
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
            firmness=edge.firmness,
        )
        others = _others(graph, first)
        tie = Edge(between.id, between.id, "", said, factuality=first.factuality, firmness=edge.firmness)
        nodes += [between, *(node_of(graph, role.filler, known) for role in others)]
        edges = (
            replace(edge, head=between.id, has_head=False),
            replace(edge, tail=between.id, has_head=not is_mutual),
            *(replace(tie, head=role.filler, role=_CAMEL.sub(" ", role.name).lower()) for role in others),
        )
    else:
        label, detail = _wording(first), detail_of(graph, group)
        edges = (replace(edge, label=label, detail=detail, is_open=first.is_open, has_head=not is_mutual),)
    sentences = frozenset((span.article, span.start) for one in group for span in one.evidence)
    worth = max(one.worth for one in group)
    return Act(tuple(nodes), edges, frozenset(said), first.is_open, ends, sentences, fits(graph, first), worth)


def _wording(one: Statement) -> str:
    """What an edge is called: the relation of what is so, the text's own words for what is planned, open or denied.

    "Signed" is no word for what somebody "is due to sign". Of what is denied the words say that it is.
    """
    words = " ".join(one.predicate_text.split())
    if not words or len(words) > _LONGEST_WORDING or (not one.is_open and one.factuality is Factuality.ASSERTED):
        words = card_table("standing").get(one.relation, one.relation_label)
    words = words if words.isupper() else words[:1].lower() + words[1:]
    return words if not one.negated or is_denying(words) else f"not: {words}"


def detail_of(graph: Graph, group: Sequence[Statement]) -> str:
    """The second line of a label: amounts, time, source."""
    first = group[0]
    event = graph.nodes.get(first.event) if first.event else None
    amounts = list[str]()
    if isinstance(event, Event):
        fillers = (graph.nodes.get(role.filler) for role in sorted(event.roles))
        amounts = [found.text for found in fillers if isinstance(found, Quantity)]
    source = "" if first.own_act or not first.voice else f"says {graph.label(first.voice)}"
    when = next(filter(None, (span(time_of(graph, one)) for one in group)), "")
    return " · ".join(filter(None, [first.condition, *amounts, when, source]))


_ROLLED_UP = frozenset({"Country", "Government", "PublicBody", "Office", "Person", "Group"})


@dataclass(frozen=True)
class Countries:
    """A graph whose actors are countries and without the statements between two of one."""

    graph: Graph
    homes: Mapping[NodeId, NodeId]

    def of(self, node: NodeId) -> NodeId:
        """The country of an actor; any other node is itself."""
        return self.homes.get(node, node)


def shown_as(graph: Graph, view: View) -> Countries:
    """The graph as a network shows it: actors as their countries where the view asks so.

    Else each government alone in the node of its country, where the graph has that too.
    """
    if view.by_country:
        return by_country(graph)
    inner = governed(graph)
    homes = {one.id: inner[one.id] for one in graph.entities if one.id in inner and inner[one.id] in graph.nodes}
    if not homes:
        return Countries(graph, {})
    names: dict[NodeId, set[str]] = {}
    for one in graph.entities:
        if one.id in homes:
            names.setdefault(homes[one.id], set()).update({one.label, *one.alt_labels})
    entities = (
        replace(one, alt_labels=(one.alt_labels | names[one.id]) - {one.label}) if one.id in names else one
        for one in graph.entities
        if one.id not in homes
    )
    return _rolled_up(graph, tuple(entities), homes)


def by_country(graph: Graph) -> Countries:
    """The graph with states, their bodies and their people as countries; firms, goods and places stay themselves."""
    states = (entity for entity in graph.entities if entity.cls == "Country")
    known = {code: entity for entity in states if (code := entity.alpha3 or entity.country)}
    actors = [entity for entity in graph.entities if entity.cls in _ROLLED_UP and entity.country]
    for code in (entity.country for entity in actors if entity.country not in known):
        try:  # it need not be named in the graph itself; a code that is none names itself
            known[code] = Gazetteer.load().country(code)
        except KeyError:
            known[code] = Entity(NodeId(code.lower()), "Country", code, country=code)
    homeland = {entity.id for entity in known.values()}
    acting = (entity for entity in graph.entities if entity.cls in _ROLLED_UP)
    linked = ((entity.id, link.target) for entity in acting for link in sorted(entity.links, key=repr))
    homes = {name: target for name, target in linked if target in homeland}
    homes |= {entity.id: known[entity.country].id for entity in actors}
    entities = {entity.id: entity for entity in (*graph.entities, *known.values())}
    return _rolled_up(graph, tuple(entities[name] for name in sorted(entities)), homes)


def _rolled_up(graph: Graph, entities: tuple[Entity, ...], homes: Mapping[NodeId, NodeId]) -> Countries:
    """A graph of some entities, with others in their homes, and nothing that a home does to itself."""
    rolled = (
        replace(one, subject=homes.get(one.subject, one.subject), object=homes.get(one.object, one.object))
        for one in graph.statements
    )
    shared = set(homes.values())
    events = (
        replace(event, roles=frozenset(Role(role.name, homes.get(role.filler, role.filler)) for role in event.roles))
        for event in graph.events
    )
    between = tuple(one for one in rolled if one.subject != one.object or one.subject not in shared)
    return Countries(replace(graph, entities=entities, events=tuple(events), statements=between), homes)


_WEIGH = {name: float(value) for name, value in card_table("network").items()}
_MOST_NAMED = 3
_RANKED = 120  # nodes of an order of choice
_POOL = 600  # acts that are looked at, the weightiest: what stands behind them would not be chosen for a picture


def picture(graph: Graph, view: View = View()) -> Picture:  # noqa: B008 frozen
    """The picture of a graph for a view; ``KgError`` for a name that the graph does not have."""
    return next(pictures(graph, view, [view.top]))


def pictures(graph: Graph, view: View, tops: Iterable[int]) -> Iterator[Picture]:
    """The pictures of a graph of at most so many nodes each, 0 for all, whatever number the view asks for."""
    fitting = said_in(graph, view)
    focus = nodes_named(graph, view.focus)
    names = sorted({graph.label(node) for node in focus})
    hops = f" up to {view.hops} hop{'' if view.hops == 1 else 's'} away"
    asked = (
        f"about {', '.join(names)}{hops}" if names else "",
        f"since {view.since}" if view.since else "",
        f"until {view.until}" if view.until else "",
        f"relations {', '.join(view.relations)}" if view.relations else "",
        f"only {', '.join(view.factualities)}" if view.factualities else "",
        f"only {'leads' if view.trust == 'lead' else 'what is ' + view.trust}" if view.trust else "",
        "actors as their countries" if view.by_country else "",
    )
    countries = shown_as(graph, view)
    graph, focus = countries.graph, frozenset(countries.of(node) for node in focus)
    wanted = {old.id for old in fitting}
    said = tuple(one for one in graph.statements if one.id in wanted)
    every = acts(graph, said)
    near = [act for act in (_near(every, focus, view.hops) if focus else every) if act.fits]
    for top in tops:
        best_ones = set(_ranked(near, focus, top)) if top else set(near)
        chosen = [act for act in near if act in best_ones]
        drawn = _picture(graph, chosen, focus)
        nodes = {node.id for act in every for node in act.nodes} | {node.id for node in drawn.nodes}
        shown = {one for act in chosen for one in act.said}
        untold = Counted.of(one for one in fitting if one.id not in shown)
        left = LeftOut(
            len(nodes) - len(drawn.nodes),
            len(nodes),
            untold,
            Counted.of(fitting),
            inside=len(fitting) - len(said),
            asked=tuple(filter(None, asked)),
        )
        yield replace(drawn, title=title_of(graph), left_out=left)


def best(every: Sequence[Act], most: int = _RANKED) -> tuple[Act, ...]:
    """The acts to show where the nodes are to be at most ``most``, in the order of choice."""
    return tuple(_ranked(every, frozenset(), most))


def best_of(graph: Graph, focus: frozenset[NodeId], hops: int, most: int) -> Graph:
    """The graph with at most ``most`` statements: those near the focus, the best of them first."""
    every = acts(graph, graph.statements)
    near = _near(every, focus, hops) if focus else every
    degree = Counter(end for act in near for end in act.ends)
    weighed = sorted(near, key=lambda act: -_weight(act, degree))
    kept: set[NodeId] = set()
    for act in weighed:
        if len(kept) + len(act.said - kept) <= most:
            kept |= act.said
    return replace(graph, statements=tuple(one for one in graph.statements if one.id in kept))


def focused(graph: Graph, view: View) -> frozenset[NodeId]:
    """The nodes that the view is about, as countries where actors are drawn so."""
    return frozenset(map(shown_as(graph, view).of, nodes_named(graph, view.focus)))


def said_in(graph: Graph, view: View) -> tuple[Statement, ...]:
    """The statements that fit the view in time, relation, factuality and trust."""
    found: dict[NodeId, Statement] = {}
    for relation, factuality in product(view.relations or ("",), view.factualities or ("",)):
        wanted = Filter(relation=relation, factuality=factuality, trust=view.trust, since=view.since, until=view.until)
        said = selected(graph, wanted)
        found |= {one.id: one for one in said if view.details or is_linking(one)}
    return tuple(found.values())


def said_near(graph: Graph, view: View) -> tuple[Statement, ...]:
    """The statements that fit the view, of those only what is near its focus where it has one."""
    said = said_in(graph, view)
    reached = set(nodes_named(graph, view.focus))
    found = said
    for _ in range(view.hops if view.focus else 0):
        found = tuple(one for one in said if reached & {one.subject, one.object})
        reached |= {end for one in found for end in (one.subject, one.object)}
    return found


def lack(graph: Graph, view: View) -> str:
    """What there is where nothing fits a view: how much does without each of its limits; empty where something fits."""
    if not graph.statements or said_near(graph, view):
        return ""
    limits = {"days": ("since", "until"), "relation": ("relations",), "factuality": ("factualities",)}
    limits |= {"trust": ("trust",), f"focus ({view.focus})": ("focus",)}
    wider = {name: {one: getattr(View(), one) for one in some} for name, some in limits.items()}
    counts = {name: Counted.of(said_near(graph, replace(view, **some))) for name, some in wider.items()}
    told = (f"; without its {name} {count}" for name, count in counts.items() if count.mains)
    return f"Nothing of {Counted.of(graph.statements)} fits what is asked for{''.join(told)}."


def _near(every: Sequence[Act], focus: frozenset[NodeId], hops: int) -> tuple[Act, ...]:
    """The acts between nodes that are at most ``hops`` from the focus; with one hop, those that touch it."""
    reached, found = set(focus), list[Act]()
    for _ in range(hops):
        found = [act for act in every if reached & set(act.ends)]
        reached |= {end for act in found for end in act.ends}
    return tuple(found)


def _ranked(every: Sequence[Act], focus: frozenset[NodeId], most: int) -> Iterator[Act]:
    """Acts one by one: the weightiest that brings few new nodes, those of the focus linked to it, until it is full."""
    degree = Counter(end for act in every for end in act.ends)
    left = {act: (_weight(act, degree), -place) for place, act in enumerate(every)}
    left = dict(sorted(left.items(), key=lambda pair: pair[1], reverse=True)[:_POOL])
    chosen = _Chosen(set(focus), most)
    while chosen.edges < most * _WEIGH["edges_a_node"]:
        fitting = [act for act in left if chosen.has_room(act) and (not focus or chosen.touches(act))]
        if not fitting:
            return
        pick = max(fitting, key=lambda act: (left[act][0] - chosen.cost(act), left[act][1]))
        del left[pick]
        chosen.add(pick)
        yield pick


class _Chosen:
    """What is shown so far, and what another act would cost."""

    def __init__(self, shown: set[NodeId], most: int) -> None:
        self.edges = 0
        self._shown = shown
        self._most = most
        self._pairs: Counter[tuple[NodeId, NodeId]] = Counter()
        self._sentences: Counter[object] = Counter()
        self._between: Counter[object] = Counter()

    def add(self, act: Act) -> None:
        """Add an act to the picture."""
        self._shown |= {node.id for node in act.nodes}
        self._pairs[act.ends] += 1
        self._sentences.update((act.ends[0], sentence) for sentence in act.sentences)
        self._between.update((act.ends, sentence) for sentence in act.sentences)
        self.edges += len(act.edges)

    def has_room(self, act: Act) -> bool:
        """Whether there is room for its nodes and edges, and its sentence adds something new about its ends."""
        said = act.is_open and any(self._between[act.ends, sentence] for sentence in act.sentences)
        fits = len(self._shown) + len(self._new(act)) <= self._most
        return fits and not said and self._pairs[act.ends] < _WEIGH["edges_a_pair"]

    def touches(self, act: Act) -> bool:
        """Whether one of its ends is in the picture."""
        return bool(self._shown & set(act.ends))

    def cost(self, act: Act) -> float:
        """The cost of its new nodes, and of another wording of its sentence about the same subject."""
        again = max(self._sentences[act.ends[0], sentence] for sentence in act.sentences) if act.is_open else 0
        same = self._pairs[act.ends] if act.is_open else 0
        return _WEIGH["new_node"] * len(self._new(act)) + _WEIGH["said_again"] * again + _WEIGH["same_ends"] * same

    def _new(self, act: Act) -> set[NodeId]:
        return {node.id for node in act.nodes} - self._shown


def _weight(act: Act, degree: Counter[NodeId]) -> float:
    ends = act.nodes[:2] if act.ends[0] != act.ends[1] else act.nodes[:1]
    weight = _WEIGH["worth"] * act.worth + (0.0 if act.is_open else _WEIGH["typed"])
    for node in ends:
        weight += _WEIGH["actor"] if node.kind in ACTORS - {"Group"} else -_WEIGH.get(f"vague {node.kind}", 0.0)
        weight -= _WEIGH["too_long"] if len(node.label) > _WEIGH["long_label"] else 0.0
        weight += _WEIGH["connected"] * log2(1 + degree[node.id])
    is_alone = act.ends[1].startswith("event-") and len(act.edges) == 1  # its end is the happening itself
    return (
        weight - (_WEIGH["no_object"] if is_alone else 0.0) - (_WEIGH["itself"] if act.ends[0] == act.ends[1] else 0.0)
    )


def _picture(graph: Graph, chosen: Sequence[Act], focus: Iterable[NodeId]) -> Picture:
    """The nodes and edges of acts, each once; a node of the focus is there even where nothing touches it.

    Ties of belonging join what no act joins: more of them would only cross the acts.
    """
    nodes = {node.id: node for act in chosen for node in act.nodes}
    nodes |= {node.id: node for act in chosen for node in act.nodes if node.is_act}
    known = statuses(graph)
    nodes |= {node: node_of(graph, node, known) for node in sorted(focus) if node not in nodes}
    said: dict[Edge, dict[NodeId, None]] = {}
    for edge in (edge for act in chosen for edge in act.edges):
        said.setdefault(replace(edge, said=()), {}).update(dict.fromkeys(edge.said))
    edges = bundled((replace(edge, said=tuple(names)) for edge, names in said.items()), graph.label)
    parts: dict[NodeId, NodeId] = {}

    def part(node: NodeId) -> NodeId:
        while (above := parts.get(node, node)) != node:
            node = above
        return node

    joining = []
    for edge in edges:
        parts[part(edge.tail)] = part(edge.head)
    for tie in belongings(graph, nodes.values()):
        if part(tie.tail) != part(tie.head):
            parts[part(tie.tail)] = part(tie.head)
            joining.append(tie)
    return Picture(tuple(nodes.values()), (*edges, *joining))


def title_of(graph: Graph) -> str:
    """The article's title and date; of several articles, how many, and of which days."""
    if len(graph.articles) != 1:
        days = sorted(graph.days.values())
        of = f", {between(days[0], days[-1])}" if days else ""
        return f"{len(graph.articles)} articles{of}" if graph.articles else ""
    (article,) = graph.articles
    return " · ".join(filter(None, [article.title or article.id, str(article.date or "")]))


def bundled(edges: Iterable[Edge], label: Callable[[NodeId], str]) -> tuple[Edge, ...]:
    """The edges, those between two nodes as one; those of acts with a node of their own stay as they are.

    Where they go both ways, those that go back have the ``label`` of who acts before them.
    """
    found: dict[object, list[Edge]] = {}
    for number, edge in enumerate(edges):
        is_straight = edge.label and not edge.role
        found.setdefault(frozenset({edge.tail, edge.head}) if is_straight else number, []).append(edge)
    return tuple(_joined(some, label) for some in found.values())


def _joined(edges: list[Edge], label: Callable[[NodeId], str]) -> Edge:
    """The first of those that are facts and have a way, with the others along it, actors of the other way named."""

    def rank(edge: Edge) -> tuple[bool, bool, int]:
        return edge.is_claim or edge.factuality is not Factuality.ASSERTED, not edge.has_head, edges.index(edge)

    best = min(edges, key=rank)
    others = tuple(
        replace(edge, label=f"{label(edge.tail)}: {edge.label}") if edge.has_head and edge.tail != best.tail else edge
        for edge in edges
        if edge is not best
    )
    said = tuple(dict.fromkeys(one for edge in (best, *others) for one in edge.said))
    return replace(best, said=said, bundled=others) if others else best


def to_focus_on(picture: Picture, focus: Collection[NodeId]) -> tuple[str, ...]:
    """The names of those that most lines of a picture touch, but for the focus that it has."""
    ends = Counter(end for edge in picture.edges for end in (edge.tail, edge.head))
    nodes = [node for node in picture.nodes if node.kind in ACTORS - {"Group"} and node.id not in focus]
    return tuple(node.label for node in sorted(nodes, key=lambda node: (-ends[node.id], node.label))[:_MOST_NAMED])
