"""Claims: what sources hold of a happening, its values above all, and how the claims agree.

Within a happening two values of one thing on later days are an update, on one day by two sources or by two governments
a conflict; the same value by another source supports. What one source denies and another tells is tied together.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum
from itertools import combinations, groupby, product, takewhile

from kg.corpus.happenings import Corpus, Stage, Telling
from kg.corpus.profiles import is_named, toll_of
from kg.corpus.trends import Acting
from kg.corpus.words import stems, words
from kg.facts.selection import is_dated, time_of
from kg.lexicon import pairs
from kg.lexicon import words as lexicon_words
from kg.model import ArticleId, Entity, Event, NodeId, Quantity, Statement
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
    """Who holds it: the source, else who published the article, or where nobody tells that the article by its id."""
    telling: Telling
    is_own: bool
    """Whether the article tells it in its own voice."""
    places: tuple[NodeId, ...] = ()
    """Of a number: where it counts, as far as its clause tells."""
    government: str = ""
    """The code of the state whose government published the article; "" for any other publisher."""


@dataclass(frozen=True, order=True, slots=True)
class Tie:
    """Two claims of one thing and how the second stands to the first."""

    first: Claim
    second: Claim
    bond: Bond


def claims(corpus: Corpus) -> tuple[Claim, ...]:
    """All claims of a corpus, sorted by happening, thing and day."""
    found, states = list[Claim](), _governments(corpus)
    for happening, telling in ((one, telling) for one in corpus.happenings for telling in one.tellings):
        said, name, counted_as = corpus.statements[telling.statement], corpus.links.cluster, _COUNTED_STAGES
        own = corpus.copies.publishers.get(telling.article) or telling.article
        holder = corpus.label(name(said.voice, telling.article)) if said.voice else own
        told_by, state = (holder, telling, not said.voice), states.get(telling.article, "")
        found.append(Claim(happening.id, STANDING, telling.day, telling.stage, *told_by, government=state))
        event = corpus.graph.nodes.get(said.event) if said.event else None
        roles = event.roles if isinstance(event, Event) else ()
        places = tuple(sorted({name(role.filler, telling.article) for role in roles if role.name == "place"}))
        for what, value in dict(_values(corpus, said)).items() if telling.stage in counted_as else ():
            thing = what + counted_as[telling.stage]
            found.append(Claim(happening.id, thing, telling.day, value, *told_by, places, state))
    return tuple(sorted(found))


def _governments(corpus: Corpus) -> dict[ArticleId, str]:
    """Article -> the code of the state whose government published it, by its address or by the body that it names."""
    from kg.attribution.releases import state_of_address

    bodies = (one for one in corpus.graph.entities if one.cls in {"Government", "PublicBody", "Office"})
    known = {label.casefold(): one.country for one in bodies for label in (one.label, *one.alt_labels)}
    every = corpus.graph.articles
    return {one.id: state_of_address(one.url) or known.get(one.publisher.casefold(), "") for one in every}


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
    groups, every = defaultdict[tuple[NodeId, str], list[Claim]](list), claims(corpus)
    for claim in every:
        groups[claim.happening, claim.what].append(claim)
    found = {tie for some in groups.values() for tie in _ties(corpus, some)}
    for pair in corpus.links.denials:  # of happenings of which one denies the other the first claims that tell so
        names = [corpus.links.cluster(unit.node, unit.article) for unit in (pair.first, pair.second)]
        first, second = (groups.get((name, STANDING), ()) for name in names)
        if first and second and Stage.DENIED in {first[0].value, second[0].value}:
            denial, told = sorted((first[0], second[0]), key=lambda claim: (claim.value != Stage.DENIED, claim))
            is_not_yet = _is_not_yet(denial, told)
            found.add(Tie(denial, told, Bond.UPDATES) if is_not_yet else Tie(told, denial, Bond.DENIES))
    known = {(tie.first.holder, tie.second.telling) for tie in found}
    found.update(one for one in _contested(corpus, every) if (one.first.holder, one.second.telling) not in known)
    return tuple(sorted(found))


_ANSWERED = timedelta(14)
"""How long after something was told another publisher's denial is of it, where no link tells so."""


