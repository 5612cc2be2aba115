"""Links names to items of Wikidata: which of those that share a name the text means, and what decided; else none.

By class, by what stands beside a name, by renown.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from kg.gazetteer import Gazetteer
from kg.gazetteer.items import Item, ItemCandidate, candidates
from kg.gazetteer.values import Entry
from kg.gazetteer.words import folded, pieces
from kg.lexicon import numbers
from kg.lexicon import words as lexicon_words
from kg.model.classes import ORGANIZATIONS
from kg.names.context import Context, Name, NameSpan, TokenSpan
from kg.names.lexemes import gender, name_words
from kg.parse.readings import ItemLink
from kg.parse.tree import Doc

TABLE, CONTEXT, PRIOR = "table", "context", "prior"
_MOST_LOST = 5
_BODIES = ORGANIZATIONS - {"Government"}
_THINGS = ("Agreement", "Event", "Topic")
_WEIGHTS, _KINDS = numbers("weights", "places"), numbers("weights", "places", "kinds")
_CITIES = ("capital", "city", "neighbourhood")
_LANDSCAPE = ("continent", "desert", "island", "lake", "mountain", "region", "river", "sea")  # of no one country
_TELLING = 7  # letters from which a word of what an organization is tells in an article that it is meant: "restaurant"
_SITES = ("FAC", "GPE", "LOC")
_LONGEST = 3  # words of a region's name


@dataclass(frozen=True)
class Surroundings:
    """The context of a whole article: its Doc, the countries, regions and persons that it names."""

    doc: Doc
    gazetteer: Gazetteer
    countries: frozenset[str]
    """Alpha-3 codes of the countries that the article names."""
    regions: frozenset[str]
    """The states and provinces that it names, in plain lower-case letters."""
    persons: frozenset[tuple[str, ...]]
    """The single words of the names of persons, and given names: none of them is a new place."""
    surnames: frozenset[tuple[str, ...]]
    """Those of them that are not even a known place."""

    @cached_property
    def lower(self) -> frozenset[str]:
        """The article's words in lower case."""
        return frozenset([token.lower_ for token in self.doc.tokens])

    @cached_property
    def running(self) -> str:
        """The article's words in lower case, a blank before, between and behind them."""
        return f" {' '.join([token.lower_ for token in self.doc.tokens])} "


@dataclass(frozen=True, slots=True)
class Clues:
    """The local context of one name: what stands beside its occurrences."""

    is_site: bool
    """A preposition that takes nothing but places is before it somewhere."""
    is_called: bool
    """It is called a place somewhere: "the town of Bama", "Sindh province"."""
    region: str
    """The region or country that follows: "Springfield, Illinois"; plain lower-case letters."""
    country: str
    """The alpha-3 code of the country that follows, or in which the region is."""
    is_country: bool
    """What follows is a country, and no region of one."""
    is_state: bool
    is_city: bool
    is_town: bool
    """It is no state's: "the city of New York"."""
    is_behind: bool
    """It stands behind another place and a comma everywhere: "Buffalo, New York"."""

    @classmethod
    def of(cls, names: Sequence[NameSpan], around: Surroundings) -> "Clues":
        """What stands beside the occurrences of a name."""
        region, country, is_country = next((found for name in names if (found := _behind(name, around))[0]), _NOWHERE)
        return cls(
            is_site=any(map(is_site, names)),
            is_called=any(map(_is_called, names)),
            region=region,
            country=country,
            is_country=is_country,
            is_state=any(_is_beside(name, "state") for name in names),
            is_city=any(_is_beside(name, "city") for name in names),
            is_town=any(_is_of(name, _item_words("town")) for name in names),
            is_behind=all(map(_is_behind, names)),
        )


_NOWHERE = ("", "", False)


