"""What the lexicons tell of names: words of titles and courtesy, given names by sex, and the article a name takes."""

import re
from collections.abc import Mapping
from functools import cache

from kg.lexicon import words

_NAMES = words("wording", "articles", "names")
_HEADS = words("wording", "articles", "heads")
_HEADS_OF = words("wording", "articles", "heads_of")
_DETERMINERS = words("wording", "articles", "determiners")
_PLACES = words("wording", "articles", "places")
_OF = re.compile(r"( of | to | for | in | from | at | on | by )")
_JOINT = re.compile(r", | and ")


@cache
def title_words(section: str) -> frozenset[str]:
    """The words of a section of the lexicon."""
    return words("titles", section, "words")


@cache
def name_words(section: str) -> frozenset[str]:
    """The words of a section of the lexicon of names."""
    return words("names", section, "words")


@cache
def field_words() -> frozenset[str]:
    """The words for rank and field of work that stand before the head of a title."""
    return title_words("prefix") | title_words("portfolio")


def status_of(word: str) -> str:
    """What a word says of the holding: "former", "acting", "current", "never" or nothing."""
    statuses = ("former", "acting", "current", "never")
    return next((status for status in statuses if word in title_words(f"status_{status}")), "")


@cache
def fixed_titles() -> Mapping[str, tuple[tuple[str, ...], ...]]:
    """Fixed titles by their first word, the longest first."""
    found: dict[str, list[tuple[str, ...]]] = {}
    for phrase in sorted(title_words("fixed"), key=lambda text: (-len(text), text)):
        found.setdefault(phrase.split()[0], []).append(tuple(phrase.split()))
    return {first: tuple(phrases) for first, phrases in found.items()}


def gender(word: str) -> str:
    """The word "female" or "male" where a given name tells; else nothing."""
    return next((found for found in ("female", "male") if word in words("given", found, "words")), "")


def with_article(label: str) -> str:
    """A label as it stands inside a sentence, with the articles of names behind "of" in it.

    >>> with_article("World Health Organization")
    'the World Health Organization'
    >>> with_article("Ambassador to Israel of United States")
    'Ambassador to Israel of the United States'
    >>> with_article("Santa Clara County medical examiner")
    'the Santa Clara County medical examiner'
    >>> with_article("Norway")
    'Norway'
    """
    owner = re.fullmatch(r"(.+)(['’]s?)", label)
    if owner is not None and " " in owner[1]:
        return with_article(owner[1]) + owner[2]
    if label in _NAMES:
        return f"the {label}"
    first, joint, rest = [*_OF.split(label, maxsplit=1), "", ""][:3]  # what stands before the first "of", and behind
    rest = with_article(rest) if rest else rest
    return ("the " if _has_article(first, joint) else "") + f"{first}{joint}{rest}"


def definite(label: str) -> str:
    """The label of whom a pronoun means: one of common nouns is "the", since it was spoken of.

    >>> definite("person")
    'the person'
    >>> definite("some of the workers")
    'some of the workers'
    """
    first = label.partition(" ")[0]
    is_common = first[:1].islower() and first not in _DETERMINERS and not first.endswith(("'s", "’s"))
    return f"the {label}" if is_common else with_article(label)


def _has_article(name: str, joint: str) -> bool:
    plain = name.split()
    if not name[:1].isupper() or plain[0] in ("The", "A", "An") or _JOINT.search(name):
        return False
    if any(word.endswith(("'s", "’s", "s'", "s’")) for word in plain):
        return False
    last = plain[-1].lower()
    if plain[-1].islower() and not joint:
        return not last.endswith("s") and not {plain[0].lower(), last} & (_DETERMINERS | _PLACES)
    return last in _HEADS or (last in _HEADS_OF and bool(joint))
