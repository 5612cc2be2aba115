"""What a line of the front page may stand on: tellings of one act, words that say it by themselves, real contests."""

from __future__ import annotations

import re
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from typing import TYPE_CHECKING, TypeVar
from urllib.parse import quote

from kg.corpus.claims import STANDING
from kg.corpus.clusters import united
from kg.corpus.words import stems
from kg.model import Event
from kg.view.draw.cards import is_named
from kg.view.draw.look import card_words
from kg.view.draw.scene import ELLIPSIS

if TYPE_CHECKING:
    from kg.corpus.claims import Claim, Tie
    from kg.corpus.happenings import Corpus, Happening, Telling
    from kg.model import ArticleId, Graph, NodeId, Statement
    from kg.view.draw.cards import Card

_Value = TypeVar("_Value")
_FEW_WORDS = 4
"""Words of a sentence by which its ends are found on the web."""
A_SOURCE = 2.0
"""What another source adds to the weight of a happening."""
_ANY = "Event"
_NUMBERS = frozenset({"amount", "rate"})
_BOUND = re.compile(r"\b(?:at least|more than|over|up to|nearly|almost|no fewer than)\b", re.IGNORECASE)
_GOES_ON = re.compile(r"\s(?:has|have|had|is|are|was|were|will|would)\b")
_INSIDE = frozenset({"over", "since", "about", "against"})
"""Before a subject, in whose clause another is the subject: "those angry over the tax have left"."""


@dataclass(frozen=True)
class RankedHappening:
    """A happening with the card of its best statement, what of it is told in the period, and its worth."""

    happening: Happening
    card: Card
    tellings: tuple[Telling, ...]
    sources: int
    weight: float

    @property
    def articles(self) -> frozenset[ArticleId]:
        """The articles of the period that tell it."""
        return frozenset(one.article for one in self.tellings)


def grouped(
    told: Corpus, ranked: Iterable[RankedHappening], story_of: Mapping[ArticleId, int]
) -> list[RankedHappening]:
    """Happenings, the weightiest first; those that are again one of more sources are told with it."""
    kept: list[RankedHappening] = []
    for one in sorted(ranked, key=lambda one: -one.sources):
        at = next((at for at, other in enumerate(kept) if _is_again(told, one, other, story_of)), None)
        if at is None:
            kept.append(one)
        else:
            kept[at] = _with(told, kept[at], one.tellings)
    return sorted(kept, key=lambda one: (-one.weight, one.happening.id))


def _is_again(told: Corpus, one: RankedHappening, other: RankedHappening, story_of: Mapping[ArticleId, int]) -> bool:
    """Whether two are told in one sentence, or are of one day, class and story with a participant in common."""
    if one.card.place == other.card.place:
        return True
    first, second = one.happening, other.happening
    if first.cls != second.cls or first.cls == _ANY or first.time is None or second.time is None:
        return False
    is_of_day = (first.time.start, first.time.end) == (second.time.start, second.time.end)
    stories, ends = zip(
        *(
            (
                {story_of[name] for name in each.articles},
                {end for telling in each.tellings for end in participants(told, telling)},
            )
            for each in (one, other)
        ),
        strict=True,
    )
    return is_of_day and stories[0] == stories[1] and bool(ends[0] & ends[1])


def _with(told: Corpus, one: RankedHappening, more: Iterable[Telling]) -> RankedHappening:
    """The same with what else is told of it."""
    tellings = tuple(sorted({*one.tellings, *more}))
    sources = told.copies.independent({telling.article for telling in tellings})
    return replace(one, tellings=tellings, sources=sources, weight=one.weight + A_SOURCE * (sources - one.sources))


def first_of_each(values: Iterable[_Value], key: Callable[[_Value], Hashable]) -> list[_Value]:
    """The first of those with the same key, in their order."""
    found: dict[Hashable, _Value] = {}
    for one in values:
        found.setdefault(key(one), one)
    return list(found.values())


def of_one_act(told: Corpus, tellings: Sequence[Telling]) -> Iterator[tuple[Telling, ...]]:
    """Tellings in groups of one act: the same class or verb, by one who is called alike or with one participant."""
    known = {one: told.statements[one.statement] for one in tellings}
    pairs = ((one, other) for one, other in combinations(tellings, 2) if _is_one_act(told, known, one, other))
    return (tuple(group) for group in united(tellings, pairs))


