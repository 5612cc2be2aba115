"""Terms of office: the claims of all sources on one person in one office, made into dated terms."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from difflib import SequenceMatcher
from pathlib import Path

from scripts.gazetteer.claims import Claim, Offices, claims
from scripts.gazetteer.countries import sovereign
from scripts.gazetteer.rows import Record, Tables, Thing, folded, own, read

LABELS = ("wikidata", "every-politician", "own", "factbook", "congress-legislators")
"""Whose spelling of a name is shown, best first."""

INITIAL = re.compile(r"(?<= )[A-Z]\.? ")
CLOSE = timedelta(days=45)
ALIKE = 0.75
HYPHENS = frozenset({"CHN", "TWN", "KOR", "PRK", "HKG", "SGP"})
"""Where some newspapers hyphenate given names and others do not."""
HEAD = re.compile(r"(?i)(?:president|prime minister|premier|chancellor|taoiseach|king|queen|supreme leader)(?: of .*)?")
SUCCESSORS = {"SUN": "RUS", "YUG": "SRB", "SCG": "SRB", "CSK": "CZE"}
"""States that are no more, with the one where their leaders are to be looked for."""


@dataclass
class Person:
    """What the sources say of one person."""

    wikidata: str
    of: set[str] = field(default_factory=set)
    led: set[str] = field(default_factory=set)
    """The countries whose head of state or government the person was."""
    names: dict[str, str] = field(default_factory=dict)
    """Names, each with the source that has it."""

    @property
    def label(self) -> str:
        """The best source's name for the person."""
        name = min(self.names, key=lambda n: (bool(INITIAL.search(n)), LABELS.index(self.names[n]), len(n), n))
        short = re.sub(r"^(?:Queen|King|Pope) |,.*| of (?:the )?[A-Z]\w+(?: [A-Z]\w+)*$", "", name)
        return short if " " in short else name


class Persons:
    """Persons by Wikidata id, and by name within a country."""

    def __init__(self, source: Path, tables: Tables) -> None:
        self.tables = tables
        self.known: dict[str, Person] = {}
        self.sovereign = sovereign(source)
        self.named: dict[tuple[str, str], set[str]] = defaultdict(set)
        self.anywhere: dict[str, set[str]] = defaultdict(set)
        self.held: dict[str, list[Claim]] = defaultdict(list)
        self.politicians: dict[tuple[str, str], set[str]] = defaultdict(set)
        by_hand = (*own("persons"), *own("former_leaders"))
        self.homes = {key(row["person"]): row["country"] for row in by_hand if row.get("country")}
        self.same = {key(name): key(row["person"]) for row in by_hand for name in row["names"].split("|") if name}
        for row in read(source / "politicians_eps.csv"):
            if "State" not in row["positions"] or "Secretary of State" in row["positions"]:
                alpha3 = tables.alpha3.get(row["country_qid"], "")
                self.politicians[key(row["name"]), alpha3].add(row["qid"])

    def person(self, claim: Claim, office: str) -> str:
        """The key of the person of a claim; his or her name is remembered."""
        found = claim.wikidata or self._by_name(claim) or self._by_term(claim, office) or self._by_country(claim)
        person = self.known.setdefault(found, Person(found if re.fullmatch(r"Q\d+", found) else ""))
        source = person.names.get(claim.person, claim.source)
        person.names[claim.person] = min(source, claim.source, key=LABELS.index)
        person.of.add(claim.of)
        if HEAD.fullmatch(claim.title) and claim.of in self.sovereign:
            person.led.add(claim.of)
        return found

    def _by_country(self, claim: Claim) -> str:
        """The key of someone without an id: the name in a state, or in whatever dependent territories."""
        name = self._key(claim.person)
        of = self.homes.get(name) or SUCCESSORS.get(claim.of, claim.of)
        is_dependent = of in self.tables.countries and of not in self.sovereign
        return f"{name}/{'' if is_dependent else of}"

    def _key(self, name: str) -> str:
        """A name as it is compared, the hand-written spellings of one person made one."""
        return self.same.get(key(name), key(name))

    def home(self, person: Person) -> str:
        """The one country of a person: of all held offices, else the one state among them, else the one led."""
        countries = {code for code in person.of if code in self.tables.countries}
        for codes in (countries, countries & self.sovereign, person.led):
            if len(codes) == 1:
                return min(codes)
        return ""

    def learn(self, claims: Iterable[tuple[str, Claim]]) -> None:
        """Remember who is meant by the names, and who held the offices, that come with an id."""
        for office, claim in claims:
            if claim.wikidata:
                self.named[key(claim.person), claim.of].add(claim.wikidata)
                self.anywhere[key(claim.person)].add(claim.wikidata)
                self.held[office].append(claim)

    def _by_name(self, claim: Claim) -> str:
        """The id of the only person of that name in the country."""
        name, of = self._key(claim.person), claim.of
        options = [self.named.get((name, of)), self.politicians.get((name, of))]
        if of not in self.tables.countries or of not in self.sovereign or re.search(r"\b[IVX]+$", claim.person):
            options += [self.anywhere.get(name), self.politicians.get((name, ""))]
        elif claim.source == "own" and HEAD.fullmatch(claim.title):
            options.append(self.anywhere.get(name))
        return next((min(found) for found in options if found and len(found) == 1), "")

    def _by_term(self, claim: Claim, office: str) -> str:
        """The id of someone with a like name who took the same office at the same time."""
        for other in self.held.get(office, ()):
            if claim.start and other.start and _is_alike(claim.person, other.person):
                is_year = claim.start.year == other.start.year and not (claim.is_exact and other.is_exact)
                if is_year or abs(claim.start - other.start) <= CLOSE:
                    return other.wikidata
        return ""


