"""Words that point at something and, where nobody knows at what, say nothing: "this", "the former", "doing so"."""

from __future__ import annotations

from spacy.tokens import Token

from kg.coref.pleonasm import is_pleonastic
from kg.lexicon import words
from kg.parse.nouns import is_event_noun

_ORDINALS = words("clauses", "ordinals", "words")
_POINTING = words("clauses", "pointing", "words")
_SPEAKERS = words("clauses", "speakers", "words")


def is_left_open(head: Token, label: str) -> bool:
    """Whether a phrase points at something unknown; ``label`` is what it stands for, as far as that is known."""
    if label.lower() != head.lower_:
        return _is_act_left_open(head)
    if head.lower_ == "it":
        return is_pleonastic(head)
    return head.lower_ in _POINTING | _SPEAKERS


def is_of_happening(head: Token) -> bool:
    """As in "it was the worst flood since 1990": what was the flood is a happening, whatever "it" was taken for."""
    verb = head.head
    if head.lower_ not in {"it", "this", "that"} or head.dep_ != "nsubj" or verb.lemma_ != "be":
        return False
    said = [child for child in verb.children if child.dep_ == "attr"]
    ranks = [child for noun in said for child in noun.children if child.tag_ == "JJS" or child.lower_ in _ORDINALS]
    return bool(ranks) and all(is_event_noun(noun.lemma_.lower()) for noun in said)


def _is_act_left_open(head: Token) -> bool:
    """As in "doing so will preserve unity"."""
    return head.lemma_.lower() == "do" and any(child.lower_ in {"so", "this", "that"} for child in head.children)
