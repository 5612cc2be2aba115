"""Times and counts in words."""

from datetime import timedelta

from kg.model import TimeSpan


def when(time: TimeSpan | None) -> str:
    """A time as a day, month or year where it is one, else as an interval (ISO 8601), open where an end is unknown.

    >>> from datetime import date
    >>> when(TimeSpan(date(2025, 1, 1), date(2025, 12, 31)))
    '2025'
    >>> when(TimeSpan(date(2025, 3, 1), date(2025, 4, 2)))
    '2025-03-01/2025-04-02'
    """
    first, last = (time.start, time.end) if time else (None, None)
    if first is None or last is None:
        return f"{first or '..'}/{last or '..'}" if first or last else ""
    for length in (4, 7):
        period = first.isoformat()[:length]
        begins = (first - timedelta(1)).isoformat()[:length] != period == last.isoformat()[:length]
        if begins and (last + timedelta(1)).isoformat()[:length] != period:
            return period
    return first.isoformat() if first == last else f"{first}/{last}"


def counted(number: int, noun: str) -> str:
    """So many things.

    >>> counted(1, "article"), counted(2000, "request")
    ('1 article', '2,000 requests')
    """
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"
