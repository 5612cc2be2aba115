"""Gives names that no table of actors knows, and places that several share, their items; tells how each was linked."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from kg.gazetteer import Candidate, Entry, Gazetteer, Item, candidates
from kg.names.context import Context, Name, NameSpan, Words
from kg.names.lexemes import gender
from kg.names.wikidata.clues import Surroundings, clues, is_site, regions, whole
from kg.names.wikidata.ranking import CONTEXT, PRIOR, TABLE, Choice, Fitting
from kg.names.wikidata.sports import is_dated, is_scored, is_subject, plays, sports, wins, with_results

Form = tuple[str, ...]
_PLACES = ("GPE", "LOC", "FAC")
_THINGS = ("EVENT", "LAW", "PRODUCT", "WORK_OF_ART")
_SHOUTED = 4
_ITEM = "item"
_REGION = ("appos", "npadvmod", "pobj")
_RENOWNED, _NEAR = 90, 35
_FAMOUS = 35
LINKS = "kg.links"
_READ = ("short", "metonym")


@dataclass(frozen=True)
class _Reader:
    """Reads the forms of one article."""

    words: Words
    gazetteer: Gazetteer
    around: Surroundings

    def choice(self, form: Form, names: Sequence[NameSpan]) -> Choice | None:
        """The item of a form, if the text or its renown tell one."""
        found = self._candidates(form)
        entries, label = names[0].entries, names[0].label
        fitting = Fitting(" ".join(form), clues(names, self.around), self.around, bool(entries), label)
        if not found or (form in self.around.persons and not fitting.clues.country):
            return None
        if entries:
            return self._settled(form, entries, fitting)
        if self.gazetteer.lookup(" ".join(form)):
            return None
        is_long = len(form) > 1
        team = fitting.team(found, by_town=False) if label != "PERSON" or is_long else None
        return team or self._by_label(label, found, fitting, is_long=is_long)

    def team(self, form: Form) -> Choice | None:
        """The team for which its town or country may stand."""
        return Fitting(" ".join(form), clues((), self.around), self.around).team(self._candidates(form), by_town=True)

    def _by_label(self, label: str, found: tuple[Candidate, ...], fitting: Fitting, *, is_long: bool) -> Choice | None:
        place, body = fitting.place(found), fitting.body(found, is_long=is_long)
        is_site = fitting.clues.is_site or bool(fitting.clues.country)
        if fitting.clues.is_called:
            return place
        if label == "PERSON":
            return fitting.person(found) if is_long else place if is_site else None
        if label in _PLACES:
            return place or (body if is_long else None)
        if label == "ORG":
            is_renowned = place is not None and place.item.weight >= self._renowned(place.item)
            person = fitting.person(found) if is_long else None
            return place if is_site and place else body or (place if is_renowned else person)
        if label in _THINGS:
            return fitting.thing(found, is_long=is_long) or (body if is_long else None)
        return place if label == "" and is_site else None

    def _renowned(self, item: Item) -> int:
        """The weight from which a place is meant that the parser takes for an organization."""
        return _RENOWNED - _NEAR * (item.country in self.around.countries)

    def _settled(self, form: Form, entries: Sequence[Entry], fitting: Fitting) -> Choice | None:
        """What is meant in spite of the tables of actors: the city of São Paulo, the better known Michael Jackson."""
        found = self._candidates(form)
        if all(map(_is_town, entries)):
            choice = fitting.place(found)
            is_seat = any(entry.entity.cls != "Place" for entry in entries)
            is_other = choice is not None and not _is_among(choice, entries)
            if choice and is_other and (choice.item.label != fitting.name or (is_seat and not fitting.clues.country)):
                choice = None
        elif all(entry.entity.cls == "Person" and entry.entity.label != " ".join(form) for entry in entries):
            choice = fitting.person(found)
            choice = choice if choice and choice.item.weight >= _FAMOUS else None
        else:
            choice = None
        return choice

    def _candidates(self, form: Form) -> tuple[Candidate, ...]:
        text = " ".join(form)
        found = candidates(text)
        if not found and text.isupper() and len(text) >= _SHOUTED:
            found = tuple(c for c in candidates(" ".join(map(str.capitalize, form))) if c.kind in "nt")
        return found or candidates(f"The {text}")


def with_items(
    names: Sequence[NameSpan], words: Words, gazetteer: Gazetteer, countries: frozenset[str]
) -> tuple[tuple[NameSpan, ...], dict[Form, Choice]]:
    """The names, those with an item read as it, and for each form what decided."""
    about = sports(words, names)
    names = whole(with_results(names, words) if about else names, words)
    parts, given = _parts_of_persons(names, words), frozenset(_given_names(names, words))
    around = Surroundings(
        words=words,
        gazetteer=gazetteer,
        countries=countries,
        regions=regions(names),
        sports=about,
        lower=frozenset(words.lower),
        persons=parts | given,
        surnames=_surnames(names, parts, words),
    )
    reader = _Reader(words, gazetteer, around)
    chosen = _chosen(names, reader)
    teams = _teams(names, chosen, reader) if around.sports else {}
    found = tuple(_read(name, chosen, teams, reader) for name in names)
    return found, chosen | teams


def _chosen(names: Iterable[NameSpan], reader: _Reader) -> dict[Form, Choice]:
    by_form: dict[Form, list[NameSpan]] = defaultdict(list)
    for name in names:
        if not name.entries or any(entry.entity.cls in ("Person", "Place") for entry in name.entries):
            by_form[reader.words.text[name.start : name.end]].append(name)
    chosen: dict[Form, Choice] = {}
    for form in sorted(by_form, key=lambda form: (-len(form), by_form[form][0].start)):
        found = _explained(form, by_form[form], chosen) or reader.choice(form, by_form[form])
        if found:
            chosen[form] = found
    return chosen


def _explained(form: Form, names: Sequence[NameSpan], chosen: Mapping[Form, Choice]) -> Choice | None:
    """What a longer name before explains: "United" after "Manchester United", "Newmont" after "Newmont Mining"."""
    if names[0].entries or names[0].label not in ("GPE", "ORG", ""):
        return None
    is_open = not candidates(" ".join(form))
    longer = {
        choice.item.qid: choice
        for full, choice in chosen.items()
        if len(full) > len(form)
        and choice.item.cls not in ("Person", "Place")
        and ((full[-len(form) :] == form and names[0].label != "GPE") or (is_open and full[: len(form)] == form))
    }
    return replace(next(iter(longer.values())), by="context", lost=()) if len(longer) == 1 else None


def _teams(names: Iterable[NameSpan], chosen: Mapping[Form, Choice], reader: _Reader) -> dict[Form, Choice]:
    """The teams for which the forms of towns and countries stand that play somewhere in the article."""
    words = reader.words
    playing = {
        words.text[name.start : name.end]
        for name in names
        if _may_play(name, chosen.get(words.text[name.start : name.end])) and plays(name, words)
    }
    found = {form: choice for form in sorted(playing) if (choice := reader.team(form))}
    if any(choice.item.kind.startswith("national") for choice in found.values()):
        acting = {words.text[n.start : n.end] for n in names if _is_country(n) and is_subject(n, words)}
        found |= {form: choice for form in sorted(acting) if (choice := reader.team(form))}
    shouted = {words.text[name.start : name.end] for name in names if name.start in words.shouted}
    return found | {form: found[own] for form in sorted(shouted) if (own := tuple(map(str.capitalize, form))) in found}


def _is_country(name: NameSpan) -> bool:
    return bool(name.entries) and name.entries[0].entity.cls == "Country" and name.entries[0].kind == "name"


def _read(name: NameSpan, chosen: Mapping[Form, Choice], teams: Mapping[Form, Choice], reader: _Reader) -> NameSpan:
    """A name with the entry of its item; a town or country that plays is its team, unless it is where one is."""
    form = reader.words.text[name.start : name.end]
    choice = chosen.get(form)
    if form in reader.around.surnames and name.entries and all(map(_is_town, name.entries)):
        return replace(name, entries=(), label="PERSON")
    is_place = is_site(name, reader.words) or is_dated(name, reader.words)
    if form in teams and _may_play(name, choice) and not is_place:
        choice = teams[form]
    elif not is_place and _is_other_team(name, choice, reader):
        return replace(name, entries=(), label="ORG")
    if choice is None or _is_among(choice, name.entries):
        return name
    entity = reader.gazetteer.of(choice.item)
    return replace(name, entries=(Entry(entity, " ".join(form), _ITEM),))


def _is_other_team(name: NameSpan, choice: Choice | None, reader: _Reader) -> bool:
    """Whether a town or country is a team that no table has: "beat Malawi 2-0"."""
    is_match = is_scored(name, reader.words) or wins(name, reader.words)
    return bool(reader.around.sports) and bool(name.entries) and is_match and _may_play(name, choice)


def _is_among(choice: Choice, entries: Iterable[Entry]) -> bool:
    return any(entry.entity.id == choice.item.node for entry in entries)


def _is_town(entry: Entry) -> bool:
    return entry.entity.cls == "Place" or entry.kind == "capital"


def _may_play(name: NameSpan, choice: Choice | None) -> bool:
    if choice is not None:
        return choice.item.cls == "Place"
    return not name.entries or name.entries[0].entity.cls in ("Country", "Place", "Government")


def _parts_of_persons(names: Iterable[NameSpan], words: Words) -> frozenset[Form]:
    """The single words of the full names of persons."""
    full = (name for name in names if name.label == "PERSON" and name.end - name.start > 1)
    return frozenset((text,) for name in full for text in words.text[name.start : name.end])


def _given_names(names: Iterable[NameSpan], words: Words) -> Iterator[Form]:
    for name in names:
        if name.end - name.start == 1 and gender(words.text[name.start]) and name.label not in _PLACES:
            yield (words.text[name.start],)


def _surnames(names: Iterable[NameSpan], parts: frozenset[Form], words: Words) -> frozenset[Form]:
    """The parts of names of persons that are nowhere a place's: "London" after "Jack London", no town."""
    alone = [name for name in names if name.end - name.start == 1 and words.text[name.start : name.end] in parts]
    sited = {words.text[name.start : name.end] for name in alone if _is_sited(name, words)}
    return parts - sited


