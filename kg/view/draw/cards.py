"""Cards of statements: text, actor and target, time, factuality, source."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from kg.facts.selection import kind_of, time_of
from kg.facts.states import is_called
from kg.lexicon import pairs
from kg.model import ArticleId, Entity, Event, Factuality, Graph, NodeId, Quantity, Statement, TimeSpan, Trust
from kg.model.classes import ACTORS
from kg.ontology import Ontology
from kg.view.draw.clause import balanced, own_clause
from kg.view.draw.look import NONE, UNSURE, Family, card_words, class_of, doubt, family_of, firmness_of_cards, unsigned

Verbs = Mapping[tuple[ArticleId, int], frozenset[str]]
"""By sentence the predicates of its clauses, in small letters."""
_IN_PASSING = ("noun/", "clause/participle")
"""Rules of what is told inside of a clause by a noun or a participle."""
_STEM = 4  # letters of a name: those that "China" and "Chinese" share
_STATE = frozenset({"Government", "PublicBody", "Office"})
"""Who acts for a state and is shown in its row."""
_TOGETHER = frozenset({"party", "agent"})
_PASSIVE = "be-"
_SAYING = "Saying"
_JUDGING = frozenset({"Thinking", "Approving", "Criticising", "Warning"})
_STATE_CLASS = "Country"
"""Of a state saying is an act: it broadcasts, publishes, announces."""
_OWN = ", by own account"
_AS_CLAIMED = ", as claimed"
_FIRMNESS = pairs("wording", "firmness")
"""How firmly something is told, by factuality: "planned", "asked for", "not so"."""


@dataclass(frozen=True, slots=True)
class Card:
    """What is shown of statements that say one thing.

    ``text`` is in plain words without who says so; ``speaker`` is the name of who does, empty for the article.
    ``actor`` and ``target`` are rows, ``with_whom`` the rows of others who do the same together with the actor.
    """

    said: tuple[NodeId, ...]
    text: str
    actor: NodeId
    target: NodeId | None
    with_whom: tuple[NodeId, ...]
    is_mutual: bool
    speaker: str
    time: TimeSpan | None
    factuality: Factuality
    is_fact: bool
    family: Family
    event: NodeId | None
    answers: frozenset[NodeId]
    quote: str
    place: tuple[ArticleId, int]
    statement: Statement
    amounts: tuple[str, ...] = ()
    """Rates and amounts of the happening that its words do not tell."""
    is_words: bool = False
    """Whether it is what somebody says of others or of a matter, and no act."""

    @property
    def is_ahead(self) -> bool:
        """Whether it is still to come when it is told, or may never."""
        return self.factuality not in {Factuality.ASSERTED, Factuality.DENIED}

    @property
    def is_unsure(self) -> bool:
        """Whether fewer such statements are right than of others."""
        return self.statement.confidence < doubt()["unsure"]

    @property
    def is_lead(self) -> bool:
        """Whether it is a lead; of an earlier version, which does not tell, whether it is unsure."""
        return self.statement.is_lead or (self.statement.trust is Trust.OLD and self.is_unsure)

    @property
    def firmness(self) -> str:
        """How firmly it is told, for people, with a "?" where it is a lead; nothing for what is told as so."""
        told = firmness_of_cards().get(_named(self.statement), "")
        return " · ".join(filter(None, [told, UNSURE if self.is_lead else ""]))


def card(graph: Graph, one: Statement, rows: Mapping[NodeId, NodeId], verbs: Verbs | None = None) -> Card:
    """A statement as a card; ``rows`` are the actors in whose place others are shown.

    With ``verbs`` it runs on to the end of its sentence's numbers and names that no other clause tells.
    """
    first = one.first_evidence
    told = None if verbs is None else verbs.get((first.article, first.start), frozenset())
    actor, target = rows.get(one.subject, one.subject), rows.get(one.object, one.object)
    relation = None if one.is_open else Ontology.load().relations.get(one.relation)
    is_own = one.own_act and not one.is_open
    event = graph.nodes.get(one.event) if one.event else None
    roles = sorted(event.roles) if isinstance(event, Event) else []
    own = {role.name for role in roles if role.filler == one.subject and role.name in _TOGETHER}
    others = {role.filler for role in roles if role.name in own and is_actor(graph, role.filler)}
    made = Card(
        said=(one.id,),
        text=_words(graph, one, told),
        actor=actor,
        target=target if is_actor(graph, target) and target != actor else None,
        with_whom=tuple(sorted({rows.get(other, other) for other in others} - {actor, target})),
        is_mutual=bool(relation and relation.symmetric),
        speaker=graph.label(one.voice) if one.voice and not is_own else "",
        time=None if _is_of_another(one, told or ()) else time_of(graph, one),
        factuality=one.factuality,
        is_fact=one.is_fact and (is_own or not one.voice),
        family=sign_of(graph, one),
        event=one.event,
        answers=frozenset(role.filler for role in roles if role.name == "inResponseTo"),
        quote=first.quote,
        place=(first.article, first.start),
        statement=one,
    )
    quantities = ((role.name, graph.nodes.get(role.filler)) for role in roles)
    texts = [(name, found.text) for name, found in quantities if isinstance(found, Quantity)]
    amounts = tuple(f"{name} {text}" for name, text in texts if text.casefold() not in made.text.casefold())
    return replace(made, amounts=amounts, is_words=_is_words(graph, made, rows))


def _is_words(graph: Graph, one: Card, rows: Mapping[NodeId, NodeId]) -> bool:
    """Whether it is what somebody says of others or of a matter, or in passing: "Peru regrets Chad's war", of Chad."""
    said, text, source = one.statement, one.text.casefold(), one.statement.attributed_to
    if one.speaker and source is not None and rows.get(source, source) != one.actor:
        return True
    if not is_actor(graph, one.actor) or is_passive(said):
        return True
    subject, predicate = said.subject_text.casefold(), said.predicate_text.casefold().partition(" ")[0]
    if subject and not text.startswith(("[", subject)) and subject in text:
        is_before = text.find(subject) < text.find(predicate) or " by " in text
        if said.rule.startswith(_IN_PASSING) or not is_before:
            return True
    first, found = class_of(said), graph.nodes[one.actor]
    is_speech = first in _JUDGING or (first == _SAYING and isinstance(found, Entity) and found.cls != _STATE_CLASS)
    return one.target is None and is_speech and not one.is_ahead


def is_actor(graph: Graph, node: NodeId) -> bool:
    """Whether a node is an actor: it can act, decide and speak."""
    found = graph.nodes.get(node)
    return isinstance(found, Entity) and found.cls in ACTORS and (found.cls != _STATE_CLASS or is_called(found))


def name_if_unsaid(graph: Graph, node: NodeId, text: str) -> str:
    """The name of a node unless a text has one, by the stem of its last word: "Canadian exports" has Canada."""
    found = graph.nodes.get(node)
    names = {graph.label(node), *(found.alt_labels if isinstance(found, Entity) else ())}
    stems = tuple(words[-1][:_STEM] for name in names if (words := re.findall(r"\w+", name.casefold())))
    is_there = any(word.startswith(stems) for word in re.findall(r"\w+", text.casefold()))
    return "" if is_there else graph.label(node)


def name_in_article(graph: Graph, node: NodeId, text: str) -> str:
    """The name of a node unless a text has one, as an article has it; "" of one that only the table of names has."""
    found = graph.nodes.get(node)
    names = [graph.label(node), *sorted(found.alt_labels if isinstance(found, Entity) else ())]
    quotes = {one.title for one in graph.articles} | {one.first_evidence.quote for one in graph.statements}
    told = (name for name in names if any(name in quote for quote in quotes))
    return next(told, "") if name_if_unsaid(graph, node, text) else ""


def from_subject(one: Card) -> str:
    """Its words in small letters, from those of its subject on where when or where it was stands before them."""
    text = one.text.casefold()
    _, subject, rest = text.partition(f", {one.statement.subject_text.casefold()}")
    return f"{subject.removeprefix(', ')}{rest}" if len(subject) > len(", ") else text


def rows_of(graph: Graph) -> Mapping[NodeId, NodeId]:
    """The country in whose row its government, its bodies and offices are shown; others are in rows of their own."""
    countries = {one.country: one.id for one in graph.entities if one.cls == "Country" and one.country}
    return {one.id: countries[one.country] for one in graph.entities if one.cls in _STATE and one.country in countries}


def sign_of(graph: Graph, one: Statement) -> Family:
    """The family of what is done; none of who signs a law, which binds nobody to another."""
    value = graph.nodes.get(one.object)
    kind = kind_of(value) if value is not None else ""
    found = {kind, f"open {kind}"} if one.is_open else {kind}
    is_unfit = found & unsigned().get(class_of(one), frozenset()) and not is_passive(one)
    return NONE if is_unfit else family_of(one)


def is_named(graph: Graph, node: NodeId) -> bool:
    """Whether it is an actor that news calls by name: no "country that imports oil", no "experts"."""
    found = graph.nodes.get(node)
    if not isinstance(found, Entity) or not found.label[:1].isupper():
        return False
    return found.cls in ACTORS - {"Group"} and (found.cls not in _STATE | {_STATE_CLASS} or is_called(found))


def together(graph: Graph, actors: Sequence[NodeId]) -> tuple[NodeId, ...]:
    """The actors in their order, grouped by country."""
    countries: dict[NodeId, str] = {entity.id: entity.country or entity.id for entity in graph.entities}
    homes: list[str] = [countries.get(one) or one for one in actors]
    return tuple(
        one for _, _, one in sorted((homes.index(home), place, actors[place]) for place, home in enumerate(homes))
    )


def _is_of_another(one: Statement, verbs: Collection[str]) -> bool:
    """Whether the words of its time stand behind another predicate, before its own: "met in May and left"."""
    sentence, when = one.first_evidence.quote.casefold(), one.time.text.casefold() if one.time else ""
    own = one.predicate_text.casefold()
    at, begins = sentence.find(when), sentence.find(own)
    if not when or not own or at < 0 or begins < at:
        return False
    return any(verb != own and 0 <= sentence.find(verb) < at for verb in verbs)


def _words(graph: Graph, one: Statement, verbs: Collection[str] | None) -> str:
    """The clause of a statement as its sentence has it; "" where that is not to be found in it.

    Of what is denied by it, "before Peru could pay", it begins with that.
    """
    told, quote = plain_words(graph, one), one.first_evidence.quote
    if not quote or not one.label:
        return balanced(told)
    is_whole = one.factuality is Factuality.ASSERTED and not one.rule.startswith(_IN_PASSING)
    others = verbs if is_whole else None
    clause = own_clause(told, quote, (one.subject_text, graph.label(one.subject)), one.condition, others)
    is_own = one.attributed_to == one.subject and one.subject_text.casefold() in card_words("speakers")
    clause = re.sub(r"^\[.+?\]", one.subject_text.capitalize(), clause) if is_own else clause
    before = re.search(rf"\bbefore ({re.escape(clause)})", quote, re.IGNORECASE) if clause else None
    return f"Before {before[1]}" if before and one.factuality is Factuality.DENIED else clause


def plain_words(graph: Graph, one: Statement) -> str:
    """A statement's words without who says so and how firmly; of one without a label, its ends and its predicate."""
    if not one.label:
        is_plain = one.factuality is Factuality.ASSERTED
        predicate = one.relation_label if is_plain and not one.is_open else one.predicate_text
        return " ".join([graph.label(one.subject), predicate, graph.label(one.object)])
    text = one.label
    if one.attributed_to:
        name = re.escape(graph.label(one.attributed_to))
        text = re.sub(rf",? (according to .+|{name} said)$", "", text, flags=re.IGNORECASE)
    text = text.removesuffix(_OWN).removesuffix(_AS_CLAIMED)
    suffix = f" ({_FIRMNESS.get(_named(one), '')})"
    return text if one.factuality is Factuality.DENIED else text.removesuffix(suffix)


def _named(one: Statement) -> str:
    """How firmly it is told, as lexicons name it: "Planned", "not Planned"."""
    is_turned = one.negated and one.factuality is not Factuality.DENIED
    return f"not {one.factuality}" if is_turned else one.factuality.value


def is_passive(one: Statement) -> bool:
    """Whether the predicate is a passive without agent: "be-arrested"."""
    return one.is_open and one.relation.startswith(_PASSIVE)
