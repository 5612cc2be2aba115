"""Which events are compared, and what tells whether two are one happening."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache, cached_property
from itertools import combinations, product

from kg.corpus.links import Unit
from kg.corpus.profiles import EventProfile
from kg.corpus.words import Documents, Terms, cosine, stem
from kg.lexicon import words as lexicon_words
from kg.model import ArticleId, NodeId

_WEEK = 7  # days
_MONTH = 31  # days within which a plan is carried out, or told of again
_SLACK = 1  # days by which two articles may date one happening differently
_FEWEST = 6  # words of a sentence that tells one happening wherever it stands
_ALIKE = 0.3
"""The likeness of sentences, and of articles, from which events that have nothing else in common may be one."""
_UNTYPED = "Event"


@dataclass(frozen=True)
class EventPairs:
    """Compares events; ``stories`` are pairs of articles, each in order, with how alike their words are."""

    profiles: Sequence[EventProfile]
    documents: Documents
    stories: Mapping[tuple[ArticleId, ArticleId], float]

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
        is_story = self.stories[min(articles), max(articles)] >= _ALIKE
        return is_story and cosine(self.terms[one.unit], self.terms[other.unit]) >= _ALIKE

    def joined(self) -> Iterator[tuple[Unit, Unit]]:
        """Pairs that are one for sure: told in one sentence, as copies have it, or tolls of one town and day."""
        for one, other in self.compared():
            is_copied = one.heads == other.heads and any(map(_is_telling, one.sentences & other.sentences))
            if is_copied or _are_tolls_of_one(one, other):
                yield one.unit, other.unit
        for _, some in sorted(self.by_article.items()):
            yield from _tolls_told_again([one for one, _ in some if one.toll])

    def features(self, one: EventProfile, other: EventProfile) -> dict[str, float]:
        """What speaks for or against two events being one, by name, each from 0 to 1."""
        heads = one.heads & other.heads
        rare = max((self.documents.rarity(head) for head in heads), default=0.0)
        articles = one.unit.article, other.unit.article
        story = self.stories[min(articles), max(articles)]
        words = cosine(self.terms[one.unit], self.terms[other.unit])
        found = {
            "same word": float(bool(heads)),
            "rare word": rare,
            "same kind": float(bool(one.kinds & other.kinds)),
            "other kind": float(bool(one.kinds and other.kinds) and not one.kinds & other.kinds),
            "word of saying": float(bool(heads & _saying())),
            "same class": float(one.cls == other.cls != _UNTYPED),
            "other class": float(one.cls != other.cls and _UNTYPED not in {one.cls, other.cls}),
            "story": story,
            "like sentences": words,
            "same sentence": float(bool(one.sentences & other.sentences)),
            "same word, like sentences": words * bool(heads),
            "same word, story": story * bool(heads),
            **_roles(one, other),
            **_times(one, other),
            "same number": float(bool(one.numbers & other.numbers)),
            "other number": float(bool(one.numbers and other.numbers) and not one.numbers & other.numbers),
            "other firmness": float(one.is_act != other.is_act),
        }
        return {name: round(value, 6) for name, value in found.items() if value}


def _have_common(one: EventProfile, other: EventProfile) -> bool:
    """Whether two share somebody or something with a name, a town, a day or a sentence."""
    if one.days and one.days == other.days:
        return True
    return bool(one.people & other.people or one.scene.here & other.scene.here or one.sentences & other.sentences)


def is_of_one(features: Mapping[str, float]) -> bool:
    """Whether two events, of which one is denied, are by one word and of one named participant, and of no two."""
    shared = {"same agent", "same target"} & features.keys()
    return "same word" in features and bool(shared) and not {"other agent", "other target"} & features.keys()


def _keys(profile: EventProfile) -> Iterator[str]:
    yield from (f"word {head}" for head in profile.heads)
    yield from (f"kind {kind}" for kind in profile.kinds)
    if profile.cls != _UNTYPED:
        yield f"class {profile.cls}"


def are_apart(one: EventProfile, other: EventProfile, *, opposed: bool = False) -> bool:
    """Whether two can never be one: on other days, in other towns, of other persons or countries, one denied."""
    if (one.is_negated != other.is_negated) != opposed or one.scene.is_elsewhere(other.scene):
        return True
    if not (one.persons <= other.persons or other.persons <= one.persons):
        return True
    if one.countries and other.countries and not one.countries & other.countries:
        return True
    if one.days and other.days:
        return _gap(one.days, other.days) > _SLACK
    return _are_far(one, other)


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


def _gap(one: tuple[date, date], other: tuple[date, date]) -> int:
    """How many days are between two intervals."""
    return (max(one[0], other[0]) - min(one[1], other[1])).days


def _roles(one: EventProfile, other: EventProfile) -> dict[str, float]:
    shared = len(one.people & other.people)
    found = {
        "shared participant": float(shared > 0),
        "shared participants": float(shared > 1),
        "no shared participant": float(bool(one.people and other.people) and not shared),
    }
    for name, role in (("agent", "agent"), ("target", "target"), ("place", "place"), ("goods", "commodity")):
        first, second = (side.fillers.get(role, frozenset[NodeId]()) for side in (one, other))
        found[f"same {name}"] = float(bool(first & second))
        found[f"other {name}"] = float(bool(first and second) and not first & second)
    return found


def _times(one: EventProfile, other: EventProfile) -> dict[str, float]:
    days = 0 if one.told is None or other.told is None else min(abs((one.told - other.told).days), _WEEK)
    return {"same day": float(one.days is not None and other.days is not None), "days between": days / _WEEK}


@cache
def _saying() -> frozenset[str]:
    return frozenset(stem(word) for word in lexicon_words("links", "saying", "words"))


def _is_telling(sentence: str) -> bool:
    """Whether a sentence is long enough that two articles of one story do not have it by chance."""
    return sentence.count(" ") + 1 >= _FEWEST