def _is_alike(first: str, second: str) -> bool:
    """Whether two names share a word, or nearly."""
    pairs = ((one, other) for one in key(first).split() for other in key(second).split())
    return any(SequenceMatcher(None, one, other).ratio() >= ALIKE for one, other in pairs)


def key(name: str) -> str:
    """A name as it is compared: no accents, case, hyphens or initials, in the order of the alphabet."""
    plain = re.sub(r"[-'’.]", " ", folded(name).lower())
    return " ".join(sorted(part for part in plain.split() if len(part) > 1 and part not in {"jr", "sr", "al", "el"}))


def add_person(tables: Tables, person: Person, home: str, hand: Record) -> str:
    """Take in a person with all names; the id."""
    label = hand.get("label") or person.label
    country = hand.get("country") or home
    also = tables.things[tables.countries[country]].label if country else ""
    node = tables.free(label, also=also)
    tables.add(Thing(node, "Person", label, _source(person), person.wikidata, country=country))
    for name, source in sorted(person.names.items()):
        for form in _forms(name, label, country):
            if " " in form:
                tables.name(form, node, rank=2, source=source)
    for name in filter(None, (hand.get("label", ""), *hand.get("names", "").split("|"))):
        tables.name(name, node, rank=1, source="own")
    return node


def add_others(tables: Tables, source: Path, persons: Persons) -> None:
    """Take in people in the news without an office, and the members of the United States Congress."""
    for row in own("people"):
        found = persons.politicians.get((key(row["name"]), row["country"]), set())
        names = [row["name"], *filter(None, row["names"].split("|"))]
        wikidata = min(found) if len(found) == 1 else ""
        _other(tables, names, wikidata, row["country"], "own+every-politician" if wikidata else "own")
    for row in read(source / "us_officials.csv"):
        if row["office"] in {"U.S. Representative", "U.S. Senator"}:
            names = [row["holder"], INITIAL.sub("", row["holder"])]
            _other(tables, names, row["holder_qid"], "USA", "congress-legislators")


def _other(tables: Tables, names: list[str], wikidata: str, country: str, source: str) -> None:
    """Take in a person, unless he or she is known; an id that was missing is added."""
    if wikidata in tables.by_wikidata:
        return
    same = (node for name in names for node in tables.named(name))
    known = (node for node in same if (tables.things[node].cls, tables.things[node].country) == ("Person", country))
    node = next(known, "")
    if node and wikidata and not tables.things[node].wikidata:
        tables.linked(node, wikidata, source)
    elif not node:
        also = tables.things[tables.countries[country]].label if country else ""
        node = tables.add(
            Thing(tables.free(names[0], also=also), "Person", names[0], source, wikidata, country=country)
        )
    for name in names:
        tables.name(name, node, rank=2, source=source)


def _forms(name: str, label: str, country: str) -> set[str]:
    """A name, without initials and titles, and with hyphens as other newspapers write them."""
    forms = {name, label, INITIAL.sub("", name)}
    if country == "JPN":
        forms |= {f"{last} {first}" for first, _, last in (form.partition(" ") for form in tuple(forms)) if last}
    if country in HYPHENS:
        for form in tuple(forms):
            first, *rest = re.split("(?<=[a-z])-(?=[a-z])", form)
            if rest:
                forms |= {f"{first} {rest[0].title()}", f"{first}-{rest[0].title()}", f"{first}{rest[0]}"}
    return forms


