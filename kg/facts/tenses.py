"""Whether a state (an office, a membership, what is owned) is told as one of the day of the article, or as over."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache

from kg.lexicon import words
from kg.model import Precision, Statement, TimeSpan

HELD = frozenset({"holding/current", "holding/acting"})
"""The rules by which an office stands beside a name, and so is held on the day of the article."""
_BESIDE, _HELD_BEFORE = "holding/", "holding/former"
_UNITS: Mapping[Precision | None, int] = {
    Precision.WEEK: 7, Precision.MONTH: 31, Precision.QUARTER: 92, Precision.YEAR: 366, Precision.DECADE: 3653,
}  # fmt: skip
"""The most days of a date that is no span."""


def is_span(time: TimeSpan) -> bool:
    """Whether a time tells when something began or ended: "from 2005 to 2021", "since May"; "in 2005" is one date."""
    if time.start and time.end:
        is_dated = time.precision is not Precision.APPROXIMATE
        return is_dated and (time.end - time.start).days >= _UNITS.get(time.precision, 1)
    return bool(time.start or time.end)


def is_present(said: Statement) -> bool:
    """Whether its words tell it of the day of the article; where they do not show it, False.

    The verb between both ends is in the present, or there is none, and nothing tells of an earlier day.
    """
    if said.rule.startswith(_BESIDE):
        return said.rule in HELD
    between = _between(said)
    if between is None or _is_earlier(said, between):
        return False
    begins = tuple(f"{word} " for word in words("states", "present", "words"))
    is_verb = f"{said.predicate_text.lower()} ".startswith(begins)
    is_noun = said.rule.startswith("noun/") or _has("present", between)
    return is_verb or (is_noun and _holds_only(between, said, "present"))


def is_over(said: Statement) -> bool:
    """Whether its words tell it of an earlier day: "was a member", "former chancellor"; "was accused by" does not."""
    between = _between(said)
    if said.rule.startswith(_BESIDE) or between is None:
        return said.rule == _HELD_BEFORE
    return _is_earlier(said, between) and _holds_only(between, said, "past")


def _is_earlier(said: Statement, between: str) -> bool:
    """Whether a word tells of an earlier day, between both ends or before a title; "Left Party" has none."""
    title = re.sub(r"^(an?|the) ", "", said.object_text).partition(" ")[0]
    return _has("past", between) or (title.islower() and _has("past", title))


def _holds_only(between: str, said: Statement, section: str) -> bool:
    """Whether words of a section, those of the predicate and the smallest are all that stands between both ends."""
    known = [*words("states", section, "words"), *words("states", "beside", "words"), said.predicate_text]
    return _tokens(between) <= _tokens(" ".join(known))


def _between(said: Statement) -> str | None:
    """What stands between both ends in the first sentence, or the label; None where they are not found there."""
    sentence = said.first_evidence.quote or said.label
    starts = {text: sentence.find(text) for text in (said.subject_text, said.object_text)}
    if "" in starts or min(starts.values()) < 0:
        return None
    ends = sorted((start, start + len(text)) for text, start in starts.items())
    return sentence[ends[0][1] : ends[-1][0]].lower()


def _has(section: str, text: str) -> bool:
    return bool(_any_of(section).search(text))


def _tokens(text: str) -> frozenset[str]:
    return frozenset(re.findall(r"['’]s\b|\w+", text.lower()))


@cache
def _any_of(section: str) -> re.Pattern[str]:
    """Any of the words of a section, whole."""
    found = "|".join(map(re.escape, sorted(words("states", section, "words"), key=lambda word: (-len(word), word))))
    return re.compile(rf"(?<!\w)(?:{found})(?!\w)")
