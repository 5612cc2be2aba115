"""Recognition of time expressions: the rules of ``kg/lexicons/en/times.toml`` as regular expressions.

A rule's pattern is a line of words and classes. ``{month}`` is a class of words, ``{day2:day}`` the same under
another name, ``<clock>`` a fragment of a pattern, ``[...]`` may be missing, ``(... | ...)`` is a choice, ``a|b``
a choice of words. Blanks stand for any gap. A rule fires where its longest pattern does; of two rules the longer
match wins, then the one that stands first in the file.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from kg.lexicon import LexiconTable, LexiconValue, table

TimeSlot = str | int | float
LEXICON = "times"

_GAP = r"[ \t\u00a0\u202f]{0,3}(?:\n[ \t]?(?!\s*\n))?"  # no blank line: two gaps may meet
_WORD = re.compile(r"[A-Za-z]+|[0-9]+|['’](?=[0-9])")
_ELEMENT = re.compile(r"\{(?:(?P<slot>\w+):)?(?P<cls>\w+)\}|(?P<mark>[\[\]()])|(?P<bar> \| )|(?P<words>[^\s\[\](){}]+)")
_MARKS = {",": r",", "-": r"[-‐‑‒–—]|--", "'s": r"['’]s(?!\w)", "'": r"['’]"}
_CASES = {"capital": r"(?=(?-i:[A-Z]))", "lower": r"(?=(?-i:[a-z]))"}
_DIGITS = "#"  # the first word of whatever begins with a digit
_REACH = 60  # characters that a look to the left may take in


@dataclass(frozen=True)
class TimeRule:
    """A rule with the sources of its patterns, each with the words that it can begin with, in lower case."""

    name: str
    means: str
    fixed: Mapping[str, TimeSlot]
    sources: tuple[tuple[str, frozenset[str]], ...]
    after: re.Pattern[str] | None = None
    not_after: re.Pattern[str] | None = None
    before: re.Pattern[str] | None = None
    not_before: re.Pattern[str] | None = None

    def match(self, text: str, start: int, patterns: Iterable[re.Pattern[str]]) -> "Expression | None":
        """The expression that some of the rule's patterns match at this character offset, or None."""
        matches = [match for pattern in patterns if (match := pattern.match(text, start))]
        left = text[max(0, start - _REACH) : start] if matches else ""
        if (self.not_after and self.not_after.search(left)) or (self.after and not self.after.search(left)):
            return None
        ends = ((match.start() + len(match.group().rstrip()), match) for match in matches)
        for end, match in sorted(ends, key=lambda pair: -pair[0]):
            is_refused = self.not_before and self.not_before.match(text, end)
            if not is_refused and (self.before is None or self.before.match(text, end)):
                return Expression(start, end, self.name, self.means, {**self.fixed, **slots(match)})
        return None


@dataclass(frozen=True, slots=True)
class Expression:
    """A time expression, ``text[start:end]``, with the values of the slots of its rule.

    ``direction`` is its tense: -1 past, 1 future, 0 unknown.
    """

    start: int
    end: int
    rule: str
    means: str
    slots: Mapping[str, TimeSlot]
    direction: int = 0


def expressions(text: str) -> Iterator[Expression]:
    """The time expressions of a text, from left to right, without overlaps."""
    done = 0
    for word in _WORD.finditer(text):
        start, key = word.start(), _key(word.group())
        begun = _beginning_with(key) if start >= done and key in _beginnings() else ()
        found = [expression for rule, patterns in begun if (expression := rule.match(text, start, patterns))]
        if found:
            best = max(found, key=lambda expression: expression.end)
            done = best.end
            yield best


@cache
def _beginnings() -> frozenset[str]:
    return frozenset().union(*(starts for rule in rules() for _, starts in rule.sources))


@cache
def _beginning_with(word: str) -> Sequence[tuple[TimeRule, Sequence[re.Pattern[str]]]]:
    """The rules that can begin with a word, in their order, with those of their patterns that can."""
    found = ((rule, [_pattern(source) for source, starts in rule.sources if word in starts]) for rule in rules())
    return [(rule, patterns) for rule, patterns in found if patterns]


@cache
def _pattern(source: str) -> re.Pattern[str]:
    """A pattern, compiled when a text first has a word that it can begin with."""
    return re.compile(rf"(?<![\w$€£#/]){source}(?![\w])", re.IGNORECASE)


@cache
def rules() -> tuple[TimeRule, ...]:
    """The rules of the lexicon, in its order."""
    return tuple(_rule(name, table(LEXICON, "rules", name)) for name in table(LEXICON, "rules"))


@cache
def words_of(cls: str) -> Mapping[str, TimeSlot]:
    """Word -> value of a word class, those of the classes that it unites included."""
    told = table(LEXICON, "classes", cls)
    found: dict[str, TimeSlot] = {}
    for other in _lines(told.get("of")):
        found |= words_of(other)
    rows = told.get("words", [])
    for row in rows if isinstance(rows, list) else []:
        value, *words = row if isinstance(row, list) else [row, row]
        if isinstance(value, str | int | float):
            found |= {str(word): value for word in words}
    return found


