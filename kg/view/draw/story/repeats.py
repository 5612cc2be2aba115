"""Detection of duplicate and fragmentary cards."""

from __future__ import annotations

import re
from collections.abc import Mapping

from kg.model import ArticleId, Graph
from kg.view.draw.cards import Card
from kg.view.draw.look import leading_words

Verbs = Mapping[tuple[ArticleId, int], frozenset[str]]
"""By sentence the predicates of its clauses, in small letters."""
_MOSTLY = 0.6  # of the words of the shorter
_LETTERS = 4  # a shorter word says little
_NEXT = 3  # letters between a sentence and the next
_NOUN = "noun/"
_PARTICIPLE = re.compile(r"\w+ing$")
_HELPING = frozenset({"is", "are", "was", "were", "be", "been", "being"})


def verbs_of(graph: Graph) -> Verbs:
    """The predicates of each sentence but those that are nouns."""
    found: dict[tuple[ArticleId, int], set[str]] = {}
    for one in graph.statements:
        if one.predicate_text and not one.rule.startswith(_NOUN):
            first = one.first_evidence
            found.setdefault((first.article, first.start), set()).add(one.predicate_text.casefold())
    return {place: frozenset(some) for place, some in found.items()}


def is_fragment(one: Card, verbs: Verbs) -> bool:
    """Whether its words are a noun with what hangs on it and no sentence: "Peru's war against Chad"."""
    text, own = f" {one.text.casefold()} ", one.statement.predicate_text.casefold()
    others = [verb for verb in verbs.get(one.place, ()) if verb != own and f" {verb} " in text]
    if not all(map(_is_participle, others)):
        return False
    if one.statement.rule.startswith(_NOUN):
        return True
    start, found, _ = text.partition(f" {own} ")
    before = start.split()[-1:]
    if not _is_participle(own) or not found or not before or before[0] in _HELPING:
        return False
    return before[0] not in leading_words() or bool(others)


def _is_participle(verb: str) -> bool:
    return bool(_PARTICIPLE.search(verb.partition(" ")[0]))


def says_same(one: Card, other: Card) -> bool:
    """Whether a card says what another does: inside of its words, or in much the same words close by."""
    if one.place == other.place and one.speaker == other.speaker and _is_inside(one, other):
        return True
    if (one.actor, one.factuality, one.family.name) != (other.actor, other.factuality, other.family.name):
        return False
    first, second = _content(one), _content(other)
    least = min(len(first), len(second))
    return _is_near(one, other) and least > 0 and len(first & second) >= _MOSTLY * least


def _is_inside(one: Card, other: Card) -> bool:
    short, long = sorted((one.text.casefold().rstrip(" …"), other.text.casefold()), key=len)
    return short in long


def _is_near(one: Card, other: Card) -> bool:
    """Whether they are told in one sentence, or in two of which one follows the other."""
    first, second = sorted((one.statement.first_evidence, other.statement.first_evidence))
    return first.article == second.article and second.start - first.end <= _NEXT


def _content(one: Card) -> set[str]:
    return {word for word in re.findall(r"\w+", one.text.casefold()) if len(word) >= _LETTERS}
