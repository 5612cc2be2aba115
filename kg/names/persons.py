"""Who is who: full names linked or minted, short names joined to the full ones, namesakes kept apart."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from kg.gazetteer.slugs import folded
from kg.model import Entity
from kg.names.context import Context, Name, NameSpan, owner
from kg.names.lexemes import gender, gender_of_title, is_generation, name_words

_PAIR = 2  # a given and a family name, in whichever order the language has them
_UNMISTAKABLE = 4  # letters of a family name from which it alone may name a leader: not "Li", not "Kim"
_TOO_SHORT = 3
_RECENT = date(2013, 1, 1)  # from when on articles do not mean leaders of earlier decades by a bare family name
_INITIAL = 2  # letters of an initial with its full stop


@dataclass(frozen=True, slots=True)
class Holding:
    """What a title says of a person: its own words, and by whom it is held ("CAN", "nato"; empty if untold)."""

    key: str
    owner: str
    status: str


@dataclass
class _People:
    """The persons of one article: their nodes by the parts of their full names."""

    context: Context
    titles: Mapping[NameSpan, Holding]
    known: dict[tuple[str, ...], str] = field(default_factory=dict)
    _with_word: dict[str, list[tuple[str, ...]]] = field(default_factory=dict)

    def remember(self, parts: tuple[str, ...], node: str) -> None:
        """Note who goes by a name; the first who did keeps it."""
        if parts not in self.known:
            self.known[parts] = node
            for word in set(parts):
                self._with_word.setdefault(word, []).append(parts)

    def with_word(self, word: str) -> Iterator[tuple[tuple[str, ...], str]]:
        """The known names that have a word, each with its node."""
        return ((full, self.known[full]) for full in self._with_word.get(word, ()))


def persons(names: Iterable[NameSpan], titles: Mapping[NameSpan, Holding], context: Context) -> dict[NameSpan, Name]:
    """The person that each name means; ``titles`` tells what title stands with a name."""
    people = _People(context, titles)
    by_form: dict[tuple[str, ...], list[NameSpan]] = defaultdict(list)
    for name in names:
        by_form[_parts(name, context)].append(name)
    found: dict[NameSpan, Name] = {}
    for parts in sorted(by_form, key=lambda parts: (-len(parts), by_form[parts][0].start)):
        for name, node, how in _read(parts, by_form[parts], people):
            found[name] = Name(name.start, name.end, "Person", node, how)
            context.entities.label(node, context.text(name.start, name.end))
    return found


def _parts(name: NameSpan, context: Context) -> tuple[str, ...]:
    """The words of a name that tell persons apart: no middle initials, no "Jr.", hyphens kept inside."""
    text = context.text(name.start, name.end)
    parts: list[str] = []
    for part in text.split():
        if not is_generation(part) and not (_is_initial(part) and parts and not _is_initial(parts[-1])):
            parts.append(part)
    return tuple(parts) or (text,)


def _is_initial(part: str) -> bool:
    return len(part) <= _INITIAL and part[0].isupper() and part.endswith(".")


def _read(parts: tuple[str, ...], names: Sequence[NameSpan], people: _People) -> Iterator[tuple[NameSpan, str, str]]:
    """Each occurrence of a form with the node that it means and how it was read."""
    context = people.context
    if len(parts) > 1 and not _is_family_name(parts):
        node = (
            _same_person(parts, people)
            or _linked(parts, names, people)
            or context.entities.mint(" ".join(parts), "Person")
        )
        people.remember(parts, node)
        yield from ((name, node, "name") for name in names)
        return
    for name in names:
        candidates = sorted({node for full, node in people.with_word(parts[-1]) if _shortens(parts, full)})
        if len(candidates) > 1:
            candidates = _told_apart(candidates, name, people) or _of_gender(candidates, name, people)
        elif candidates and (relative := _other_holder(candidates[0], parts, name, people)):
            candidates = [context.entities.use(relative)]
        if not candidates:
            entity = _known(name) or _crowned(name, people) or _titled(parts, name, people)
            entity = entity or _leader(parts, name, people)
            candidates = [context.entities.use(entity)] if entity else []
        if len(candidates) == 1:
            people.remember(parts, candidates[0])
            yield name, candidates[0], "short"
        else:
            yield name, context.entities.mint(" ".join(parts), "Person"), "name"


def _is_family_name(parts: Sequence[str]) -> bool:
    """As in "de Moraes": a family name with its particle."""
    return all(part.lower() in name_words("particle") for part in parts[:-1])


def _same_person(parts: tuple[str, ...], people: _People) -> str | None:
    """A person already named whose first and last name these are ("Donald Trump", "Donald John Trump")."""
    ends, namesakes = (parts[0], parts[-1]), list(people.with_word(parts[-1]))
    nodes = {node for full, node in namesakes if len(full) > 1 and (full[0], full[-1]) == ends}
    suffix = {node for full, node in namesakes if len(parts) < len(full) and full[-len(parts) :] == parts}
    found = nodes or suffix
    return next(iter(found)) if len(found) == 1 else None


def _shortens(parts: tuple[str, ...], full: tuple[str, ...]) -> bool:
    """Whether a short name is the family name, or the one given name, of a full name."""
    if len(full) <= len(parts):
        return False
    if full[-len(parts) :] == parts:
        return True
    is_given = parts[0] == full[0] or (parts[0] in full[1:-1] and bool(gender(parts[0])))  # not a maiden name
    return len(parts) == 1 and is_given and len(parts[0]) > 1


def _linked(parts: tuple[str, ...], names: Sequence[NameSpan], people: _People) -> str | None:
    """The gazetteer's person of a full name, if the article does not speak against it."""
    context = people.context
    items = {entry.entity.id: entry.entity for name in names for entry in name.entries if entry.kind == "item"}
    if len(items) == 1 and (found := next(iter(items.values()))).cls == "Person":
        return context.entities.use(found)
    written = {" ".join(parts), *(context.text(name.start, name.end) for name in names)}
    forms = written | {folded(form) for form in written} | {_dotted(form) for form in written}
    entries = [
        *(entry for name in names for entry in name.entries),
        *(e for f in sorted(forms) for e in context.gazetteer.lookup(f)),
    ]
    written_so = {entry.entity.id: entry.entity for name in names for entry in name.entries}
    entities = {entry.entity.id: entry.entity for entry in entries if entry.entity.cls == "Person"}
    if len(written_so) == 1 and written_so.keys() <= entities.keys():
        entities = written_so  # "George W. Bush", whose name without the initial is his father's too
    owners = {people.titles[name].owner for name in names if name in people.titles} - {""}
    if not entities and len(parts) == _PAIR:
        entries = list(context.gazetteer.lookup(f"{parts[1]} {parts[0]}"))
        entities = {
            e.entity.id: e.entity for e in entries if e.entity.cls == "Person" and e.entity.country in context.countries
        }
    fitting = [entity for entity in entities.values() if _fits(entity, owners, context)]
    if len(fitting) > 1:
        fitting = [entity for entity in fitting if _is_in_office(entity, context)]
    if not entities:
        holders = (_titled(parts[-1:], name, people) for name in names)
        fitting = [entity for entity in holders if entity and set(parts) <= set(entity.label.split())][:1]
    return context.entities.use(fitting[0]) if len(fitting) == 1 else None


