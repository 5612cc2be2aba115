"""Selection in a graph: entities by any of their labels, statements by their parts."""

import re
from calendar import monthrange
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import TypeGuard, TypeVar
from urllib.parse import unquote

from kg.errors import KgError, nearest_hint, one_of
from kg.lexicon import words
from kg.model import Event, Evidence, Factuality, Graph, NodeId, Precision, Statement, TimeSpan, Trust
from kg.model.scales import factuality_of

_Node = TypeVar("_Node")
_MOST_NAMED = 5
_PERIOD = re.compile(r"(?P<year>\d{4})(-(?P<month>0[1-9]|1[0-2]))?")


@dataclass(frozen=True, slots=True)
class Filter:
    """The criteria of a selection of statements; an empty field matches all.

    ``subject``, ``object``, ``source`` and ``about`` (any of the three) are names of entities, ``relation`` a
    local name or a label, ``trust`` "sure" or "lead", ``since`` and ``until`` days, ``publisher`` that of an article.
    """

    subject: str = ""
    relation: str = ""
    object: str = ""
    about: str = ""
    source: str = ""
    factuality: str = ""
    trust: str = ""
    since: date | None = None
    until: date | None = None
    publisher: str = ""


@dataclass(frozen=True, slots=True)
class Counted:
    """How many main statements there are, and how many details of them: so wherever statements are counted.

    >>> print(Counted(34, 2))
    34 main statements, 2 details
    """

    mains: int = 0
    details: int = 0

    @classmethod
    def of(cls, said: Iterable[Statement]) -> "Counted":
        """The count of some statements."""
        mains = [one.is_main for one in said]
        return cls(mains.count(True), mains.count(False))

    def __str__(self) -> str:
        return self.out_of(self)

    def __sub__(self, other: "Counted") -> "Counted":
        return Counted(self.mains - other.mains, self.details - other.details)

    def out_of(self, every: "Counted") -> str:
        """How many these are of how many; what are all of their kind is told once, of no detail nothing.

        >>> Counted(30, 2).out_of(Counted(34, 2))
        '30 of 34 main statements, 2 details'
        """
        details = [_number_of(self.details, every.details, "detail")] if every.details else []
        return ", ".join([_number_of(self.mains, every.mains, "main statement"), *details])


def ordered(graph: Graph) -> tuple[Statement, ...]:
    """The statements ordered by article, sentence, offset and id."""

    def place(said: Statement) -> tuple[Evidence, int, NodeId]:
        first = said.first_evidence
        return first, first.quote.find(said.predicate_text), said.id

    return tuple(sorted(graph.statements, key=place))


def selected(graph: Graph, wanted: Filter) -> tuple[Statement, ...]:
    """The matching statements, in order; ``KgError`` with the nearest name for one that the graph does not have."""
    subjects, objects, about, sources = (
        nodes_named(graph, name) for name in (wanted.subject, wanted.object, wanted.about, wanted.source)
    )
    relations = relations_named(graph, wanted.relation) if wanted.relation else frozenset()
    factuality = factuality_named(wanted.factuality) if wanted.factuality else None
    trust = trust_named(wanted.trust) if wanted.trust else None
    published = {one.id for one in graph.articles if one.publisher.casefold() == wanted.publisher.casefold()}
    if wanted.publisher and not published:
        raise _unknown(wanted.publisher, sorted({one.publisher for one in graph.articles} - {""}))
    return tuple(
        said
        for said in ordered(graph)
        if (not subjects or said.subject in subjects)
        and (not objects or said.object in objects)
        and (not about or about & {said.subject, said.object, said.attributed_to, said.reported_by})
        and (not sources or said.attributed_to in sources)
        and (not relations or said.relation in relations)
        and (factuality is None or said.factuality is factuality)
        and (trust is None or said.trust is trust)
        and (not wanted.publisher or any(span.article in published for span in said.evidence))
        and _is_within(time_of(graph, said), wanted.since, wanted.until)
    )


def mains(graph: Graph, said: Iterable[Statement]) -> tuple[Statement, ...]:
    """The main statements of some statements and details, each once and in order."""
    known = {one.id: one for one in graph.statements}
    wanted = {(known.get(one.detail_of, one) if one.detail_of else one).id for one in said}
    return tuple(one for one in ordered(graph) if one.id in wanted)


def is_linking(said: Statement) -> bool:
    """Whether a network without details shows it: a main statement, or a detail with an ontology relation.

    In "A and B signed the deal" B's signing is a detail, and an edge of its own.
    """
    return said.is_main or not said.is_open


