"""Intervals bounded by prepositions: "since 2017", "until March", "between May and July"."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from kg.model import Precision
from kg.time.grammar import context_pattern, slots
from kg.time.values import Time

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
