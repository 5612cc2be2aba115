"""Names behind a title that the parser cuts short or takes for a body: "Foreign Minister [Leo Berghems]"."""

from __future__ import annotations

from collections.abc import Container

from kg.names.lexemes import field_words, name_words, title_words
from kg.names.spans import NameSpan
from kg.parse.nouns import is_person, noun_class
from kg.parse.tree import Token

_MISTAKEN = ("ORG", "PRODUCT", "WORK_OF_ART")
_PROPER = ("NNP", "NNPS")
_SHORTEST, _LONGEST = 2, 3


def with_family_name(name: NameSpan, starting: Container[int]) -> NameSpan:
    """A given name with the family name that follows, where that is no name of its own: "Leo [Berghems]"."""
    doc, end = name.doc, name.end
    if len(name) > 1 or end in starting or not doc.same_sentence(name.start, end):
        return name
    is_before = name[0].dep_ == "compound" and name[0].head is doc[end]
    return NameSpan(doc, name.start, end + 1, name.label) if is_before and _is_family_name(doc[end]) else name


def is_called(name: NameSpan) -> bool:
    """Whether an unknown name is that of the person whose title stands before it: "chairman [Hajime Kurosawa]"."""
    title = name.doc[name.start - 1]
    is_joined = title.dep_ == "compound" and title.head is name.root and title.text.islower()
    is_open = not name.entries and name.label in _MISTAKEN and _SHORTEST <= len(name) <= _LONGEST
    return is_open and is_joined and all(map(_is_family_name, name))


def _is_family_name(token: Token) -> bool:
    """Whether a capitalized word is none that bodies, titles or roles are called by."""
    lower = token.lower_
    listed = name_words("business") | name_words("press") | name_words("law") | field_words() | title_words("head")
    is_word = lower in listed or noun_class(lower) != "Topic" or is_person(token.lemma_.lower())
    is_capitalized = token.text[:1].isupper() and not token.text.isupper()
    return token.tag_ in _PROPER and is_capitalized and not is_word