def nodes_named(graph: Graph, name: str) -> frozenset[NodeId]:
    """The nodes with a label, a country's code, an id or an IRI under any base; none for an empty name.

    Raises ``KgError`` for an unknown name. Preferred labels go before alternative ones: "Canada" is the country, not a
    government that is also called so. A name that no node has is short for the only one that begins or ends with it.
    """
    if not name:
        return frozenset()
    asked = (unquote(re.split("[/#]", name)[-1]) if "://" in name else name).casefold()
    ids = [(node, text) for node in graph.nodes for text in (node, f"id:{node}")]
    labels = [(node, graph.label(node)) for node in graph.nodes]
    codes = ((one.id, one.alpha3) for one in graph.entities if one.alpha3)
    others = [(one.id, label) for one in graph.entities for label in sorted(one.alt_labels)]
    for names in (ids, labels, codes, others):
        found = frozenset(node for node, known in names if known.casefold() == asked)
        if found:
            return found
    short = named_in_short(name, ((entity.id, entity.label) for entity in graph.entities))
    if short is not None:
        return frozenset({short})
    unknown = _unknown(name, (text for _, text in (ids if name.startswith("id:") else [*labels, *others])))
    ends = Counter(graph.label(end) for one in graph.statements for end in (one.subject, one.object))
    most = [name for name, _ in ends.most_common() if name[:1].isupper()][:_MOST_NAMED]
    raise KgError(str(unknown), hint=unknown.hint or f"Most is told of {', '.join(most)}" * bool(most))


def named_in_short(name: str, labels: Iterable[tuple[_Node, str]]) -> _Node | None:
    """The only one of some nodes with the label of a name that begins or ends with a shorter one; None for several.

    >>> named_in_short("velox", [("a", "Velox Motors"), ("b", "Karl Berg"), ("c", "tax on Velox")])
    'a'
    """
    asked = name.casefold().split()
    named = ((node, label.casefold().split()) for node, label in labels if asked and label[:1].isupper())
    found = {node for node, words in named if asked in (words[: len(asked)], words[-len(asked) :])}
    return found.pop() if len(found) == 1 else None


def relations_named(graph: Graph, name: str) -> frozenset[str]:
    """The relations of the graph with a local name or label; ``KgError`` with the nearest for one it does not have."""
    asked = name.casefold().rpartition(":")[2]
    pairs = {(said.relation, said.relation_label) for said in graph.statements}
    found = frozenset(relation for relation, label in pairs if asked in {relation.casefold(), label.casefold()})
    if not found:
        raise _unknown(name, (word for pair in sorted(pairs) for word in pair))
    return found


def factuality_named(name: str) -> Factuality:
    """The factuality of a name, ignoring case; ``KgError`` for an unknown name."""
    return factuality_of(name) or Factuality(one_of(name, Factuality, "factuality"))


def trust_named(name: str) -> Trust:
    """The trust of a name, ignoring case; ``KgError`` for an unknown name."""
    known: dict[str, str] = {one.casefold(): one.value for one in (Trust.SURE, Trust.LEAD)}
    return Trust(one_of(known.get(name.casefold(), name), known.values(), "trust"))


def day_named(text: str, *, last: bool = False) -> date:
    """The day of "2026-01-14"; of "2026-01" or "2026" the first, or the last. ``KgError`` for what is no date.

    >>> day_named("2024-02", last=True)
    datetime.date(2024, 2, 29)
    """
    try:
        period = _PERIOD.fullmatch(text)
        if period is None:
            return date.fromisoformat(text)
        year, month = int(period["year"]), int(period["month"] or (12 if last else 1))
        return date(year, month, monthrange(year, month)[1] if last else 1)
    except ValueError:
        raise KgError(f"{text!r} is no date", hint="write it as 2026-01-14, 2026-01 or 2026") from None


def statement_numbered(graph: Graph, which: str) -> Statement:
    """The statement of a number as ``kg show`` counts them, or of an id or its beginning.

    Raises ``KgError`` where there is none, or where an id's beginning is that of several.
    """
    said = ordered(graph)
    if which.isdecimal():
        numbered = {str(number): one for number, one in enumerate(said, 1)}
        if which not in numbered:
            raise KgError(f"there is no statement {which}", hint=f"the graph has 1 to {len(said)}")
        return numbered[which]
    plain = which.rpartition(":")[2].rpartition("/")[2]
    found = [one for one in said if any(text.startswith(plain) for text in (one.id, one.id.removeprefix("statement-")))]
    found = [one for one in found if one.id == which] or found
    if len(found) == 1:
        return found[0]
    if found:
        raise KgError(f"{which!r} begins {len(found)} ids", hint=f"such as {found[0].id} and {found[1].id}")
    raise _unknown(which, (one.id for one in said))


def tense_of(said: Statement) -> str:
    """The tense of a statement; what the first word of its predicate shows of one of an earlier version."""
    first, _, rest = said.predicate_text.casefold().partition(" ")
    is_perfect = " perfect" * (bool(rest) and first in words("states", "perfect", "words"))
    if said.tense or not said.rule.startswith("clause/"):
        return said.tense
    if first in words("states", "past", "words") or first.endswith("ed"):
        return f"past{is_perfect}"
    is_third = first.endswith("s") and not first.endswith("ss")
    return f"present{is_perfect}" if is_third or first in words("states", "present", "words") else ""


