"""Meaning: frames become statements of ontology relations; what no relation claims stays an open relation.

The ontology decides which words make which relation (``kg.ontology.Evocation``). Nothing here names one, except the
pairs that grammar itself marks: a person with an office, a place in a country.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from kg.mapping.matching import Match, matches, unattributed
from kg.mapping.openie import CONDITIONS, Triple, triples, words_before
from kg.mapping.pieces import Node, Predicate, node_of, piece
from kg.model import Event, Factuality, Frame, Graph, Phrase, Role
from kg.ontology import Ontology

__all__ = ["statements"]

_GRAMMAR = {"holding": "heldOffice", "location": "locatedIn"}
_NO_OPEN = frozenset({"noun", "characterization", *_GRAMMAR})


def statements(frame: Frame, ontology: Ontology) -> Iterator[Graph]:
    """The statements of a frame, each as a small graph with its entities and its event.

    Typed ones first; every argument that no typed one shows as its object gives an open statement.
    """
    if frame.kind in _GRAMMAR:
        yield from _of_grammar(frame, ontology)
        return
    found = matches(frame, ontology)
    shown: set[tuple[int, int]] = set()
    for match in found:
        for subject, target in match.pairs:
            words = match.words_of(target)
            shown |= {(words.start, words.end), (target.start, target.end)}
            yield _typed(frame, match, (subject, target), words)
    if frame.kind not in _NO_OPEN:
        nobody = None if found else unattributed(frame, ontology)
        happening = _event(frame, nobody) if nobody is not None else None
        for triple in triples(frame, nested=not found):
            if (triple.object.start, triple.object.end) not in shown and not (found and triple.is_happening):
                yield _open(frame, triple, happening, nobody.nodes if nobody is not None else ())


def _of_grammar(frame: Frame, ontology: Ontology) -> Iterator[Graph]:
    relation = ontology.relations[_GRAMMAR[frame.kind]]
    subjects = [argument.phrase for argument in frame.arguments if argument.slot == "subject"]
    objects = [argument.phrase for argument in frame.arguments if argument.slot == "object"]
    for subject in subjects:
        for target in objects:
            predicate = Predicate(
                relation.name, relation.label, text=frame.predicate_text, object_text=target.text, rule=frame.rule
            )
            yield piece(frame, (subject, target), predicate, event=None)


def _typed(frame: Frame, match: Match, ends: tuple[Phrase, Phrase], words: Phrase) -> Graph:
    relation = match.relation
    if _is_taken_for_granted(frame, match):
        frame = replace(frame, factuality=Factuality.ASSERTED)
    predicate = Predicate(
        relation.name,
        relation.label,
        text=_typed_words(frame, words),
        object_text=words.text,
        rule=f"{frame.rule}/{match.wording}",
        is_open=False,
    )
    return piece(frame, ends, predicate, event=_event(frame, match), nodes=match.nodes)


def _is_taken_for_granted(frame: Frame, match: Match) -> bool:
    """As in "seeks to reduce its reliance on": what is sought is the reduction, the reliance is a fact."""
    if match.relation.event or frame.kind != "noun" or any(argument.slot == "subject" for argument in frame.arguments):
        return False
    return frame.factuality is not Factuality.DENIED


def _event(frame: Frame, match: Match) -> Event | None:
    relation = match.relation
    if not relation.event:
        return None
    roles = frozenset(Role(name, filler) for name, fillers in match.fillers.items() for filler in fillers)
    links = frozenset(Role(name, target) for name, target in frame.links if name in relation.other_roles)
    cls = match.evocation.event or relation.event
    return Event(match.event_id, cls, _event_label(frame, match), roles | links, frame.time)


def _typed_words(frame: Frame, shown: Phrase) -> str:
    """The predicate's words, with the preposition before what is shown as the object: "arrived in"."""
    for argument in frame.arguments:
        if (
            argument.phrase is shown
            and argument.slot not in {"subject", "object", "complement", "indirect", "clause"}
            and frame.kind != "noun"
        ):
            objects = tuple(other.phrase for other in frame.arguments if other.slot == "object")
            return words_before(frame, shown, preposition=argument.slot, objects=objects)
    return frame.predicate_text


def _event_label(frame: Frame, match: Match) -> str:
    if frame.label and match.event_id == frame.id:
        return frame.label
    if match.carried is not None:
        return match.carried.text
    if frame.kind == "noun":
        return frame.predicate_text
    objects = [argument.phrase.text for argument in frame.arguments if argument.slot == "object"]
    return " ".join([frame.lemma, *objects[:1]])


def _open(frame: Frame, triple: Triple, happening: Event | None, nodes: tuple[Node, ...]) -> Graph:
    predicate = Predicate(
        triple.relation,
        triple.label,
        text=triple.text,
        object_text=triple.object_text,
        rule=frame.rule,
        is_open=True,
    )
    if happening is not None or not triple.is_happening:
        return piece(frame, (triple.subject, triple.object), predicate, event=happening, nodes=nodes)
    conditions = [argument.phrase for argument in frame.arguments if argument.slot in CONDITIONS]
    roles = frozenset(Role("condition", phrase.entity.id) for phrase in conditions)
    event = Event(frame.id, "Event", triple.object.entity.label, roles, frame.time)
    return piece(frame, (triple.subject, triple.object), predicate, event=event, nodes=tuple(map(node_of, conditions)))