def _dotted(form: str) -> str:
    """The form "J.D. Vance" for "JD Vance", and the reverse."""
    first, _, rest = form.partition(" ")
    letters = first.replace(".", "")
    if len(letters) != _PAIR or not letters.isupper():
        return form
    return f"{letters} {rest}" if "." in first else f"{letters[0]}.{letters[1]}. {rest}"


def _fits(entity: Entity, owners: set[str], context: Context) -> bool:
    """Whether a person of a table can be the one of the article: nothing else is said of whose office he holds."""
    if not entity.country or entity.country in owners:
        return True
    terms = context.gazetteer.terms(entity.id)
    if owners and any(owner(term.office) in owners or str(term.office.id).endswith(tuple(owners)) for term in terms):
        return True
    return not any(len(code) == len(entity.country) for code in owners) and (
        not context.countries or entity.country in context.countries or bool(terms)
    )


def _is_in_office(entity: Entity, context: Context) -> bool:
    day = context.date
    return day is not None and any(
        (t.start or day) <= day <= (t.end or day) for t in context.gazetteer.terms(entity.id)
    )


def _told_apart(candidates: Sequence[str], name: NameSpan, people: _People) -> list[str]:
    """The one of several namesakes with whose full name the same title stands."""
    title = people.titles.get(name)
    if title is None:
        return []
    same = {
        people.known[parts]
        for full, other in people.titles.items()
        if other.key == title.key and full != name and (parts := _parts(full, people.context)) in people.known
    }
    return [node for node in candidates if node in same] if len(same.intersection(candidates)) == 1 else []


