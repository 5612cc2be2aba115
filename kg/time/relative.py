"""Normalization of relative times: "last week", "two years ago", "three days later", "over the past decade".

Each function takes the slots of an expression and its context; ``OutOfCalendarError`` where there is no such date.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

from kg.model import Precision
from kg.time.dates import date_of
from kg.time.periods import Period, TimeUnit, duration_value, earlier, in_timex_units
from kg.time.values import Slots, Time, TimeContext, amount_of, integer, of_period, on_day, unit_of, unresolved

PRESENT, PAST, FUTURE = "PRESENT_REF", "PAST_REF", "FUTURE_REF"
_DAYS_IN_WEEK = 7
_NOON = 12
_SIZES = {unit: size for size, unit in enumerate(TimeUnit)}
_BELOW_A_DAY = frozenset({TimeUnit.SECOND, TimeUnit.MINUTE, TimeUnit.HOUR})


def clock(slots: Slots, context: TimeContext) -> Time:
    """A time of day, on the day given beside it, else on the article's."""
    hour, minute = _hour_and_minute(slots)
    zone = "Z" if str(slots.get("zone", "")).strip("() ") in {"utc", "gmt"} else ""
    return on_day(context.day or context.reference, f"T{hour:02}:{minute:02}{zone}")


def daypart(slots: Slots, context: TimeContext) -> Time:
    """A part of the day: "in the morning"."""
    return on_day(context.day or context.reference, f"T{slots.get('daypart', 'MO')}")


def _hour_and_minute(slots: Slots) -> tuple[int, int]:
    if "minutes" in slots:
        minutes = (integer(slots, "hour") or 0) * 60 + int(slots["minutes"])
        return divmod(minutes % (24 * 60), 60)
    if "hour" in slots:
        hour, minute = integer(slots, "hour") or 0, 0
    else:
        figures = re.sub(r"\D", "", str(slots["clock"])[:5])
        hour, minute = int(figures[:-2]), int(figures[-2:])
    half = str(slots.get("half12", ""))[:1] or {"MO": "a", "AF": "p", "EV": "p"}.get(str(slots.get("daypart")), "")
    if half:
        hour = hour % _NOON + (_NOON if half == "p" else 0)
    return hour, minute


def today(slots: Slots, context: TimeContext) -> Time:
    """Today, yesterday, tomorrow, and the parts of those days."""
    shift = integer(slots, "today") or 0
    if context.reference is None:
        value = unresolved(TimeUnit.DAY).value if shift or "daypart" in slots else PRESENT
        return Time(
            "TIME" if "daypart" in slots else "DATE", value + (f"T{slots['daypart']}" if "daypart" in slots else "")
        )
    return _with_daypart(Period(TimeUnit.DAY, context.reference).shift(shift), slots)


def _with_daypart(period: Period, slots: Slots) -> Time:
    return on_day(period.start, f"T{slots['daypart']}") if "daypart" in slots else of_period(period)


def relative(slots: Slots, context: TimeContext) -> Time:
    """The current, last or next week, month ..., or a part of it."""
    unit, shift = unit_of(slots), integer(slots, "shift") or 0
    if context.reference is None:
        return unresolved(unit)
    if unit is TimeUnit.WEEKEND and not shift:
        return weekend(slots, context)  # "came out this weekend", on a Monday
    period = Period.containing(unit, context.reference).shift(shift)
    return of_period(period, slots.get("part", ""), reference=context.reference)


def relative_month(slots: Slots, context: TimeContext) -> Time:
    """A named month as "this", "last" (the nearest before the article's month) or "next" (the nearest after)."""
    shift = integer(slots, "shift") or 0
    if not shift or context.reference is None:
        return date_of(slots, context)
    aside = earlier(context.reference, -shift, TimeUnit.MONTH)
    return date_of(
        {name: value for name, value in slots.items() if name != "shift"},
        replace(context, reference=aside, direction=shift),
    )


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


