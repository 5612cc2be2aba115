"""Whether a noun stands for an office itself or for whoever holds it."""

from __future__ import annotations

from spacy.tokens import Span, Token

from kg.lexicon import words
from kg.parse.nouns import noun_class
from kg.parse.syntax import PLURAL_TAGS

_POSTS = words("clauses", "posts", "words")
_DAYS = frozenset({"DATE", "TIME"})
_NOT_HELD = frozenset({"a", "an", "any", "no", "every", "each"})
_FORMER = words("titles", "status_former", "words")


def stands_for_holder(office: Span, head: Token) -> bool:
    """Whether it acts ("the president said"); "became president", "a prime minister" are the office itself."""
    if head.dep_ in {"attr", "oprd", "compound"} or head.tag_ in PLURAL_TAGS or _follows_as(head):
        return False
    if head.dep_ == "pobj" and head.head.lower_ == "of" and head.head.head.lemma_.lower() in _POSTS:
        return False  # "the role of president": the office
    if head.left_edge.lower_ in _NOT_HELD or office[0].lower_ in {"a", "an"}:
        return False
    return not is_of_another_time(office, head)


def is_of_another_time(office: Span, head: Token) -> bool:
    """Whether the text speaks of a time before today's holder: "the then president", "the president said in 1963"."""
    start = min(office.start, head.left_edge.i)
    if not _FORMER.isdisjoint([token.lower_ for token in head.doc[start : head.i]]):
        return True
    begun = head.doc.user_data.get("kg.holders_since", {}).get(office.kb_id_)
    if not begun:
        return False
    sentence = head.sent
    ends = [
        span.id_.partition("/")[2]
        for span in head.doc.spans.get("times", ())
        if span.label_ in _DAYS and sentence.start <= span.start < sentence.end
    ]
    return bool(ends) and all(end and end < begun for end in ends)


def names_post(head: Token) -> bool:
    """Whether a common noun is the post that someone takes or leaves: "elected president", "quit as trade minister"."""
    is_said_of = head.dep_ in {"attr", "oprd"} or _follows_as(head)
    return is_said_of and head.tag_ not in PLURAL_TAGS and noun_class(head.lemma_.lower()) == "Office"


def _follows_as(head: Token) -> bool:
    """As in "resigned as president"."""
    return head.dep_ == "pobj" and head.head.lower_ == "as"
