"""Normalized times: calendar dates ("June 18", "the third quarter") and relative ones ("last week", "two years ago").

Each function takes the slots of an expression and its context and gives a TIMEX3 value with its interval;
``OutOfCalendarError`` where there is no such date.
"""

import re
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date, timedelta

from kg.model import Precision
from kg.time.grammar import TimeSlot, words_of
from kg.time.periods import (
    OutOfCalendarError,
    Period,
    TimeUnit,
    day,
    duration_value,
    earlier,
    in_timex_units,
    unknown_value,
)

Slots = Mapping[str, TimeSlot]
VAGUE = "X"
"""An amount that is not told: "several years"."""

_HUNDRED = 100


@dataclass(frozen=True, slots=True)
class TimeContext:
    """The context of an expression: the article's date (``reference``), and dates mentioned before.

    ``direction`` is the tense: -1 past, 1 future, 0 unknown; ``is_sure`` where more than tense tells it ("since
    March"). ``anchor`` is the last date mentioned, ``year`` a year beside the expression, ``day`` the day of a time of
    day.
    """

    reference: date | None = None
    direction: int = 0
    is_sure: bool = False
    anchor: Period | None = None
    year: int | None = None
    day: date | None = None


@dataclass(frozen=True, slots=True)
class Time:
    """A TIMEX3 type and value with the interval, both ends included; ``period`` is the calendar unit it names."""

    type: str
    value: str
    start: date | None = None
    end: date | None = None
    precision: Precision | None = None
    period: Period | None = None

    @property
    def interval(self) -> str:
        """The interval as ``from/to/precision``, each part empty where there is none."""
        start, end = (moment.isoformat() if moment else "" for moment in (self.start, self.end))
        return f"{start}/{end}/{self.precision.value if self.precision else ''}"


def of_period(period: Period, part: TimeSlot = "", *, reference: date | None = None) -> Time:
    """A period as a time, or a part of it: "earlier" and "later" are what lies before and after the article's date.

    Where "early", "mid", "late" begin and end nobody says: the whole period, roughly.
    """
    time = Time("DATE", period.timex, period.start, period.end, period.precision, period)
    if not part or period.unit is TimeUnit.DAY:
        return time
    time = replace(time, precision=Precision.APPROXIMATE)
    if reference is None or not period.start <= reference <= period.end:
        return time
    if part == "earlier":
        return replace(time, end=reference)
    return replace(time, start=reference) if part == "later" else time


def unresolved(unit: TimeUnit, value: str = "") -> Time:
    """A date without an interval: "last week" in an undated article."""
    return Time("DATE", value or unknown_value(unit))


def on_day(moment: date | None, suffix: str) -> Time:
    """A time of day on a date; where the date is unknown, its TIMEX3 value alone."""
    if moment is None:
        return Time("TIME", unknown_value(TimeUnit.DAY) + suffix)
    period = Period(TimeUnit.DAY, moment)
    return Time("TIME", period.timex + suffix, moment, moment, Precision.DAY, period)


# -- slots -------------------------------------------------------------------------------------------------------------


def integer(slots: Slots, name: str) -> int | None:
    """The number in a slot, letters ignored ("02nd" is 2); None for an empty slot."""
    value = slots.get(name)
    if value is None or isinstance(value, int):
        return value
    return int("".join(letter for letter in str(value) if letter.isdigit()))


def unit_of(slots: Slots) -> TimeUnit:
    """The unit in the slot ``unit``."""
    return TimeUnit(str(slots["unit"]))


def amount_of(slots: Slots) -> float | None:
    """The number in the slot ``amount``, "and a half" added; 1 without the slot, None where it is vague."""
    value = slots.get("amount", 1)
    if value == VAGUE:
        return None
    return (value if isinstance(value, int | float) else _number(value)) + float(slots.get("plus", 0))


