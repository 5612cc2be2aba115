"""Which events are compared, and what tells whether two are one happening."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import combinations, product

from kg.corpus.links import Unit
from kg.corpus.profiles import TEXT, EventProfile, Toll
from kg.corpus.words import Frequencies, Terms, cosine, stem
from kg.lexicon import words as lexicon_words
from kg.model import ArticleId, NodeId

_WEEK = 7  # days
_MONTH = 31  # days within which a plan is carried out, or told of again
_SLACK = 1  # days by which two articles may date one happening differently
_ALIKE = 0.3
"""The likeness of sentences from which events may be one by a word that tells little."""
_FEWEST = 6  # words of a sentence that tells one happening wherever it stands
NEAR = 0.25
"""How far two articles are in one circle from which they may tell one happening."""
NAMED = 0.3
"""The likeness of the names of two articles that may describe one thing."""
_OWN = 0.6
"""How rare a name is by which articles of one publisher tell of one thing."""
_MOST = 2
"""Articles of one publisher that have a sentence; what more of them have is its form."""
_NOBODY = frozenset[NodeId]()
_TALKS = frozenset({"Attend", "Call", "Discuss", "Meet"})  # what the same people do again and again


@dataclass(frozen=True)
class EventPairs:
    """Compares events; ``stories`` are pairs of articles, each in order, with how alike their words are.

    ``circles`` tells of each pair how far both are like the same others.
    """

    profiles: Sequence[EventProfile]
    words: Frequencies
    stories: Mapping[tuple[ArticleId, ArticleId], float]
    circles: Mapping[tuple[ArticleId, ArticleId], float]
    tellers: Frequencies
    """In how many articles each named entity takes part or is beside the word for it, and each of ``forms`` stands."""

    @cached_property
    def terms(self) -> Mapping[Unit, Terms]:
        """Event -> the weights of the words of its sentences."""
        return {one.unit: self.words.terms(one.counts) for one in self.profiles}

    @cached_property
    def by_article(self) -> Mapping[ArticleId, Mapping[str, Sequence[EventProfile]]]:
        """Article -> key -> its events of that key."""
        found: defaultdict[ArticleId, defaultdict[str, list[EventProfile]]] = defaultdict(lambda: defaultdict(list))
        for profile in self.profiles:
            for key in _keys(profile):
                found[profile.unit.article][key].append(profile)
        return found

    def compared(self, *, opposed: bool = False) -> Iterator[tuple[EventProfile, EventProfile]]:
        """Pairs of one story that are named by one word or one kind of them, and may be one: each once, in order.

        A word that tells little ("left", "said") is not enough: it takes somebody whom both name, or like sentences.
        ``opposed`` are those of which one is denied and the other not.
        """
        for article, another in sorted(both for both, circle in self.circles.items() if circle >= NEAR):
            known, others = (self.by_article.get(name) or {} for name in (article, another))
            seen = set[tuple[Unit, Unit]]()
            for key in sorted(known.keys() & others.keys()):
                for one, other in product(known[key], others[key]):
                    pair = (one, other) if one.unit < other.unit else (other, one)
                    units = (pair[0].unit, pair[1].unit)
                    if units in seen or are_apart(one, other, opposed=opposed) or self._is_form(one, other):
                        continue
                    is_strong = not key.startswith(_LIGHT) or one.people & other.people
                    if is_strong or cosine(self.terms[one.unit], self.terms[other.unit]) >= _ALIKE:
                        seen.add(units)
                        yield pair

    def _is_form(self, one: EventProfile, other: EventProfile) -> bool:
        """Whether two articles of one publisher have only words in common, as decrees and greetings have.

        One thing is what has a rare name in both or one day, that of an article only with one town or one toll.
        """
        if not one.publisher or one.publisher != other.publisher:
            return False
        days = {*(one.days or ()), *(other.days or ())}
        tolls = [(toll.thing, toll.whom, toll.number) for toll in (one.toll, other.toll) if toll]
        is_placed = one.scene.here & other.scene.here or (len(tolls) > 1 and tolls[0] == tolls[1])
        # A text without a name is any that is so called, and a sentence of many articles is told under all.
        is_any = TEXT in one.objects and TEXT in other.objects
        is_under_all = any(self.tellers.shares.get(name, 0) > _MOST for name in forms(one) & forms(other))
        is_told = one.days and other.days and len(days) == 1
        is_told = is_told and ((is_placed and not is_any) or days.isdisjoint({one.told, other.told}))
        rarest = max(map(self.tellers.rarity, named(one) & named(other)), default=0.0)
        kinds = ((one.topics, other.topics), (one.fillers, other.fillers), (one.objects, other.objects))
        shared = ((some, known[role]) for mine, known in kinds for role, some in mine.items() if role in known)
        is_other = any(some - known and known - some for some, known in shared)
        return is_other or not (is_told or (rarest >= _OWN and not is_any and not is_under_all))

    def joined(self, found: Iterable[tuple[EventProfile, EventProfile]]) -> Iterator[tuple[Unit, Unit]]:
        """Of compared pairs those that are one for sure: told in one sentence, as copies have it, or tolls of one."""
        for one, other in found:
            is_copied = one.heads == other.heads and any(
                sentence.count(" ") + 1 >= _FEWEST for sentence in one.sentences & other.sentences
            )
            # What one thing cost: dated on one day, in one town.
            is_toll = one.toll and other.toll and one.toll.thing == other.toll.thing
            if is_copied or (is_toll and one.scene.here & other.scene.here and one.days and one.days == other.days):
                yield one.unit, other.unit
        # Of the tolls of one article: a number told twice, a toll that rose and the only cost told.
        tolls: defaultdict[ArticleId, list[tuple[EventProfile, Toll]]] = defaultdict(list)
        for one in self.profiles:
            if one.toll:
                tolls[one.unit.article].append((one, one.toll))
        for _, some in sorted(tolls.items()):
            for (one, first), (other, second) in combinations(some, 2):
                if first.thing == second.thing and not are_apart(one, other):
                    is_told_of = first.is_told_of != second.is_told_of and len(some) == len((one, other))
                    if is_told_of or first.number == second.number:
                        yield one.unit, other.unit

    def features(self, one: EventProfile, other: EventProfile) -> dict[str, float]:
        """What speaks for or against two events being one, by name, each from 0 to 1."""
        both = min(one.unit.article, other.unit.article), max(one.unit.article, other.unit.article)
        circle, rarity = self.circles[both], self.words.rarity
        same, like = one.heads & other.heads, one.kinds & other.kinds
        found = {
            "story": self.stories[both],
            "one story": circle,
            "one story, same word": circle * bool(same),
            "one story, rare word": circle * max(map(rarity, same), default=0.0),
            "one story, same kind": circle * bool(like),
            "same class": float(one.cls == other.cls != "Event"),
            "like sentences": cosine(self.terms[one.unit], self.terms[other.unit]),
            "no shared participant": float(bool(one.people and other.people) and not one.people & other.people),
        }
        return {name: round(value, 6) for name, value in found.items() if value}


def are_of_one(one: EventProfile, other: EventProfile) -> bool:
    """Whether two events, of which one is denied, are by one word, of one named agent or of two others, and of no two.

    That one tourist never was in a country does not deny that another was.
    """
    roles = [(one.fillers.get(name, _NOBODY), other.fillers.get(name, _NOBODY)) for name in ("agent", "target")]
    is_other = any(first and second and not first & second for first, second in roles)
    is_shared = bool(roles[0][0] & roles[0][1]) or len(one.people & other.people) > 1
    return bool(one.heads & other.heads) and not is_other and is_shared


_LIGHT = "light "


def _keys(profile: EventProfile) -> Iterator[str]:
    little = {stem(word) for name in ("light", "common") for word in lexicon_words("links", name, "words")}
    yield from (f"{_LIGHT if head in little else ''}{head}" for head in profile.heads)
    yield from (f"kind {kind}" for kind in profile.kinds)


def are_apart(one: EventProfile, other: EventProfile, *, opposed: bool = False) -> bool:
    """Whether two can never be one: on other days, in other towns, of other persons or countries, one denied."""
    if (one.is_negated != other.is_negated) != opposed or one.scene.is_elsewhere(other.scene):
        return True
    for first, second in ((one.persons, other.persons), (one.countries, other.countries)):
        if not (first <= second or second <= first):
            return True
    (agents, targets), (doing, borne) = (
        [profile.fillers.get(role, _NOBODY) for role in ("agent", "target")] for profile in (one, other)
    )
    if agents & borne and targets & doing:  # who does it in one article is who bears it in the other
        return True
    # On other topics, or befalling several of another name ("students", "pigs").
    topics = ((some, other.topics.get(role) or some) for role, some in one.topics.items() if some)
    if not _names(one) & _names(other) and any(some.isdisjoint(known) for some, known in topics):
        return True
    if one.days and other.days:
        return (max(one.days[0], other.days[0]) - min(one.days[1], other.days[1])).days > _SLACK
    return _are_far(one, other)


def _names(profile: EventProfile) -> frozenset[NodeId]:
    """The named entities that take part in an event, without its place, which parallel cases have in common."""
    return _NOBODY.union(*(some for role, some in profile.fillers.items() if role != "place"))


def forms(profile: EventProfile) -> frozenset[str]:
    """The sentences of an event, each with its publisher; none where nobody tells who published it."""
    return frozenset(f"{profile.publisher} {one}" for one in profile.sentences if profile.publisher)


def named(profile: EventProfile) -> frozenset[NodeId]:
    """The named entities that take part in an event, or else that stand beside the word for it."""
    return _names(profile) or profile.people


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
    is_talk = {one.cls, other.cls} <= _TALKS and not (one.days or other.days)
    return (second.told - first.told).days > (_MONTH if is_plan else _SLACK if is_talk else _WEEK)