def _behind(name: NameSpan, around: Surroundings) -> tuple[str, str, bool]:
    """The region that follows, its country, and whether it is a country itself: ", Texas", "in Texas"."""
    doc, first = name.doc, name.end + 1
    if not doc.same_sentence(name.start, first) or name.after not in (",", "in", "of"):
        return _NOWHERE
    for size in range(_LONGEST if doc[first].text[0].isupper() else 0, 0, -1):
        text = " ".join(TokenSpan(doc, first, first + size).form)
        for entry in around.gazetteer.lookup(text):
            if entry.kind == "name" and entry.entity.cls in ("Country", "Place"):
                return plain(entry.entity.label), entry.entity.country, entry.entity.cls == "Country"
    return _NOWHERE


def plain(text: str) -> str:
    """A region's name in plain lower-case letters, without what kind of region it is."""
    return " ".join(word for word in folded(text.lower()).split() if word not in _item_words("state"))


def _item_words(section: str) -> frozenset[str]:
    return lexicon_words("items", section, "words")


def is_site(name: NameSpan) -> bool:
    """Whether a preposition that takes nothing but places stands before a name."""
    return _before(name, "the") in _item_words("surely")


def _before(name: NameSpan, skipped: str) -> str:
    """The token before a name, or before a small word before it, in lower case."""
    return name.doc.lower_at(name.start - 1 - (name.before == skipped))


def _is_beside(name: NameSpan, section: str) -> bool:
    return not _item_words(section).isdisjoint({name.after, _before(name, "of")})


def _is_called(name: NameSpan) -> bool:
    is_state = name.after in _item_words("state") and not name.doc[name.end].text[0].isupper()
    return is_state or _is_of(name, _item_words("state") | _item_words("town"))


def _is_of(name: NameSpan, kinds: frozenset[str]) -> bool:
    """As in "the town of Bama"."""
    return name.before == "of" and name.doc[name.start - 2].text in kinds


def _is_behind(name: NameSpan) -> bool:
    """As in "Buffalo, New York", but not in a row of names: "in Boston, New York and Chicago"."""
    is_listed = name.doc.lower_at(name.end + (name.after == ",")) in ("and", "or")
    return name.before == "," and name.doc[name.start - 2].tag_ == "NNP" and not is_listed


@dataclass(frozen=True, slots=True)
class Choice:
    """The item of a name, what decided, and the candidates that lost, the nearest first.

    ``by`` is "table" where the name has one item, "context" where the text told, "prior" where the best-known is meant.
    """

    item: Item
    by: str
    lost: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Score:
    """How well a candidate fits: in all, and that part of it which the text gave."""

    candidate: ItemCandidate
    prior: float
    context: float
    can_be: bool = True
    """Whether it may be meant at all; one that may not is listed among those that lost."""

    @property
    def item(self) -> Item:
        return self.candidate.item

    @property
    def whole(self) -> float:
        return self.prior + self.context


def _best(scores: Iterable[_Score], *, least: float, margin: float) -> Choice | None:
    """The candidate that fits best, if it fits well enough and no other nearly as well."""
    ranked = sorted(scores, key=lambda score: (not score.can_be, -score.whole, score.item.qid))
    if not ranked or not ranked[0].can_be or ranked[0].whole < least:
        return None
    first, others = ranked[0], ranked[1:]
    rivals = [score for score in others if score.can_be and not _is_part(score.item, first.item)]
    if rivals and first.whole - rivals[0].whole < margin:
        return None
    by = TABLE  # else what decided: without its prior the first would have lost, or without what the text tells
    if others:
        by = PRIOR if first.prior - max(other.prior for other in others) >= margin else CONTEXT
    return Choice(first.item, by, tuple(score.item.qid for score in others[:_MOST_LOST]))


def _is_part(one: Item, other: Item) -> bool:
    """Whether two places of one name are town and district: in one country, half a degree apart at most."""
    if not (one.position and other.position) or one.country != other.country or "state" in (one.kind, other.kind):
        return False
    away = (abs(first - second) for first, second in zip(one.position, other.position, strict=True))
    return max(away) <= _WEIGHTS["near"]


