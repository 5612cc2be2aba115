"""Names that the parser overlooks beside the noun for what they name: "the opposition party [Narc] called on"."""

from __future__ import annotations

from collections.abc import Iterator

from kg.names.entity_types import described_by, told_by
from kg.names.spans import NameSpan
from kg.parse.tree import Doc, Token

_PLACE = "Place"
_VERBS = ("VERB", "AUX")
_LABEL = "ORG"


def names_behind_nouns(doc: Doc) -> Iterator[NameSpan]:
    """One-word names between a noun for a body and its verb, or before one in apposition, that the parser overlooks."""
    told = {token.i for ent in doc.ents for token in ent}
    for token in doc:
        is_free = token.tag_ == "NNP" and token.i not in told and token.text.istitle()
        is_name = is_free and token.lower_ not in doc.lower_case_words
        if is_name and (_stands_between(token) or described_by(token) not in {"", _PLACE}):
            yield NameSpan(doc, token.i, token.i + 1, _LABEL)


def _stands_between(token: Token) -> bool:
    doc, noun, verb = token.doc, token.i - 1, token.i + 1
    if not (doc.same_sentence(noun, token.i) and doc.same_sentence(token.i, verb)):
        return False
    is_body = doc[noun].tag_ == "NN" and doc[noun].text.islower() and told_by(doc[noun]) not in {"", _PLACE}
    return is_body and doc[verb].pos_ in _VERBS and doc[verb].tag_ != "VBN"