@cache
def context_pattern(name: str, *, ends: bool = False) -> re.Pattern[str]:
    """A compiled pattern of ``[contexts]``, with the gaps around it; ``ends`` anchors it at the end of a text."""
    source, _ = _compiled(str(table(LEXICON, "contexts")[name]))
    return re.compile(rf"(?<!\w){source}{_GAP}\Z" if ends else rf"{_GAP}{source}{_GAP}", re.IGNORECASE)


def slots(match: re.Match[str]) -> dict[str, TimeSlot]:
    """Slot -> value: that of a class's word, or the matched text."""
    found: dict[str, TimeSlot] = {}
    for name, text in match.groupdict().items():
        if text is not None:
            slot, cls, _ = name.split("__")
            plain = re.sub(r"\s*[-‐‑–]\s*", "-", re.sub(r"\s+", " ", text.lower())).replace("’", "'")
            found[slot] = words_of(cls).get(plain, plain)
    return found


@lru_cache(maxsize=16384)
def _key(word: str) -> str:
    return _DIGITS if word[0].isdigit() else word.lower().replace("’", "'")


def _lines(value: LexiconValue | None) -> Sequence[str]:
    if isinstance(value, list):
        return [str(line) for line in value]
    return [] if value is None else [str(value)]


def _rule(name: str, told: LexiconTable) -> TimeRule:
    compiled = tuple(_compiled(line) for line in _lines(told.get("patterns")))
    given = table(LEXICON, "rules", name, "with") if "with" in told else {}
    fixed = {slot: value for slot, value in given.items() if isinstance(value, str | int | float)}
    sides = {side: _side(side, told.get(side)) for side in ("after", "not_after", "before", "not_before")}
    return TimeRule(name=name, means=str(told.get("means", name)), fixed=fixed, sources=compiled, **sides)


def _side(side: str, value: LexiconValue | None) -> re.Pattern[str] | None:
    """What must stand, or must not, to the left ("after") or to the right ("before") of a match."""
    lines = _lines(value)
    if not lines:
        return None
    choice, _ = _compiled(f"( {' | '.join(lines)} )")
    source = rf"{choice}{_GAP}\Z" if side.endswith("after") else rf"{_GAP}{choice}"
    return re.compile(source, re.IGNORECASE)


def _compiled(pattern: str) -> tuple[str, frozenset[str]]:
    """A pattern as a regular expression and the words that it can begin with."""
    fragments = table(LEXICON, "fragments")
    while "<" in pattern:
        pattern = re.sub(r"<(\w+)>", lambda match: str(fragments[match[1]]), pattern)
    return _choice(_ELEMENT.finditer(pattern), Counter())


def _choice(elements: Iterator[re.Match[str]], used: Counter[str]) -> tuple[str, frozenset[str]]:
    """Sequences between bars, by recursive descent; a class is a group with slot, class and a number of its own."""
    sequences: list[list[str]] = [[]]
    starts: set[str] = set()
    is_first = True
    for element in elements:
        if element["bar"]:
            sequences.append([])
            is_first = True
            continue
        match element["mark"]:
            case "]" | ")":
                break
            case "[" | "(":
                source, first = _choice(elements, used)
            case _ if element["cls"]:
                slot = element["slot"] or element["cls"]
                used[slot] += 1
                source, first = _class_part(element["cls"])
                source = f"(?P<{slot}__{element['cls']}__{used[slot]}>{source})"
            case _:
                several = element["words"].split("|")
                source = f"(?:{_MARKS[several[0]]})" if element["words"] in _MARKS else _choice_of(several)
                first = frozenset(_first_words(several))
        is_optional = element["mark"] == "["
        sequences[-1].append(f"(?:{source})?" if is_optional else source)
        starts |= first if is_first else frozenset()
        is_first = is_first and is_optional
    return f"(?:{'|'.join(_GAP.join(parts) for parts in sequences)})", frozenset(starts)


@cache
def _class_part(cls: str) -> tuple[str, frozenset[str]]:
    """The regular expression of a class, for its words and its series of words, and their first words."""
    told = table(LEXICON, "classes", cls)
    words, series = list(words_of(cls)), list(words_of(str(told["series_of"]))) if "series_of" in told else []
    choices = [*_lines(told.get("regex")), *map(_choice_of, [words] if words else [])]
    if series:
        choices.append(rf"{_choice_of(series)}(?:(?:[ -]| and ){_choice_of(series)})*")
    case = next((look for name, look in _CASES.items() if told.get(name)), "")
    starts = {*_first_words([*words, *series]), *_lines(told.get("starts"))}
    return f"{case}(?:{'|'.join(choices)})", frozenset(starts)


def _choice_of(words: Sequence[str]) -> str:
    """The words as a choice, longest first; a blank is any gap, a hyphen any hyphen."""
    spaced = (re.escape(word).replace(r"\ ", r"\s+").replace("'", "['’]") for word in words)
    sources = (source.replace(r"\-", r"\s?[-‐‑–]\s?") for source in spaced)
    return rf"(?<!\w)(?:{'|'.join(sorted(sources, key=lambda source: (-len(source), source)))})(?!\w)"


def _first_words(words: Sequence[str]) -> Iterator[str]:
    yield from (_key(first.group()) for first in map(_WORD.search, words) if first)
