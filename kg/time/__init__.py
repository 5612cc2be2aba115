"""Recognition and normalization of time expressions, as TIMEX3 values and intervals of dates.

    >>> from datetime import date
    >>> [found.time.interval for found in times("Tariffs have risen since last week.", date(2026, 1, 14))]
    ['2026-01-05//week']

It needs no parser: an ``Interpreter`` rejects expressions that mean no time ("May" the verb) and adds their tense.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from kg.model import Precision
from kg.time import dates, relative
from kg.time.grammar import Expression, context_pattern, expressions, slots
from kg.time.periods import OutOfCalendarError, Period, TimeUnit
from kg.time.values import Slots, Time, TimeContext, integer

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


def is_onward(text: str, end: int) -> bool:
    """Whether "on" or "onwards" follows: "from July onwards"."""
    return context_pattern("right").match(text, end) is not None


def connector(between: str) -> str:
    """How the text between two expressions connects them: "to", "and" or ""."""
    match = context_pattern("between").fullmatch(between)
    return str(slots(match)["connector"]) if match else ""


def bounded(time: Time, side: str, *, reference: date | None) -> Time:
    """The time with its interval bounded by a preposition; the TIMEX3 value stays."""
    if time.type in {"DURATION", "SET"} or not time.start or "/" in time.value:
        return time
    if side in _BEGINNINGS or (side == "from" and _begins(time, reference)):
        return replace(time, end=None, precision=_precision(time, time.start))
    match side:
        case "until" | "by":
            return replace(time, start=None, end=time.end or time.start, precision=_precision(time, time.end))
        case "before":
            return _before(time, time.start)
        case "after" if time.end:
            return replace(time, start=time.end + _DAY, end=None, precision=_precision(time, time.end))
    return time


def spanning(first: Time, last: Time) -> tuple[Time, Time]:
    """Both times with the interval from the start of the first to the end of the last, if there is one."""
    start, end = first.start, last.end
    if "DURATION" in {first.type, last.type} or not start or not end or start > end:
        return first, last
    return replace(first, start=start, end=end), replace(last, start=start, end=end)


def _before(time: Time, start: date) -> Time:
    """Up to the eve of a time; "before the end of the month" means its last day."""
    is_end = time.period is not None and time.period.start < start and time.end == time.period.end
    end = time.end if is_end else start - _DAY
    return replace(time, start=None, end=end, precision=_precision(time, end if is_end else start))


def _begins(time: Time, reference: date | None) -> bool:
    """Whether "from" is a beginning: "rose from 2007" is not, "from 2030" is one in an article of 2026."""
    return time.period is None or (reference is not None and time.period.start > reference)


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
    "ago": relative.ago,
    "anchored": relative.anchored,
    "century": dates.century,
    "clock": relative.clock,
    "date": dates.date_of,
    "day_range": dates.day_range,
    "daypart": relative.daypart,
    "decade": dates.decade,
    "duration": relative.duration,
    "fiscal_year": dates.fiscal_year,
    "following": relative.following,
    "holiday": dates.holiday,
    "iso": dates.iso_date,
    "months_of_year": dates.months_of_year,
    "numeric": dates.numeric_date,
    "part_of_year": dates.part_of_year,
    "reference": relative.reference,
    "relative": relative.relative,
    "relative_month": relative.relative_month,
    "same": relative.same,
    "same_or_now": relative.same_or_now,
    "set": relative.frequency,
    "today": relative.today,
    "weekday": relative.weekday,
    "weekend": relative.weekend,
    "window": relative.window,
    "year_range": dates.year_range,
}
_NOTHING = "nothing"
_OF_THE_DAY = frozenset({"clock", "daypart"})  # their day stands elsewhere, before or after them
_YEARS = frozenset({"year", "shift"})  # slots that tell the year
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
    found = (interpret(expression) for expression in expressions(text) if expression.means != _NOTHING)
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
        begun = self._beginning(at)
        if begun:
            context = replace(context, reference=begun, direction=1, is_sure=True)
        return replace(context, day=self._day(at)) if expression.means in _OF_THE_DAY else context

    def _beginning(self, at: int) -> date | None:
        """Where the range begins that an expression without a year ends: "from November to March"."""
        expression, begun = self._judged[at], self._times.get(at - 1)
        if begun is None or not expression.slots.keys() & {"month", "weekday"} or expression.slots.keys() & _YEARS:
            return None
        link = connector(self._text[self._judged[at - 1].end : expression.start])
        return begun.start if link in {"to", "until"} else None

    def _anchor(self, at: int) -> Period | None:
        """The calendar unit spoken of last, unless it was long ago; a part of a day, "Monday night", tells its day."""
        for earlier in range(at - 1, -1, -1):
            time = self._times.get(earlier)
            if self._judged[at].start - self._judged[earlier].end > _ANCHOR_REACH:
                return None
            if time and time.period and (time.type == "DATE" or self._judged[earlier].means not in _OF_THE_DAY):
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
        """The day of a time of day: told in its sentence, else the day spoken of last."""
        for other in sorted(range(at - _NEIGHBOURS, at + _NEIGHBOURS + 1), key=lambda other: abs(at - other)):
            time = self._times.get(other)
            is_day = time and time.type == "DATE" and time.period and time.period.unit is TimeUnit.DAY
            if time and is_day and self._is_near(min(at, other), max(at, other)):
                return time.start
        anchor = self._anchor(at)
        return anchor.start if anchor is not None and anchor.unit is TimeUnit.DAY else None

    def _is_near(self, first: int, last: int) -> bool:
        between = self._text[self._judged[first].end : self._judged[last].start]
        return _SENTENCE_END.search(between) is None


def _with_bounds(text: str, read: Sequence[tuple[Expression, Time]], reference: date | None) -> tuple[FoundTime, ...]:
    """Each time with the interval that the prepositions leave of it."""
    found = [_with_bound(text, expression, time, reference) for expression, time in read]
    for at in range(len(found) - 1):
        if _is_range(connector(text[found[at].end : found[at + 1].start]), bound(text, found[at].start)[0]):
            found[at : at + 2] = _joined(found[at], found[at + 1], (read[at][1], read[at + 1][1]))
    return tuple(found)


def _is_range(link: str, side: str) -> bool:
    """Whether two times are the ends of one: "Monday to Friday"; but "extended on Monday until Friday" are two."""
    return (
        link == "to"
        or (link == "until" and side in {"from", "since", "starting"})
        or (link == "and" and side == "between")
    )


def _with_bound(text: str, expression: Expression, time: Time, reference: date | None) -> FoundTime:
    side, start = bound(text, expression.start)
    if side == "from" and ({"month", "day"} <= expression.slots.keys() or is_onward(text, expression.end)):
        side = "since"  # "from 1 July", "from May onwards"
    time = bounded(time, side, reference=reference)
    return FoundTime(expression.start, expression.end, expression.rule, time, start, expression.end)


def _joined(first: FoundTime, last: FoundTime, whole: tuple[Time, Time]) -> tuple[FoundTime, FoundTime]:
    """The two ends of a range: both stand for all of it."""
    times = spanning(*whole)
    if times == whole:
        return first, last
    first = replace(first, time=times[0], extent_end=last.end)
    return first, replace(last, time=times[1], extent_start=first.extent_start)