def weekend(_: Slots, context: TimeContext) -> Time:
    """The weekend: the last one, on its days or in the past tense; the coming one in the future tense."""
    if context.reference is None:
        return unresolved(TimeUnit.WEEKEND)
    period = Period.containing(TimeUnit.WEEKEND, context.reference)
    if context.direction <= 0 and period.start > context.reference:
        period = period.shift(-1)
    return of_period(period)


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


def anchored(slots: Slots, context: TimeContext) -> Time:
    """A distance from the last date mentioned ("three days later"); a duration where that date is not exact enough."""
    amount, unit, sign = amount_of(slots), unit_of(slots), integer(slots, "aside") or 1
    anchor = context.anchor
    if amount is None or anchor is None or not _is_exact(anchor, unit):
        return duration(slots, context)
    unit, moment = _counted(anchor.start, amount * sign, unit)
    if anchor.unit is TimeUnit.DAY and unit is TimeUnit.WEEK:
        unit = TimeUnit.DAY  # a week after a Tuesday is a Tuesday
    return of_period(Period.containing(unit, moment))


def _is_exact(anchor: Period, unit: TimeUnit) -> bool:
    """Whether steps of the unit can be counted from the anchor: days not from "2017"."""
    return _SIZES[anchor.unit] <= _SIZES[unit]


def following(slots: Slots, context: TimeContext) -> Time:
    """The period next to the last date mentioned."""
    sign, anchor = integer(slots, "sign") or 1, context.anchor
    unit = TimeUnit(str(slots.get("unit", TimeUnit.DAY)))
    if anchor is None or not _is_exact(anchor, unit):
        return unresolved(unit)
    return of_period(Period.containing(unit, anchor.start).shift(sign), slots.get("part", ""))


def same(slots: Slots, context: TimeContext) -> Time:
    """The period of the last date mentioned: "that day", "the same year"."""
    unit = TimeUnit(str(slots.get("unit", TimeUnit.DAY)))
    if context.anchor is None or not _is_exact(context.anchor, unit):
        return unresolved(unit)
    return _with_daypart(Period.containing(unit, context.anchor.start), slots)


def same_or_now(slots: Slots, context: TimeContext) -> Time:
    """The period of the last date mentioned, else of the article's date: "ended the day lower"."""
    time = same(slots, context)
    return time if time.start else relative({**slots, "shift": 0}, context)


def window(slots: Slots, context: TimeContext) -> Time:
    """A duration that ends or begins with the article's date ("the past decade"), with its interval where known."""
    amount, unit, sign = amount_of(slots), unit_of(slots), integer(slots, "sign") or -1
    value = duration_value(amount, unit)
    if amount is None or context.reference is None or unit in _BELOW_A_DAY:
        return Time("DURATION", value)
    far = _counted(context.reference, amount * sign, unit)[1]
    start, end = sorted((far, context.reference))
    return Time("DURATION", value, start, end, Precision.APPROXIMATE)


def duration(slots: Slots, _: TimeContext) -> Time:
    """A duration."""
    return Time("DURATION", duration_value(amount_of(slots), unit_of(slots)))


def frequency(slots: Slots, _: TimeContext) -> Time:
    """A frequency (TIMEX3 SET)."""
    if "unit" in slots:
        return Time("SET", duration_value(amount_of(slots), unit_of(slots)))
    if "weekday" in slots:
        return Time("SET", f"XXXX-WXX-{(integer(slots, 'weekday') or 0) + 1}")
    if "daypart" in slots:
        return Time("SET", f"XXXX-XX-XXT{slots['daypart']}")
    return Time("SET", str(slots["value"]))


def reference(slots: Slots, context: TimeContext) -> Time:
    """The present, past or future; the interval of the present begins with the article's date and has no end."""
    value = str(slots["value"])
    if value == PRESENT and context.reference:
        return Time("DATE", value, context.reference, None, Precision.DAY)
    return Time("DATE", value)
