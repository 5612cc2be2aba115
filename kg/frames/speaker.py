"""The words for the tokens of a label: a pronoun by whom it means, a short form in full."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from kg.frames.chunks import left_of
from kg.frames.phrases import Phrases
from kg.frames.tenses import expanded
from kg.names.lexemes import definite
from kg.parse.syntax import antecedent
from kg.parse.tree import Token

MOST_OF_NAME = 7
"""Words of a name that stands in place of a pronoun."""
_LISTED = re.compile(r"(, | and )")
_JOINED = frozenset({", ", " and "})


@dataclass(frozen=True)
class Speaker:
    """The words for a token: a pronoun by whom it means, unless they were named before in the same label."""

    phrases: Phrases
    named: set[str] = field(default_factory=set)
    spoken: set[int] = field(default_factory=set)

    def __call__(self, token: Token) -> str:
        """The words for the next token of a label."""
        notes = self.phrases.notes
        self.spoken.add(token.i)
        name = notes.inside.get(token.i)
        if name is not None and name.root.i == token.i:
            self.named.update({name.text, self.phrases.entity(token).label})
        if token.tag_ == "PRP" and token.dep_ != "expl":
            return self._replaced(token, self.phrases.spelt(token))
        if token.tag_ == "PRP$":
            return self._replaced(token, self.phrases.spelt_out(token))
        if token.tag_ in {"WDT", "WP$"} and token.dep_ in {"pobj", "poss"}:
            return self._behind(token)
        is_inside = name is None and token.pos_ != "PROPN" and len(self.spoken) > 1
        begins = is_inside and (token.is_sent_start or (token.tag_ == "DT" and _is_after_quote(token)))
        return token.lower_ if begins else expanded(token)

    def _behind(self, relative: Token) -> str:
        """The noun that a relative pronoun inside a phrase stands for: "the volume of [trade]"."""
        noun = antecedent(relative, relative)
        if noun is None or noun == relative or noun.i in self.spoken:
            return relative.text
        own = [token.text for token in left_of(noun).tokens]
        return " ".join(own) + ("'s" if relative.tag_ == "WP$" else "")

    def _replaced(self, token: Token, words: str | None) -> str:
        """The words in place of a pronoun, unless they tell nothing new or are too many."""
        if words is None or words.lower() == token.lower_ or len(words.split()) > MOST_OF_NAME:
            return token.text
        if any(mention.root.i in self.spoken - {token.i} for mention in self.phrases.notes.cluster(token)):
            return token.text
        if token.i in self.phrases.notes.groups and any(token.doc[i].dep_ == "conj" for i in self.spoken):
            return token.text  # "both presidents and ... affirmed their commitment"
        plain = words.removesuffix("'").removesuffix("'s")
        if all(part in self.named for part in plain.replace(", ", " and ").split(" and ")):
            return token.text
        self.named.add(plain)
        if token.i in self.phrases.notes.groups:
            return "".join(piece if piece in _JOINED else definite(piece) for piece in _LISTED.split(words))
        return definite(words)


def _is_after_quote(token: Token) -> bool:
    """As in 'said: "The water that they drank ..."'."""
    return token.i > 0 and token.nbor(-1).is_quote
