"""Recognition and normalization of time expressions, as TIMEX3 values and intervals of calendar.

    >>> from datetime import date
    >>> [found.time.interval for found in times("Tariffs have risen since last week.", date(2026, 1, 14))]
    ['2026-01-05//week']

It needs no parser: an ``Interpreter`` rejects expressions that mean no time ("May" the verb) and adds their tense.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import pairwise

from kg.model import Precision
from kg.time import calendar
from kg.time.calendar import Slots, Time, TimeContext, integer
from kg.time.grammar import Expression, context_pattern, expressions, slots
from kg.time.periods import OutOfCalendarError, Period, TimeUnit

_REACH = 40  # characters to the left in which a preposition is looked for
_DAY = timedelta(days=1)
_BEGINNINGS = frozenset({"since", "starting"})


def bound(text: str, start: int) -> tuple[str, int]:
    """The kind of bound of the preposition before an expression, and its character offset; ("", start) without one."""
    left = text[max(0, start - _REACH) : start]
    match = context_pattern("left", ends=True).search(left)
    if match is None:
        return "", start
    return str(slots(match)["bound"]), start - len(left) + match.start()


def connector(between: str) -> str:
    """How the text between two expressions connects them: "to", "and" or ""."""
    match = context_pattern("between").fullmatch(between)
    return str(slots(match)["connector"]) if match else ""


def bounded(time: Time, side: str, *, reference: date | None) -> Time:
    """The time with its interval bounded by a preposition; the TIMEX3 value stays."""
    if time.type in {"DURATION", "SET"} or not time.start or "/" in time.value:
        return time
    is_ahead = time.period is None or (reference is not None and time.period.start > reference)
    if side in _BEGINNINGS or (side == "from" and is_ahead):  # "from 2030" in an article of 2026; not "rose from 2007"
        return replace(time, end=None, precision=_precision(time, time.start))
    is_part = time.period is not None and time.precision is not time.period.precision
    match side:
        case "until" | "by":
            return replace(time, start=None, end=time.end or time.start, precision=_precision(time, time.end))
        case "before":  # up to the eve of a time; "before the end of the month" may be as late as its last day
            end = time.end if is_part else time.start - _DAY
            return replace(time, start=None, end=end, precision=_precision(time, end if is_part else time.start))
        case "after" if time.end:
            start = time.start if is_part else time.end + _DAY
            return replace(time, start=start, end=None, precision=_precision(time, time.end))
    return time


def _precision(time: Time, moment: date | None) -> Precision | None:
    """That of the whole period where the bound is its edge: "by the end of the decade"."""
    if time.period and moment in {time.period.start, time.period.end}:
        return time.period.precision
    return time.precision


__all__ = ["Expression", "FoundTime", "Interpreter", "Time", "times"]

Interpreter = Callable[[Expression], Expression | None]
"""The expression as it is meant here, with its direction; None where the words tell no time."""

_Meaning = Callable[[Slots, TimeContext], Time]
_MEANINGS: Mapping[str, _Meaning] = {
    "ago": calendar.ago, "clock": calendar.clock, "date": calendar.date_of, "day_range": calendar.day_range,
    "daypart": calendar.daypart, "decade": calendar.decade, "duration": calendar.duration, "iso": calendar.iso_date,
    "part_of_year": calendar.part_of_year, "reference": calendar.reference, "relative": calendar.relative,
    "relative_month": calendar.relative_month, "same": calendar.same, "set": calendar.frequency,
    "today": calendar.today, "weekday": calendar.weekday, "window": calendar.window,
}  # fmt: skip
_OF_THE_DAY = frozenset({"clock", "daypart"})  # their day stands elsewhere, before or after them
_NEIGHBOURS = 3  # expressions on either side among which the day of a time of day is looked for
_ANCHOR_REACH = 400  # characters for which a date stays the one spoken of
_SENTENCE_END = re.compile(r"[.!?]['\"”’)]*\s+(?=[A-Z\"“‘'(])|\n")


@dataclass(frozen=True, slots=True)
class FoundTime:
    """A time expression by character offsets: ``text[start:end]`` without preposition, from ``extent_start`` with it.

    ``extent_end`` is past ``end`` where the interval goes on: "between 2019 and 2021".
    """

    start: int
    end: int
    rule: str
    time: Time
    extent_start: int
    extent_end: int


def times(
    text: str, reference: date | None = None, *, interpret: Interpreter = lambda expression: expression
) -> tuple[FoundTime, ...]:
    """Every time expression of a text, in order; ``reference`` is the article's date, for relative ones."""
    found = (interpret(expression) for expression in expressions(text) if expression.means != "nothing")
    judged = [expression for expression in found if expression is not None]
    return _with_bounds(text, _Reading(text, reference, judged).times(), reference)


