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
        dep = child.dep_
        if dep == "poss":
            return "possessive"
        if dep in _ARTICLES and child.lower_ in _DETERMINERS:
            return _DETERMINERS[child.lower_]
        if dep == "nummod":
            return "indefinite"
    return ""


class Wording:
    """The words of one Doc in lower case."""

    def __init__(self, doc: Doc) -> None:
        self.lower = [token.lower_ for token in doc]
        self._silent = frozenset(
            place for place, token in enumerate(doc) if self.lower[place] in _EMPTY or token.is_punct or token.is_space
        )
        self._genitives = frozenset(token.i for token in doc if token.tag_ == "POS")

    def telling(self, start: int, end: int) -> frozenset[str]:
        """The words of a stretch that narrow a noun down."""
        return frozenset([self.lower[place] for place in range(start, end) if place not in self._silent])

    def plain(self, start: int, end: int) -> str:
        """A phrase without article and genitive."""
        if end - start > 1 and self.lower[start] in _DETERMINERS:
            start += 1
        if end - start > 1 and end - 1 in self._genitives:
            end -= 1
        return " ".join(self.lower[start:end])
