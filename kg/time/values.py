"""Normalized times: a TIMEX3 value with its interval, and the context of normalization."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta

from kg.model import Precision
from kg.time.grammar import TimeSlot, words_of
from kg.time.periods import Period, TimeUnit, unknown_value

Slots = Mapping[str, TimeSlot]
VAGUE = "X"
"""An amount that is not told: "several years"."""

_HUNDRED = 100
_MONTHS_OF_PART = {
    TimeUnit.CENTURY: 400,
    TimeUnit.DECADE: 48,
    TimeUnit.YEAR: 4,
    TimeUnit.HALF: 2,
    TimeUnit.QUARTER: 1,
    TimeUnit.SEASON: 1,
}
_MONTHS_OF = {
    TimeUnit.CENTURY: 1200,
    TimeUnit.DECADE: 120,
    TimeUnit.YEAR: 12,
    TimeUnit.HALF: 6,
    TimeUnit.QUARTER: 3,
    TimeUnit.SEASON: 3,
}


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
    """A period as a time, or the part of it that "early", "late", "earlier" ... mean."""
    time = Time("DATE", period.timex, period.start, period.end, period.precision, period)
    if not part or period.unit is TimeUnit.DAY:
        return time
    start, end = _cut(period, str(part), reference)
    return replace(time, start=start, end=end, precision=Precision.APPROXIMATE)


def unresolved(unit: TimeUnit, value: str = "") -> Time:
    """A date without an interval: "last week" in an undated article."""
    return Time("DATE", value or unknown_value(unit))


def on_day(moment: date | None, suffix: str, *, unknown_day: str = "XXXX-XX-XX") -> Time:
    """A time of day on a date; where the date is unknown, its TIMEX3 value alone."""
    if moment is None:
        return Time("TIME", unknown_day + suffix)
    period = Period(TimeUnit.DAY, moment)
    return Time("TIME", period.timex + suffix, moment, moment, Precision.DAY, period)


def _cut(period: Period, part: str, reference: date | None) -> tuple[date, date]:
    """Thirds of a period; "earlier" and "later" are what lies before and after the article's date."""
    is_now = reference is not None and period.start <= reference <= period.end
    match part:
        case "earlier" if is_now and reference:
            return period.start, reference
        case "later" if is_now and reference:
            return reference, period.end
        case "early":
            return period.start, _days_before(_from(period, part=1), 1)
        case "mid":
            return _from(period, part=2), _days_before(_from(period, part=3), 1)
        case "late":
            return _from(period, part=4), period.end
    return period.start, period.end


def _from(period: Period, *, part: int) -> date:
    """Where the early part ends (1), the middle begins (2) and ends (3), the late part begins (4)."""
    months = _MONTHS_OF.get(period.unit)
    if months:
        size = _MONTHS_OF_PART[period.unit]
        offset = [size, (months - size) // 2, (months + size) // 2, months - size][part - 1]
        return Period.containing(TimeUnit.MONTH, period.start).shift(offset).start
    days = (period.end - period.start).days + 1
    size = -(-days // 3)
    return period.start + timedelta(days=[size, (days - size) // 2, (days + size) // 2, days - size][part - 1])


def _days_before(moment: date, days: int) -> date:
    return moment - timedelta(days=days)


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
    more = slots.get("plus", 0)
    if value == VAGUE or not isinstance(more, int | float):
        return None
    return (value if isinstance(value, int | float) else _number(value)) + more


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