def _number(text: str) -> float:
    """A number in figures or in words: "1,500", "twenty-five", "a hundred and six"."""
    if text[0].isdigit():
        return float(text.replace(",", ""))
    values = words_of("number")
    total = 0.0
    for word in text.replace("-", " ").split():
        value = values.get(word)
        if isinstance(value, int):
            total = max(total, 1) * value if value == _HUNDRED else total + value
    return total


_TWO_DIGITS = 100
_AHEAD = 10  # years that a year of two digits may lie ahead of the article
_LAST_KNOWN = 2020  # what "'08" is counted from in an undated article
_DECEMBER = 12
_FAR = 300  # days


def date_of(slots: Slots, context: TimeContext) -> Time:
    """A date of year, month and day, as far as they are given."""
    month, number = integer(slots, "month"), integer(slots, "day")
    year = _year(slots, context)
    if month is None:
        whole = Period(TimeUnit.YEAR, day(year, 1, 1)) if year else None
        return of_period(whole, slots.get("part", "")) if whole else unresolved(TimeUnit.YEAR)
    if year is None:
        year = _nearest_year(TimeUnit.DAY if number else TimeUnit.MONTH, month, number or 1, context)
    if year is None:
        day(2000, month, number or 1)
        return unresolved(TimeUnit.MONTH, f"XXXX-{month:02}" + (f"-{number:02}" if number else ""))
    period = Period(TimeUnit.DAY if number else TimeUnit.MONTH, day(year, month, number or 1))
    return of_period(period, slots.get("part", ""), reference=context.reference)


def iso_date(slots: Slots, _: TimeContext) -> Time:
    """An ISO 8601 date, with the time of day where it has one."""
    value = str(slots["iso"]).upper().replace(" ", "T")
    year, month, number = (int(digits) for digits in value[:10].split("-"))
    time = of_period(Period(TimeUnit.DAY, day(year, month, number)))
    return replace(time, type="TIME", value=value) if "T" in value else time


def day_range(slots: Slots, context: TimeContext) -> Time:
    """From one day of a month to another."""
    first = date_of(slots, context)
    last = date_of({**slots, "day": slots["last"]}, replace(context, year=first.start.year if first.start else None))
    return replace(first, value=f"{first.value}/{last.value}", end=last.end, period=last.period)


def decade(slots: Slots, _: TimeContext) -> Time:
    """The nineties, the 1990s, the '90s."""
    year = integer(slots, "decade") or 0
    period = Period.containing(TimeUnit.DECADE, day(year if year >= _TWO_DIGITS else 1900 + year, 1, 1))
    return of_period(period, slots.get("part", ""))


def part_of_year(slots: Slots, context: TimeContext) -> Time:
    """A quarter, a half or a season, of the given year, or of the nearest one by tense."""
    unit, year = TimeUnit(str(slots["unit"])), _year(slots, context)
    number = integer(slots, "quarter") or integer(slots, "ordinal") or 0
    month = (number - 1) * (3 if unit is TimeUnit.QUARTER else 6) + 1
    month = (integer(slots, "season") or 0) if unit is TimeUnit.SEASON else month
    if year is None:
        year = _nearest_year(unit, month, 1, replace(context, direction=context.direction or -1))
    if year is None:
        return unresolved(unit, f"XXXX-{Period(unit, day(2000, month, 1)).timex[5:]}")
    time = of_period(Period(unit, day(year, month, 1)), slots.get("part", ""), reference=context.reference)
    return Time("DATE", time.value) if month == _DECEMBER else time  # "the winter of 2008" began in 2007 or in 2008


def _year(slots: Slots, context: TimeContext) -> int | None:
    year = integer(slots, "year")
    if year is not None:  # of two figures: the latest such year that is not far ahead of the article
        latest = (context.reference.year if context.reference else _LAST_KNOWN) + _AHEAD
        return latest - (latest - year) % _TWO_DIGITS if year < _TWO_DIGITS else year
    shift = integer(slots, "shift")
    if shift is not None and context.reference:
        return context.reference.year + shift
    return context.year


