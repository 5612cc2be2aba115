"""Generic clauses and unresolved anaphors, which make no statements and are counted.

"Goods produced by forced labour" is a restrictive description: the sentence does not assert that there are such goods.
"This", "the former", "doing so" say nothing where their antecedent is unknown.
"""

from __future__ import annotations

from kg.coref.mentions import is_pleonastic
from kg.factuality.composition import firmness_of
from kg.factuality.operators import is_asked, is_none
from kg.frames.annotations import Annotations
from kg.frames.clauses import Clause
from kg.frames.summary import ASKED, GENERIC
from kg.lexicon import words
from kg.model import Entity
from kg.parse.control import subjects
from kg.parse.nouns import is_person
from kg.parse.syntax import (
    NOMINAL,
    SUBJECTS,
    determiner,
    finite_verb,
    first_conjunct,
    has_child,
    is_infinitive,
    is_passive,
    is_set_off,
)
from kg.parse.tree import Token

_ACTS = words("clauses", "acts", "words")
_PERSON = "Person"
_ANYBODY = frozenset({"those", "anyone", "anybody"})
_DETERMINERS = frozenset({"det", "poss", "nummod", "predet"})
_PRESENT = frozenset({"VBZ", "VBP", "MD"})
_POINTING = words("clauses", "pointing", "words") | words("clauses", "speakers", "words")
_RANKS = words("clauses", "ranks", "words")
_ANYTHING = frozenset({"it", "they", "them", "itself", "themselves"})
_ANY_PERSON = frozenset({"he", "she", "him", "her", "himself", "herself"})
_POINTED = frozenset({"the", "these", "those"})
_OF_WHOM = frozenset({"PRP", "WP", "WDT"})


def omission_cause(clause: Clause, notes: Annotations) -> str:
    """Why a clause makes no statement, as a cause that ``leave_out`` counts; the empty string where it makes one."""
    if is_asked(clause.verb):
        return ASKED
    return GENERIC if _is_generic(clause, notes) else ""


def _is_generic(clause: Clause, notes: Annotations) -> bool:
    """Whether a clause says which things are meant by a bare noun, and holds no name, no date and nothing past."""
    verb = first_conjunct(clause.verb)
    noun, is_participle = verb.head, verb.dep_ == "acl"
    if not (is_participle or verb.dep_ == "relcl") or is_infinitive(verb):
        return False
    is_bare, is_present = _is_bare(noun, notes), finite_verb(verb).tag_ in _PRESENT
    if is_bare and noun.lemma_.lower() in _ACTS:
        return is_participle or is_present
    if is_set_off(verb) or not (is_bare or (is_participle and _is_any(noun, notes))):
        return False
    if not (is_passive(verb) if is_participle else is_present and subjects(verb)[:1] == (noun,)):
        return False
    places = range(noun.left_edge.i, verb.right_edge.i + 1)
    return not any(place in notes.inside or place in notes.times for place in places)


def _is_bare(noun: Token, notes: Annotations) -> bool:
    """As in "goods", "other countries": a common noun that nothing points out."""
    if noun.lower_ in _ANYBODY:
        return True
    is_known = noun.i in notes.names or noun.i in notes.corefs
    return noun.pos_ == "NOUN" and not is_known and not has_child(noun, _DETERMINERS)


def _is_any(noun: Token, notes: Annotations) -> bool:
    """As in "a bank fined under the law will lose its licence": whichever is fined."""
    if noun.pos_ != "NOUN" or noun.i in notes.names or noun.dep_ not in SUBJECTS:
        return False
    return determiner(noun) in {"a", "an", "any"} and not firmness_of(noun.head).is_asserted


def is_unresolved(head: Token, entity: Entity, notes: Annotations) -> bool:
    """Whether a phrase is an anaphor without antecedent; ``entity`` is its referent, as far as known.

    A text that begins with "it" or "she" is about that referent, which then counts as known.
    """
    said = entity.label.lower()
    if head.i in notes.ambiguous:
        return True
    if is_none(head):
        return False  # "no one signed"
    if said in _ANYTHING:
        return is_pleonastic(head) or any(token.pos_ in NOMINAL for token in head.doc[: head.i])
    if said in _ANY_PERSON:
        return any(name.label_ == _PERSON and name.start < head.i for name in notes.names.values())
    if said != head.lower_:
        return _is_elliptic(head, said, notes)
    return head.lower_ in _POINTING or _is_elliptic(head, said, notes)


def _is_elliptic(head: Token, label: str, notes: Annotations) -> bool:
    """As in "the second was fined", "the three left", "the most recent", "one of whom": a part of what was told before.

    Not "the first by a bank since 2010", "the 4 million who fled", which say of what.
    """
    if head.lower_ not in label.split() or head.tag_ in {"NNP", "NNPS"} or notes.cluster(head):
        return False
    of = [inner for child in head.rights if child.lower_ == "of" for inner in child.children if inner.dep_ == "pobj"]
    if of and head.pos_ not in NOMINAL:
        return head.lower_ not in _ANYBODY and all(inner.tag_ in _OF_WHOM and inner.lower_ != "you" for inner in of)
    superlative = [child for child in head.lefts if child.tag_ == "RBS"]
    is_rank = head.lower_ in _RANKS or head.tag_ == "CD" or bool(superlative)
    is_alone = all(child.dep_ in {"det", "punct"} or child in superlative for child in head.children)
    return is_rank and is_alone and determiner(head) in _POINTED


def described_name(noun: Token, verb: Token, notes: Annotations) -> Token | None:
    """The name that a relative clause of its description is about ("Anna Berg, the dealer who sold it"), or None.

    In "it is no firm that sells oil", which is negated, the clause is about no name.
    """
    if verb.dep_ not in {"relcl", "acl"} or verb.head != noun or noun.pos_ != "NOUN" or noun.i in notes.names:
        return None
    if has_child(noun, {"cc", "conj", "neg"}) or not determiner(noun):
        return None
    named = noun.head if noun.dep_ == "appos" else _identified(noun)
    name = notes.names.get(named.i) if named is not None else None
    return named if name is not None and is_person(noun.lemma_.lower()) == (name.label_ == _PERSON) else None


def _identified(noun: Token) -> Token | None:
    """The subject of which "be" says an indefinite noun."""
    if noun.dep_ != "attr" or determiner(noun) not in {"a", "an"}:
        return None
    found = subjects(noun.head)
    return found[0] if len(found) == 1 and firmness_of(noun.head).is_asserted else None
