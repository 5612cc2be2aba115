"""The ontology class of what a noun phrase denotes: by its noun, and the words beside one of several senses."""

from __future__ import annotations

from kg.frames.affiliation import is_condition
from kg.frames.annotations import Annotations
from kg.frames.noun_phrases import counted_noun, is_party
from kg.lexicon import words
from kg.names.metonymy import names_post
from kg.parse.nouns import is_event_noun, is_person, noun_class
from kg.parse.syntax import PLURAL_TAGS, has_child
from kg.parse.tree import Token

_TOPIC, _PLACE, _GROUP = "Topic", "Place", "Group"
_PEOPLE_PRONOUNS = frozenset({"he", "she", "who", "they", "we", "i", "those", "you"})
_LONGEST_KIND = 4  # words of the longest kinds that the lexicon lists
_BONDS = words("phrases", "bonds", "words")
_NEIGHBOURS = words("phrases", "next_door", "words")
_OWNERS = words("phrases", "next_door", "owners")
_TRADES = words("phrases", "trades", "words")
_SITES = words("phrases", "sites", "words")
_SEATS = words("phrases", "seats", "words")
_BANKS = words("phrases", "banks", "words")
_WATERS = words("phrases", "banks", "waters")
_WHERE = frozenset({"at", "in", "inside", "near", "on", "outside"})
_GEOGRAPHIC = frozenset({"Country", "Place"})
_BEFORE = frozenset({"amod", "compound", "nmod", "poss"})
_ADJECTIVES = frozenset({"JJ", "JJR", "JJS"})
_ARTICLES = frozenset({"a", "an", "another", "any", "each", "every", "no", "one", "that", "the", "this"})


def noun_sense(head: Token, notes: Annotations) -> str:
    """The class of what a noun, pronoun or adjective that heads a phrase denotes; "Topic" where nothing tells."""
    head = counted_noun(head)  # "some of these firms" are firms
    if head.pos_ == "PRON":
        return _GROUP if head.lower_ in _PEOPLE_PRONOUNS else _TOPIC
    name, whole, lemma = notes.names.get(head.i), compound(head), head.lemma_.lower()
    is_group = name is not None and (name.label_ == _GROUP or name.id_ == "demonym")
    if is_party(head) or is_group or _lives_near(head):
        return _GROUP  # "thousands of Kurds"
    found = noun_class(whole)
    if _is_other_sense(head, lemma) or (found == "Country" and is_condition(head, notes)):
        return _TOPIC
    if is_person(lemma) and found in {_TOPIC, "Office"}:
        return "Office" if names_post(head) else _GROUP
    if _is_sited(head, lemma, notes):
        return _PLACE
    return "Event" if found == _TOPIC and is_event_noun(whole) else found


def compound(head: Token) -> str:
    """A noun by its lemma behind the words before it that are its own: "danish pension fund"."""
    first = max(head.left_edge.i, head.i - _LONGEST_KIND + 1)
    return " ".join((*(token.lower_ for token in head.doc[first : head.i]), head.lemma_.lower()))


def _is_other_sense(head: Token, lemma: str) -> bool:
    """Whether the word is none of the kind that the lexicon has: an adjective, a tie, a trade."""
    return (
        (head.tag_ in _ADJECTIVES and not has_child(head, {"det", "poss"}))
        or (lemma in _BONDS and _is_bond(head))
        or (lemma in _TRADES and head.tag_ == "NN" and not _is_counted(head))
    )


def _is_bond(noun: Token) -> bool:
    """As in "its alliance with Chad", "longstanding alliances": what ties some, and no body that they made."""
    is_between = any(child.dep_ == "prep" and child.lower_ in {"with", "between", "among"} for child in noun.rights)
    return is_between or (noun.tag_ == "NNS" and not any(child.dep_ in {"det", "nummod"} for child in noun.lefts))


def _lives_near(noun: Token) -> bool:
    """As in "neighbours complained", "his neighbour": people, and no country."""
    beside = [child for child in noun.lefts if child.dep_ in {"det", "nummod", "poss", "amod"}]
    return noun.lemma_.lower() in _NEIGHBOURS and all(child.lower_ in _OWNERS for child in beside)


def _is_counted(noun: Token) -> bool:
    """As in "a business", "the business": one of several, and not "our business", "new business"."""
    return any(child.lower_ in _ARTICLES or child.dep_ == "nummod" for child in noun.lefts)


def _is_sited(noun: Token, lemma: str, notes: Annotations) -> bool:
    """Whether a noun of several senses is a place by the names and prepositions beside it."""
    if lemma in _SITES:
        is_where = noun.dep_ == "pobj" and noun.head.lower_ in _WHERE and noun.tag_ in PLURAL_TAGS
        return is_where or any(_is_place(child, notes) for child in (*_before(noun), *_behind(noun, _WHERE)))
    if lemma in _SEATS:
        is_definite = any(child.lower_ == "the" or child.dep_ == "poss" for child in noun.lefts)
        owners = _behind(noun, frozenset({"of"}))
        return any(_is_place(child, notes) for child in (*(_before(noun) if is_definite else ()), *owners))
    return lemma in _BANKS and any(
        child.lemma_.lower() in _WATERS or child.ent_type_ == "LOC" for child in _behind(noun, frozenset({"of"}))
    )


def _is_place(token: Token, notes: Annotations) -> bool:
    name = notes.inside.get(token.i)
    return name is not None and name.label_ in _GEOGRAPHIC


def _before(noun: Token) -> tuple[Token, ...]:
    return tuple(child for child in noun.lefts if child.dep_ in _BEFORE)


def _behind(noun: Token, prepositions: frozenset[str]) -> tuple[Token, ...]:
    """What stands behind a noun after one of the prepositions: "a base [in Chad]"."""
    placed = (child for child in noun.rights if child.dep_ == "prep" and child.lower_ in prepositions)
    return tuple(inner for child in placed for inner in child.rights if inner.dep_ == "pobj")