def _source(person: Person) -> str:
    best = min(person.names.values(), key=LABELS.index)
    return f"{best}+every-politician" if best == "own" and person.wikidata else best


FAMILY_FIRST = frozenset({"CHN", "TWN", "KOR", "PRK", "VNM", "HKG", "KHM", "SGP"})
PARTICLES = frozenset(
    {"de", "von", "der", "van", "da", "del", "della", "di", "du", "la", "le", "el", "al", "bin", "den", "dos"}
)
HEADS = ("president-of-", "prime-minister-of-", "chancellor-of-", "premier-of-", "taoiseach", "supreme-leader-of-")
RECENT = "2012"
LONG_AGO = 5
"""The rank of heads of state and government whose last term ended before."""


def surnames(tables: Tables, source: Path, persons: Mapping[str, Person]) -> None:
    """The family name of everyone who lately held an office that one person holds, heads of government first.

    ``only`` marks those that nobody of another country has.
    """
    # The words that the Factbook writes in capitals, by person.
    shouted: dict[str, tuple[str, ...]] = {}
    for row in read(source / "leaders_factbook_2014_2026.csv"):
        words = tuple(
            folded(word).lower()
            for word in row["holder_raw"].split()
            if word.isupper() and word[1:] and not re.fullmatch(r"[IVX]+", word)
        )
        shouted.setdefault(key(row["holder"]), words)
    listed = {row[2] for row in tables.sheets["titles"] if row[1] != "*" and row[4] == "own"}
    ranks: dict[str, int] = {}
    for office, node, _, end, _ in tables.sheets["terms"]:
        is_head = office.startswith(HEADS)
        if office in listed and (is_head or not end or end > RECENT):
            lately = (1 if is_head else 2) + (2 if end else 0)
            rank = lately if not end or end > RECENT else LONG_AGO
            ranks[node] = min(rank, ranks.get(node, rank))
    homes: dict[str, set[str]] = defaultdict(set)
    for thing in tables.things.values():
        if thing.cls == "Person":
            homes[folded(thing.label).split()[0 if thing.country in FAMILY_FIRST else -1]].add(thing.country)
    for node, rank in sorted(ranks.items()):
        person, label = persons[node], tables.things[node].label
        known = next((shouted[key(name)] for name in person.names if key(name) in shouted), ())
        surname = family_name(label, tables.things[node].country, known)
        if surname:
            # With and without accents and article; none for what is a pronoun too.
            bare = re.sub(r"^(?:al|el|Al|El)[- ]", "", surname)
            for form in {form for name in (surname, bare) for form in (name, folded(name)) if form != "He"}:
                only = "1" if len(homes[folded(form).split()[-1]]) <= 1 else ""
                tables.sheet("surnames", form, str(rank), node, only, tables.things[node].source)


def family_name(label: str, country: str, known: tuple[str, ...]) -> str:
    """The family name within a full name; ``known`` are the folded words that a source marks as such."""
    words = re.sub(r",? (?:Jr|Sr)\.?$", "", label).split()
    if re.search(r"\b[IVX]+$|^King|^Queen|^Pope|^Emperor| bin ", label) or not words[1:]:
        return ""
    marked = [word for word in words if folded(word).lower() in known]
    if marked and len(marked) < len(words):
        return " ".join(marked)
    if country in FAMILY_FIRST:
        return words[0]
    start = len(words) - 1
    while start > 1 and words[start - 1].lower() in PARTICLES:
        start -= 1
    return " ".join(words[start:])


TOUCHING = timedelta(days=62)
Stint = Claim
"""A person's time in an office, as far as it is known: a claim whose person is a key of ``Persons``."""