def _is_sited(name: NameSpan, words: Words) -> bool:
    """Whether a preposition stands before a name or a region behind it: "to London", "Paris, Texas"."""
    if name.start and words.pos[name.start - 1] == "ADP":
        return True
    is_apart = words.same_sentence(name.start, name.end + 1) and words.text[name.end] == ","
    return is_apart and words.dep[name.end + 1] in _REGION and words.tag[name.end + 1] == "NNP"


@dataclass(frozen=True, slots=True)
class Link:
    """A name in tokens, what decided which item it means, and the ids of the items that it does not mean."""

    start: int
    end: int
    by: str
    lost: tuple[str, ...]


def links(
    names: Iterable[Name], found: Sequence[NameSpan], chosen: Mapping[Form, Choice], context: Context
) -> Iterator[Link]:
    """How each of the names that lead to an item was linked."""
    entries = {(name.start, name.end): name.entries for name in found}
    for name in names:
        entity = context.entities[name.node]
        if entity.wikidata:
            choice = chosen.get(context.words.text[name.start : name.end])
            known = entries.get((name.start, name.end), ())
            if choice and choice.item.qid == entity.wikidata:
                yield Link(name.start, name.end, choice.by, choice.lost)
            else:
                yield _of_table(name, known, entity.wikidata)


def _of_table(name: Name, known: Sequence[Entry], wikidata: str) -> Link:
    """A link by the tables of actors: the best reading of the name, unless the text said how to read it."""
    others = dict.fromkeys(entry.entity.wikidata for entry in known if entry.entity.wikidata not in ("", wikidata))
    by = CONTEXT if name.how in _READ or not known else PRIOR if others else TABLE
    return Link(name.start, name.end, by, tuple(others))