def _of_gender(candidates: Sequence[str], name: NameSpan, people: _People) -> list[str]:
    """The one of several namesakes whose given name goes with "Mr" or "Mrs"."""
    words = people.context.words
    wanted = gender_of_title(words.lower[name.start - 1]) if name.start else ""
    if not wanted:
        return list(candidates)
    given = {node: gender(full[0]) for full, node in people.known.items() if node in candidates and len(full) > 1}
    fitting = [node for node in candidates if given.get(node) == wanted]
    return fitting if len(fitting) == 1 else list(candidates)


def _titled(parts: tuple[str, ...], name: NameSpan, people: _People) -> Entity | None:
    """The holder on the article's day of the office that is named with a family name: "Prime Minister Carney"."""
    title = people.titles.get(name)
    if title is None:
        return None
    gazetteer, day = people.context.gazetteer, people.context.date
    now: list[Entity] = []
    ever: list[Entity] = []
    for person in surnamed(parts, people.context):
        terms = [
            term
            for term in gazetteer.terms(person.id)
            if (office := gazetteer.office(title.key, title.owner or owner(term.office)))
            and office.id == term.office.id
        ]
        ever += [person] if terms else []
        now += [person] if any(day and (term.start or day) <= day <= (term.end or day) for term in terms) else []
    fitting = now if now and title.status != "former" else ever
    return fitting[0] if len(fitting) == 1 else None


def _other_holder(candidate: str, parts: tuple[str, ...], name: NameSpan, people: _People) -> Entity | None:
    """The holder of the office, where only a relative is named in full: "Melania Trump ... President Trump"."""
    holder = _titled(parts, name, people)
    if holder is None or holder.id == candidate or _told_apart([candidate], name, people):
        return None
    given = {full[0] for full, node in people.known.items() if node == candidate and len(full) > 1}
    return holder if given.isdisjoint(holder.label.split()) else None


def _known(name: NameSpan) -> Entity | None:
    """Someone who goes by one name: "Suharto"."""
    known = {entry.entity.id: entry.entity for entry in name.entries if entry.entity.cls == "Person"}
    return next(iter(known.values())) if len(known) == 1 else None


def _crowned(name: NameSpan, people: _People) -> Entity | None:
    """Someone whom the tables have with his title: "King Abdullah II"."""
    title = people.titles.get(name)
    text = people.context.text(name.start, name.end)
    entries = people.context.gazetteer.lookup(f"{title.key.capitalize()} {text}") if title else ()
    return next((entry.entity for entry in entries if entry.entity.cls == "Person"), None)


def _leader(parts: tuple[str, ...], name: NameSpan, people: _People) -> Entity | None:
    """The one leader with a family name: in office on the article's day, or of a country that the article names."""
    context, day = people.context, people.context.date
    named = surnamed(parts, context, with_past=day is None or day < _RECENT)
    leaders = [person for person in named if person.country in context.countries]
    if day is None and (len(parts[0]) < _TOO_SHORT or gender(parts[0])):  # "Lu", "Austin": many are called so
        leaders = [person for person in leaders if person in _only_of(parts, context)]
    if not leaders and len(parts[0]) >= _UNMISTAKABLE and not gender(parts[0]):
        leaders = [person for person in _only_of(parts, context) if day is None or _is_in_office(person, context)]
    leaders = [person for person in leaders if not _is_another(person, people.titles.get(name), context)]
    now = [person for person in leaders if _is_in_office(person, context)]
    found = now or leaders
    return found[0] if len(found) == 1 else None


def _only_of(parts: Sequence[str], context: Context) -> tuple[Entity, ...]:
    """The leaders with a name that nobody of another country has; in an undated article only the heads of a state."""
    name, gazetteer, heads = " ".join(parts), context.gazetteer, context.date is None
    return gazetteer.own_surname(name, heads=heads) or gazetteer.own_surname(folded(name), heads=heads)


def _is_another(person: Entity, title: Holding | None, context: Context) -> bool:
    """Whether a title speaks against a person: his country has such an office, and he never held it."""
    office = context.gazetteer.office(title.key, person.country) if title and person.country else None
    return office is not None and all(term.office.id != office.id for term in context.gazetteer.terms(person.id))


def surnamed(parts: Sequence[str], context: Context, *, with_past: bool = True) -> tuple[Entity, ...]:
    """The leaders with a family name, with or without its accents; ``with_past`` those of earlier decades too."""
    name, gazetteer = " ".join(parts), context.gazetteer
    return gazetteer.surname(name, with_past=with_past) or gazetteer.surname(folded(name), with_past=with_past)