class _Reading:
    """One pass over the expressions of a text; what was spoken of before is the context of what comes after."""

    def __init__(self, text: str, reference: date | None, judged: Sequence[Expression]) -> None:
        self._text = text
        self._reference = reference
        self._judged = judged
        self._times: dict[int, Time] = {}

    def times(self) -> list[tuple[Expression, Time]]:
        """Every expression that means a time, with it; times of day last, for their day may stand behind them."""
        order = sorted(range(len(self._judged)), key=lambda at: (self._judged[at].means in _OF_THE_DAY, at))
        for at in order:
            expression = self._judged[at]
            try:
                self._times[at] = _MEANINGS[expression.means](expression.slots, self._context(at))
            except OutOfCalendarError:
                continue
        return [(self._judged[at], self._times[at]) for at in sorted(self._times)]

    def _context(self, at: int) -> TimeContext:
        expression = self._judged[at]
        context = TimeContext(self._reference, expression.direction, anchor=self._anchor(at), year=self._year(at))
        match bound(self._text, expression.start)[0]:
            case "since":
                context = replace(context, direction=-1, is_sure=True)
            case "until" | "by" if context.direction < 0:
                context = replace(context, direction=0)  # "was delayed until March"
        begun, told = self._times.get(at - 1), expression.slots.keys()
        if begun and begun.start and told & {"month", "weekday"} and not told & {"year", "shift"}:
            link = connector(self._text[self._judged[at - 1].end : expression.start])
            if link in {"to", "until"}:  # a range ends after its beginning: "from November to March"
                context = replace(context, reference=begun.start, direction=1, is_sure=True)
        return replace(context, day=self._day(at)) if expression.means in {*_OF_THE_DAY, "duration"} else context

    def _anchor(self, at: int, units: frozenset[TimeUnit] = frozenset(TimeUnit)) -> Period | None:
        """The calendar unit spoken of last, unless it was long ago; a part of a day, "Monday night", tells its day."""
        for earlier in range(at - 1, -1, -1):
            time = self._times.get(earlier)
            if self._judged[at].start - self._judged[earlier].end > _ANCHOR_REACH:
                return None
            is_whole = self._judged[earlier].means not in _OF_THE_DAY or (time and time.type == "DATE")
            if time and time.period and time.period.unit in units and is_whole:
                return time.period
        return None

    def _year(self, at: int) -> int | None:
        """The year that a month shares with that behind it: "in May and June 2008", "from May to March 2009"."""
        expression, *following = self._judged[at : at + 2]
        month = integer(expression.slots, "month")
        for other in following:
            last, year = integer(other.slots, "month"), integer(other.slots, "year")
            if month and last and year and connector(self._text[expression.end : other.start]):
                return year - 1 if month > last else year
        return None

    def _day(self, at: int) -> date | None:
        """The day of a time of day: the nearest in its sentence ("at midnight tonight"), else that spoken of last."""
        near = (other for other in range(at - _NEIGHBOURS, at + _NEIGHBOURS + 1) if other in self._times)
        gaps = {other: (self._judged[min(at, other)].end, self._judged[max(at, other)].start) for other in near}
        for other, gap in sorted(gaps.items(), key=lambda found: found[1][1] - found[1][0]):
            time, means = self._times[other], self._judged[other].means
            is_day = means not in _OF_THE_DAY and time.period and time.period.unit is TimeUnit.DAY
            if is_day and not _SENTENCE_END.search(self._text, *gap):
                return time.start
        anchor = self._anchor(at, frozenset({TimeUnit.DAY}))  # the article's own may be that of "she said on Monday"
        is_open = anchor and anchor.start == self._reference and self._judged[at].direction < 0
        return anchor.start if anchor and not is_open else None


def _with_bounds(text: str, read: Sequence[tuple[Expression, Time]], reference: date | None) -> tuple[FoundTime, ...]:
    """Each time with the interval that the prepositions leave of it."""
    found = []
    for expression, time in read:
        side, start = bound(text, expression.start)
        is_onward = context_pattern("right").match(text, expression.end) is not None
        if side == "from" and ({"month", "day"} <= expression.slots.keys() or is_onward):
            side = "since"  # "from 1 July", "from May onwards"
        told = bounded(time, side, reference=reference)
        found.append(FoundTime(expression.start, expression.end, expression.rule, told, start, expression.end))
    for at, ((_, begun), (_, ended)) in enumerate(pairwise(read)):
        first, last = found[at : at + 2]
        link, side = connector(text[first.end : last.start]), bound(text, first.start)[0]
        is_until = link == "until" and side in {"from", "since", "starting"}  # not "extended on Monday until Friday"
        is_range = link == "to" or is_until or (link == "and" and side == "between")
        since, until = begun.start, ended.end
        is_told = since and until and since <= until and "DURATION" not in {begun.type, ended.type}
        if is_range and is_told:  # both ends stand for all of it
            found[at] = replace(first, time=replace(begun, start=since, end=until), extent_end=last.end)
            found[at + 1] = replace(last, time=replace(ended, start=since, end=until), extent_start=first.extent_start)
    return tuple(found)
