"""The reasons for a statement's confidence in words, for ``kg explain``."""

from __future__ import annotations

from typing import NamedTuple

from kg.facts.selection import kind_of
from kg.lexicon import lexicon
from kg.model import Graph, Statement
from kg.ontology import Evocation, Ontology, Relation


class Reasons(NamedTuple):
    """Phrases for reasons that raise a statement's confidence, and for those that lower it."""

    surer: tuple[str, ...] = ()
    less: tuple[str, ...] = ()


def reasons(said: Statement) -> Reasons:
    """Why a statement is as sure as it is, the strongest reason first; none where its file tells none.

    A feature that the lexicon does not know, of a later version, goes by its name.
    """
    found = sorted((_parted(reason) for reason in said.reasons), key=lambda pair: (-abs(pair[0]), pair[1]))
    surer, less = ([_words(name) for value, name in found if (value > 0) == wanted] for wanted in (True, False))
    return Reasons(tuple(surer), tuple(less))


def misfit(graph: Graph, said: Statement) -> str:
    """The relation of ours whose wording an open statement has, and which end is of another class; else "".

    Told by the statement alone, and so only of verbs that ask for nothing beside subject and object:
    "`kg:criticised`; subject is Policy, not Actor".
    """
    wordings = Ontology.load().by_word.get(("verb", said.relation), ()) if said.is_open and said.is_main else ()
    for relation, wording in wordings:
        if said.relation in wording.verbs and _asks_for_ends_alone(wording):
            wrong = _wrong_end(graph, said, relation, wording)
            if wrong:
                return f"`kg:{relation.name}`; {wrong}"
    return ""


def _asks_for_ends_alone(wording: Evocation) -> bool:
    more = wording.heads or wording.modifiers or wording.requires or wording.excludes
    return not more and all(end in wording.slots.get(end, ()) for end in ("subject", "object"))


def _wrong_end(graph: Graph, said: Statement, relation: Relation, wording: Evocation) -> str:
    ends = (("subject", said.subject, relation.domain), ("object", said.object, relation.range))
    for end, node, classes in ends:
        wanted = wording.classes.get(end) or classes
        if node in graph.nodes and node != said.event and wanted:
            kind = kind_of(graph.nodes[node])
            if not Ontology.load().is_any(kind, wanted):
                return f"{end} is {kind}, not {' or '.join(sorted(wanted))}"
    return ""


def _parted(reason: str) -> tuple[float, str]:
    """The weight and the feature of a reason."""
    weight, _, name = reason.partition(" ")
    return float(weight), name


def _words(name: str) -> str:
    """A feature in words: those of ``telling``, with the words that it is about in their place."""
    feature, _, about = name.partition(": ")
    table = lexicon("confidence")["telling"]
    known = table if isinstance(table, dict) else {}
    key = f"{feature}:" if about else feature
    return str(known.get(key, known.get(feature, feature))).replace("{words}", about)
