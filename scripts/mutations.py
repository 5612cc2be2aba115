"""The ways in which a text breaks: each takes a text and a source of chance, and gives another text."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import cache
from random import Random

from kg.gazetteer import Gazetteer
from kg.gazetteer.tables import table

Mutation = Callable[[str, Random], str]

_WORD = re.compile(r"\S+")
_SENTENCE = re.compile(r"[^.!?]*[.!?]+[\"”’)]*\s*|[^.!?]+$")
_ODD = (
    "\u202e", "\u200f", "\u2066", "\u0301", "\u0323\u0302", "\u200b", "\u200d", "\ufeff", "\u00ad", "\u2028", "\x0b",
    "\x0c", "\x85", "\x00", "\x1b[31m", "\U0001f600", "\U0001f1e8\U0001f1e6", "\U0001f468\u200d\U0001f469", "\\ud83d",
    "\\u0000", "&nbsp;", "&#8217;", "<b>", "\ufffd", "\uffff", "\u3000", "İ", "ß", "ﬁ", "Ⅷ", "٣", "Ω", "中", "…",
)  # fmt: skip
_MARKS = ".,;:!?\"'“”‘’()[]—–-/…%$&*@#<>|_="
_SHARE = 0.1  # of the words or gaps that a mutation changes
_LINES = ("\n", "\n\n", "\r\n", "\r", "\t", " ", "  ", "\u00a0")
_GONE = ("SUN", "YUG", "CSK", "DDR", "SCG", "ANT", "ATA", "IOT")
_SMALL = (
    "the",
    "of",
    "and",
    "that",
    "to",
    "not",
    "it",
    "its",
    "they",
    "he",
    "said",
    "by",
    "on",
    "which",
    "whose",
    "if",
)


def _words(text: str, random: Random, change: Callable[[str], str], share: float = _SHARE) -> str:
    """The text with a share of its words changed."""
    return _WORD.sub(lambda found: change(found.group()) if random.random() < share else found.group(), text)


def _swapped(text: str, random: Random) -> str:
    parts = re.split(r"(\s+)", text)
    for place in range(0, len(parts) - 2, 2):
        if random.random() < _SHARE:
            parts[place], parts[place + 2] = parts[place + 2], parts[place]
    return "".join(parts)


def _shuffled(text: str, random: Random) -> str:
    sentences = _SENTENCE.findall(text)
    random.shuffle(sentences)
    return "".join(sentences)


def _odd(text: str, random: Random) -> str:
    for _ in range(random.randint(1, 12)):
        place = random.randint(0, len(text))
        text = text[:place] + random.choice(_ODD) + text[place:]
    return text


def _marked(text: str, random: Random) -> str:
    for _ in range(random.randint(1, 12)):
        place = random.randint(0, len(text))
        text = text[:place] + random.choice(_MARKS) * random.choice((1, 1, 2, 5)) + text[place:]
    return text


def _without(marks: str) -> Mutation:
    return lambda text, _: re.sub(marks, "", text)


def _joined(text: str, random: Random) -> str:
    return re.sub(r"\s*\n\s*", lambda _: random.choice(_LINES), text)


def _broken(text: str, random: Random) -> str:
    return re.sub(r" ", lambda _: random.choice(_LINES) if random.random() < _SHARE else " ", text)


def _repeated(text: str, random: Random) -> str:
    words = text.split()
    first = random.randrange(len(words)) if words else 0
    phrase = " ".join(words[first : first + random.randint(1, 5)])
    return text.replace(phrase, " ".join([phrase] * random.randint(2, 40)), 1) if phrase else text


def _cut(text: str, random: Random) -> str:
    place = random.randint(0, len(text))
    return random.choice((text[:place], text[place:]))


def _states_gone(text: str, random: Random) -> str:
    """States that are no more, and territories that nobody lives in, for the states in the text."""
    label, adjective = random.choice(_gone())
    text = re.sub(r"\b(?:Russian|Chinese|American|Canadian|British|French|Iranian|Ukrainian|U\.S\.)", adjective, text)
    return re.sub(r"\b(?:the United States|Russia|China|Canada|Iran|Ukraine|France|Britain|Libya|Korea)\b", label, text)


@cache
def _gone() -> tuple[tuple[str, str], ...]:
    """The label and an adjective of each state that is no more."""
    words = {row["id"]: row["key"] for row in table("names") if row["kind"] == "demonym"}
    states = (Gazetteer.load().country(code) for code in _GONE)
    return tuple((state.label, words.get(state.id, state.label)) for state in states)


def _spliced(text: str, random: Random) -> str:
    return _words(text, random, lambda word: f"{word} {random.choice(_SMALL)}", 0.15)


MUTATIONS: Mapping[str, Mutation] = {
    "words dropped": lambda text, random: _words(text, random, lambda _: ""),
    "words doubled": lambda text, random: _words(text, random, lambda word: f"{word} {word}"),
    "words swapped": _swapped,
    "small words put in": _spliced,
    "sentences shuffled": _shuffled,
    "without quotation marks": _without("[\"“”‘’']"),
    "without full stops": _without(r"\."),
    "without commas": _without(","),
    "capitals": lambda text, _: text.upper(),
    "lower case": lambda text, _: text.lower(),
    "title case": lambda text, _: text.title(),
    "some capitals": lambda text, random: _words(text, random, str.swapcase, 0.3),
    "words masked": lambda text, random: _words(text, random, lambda word: "*" * len(word)),
    "blanks before": lambda text, random: random.choice(_LINES) * random.choice((100, 20_000)) + text,
    "odd characters": _odd,
    "marks": _marked,
    "lines joined": _joined,
    "lines broken": _broken,
    "repeated": _repeated,
    "cut": _cut,
    "states that are no more": _states_gone,
}
"""Name of a mutation -> what it does; it may leave a text as it is."""


def at_random(random: Random) -> str:
    """The name of a mutation."""
    return random.choice(tuple(MUTATIONS))
