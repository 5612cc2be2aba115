"""Names inside other names or before other nouns, once they stand on their own in the text: "[Google] Science Fair"."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import replace

from spacy.tokens import Doc, Token

from kg.coref.agreement import BODIES
from kg.coref.naming import Name
from kg.coref.wording import Wording

_PLACES = frozenset({"Country", "Place"})
_BEFORE_NOUN = frozenset({"compound", "nmod", "amod"})
_Forms = Mapping[str, Mapping[tuple[str, ...], Name]]


def nested(doc: Doc, wording: Wording, own: Iterable[Name], roots: Container[int]) -> Iterator[Name]:
    """Further stretches of the names ``own``; ``roots`` are the heads of names already found.

    A place may stand anywhere in another name ("Municipality of [Livorno]"), a body only before a noun: in "Church of
    Scientology" the second name is the first.
    """
    forms = _forms(wording, own)
    for place, word in enumerate(wording.lower):
        known = forms.get(word, {})
        for form in sorted(known, key=len, reverse=True):
            last = place + len(form) - 1
            stands = tuple(wording.lower[place : last + 1]) == form
            if stands and last not in roots and _may_nest(doc[last], known[form]):
                yield replace(known[form], start=place, end=last + 1, root=last)
                break


def _forms(wording: Wording, own: Iterable[Name]) -> _Forms:
    """First word -> all words -> the name."""
    found: dict[str, dict[tuple[str, ...], Name]] = {}
    for name in own:
        if name.cls in BODIES | _PLACES:
            form = tuple(wording.plain(name.start, name.end).split(" "))
            found.setdefault(form[0], {}).setdefault(form, name)
    return found


def _may_nest(last: Token, name: Name) -> bool:
    if last.pos_ != "PROPN":
        return False
    return last.dep_ in _BEFORE_NOUN or (name.cls in _PLACES and last.dep_ in {"pobj", "poss"})
