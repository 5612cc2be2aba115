"""Claims: what sources hold of a happening, its values above all, and how the claims agree.

Within a happening two values of one thing on later days are an update, on one day by two sources a conflict; the same
value by another source supports. What one source denies and another tells is tied together.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from itertools import combinations, groupby, product, takewhile

from kg.corpus.happenings import Corpus, Stage, Telling
from kg.corpus.profiles import toll_of
from kg.corpus.words import words
from kg.lexicon import pairs
from kg.lexicon import words as lexicon_words
from kg.model import Event, NodeId, Quantity, Statement
from kg.time.grammar import words_of

_COUNTED = re.compile(
    r"(?:(?:at least|more than|over|about|around|some|up to|nearly|almost|the) )*"
    r"(\d[\d,]*(?:\.\d+)?|[a-z]+)((?: [\w-]+)+)"
)
_YEAR = re.compile(r"(?:1[89]|20)\d\d")


class Bond(StrEnum):
    """How a later claim stands to an earlier one."""

    SUPPORTS = "supports"
    UPDATES = "updates"
    CONFLICTS = "conflicts with"
    DENIES = "denies"


@dataclass(frozen=True, order=True, slots=True)
class Claim:
    """What somebody holds of a happening: ``what`` it is of ("people killed") and the value, a number or a stage."""

    happening: NodeId
    what: str
    day: date
    value: str
    holder: str
    telling: Telling
    places: tuple[NodeId, ...] = ()
    """Of a number: where it counts, as far as its clause tells."""


@dataclass(frozen=True, order=True, slots=True)
class Tie:
    """Two claims of one thing and how the second stands to the first."""

    first: Claim
    second: Claim
    bond: Bond


def claims(corpus: Corpus) -> tuple[Claim, ...]:
    """All claims of a corpus, sorted by happening, thing and day."""
    found = list[Claim]()
    for happening, telling in ((one, telling) for one in corpus.happenings for telling in one.tellings):
        said, name, counted_as = corpus.statements[telling.statement], corpus.links.cluster, _COUNTED_STAGES
        holder = corpus.label(name(said.voice, telling.article)) if said.voice else telling.article
        found.append(Claim(happening.id, STANDING, telling.day, telling.stage, holder, telling))
        event = corpus.graph.nodes.get(said.event) if said.event else None
        roles = event.roles if isinstance(event, Event) else ()
        places = tuple(sorted({name(role.filler, telling.article) for role in roles if role.name == "place"}))
        for what, value in dict(_values(corpus, said)).items() if telling.stage in counted_as else ():
            thing = what + counted_as[telling.stage]
            found.append(Claim(happening.id, thing, telling.day, value, holder, telling, places))
    return tuple(sorted(found))


_PLANNED = ", planned"
_COUNTED_STAGES = {Stage.DONE: "", Stage.ANNOUNCED: _PLANNED, Stage.PLANNED: _PLANNED}
"""The stages whose numbers are compared, those of plans with each other, and what is said of these."""
_NOT = frozenset({Stage.DENIED, Stage.RULED_OUT, Stage.WITHDRAWN})
STANDING = "how it stands"
"""What a claim is of that tells whether something happened."""


def _values(corpus: Corpus, said: Statement) -> Iterator[tuple[str, str]]:
    """The numbers that a statement tells, each with what it counts."""
    event = corpus.graph.nodes.get(said.event) if said.event else None
    toll = toll_of(corpus.graph, event) if isinstance(event, Event) else None
    if toll is not None:
        yield toll.what, _told(toll.number, f"{toll.bound} ")
        return
    node = corpus.graph.nodes.get(said.object)
    if isinstance(node, Quantity):
        if node.number is not None:
            yield f"{node.unit or 'number'} ({said.relation_label})", _told(node.number, f"{node.bound} ")
        return
    found = counted(said.object_text)
    if found is not None:
        number, what = found
        yield f"{what} ({said.relation_label})", _told(number, said.object_text.lower())


def _told(number: Decimal, words: str) -> str:
    """A number as words bound it: "at least 31"; the number alone where it is exact."""
    bounds = ((word, bound) for bound in _BOUNDS for word in (bound, *lexicon_words("quantities", "bounds", bound)))
    return f"{next((bound for word, bound in bounds if words.startswith(f'{word} ')), '')} {number}".strip()


def _leaves_room(*values: str) -> bool:
    """Whether numbers may all be right as their words bound them: at least 31 and 40, about 40 and 42."""
    told = [
        (Decimal(number), _BOUNDS.get(bound, ("1", "1"))) for bound, _, number in (v.rpartition(" ") for v in values)
    ]
    return max(number * Decimal(less) for number, (less, _) in told) <= min(n * Decimal(more) for n, (_, more) in told)


_BOUNDS = {"at least": ("1", "1e9"), "up to": ("0", "1"), "about": ("0.9", "1.1")}
"""The least and the most that a number may come to by what bounds it, as its multiples."""


def counted(text: str) -> tuple[Decimal, str] | None:
    """The number at the beginning of a noun phrase and what it counts; None where none stands there, or a date.

    >>> counted("at least 12 people in Lima"), counted("two million injured miners"), counted("7 October attack")
    ((Decimal('12'), 'people'), (Decimal('2000000'), 'miners'), None)
    """
    found, scales = _COUNTED.match(text.lower()), pairs("quantities", "scales")
    value = str(words_of("number").get(found[1], scales.get(found[1], found[1]))).replace(",", "") if found else ""
    if found is None or value.isalpha() or _YEAR.fullmatch(found[1]):
        return None
    number = Decimal(value)
    # The head of a noun phrase stands before prepositions, conjunctions, relative pronouns.
    joining, relative = (lexicon_words("confidence", name, "words") for name in ("joining", "relative"))
    ends = lexicon_words("roles", "participants", "prepositions") | joining | relative
    behind = list(takewhile(lambda word: word not in ends, words(found[2])))
    if behind and behind[0] in scales:
        number *= Decimal(scales[behind.pop(0)])
    if not behind or behind[0] in words_of("month") or not behind[-1].isalpha():
        return None
    return number, behind[-1]


def ties(corpus: Corpus) -> tuple[Tie, ...]:
    """How claims of one thing stand to each other, each to those of its day and of the last one before; sorted.

    A denial always stands to what it denies, whichever of both came first.
    """
    groups: defaultdict[tuple[NodeId, str], list[Claim]] = defaultdict(list)
    for claim in claims(corpus):
        groups[claim.happening, claim.what].append(claim)
    found = {tie for some in groups.values() for tie in _ties(corpus, some)}
    for pair in corpus.links.denials:  # of happenings of which one denies the other the first claims that tell so
        names = [corpus.links.cluster(unit.node, unit.article) for unit in (pair.first, pair.second)]
        first, second = (groups.get((name, STANDING), ()) for name in names)
        if first and second and Stage.DENIED in {first[0].value, second[0].value}:
            denial, told = sorted((first[0], second[0]), key=lambda claim: (claim.value != Stage.DENIED, claim))
            is_not_yet = _is_not_yet(denial, told)
            found.add(Tie(denial, told, Bond.UPDATES) if is_not_yet else Tie(told, denial, Bond.DENIES))
    return tuple(sorted(found))


def _ties(corpus: Corpus, some: Iterable[Claim]) -> Iterator[Tie]:
    some, voices = list(some), corpus.copies.voices
    first = {claim.value: claim.day for claim in sorted(some, key=lambda claim: claim.day, reverse=True)}
    seen: set[tuple[str, str, date, Bond]] = set()
    for one, other in _neighbours(some):
        independent = one.holder != other.holder and voices.get(one.telling.article) != voices.get(
            other.telling.article
        )
        bond = _bond(one, other, independent=independent)
        # An article that repeats a number of an earlier day contradicts and updates nothing of its own.
        if (
            one.what != STANDING
            and bond in {Bond.UPDATES, Bond.CONFLICTS}
            and (first[other.value] < other.day or (bond is Bond.CONFLICTS and first[one.value] < one.day))
        ):
            continue
        if bond is not None and (key := (one.value, other.value, other.day, bond)) not in seen:
            seen.add(key)
            is_denied_first = bond is Bond.DENIES and one.value == Stage.DENIED
            yield Tie(other, one, bond) if is_denied_first else Tie(one, other, bond)


def _is_part_of(one: Claim, other: Claim) -> bool:
    """Whether a number is of another place than the other, or a lower one of a place, the other of none: 12 in a town.

    Such numbers agree with what is told of all.
    """
    if one.places and other.places:
        return set(one.places).isdisjoint(other.places)
    number, whole = (Decimal(claim.value.split()[-1]) for claim in (one, other))
    return bool(one.places) and number < whole


def _neighbours(some: Iterable[Claim]) -> Iterator[tuple[Claim, Claim]]:
    """Each claim with those of the last day before its own and with those before it on its day."""
    before: list[Claim] = []
    for _, group in groupby(sorted(some, key=lambda claim: (claim.day, claim)), lambda claim: claim.day):
        today = list(group)
        yield from product(before, today)
        yield from combinations(today, 2)
        before = today


def _is_not_yet(one: Claim, other: Claim) -> bool:
    """Whether an article tells in its own voice that something has not happened, and another later that it has."""
    is_later = date.min < one.day < other.day
    return is_later and one.value == Stage.DENIED and one.holder == one.telling.article and other.value == Stage.DONE


def _bond(one: Claim, other: Claim, *, independent: bool) -> Bond | None:
    """How the second of two claims, in order of the days, stands to the first; None where nothing follows."""
    if one.value == other.value:
        return Bond.SUPPORTS if independent else None
    is_later = date.min < one.day < other.day
    if one.what == STANDING:
        if _is_not_yet(one, other):
            return Bond.UPDATES
        if Stage.DENIED in {one.value, other.value}:
            both_say_no = {one.value, other.value} <= _NOT
            return Bond.DENIES if one.holder != other.holder and not both_say_no else None
        return Bond.UPDATES if is_later and one.value != Stage.DONE else None
    # What another authority counts later stands beside the count of the first.
    are_of_voices = all(claim.holder != claim.telling.article for claim in (one, other))
    is_beside = is_later and are_of_voices and one.holder != other.holder
    if is_beside or _is_part_of(one, other) or _is_part_of(other, one):
        return None
    is_conflict = independent and one.day == other.day != date.min and not _leaves_room(one.value, other.value)
    return Bond.UPDATES if is_later else Bond.CONFLICTS if is_conflict else None
