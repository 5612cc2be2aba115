"""Questions and unresolved anaphors, which make no statements and are counted.

"This", "the former", "doing so" say nothing where their antecedent is unknown.
"""

from __future__ import annotations

from kg.coref.mentions import is_pleonastic
from kg.factuality.operators import is_none
from kg.frames.annotations import Annotations
from kg.lexicon import words
from kg.model import Entity
from kg.parse.syntax import NOMINAL, determiner
from kg.parse.tree import Token

_PERSON = "Person"
_POINTING = words("clauses", "pointing", "words") | words("clauses", "speakers", "words")
_RANKS = words("clauses", "ranks", "words")
_ANYBODY = frozenset({"those", "anyone", "anybody"})
_ANYTHING = frozenset({"it", "they", "them", "itself", "themselves"})
_ANY_PERSON = frozenset({"he", "she", "him", "her", "himself", "herself"})
_POINTED = frozenset({"the", "these", "those"})
_OF_WHOM = frozenset({"PRP", "WP", "WDT"})


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
    return (said == head.lower_ and said in _POINTING) or _is_elliptic(head, said, notes)


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
