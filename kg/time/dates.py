"""Normalization of calendar dates, with or without a year: "June 18", "the third quarter".

Each function takes the slots of an expression and its context; ``OutOfCalendarError`` where there is no such date.
"""

from __future__ import annotations

from dataclasses import replace

from kg.model import Precision
from kg.time.periods import OutOfCalendarError, Period, TimeUnit, day, duration_value
from kg.time.values import Slots, Time, TimeContext, amount_of, integer, of_period, unresolved

_TWO_DIGITS = 100
_AHEAD = 10  # years that a year of two digits may lie ahead of the article
_LAST_KNOWN = 2020  # what "'08" is counted from in an undated article
_DECEMBER = 12
_NEAR, _FAR = 7, 300  # days


def date_of(slots: Slots, context: TimeContext) -> Time:
    """A date of year, month and day, as far as they are given."""
    month, number = integer(slots, "month"), integer(slots, "day")
    year = _year(slots, context)
    if month is None:
        return of_period(_calendar_year(year), slots.get("part", "")) if year else unresolved(TimeUnit.YEAR)
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


def numeric_date(slots: Slots, context: TimeContext) -> Time:
    """Month, day and year in figures, or day and month; of two readings the one within a week of the article.

    "7/8/07" is the eighth of July in an article of 9 July 2007, and nothing in one of 2010.
    """
    first, second, year = (int(figure) for figure in str(slots["slashed"]).split("/"))
    year = year if year >= _TWO_DIGITS else _full_year(year, context)
    orders = ((first, second), (second, first))
    found = {day(year, month, number) for month, number in orders if _exists(year, month, number)}
    if len(found) > 1 and context.reference:
        found = {moment for moment in found if abs((moment - context.reference).days) <= _NEAR}
    return of_period(Period(TimeUnit.DAY, found.pop())) if len(found) == 1 else unresolved(TimeUnit.DAY)


def day_range(slots: Slots, context: TimeContext) -> Time:
    """From one day of a month to another."""
    first = date_of(slots, context)
    last = date_of({**slots, "day": slots["last"]}, replace(context, year=first.start.year if first.start else None))
    return _joined(first, last)


def year_range(slots: Slots, context: TimeContext) -> Time:
    """A range of years, the second with two figures; not "2014-12", which may be a month."""
    first = integer(slots, "year") or 0
    last = first - first % _TWO_DIGITS + (integer(slots, "last") or 0)
    if last <= first:
        raise OutOfCalendarError(f"{first}-{last}")
    return _joined(date_of({"year": first}, context), date_of({"year": last}, context))


def decade(slots: Slots, _: TimeContext) -> Time:
    """The nineties, the 1990s, the '90s."""
    year = integer(slots, "decade") or 0
    period = Period.containing(TimeUnit.DECADE, day(year if year >= _TWO_DIGITS else 1900 + year, 1, 1))
    return of_period(period, slots.get("part", ""))


def century(slots: Slots, _: TimeContext) -> Time:
    """A century; TIMEX3 begins the nineteenth in 1800."""
    number = integer(slots, "century") or 0
    return of_period(Period.containing(TimeUnit.CENTURY, day((number - 1) * _TWO_DIGITS, 1, 1)), slots.get("part", ""))


def part_of_year(slots: Slots, context: TimeContext) -> Time:
    """A quarter, a half or a season, of the given year, or of the nearest one by tense."""
    unit = TimeUnit(str(slots["unit"]))
    month = _first_month(unit, slots)
    year = _year(slots, context)
    if year is None:
        year = _nearest_year(unit, month, 1, replace(context, direction=context.direction or -1))
    if year is None:
        return unresolved(unit, f"XXXX-{Period(unit, day(2000, month, 1)).timex[5:]}")
    time = of_period(Period(unit, day(year, month, 1)), slots.get("part", ""), reference=context.reference)
    return Time("DATE", time.value) if month == _DECEMBER else time  # "the winter of 2008" began in 2007 or in 2008


def _first_month(unit: TimeUnit, slots: Slots) -> int:
    if unit is TimeUnit.SEASON:
        return integer(slots, "season") or 0
    number = integer(slots, "quarter") or integer(slots, "ordinal") or 0
    return (number - 1) * (3 if unit is TimeUnit.QUARTER else 6) + 1


def months_of_year(slots: Slots, context: TimeContext) -> Time:
    """The first months of a year, "the first nine months": a duration with an interval."""
    months, year = amount_of(slots), _year({"shift": 0, **slots}, context)
    value = duration_value(months, TimeUnit.MONTH)
    if not months or not year:
        return Time("DURATION", value)
    start = day(year, 1, 1)
    return Time("DURATION", value, start, Period(TimeUnit.MONTH, start).shift(int(months) - 1).end, Precision.MONTH)


def fiscal_year(slots: Slots, context: TimeContext) -> Time:
    """A fiscal year, by the year it is named after, without an interval: its beginning differs between bodies."""
    year = integer(slots, "fy") or _year({"shift": 0, **slots}, context)
    if year is None:
        return unresolved(TimeUnit.YEAR, "FYXXXX")
    return unresolved(TimeUnit.YEAR, f"FY{_full_year(year, context) if year < _TWO_DIGITS else year}")


def holiday(slots: Slots, context: TimeContext) -> Time:
    """A holiday with a fixed date."""
    month, number = str(slots["holiday"]).split("-")
    return date_of({**slots, "month": int(month), "day": int(number)}, context)


def _joined(first: Time, last: Time) -> Time:
    """One time from the beginning of the first to the end of the last."""
    return replace(first, value=f"{first.value}/{last.value}", end=last.end, period=last.period)


def _calendar_year(year: int) -> Period:
    return Period(TimeUnit.YEAR, day(year, 1, 1))


def _year(slots: Slots, context: TimeContext) -> int | None:
    year = integer(slots, "year")
    if year is not None:
        return _full_year(year, context) if year < _TWO_DIGITS else year
    shift = integer(slots, "shift")
    if shift is not None and context.reference:
        return context.reference.year + shift
    return context.year


def _full_year(year: int, context: TimeContext) -> int:
    """The century of a year of two figures: the latest year that is not far ahead of the article."""
    latest = (context.reference.year if context.reference else _LAST_KNOWN) + _AHEAD
    return latest - (latest - year) % _TWO_DIGITS


def _nearest_year(unit: TimeUnit, month: int, number: int, context: TimeContext) -> int | None:
    """The year of "October", "June 18", "the third quarter": on the side of the tense, else the nearest to the article.

    What lies ten months off would be called "last June" or "next June": the tense was then that of another verb.
    """
    reference = context.reference
    if reference is None:
        return None
    years = [reference.year + offset for offset in (0, -1, 1)]
    found = [Period(unit, day(year, month, number)) for year in years if _exists(year, month, number)]
    if not found:
        raise OutOfCalendarError(f"{month}-{number}")
    now = Period.containing(unit, reference)
    sided = [period for period in found if context.direction and _side(period, now) in {0, context.direction}]
    near = [period for period in sided if context.is_sure or abs((period.start - now.start).days) < _FAR]
    return min(near or found, key=lambda period: abs(period.start - now.start)).start.year


def _exists(year: int, month: int, number: int) -> bool:
    try:
        day(year, month, number)
    except OutOfCalendarError:
        return False
    return True


def _side(period: Period, now: Period) -> int:
    return (period.start > now.start) - (period.start < now.start)
