"""Nouns and adjectives that report: "X's claim that ...", "X is confident that ...", "X made clear that ..."."""

from __future__ import annotations

from spacy.tokens import Token

from kg.attribution import Attribution
from kg.attribution.adjuncts import view
from kg.attribution.lexemes import VERBS, kinds, verb_kind, weakened
from kg.attribution.misattached import has_no_gap
from kg.attribution.phrases import clause_range, has_opener, has_that, is_finite, subtree, tidied
from kg.attribution.sources import is_passive, is_source, light_verb, noun_source, subject_of, verb_source
from kg.lexicon import words

_CLEAR = words("reporting", "forms", "clear", "adjectives")
_VIEWS = words("reporting", "forms", "view", "nouns")
_NONE = words("reporting", "forms", "negated", "subjects")
_THINGS = words("reporting", "forms", "evidence", "things")
_ASKING = words("reporting", "kinds", "ask", "nouns")
_CLAUSES = frozenset({"acl", "ccomp", "advcl", "relcl"})


def noun_report(noun: Token) -> Attribution | None:
    """As in "the minister's claim that the plant was safe"."""
    lemma = noun.lemma_.lower()
    if lemma in _VIEWS and (found := view(noun)) is not None:
        return found
    kind = kinds("nouns").get(lemma)
    clause = _noun_clause(noun) if kind is not None else None
    content = tidied(noun.doc, (clause_range(clause),)) if clause is not None else ()
    if kind is None or not content or any(child.lower_ in _NONE and child.dep_ == "det" for child in noun.lefts):
        return None
    governor = noun.head
    if noun.dep_ == "pobj" and light_verb(noun) is not None and verb_kind(governor.head) is not None:
        return None  # "told the paper in a statement that": the verb reports
    if noun.dep_ == "dobj" and governor.lemma_ in VERBS["taken_up"] and not is_passive(governor):
        stance = kinds("verbs")[governor.lemma_]
        return Attribution(0, verb_source(governor), (governor.i, noun.i + 1), content, weakened(governor, stance))
    return Attribution(0, noun_source(noun), (noun.i, noun.i + 1), content, kind)


def adjective_report(token: Token) -> Attribution | None:
    """As in "the chancellor is confident that a deal can be reached"."""
    kind = kinds("adjectives").get(token.lower_)
    linking = token.head if token.dep_ in {"acomp", "attr", "oprd"} else token
    if kind is None or (linking == token and not (token.pos_ == "VERB" and is_passive(token))):
        return None
    if linking != token and linking.lemma_ not in VERBS["feeling"]:
        return None
    clause = next((child for child in token.rights if child.dep_ in _CLAUSES and _is_felt(child)), None)
    if clause is None and linking != token:
        clause = next((child for child in linking.rights if child.dep_ == "ccomp" and has_that(child)), None)
    subject = subject_of(linking)
    content = tidied(token.doc, (subtree(clause),)) if clause is not None else ()
    if not content or subject is None or subject.dep_ == "expl" or subject.lower_ in _THINGS:
        return None
    source = verb_source(linking) if linking != token else (subject.left_edge.i, subject.right_edge.i + 1)
    return Attribution(0, source, (token.i, token.i + 1), content, weakened(linking, kind)) if source else None


def made_clear(verb: Token) -> Attribution | None:
    """As in "made clear that", "made it clear that"."""
    clear = next((child for child in verb.rights if child.lower_ in _CLEAR), None)
    if clear is None:
        return None
    clause = next(
        (child for child in (*clear.rights, *verb.rights) if child.dep_ in _CLAUSES and has_that(child)), None
    )
    subject = subject_of(verb)
    content = tidied(verb.doc, (subtree(clause),)) if clause is not None else ()
    if not content or subject is None or not is_source(subject):
        return None
    return Attribution(0, verb_source(verb), (verb.i, clear.i + 1), content, kinds("verbs")["say"], form="clear")


def _noun_clause(noun: Token) -> Token | None:
    """The that-clause of a noun: "claims that ..."; or, after "is", "his view is that ..."."""
    opened = has_opener if noun.lemma_ in _ASKING else has_that
    own = next((child for child in noun.rights if child.dep_ in {"acl", "ccomp", "relcl"} and opened(child)), None)
    own = own or next((child for child in noun.rights if _follows_at_once(noun, child)), None)
    if own is not None:
        return own
    copula = noun.head
    if noun.dep_ != "nsubj" or copula.pos_ != "AUX" or light_verb(noun) is not None:
        return None
    if not any(child.dep_ == "poss" for child in noun.lefts):
        return None
    return next((child for child in copula.rights if child.dep_ == "ccomp" and has_that(child)), None)


def _follows_at_once(noun: Token, clause: Token) -> bool:
    """Whether a clause without "that" completes a noun: "expressed hope they would come"."""
    return clause.dep_ == "acl" and clause.left_edge.i == noun.i + 1 and is_finite(clause) and has_no_gap(clause)


def _is_felt(clause: Token) -> bool:
    return has_that(clause) or (clause.dep_ == "ccomp" and is_finite(clause))
