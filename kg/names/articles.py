"""The article that a name has inside a sentence: "the United States", "the World Health Organization", "Norway"."""

from __future__ import annotations

import re

from kg.lexicon import words

_NAMES = words("wording", "articles", "names")
_HEADS = words("wording", "articles", "heads")
_HEADS_OF = words("wording", "articles", "heads_of")
_DETERMINERS = words("wording", "articles", "determiners")
_PLACES = words("wording", "articles", "places")
_OF = re.compile(r"( of | to | for | in | from | at | on | by )")
_JOINT = re.compile(r", | and ")


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
    first, joint, rest = _split(label)
    if rest:
        rest = with_article(rest)
    return ("the " if _has_article(first, joint) else "") + f"{first}{joint}{rest}"


def definite(label: str) -> str:
    """The label of whom a pronoun means: one of common nouns is "the", since it was spoken of.

    >>> definite("person")
    'the person'
    >>> definite("some of the workers")
    'some of the workers'
    """
    first = label.split(maxsplit=1)[0] if label else ""
    is_common = first[:1].islower() and first not in _DETERMINERS and not first.endswith(("'s", "’s"))
    return f"the {label}" if is_common else with_article(label)


def _split(label: str) -> tuple[str, str, str]:
    """What stands before the first "of", the joint, what stands behind it."""
    found = _OF.search(label)
    return (label[: found.start()], found.group(), label[found.end() :]) if found else (label, "", "")


def _has_article(name: str, joint: str) -> bool:
    plain = name.split()
    if not plain or plain[0].lower() in {"the", "a", "an"} or not plain[0][:1].isupper() or _JOINT.search(name):
        return False
    if name in _NAMES:
        return not joint
    if any(word.endswith(("'s", "’s", "s'", "s’")) for word in plain):
        return False
    last = plain[-1].lower()
    if plain[-1].islower() and not joint:
        return len(plain) > 1 and not last.endswith("s") and not {plain[0].lower(), last} & (_DETERMINERS | _PLACES)
    return (last in _HEADS and (len(plain) > 1 or bool(joint))) or (last in _HEADS_OF and joint == " of ")
