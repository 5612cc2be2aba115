"""Which of the items that share a name the text means: by class, by what stands near, by renown; else none."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from kg.gazetteer import Candidate, Item
from kg.names.lexemes import name_words
from kg.names.wikidata.clues import Clues, Surroundings, item_words, plain

TABLE, CONTEXT, PRIOR = "table", "context", "prior"
_MOST_LOST = 5
_NEAR = 0.5
_BODIES = (
    "Company", "InternationalOrganization", "MediaOrganization", "Organization", "PoliticalParty", "PublicBody",
)  # fmt: skip
_THINGS = ("Agreement", "Event", "Topic")
_KINDS = {
    "capital": 1.5,
    "city": 1.5,
    "state": 0.5,
    "continent": 1.0,
    "county": -0.5,
    "neighbourhood": -1.0,
}
_CITIES = ("capital", "city", "neighbourhood")
_LANDSCAPE = ("continent", "desert", "island", "lake", "mountain", "region", "river", "sea")
"""Kinds of places that are of no one country."""
_TOLD, _NAMED = 6.0, 2.0
_KNOWN_EVERYWHERE = 85
_KNOWN = 70
_WORLD, _FAR = 105, 5.0
"""The weight of Boston, and what a lesser place far from the article loses to its namesake there: Norfolk, Virginia."""
_ACRONYM = 20
_FAMOUS = 45
"""The weight of a person who is meant by an alias alone."""
_TELLING = 7
"""Letters from which a word of what an organization is tells in an article that it is meant: "restaurant"."""
_SITES = ("FAC", "GPE", "LOC")


@dataclass(frozen=True, slots=True)
class Choice:
    """The item of a name, what decided, and the candidates that lost, the nearest first.

    ``by`` is "table" where the name has one item, "context" where the text told, "prior" where the best-known is meant.
    """

    item: Item
    by: str
    lost: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Score:
    """How well a candidate fits: in all, and that part of it which the text gave."""

    candidate: Candidate
    prior: float
    context: float
    can_be: bool = True
    """Whether it may be meant at all; one that may not is listed among those that lost."""

    @property
    def whole(self) -> float:
        """Prior and context together."""
        return self.prior + self.context

    @property
    def item(self) -> Item:
        """The item of the candidate."""
        return self.candidate.item


def best(scores: Iterable[Score], *, least: float, margin: float) -> Choice | None:
    """The candidate that fits best, if it fits well enough and no other nearly as well."""
    ranked = sorted(scores, key=lambda score: (not score.can_be, -score.whole, score.item.qid))
    if not ranked or not ranked[0].can_be or ranked[0].whole < least:
        return None
    first, others = ranked[0], ranked[1:]
    rivals = [score for score in others if score.can_be and not is_part(score.item, first.item)]
    if rivals and first.whole - rivals[0].whole < margin:
        return None
    lost = tuple(score.item.qid for score in others[:_MOST_LOST])
    return Choice(first.item, _reason(first, others, margin), lost)


def _reason(first: Score, others: Sequence[Score], margin: float) -> str:
    """What decided: without its prior the first would have lost, or without what the text tells."""
    if not others:
        return TABLE
    return PRIOR if first.prior - max(other.prior for other in others) >= margin else CONTEXT


def is_part(one: Item, other: Item) -> bool:
    """Whether two places of one name are town and district: in one country, half a degree apart at most."""
    if not (one.position and other.position) or one.country != other.country or "state" in (one.kind, other.kind):
        return False
    return all(abs(first - second) <= _NEAR for first, second in zip(one.position, other.position, strict=True))


Scoring = Callable[[Candidate], Score | None]


def scored(candidates: Iterable[Candidate], scoring: Scoring) -> list[Score]:
    """The candidates that can be meant, each with its score."""
    return [score for candidate in candidates if (score := scoring(candidate))]


@dataclass(frozen=True)
class Fitting:
    """Chooses among the candidates of one name by what stands beside it and what the article tells."""

    name: str
    clues: Clues
    around: Surroundings
    is_known: bool = False
    """Whether a table of actors has the name as a place: no doubt that it is no word."""
    label: str = ""
    """The parser's label."""

    def place(self, candidates: tuple[Candidate, ...]) -> Choice | None:
        """The place that is meant."""
        found = scored([c for c in candidates if c.item.cls == "Place"], self._place)
        if self.clues.country:
            found = [replace(score, can_be=score.context >= _TOLD) for score in found]
        elif any(score.candidate.kind == "n" and self._is_home(score.item) for score in found):
            found = [
                score if self._is_home(score.item) else replace(score, prior=score.prior - _FAR) for score in found
            ]
        is_alone = len(found) == 1 and found[0].candidate.kind == "n" and self.label in _SITES
        return best(found, least=4.0 if is_alone else 5.0, margin=1.5)

    def person(self, candidates: tuple[Candidate, ...]) -> Choice | None:
        """The person who is meant."""
        return best(scored([c for c in candidates if c.item.cls == "Person"], self._person), least=2.5, margin=1.0)

    def body(self, candidates: tuple[Candidate, ...], *, is_long: bool) -> Choice | None:
        """The organization that is meant; ``is_long``: the name has several words."""
        found = scored([c for c in candidates if c.item.cls in _BODIES], self._body)
        return best(found, least=0.5 if is_long else 1.5, margin=0.7)

    def team(self, candidates: tuple[Candidate, ...], *, by_town: bool) -> Choice | None:
        """The club or national team of the article's sport; ``by_town``: one that its town or country may stand for."""
        for sport in self.around.sports:
            of_sport = [c for c in candidates if _is_of(c.item, sport) and (by_town or c.kind != "t")]
            if of_sport:
                return best(scored(of_sport, _team), least=0.0, margin=1.0)
        return None

    def thing(self, candidates: tuple[Candidate, ...], *, is_long: bool) -> Choice | None:
        """The work, event, treaty, religion, prize that is meant."""
        found = scored([c for c in candidates if c.item.cls in _THINGS and not c.is_word], _thing)
        return best(found, least=1.0 if is_long else 1.8, margin=1.0)

    def _is_home(self, place: Item) -> bool:
        """Whether a place is in a country of the article, or known all over the world."""
        return place.country in self.around.countries or place.weight >= _WORLD or place.kind in _LANDSCAPE

    def _place(self, candidate: Candidate) -> Score | None:
        item, clues, around = candidate.item, self.clues, self.around
        is_near = item.country in around.countries if item.country else True
        is_told = (
            clues.is_site
            or clues.is_called
            or bool(clues.country)
            or self.is_known
            or (self.label in _SITES and is_near)
        )
        if candidate.kind not in "na" or (candidate.is_word and not is_told) or self._is_beside(item):
            return None
        prior = item.weight / 10 + _KINDS.get(item.kind, 0.0) - (candidate.kind == "a")
        is_state = clues.is_state or clues.is_behind
        context = 3.0 * (is_state and item.kind == "state") + 2.0 * (clues.is_city and item.kind in _CITIES)
        if clues.region and _is_in(item, clues):
            return Score(candidate, prior, context + _TOLD)
        in_region = plain(item.region) in around.regions - {"", plain(self.name)}
        least = _KNOWN_EVERYWHERE if around.countries else _KNOWN
        context += _NAMED * (is_near and bool(item.country)) + _NAMED * in_region
        is_nickname = candidate.kind == "a" and self.label == "ORG" and not is_told
        if is_nickname or (clues.is_town and item.kind == "state"):
            return None
        can_be = is_near or in_region or item.weight >= least or item.kind in _LANDSCAPE
        return Score(candidate, prior, context, can_be=can_be)

    def _is_beside(self, place: Item) -> bool:
        """Whether a name is another place's: "East Providence" is no part of Providence."""
        first, _, rest = self.name.partition(" ")
        return rest == place.label and first.lower() in name_words("direction")

    def _is_short_for(self, body: Item) -> bool:
        """Whether a nickname is told: the full name is in the article, or adds but the form of a company."""
        rest = body.label.lower().removeprefix(self.name.lower()).split()
        return self.around.names_in_full(body.label) or name_words("business").issuperset(rest)

    def _person(self, candidate: Candidate) -> Score | None:
        item = candidate.item
        if item.kind == "baseball player" and "baseball" not in self.around.sports:
            return None
        told = set(item.kind.lower().replace(",", " ").split()) & item_words("roles") & self.around.lower
        context = float(bool(item.country) and item.country in self.around.countries) + bool(told)
        context += 2.0 * (item.kind == "baseball player")
        if candidate.kind != "n" and not context and item.weight < _FAMOUS:
            return None
        return Score(candidate, item.weight / 10 - 0.5 * (candidate.kind != "n"), context)

    def _body(self, candidate: Candidate) -> Score | None:
        item, countries = candidate.item, self.around.countries
        if candidate.kind in "dt" or candidate.is_word or " club" in item.kind or item.kind.endswith(" team"):
            return None
        if item.cls == "PublicBody" and item.country and item.country not in countries:
            return None
        if candidate.kind == "c" and not (item.country in countries or item.weight >= _ACRONYM):
            return None
        if candidate.kind == "a" and " " not in self.name and not self._is_short_for(item):
            return None
        away = bool(item.country) and bool(countries) and item.country not in countries
        told = {word for word in item.kind.lower().split() if len(word) >= _TELLING} & self.around.words.common
        context = 1.5 * (item.country in countries) - away + bool(told)
        return Score(candidate, item.weight / 10 - 0.5 * (candidate.kind != "n"), context)


def _is_in(item: Item, clues: Clues) -> bool:
    """Whether a place is in the region or country that stands behind its name."""
    if plain(item.region) == clues.region:
        return not clues.country or item.country in ("", clues.country)
    return item.country == clues.country and clues.region not in _divisions(item, clues)


def _divisions(item: Item, clues: Clues) -> tuple[str, ...]:
    """The region behind the name, if it is no country's name and another than the item's."""
    return () if not item.region or clues.is_country else (clues.region,)


def _is_of(item: Item, sport: str) -> bool:
    return item.cls == "Organization" and item.kind in (f"{sport} club", f"national {sport} team")


def _team(candidate: Candidate) -> Score:
    return Score(candidate, candidate.item.weight / 10 - 0.5 * (candidate.kind not in "nd"), 0.0)


def _thing(candidate: Candidate) -> Score:
    return Score(candidate, candidate.item.weight / 10 - 0.5 * (candidate.kind != "n"), 0.0)
