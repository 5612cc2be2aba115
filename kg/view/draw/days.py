"""Short formats of times: "2024", "Jan 2026", "12–18 Jan 2026", "since 2017"."""

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
    """The month of a day: "Jan 2026"."""
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
            is_month = start.day == 1
            return f"since {start.year if is_month and start.month == 1 else month(start) if is_month else day(start)}"
        case None, date() as end:
            is_month = _ends_month(end)
            is_year = is_month and end.month == _LAST_MONTH
            return f"until {end.year if is_year else month(end) if is_month else day(end)}"
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
    is_year, is_month = start.year == end.year, (start.year, start.month) == (end.year, end.month)
    if start.day == 1 and _ends_month(end):
        if start.month == 1 and end.month == _LAST_MONTH:
            return str(start.year) if is_year else f"{start.year}–{end.year}"
        begin = "" if is_month else f"{_MONTHS[start.month - 1]}–" if is_year else f"{month(start)} – "
        return f"{begin}{month(end)}"
    begin = (
        f"{start.day}–" if is_month else f"{start.day} {_MONTHS[start.month - 1]} – " if is_year else f"{day(start)} – "
    )
    return f"{begin}{day(end)}"


def _ends_month(when: date) -> bool:
    return when.day == monthrange(when.year, when.month)[1]
