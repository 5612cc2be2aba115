"""Cards of statements: text, actor and target, time, factuality, source."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import takewhile

from kg.facts.selection import time_of
from kg.lexicon import pairs
from kg.model import ArticleId, Entity, Event, Factuality, Graph, NodeId, Quantity, Statement, TimeSpan
from kg.model.classes import ACTORS
from kg.ontology import Ontology
from kg.view.draw.look import Family, aside_words, class_of, family_of, firmness_of_cards
from kg.view.draw.scene import ELLIPSIS, without_joints

_ANCHOR = 3  # last words of a label by which its place in the sentence is found
_MOST_ADDED = 24
_MOST = 40  # words of a completed label
_MARKS = ".,;:!?\"'“”‘’()"
_ENDS = (";", ":", ".", "!", "?")
_DASHES = frozenset("-–—")
_BACK = frozenset({"and", "or", "that", "which", "who", "as"})
"""Before these a text is cut that stays too long."""


def completed(text: str, sentence: str) -> str:
    """A label that ends in "…", with what follows in its sentence up to an aside or the end of it.

    One whose last words do not stand once in the sentence stays as it is. What is still too long is cut at a joint.

    >>> completed("Peru paid the men who were owed …", "Peru paid the men who were owed wages for May.")
    'Peru paid the men who were owed wages for May'
    >>> completed("Peru left …", "Chad stayed.")
    'Peru left …'
    """
    if not text.endswith(ELLIPSIS):
        return text
    told = text.removesuffix(ELLIPSIS).split()
    words = sentence.split()
    place = _end_of(told, words)
    room = min(_MOST_ADDED, _MOST - len(told))
    if place is None or room < 1 or words[place - 1].rstrip("\"'”’").endswith((",", *_ENDS)):
        return text
    added, is_whole = _added(words[place:], room)
    return " ".join([*told, *added]) + ("" if is_whole else f" {ELLIPSIS}")


def _end_of(told: list[str], words: list[str]) -> int | None:
    """Where the last words of a label end in its sentence, if they stand there once."""
    plain = [_plain(word) for word in words]
    anchor = [_plain(word) for word in told[-_ANCHOR:]]
    size = len(anchor)
    found = [at + size for at in range(len(plain) - size + 1) if plain[at : at + size] == anchor]
    return found[0] if len(found) == 1 else None


def _added(rest: list[str], room: int) -> tuple[list[str], bool]:
    """The next words, at most ``room``, and whether with them the phrase is whole."""
    size = next((number + 1 for number in range(len(rest)) if _is_end(rest, number)), len(rest))
    size = min(size, len(list(takewhile(lambda word: word not in _DASHES, rest))))
    if size <= room:
        return _unmarked(rest[:size]), True
    commas = [number + 1 for number, word in enumerate(rest[:room]) if word.endswith(",")]
    joints = [number for number, word in enumerate(rest[:room]) if word in _BACK]
    return _unmarked(rest[: max([*commas, *joints], default=room)]), False


def _unmarked(words: list[str]) -> list[str]:
    """Words without a joint and without the marks of a sentence at their end; an abbreviation keeps its point."""
    words = without_joints(words)
    if not words:
        return []
    last = words[-1].rstrip(",;:!?")
    if last.rstrip("\"'”’").count(".") == 1:
        last = re.sub(r"[.,]([\"'”’]?)$", r"\1", last)
    return [*words[:-1], last]


def _is_end(rest: list[str], number: int) -> bool:
    """Whether a phrase ends with a word: the sentence does, or an aside follows."""
    word = rest[number]
    if number + 1 == len(rest):
        return True
    if word.rstrip('"”’').endswith(","):
        return word[-1] in '"”’' or rest[number + 1].casefold() in aside_words()
    return word.endswith(";")


def _plain(word: str) -> str:
    return word.strip(_MARKS).replace("’", "'").casefold()


_OPENED = re.compile(r"(?<!\w)['‘](?=\w)")
_CLOSED = re.compile(r"(?<=[\w.,])['’](?!\w)")
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
    def firmness(self) -> str:
        """How firmly it is told, for people; nothing for what is told as so."""
        return firmness_of_cards().get(_named(self.statement), "")


def card(graph: Graph, one: Statement, rows: Mapping[NodeId, NodeId]) -> Card:
    """A statement as a card; ``rows`` are the actors in whose place others are shown."""
    first = one.first_evidence
    actor, target = rows.get(one.subject, one.subject), rows.get(one.object, one.object)
    relation = None if one.is_open else Ontology.load().relations.get(one.relation)
    made = Card(
        said=(one.id,),
        text=plain_words(graph, one),
        actor=actor,
        target=target if is_actor(graph, target) and target != actor else None,
        with_whom=tuple(sorted(_others(graph, one, rows) - {actor, target})),
        is_mutual=bool(relation and relation.symmetric),
        speaker=graph.label(one.voice) if one.voice and not one.own_act else "",
        time=time_of(graph, one),
        factuality=one.factuality,
        is_fact=one.is_fact,
        family=family_of(one),
        event=one.event,
        answers=frozenset(_fillers(graph, one, "inResponseTo")),
        quote=first.quote,
        place=(first.article, first.start),
        statement=one,
    )
    return replace(made, amounts=_amounts(graph, made), is_words=_is_words(graph, made, rows))


def is_actor(graph: Graph, node: NodeId) -> bool:
    """Whether a node is an actor: it can act, decide and speak."""
    found = graph.nodes.get(node)
    return isinstance(found, Entity) and found.cls in ACTORS


def rows_of(graph: Graph) -> Mapping[NodeId, NodeId]:
    """The country in whose row its government, its bodies and offices are shown; others are in rows of their own."""
    countries = {one.country: one.id for one in graph.entities if one.cls == "Country" and one.country}
    return {one.id: countries[one.country] for one in graph.entities if one.cls in _STATE and one.country in countries}


def is_named(graph: Graph, node: NodeId) -> bool:
    """Whether it is an actor that news calls by name: no "country that imports oil", no "experts"."""
    found = graph.nodes.get(node)
    return isinstance(found, Entity) and found.cls in ACTORS - {"Group"} and found.label[:1].isupper()


def together(graph: Graph, actors: Sequence[NodeId]) -> tuple[NodeId, ...]:
    """The actors in their order, grouped by country."""
    countries: dict[NodeId, str] = {entity.id: entity.country or entity.id for entity in graph.entities}
    homes: list[str] = [countries.get(one) or one for one in actors]
    return tuple(
        one for _, _, one in sorted((homes.index(home), place, actors[place]) for place, home in enumerate(homes))
    )


def plain_words(graph: Graph, one: Statement) -> str:
    """A statement's words without who says so and how firmly; of one without a label, its ends and its predicate."""
    return _balanced(completed(_plain_words(graph, one), one.first_evidence.quote))


