"""What sport an article is about, and which names are teams: "Chicago beat Detroit 98-92", "CHICAGO 9 0 1.000 -"."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache
from itertools import groupby

from kg.gazetteer import candidates
from kg.lexicon import lexicon
from kg.names.context import NameSpan, Words
from kg.names.wikidata.clues import item_words

_ENOUGH = 2
_SURE = 2
_PARTS = ("nsubj", "nsubjpass", "dobj")
_NOT_SPORTS = ("examples", "counterexamples")
_LONGEST_SCORE = 3
_YEAR = 4
_CLUB = " club"
_AT = "AT"
_BREAK = "|"
_LEAST = 2
_ORG = "ORG"


def sports(words: Words, names: Sequence[NameSpan]) -> tuple[str, ...]:
    """The sports that an article is about, the surest first; empty for other news."""
    text = f" {' '.join(words.lower)} "
    found: Counter[str] = Counter()
    for sport, marks in _marks("sports").items():
        found[sport] += _SURE * sum(f" {mark} " in text for mark in marks)
    for sport, marks in _marks("unsure").items():
        found[sport] += found[sport] > 0 and sum(f" {mark} " in text for mark in marks)
    ranked = sorted((-number, sport) for sport, number in found.items() if number >= _ENOUGH)
    return tuple(sport for _, sport in ranked) or _of_clubs(words, names)


def _of_clubs(words: Words, names: Sequence[NameSpan]) -> tuple[str, ...]:
    """The one sport in which two of the names that beat each other have clubs: "The Bulls beat the Lakers"."""
    forms = {words.text[name.start : name.end]: is_scored(name, words) for name in names if wins(name, words)}
    is_match = any(forms.values()) or not item_words("matches").isdisjoint(words.lower)
    found: Counter[str] = Counter()
    for form in forms:
        known = candidates(" ".join(form))
        clubs = {c.item.kind.removesuffix(_CLUB) for c in known if c.item.kind.endswith(_CLUB) and c.kind in "nd"}
        if is_match or all(c.item.kind.endswith(_CLUB) for c in known):
            found.update(clubs)
    ranked = sorted((-number, sport) for sport, number in found.items() if number >= _ENOUGH)
    return tuple(sport for _, sport in ranked[:1])


def wins(name: NameSpan, words: Words) -> bool:
    """Whether a name is the subject or object of winning, losing or drawing."""
    root = words.root(name.start, name.end)
    head = words.head[root]
    if words.dep[root] == "pobj":
        head = words.head[head]
    elif words.dep[root] not in _PARTS:
        return False
    return name.label != "PERSON" and words.lemma[head].lower() in item_words("winning")


def plays(name: NameSpan, words: Words) -> bool:
    """Whether a name stands where a team stands: subject or object of playing, beside a score, in a table."""
    if is_scored(name, words) or _is_scheduled(name, words):
        return True
    root = words.root(name.start, name.end)
    head = words.head[root]
    if words.dep[root] in _PARTS and words.lemma[head].lower() in item_words("playing"):
        return True
    return name.start > 0 and words.lower[name.start - 1] in item_words("opponents") and words.dep[root] == "pobj"


def is_scored(name: NameSpan, words: Words) -> bool:
    """As in "Chicago 98", "beat Detroit 3-2", and no year: "NEW YORK 1996-12-06"."""
    if name.end >= len(words) or not words.same_sentence(name.start, name.end):
        return False
    digits = words.text[name.end].partition("-")[0]
    return digits.isdigit() and len(digits) <= _LONGEST_SCORE


def _is_scheduled(name: NameSpan, words: Words) -> bool:
    """As in the lists of matches to come "CLEVELAND AT BOSTON", "Colorado at Vancouver"."""
    beside = ((name.end, name.end + 1), (name.start - 1, name.start - 2))
    return any(
        words.text[at].upper() == _AT and words.is_name_case(other) and _is_bare(at, words)
        for at, other in beside
        if words.same_sentence(name.start, at) and words.same_sentence(at, other)
    )


def _is_bare(at: int, words: Words) -> bool:
    """Whether a sentence has no verb."""
    start = next((place for place in range(at, -1, -1) if not words.same_sentence(place, at)), -1) + 1
    end = next((place for place in range(at, len(words)) if not words.same_sentence(place, at)), len(words))
    return words.text[at] == _AT or not {"VERB", "AUX"} & set(words.pos[start:end])


def is_subject(name: NameSpan, words: Words) -> bool:
    """Whether a name is the subject of a clause."""
    return words.dep[words.root(name.start, name.end)] == "nsubj"


def is_dated(name: NameSpan, words: Words) -> bool:
    """As in the dateline "NEW YORK 1996-12-06"."""
    return name.end < len(words) and words.text[name.end][:_YEAR].isdigit() and len(words.text[name.end]) >= _YEAR


@cache
def _marks(section: str) -> dict[str, tuple[str, ...]]:
    table = lexicon("items")[section]
    found = table if isinstance(table, dict) else {}
    return {
        sport: tuple(map(str, marks))
        for sport, marks in found.items()
        if sport not in _NOT_SPORTS and isinstance(marks, list)
    }


def with_results(names: Sequence[NameSpan], words: Words) -> tuple[NameSpan, ...]:
    """The names, those that run across the columns of a table of results replaced by what its columns name."""
    cells = list(_cells(words))
    taken = {place for start, end in cells for place in range(start, end)}
    known = {(name.start, name.end): name for name in names}
    kept = [name for name in names if taken.isdisjoint(range(name.start, name.end))]
    found = [replace(known.get(cell, NameSpan(*cell)), label=_label(known.get(cell))) for cell in cells]
    return tuple(sorted([*kept, *found]))


def _label(name: NameSpan | None) -> str:
    return name.label if name and name.entries else _ORG


def _cells(words: Words) -> Iterator[tuple[int, int]]:
    """The names before the numbers of each line of a table."""
    for is_break, line in groupby(range(len(words)), key=lambda place: words.readable[place] == _BREAK):
        if not is_break and _is_row(places := list(line), words):
            yield from _named(places, words)


def _is_row(line: Sequence[int], words: Words) -> bool:
    """Whether a line has names and two numbers at least, none of them a year's, and not one word in lower case."""
    numbers = [place for place in line if words.text[place].isdigit()]
    is_short = all(len(words.text[place]) <= _LONGEST_SCORE for place in numbers)
    is_bare = not any(words.text[place].islower() for place in line)
    return len(numbers) >= _LEAST and is_short and is_bare and _is_word(line[0], words)


def _named(line: Sequence[int], words: Words) -> Iterator[tuple[int, int]]:
    start = line[0]
    for place in line:
        if not _is_word(place, words):
            if place > start and words.text[place].isdigit():
                yield start, place
            start = place + 1


def _is_word(place: int, words: Words) -> bool:
    text = words.text[place]
    return text[:1].isupper() and text.replace(".", "").isalpha()
