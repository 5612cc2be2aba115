"""What refers to nothing that the article tells of: generic clauses, and words that point at something left open.

"Goods produced by forced labour" only says which things are meant: that there are such goods is not what the sentence
states. "This", "the former", "doing so" say nothing where nobody knows at what they point. Both are counted.
"""

from __future__ import annotations

from kg.coref.pleonasm import is_pleonastic
from kg.factuality.stance import clause_firmness
from kg.frames.annotations import Annotations
from kg.frames.clauses import Clause
from kg.lexicon import words
from kg.parse.control import subjects
from kg.parse.nouns import is_event_noun
from kg.parse.syntax import SUBJECTS, VERBAL, determiner, is_infinitive, is_passive, tensed
from kg.parse.tree import Token

_ACTS = words("clauses", "acts", "words")
_ANYBODY = frozenset({"those", "anyone", "anybody"})
_DETERMINERS = frozenset({"det", "poss", "nummod", "predet"})
_PRESENT = frozenset({"VBZ", "VBP", "MD"})
_ORDINALS = words("clauses", "ordinals", "words")
_POINTING = words("clauses", "pointing", "words")
_SPEAKERS = words("clauses", "speakers", "words")


def is_generic(clause: Clause, notes: Annotations) -> bool:
    """Whether a clause says which things are meant by a bare noun, and holds no name, no date and nothing past."""
    verb = _first(clause.verb)
    noun = verb.head
    if verb.dep_ not in {"acl", "relcl"} or is_infinitive(verb):
        return False
    if _is_bare(noun, notes) and noun.lemma_.lower() in _ACTS and subjects(verb)[:1] in {(), (noun,)}:
        return tensed(verb).tag_ in _PRESENT or (verb.dep_ == "acl" and not _has_agent(verb))
    return not _is_aside(verb) and _only_tells_which(verb, noun, notes)


def _only_tells_which(verb: Token, noun: Token, notes: Annotations) -> bool:
    if not (_is_bare(noun, notes) or (verb.dep_ == "acl" and _is_any(noun, notes))):
        return False
    if verb.dep_ == "acl" and not is_passive(verb):
        return False
    if verb.dep_ == "relcl" and (tensed(verb).tag_ not in _PRESENT or subjects(verb)[:1] != (noun,)):
        return False
    return not any(
        place in notes.inside or place in notes.times for place in range(noun.left_edge.i, verb.right_edge.i + 1)
    )


def _has_agent(verb: Token) -> bool:
    """As in "actions taken by Chad": there were some."""
    return any(child.dep_ == "agent" for child in verb.children)


def _first(verb: Token) -> Token:
    """The first of coordinated verbs."""
    while verb.dep_ == "conj" and verb.head.pos_ in VERBAL:
        verb = verb.head
    return verb


def _is_bare(noun: Token, notes: Annotations) -> bool:
    """As in "goods", "other countries": a common noun that nothing points out."""
    if noun.lower_ in _ANYBODY:
        return True
    if noun.pos_ != "NOUN" or noun.i in notes.names or noun.i in notes.corefs:
        return False
    return not any(child.dep_ in _DETERMINERS for child in noun.children)


def _is_any(noun: Token, notes: Annotations) -> bool:
    """As in "a bank fined under the law will lose its licence": whichever is fined."""
    if noun.pos_ != "NOUN" or noun.i in notes.names or noun.dep_ not in SUBJECTS:
        return False
    return determiner(noun) in {"a", "an", "any"} and not clause_firmness(noun.head).is_asserted


def _is_aside(verb: Token) -> bool:
    """As in "goods, produced in": told besides."""
    first = verb.left_edge.i
    return first > 0 and verb.doc[first - 1].text in {",", "-", "–", "—", "("}


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