@dataclass(frozen=True)
class Fitting:
    """Chooses among the candidates of one name by what stands beside it and what the article tells."""

    name: str
    clues: Clues
    around: Surroundings
    label: str
    """The parser's label."""
    is_known: bool
    """Whether a table of actors has the name as a place: no doubt that it is no word."""

    def place(self, candidates: Iterable[ItemCandidate]) -> Choice | None:
        """The place that is meant."""
        found = _scored([c for c in candidates if c.item.cls == "Place"], self._place)
        if self.clues.country:
            found = [replace(score, can_be=score.context >= _WEIGHTS["told"]) for score in found]
        elif any(s.candidate.kind == "n" and self._is_expected(s.item) for s in found):
            found = [s if self._is_expected(s.item) else replace(s, prior=s.prior - _WEIGHTS["far"]) for s in found]
        is_alone = len(found) == 1 and found[0].candidate.kind == "n" and self.label in _SITES
        return _best(found, least=4.0 if is_alone else 5.0, margin=1.5)

    def person(self, candidates: Iterable[ItemCandidate]) -> Choice | None:
        """The person who is meant."""
        found = _scored([c for c in candidates if c.item.cls == "Person"], self._person)
        return _best(found, least=2.5, margin=1.0)

    def body(self, candidates: Iterable[ItemCandidate], *, is_long: bool) -> Choice | None:
        """The organization that is meant; ``is_long``: the name has several words."""
        found = _scored([c for c in candidates if c.item.cls in _BODIES], self._body)
        return _best(found, least=0.5 if is_long else 1.5, margin=0.7)

    def thing(self, candidates: Iterable[ItemCandidate], *, is_long: bool) -> Choice | None:
        """The work, event, treaty, religion, prize that is meant."""
        own = [c for c in candidates if c.item.cls in _THINGS and not c.is_word]
        return _best([_score(c, 0.0) for c in own], least=1.0 if is_long else 1.8, margin=1.0)

    def _is_expected(self, place: Item) -> bool:
        """Whether a place is in a country that the article names, or known all over the world."""
        return place.country in self.around.countries or place.weight >= _WEIGHTS["world"] or place.kind in _LANDSCAPE

    def _place(self, candidate: ItemCandidate) -> _Score | None:
        item, clues, around = candidate.item, self.clues, self.around
        is_near = item.country in around.countries if item.country else True
        is_told = clues.is_site or clues.is_called or bool(clues.country) or self.is_known
        is_told = is_told or (self.label in _SITES and is_near)
        is_nickname = candidate.kind == "a" and self.label == "ORG"
        if not is_told and (candidate.is_word or is_nickname):
            return None
        prior = item.weight / 10 + _KINDS.get(item.kind, 0.0) - (candidate.kind == "a")
        is_state = clues.is_state or clues.is_behind
        context = 3.0 * (is_state and item.kind == "state") + 2.0 * (clues.is_city and item.kind in _CITIES)
        is_in_country = item.country == clues.country and (clues.is_country or not item.region)
        if clues.region and (is_in_country or plain(item.region) == clues.region):
            return _Score(candidate, prior, context + _WEIGHTS["told"])
        if clues.is_town and item.kind == "state":
            return None
        in_region = plain(item.region) in around.regions - {"", plain(self.name)}
        context += _WEIGHTS["named"] * (is_near and bool(item.country)) + _WEIGHTS["named"] * in_region
        least = _WEIGHTS["known_everywhere"] if around.countries else _WEIGHTS["known"]
        return _Score(candidate, prior, context, can_be=is_near or item.weight >= least or item.kind in _LANDSCAPE)

    def _person(self, candidate: ItemCandidate) -> _Score | None:
        item, around = candidate.item, self.around
        told = set(item.kind.lower().replace(",", " ").split()) & _item_words("roles") & around.lower
        context = float(bool(item.country) and item.country in around.countries) + bool(told)
        if candidate.kind != "n" and not context and item.weight < _WEIGHTS["famous"]:
            return None
        return _score(candidate, context)

    def _body(self, candidate: ItemCandidate) -> _Score | None:
        item, countries = candidate.item, self.around.countries
        is_nickname = " " not in self.name
        if candidate.is_word or candidate.kind == "t" or (candidate.kind == "d" and is_nickname):
            return None
        if item.cls == "PublicBody" and item.country and item.country not in countries:
            return None
        if candidate.kind == "c" and not (item.country in countries or item.weight >= _WEIGHTS["acronym"]):
            return None
        is_explained = f" {' '.join(pieces(item.label.lower()))} " in self.around.running  # by its whole name
        if candidate.kind == "a" and is_nickname and not is_explained:
            rest = item.label.lower().removeprefix(self.name.lower()).split()
            if not name_words("business").issuperset(rest):  # the full name adds but the form of a company
                return None
        away = bool(item.country) and bool(countries) and item.country not in countries
        told = {word for word in item.kind.lower().split() if len(word) >= _TELLING} & self.around.doc.lower_case_words
        return _score(candidate, 1.5 * (item.country in countries) - away + bool(told))


