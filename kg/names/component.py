"""Proper names, demonyms, offices and groups named by role, written on the Doc as ``doc.spans["names"]``.

Also written: ``doc.spans["holdings"]``, pairs of a person and an office with one ``id_``, and what ``NamesRead`` has,
so that no later stage needs the gazetteer.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from spacy import tokens as spacy
from spacy.language import Language

from kg.gazetteer import Gazetteer
from kg.gazetteer.values import Entry, Match
from kg.model import BlockKind
from kg.model.classes import ORGANIZATIONS
from kg.names.context import (
    Context,
    EntityInventory,
    Name,
    NameSpan,
    countries_named,
    token_indices,
    with_disjoint,
    with_states,
)
from kg.names.entity_types import class_hint
from kg.names.groups import coordinated, goods, groups
from kg.names.identities import acronyms, halves, identities, introduced, short_forms, shortened
from kg.names.linking import Choice, NameForm, links, with_items
from kg.names.persons import persons
from kg.names.recognition import name_spans, without_headline_persons
from kg.names.titles import Office, Title, holders, holdings_told, offices, since, titles
from kg.parse.intervals import Intervals
from kg.parse.readings import NamesRead, Together, put, reading_of
from kg.parse.tree import Doc, Span, tree

_BREAK = "|"  # what the gazetteer reads for a paragraph break: no name runs across it
_TITLE, _ACRONYM = "title", "acronym"


@dataclass(frozen=True)
class FoundNames:
    """The names of one article, the offices among them, and what is known of what they name."""

    names: tuple[Name, ...]
    offices: tuple[Office, ...]
    told: NamesRead


@dataclass(frozen=True)
class Names:
    """The component: reads a parsed Doc and writes its names on it."""

    gazetteer: Gazetteer

    def __call__(self, doc: spacy.Doc) -> spacy.Doc:
        """The Doc with its names."""
        parse = tree(doc)
        read = names(parse, self.gazetteer)
        parse.spans["names"] = [
            Span(parse, name.start, name.end, label=name.cls, kb_id=name.node, span_id=name.how) for name in read.names
        ]
        held = enumerate([(office.person, office) for office in read.offices if office.person], start=1)
        parse.spans["holdings"] = [
            Span(parse, name.start, name.end, label=label, kb_id=office.status, span_id=str(number))
            for number, (person, office) in held
            for label, name in (("person", person), ("office", office.name))
        ]
        put(doc, replace(reading_of(doc), names=read.told))
        return doc


@Language.factory(
    "kg_names",
    default_config={"aliases": ""},
    requires=["token.dep", "token.head", "token.tag", "doc.ents"],
    assigns=["doc.spans"],
)
def kg_names(nlp: Language, name: str, aliases: str) -> Names:  # noqa: ARG001  the signature of a factory
    """The component; ``aliases`` is the path of the user's own names, if any."""
    return Names(_gazetteer(aliases))


def names(doc: Doc, gazetteer: Gazetteer) -> FoundNames:
    """The names of a parsed Doc; nothing is written on it."""
    readable = [_BREAK if "\n" in token.text else token.text for token in doc]
    matches = gazetteer.matches(readable)
    full = [match for match in matches if match.entries[0].kind == _TITLE]
    proper = [match for match in matches if match.entries[0].kind != _TITLE]
    named = sorted([*proper, *_inside(full, readable, gazetteer)], key=lambda match: match.start)
    found = name_spans(doc, named)
    bylines = Intervals.of(block for block in reading_of(doc).blocks if block.kind is BlockKind.BYLINE)
    found = tuple(name.labelled("PERSON") if bylines.at(doc[name.start].idx) else name for name in found)
    found = with_states(introduced(without_headline_persons(found), doc))
    found, chosen = with_items(found, doc, gazetteer, countries_named(found))
    listed = titles(doc, found, full)
    found = _with_titles(found, listed)
    reading = reading_of(doc)
    entities = EntityInventory(gazetteer.entity, reading.article)
    context = Context(doc, gazetteer, entities, reading.date, countries_named(found))
    return _reading(found, listed, named, context, chosen)


def _inside(full: Iterable[Match], readable: Sequence[str], gazetteer: Gazetteer) -> Iterator[Match]:
    """The names inside titles that the gazetteer has in full: "President of the [People's Republic of China]"."""
    for title in full:
        for match in gazetteer.matches(readable[title.start + 1 : title.end]):
            if match.entries[0].kind != _TITLE:
                begin = title.start + 1
                yield Match(begin + match.start, begin + match.end, match.entries)


