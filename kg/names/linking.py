"""Links the names that no table of actors knows, and places that several share, to items of Wikidata; tells how.

In sports a town or country that plays is its team: "Japan beat Syria in a soccer match".
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from kg.gazetteer import Gazetteer
from kg.gazetteer.items import ItemCandidate, candidates
from kg.gazetteer.values import Entry
from kg.lexicon import pairs
from kg.lexicon import words as lexicon_words
from kg.names.context import Context
from kg.names.disambiguation import CONTEXT, PRIOR, TABLE, Choice, Clues, Fitting, Surroundings, is_site, plain
from kg.names.lexemes import gender
from kg.names.spans import Name, NameSpan
from kg.parse.readings import ItemLink
from kg.parse.tree import Doc

NameForm = tuple[str, ...]
"""The words of a name as written."""
_PLACES = ("GPE", "LOC", "FAC")
_THINGS = ("EVENT", "LAW", "PRODUCT", "WORK_OF_ART")
_PARTS = ("nsubj", "nsubjpass", "dobj")
_SHOUTED = 4
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
    around = Surroundings(
        doc=doc,
        gazetteer=gazetteer,
        countries=countries,
        regions=frozenset(plain(e.entity.label) for name in names for e in name.entries if e.entity.cls == "Place"),
        persons=parts | frozenset(name.form for name in names if _is_given_name(name)),
        surnames=parts - frozenset(name.form for name in names if _is_sited(name)),
    )
    chosen, played = _chosen(names, around), _teams(names, around)
    return tuple(_read(name, chosen, played, around) for name in names), chosen | played


def _is_given_name(name: NameSpan) -> bool:
    return len(name) == 1 and bool(gender(name[0].text)) and name.label not in _PLACES


def _is_sited(name: NameSpan) -> bool:
    """As in "to London": a part of a person's name that is a place's here, unlike "London" after "Jack London"."""
    return len(name) == 1 and name.start > 0 and name[0].nbor(-1).pos_ == "ADP"


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
    found = _candidates(form)
    entries, name = names[0].entries, " ".join(form)
    clues = Clues.of(names, around)
    if not found or (form in around.persons and not clues.country):
        return None
    fitting = Fitting(name, clues, around, names[0].label, is_known=bool(entries))
    if entries:
        return _settled(found, entries, fitting)
    return None if around.gazetteer.lookup(name) else _by_label(found, fitting, is_long=len(form) > 1)


def _candidates(form: NameForm) -> tuple[ItemCandidate, ...]:
    text = " ".join(form)
    found = candidates(text)
    if not found and text.isupper() and len(text) >= _SHOUTED:
        found = tuple(c for c in candidates(" ".join(map(str.capitalize, form))) if c.kind == "n")
    return found or candidates(f"The {text}")


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
    place, body = fitting.place(found), fitting.body(found, is_long=is_long)
    thing, person = fitting.thing(found, is_long=is_long), fitting.person(found)
    is_sited = fitting.clues.is_site or bool(fitting.clues.country)
    renown = place.item.weight + _NEAR * (place.item.country in fitting.around.countries) if place else 0
    readings = {
        "PERSON": (person if is_long else None,),
        "ORG": (
            place if is_sited else None,
            body,
            place if renown >= _RENOWNED else None,
            person if is_long else None,
        ),
        **dict.fromkeys(_PLACES, (place, body if is_long else None)),
        **dict.fromkeys(_THINGS, (thing, body if is_long else None)),
    }
    if fitting.clues.is_called:
        return place
    return next(filter(None, readings.get(fitting.label, ())), None)


def _teams(names: Iterable[NameSpan], around: Surroundings) -> dict[NameForm, Choice]:
    """The teams for which the forms of towns and countries stand that play in an article about a sport."""
    about = _sports(around.running)
    playing = {name.form for name in names if _plays(name)} if about else ()
    return {form: team for form in sorted(playing) if (team := _team(" ".join(form), about))}


def _sports(text: str) -> tuple[str, ...]:
    """The sports that an article is about, the surest first; empty for other news."""
    found = Counter(sport for mark, sport in pairs("items", "sports").items() if f" {mark} " in text)
    return tuple(sorted(found, key=lambda sport: (-found[sport], sport)))


def _plays(name: NameSpan) -> bool:
    """Whether a name is subject or object of playing, or stands behind "against"."""
    root = name.root
    if root.dep_ in _PARTS and root.head.lemma_.lower() in lexicon_words("items", "playing", "words"):
        return True
    return root.dep_ == "pobj" and name.before in lexicon_words("items", "opponents", "words")


def _team(name: str, sports: Iterable[str]) -> Choice | None:
    """The one club or national team of the first sport in which a town or country has any."""
    for sport in sports:
        own = (f"{sport} club", f"national {sport} team")
        if found := [candidate.item for candidate in candidates(name) if candidate.item.kind in own]:
            return Choice(found[0], CONTEXT) if len(found) == 1 else None
    return None


def _read(
    name: NameSpan, chosen: Mapping[NameForm, Choice], played: Mapping[NameForm, Choice], around: Surroundings
) -> NameSpan:
    """A name with the entry of its item or team; without those of a place where a person's: "London" after "Jack"."""
    form = name.form
    if form in around.surnames and name.entries and all(map(_is_town, name.entries)):
        return replace(name, entries=(), label="PERSON")
    choice = played.get(form) if form in played and not is_site(name) else chosen.get(form)
    if choice is None or _is_among(choice, name.entries):
        return name
    return replace(name, entries=(Entry(around.gazetteer.of(choice.item), " ".join(form), _ITEM),))


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
        elif wikidata:
            yield _of_table(name, entries.get((name.start, name.end), ()), wikidata)


def _of_table(name: Name, known: Sequence[Entry], wikidata: str) -> ItemLink:
    """A link by the tables of actors: the best reading of the name, unless the text said how to read it."""
    others = dict.fromkeys(entry.entity.wikidata for entry in known if entry.entity.wikidata not in ("", wikidata))
    by = CONTEXT if name.how in _READ or not known else PRIOR if others else TABLE
    return ItemLink(name.start, name.end, by, tuple(others))
