"""In which windows articles meet: overlapping weeks in which they are told, or that they tell of."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import date

from kg.corpus.words import Frequencies
from kg.model import ArticleId

STORY = 0.1
"""The likeness of two articles from which they may tell of one happening."""
AT_ONCE = 1500
"""Articles of a corpus that are one window."""
MOST = 1000
"""Articles without any day that meet by one name."""
_WEEK = 7  # days
_NAMES = 3
"""Names by which an article without any day meets others."""
_ALL = "all"


def windows_of(
    article: ArticleId,
    day: date | None,
    days: Iterable[tuple[date, date]],
    names: Collection[str],
    frequencies: Frequencies,
) -> Sequence[str]:
    """The windows of an article, sorted: of its day and the days of what it dates to a week, else of its rarest names.

    A window is two weeks, and each week is in two, so that what is a week apart or less has one in common.
    """
    if frequencies.texts <= AT_ONCE:
        return [_ALL]
    near = {end for first, last in days if (last - first).days <= _WEEK for end in (first, last)}
    weeks = {one.toordinal() // _WEEK for one in (*near, *([day] if day else []))}
    if weeks:
        return sorted({f"week {week:06}" for one in weeks for week in (one - 1, one)})
    told = sorted(names, key=lambda name: (-frequencies.rarity(name), name))
    shared = [name for name in told if frequencies.shares.get(name, 0) > 1]
    return sorted(f"name {name}" for name in shared[:_NAMES]) or [f"article {article}"]
