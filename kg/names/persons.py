"""Who is who: full names linked or minted, short names joined to the full ones, namesakes kept apart."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from kg.gazetteer.values import Entry, OfficeTerm
from kg.gazetteer.words import folded
from kg.model import Entity
from kg.names.context import Context, Name, NameSpan, only, owner
from kg.names.lexemes import gender, name_words

_UNMISTAKABLE = 4  # letters of a family name from which it alone may name a leader: not "Li", not "Kim"
_RECENT = date(2013, 1, 1)  # from when on articles do not mean leaders of earlier decades by a bare family name
_INITIAL = 2  # letters of an initial with its full stop
_ARTICLE = re.compile(r"^(?:al|el)-", re.IGNORECASE)  # "al-Sudani" goes by "Sudani" too
_INITIALS = re.compile(r"^([A-Z])([A-Z]) ")  # "JD Vance"


@dataclass(frozen=True, slots=True)
class Holding:
    """What a title says of a person: its own words, and by whom it is held ("CAN", "nato"; empty if untold)."""

    key: str
    owner: str


@dataclass
class _People:
    """The persons of one article: their nodes by the parts of their full names, and the titles told with these."""

    context: Context
    titles: Mapping[NameSpan, Holding]
    told: set[tuple[str, str]] = field(default_factory=set)
    known: dict[tuple[str, ...], str] = field(default_factory=dict)
    _with_word: dict[str, list[tuple[str, ...]]] = field(default_factory=dict)

    def remember(self, parts: tuple[str, ...], node: str) -> None:
        """Note who goes by a name; the first who did keeps it."""
        if parts not in self.known:
            self.known[parts] = node
            for word in {_bare(part) for part in parts}:
                self._with_word.setdefault(word, []).append(parts)

    def with_word(self, word: str) -> Iterator[tuple[tuple[str, ...], str]]:
        """The known names that have a word, each with its node."""
        return ((full, self.known[full]) for full in self._with_word.get(_bare(word), ()))


def persons(names: Iterable[NameSpan], titles: Mapping[NameSpan, Holding], context: Context) -> dict[NameSpan, Name]:
    """The person that each name refers to, known or minted; ``titles`` are those that stand with a name."""
    people = _People(context, titles)
    by_form: dict[tuple[str, ...], list[NameSpan]] = defaultdict(list)
    for name in names:
        by_form[_parts(name.text)].append(name)
    found: dict[NameSpan, Name] = {}
    for parts in sorted(by_form, key=lambda parts: (-len(parts), by_form[parts][0].start)):
        for name, node, how in _read(parts, by_form[parts], people):
            found[name] = Name(name.doc, name.start, name.end, "Person", node, how)
            context.entities.label(node, name.text)
    return found


def _parts(text: str) -> tuple[str, ...]:
    """The words of a name that tell persons apart, the family name last: no middle initials, no "Jr."."""
    parts: list[str] = []
    for part in text.split():
        is_generation = part.lower() in name_words("generation") or part in name_words("numeral")  # "XIV"
        if not is_generation and not (_is_initial(part) and parts and not _is_initial(parts[-1])):
            parts.append(part)
    return tuple(parts) or (text,)


def _bare(part: str) -> str:
    """A word of a name without the article that is written with it."""
    return _ARTICLE.sub("", part)


def _is_initial(part: str) -> bool:
    return len(part) <= _INITIAL and part[0].isupper() and part.endswith(".")


def _read(parts: tuple[str, ...], names: Sequence[NameSpan], people: _People) -> Iterator[tuple[NameSpan, str, str]]:
    """Each occurrence of a form with the node that it means and how it was read."""
    entities = people.context.entities
    if any(part.lower() not in name_words("particle") for part in parts[:-1]):  # "de Moraes" is a family name
        first, last = parts[0], _bare(parts[-1])  # "Donald Trump", "Donald John Trump"
        known = list(people.with_word(parts[-1]))
        same = {node for full, node in known if (full[0], _bare(full[-1])) == (first, last)}
        same = same or {node for full, node in known if full[-len(parts) :] == parts}
        node = (next(iter(same)) if len(same) == 1 else None) or _linked(parts, names, people.context)
        node = node or entities.mint(" ".join(parts), "Person")
        people.remember(parts, node)
        people.told.update((node, people.titles[name].key) for name in names if name in people.titles)
        yield from ((name, node, "name") for name in names)
        return
    for name in names:
        candidates = sorted({node for full, node in people.with_word(parts[-1]) if _shortens(parts, full)})
        if len(candidates) <= 1:
            meant = _titled(parts, name, people, candidates)  # "Melania Trump ... President Trump"
            if not candidates:
                meant = meant or only(_fitting(name.entries, people.context)) or _leader(parts, people.context)
            candidates = [entities.use(meant)] if meant else candidates
        if len(candidates) == 1:
            people.remember(parts, candidates[0])
            yield name, candidates[0], "short"
        else:
            yield name, entities.mint(" ".join(parts), "Person"), "name"


def _shortens(parts: tuple[str, ...], full: tuple[str, ...]) -> bool:
    """Whether a short name is the family name, or the one given name, of a full name; no maiden name."""
    is_given = parts[0] == full[0] or bool(gender(parts[0]))
    tail = [_bare(part).lower() for part in full[-len(parts) :]]  # "De la Vega" at the beginning of a sentence
    return len(full) > len(parts) and (tail == [_bare(part).lower() for part in parts] or is_given)


def _linked(parts: tuple[str, ...], names: Sequence[NameSpan], context: Context) -> str | None:
    """The gazetteer's one person of a full name: as written, else without middle initials or accents."""
    written = {" ".join(parts), *(name.text for name in names)}
    forms = written | {folded(form) for form in written} | {_INITIALS.sub(r"\1.\2. ", form) for form in written}
    looked_up = [entry for form in sorted(forms) for entry in context.gazetteer.lookup(form)]
    own = [entry for name in names for entry in name.entries]
    person = only(_fitting(own, context)) or only(_fitting([*own, *looked_up], context))
    return context.entities.use(person) if person else None


