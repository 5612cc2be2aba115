"""Text of any script as glyphs of a PDF: in visual order, Arabic letters joined, each run in a face that has it.

reportlab draws letter after letter from left to right. This does what names within English text need of the
bidirectional algorithm (UAX 9) and of Arabic shaping (The Unicode Standard, 9.2); conjuncts of Devanagari keep their
virama visible (12.1).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from itertools import pairwise

_RIGHT = frozenset({"R", "AL"})
_NUMBERS = frozenset({"EN", "AN"})
_FORMS = range(0xFE70, 0xFF00)  # Arabic Presentation Forms-B
_BRACKETS = "()[]"
_MIRRORED = str.maketrans("()[]<>«»", ")(][><»«")
_LETTER = "ل[اأإآ]|."  # lam with alef is one
_CLUSTER = re.compile(r"\d+(?:[.,:/]\d+)*|.", re.DOTALL)
"""A number, which runs from left to right anywhere, or a letter."""
_POINTS = re.compile("[\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u064b-\u0652\u0670]")
"""Points of vowels in Hebrew and Arabic, which names are written without, and for which a PDF has no place."""
_CONSONANT = "[\u0915-\u0939\u0958-\u095f]\u093c?"  # of Devanagari
_VOWEL_BEFORE = re.compile(f"((?:{_CONSONANT}\u094d)*{_CONSONANT})\u093f")
"""A syllable whose vowel i is written before its consonants."""


def visual(text: str) -> str:
    """A line of text from left to right as it is seen.

    >>> visual("Israel (ישראל) voted")
    'Israel (לארשי) voted'
    """
    text = _VOWEL_BEFORE.sub("\u093f\\1", _POINTS.sub("", text))
    spans = [*_leftward(text)]
    if not spans:
        return text
    seen, end = [], 0
    for first, last in _runs(text, spans):
        turned = reversed(_CLUSTER.findall(joined(text[first:last])))
        seen += [text[end:first], *(piece if piece[0].isdigit() else piece.translate(_MIRRORED) for piece in turned)]
        end = last
    return "".join([*seen, text[end:]])


def _leftward(text: str) -> Iterator[int]:
    """Where letters stand that run to the left, and numbers behind them."""
    is_left = False
    for place, letter in enumerate(text):
        kind = unicodedata.bidirectional(letter)
        is_left = kind in _RIGHT or (is_left and kind != "L" and letter not in _BRACKETS)
        if kind in _RIGHT or (is_left and kind in _NUMBERS):
            yield place


def _runs(text: str, places: Sequence[int]) -> Iterator[tuple[int, int]]:
    """From the first to behind the last of letters that run to the left, with what no letter of another way parts."""
    first = last = places[0]
    for place in places[1:]:
        if any(unicodedata.bidirectional(letter) == "L" for letter in text[last + 1 : place]):
            yield first, last + 1
            first = place
        last = place
    yield first, last + 1


def joined(text: str) -> str:
    """Arabic letters in the forms that they have beside each other; other text as it is."""
    letters: list[str] = re.findall(_LETTER, text, re.DOTALL)
    kinds = [_forms().get(letter, {}) for letter in letters]
    binds = [False, *("initial" in first and "final" in second for first, second in pairwise(kinds)), False]
    for place, forms in enumerate(kinds):
        letters[place] = forms.get(_NAMES[binds[place], binds[place + 1]], letters[place])
    return "".join(letters)


_NAMES = {(False, False): "isolated", (True, False): "final", (False, True): "initial", (True, True): "medial"}


@cache
def _forms() -> Mapping[str, Mapping[str, str]]:
    """By a letter, and lam with alef, its forms by name, as the Unicode Character Database has them."""
    found: dict[str, dict[str, str]] = {}
    for code in _FORMS:
        name, *letters = unicodedata.decomposition(chr(code)).split() or [""]
        found.setdefault("".join(chr(int(one, 16)) for one in letters), {})[name.strip("<>")] = chr(code)
    return found


def script_of(letter: str) -> str:
    """The script of a letter in words, as its name in the Unicode Character Database begins: "Thai"."""
    return unicodedata.name(letter, "unknown").split()[0].split("-")[0].capitalize()