def _is_one_act(told: Corpus, known: dict[Telling, Statement], one: Telling, other: Telling) -> bool:
    first, second = known[one], known[other]
    is_alike = first.narrowest_class == second.narrowest_class or bool(_verb(first) & _verb(second))
    return is_alike and bool(
        participants(told, one) & participants(told, other)
        or set(stems(told.graph.label(first.subject))) & set(stems(told.graph.label(second.subject)))
    )


def _verb(said: Statement) -> set[str]:
    return {stem for stem in stems(said.predicate_text) if stem not in card_words("vague")}


def participants(told: Corpus, one: Telling) -> set[NodeId]:
    """Who and what takes part in what is told, as clusters."""
    said = told.statements[one.statement]
    event = told.graph.nodes.get(said.event) if said.event else None
    roles = event.roles if isinstance(event, Event) else ()
    ends = {role.filler for role in roles if role.name not in _NUMBERS} | {said.subject, said.object}
    return {told.links.cluster(end, one.article) for end in ends}


def is_clear(graph: Graph, one: Card) -> bool:
    """Whether the words of a card say by themselves who does what: no cut inside, no open pronoun, no half of a clause.

    It is not unsure, a name in brackets is that of an actor, and who says it is called by more than a pronoun.
    """
    text, said = one.text, one.statement
    first = text.partition(" ")[0].casefold()
    if f" {ELLIPSIS} " in text or first in card_words("vague") or one.speaker.casefold() in card_words("vague"):
        return False
    if one.is_unsure or (text.startswith("[") and not is_named(graph, one.actor)):
        return False
    return not _is_inside(one.quote, said.subject_text) and not _is_half(text, said.object_text)


def is_act(graph: Graph, one: Card) -> bool:
    """Whether a card is a clear act of an actor on another: none of who says, is, has or comes from something."""
    said = one.statement
    is_state = {one.family.name, said.narrowest_class} & {"BeHaveInclude", "BeingSomewhere", "Moving"}
    return one.target is not None and not (one.is_words or one.speaker or is_state) and is_clear(graph, one)


def _is_inside(quote: str, subject: str) -> bool:
    """Whether a subject stands behind a word that makes it a part of another's clause."""
    before, found, _ = " ".join(quote.split()).partition(subject)
    words = before.split()
    return bool(found and subject and words) and words[-1].casefold() in _INSIDE


def _is_half(text: str, value: str) -> bool:
    """Whether a clause goes on behind its object with another predicate."""
    behind = text.partition(value)[2] if value else ""
    return bool(_GOES_ON.match(behind))


def is_contest(told: Corpus, tie: Tie) -> bool:
    """Whether two articles independently tell otherwise of one act; a bound contradicts no number."""
    one, other = tie.first, tie.second
    if one.telling.article == other.telling.article:
        return False
    if told.copies.independent({one.telling.article, other.telling.article}) < 2:  # noqa: PLR2004 both sides
        return False
    if one.what != STANDING:
        is_bound = any(_BOUND.search(told.statements[each.telling.statement].object_text) for each in (one, other))
        return not is_bound and not _is_bound_in(told, (one, other))
    return _is_of_one(told, one, other)


def _is_bound_in(told: Corpus, sides: Iterable[Claim]) -> bool:
    """Whether a number of some claims is the least or the most in its sentence."""
    for one in sides:
        before = told.sentence_of(one.telling).partition(one.value)[0]
        if _BOUND.search(" ".join(before.split()[-2:])):
            return True
    return False


def _is_of_one(told: Corpus, one: Claim, other: Claim) -> bool:
    """Whether both are of the same object, or call it alike to the last word."""
    first, second = (told.statements[each.telling.statement] for each in (one, other))
    shared = (
        told.links.cluster(first.object, one.telling.article),
        told.links.cluster(second.object, other.telling.article),
    )
    return shared[0] == shared[1] or stems(first.object_text) == stems(second.object_text)


def place_of(address: str, text: str, statement: NodeId) -> str:
    """Where a sentence is marked: by its statement on a page of ours, by its words on the web."""
    if not address:
        return ""
    words = text.split()
    ends = f"{quote(' '.join(words[:_FEW_WORDS]), safe='')},{quote(' '.join(words[-_FEW_WORDS:]), safe='')}"
    told = ends.replace("-", "%2D") if len(words) > 2 * _FEW_WORDS else quote(text, safe="").replace("-", "%2D")
    mark = f"said={quote(statement)}" if address.startswith("/") else f":~:text={told}"
    return f"{address}{'' if '#' in address else '#'}{mark}"