def terms(tables: Tables, source: Path) -> None:
    """Every office with who held it, and every person by name."""
    offices, persons = Offices(tables), Persons(source, tables)
    told = [(offices.office(claim), claim) for claim in claims(tables, source)]
    persons.learn(told)
    stints: dict[str, list[Stint]] = defaultdict(list)
    for office, claim in told:
        stints[office].append(replace(claim, person=persons.person(claim, office)))
    offices.usual()
    nodes: dict[str, str] = {}
    hand = {key(row["person"]): row for row in (*own("former_leaders"), *own("persons"))}
    # How many terms a person has: of two namesakes the better known gets the plain id.
    for known in sorted(
        persons.known, key=lambda k: (-sum(stint.person == k for found in stints.values() for stint in found), k)
    ):
        person = persons.known[known]
        by_hand = next((hand[key(name)] for name in person.names if key(name) in hand), {})
        nodes[known] = add_person(tables, person, persons.home(person), by_hand)
    add_others(tables, source, persons)
    for office, found in sorted(stints.items()):
        for stint in settled(found, is_single=office in offices.single):
            start, end = (day.isoformat() if day else "" for day in (stint.start, stint.end))
            tables.sheet("terms", office, nodes[stint.person], start, end, stint.source)
    surnames(tables, source, {node: persons.known[known] for known, node in nodes.items()})


def settled(stints: Iterable[Stint], *, is_single: bool) -> list[Stint]:
    """Terms without overlap of the same person, each with the widest ends that the sources leave open."""
    told = list(stints)
    is_listed = any(stint.source == "wikidata" for stint in told)
    by_person: dict[str, list[Stint]] = defaultdict(list)
    for stint in told:
        by_person[stint.person].append(
            replace(stint, is_open=stint.is_open and not (is_listed and stint.source == "own"))
        )
    merged = [stint for same in by_person.values() for stint in _merged(same)]
    merged.sort(key=lambda s: (s.start or date.min, s.person))
    return [_ended(merged, place, is_single=is_single) for place in range(len(merged))]


def _merged(stints: list[Stint]) -> list[Stint]:
    """The stints of one person, those that touch made one."""
    found: list[Stint] = []
    for stint in sorted(stints, key=lambda s: (s.start or date.min, s.seen)):
        last = found[-1] if found else None
        if last and (stint.start or date.min) <= (last.end or last.seen) + TOUCHING:
            # Two claims on one term: the exact days of a year win, and what was seen last.
            starts = _exact_first(last.start, stint.start, is_first=last.is_exact or not stint.is_exact)
            seen = max(last.seen, stint.seen)
            ends = [(s.is_exact_end, s.end) for s in (last, stint) if s.end and s.end >= seen - TOUCHING]
            is_exact_end, end = max(ends) if ends else (False, None)
            found[-1] = replace(
                last,
                start=starts,
                is_exact=last.is_exact if starts == last.start else stint.is_exact,
                end=end,
                is_exact_end=is_exact_end,
                seen=end if end and is_exact_end else seen,
                is_open=(last.is_open or stint.is_open) and not is_exact_end,
                source="+".join(sorted({*last.source.split("+"), *stint.source.split("+")})),
            )
        else:
            found.append(stint)
    return found


def _exact_first(first: date | None, second: date | None, *, is_first: bool) -> date | None:
    """The start of the first stint, or of the second where that is exact and in the same year."""
    if first is None or second is None or first.year != second.year:
        return first
    return first if is_first else second


def _ended(stints: list[Stint], place: int, *, is_single: bool) -> Stint:
    """A stint with its ends: those told, or those that predecessor and successor leave."""
    stint = stints[place]
    start = _started(stints, place) if is_single else stint.start
    later = [s for s in stints[place + 1 :] if s.person != stint.person and s.start] if is_single else []
    if stint.end:
        fitting = [s.start for s in later if s.is_exact and s.start and s.start.year == stint.end.year]
        return replace(stint, start=start, end=stint.end if stint.is_exact_end or not fitting else fitting[0])
    after = [_latest_start(s) for s in later if _latest_start(s) >= stint.seen]
    last = None if stint.is_open else stint.seen
    return replace(stint, start=start, end=after[0] if after else last)


def _latest_start(stint: Stint) -> date:
    """The last day on which a stint can have begun."""
    if stint.is_exact or not stint.start:
        return stint.start or date.min
    return min(date(stint.start.year, 12, 31), stint.seen)


def _started(stints: list[Stint], place: int) -> date | None:
    """The start of a stint; where only the year is told, not before the predecessor was last seen."""
    stint = stints[place]
    if stint.is_exact or not stint.start:
        return stint.start
    others = [s for s in stints[:place] if s.person != stint.person and (s.is_exact_end or not s.end)]
    before = [s.end or s.seen + timedelta(days=1) for s in others]
    fitting = [end for end in before if stint.start <= end <= stint.seen and end.year == stint.start.year]
    return max([stint.start, *fitting])
