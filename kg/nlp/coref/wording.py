"""The words of a phrase as matching sees them: its determiner, its telling words, its plain text."""

from __future__ import annotations

from spacy.tokens import Doc, Token

from kg.lexicon import words

_DETERMINERS = {
    word: kind for kind in ("definite", "demonstrative", "indefinite") for word in words("coref", kind, "words")
}
_EMPTY = words("coref", "empty_modifiers", "words")
_ARTICLES = frozenset({"det", "predet", "nummod", "amod"})


def determiner(head: Token) -> str:
    """The kind of a noun's determiner: "definite", "demonstrative", "indefinite", "possessive" or ""."""
    for child in head.lefts:
        if child.dep_ == "poss":
            return "possessive"
        if child.dep_ in _ARTICLES and child.lower_ in _DETERMINERS:
            return _DETERMINERS[child.lower_]
        if child.dep_ == "nummod":
            return "indefinite"
    return ""


def telling(doc: Doc, start: int, end: int) -> frozenset[str]:
    """The words of a stretch that narrow a noun down, in lower case."""
    found = (doc[i] for i in range(start, end))
    return frozenset(t.lower_ for t in found if t.lower_ not in _EMPTY and not t.is_punct and not t.is_space)


def plain(doc: Doc, start: int, end: int) -> str:
    """A phrase in lower case without article and genitive."""
    if end - start > 1 and doc[start].lower_ in _DETERMINERS:
        start += 1
    if end - start > 1 and doc[end - 1].tag_ == "POS":
        end -= 1
    return " ".join(doc[i].lower_ for i in range(start, end))
