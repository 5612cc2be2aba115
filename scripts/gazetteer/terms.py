"""Terms of office: the claims of all sources on one person in one office, made into dated terms."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path

from scripts.gazetteer.claims import Claim, Offices, claims
from scripts.gazetteer.persons import Persons, add_others, add_person, key, surnames
from scripts.gazetteer.rows import Tables, own

TOUCHING = timedelta(days=62)


@dataclass(frozen=True)
class Stint:
    """A person's time in an office, as far as it is known."""

    person: str
    start: date | None
    is_exact: bool
    end: date | None
    is_exact_end: bool
    seen: date
    is_open: bool
    source: str


def terms(tables: Tables, source: Path) -> None:
    """Every office with who held it, and every person by name."""
    offices, persons = Offices(tables), Persons(source, tables)
    told = [(offices.office(claim), claim) for claim in claims(tables, source)]
    persons.learn(told)
    stints: dict[str, list[Stint]] = defaultdict(list)
    for office, claim in told:
        stints[office].append(_stint(persons.person(claim, office), claim))
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


def _stint(person: str, claim: Claim) -> Stint:
    return Stint(
        person, claim.start, claim.is_exact, claim.end, claim.is_exact_end, claim.seen, claim.is_open, claim.source
    )


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
