"""Short formats of times: "2024", "Jan 2026", "12–18 Jan 2026", "since 2017"."""

from __future__ import annotations

from calendar import monthrange
from datetime import date

from kg.model import TimeSpan

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_LAST_MONTH = 12


def day(when: date) -> str:
    """A day.

    >>> day(date(2026, 1, 14))
    '14 Jan 2026'
    """
    return f"{when.day} {_MONTHS[when.month - 1]} {when.year}"


def month(when: date) -> str:
    """The month of a day.

    >>> month(date(2026, 1, 14))
    'Jan 2026'
    """
    return f"{_MONTHS[when.month - 1]} {when.year}"


def span(time: TimeSpan | None) -> str:
    """A time; nothing for one without a date.

    >>> span(TimeSpan(date(2024, 1, 1), date(2024, 12, 31)))
    '2024'
    >>> span(TimeSpan(date(2026, 1, 12), date(2026, 1, 18)))
    '12–18 Jan 2026'
    >>> span(TimeSpan(date(2017, 1, 1), None))
    'since 2017'
    """
    if time is None:
        return ""
    match time.start, time.end:
        case None, None:
            return ""
        case date() as start, None:
            return f"since {_opened(start)}"
        case None, date() as end:
            return f"until {_closed(end)}"
        case date() as start, date() as end:
            return between(start, end)
    return ""


def between(start: date, end: date) -> str:
    """A span with both ends.

    >>> between(date(2025, 3, 1), date(2025, 3, 31)), between(date(2018, 1, 1), date(2024, 12, 31))
    ('Mar 2025', '2018–2024')
    """
    if start == end:
        return day(start)
    if _begins_year(start) and _ends_year(end):
        return str(start.year) if start.year == end.year else f"{start.year}–{end.year}"
    if start.day == 1 and _ends_month(end):
        return _months(start, end)
    if start.year != end.year:
        return f"{day(start)} – {day(end)}"
    if start.month != end.month:
        return f"{start.day} {_MONTHS[start.month - 1]} – {day(end)}"
    return f"{start.day}–{day(end)}"


def _months(start: date, end: date) -> str:
    last = f"{_MONTHS[end.month - 1]} {end.year}"
    if (start.year, start.month) == (end.year, end.month):
        return last
    first = _MONTHS[start.month - 1]
    return f"{first}–{last}" if start.year == end.year else f"{first} {start.year} – {last}"


def _opened(start: date) -> str:
    if _begins_year(start):
        return str(start.year)
    return f"{_MONTHS[start.month - 1]} {start.year}" if start.day == 1 else day(start)


def _closed(end: date) -> str:
    if _ends_year(end):
        return str(end.year)
    return f"{_MONTHS[end.month - 1]} {end.year}" if _ends_month(end) else day(end)


def _begins_year(when: date) -> bool:
    return when.month == 1 and when.day == 1


def _ends_year(when: date) -> bool:
    return when.month == _LAST_MONTH and _ends_month(when)


def _ends_month(when: date) -> bool:
    return when.day == monthrange(when.year, when.month)[1]