def _nearest_year(unit: TimeUnit, month: int, number: int, context: TimeContext) -> int | None:
    """The year of "October", "June 18": on the side of the tense unless that is ten months off, else the nearest."""
    reference = context.reference
    if reference is None:
        return None
    found = []
    for year in (reference.year, reference.year - 1, reference.year + 1):
        with suppress(OutOfCalendarError):
            found.append(Period(unit, day(year, month, number)))
    if not found:
        raise OutOfCalendarError(f"{month}-{number}")
    now = Period.containing(unit, reference)
    side = {period: (period.start > now.start) - (period.start < now.start) for period in found}
    sided = [period for period in found if context.direction and side[period] in {0, context.direction}]
    near = [period for period in sided if context.is_sure or abs((period.start - now.start).days) < _FAR]
    return min(near or found, key=lambda period: abs(period.start - now.start)).start.year


# -- relative times ----------------------------------------------------------------------------------------------------

PRESENT, PAST, FUTURE = "PRESENT_REF", "PAST_REF", "FUTURE_REF"
_DAYS_IN_WEEK = 7
_RECENT = timedelta(days=31)
_NOON = 12
_SIZES = {unit: size for size, unit in enumerate(TimeUnit)}
_BELOW_A_DAY = frozenset({TimeUnit.SECOND, TimeUnit.MINUTE, TimeUnit.HOUR})


def clock(slots: Slots, context: TimeContext) -> Time:
    """A time of day, on the day given beside it; else on the article's, unless it is told of the past."""
    figures = re.sub(r"\D", "", str(slots.get("clock", ""))[:5])
    hour, minute = (integer(slots, "hour") or 0, 0) if "hour" in slots else (int(figures[:-2]), int(figures[-2:]))
    half = str(slots.get("half12", ""))[:1] or {"MO": "a", "AF": "p", "EV": "p"}.get(str(slots.get("daypart")), "")
    hour = hour % _NOON + (_NOON if half == "p" else 0) if half else hour
    zone = "Z" if str(slots.get("zone", "")).strip("() ") in {"utc", "gmt"} else ""
    day = context.day or (context.reference if context.direction >= 0 else None)
    return on_day(day, f"T{hour:02}:{minute:02}{zone}")


def daypart(slots: Slots, context: TimeContext) -> Time:
    """A part of the day: "in the morning"."""
    return on_day(context.day or context.reference, f"T{slots.get('daypart', 'MO')}")


def today(slots: Slots, context: TimeContext) -> Time:
    """Today, yesterday, tomorrow, and the parts of those days."""
    shift = integer(slots, "today") or 0
    if context.reference is None and "daypart" in slots:
        return on_day(None, f"T{slots['daypart']}")
    if context.reference is None:
        return unresolved(TimeUnit.DAY) if shift else Time("DATE", PRESENT)
    return _with_daypart(Period(TimeUnit.DAY, context.reference).shift(shift), slots)


def _with_daypart(period: Period, slots: Slots) -> Time:
    return on_day(period.start, f"T{slots['daypart']}") if "daypart" in slots else of_period(period)


def relative(slots: Slots, context: TimeContext) -> Time:
    """The current, last or next week, month ..., or a part of it."""
    unit, shift = unit_of(slots), integer(slots, "shift") or 0
    if context.reference is None:
        return unresolved(unit)
    period = Period.containing(unit, context.reference).shift(shift)
    if unit is TimeUnit.WEEKEND and not shift and context.direction <= 0 and period.start > context.reference:
        period = period.shift(-1)  # "came out this weekend", on a Monday
    return of_period(period, slots.get("part", ""), reference=context.reference)


def relative_month(slots: Slots, context: TimeContext) -> Time:
    """A named month as "this", "last" (the nearest before the article's month) or "next" (the nearest after)."""
    shift = integer(slots, "shift") or 0
    if not shift or context.reference is None:
        return date_of(slots, context)
    aside = earlier(context.reference, -shift, TimeUnit.MONTH)
    plain = {name: value for name, value in slots.items() if name != "shift"}
    return date_of(plain, replace(context, reference=aside, direction=shift))


