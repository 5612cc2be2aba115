"""Which events are compared, and what tells whether two are one happening."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property
from itertools import combinations, product

from kg.corpus.links import Unit
from kg.corpus.profiles import EventProfile
from kg.corpus.words import Documents, Terms, cosine
from kg.model import ArticleId, NodeId

_WEEK = 7  # days
_MONTH = 31  # days within which a plan is carried out, or told of again
_SLACK = 1  # days by which two articles may date one happening differently
_FEWEST = 6  # words of a sentence that tells one happening wherever it stands
_ALIKE = 0.3
"""The likeness of sentences, and of articles, from which events that have nothing else in common may be one."""
NAMED = 0.3
"""The likeness of the names of two articles from which a happening by one word may be one."""
_FEWEST_LOST = 10  # people whom a happening cost that a whole story tells of
_UNTYPED = "Event"
_PLACE = "place"
_NOBODY = frozenset[NodeId]()


@dataclass(frozen=True)
class EventPairs:
    """Compares events; ``stories`` are pairs of articles, each in order, with how alike their words are."""

    profiles: Sequence[EventProfile]
    documents: Documents
    stories: Mapping[tuple[ArticleId, ArticleId], float]
    names: Mapping[tuple[ArticleId, ArticleId], float]

    @cached_property
    def terms(self) -> Mapping[Unit, Terms]:
        """Event -> the weights of the words of its sentences."""
        return {one.unit: self.documents.terms(one.counts) for one in self.profiles}

    @cached_property
    def by_article(self) -> Mapping[ArticleId, Sequence[tuple[EventProfile, frozenset[str]]]]:
        """Article -> its events with the keys of each."""
        found: defaultdict[ArticleId, list[tuple[EventProfile, frozenset[str]]]] = defaultdict(list)
        for profile in self.profiles:
            found[profile.unit.article].append((profile, frozenset(_keys(profile))))
        return found

    def compared(self, *, opposed: bool = False) -> Iterator[tuple[EventProfile, EventProfile]]:
        """Pairs of one story that are named by one word or of one class, and may be one: each once, its units in order.

        ``opposed`` are those of which one is denied and the other not.
        """
        for article, another in sorted(self.stories):
            of_both = product(self.by_article.get(article, ()), self.by_article.get(another, ()))
            for (one, keys), (other, known) in of_both:
                may_be_one = not keys.isdisjoint(known) and not are_apart(one, other, opposed=opposed)
                if may_be_one and (_have_common(one, other) or self._are_alike(one, other)):
                    yield (one, other) if one.unit < other.unit else (other, one)

    def _are_alike(self, one: EventProfile, other: EventProfile) -> bool:
        """Whether two are told in like words, in like articles: what parallel stories have in common is not enough."""
        articles = one.unit.article, other.unit.article
        both = min(articles), max(articles)
        if self.names[both] >= NAMED and _are_called_alike(one, other):
            return True
        return self.stories[both] >= _ALIKE and cosine(self.terms[one.unit], self.terms[other.unit]) >= _ALIKE

    def joined(self) -> Iterator[tuple[Unit, Unit]]:
        """Pairs that are one for sure: told in one sentence, as copies have it, or tolls of one happening."""
        for one, other in self.compared():
            is_copied = one.heads == other.heads and any(
                sentence.count(" ") + 1 >= _FEWEST for sentence in one.sentences & other.sentences
            )
            if is_copied or _are_tolls_of_one(one, other) or self._are_tolls_of_story(one, other):
                yield one.unit, other.unit
        for _, some in sorted(self.by_article.items()):
            yield from _tolls_told_again([one for one, _ in some if one.toll])

    @cached_property
    def _heaviest(self) -> Mapping[tuple[ArticleId, str], Decimal]:
        """Article and what is counted -> the largest toll that it tells."""
        found: defaultdict[tuple[ArticleId, str], Decimal] = defaultdict(Decimal)
        for one in self.profiles:
            if one.toll:
                key = one.unit.article, one.toll.what
                found[key] = max(found[key], one.toll.number)
        return found

    def _are_tolls_of_story(self, one: EventProfile, other: EventProfile) -> bool:
        """Whether two are the largest tolls of articles that by words and names tell one story, and it did not fall."""
        first, second = sorted((one, other), key=lambda profile: (profile.told or date.min, profile.unit))
        if not (first.toll and second.toll and first.toll.what == second.toll.what):
            return False
        both = min(one.unit.article, other.unit.article), max(one.unit.article, other.unit.article)
        if self.stories[both] < _ALIKE or self.names[both] < NAMED:
            return False
        largest = [self._heaviest[each.unit.article, first.toll.what] for each in (first, second)]
        return largest == [first.toll.number, second.toll.number] and _FEWEST_LOST <= largest[0] <= largest[1]

    def features(self, one: EventProfile, other: EventProfile) -> dict[str, float]:
        """What speaks for or against two events being one, by name, each from 0 to 1."""
        both = min(one.unit.article, other.unit.article), max(one.unit.article, other.unit.article)
        shared = len(one.people & other.people)
        found = {
            "same word, names": self.names[both] * _are_called_alike(one, other),
            "same class": float(one.cls == other.cls != _UNTYPED),
            "story": self.stories[both],
            "like sentences": cosine(self.terms[one.unit], self.terms[other.unit]),
            "shared participants": float(shared > 1),
            "no shared participant": float(bool(one.people and other.people) and not shared),
            "same day": float(one.days is not None and other.days is not None),
            "other number": float(bool(one.numbers and other.numbers) and not one.numbers & other.numbers),
        }
        return {name: round(value, 6) for name, value in found.items() if value}


def _are_called_alike(one: EventProfile, other: EventProfile) -> bool:
    """Whether two are named by one word, or by words for one kind of happening."""
    return bool(one.heads & other.heads or one.kinds & other.kinds)


def _have_common(one: EventProfile, other: EventProfile) -> bool:
    """Whether two share somebody or something with a name, a town, a day or a sentence."""
    if one.days and one.days == other.days:
        return True
    return bool(one.people & other.people or one.scene.here & other.scene.here or one.sentences & other.sentences)


def are_of_one(one: EventProfile, other: EventProfile) -> bool:
    """Whether two events, of which one is denied, are by one word, of one named agent or of two others, and of no two.

    That one tourist never was in a country does not deny that another was.
    """
    roles = [(one.fillers.get(name, _NOBODY), other.fillers.get(name, _NOBODY)) for name in ("agent", "target")]
    is_other = any(first and second and not first & second for first, second in roles)
    is_shared = bool(roles[0][0] & roles[0][1]) or len(one.people & other.people) > 1
    return bool(one.heads & other.heads) and not is_other and is_shared


def _keys(profile: EventProfile) -> Iterator[str]:
    yield from (f"word {head}" for head in profile.heads)
    yield from (f"kind {kind}" for kind in profile.kinds)
    if profile.cls != _UNTYPED:
        yield f"class {profile.cls}"


def are_apart(one: EventProfile, other: EventProfile, *, opposed: bool = False) -> bool:
    """Whether two can never be one: on other days, in other towns, of other persons or countries, one denied."""
    if (one.is_negated != other.is_negated) != opposed or one.scene.is_elsewhere(other.scene):
        return True
    for first, second in ((one.persons, other.persons), (one.countries, other.countries)):
        if not (first <= second or second <= first):
            return True
    if one.matter.is_other(other.matter) or (
        not _names(one) & _names(other) and one.matter.befalls_others(other.matter)
    ):
        return True
    if one.is_act != other.is_act and not _may_be_carried_out(one, other):
        return True
    if one.days and other.days:
        return (max(one.days[0], other.days[0]) - min(one.days[1], other.days[1])).days > _SLACK
    return _are_far(one, other)


def _names(profile: EventProfile) -> frozenset[NodeId]:
    """The named entities that take part in an event, without its place, which parallel cases have in common."""
    return _NOBODY.union(*(some for role, some in profile.fillers.items() if role != _PLACE))


def _may_be_carried_out(one: EventProfile, other: EventProfile) -> bool:
    """Whether a plan and what was done are by one named agent, as far as both name them."""
    first, second = one.fillers.get("agent", _NOBODY), other.fillers.get("agent", _NOBODY)
    return not (first and second) or bool(first & second)


def _are_far(one: EventProfile, other: EventProfile) -> bool:
    """Whether two articles are so many days apart that what they do not both date is not one happening.

    A plan may be carried out weeks later, but what is dated before it was told is no such thing.
    """
    first, second = sorted((one, other), key=lambda profile: profile.told or date.min)
    if first.told is None or second.told is None:
        return False
    is_plan = not first.is_act and second.is_act
    if is_plan and second.days and second.days[1] < first.told:
        return True
    return (second.told - first.told).days > (_MONTH if is_plan else _WEEK)


def _are_tolls_of_one(one: EventProfile, other: EventProfile) -> bool:
    """Whether two articles tell what one thing cost: dated on one day, in one town."""
    if not (one.toll and other.toll and one.toll.thing == other.toll.thing and one.scene.here & other.scene.here):
        return False
    return bool(one.days and other.days) and one.days == other.days


def _tolls_told_again(some: Sequence[EventProfile]) -> Iterator[tuple[Unit, Unit]]:
    """Of the tolls of one article those that are one: a number told twice, a toll that rose and the only cost told."""
    for one, other in combinations(some, 2):
        first, second = one.toll, other.toll
        if first and second and first.thing == second.thing and not are_apart(one, other):
            is_told_of = first.is_told_of != second.is_told_of and len(some) == len((one, other))
            if is_told_of or first.number == second.number:
                yield one.unit, other.unit
