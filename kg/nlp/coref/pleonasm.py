"""The "it" that stands for nothing: "it is clear that", "it took months to", "making it easier to", "it rained".

After Lappin & Leass 1994, section 2.1.2, with the parse in place of word patterns.
"""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Token

from kg.lexicon import words

_TO = words("coref", "pleonastic_infinitive", "words")
_THAT = words("coref", "pleonastic_that", "words")
_WEATHER = words("coref", "weather", "words")
_LINKING = words("coref", "linking", "words")
_TIMES = words("coref", "time_nouns", "words")
_SUBJECTS = frozenset({"nsubj", "nsubjpass"})
_COMPLEMENTS = frozenset({"acomp", "attr", "oprd"})
_CLAUSES = frozenset({"ccomp", "advcl", "acl", "csubj", "relcl", "xcomp"})


def is_pleonastic(token: Token) -> bool:
    """Whether this "it" is a mere place-holder for a clause or has no meaning at all."""
    if token.dep_ == "expl" or _is_bracketed(token):
        return True
    verb = token.head
    if token.dep_ in _SUBJECTS and verb.pos_ in {"VERB", "AUX"}:
        return _is_dummy_subject(verb, passive=token.dep_ == "nsubjpass")
    return token.dep_ in {"dobj", "nsubj"} and _is_dummy_object(token, verb)


def _is_bracketed(token: Token) -> bool:
    """Whether it stands alone in brackets: a remark on the language of a source, as wikis make."""
    doc = token.doc
    return 0 < token.i < len(doc) - 1 and doc[token.i - 1].text == "(" and doc[token.i + 1].text == ")"


def _is_dummy_subject(verb: Token, *, passive: bool) -> bool:
    lemma = verb.lemma_.lower()
    if lemma in _WEATHER:
        return True
    if passive or lemma in _THAT:  # "it was reported that", "it seems that"
        return any(child.dep_ == "ccomp" and child.i > verb.i for child in verb.children)
    if lemma in _LINKING:
        return _is_extraposed(verb)
    return lemma == "take" and any(_is_infinitive(child) for child in verb.children)


def _is_extraposed(verb: Token) -> bool:
    """Whether a linking verb has an empty subject: "it is clear that", "it is hard to", "it was John who"."""
    complement = next((child for child in verb.children if child.dep_ in _COMPLEMENTS), None)
    if complement is None:
        return False
    if complement.lemma_.lower() in _TIMES or complement.ent_type_ in {"DATE", "TIME"}:
        return True
    if complement.pos_ == "PROPN" and any(child.dep_ == "relcl" for child in complement.children):
        return True
    found = list(_clauses(verb, complement))
    if any(_mark(clause) in {"that", "whether"} for clause in found):
        return True
    return complement.lemma_.lower() in _TO and any(_is_infinitive(clause) for clause in found)


def _clauses(*hosts: Token) -> Iterator[Token]:
    """Clauses that depend on one of the hosts and follow it."""
    for host in hosts:
        yield from (child for child in host.children if child.dep_ in _CLAUSES and child.i > host.i)


def _mark(clause: Token) -> str:
    return next((child.lower_ for child in clause.children if child.dep_ == "mark"), "")


def _is_infinitive(token: Token) -> bool:
    return token.tag_ == "VB" and any(child.lower_ == "to" for child in token.children)


def _is_dummy_object(token: Token, verb: Token) -> bool:
    """Whether an adjective and a clause follow: "make it easier to", "find it hard to", "make it clear that"."""
    after = token.doc[token.i + 1] if token.i + 1 < len(token.doc) else token
    if after.pos_ != "ADJ" or after not in {verb, *verb.children}:
        return False
    return any(clause != after for clause in _clauses(after)) or any(clause.i > after.i for clause in _clauses(verb))