def _scored(candidates: Iterable[ItemCandidate], scoring: Callable[[ItemCandidate], _Score | None]) -> list[_Score]:
    """The candidates that can be meant, each with its score."""
    return [score for candidate in candidates if (score := scoring(candidate))]


def _score(candidate: ItemCandidate, context: float) -> _Score:
    return _Score(candidate, candidate.item.weight / 10 - 0.5 * (candidate.kind != "n"), context)


NameForm = tuple[str, ...]  # the words of a name as written
_THING_LABELS = ("EVENT", "LAW", "PRODUCT", "WORK_OF_ART")
_ITEM = "item"
_RENOWNED, _NEAR = 90, 35
_FAMOUS = 35
_READ = ("short", "metonym")


def with_items(
    names: Sequence[NameSpan], doc: Doc, gazetteer: Gazetteer, countries: frozenset[str]
) -> tuple[tuple[NameSpan, ...], dict[NameForm, Choice]]:
    """The names of a Doc, those with an item of Wikidata read as it, and for each such form what decided.

    ``countries`` are the alpha-3 codes of those that the article names.
    """
    full = (name for name in names if name.label == "PERSON" and len(name) > 1)
    parts = frozenset((text,) for name in full for text in name.form)
    single = [name for name in names if len(name) == 1]
    given = frozenset(name.form for name in single if gender(name[0].text) and name.label not in _SITES)
    sited = frozenset(name.form for name in single if name.start and name[0].nbor(-1).pos_ == "ADP")  # "to London"
    around = Surroundings(
        doc=doc,
        gazetteer=gazetteer,
        countries=countries,
        regions=frozenset(plain(e.entity.label) for name in names for e in name.entries if e.entity.cls == "Place"),
        persons=parts | given,
        surnames=parts - sited,
    )
    chosen = _chosen(names, around)
    return tuple(_read(name, chosen, around) for name in names), chosen


def _chosen(names: Iterable[NameSpan], around: Surroundings) -> dict[NameForm, Choice]:
    by_form: dict[NameForm, list[NameSpan]] = defaultdict(list)
    for name in names:
        if not name.entries or any(entry.entity.cls in ("Person", "Place") for entry in name.entries):
            by_form[name.form].append(name)
    chosen: dict[NameForm, Choice] = {}
    for form in sorted(by_form, key=lambda form: (-len(form), by_form[form][0].start)):
        found = _choice(form, by_form[form], around)
        if found:
            chosen[form] = found
    return chosen


