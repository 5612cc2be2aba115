"""Identification of a text's language, by its script where that is not Latin, else by its words."""

from __future__ import annotations

import unicodedata
from collections import Counter
from functools import cache
from typing import TYPE_CHECKING

from kg.lexicon import words

if TYPE_CHECKING:
    from py3langid.langid import LanguageIdentifier

_SURE = 0.9  # probability
_FEWEST_WORDS = 20
_SAMPLE = 4000  # characters
_SHARE = 0.1  # of all words that are those of English grammar, of which any page of it has more
_LATIN = "LATIN"
_UNDETERMINED = "und"  # BCP 47
_ONE_SCRIPT = {
    "HANGUL": "ko", "HIRAGANA": "ja", "KATAKANA": "ja", "CJK": "zh", "THAI": "th", "GREEK": "el", "HEBREW": "he",
    "GEORGIAN": "ka", "ARMENIAN": "hy", "KHMER": "km", "LAO": "lo", "MYANMAR": "my", "TAMIL": "ta", "TELUGU": "te",
    "BENGALI": "bn", "GUJARATI": "gu", "KANNADA": "kn", "MALAYALAM": "ml", "SINHALA": "si", "ETHIOPIC": "am",
    "GURMUKHI": "pa", "ORIYA": "or", "TIBETAN": "bo",
}  # fmt: skip
"""The language (ISO 639-1) that a script writes alone, or almost; Chinese where no kana tells of Japanese."""
_KANA = frozenset({"HIRAGANA", "KATAKANA"})


def language_of(text: str) -> str:
    """The language of a text (ISO 639-1), or "und" where its script is another than Latin and none is likely.

    A short text in Latin letters passes for English, and so does one of which nothing can be told.

    >>> language_of("加拿大总理周三抵达北京。"), language_of("Talks failed.")
    ('zh', 'en')
    """
    script, told = _script(text[:_SAMPLE]), text[:_SAMPLE].lower().split()
    of_grammar = sum(map(words("layout", "english", "words").__contains__, told))  # asking the model takes 80 MB
    if script == _LATIN and (len(text.split()) < _FEWEST_WORDS or of_grammar >= _SHARE * len(told)):
        return "en"
    if script in _ONE_SCRIPT:
        return _ONE_SCRIPT[script]
    language, sure = _identifier().classify(text[:_SAMPLE])
    if script == _LATIN:
        return str(language) if sure >= _SURE else "en"
    return str(language) if sure >= _SURE and language != "en" else _UNDETERMINED


def name_of_language(text: str, language: str) -> str:
    """A language for messages, with its script where that is not Latin: "'zh' (CJK letters)"."""
    script = _script(text[:_SAMPLE])
    if script == _LATIN:
        return repr(language)
    letters = f"{script if script == 'CJK' else script.title()} letters"
    return letters if language == _UNDETERMINED else f"{language!r} ({letters})"


def _script(sample: str) -> str:
    """The script of most letters, in the words of the Unicode character database; Latin where there are none."""
    counts = Counter(unicodedata.name(letter, "").split(" ")[0] for letter in sample if letter.isalpha())
    del counts[""]
    others = counts.total() - counts[_LATIN]
    if others <= counts[_LATIN]:
        return _LATIN
    if any(counts[kana] for kana in _KANA):
        return min(_KANA)
    del counts[_LATIN]
    return min(counts, key=lambda script: (-counts[script], script))


@cache
def _identifier() -> LanguageIdentifier:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
