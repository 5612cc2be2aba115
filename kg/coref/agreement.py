"""Which pronouns may take a phrase up: number, gender and animacy, as one set of "he", "she", "it", "they"."""

from __future__ import annotations

from kg.classes import ORGANIZATIONS
from kg.coref.names import Name
from kg.lexicon import words
from kg.names.lexemes import gender
from kg.parse.nouns import is_collective, is_person
from kg.parse.syntax import PLURAL_TAGS
from kg.parse.tree import Doc, Token

BODIES = ORGANIZATIONS | {"Country"}
MANY = frozenset({"they"})
_THING = frozenset({"it"})
_BODY = frozenset({"it", "they"})
_PERSON = frozenset({"he", "she"})
_PRONOUNS = {"male": frozenset({"he"}), "female": frozenset({"she"})}
_ANYONE = frozenset({"he", "she", "they"})
_MALE = words("coref", "male", "words")
_FEMALE = words("coref", "female", "words")
_PLURAL_NOUNS = words("coref", "plural_nouns", "words")
_SOMEBODY = words("coref", "somebody", "words")
_ARTICLES = words("coref", "definite", "words")
_INDEFINITE = words("coref", "indefinite", "words")


def name_fits(doc: Doc, name: Name, titles: frozenset[str]) -> frozenset[str]:
    """The pronouns for a name; its title or the word before it may tell the gender."""
    if name.cls in {"Person", "Office"}:
        before = {doc[i].lower_ for i in range(max(0, name.start - 1), name.end)}
        return _gender(titles | before) or _by_given_name(doc, name) or _PERSON
    if name.cls == "Group" or name.people:
        return MANY
    return _BODY if name.cls in BODIES else _THING


def noun_fits(head: Token) -> frozenset[str]:
    """The pronouns for a common-noun phrase."""
    lemma = head.lemma_.lower()
    if lemma in _SOMEBODY:
        return _ANYONE
    if head.tag_ in PLURAL_TAGS or lemma in _PLURAL_NOUNS:
        return MANY
    if is_collective(lemma):
        return _BODY
    if is_person(lemma):
        return _gender(frozenset({lemma})) or (_ANYONE if _is_anyone(head) else _PERSON)
    return _THING | _PERSON if _may_be_person(head) else _THING


def _may_be_person(head: Token) -> bool:
    """Whether a name that no table knows may be a person's: "Moser", not "the Tunnel", "typhoid"."""
    return head.pos_ == "PROPN" and head.text[0].isupper() and not any(c.lower_ in _ARTICLES for c in head.lefts)


def _by_given_name(doc: Doc, name: Name) -> frozenset[str]:
    """A given name tells where more follows it: "Margaret Atwood", but not "Paris"."""
    told = gender(doc[name.start].text) if name.end - name.start > 1 else ""
    return _PRONOUNS.get(told, frozenset())


def _gender(found: frozenset[str] | set[str]) -> frozenset[str]:
    male, female = not _MALE.isdisjoint(found), not _FEMALE.isdisjoint(found)
    if male == female:
        return frozenset()
    return frozenset({"he"}) if male else frozenset({"she"})


def _is_anyone(head: Token) -> bool:
    """Whether a person is not singled out and may be "they": "an individual ... their claim"."""
    return any(child.lower_ in _INDEFINITE for child in head.lefts)