def time_of(graph: Graph, said: Statement) -> TimeSpan | None:
    """The time of a statement: its own, else that of its event; no day after the article of what is told as past."""
    event = graph.nodes.get(said.event) if said.event else None
    time = event.time if isinstance(event, Event) and is_dated(event.time) and not is_dated(said.time) else said.time
    is_past = tense_of(said).startswith("past") and said.factuality in {Factuality.ASSERTED, Factuality.DENIED}
    now = graph.days.get(said.first_evidence.article)
    return None if is_past and now and time and time.start and time.start > now else time


def is_dated(time: TimeSpan | None) -> TypeGuard[TimeSpan]:
    """Whether a time is resolved to dates."""
    return time is not None and bool(time.start or time.end)


def _number_of(count: int, every: int, noun: str) -> str:
    return f"{'' if count == every else f'{count:,} of '}{every:,} {noun}{'s' * (every != 1)}"


def _is_within(time: TimeSpan | None, since: date | None, until: date | None) -> bool:
    """Whether a time touches a span of days; one without a date touches none."""
    if not is_dated(time):
        return since is None and until is None
    first, last = time.start or date.min, time.end or date.max
    return (since is None or last >= since) and (until is None or first <= until)


def _unknown(name: str, known: Iterable[str]) -> KgError:
    return KgError(f"{name!r} is not in the graph", hint=nearest_hint(name, known))


HELD = frozenset({"holding/current", "holding/acting"})
"""The rules by which an office stands beside a name, and so is held on the day of the article."""
_BESIDE, _HELD_BEFORE = "holding/", "holding/former"
_UNITS: Mapping[Precision | None, int] = {
    Precision.WEEK: 7, Precision.MONTH: 31, Precision.QUARTER: 92, Precision.YEAR: 366, Precision.DECADE: 3653,
}  # fmt: skip
"""The most days of a date that is no span."""


def is_span(time: TimeSpan) -> bool:
    """Whether a time tells when something began or ended: "from 2005 to 2021", "since May"; "in 2005" is one date."""
    if time.start and time.end:
        least = _UNITS.get(time.precision, 1)
        return time.precision is not Precision.APPROXIMATE and (time.end - time.start).days >= least
    return bool(time.start or time.end)


def is_present(said: Statement) -> bool:
    """Whether its words tell it of the day of the article; where they do not show it, False.

    Its clause is in the present, or a noun alone tells it, and no word between both ends tells of an earlier day.
    """
    if said.rule.startswith(_BESIDE):
        return said.rule in HELD
    between = _between(said)
    if between is None or _is_earlier(said, between):
        return False
    return is_held(said) or (said.rule.startswith("noun/") and _holds_only(between, said, "beside"))


def is_held(said: Statement) -> bool:
    """Whether its clause tells of the article's day: "is", "has been", "has served since May", not "has served"."""
    has_been = said.predicate_text.casefold().startswith(("has been", "have been"))
    is_since = said.time is not None and said.time.start is not None and said.time.end is None
    return tense_of(said) == "present" or (tense_of(said) == "present perfect" and (has_been or is_since))


def is_over(said: Statement) -> bool:
    """Whether its words tell it of an earlier day: "was a member", "former chancellor"; "was accused by" does not."""
    between = _between(said)
    if said.rule.startswith(_BESIDE) or between is None:
        return said.rule == _HELD_BEFORE
    return _is_earlier(said, between) and _holds_only(between, said, "past")


def _is_earlier(said: Statement, between: str) -> bool:
    """Whether a word tells of an earlier day, between both ends or before a title; "Left Party" has none."""
    title = re.sub(r"^(an?|the) ", "", said.object_text).partition(" ")[0]
    return bool(_any_of("past").search(f"{between} {title if title.islower() else ''}"))


def _holds_only(between: str, said: Statement, section: str) -> bool:
    """Whether words of a section, those of the predicate and the smallest are all that stands between both ends."""
    known = [*words("states", section, "words"), *words("states", "beside", "words"), said.predicate_text]
    return _tokens(between) <= _tokens(" ".join(known))


def _between(said: Statement) -> str | None:
    """What stands between both ends in the first sentence, or the label; None where they are not found there."""
    sentence = said.first_evidence.quote or said.label
    starts = {text: sentence.find(text) for text in (said.subject_text, said.object_text)}
    if "" in starts or min(starts.values()) < 0:
        return None
    ends = sorted((start, start + len(text)) for text, start in starts.items())
    return sentence[ends[0][1] : ends[-1][0]].lower()


def _tokens(text: str) -> frozenset[str]:
    return frozenset(re.findall(r"['’]s\b|\w+", text.lower()))


@cache
def _any_of(section: str) -> re.Pattern[str]:
    """Any of the words of a section, whole."""
    found = "|".join(map(re.escape, sorted(words("states", section, "words"), key=lambda word: (-len(word), word))))
    return re.compile(rf"(?<!\w)(?:{found})(?!\w)")