def _reading(
    found: Sequence[NameSpan],
    listed: Sequence[Title],
    matches: Sequence[Match],
    context: Context,
    chosen: Mapping[NameForm, Choice],
) -> FoundNames:
    """Things first, then persons, whose titles name things, then the offices, which name persons."""
    found = _known_by_acronym(found, context)
    short = acronyms(found)
    longer = token_indices(name for name in found if len(name) > 1)
    places = {t.i: short[t.text] for t in context.doc if t.text in short and t.i not in longer}
    brief = shortened([name for name in found if name.start not in places])
    rest = [name for name in found if name.start not in places and name not in brief]
    titled = {title.person for title in listed}
    unknown = [name for name in rest if name.label == "PERSON" and not name.entries and name not in titled]
    things_called = {name.form for name in unknown if class_hint(name)}  # no persons: "the airline Air Berlin"
    full_names = (name.form for name in rest if name.label == "PERSON")
    ends = frozenset(form[place:] for form in full_names for place in range(1, len(form)))
    family = _family_names(found)
    people = dict.fromkeys(name for name in rest if name.form not in things_called and _is_person(name, ends, family))
    others = [name for name in rest if name not in people]
    inner = {match.start: NameSpan(context.doc, match.start, match.end, "", match.entries) for match in matches}
    parts = {n: [inner[at] for at in range(n.start, n.end) if at in inner] for n in others if not n.entries}
    things = identities(others, parts, context)
    alone = {name.start: name for name in found if len(name) == 1}
    called = {alone.get(at, NameSpan(context.doc, at, at + 1)): full for at, full in places.items()}
    for how, meant in ((_ACRONYM, called), ("short", brief)):
        whole = ((name, things[full]) for name, full in meant.items() if full in things)
        things |= {name: replace(full, start=name.start, end=name.end, how=how) for name, full in whole}
    told = holdings_told(listed, things, context)
    who = persons(people, told, context)
    known = {**things, **who}
    stated = offices(listed, things, who, context)
    proper = [*known.values(), *halves(others, context)]
    proper += short_forms(context, sorted(proper))
    posts = [office.name for office in stated]
    grouped = list(groups(sorted(proper), posts, context))
    every = tuple(sorted({*proper, *posts, *grouped}, key=lambda n: (n.start, -n.end, n)))
    held = holders(stated, context)
    shared = tuple(Together(start, end, tuple(nodes)) for start, end, nodes in coordinated(grouped, proper, context))
    kinds = tuple(goods(context, token_indices(every)))
    nodes = {*(name.node for name in every), *held.values(), *(str(node) for group in shared for node in group.nodes)}
    entities = context.entities.named(nodes | {node for _, _, node in kinds})
    linked = tuple(links(every, found, chosen, context))
    return FoundNames(every, tuple(stated), NamesRead(entities, held, since(held, context), shared, linked, kinds))


def _known_by_acronym(found: Sequence[NameSpan], context: Context) -> list[NameSpan]:
    """The names, those of no table read as their acronym in it: one in brackets, or one whose words are much the same.

    As "Office for the Coordination of Humanitarian Affairs (OCHA)".
    """
    bracketed = acronyms(found, by_initials=False)
    known: dict[tuple[str, ...], Sequence[Entry]] = {}
    for text, name in acronyms(found).items():
        form, entries = name.form, () if name.entries else context.gazetteer.lookup(text)
        alike = [entry for entry in entries if 2 * len({*form} & {*entry.entity.label.split()}) > len(form)]
        known[form] = entries if text in bracketed else alike
    return [replace(name, entries=tuple(known[name.form])) if known.get(name.form) else name for name in found]


def _with_titles(found: Sequence[NameSpan], listed: Sequence[Title]) -> tuple[NameSpan, ...]:
    """The names with persons whom only titles gave away, without words of titles: "National Security" Advisor."""
    used = {name for title in listed for name in (title.whose, title.person)}
    added = {title.person for title in listed if title.person} - set(found)
    inside = token_indices(listed)
    kept = [name for name in found if name.entries or name in used or name.start not in inside]
    return with_disjoint(added, kept)


def _is_person(name: NameSpan, ends: Set[tuple[str, ...]], family: Set[tuple[str, ...]]) -> bool:
    """Whether a name is a person's: said so by the parser, and by no table that it is something else."""
    is_end = name.form in ends
    if not name.entries:
        return is_end or name.label == "PERSON"
    if name.form in family:
        return True
    return name.label == "PERSON" and (is_end or any(entry.entity.cls == "Person" for entry in name.entries))


def _family_names(names: Sequence[NameSpan]) -> frozenset[tuple[str, ...]]:
    """The forms of bodies of the tables that are a person's here, named in full and first: "Phil Ford ... Ford"."""
    full = {
        name.form[-1:]: name.start for name in sorted(names, reverse=True) if name.label == "PERSON" and name.form[1:]
    }
    bodies = [name for name in names if name.entries and name.entries[0].entity.cls in ORGANIZATIONS]
    told = {name.entries[0].entity.id for name in bodies if name.start < full.get(name.form, len(name.doc))}
    return frozenset(name.form for name in bodies if name.entries[0].entity.id not in told)


@cache
def _gazetteer(aliases: str) -> Gazetteer:
    return Gazetteer.load(Path(aliases) if aliases else None)
