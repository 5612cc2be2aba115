"""Names inside other names or before other nouns, once they stand on their own in the text: "[Google] Science Fair"."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import replace

from spacy.tokens import Doc, Token

from kg.nlp.coref.agreement import BODIES
from kg.nlp.coref.naming import Name
from kg.nlp.coref.wording import plain

_PLACES = frozenset({"Country", "Place"})
_BEFORE_NOUN = frozenset({"compound", "nmod", "amod"})
_Forms = Mapping[str, Mapping[tuple[str, ...], Name]]


def nested(doc: Doc, own: Iterable[Name], roots: Container[int]) -> Iterator[Name]:
    """Further stretches of the names ``own``; ``roots`` are the heads of names already found.

    A place may stand anywhere in another name ("Municipality of [Livorno]"), a body only before a noun: in "Church of
    Scientology" the second name is the first.
    """
    forms = _forms(doc, own)
    for token in doc:
        if token.pos_ == "PROPN" and token.lower_ in forms:
            for form in sorted(forms[token.lower_], key=len, reverse=True):
                last = token.i + len(form) - 1
                if _stands(doc, token.i, form) and last not in roots and _may_nest(doc[last], forms[token.lower_][form]):
                    yield replace(forms[token.lower_][form], start=token.i, end=last + 1, root=last)
                    break


def _forms(doc: Doc, own: Iterable[Name]) -> _Forms:
    """First word -> all words -> the name."""
    found: dict[str, dict[tuple[str, ...], Name]] = {}
    for name in own:
        if name.cls in BODIES | _PLACES:
            form = tuple(plain(doc, name.start, name.end).split())
            found.setdefault(form[0], {}).setdefault(form, name)
    return found


def _stands(doc: Doc, start: int, form: tuple[str, ...]) -> bool:
    end = start + len(form)
    return end <= len(doc) and tuple(doc[i].lower_ for i in range(start, end)) == form


def _may_nest(last: Token, name: Name) -> bool:
    return last.dep_ in _BEFORE_NOUN or (name.cls in _PLACES and last.dep_ in {"pobj", "poss"})
