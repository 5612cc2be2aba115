"""Whether a noun stands for an office itself or for whoever holds it."""

from __future__ import annotations

from spacy.tokens import Span, Token

from kg.lexicon import words
from kg.nlp.nouns import noun_class
from kg.nlp.syntax import PLURAL_TAGS

_POSTS = words("clauses", "posts", "words")
_NOT_HELD = frozenset({"a", "an", "any", "no", "every", "each", "former", "previous"})


def stands_for_holder(office: Span, head: Token) -> bool:
    """Whether it acts ("the president said"); "became president", "a prime minister" are the office itself."""
    if head.dep_ in {"attr", "oprd", "compound"} or head.tag_ in PLURAL_TAGS or _follows_as(head):
        return False
    if head.dep_ == "pobj" and head.head.lower_ == "of" and head.head.head.lemma_.lower() in _POSTS:
        return False  # "the role of president": the office
    return head.left_edge.lower_ not in _NOT_HELD and office[0].lower_ not in {"former", "previous", "a", "an"}


def names_post(head: Token) -> bool:
    """Whether a common noun is the post that someone takes or leaves: "elected president", "quit as trade minister"."""
    is_said_of = head.dep_ in {"attr", "oprd"} or _follows_as(head)
    return is_said_of and head.tag_ not in PLURAL_TAGS and noun_class(head.lemma_.lower()) == "Office"


def _follows_as(head: Token) -> bool:
    """As in "resigned as president"."""
    return head.dep_ == "pobj" and head.head.lower_ == "as"
