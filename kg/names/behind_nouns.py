"""Names that the parser overlooks behind the noun for what they name: "the opposition party [Narc] called on"."""

from __future__ import annotations

from collections.abc import Iterator

from kg.names.spans import NameSpan
from kg.parse.nouns import noun_class
from kg.parse.tree import Doc, Token

_KINDS = ("Company", "MediaOrganization", "Organization", "PoliticalParty")
_VERBS = ("VERB", "AUX")
_LABEL = "ORG"


def names_behind_nouns(doc: Doc) -> Iterator[NameSpan]:
    """One-word names between a noun for a body and its verb that are no entity of the parser."""
    told = {token.i for ent in doc.ents for token in ent}
    for token in doc:
        is_free = token.tag_ == "NNP" and token.i not in told and token.text.istitle()
        if is_free and _stands_between(token):
            yield NameSpan(doc, token.i, token.i + 1, _LABEL)


def _stands_between(token: Token) -> bool:
    doc, noun, verb = token.doc, token.i - 1, token.i + 1
    if not (doc.same_sentence(noun, token.i) and doc.same_sentence(token.i, verb)):
        return False
    is_body = doc[noun].tag_ == "NN" and doc[noun].text.islower() and noun_class(_with_compound(doc[noun])) in _KINDS
    return is_body and doc[verb].pos_ in _VERBS and doc[verb].tag_ != "VBN" and token.lower_ not in doc.lower_case_words


def _with_compound(noun: Token) -> str:
    """A noun with the one before it: "rebel group"."""
    return " ".join([*(child.lower_ for child in noun.lefts if child.dep_ == "compound"), noun.lower_])
