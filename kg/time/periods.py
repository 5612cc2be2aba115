"""Calendar periods (day, week, quarter, decade ...): their first and last days, and their TIMEX3 values.

The forms of values are those of TIMEX3 (TimeML 1.2.1, section 2.1.3), which extends ISO 8601:
``2024-W03`` a week, ``2024-W03-WE`` its weekend, ``2024-Q2``, ``2024-H1``, ``2024-SU`` a summer, ``199`` the
nineties, ``19`` the twentieth century.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from kg.model import Precision

_FIRST_YEAR, _LAST_YEAR = 1000, 2999  # outside of it, no piece of news gives a date
_DAYS_IN_WEEK, _SATURDAY, _MONTHS_IN_YEAR = 7, 5, 12


class TimeUnit(StrEnum):
    """A unit of time."""

    SECOND = "second"
    MINUTE = "minute"
    HOUR = "hour"
    DAY = "day"
    WEEK = "week"
    FORTNIGHT = "fortnight"
    WEEKEND = "weekend"
    MONTH = "month"
    QUARTER = "quarter"
    SEASON = "season"
    HALF = "half"
    YEAR = "year"
    DECADE = "decade"
    CENTURY = "century"


_MONTHS: Mapping[TimeUnit, int] = {
    TimeUnit.MONTH: 1, TimeUnit.QUARTER: 3, TimeUnit.SEASON: 3, TimeUnit.HALF: 6, TimeUnit.YEAR: 12,
    TimeUnit.DECADE: 120, TimeUnit.CENTURY: 1200,
}  # fmt: skip
_PRECISION: Mapping[TimeUnit, Precision] = {
    TimeUnit.DAY: Precision.DAY, TimeUnit.WEEK: Precision.WEEK, TimeUnit.MONTH: Precision.MONTH,
    TimeUnit.QUARTER: Precision.QUARTER, TimeUnit.YEAR: Precision.YEAR, TimeUnit.DECADE: Precision.DECADE,
}  # fmt: skip
_UNKNOWN: Mapping[TimeUnit, str] = {
    TimeUnit.DAY: "XXXX-XX-XX", TimeUnit.WEEK: "XXXX-WXX", TimeUnit.WEEKEND: "XXXX-WXX-WE", TimeUnit.MONTH: "XXXX-XX",
    TimeUnit.QUARTER: "XXXX-QX", TimeUnit.HALF: "XXXX-HX", TimeUnit.DECADE: "XXX", TimeUnit.CENTURY: "XX",
}  # fmt: skip
_SEASONS: Mapping[int, str] = {3: "SP", 6: "SU", 9: "FA", 12: "WI"}
_LETTERS: Mapping[TimeUnit, str] = {
    TimeUnit.SECOND: "S", TimeUnit.MINUTE: "M", TimeUnit.HOUR: "H", TimeUnit.DAY: "D", TimeUnit.WEEK: "W",
    TimeUnit.WEEKEND: "WE", TimeUnit.MONTH: "M", TimeUnit.QUARTER: "Q", TimeUnit.YEAR: "Y",
}  # fmt: skip
_BELOW_A_DAY = frozenset({TimeUnit.SECOND, TimeUnit.MINUTE, TimeUnit.HOUR})
_MULTIPLES: Mapping[TimeUnit, tuple[int, TimeUnit]] = {
    TimeUnit.FORTNIGHT: (2, TimeUnit.WEEK), TimeUnit.SEASON: (3, TimeUnit.MONTH), TimeUnit.HALF: (6, TimeUnit.MONTH),
    TimeUnit.DECADE: (10, TimeUnit.YEAR), TimeUnit.CENTURY: (100, TimeUnit.YEAR),
}  # fmt: skip
_YEARS: Mapping[TimeUnit, int] = {TimeUnit.DECADE: 10, TimeUnit.CENTURY: 100}


class OutOfCalendarError(ValueError):
    """A date that does not exist or that no news means: year 0, 31 April, sixty-five million years ago."""


def day(year: int, month: int, number: int) -> date:
    """A date; ``OutOfCalendarError`` where the calendar has none."""
    if not _FIRST_YEAR <= year <= _LAST_YEAR:
        raise OutOfCalendarError(f"the year {year}")
    try:
        return date(year, month, number)
    except ValueError as error:
        raise OutOfCalendarError(str(error)) from error


@dataclass(frozen=True, order=True, slots=True)
class Period:
    """A whole calendar unit, by its first day.

    >>> Period.containing(TimeUnit.QUARTER, date(2024, 5, 17)).timex
    '2024-Q2'
    >>> Period.containing(TimeUnit.WEEK, date(2026, 1, 14)).end
    datetime.date(2026, 1, 18)
    """

    unit: TimeUnit
    start: date

    @classmethod
    def containing(cls, unit: TimeUnit, moment: date) -> "Period":
        """The period of a unit that contains a day; for a weekend, that of the day's week (Monday to Sunday)."""
        if unit in _MONTHS:
            ahead = 1 if unit is TimeUnit.SEASON else 0  # winters begin in December
            since_zero = _months_since_zero(moment) + ahead
            return cls(unit, _first_day(since_zero - since_zero % _MONTHS[unit] - ahead))
        monday = moment - timedelta(days=moment.weekday())
        match unit:
            case TimeUnit.WEEK:
                return cls(unit, monday)
            case TimeUnit.WEEKEND:
                return cls(unit, monday + timedelta(days=_SATURDAY))
        return cls(TimeUnit.DAY, moment)

    @property
    def end(self) -> date:
        """The last day."""
        if self.unit is TimeUnit.WEEKEND:
            return self.start + timedelta(days=1)
        return self.shift(1).start - timedelta(days=1)

    def shift(self, count: int) -> "Period":
        """The period ``count`` units later; ``OutOfCalendarError`` outside of the years 1000 to 2999."""
        months = _MONTHS.get(self.unit)
        if months:
            return Period(self.unit, _first_day(_months_since_zero(self.start) + months * count))
        days = count if self.unit is TimeUnit.DAY else count * _DAYS_IN_WEEK
        try:
            start = self.start + timedelta(days=days)
        except OverflowError as error:
            raise OutOfCalendarError(f"{days} days from {self.start}") from error
        return Period(self.unit, day(start.year, start.month, start.day))

    @property
    def precision(self) -> Precision:
        """The precision of an interval of this unit."""
        return _PRECISION.get(self.unit, Precision.APPROXIMATE)

    @property
    def timex(self) -> str:
        """The TIMEX3 value."""
        year, month = self.start.year, self.start.month
        match self.unit:
            case TimeUnit.WEEK | TimeUnit.WEEKEND:
                return self.start.strftime("%G-W%V") + ("-WE" if self.unit is TimeUnit.WEEKEND else "")
            case TimeUnit.MONTH | TimeUnit.DAY:
                return self.start.isoformat()[: 7 if self.unit is TimeUnit.MONTH else 10]
            case TimeUnit.QUARTER | TimeUnit.HALF:
                return f"{year}-{self.unit.value[0].upper()}{month // _MONTHS[self.unit] + 1}"
            case TimeUnit.SEASON:
                return f"{year}-{_SEASONS[month]}"
        return str(year // _YEARS.get(self.unit, 1))


def _months_since_zero(moment: date) -> int:
    return moment.year * _MONTHS_IN_YEAR + moment.month - 1


def _first_day(months_since_zero: int) -> date:
    year, month = divmod(months_since_zero, _MONTHS_IN_YEAR)
    return day(year, month + 1, 1)


def unknown_value(unit: TimeUnit) -> str:
    """The TIMEX3 value of an unresolved date of a unit: ``XXXX-WXX`` for "last week" in an undated article."""
    return _UNKNOWN.get(unit, "XXXX")


def duration_value(amount: float | None, unit: TimeUnit) -> str:
    """The TIMEX3 value of a duration; ``None`` is an unknown number: ``PXY`` for "several years".

    >>> duration_value(2.5, TimeUnit.YEAR), duration_value(30, TimeUnit.MINUTE), duration_value(1, TimeUnit.DECADE)
    ('P2.5Y', 'PT30M', 'P10Y')
    """
    told = in_timex_units(1 if amount is None else amount, unit)
    time = "T" if told[1] in _BELOW_A_DAY else ""
    return f"P{time}{'X' if amount is None else f'{told[0]:g}'}{_LETTERS[told[1]]}"


def in_timex_units(amount: float, unit: TimeUnit) -> tuple[float, TimeUnit]:
    """An amount in units that TIMEX3 has letters for: decades in years, half an hour in minutes."""
    if unit in _MULTIPLES:
        factor, unit = _MULTIPLES[unit]
        amount *= factor
    return float(amount), unit


def earlier(moment: date, amount: int, unit: TimeUnit) -> date:
    """The date ``amount`` units before another, on the same day of the month if it exists; after it if negative."""
    if unit not in _MONTHS:
        return Period(TimeUnit.DAY, moment).shift(-amount * (1 if unit is TimeUnit.DAY else _DAYS_IN_WEEK)).start
    month = Period.containing(TimeUnit.MONTH, moment).shift(-amount * _MONTHS[unit])
    return min(month.end, month.start + timedelta(days=moment.day - 1))