def weekday(slots: Slots, context: TimeContext) -> Time:
    """The nearest such day of the week by tense, the article's own day included; by default the last one."""
    number = integer(slots, "weekday") or 0
    if context.reference is None:
        value = f"XXXX-WXX-{number + 1}"
        return Time("TIME", f"{value}T{slots['daypart']}") if "daypart" in slots else Time("DATE", value)
    shift = integer(slots, "shift") or 0
    sign = 1 if (shift or context.direction) > 0 else -1
    days = (number - context.reference.weekday()) * sign % _DAYS_IN_WEEK
    if shift and not days:
        days = _DAYS_IN_WEEK
    return _with_daypart(Period(TimeUnit.DAY, context.reference).shift(days * sign), slots)


def ago(slots: Slots, context: TimeContext) -> Time:
    """A distance from the article's date ("two weeks ago", "in two days"): the period of that unit."""
    amount, unit = amount_of(slots), unit_of(slots)
    sign = integer(slots, "sign") or 1
    if amount is None or context.reference is None:
        return Time("DATE", PAST if sign > 0 else FUTURE)
    if unit in _BELOW_A_DAY:
        return of_period(Period(TimeUnit.DAY, context.reference))
    return of_period(Period.containing(*_counted(context.reference, amount * -sign, unit)))


def _counted(moment: date, amount: float, unit: TimeUnit) -> tuple[TimeUnit, date]:
    """The day so many units from another, and the unit that it is exact to."""
    amount, unit = in_timex_units(amount, unit)
    if unit is TimeUnit.WEEK:
        return unit, earlier(moment, -round(amount * _DAYS_IN_WEEK), TimeUnit.DAY)
    if not amount.is_integer() and unit is TimeUnit.YEAR:  # "a year and a half ago"
        amount, unit = amount * 12, TimeUnit.MONTH
    return unit, earlier(moment, -round(amount), unit)


def same(slots: Slots, context: TimeContext) -> Time:
    """The period of the last date mentioned: "that day", "the same year"."""
    unit = TimeUnit(str(slots.get("unit", TimeUnit.DAY)))
    if context.anchor is None or _SIZES[context.anchor.unit] > _SIZES[unit]:  # no days are counted from "2017"
        return unresolved(unit)
    return _with_daypart(Period.containing(unit, context.anchor.start), slots)


def window(slots: Slots, context: TimeContext) -> Time:
    """A duration that ends or begins with the article's date ("the past decade"), with its interval where known."""
    amount, unit, sign = amount_of(slots), unit_of(slots), integer(slots, "sign") or -1
    value = duration_value(amount, unit)
    if amount is None or context.reference is None or unit in _BELOW_A_DAY:
        return Time("DURATION", value)
    far = _counted(context.reference, amount * sign, unit)[1]
    start, end = sorted((far, context.reference))
    return Time("DURATION", value, start, end, Precision.APPROXIMATE)


def duration(slots: Slots, context: TimeContext) -> Time:
    """A duration; of what is to come the interval from its day, or the article's: "must pay within 30 days"."""
    if context.direction <= 0:
        return Time("DURATION", duration_value(amount_of(slots), unit_of(slots)))
    is_recent = context.day and context.reference and timedelta(0) <= context.reference - context.day <= _RECENT
    return window({**slots, "sign": 1}, replace(context, reference=context.day) if is_recent else context)


def frequency(slots: Slots, _: TimeContext) -> Time:
    """A frequency (TIMEX3 SET)."""
    if "unit" in slots:
        return Time("SET", duration_value(amount_of(slots), unit_of(slots)))
    if "weekday" in slots:
        return Time("SET", f"XXXX-WXX-{(integer(slots, 'weekday') or 0) + 1}")
    return Time("SET", str(slots["value"]))


def reference(slots: Slots, context: TimeContext) -> Time:
    """The present, past or future; the interval of the present begins with the article's date and has no end."""
    value = str(slots["value"])
    if value == PRESENT and context.reference:
        return Time("DATE", value, context.reference, None, Precision.DAY)
    return Time("DATE", value)