def _fitting(entries: Iterable[Entry], context: Context) -> list[Entity]:
    """The persons whom an article may mean: linked by its words, leaders, or of a country that it names."""
    known, terms = [entry for entry in entries if entry.entity.cls == "Person"], context.gazetteer.terms
    return [e.entity for e in known if e.kind == "item" or e.entity.country in context.countries or terms(e.entity.id)]


def _titled(parts: tuple[str, ...], name: NameSpan, people: _People, known: Sequence[str]) -> Entity | None:
    """The one holder of the office told with a family name ("Prime Minister Carney"), unless of one ``known``."""
    title, context = people.titles.get(name), people.context
    if title is None or any((node, title.key) in people.told for node in known):
        return None
    held = [term for person in surnamed(parts, context) for term in context.gazetteer.terms(person.id)]
    named = ((term, context.gazetteer.office(title.key, title.owner or owner(term.office))) for term in held)
    terms = [term for term, office in named if office and office.id == term.office.id]
    return only(term.person for term in _current(terms, context) or terms)


def _current(terms: Iterable[OfficeTerm], context: Context) -> list[OfficeTerm]:
    """The terms of office into which the article's day falls; none where it has no date."""
    day = context.date
    return [term for term in terms if day and (term.start or day) <= day <= (term.end or day)]


def _leader(parts: tuple[str, ...], context: Context) -> Entity | None:
    """The one leader with a family name: in office on the article's day, or of a country that the article names."""
    day, is_common = context.date, len(parts[0]) < _UNMISTAKABLE or bool(gender(parts[0]))
    named = surnamed(parts, context, with_past=day is None or day < _RECENT)
    leaders = [person for person in named if person.country in context.countries]
    if day is None and is_common:  # "Lu", "Austin": many are called so
        leaders = [person for person in leaders if person in _only_of(parts, context)]
    elif not leaders and not is_common:
        leaders = [person for person in _only_of(parts, context) if day is None or _is_in_office(person, context)]
    return only([person for person in leaders if _is_in_office(person, context)] or leaders)


def _is_in_office(person: Entity, context: Context) -> bool:
    return bool(_current(context.gazetteer.terms(person.id), context))


def _only_of(parts: Sequence[str], context: Context) -> tuple[Entity, ...]:
    """The leaders with a name that nobody of another country has; in an undated article only the heads of a state."""
    name, gazetteer, heads = " ".join(parts), context.gazetteer, context.date is None
    return gazetteer.own_surname(name, heads=heads) or gazetteer.own_surname(folded(name), heads=heads)


def surnamed(parts: Sequence[str], context: Context, *, with_past: bool = True) -> tuple[Entity, ...]:
    """The leaders with a family name, with or without its accents; ``with_past`` those of earlier decades too."""
    name, gazetteer = " ".join(parts), context.gazetteer
    return gazetteer.surname(name, with_past=with_past) or gazetteer.surname(folded(name), with_past=with_past)