def _contested(corpus: Corpus, every: Iterable[Claim]) -> Iterator[Tie]:
    """What one publisher tells and another denies of the same two ends, by one relation and of no two days.

    A denial stands to what each publisher told last before it.
    """
    acting, told = Acting(corpus), defaultdict[tuple[str, str, str], dict[str, Claim]](dict)

    def end(node: NodeId, claim: Claim, said: Statement) -> str:
        """Whom or what a node means in any article: its state, its cluster, or its words where it has no name."""
        cluster, found = corpus.links.cluster(node, claim.telling.article), corpus.graph.nodes.get(node)
        named = acting.state(cluster, said) or (cluster if isinstance(found, Entity) and is_named(found) else "")
        told_as = stems(corpus.graph.label(node))
        return named or (" ".join(told_as) if len(told_as) > 1 and node != said.event else "")

    def span(claim: Claim) -> tuple[date, date]:
        time = time_of(corpus.graph, corpus.statements[claim.telling.statement])
        return ((time.start or date.min), (time.end or date.max)) if is_dated(time) else (date.min, date.max)

    standing = (one for one in every if one.what == STANDING and one.telling.told_on)
    for claim in sorted(standing, key=lambda one: (one.day, one.value == Stage.DENIED, one)):
        said, publisher = corpus.statements[claim.telling.statement], corpus.copies.publishers[claim.telling.article]
        ends = said.relation, end(said.subject, claim, said), end(said.object, claim, said)
        if publisher and all(ends) and claim.value == Stage.DONE:
            told[ends][publisher] = claim
        for one in told[ends].values() if claim.value == Stage.DENIED else ():
            (begun, over), (first, last) = span(one), span(claim)
            is_near = claim.day - one.day <= _ANSWERED and max(begun, first) <= min(over, last)
            if publisher and is_near and one.holder != claim.holder and are_apart(corpus, one, claim):
                yield Tie(one, claim, Bond.DENIES)


def _ties(corpus: Corpus, some: Iterable[Claim]) -> Iterator[Tie]:
    some, before = sorted(some, key=lambda claim: (claim.day, claim)), list[Claim]()
    first = {claim.value: claim.day for claim in reversed(some)}
    seen: set[tuple[str, str, date, Bond]] = set()
    pairs = list[tuple[Claim, Claim]]()  # each with those of the last day before its own, and with those of its day
    for _, group in groupby(some, lambda claim: claim.day):
        today = list(group)
        pairs += [*product(before, today), *combinations(today, 2)]
        before = today
    for one, other in pairs:
        bond = _bond(one, other, independent=one.holder != other.holder and are_apart(corpus, one, other))
        # An article that repeats a number of an earlier day contradicts and updates nothing of its own.
        if (
            one.what != STANDING
            and bond in {Bond.UPDATES, Bond.CONFLICTS}
            and (first[other.value] < other.day or (bond is Bond.CONFLICTS and first[one.value] < one.day))
        ):
            continue
        if bond is not None and (key := (one.value, other.value, other.day, bond)) not in seen:
            seen.add(key)
            first_, second = (other, one) if bond is Bond.DENIES and one.value == Stage.DENIED else (one, other)
            yield Tie(first_, second, bond)


def are_apart(corpus: Corpus, one: Claim, other: Claim) -> bool:
    """Whether two claims are of articles that tell independently of each other."""
    return corpus.copies.independent({one.telling.article, other.telling.article}) > 1


def _is_part_of(one: Claim, other: Claim) -> bool:
    """Whether a number is of another place than the other, or a lower one of a place, the other of none: 12 in a town.

    Such numbers agree with what is told of all.
    """
    if one.places and other.places:
        return set(one.places).isdisjoint(other.places)
    number, whole = (Decimal(claim.value.split()[-1]) for claim in (one, other))
    return bool(one.places) and number < whole


def _is_not_yet(one: Claim, other: Claim) -> bool:
    """Whether an article tells in its own voice that something has not happened, and another later that it has."""
    is_later = date.min < one.day < other.day
    return is_later and one.value == Stage.DENIED and one.is_own and other.value == Stage.DONE


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
    # What another authority counts later stands beside the count of the first, of another government against it.
    is_between = len({one.government, other.government} - {""}) > 1
    is_beside = is_later and not is_between and not (one.is_own or other.is_own) and one.holder != other.holder
    if is_beside or _is_part_of(one, other) or _is_part_of(other, one):
        return None
    is_timely = one.day == other.day != date.min or (is_later and is_between)
    is_conflict = independent and is_timely and not _leaves_room(one.value, other.value)
    return Bond.CONFLICTS if is_conflict else Bond.UPDATES if is_later else None
