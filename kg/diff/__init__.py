"""Semantic comparison of two graphs: not by node ids, which hash an article, nor by lines of a file.

Statements of one subject, relation and object are told apart by the happenings that they tell of: "Canada imposed a
tariff on China" may be said of canola and of steel, of 2018 and of 2025.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from operator import attrgetter

from kg.diff.names import SAID_BY, Change, ChangeKind, EntityNames, Key, RelationSemantics, by_meaning, folded
from kg.facts.plover import KEPT_BY
from kg.facts.selection import is_dated, time_of
from kg.facts.states import is_country
from kg.model import Entity, Event, Evidence, Factuality, Graph, NodeId, Statement, TimeSpan

TELLING_APART = ("commodity", "place")
"""Roles by which two happenings of one kind between the same two are told apart."""
_AHEAD = frozenset({Factuality.PLANNED, Factuality.EXPECTED, Factuality.REQUESTED})
"""What is still to come when it is told; what is only possible may have been."""
_DONE_OR_NOT = frozenset({Factuality.ASSERTED, Factuality.DENIED})
StatementPair = tuple[tuple[Statement, ...], tuple[Statement, ...]]
"""What the first graph says, and what the second."""
_Traits = Mapping[str, frozenset[str]]


@dataclass(frozen=True, slots=True)
class Side:
    """The statements of one graph with the same subject, relation and object."""

    graph: Graph
    told: tuple[Statement, ...]


@dataclass(frozen=True, slots=True)
class _Mention:
    """One happening as one graph has it."""

    side: int
    told: tuple[Statement, ...]
    traits: _Traits
    times: frozenset[tuple[date, date]]
    begins: date
    """The first day that a plan can be of; the first of all days for what is none."""
    ended: date
    """The last day of an act; the last of all days for what is none, or has no date."""

    def order(self) -> tuple[int, list[tuple[str, list[str]]], list[tuple[date, date]], int, str]:
        """Those who tell most first: what tells little joins them."""
        traits = [(role, sorted(fillers)) for role, fillers in sorted(self.traits.items())]
        known = sum(map(bool, self.traits.values())) + bool(self.times)
        return -known, traits, sorted(self.times), self.side, self.told[0].id


class _Happening:
    """Mentions that may be of one happening."""

    def __init__(self) -> None:
        self._told: dict[int, list[Statement]] = {}
        self.begins, self.ended = date.min, date.max
        self.traits: _Traits = dict.fromkeys(TELLING_APART, frozenset())
        self.times: frozenset[tuple[date, date]] = frozenset()

    def add(self, mention: _Mention) -> None:
        """Take a mention in."""
        self._told.setdefault(mention.side, []).extend(mention.told)
        self.traits = {role: known | mention.traits[role] for role, known in self.traits.items()}
        self.times |= mention.times
        self.begins, self.ended = max(self.begins, mention.begins), min(self.ended, mention.ended)

    def fits(self, other: "_Mention | _Happening", roles: Iterable[str], *, timed: bool) -> bool:
        """Whether nothing tells another apart from those that it has: no act was done before it was planned.

        Unless they are ``timed``, it may be at another time.
        """
        if any(_are_apart(self.traits[role], other.traits[role]) for role in roles):
            return False
        if self.ended < other.begins or other.ended < self.begins:
            return False
        if not (timed and self.times and other.times) or self.times & other.times:
            return True
        return any((max(a[0], b[0]) <= min(a[1], b[1])) for a in self.times for b in other.times)

    def told(self, side: int) -> tuple[Statement, ...]:
        """What one of the graphs says of it."""
        return tuple(sorted(self._told.get(side, ()), key=id_of))

    @property
    def sides(self) -> frozenset[int]:
        """Which graphs tell of it."""
        return frozenset(self._told)


id_of: Callable[[Statement], str] = attrgetter("id")


def matched(first: Side, second: Side, names: EntityNames) -> Iterator[StatementPair]:
    """The statements of each event in the first graph and in the second; one may be empty."""
    mentions = sorted(_mentions(first, second, names), key=_Mention.order)
    roles = [role for role in TELLING_APART if _both(mention.side for mention in mentions if mention.traits[role])]
    timed = _both(mention.side for mention in mentions if mention.times)
    found: list[_Happening] = []
    for mention in mentions:
        fitting = [one for one in found if one.fits(mention, roles, timed=timed)]
        if not fitting:
            found.append(_Happening())
        happening = min(fitting, key=lambda one: -len(one.sides)) if fitting else found[-1]
        happening.add(mention)
    # What the graphs say of each; one that either tells of alone, at different times, may be one that was moved.
    yield from ((one.told(0), one.told(1)) for one in found if len(one.sides) > 1)
    lone = [[one for one in found if one.sides == {side}] for side in (0, 1)]
    if [len(some) for some in lone] == [1, 1]:
        ((before,), (after,)) = lone
        if before.fits(after, roles, timed=False) and _is_moved(before, after):
            yield before.told(0), after.told(1)
            return
    yield from ((one.told(0), one.told(1)) for some in lone for one in some)


def _both(sides: Iterable[int]) -> bool:
    """Whether both graphs tell: what one is silent about tells nothing apart."""
    return set(sides) == {0, 1}


def _is_moved(before: _Happening, after: _Happening) -> bool:
    """Whether another time is that of the same happening: a plan that was put off, a sentence that was dated anew.

    Two meetings that were held, in 2021 and in 2024, are two; that there was none in 2021 is not told of 2024.
    """
    sides = (before.told(0), after.told(1))
    factualities = {one.factuality for side in sides for one in side}
    if factualities - _DONE_OR_NOT:
        return not any(one.negated for side in sides for one in side)
    quotes = [{span.quote for one in side for span in one.evidence if span.quote} for side in sides]
    return len(factualities) == 1 and bool(quotes[0] & quotes[1])


def _mentions(first: Side, second: Side, names: EntityNames) -> Iterator[_Mention]:
    sides = (first, second)
    called = {role: common_fillers(sides, role, names) for role in TELLING_APART}
    for number, side in enumerate(sides):
        happenings: dict[NodeId, list[Statement]] = defaultdict(list)
        for said in side.told:
            happenings[said.event or said.id].append(said)
        for node, told in happenings.items():
            one, event = Side(side.graph, tuple(told)), side.graph.nodes.get(node)
            traits = {role: frozenset(known[node] for node in fillers(one, role)) for role, known in called.items()}
            spans = [*(said.time for said in told), event.time if isinstance(event, Event) else None]
            times = frozenset((span.start or date.min, span.end or date.max) for span in spans if is_dated(span))
            is_act = any(said.factuality is Factuality.ASSERTED for said in told)
            ended = max((end for _, end in times), default=date.max) if is_act else date.max
            yield _Mention(number, one.told, traits, times, _begins(one), ended)


def _begins(side: Side) -> date:
    """When what is not done yet may begin: not before its own time, and a plan not before it was told."""
    if any(one.factuality in _DONE_OR_NOT for one in side.told):
        return date.min
    found: list[date] = []
    for told in side.told:
        time = time_of(side.graph, told)
        days = [time.start if time else None, day_told(side.graph, told) if told.factuality in _AHEAD else None]
        found.append(max(filter(None, days), default=date.min))
    return min(found, default=date.min)


def day_told(graph: Graph, told: Statement) -> date | None:
    """The earliest date of a statement, by itself or by its articles."""
    days = (graph.days[span.article] for span in told.evidence if span.article in graph.days)
    return told.claimed_on or min(days, default=None)


def common_fillers(sides: Sequence[Side], role: str, names: EntityNames) -> Mapping[NodeId, NodeId]:
    """What fills a role in the events of some statements, each with the name that all sides have for it."""
    found = {node: side.graph.nodes.get(node) for side in sides for node in fillers(side, role)}
    # For "Danish cheese" the "cheese" of which another article speaks, where both are goods of the same measure.
    goods = sorted((node for node in found.values() if isinstance(node, Entity) and role == "commodity"), key=repr)
    plain = {folded(one.label): one.id for one in goods if not one.country}
    parts = ((one.id, *one.label.partition(" ")) for one in goods if one.country)
    short = {
        name: plain[folded(rest)] for name, origin, _, rest in parts if origin[:1].isupper() and folded(rest) in plain
    }
    return {node: names[short.get(node, node)] for node in found}


def fillers(side: Side, role: str) -> frozenset[NodeId]:
    """What fills a role in the events of some statements; that an attack on Ukraine was in Ukraine tells nothing."""
    events = (side.graph.nodes.get(told.event) for told in side.told if told.event)
    roles = (one for event in events if isinstance(event, Event) for one in event.roles)
    found = frozenset(one.filler for one in roles if one.name == role)
    return frozenset(node for node in found if not (role == "place" and is_country(side.graph, node)))


def _are_apart(one: frozenset[str], other: frozenset[str]) -> bool:
    return bool(one and other and not one & other)


PLAIN = RelationSemantics()


def diff(first: Graph, second: Graph, meanings: RelationSemantics = PLAIN) -> tuple[Change, ...]:
    """All differences, the gravest kind first, then by what they are about.

    A state and its government are the same actor. Of the statements of the same subject, relation and object those are
    compared that may tell of the same happening: what is asserted, planned, expected or an accusation against what is
    denied is a contradiction, any other difference in factuality, source, time, goods or a number a change. An act
    that had ended before a plan was told, or before its time, is not what was planned. A threat or promise in the
    first graph that an act in the second makes good is fulfilled. Of a fact that is gone, and one that turns it round
    and is new, is told as one change ("imposed tariff on → eased tariff on"), and so is what is told in the same words
    with other numbers.
    """
    names = EntityNames(first, second)
    before, after = by_meaning(first, second, names, meanings)
    compared = [
        Compared(names, key, Side(first, was), Side(second, now))
        for key in sorted(before.keys() | after.keys())
        for was, now in matched(Side(first, before.get(key, ())), Side(second, after.get(key, ())), names)
    ]
    linked = [*fulfilments(compared, meanings), *turns(compared, meanings)]
    acts = {id_of(one) for change in linked for one in change.after}
    words = {id_of(one) for change in linked for one in change.before}
    changes = [*linked]
    for change in filter(None, (one.change() for one in compared)):
        # A change of two relations tells some already: the act that is new, the words that are not repeated.
        shown, told = (change.after, acts) if change.after else (change.before, words)
        if change.kind is ChangeKind.CONTRADICTED or not told.issuperset(map(id_of, shown)):
            changes.append(change)
    return tuple(sorted(renumbered(gathered(sorted(changes, key=_gravity))), key=_gravity))


def _gravity(change: Change) -> int:
    return list(ChangeKind).index(change.kind)


_ROLES = {"commodity": "goods", "place": "place", "rate": "rate", "amount": "amount", "term": "term"}
_ACCUSING = "accused"
_AFFIRMED = frozenset({Factuality.ASSERTED, Factuality.PLANNED, Factuality.EXPECTED})
_Names = Mapping[NodeId, str] | Mapping[str, str]
"""What is compared, and the words to show for it."""


@dataclass(frozen=True)
class Compared:
    """One event in two graphs; either may have no statement of it."""

    names: EntityNames
    key: Key
    before: Side
    after: Side

    def change(self) -> Change | None:
        """How they differ, None where they do not.

        One graph contradicts that says that it is so or will be, where the other newly says that it is not, or the
        other way round; the named question "contradictions" judges likewise.
        """
        before, after = self.before.told, self.after.told
        if not before or not after:
            return Change(ChangeKind.GONE if before else ChangeKind.NEW, before, after)
        details = tuple(self._details())
        if any(told.negated for told in (*before, *after)):
            was, now = ({_says(side.graph, told) for told in side.told} for side in (self.before, self.after))
            if any(one in was and (not one) in now - was for one in (True, False)):
                return Change(ChangeKind.CONTRADICTED, before, after, details)
        return Change(ChangeKind.CHANGED, before, after, details) if details else None

    @property
    def facts_since(self) -> tuple[Statement, ...]:
        """The facts of the second graph that are none in the first."""
        if any(told.is_fact for told in self.before.told):
            return ()
        return tuple(told for told in self.after.told if told.is_fact)

    def _details(self) -> Iterator[str]:
        sides = (self.before, self.after)
        yield from _difference("", *({one.firmness_told: one.firmness_told for one in side.told} for side in sides))
        yield from _difference(SAID_BY, self._sources(self.before), self._sources(self.after))
        # The times by their days, where one is not just told more exactly: "in 2024", "in October 2024".
        times = ({TimeSpan(one.time.start, one.time.end) for one in side.told if is_dated(one.time)} for side in sides)
        before, after = times
        agreed = all(any(_agree(one, other) for other in after) for one in before)
        agreed = agreed and all(any(_agree(one, other) for other in before) for one in after)
        if before and after and not agreed:
            yield f"when: {_listed(map(_days, before))} → {_listed(map(_days, after))}"
        for role, word in _ROLES.items():
            called = common_fillers(sides, role, self.names)
            was, now = ({called[node]: side.graph.label(node) for node in fillers(side, role)} for side in sides)
            yield from _difference(f"{word}: ", was, now)

    def _sources(self, side: Side) -> _Names:
        own = {"": "the article"} if any(told.attributed_to is None for told in side.told) else {}
        named = [told.attributed_to for told in side.told if told.attributed_to is not None]
        return own | {self.names[name]: side.graph.label(name) for name in named}


def _says(graph: Graph, told: Statement) -> bool | None:
    """Whether a statement says that it is so, or will be; None for one that says neither so nor not.

    What somebody is accused of by its source is said to be so: "Chad accused Sudan of arming rebels".
    """
    if told.negated:
        return False if told.factuality in _AFFIRMED | {Factuality.DENIED} else None
    is_accusation = told.factuality is Factuality.POSSIBLE and any(
        one.relation == _ACCUSING and one.subject == told.attributed_to and one.evidence & told.evidence
        for one in graph.statements
    )
    return True if told.factuality in _AFFIRMED or is_accusation else None


def _difference(name: str, before: _Names, after: _Names) -> Iterator[str]:
    """What one side says and the other does not; that one side says nothing more is no change of it."""
    if before.keys() != after.keys() and before and after:
        yield f"{name}{_listed(before.values())} → {_listed(after.values())}"


def _listed(values: Iterable[str]) -> str:
    return ", ".join(sorted(values))


def _agree(one: TimeSpan, other: TimeSpan) -> bool:
    """Whether one lies within the other."""
    first, second = ((span.start or date.min, span.end or date.max) for span in (one, other))
    return (first[0] <= second[0] and second[1] <= first[1]) or (second[0] <= first[0] and first[1] <= second[1])


def _days(span: TimeSpan) -> str:
    return str(span.start) if span.start == span.end else f"{span.start or '…'} to {span.end or '…'}"


_OPEN = frozenset({Factuality.PLANNED, Factuality.EXPECTED, Factuality.POSSIBLE, Factuality.CONDITIONAL})


def fulfilments(compared: Sequence[Compared], meanings: RelationSemantics) -> Iterator[Change]:
    """For each threat and promise the acts that the second graph tells as facts, and the first did not.

    The act is what the sentence of the threat spoke of ("threatened to impose a tariff on Danish cheese in May"); where
    that spoke of none of the kind, it is done by the same to the same ("threatened Denmark", "imposed a tariff on
    Denmark"). Only words that are a fact count, and no act that was before them.
    """
    done: dict[NodeId, list[Compared]] = defaultdict(list)
    before: dict[Key, list[Statement]] = defaultdict(list)
    for one in compared:
        before[one.key] += one.before.told
        if one.facts_since:
            done[one.key[0]].append(one)
    for spoken in compared:
        wanted = KEPT_BY.get(meanings.event_type(spoken.key[1]), frozenset())
        words = _Words(spoken, tuple(told for told in spoken.before.told if told.is_fact))
        by_the_same = done.get(spoken.key[0], ()) if wanted and words.told else ()
        fitting = (one for one in by_the_same if meanings.event_type(one.key[1]) in wanted)
        acts = [one for one in fitting if words.are_kept_by(one, before[one.key])]
        if acts:
            facts = tuple(told for one in acts for told in one.facts_since)
            was, now = (_listed({one.relation_label for one in told}) for told in (words.told, facts))
            changed = (change.details for one in acts if (change := one.change()) and one.before.told)
            details = (f"{was} → {now}", *dict.fromkeys(detail for some in changed for detail in some))
            yield Change(ChangeKind.FULFILLED, words.told, facts, details)


@dataclass(frozen=True)
class _Words:
    """A threat or a promise that the first graph tells as a fact."""

    spoken: Compared
    told: tuple[Statement, ...]

    def are_kept_by(self, act: Compared, before: Iterable[Statement]) -> bool:
        """Whether an act of the same actor makes them good; ``before`` is all that was said of acts of its kind."""
        if not any(map(self._is_later, act.facts_since)):
            return False
        if any(map(self._speak_of, before)):
            return any(map(self._speak_of, act.before.told))
        return act.key[2] == self.spoken.key[2]

    def _speak_of(self, content: Statement) -> bool:
        """Whether a statement is what the words were about: of the same sentence, put forward by who spoke them."""
        names = self.spoken.names
        return (
            content.factuality in _OPEN
            and not content.negated
            and content.attributed_to is not None
            and names[content.attributed_to] == self.spoken.key[0]
            and any(content.evidence & one.evidence for one in self.told)
        )

    def _is_later(self, act: Statement) -> bool:
        """Whether an act may have come after the words: what ended before they were spoken did not answer them.

        They were spoken at the earliest on the day of their own time, else on the article's.
        """
        ended, graph = act.time.end if act.time else None, self.spoken.before.graph
        days = (one.time.start if is_dated(one.time) else day_told(graph, one) for one in self.told)
        spoken = [day for day in days if day]
        return ended is None or not spoken or ended >= min(spoken)


def turns(compared: Sequence[Compared], meanings: RelationSemantics) -> Iterator[Change]:
    """A change for each fact that the first graph alone tells, and one that reverses it and the second alone tells.

    Both are of the same two and, where both say so, of the same goods and place; the second had not ended before the
    first began.
    """
    gone: dict[tuple[NodeId, NodeId], list[Compared]] = defaultdict(list)
    for one in compared:
        if not one.after.told and all(told.is_fact for told in one.before.told):
            gone[one.key[0], one.key[2]].append(one)
    for new in compared:
        if new.before.told or not all(told.is_fact for told in new.after.told):
            continue
        for old in gone[new.key[0], new.key[2]]:
            if old.key[1] in meanings.reverses.get(new.key[1], ()) and _may_follow(old, new):
                gone[new.key[0], new.key[2]].remove(old)
                detail = f"{old.before.told[0].relation_label} → {new.after.told[0].relation_label}"
                yield Change(ChangeKind.CHANGED, old.before.told, new.after.told, (detail,))
                break


def _may_follow(old: Compared, new: Compared) -> bool:
    """Whether what is new may turn round what was."""
    begun, ended = (
        [time for told in side.told if is_dated(time := time_of(side.graph, told))] for side in (old.before, new.after)
    )
    if any(one.end and all(other.start and one.end < other.start for other in begun) for one in ended if begun):
        return False
    sides = (old.before, new.after)
    for role in TELLING_APART:
        called = common_fillers(sides, role, new.names)
        one, other = (frozenset(called[node] for node in fillers(side, role)) for side in sides)
        if _are_apart(one, other):
            return False
    return True


_Clause = tuple[bool, NodeId, Evidence, str, NodeId | None]
"""Whether the second graph has it; its subject, sentence, factuality and source."""
_Heads = Mapping[_Clause, Sequence[tuple[str, bool, int]]]
"""By clause the words of each predicate, whether it is open, and the number of the change that tells it."""
_APART = frozenset({ChangeKind.NEW, ChangeKind.GONE})


def gathered(changes: Sequence[Change]) -> tuple[Change, ...]:
    """The changes; one that only adds an argument to another's clause is part of that."""
    heads = _heads(changes)
    joined: dict[int, list[int]] = defaultdict(list)
    for number, change in enumerate(changes):
        found = [_head(side, told, heads) for side, told in _sides(change)]
        if change.kind in _APART and all(head is not None for head in found):
            joined[min(head for head in found if head is not None)].append(number)
    inner = {number for numbers in joined.values() for number in numbers}
    whole: list[Change] = []
    for number, change in enumerate(changes):
        if number not in inner:
            parts = [change, *(changes[part] for part in joined[number])]
            before = tuple(told for part in parts for told in part.before)
            whole.append(replace(change, before=before, after=tuple(told for part in parts for told in part.after)))
    return tuple(whole)


def _heads(changes: Sequence[Change]) -> _Heads:
    found: dict[_Clause, list[tuple[str, bool, int]]] = defaultdict(list)
    for number, change in enumerate(changes):
        if change.kind in _APART or change.kind is ChangeKind.FULFILLED:
            for side, told in _sides(change):
                found[_clause(told, second=side)].append((told.predicate_text, told.is_open, number))
    return found


def _sides(change: Change) -> Iterator[tuple[bool, Statement]]:
    yield from ((False, told) for told in change.before)
    yield from ((True, told) for told in change.after)


def _clause(told: Statement, *, second: bool) -> _Clause:
    return second, told.subject, told.first_evidence, told.firmness, told.attributed_to


def _head(side: bool, told: Statement, heads: _Heads) -> int | None:  # noqa: FBT001 - a value of a pair
    """The change that tells the same clause with fewer words: "threatened" for "threatened Denmark with"."""
    found = (
        (len(words), is_open, number)
        for words, is_open, number in heads.get(_clause(told, second=side), ())
        if words
        and f"{told.predicate_text} ".startswith(f"{words} ")
        and (len(words), is_open) < (len(told.predicate_text), told.is_open)
    )
    _, _, number = min(found, default=(0, False, None))
    return number if told.is_open else None


_NUMBER = re.compile(r"\d[\d.,]*(?<![.,])")


def renumbered(changes: Sequence[Change]) -> tuple[Change, ...]:
    """The changes; of what is gone and what is new, in the same words but for numbers, one that tells these."""
    gone, new = (_by_words(changes, kind) for kind in (ChangeKind.GONE, ChangeKind.NEW))
    pairs = {gone[words][0]: new[words][0] for words in gone if len(gone[words]) == len(new.get(words, ())) == 1}
    told, whole = set(pairs.values()), [*changes]
    for place, other in pairs.items():
        before, after = changes[place].before, changes[other].after
        both = (_NUMBER.findall(_words(said[0])) for said in (before, after))
        numbers = (f"number: {was} → {now}" for was, now in zip(*both, strict=True) if was != now)
        whole[place] = Change(ChangeKind.CHANGED, before, after, tuple(numbers))
    return tuple(change for number, change in enumerate(whole) if number not in told)


def _by_words(changes: Sequence[Change], kind: ChangeKind) -> dict[str, list[int]]:
    """The words of what one side alone tells, without its numbers, where it has any -> the places of the changes."""
    found: dict[str, list[int]] = defaultdict(list)
    for number, change in enumerate(changes):
        words = _words((change.before or change.after)[0])
        if change.kind is kind and _NUMBER.search(words):
            found[_NUMBER.sub("#", words).casefold()].append(number)
    return found


def _words(told: Statement) -> str:
    return " ".join(" ".join((told.subject_text, told.predicate_text, told.object_text)).split())