def _choice(form: NameForm, names: Sequence[NameSpan], around: Surroundings) -> Choice | None:
    """The item of a form, if the text or its renown tell one."""
    name, entries, clues = " ".join(form), names[0].entries, Clues.of(names, around)
    found = candidates(name) or candidates(f"The {name}")
    if not found or (form in around.persons and not clues.country):
        return None
    fitting = Fitting(name, clues, around, names[0].label, is_known=bool(entries))
    if entries:
        return _settled(found, entries, fitting)
    return None if around.gazetteer.lookup(name) else _by_label(found, fitting, is_long=len(form) > 1)


def _settled(found: Sequence[ItemCandidate], entries: Sequence[Entry], fitting: Fitting) -> Choice | None:
    """What is meant in spite of the tables of actors: the city of São Paulo, the better known Michael Jackson."""
    if all(map(_is_town, entries)):
        choice = fitting.place(found)
        is_seat = any(entry.entity.cls != "Place" for entry in entries) and not fitting.clues.country
        is_other = choice and not _is_among(choice, entries) and (is_seat or choice.item.label != fitting.name)
        return None if is_other else choice
    if all(entry.entity.cls == "Person" and entry.entity.label != fitting.name for entry in entries):
        choice = fitting.person(found)
        return choice if choice and choice.item.weight >= _FAMOUS else None
    return None


def _by_label(found: Sequence[ItemCandidate], fitting: Fitting, *, is_long: bool) -> Choice | None:
    """The first reading that fits, in the order that the parser's label tells."""
    place = fitting.place(found)
    if fitting.clues.is_called:
        return place
    body, thing = fitting.body(found, is_long=is_long), fitting.thing(found, is_long=is_long)
    long_body, person = (body, fitting.person(found)) if is_long else (None, None)
    is_sited = fitting.clues.is_site or bool(fitting.clues.country)
    renown = place.item.weight + _NEAR * (place.item.country in fitting.around.countries) if place else 0
    readings = {
        "PERSON": (person,),
        "ORG": (place if is_sited else None, body, place if renown >= _RENOWNED else None, person),
        **dict.fromkeys(_SITES, (place, long_body)),
        **dict.fromkeys(_THING_LABELS, (thing, long_body)),
    }
    return next(filter(None, readings.get(fitting.label, ())), None)


def _read(name: NameSpan, chosen: Mapping[NameForm, Choice], around: Surroundings) -> NameSpan:
    """A name with the entry of its item; without those of a place where a person's: "London" after "Jack"."""
    form = name.form
    if form in around.surnames and name.entries and all(map(_is_town, name.entries)):
        return replace(name, entries=(), label="PERSON")
    choice = chosen.get(form)
    if choice is None or _is_among(choice, name.entries):
        return name
    return replace(name, entries=(Entry(around.gazetteer.entity(choice.item.node), " ".join(form), _ITEM),))


def _is_among(choice: Choice, entries: Iterable[Entry]) -> bool:
    return any(entry.entity.id == choice.item.node for entry in entries)


def _is_town(entry: Entry) -> bool:
    return entry.entity.cls == "Place" or entry.kind == "capital"


def links(
    names: Iterable[Name], found: Sequence[NameSpan], chosen: Mapping[NameForm, Choice], context: Context
) -> Iterator[ItemLink]:
    """How each of the names that lead to an item of Wikidata was linked; ``chosen`` is what ``with_items`` decided."""
    entries = {(name.start, name.end): name.entries for name in found}
    for name in names:
        wikidata = context.entities[name.node].wikidata
        choice = chosen.get(name.form)
        if wikidata and choice:
            yield ItemLink(name.start, name.end, choice.by, choice.lost)
        elif wikidata:  # by the tables of actors: the best reading of the name, unless the text said how to read it
            known = entries.get((name.start, name.end), ())
            others = dict.fromkeys(one.entity.wikidata for one in known if one.entity.wikidata not in ("", wikidata))
            by = CONTEXT if name.how in _READ or not known else PRIOR if others else TABLE
            yield ItemLink(name.start, name.end, by, tuple(others))
