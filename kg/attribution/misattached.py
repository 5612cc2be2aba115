"""That-clauses hung on another word than their verb: "told the paper he believed", "said in reply to them that"."""

from __future__ import annotations

from spacy.tokens import Token

from kg.attribution import Range
from kg.attribution.lexemes import VERBS, kinds, lemma_of
from kg.attribution.phrases import clause_range, has_that, is_finite, subtree
from kg.attribution.sources import is_passive, light_verb
from kg.lexicon import words
from kg.parse.syntax import TENSED_TAGS, VERBAL

_THINGS = words("reporting", "forms", "evidence", "things")
_DROPPED = words("reporting", "forms", "whether", "dropped")
_REACH = 15  # tokens between a reporting verb and its "that"
_SUBJECTS = frozenset({"nsubj", "nsubjpass", "csubj"})
_RELATIVE = frozenset({"WDT", "WP", "WP$", "WRB"})


def torn_clause(verb: Token) -> tuple[Range, ...]:
    """The that-clause of a verb which the parser hung on another word; empty where there is none."""
    for noun in (child for child in verb.rights if child.dep_ == "dobj" and lemma_of(verb) in VERBS["hearer"]):
        for clause in noun.rights:
            if clause.dep_ in {"relcl", "acl"} and is_finite(clause) and (has_that(clause) or has_no_gap(clause)):
                return (clause_range(clause),)
    return _clause_after_that(verb) or _clause_from_object(verb)


def _clause_from_object(verb: Token) -> tuple[Range, ...]:
    """As in "insisted unrest there reflected tensions": the noun is the subject that the finite clause lacks."""
    if lemma_of(verb) in VERBS["that"] or is_passive(verb):
        return ()
    for noun in (child for child in verb.rights if child.dep_ == "dobj"):
        clause = next((child for child in noun.rights if child.dep_ == "relcl" and child.tag_ in TENSED_TAGS), None)
        if clause is not None and not any(child.dep_ in _SUBJECTS or child.tag_ in _RELATIVE for child in clause.lefts):
            return (subtree(noun),)
    return ()


def _clause_after_that(verb: Token) -> tuple[Range, ...]:
    """What follows a "that" which has no verb between itself and the reporting one."""
    that = _that_after(verb)
    if that is None or (is_passive(verb) and all(child.lower_ not in _THINGS for child in verb.lefts)):
        return ()
    clause, end = that.head, verb.sent.end
    if that.dep_ == "mark" and clause.i > that.i:
        noun = clause.head
        carried = noun.dep_ == "pobj" and light_verb(noun) == verb  # "said in a statement that"
        owned = noun.lemma_.lower() in kinds("nouns") and not carried
        return () if owned else ((that.i + 1, clause_range(clause)[1]),)
    at_once = (that.i == verb.i + 1 and that.tag_ == "IN") or (that.dep_ == "dobj" and clause == verb)
    finite = any(later.tag_ in TENSED_TAGS for later in verb.doc[that.i + 1 : end])
    return ((that.i + 1, end),) if at_once and finite and not is_passive(verb) else ()


def _that_after(verb: Token) -> Token | None:
    """The first "that" behind a verb, before any other verb or a colon."""
    for token in verb.doc[verb.i + 1 : min(verb.i + _REACH, verb.sent.end)]:
        if token.pos_ in VERBAL or token.text in {":", ";"}:
            return None
        if token.lower_ in _DROPPED:
            return token
    return None


def has_no_gap(clause: Token) -> bool:
    """Whether a clause read as relative has no relative pronoun."""
    return not any(token.tag_ in _RELATIVE for token in clause.lefts) and any(
        child.dep_ in {"nsubj", "nsubjpass"} for child in clause.lefts
    )