def _plain_words(graph: Graph, one: Statement) -> str:
    if not one.label:
        is_plain = one.factuality is Factuality.ASSERTED
        predicate = one.relation_label if is_plain and not one.is_open else one.predicate_text
        return " ".join([graph.label(one.subject), predicate, graph.label(one.object)])
    text = one.label
    if one.attributed_to:
        name = re.escape(graph.label(one.attributed_to))
        text = re.sub(rf", (according to (the )?{name}|{name} said)$", "", text, flags=re.IGNORECASE)
    text = text.removesuffix(_OWN).removesuffix(_AS_CLAIMED)
    suffix = f" ({_FIRMNESS.get(_named(one), '')})"
    return text if one.factuality is Factuality.DENIED else text.removesuffix(suffix)


def _named(one: Statement) -> str:
    """How firmly it is told, as lexicons name it: "Planned", "not Planned"."""
    is_turned = one.negated and one.factuality is not Factuality.DENIED
    return f"not {one.factuality}" if is_turned else one.factuality.value


def _balanced(text: str) -> str:
    """A text without quotation marks that have lost their other half.

    >>> _balanced("Peru puts its army on 'highest alert")
    'Peru puts its army on highest alert'
    """
    for opening, closing in (("“", "”"), ('"', '"')):
        if text.count(opening) % 2 if opening == closing else text.count(opening) != text.count(closing):
            text = text.replace(opening, "").replace(closing, "")
    if len(_OPENED.findall(text)) != len(_CLOSED.findall(text)):
        text = _OPENED.sub("", text)
    return text


def _is_words(graph: Graph, one: Card, rows: Mapping[NodeId, NodeId]) -> bool:
    source = one.statement.attributed_to
    if one.speaker and source is not None and rows.get(source, source) != one.actor:
        return True
    if not is_actor(graph, one.actor) or is_passive(one.statement):
        return True
    first = class_of(one.statement)
    found = graph.nodes[one.actor]
    is_speech = first in _JUDGING or (first == _SAYING and isinstance(found, Entity) and found.cls != _STATE_CLASS)
    return one.target is None and is_speech and not one.is_ahead


def is_passive(one: Statement) -> bool:
    """Whether the predicate is a passive without agent: "be-arrested"."""
    return one.is_open and one.relation.startswith(_PASSIVE)


def _others(graph: Graph, one: Statement, rows: Mapping[NodeId, NodeId]) -> set[NodeId]:
    """The rows of those who do the same."""
    event = graph.nodes.get(one.event) if one.event else None
    if not isinstance(event, Event):
        return set()
    own = {role.name for role in event.roles if role.filler == one.subject and role.name in _TOGETHER}
    fillers = {role.filler for role in event.roles if role.name in own}
    return {rows.get(filler, filler) for filler in fillers if is_actor(graph, filler)}


def _amounts(graph: Graph, one: Card) -> tuple[str, ...]:
    """As in "rate 100%", of a tariff whose rate the label leaves out."""
    event = graph.nodes.get(one.event) if one.event else None
    if not isinstance(event, Event):
        return ()
    told = [(role.name, graph.nodes.get(role.filler)) for role in sorted(event.roles)]
    texts = [(name, found.text) for name, found in told if isinstance(found, Quantity)]
    return tuple(f"{name} {text}" for name, text in texts if text.casefold() not in one.text.casefold())


def _fillers(graph: Graph, one: Statement, role: str) -> set[NodeId]:
    event = graph.nodes.get(one.event) if one.event else None
    return {found.filler for found in event.roles if found.name == role} if isinstance(event, Event) else set()
