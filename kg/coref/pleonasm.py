"""The "it" that stands for nothing: "it is clear that", "it took months to", "making it easier to".

After Lappin & Leass 1994, section 2.1.2, with the parse in place of word patterns, and "it looks as if".
"""

from __future__ import annotations

from collections.abc import Iterator

from kg.lexicon import words
from kg.parse.syntax import TENSED_TAGS, VERBAL
from kg.parse.tree import Token

_TO = words("coref", "pleonastic_infinitive", "words")
_THAT = words("coref", "pleonastic_that", "words")
_LINKING = words("coref", "linking", "words")
_TIMES = words("coref", "time_nouns", "words")
_AGREED = words("coref", "pleonastic_passive", "words")
_TELLING = words("coref", "pleonastic_participle", "words")
_APPEARANCES = words("coref", "pleonastic_as", "words")
_COMPARING = frozenset({"as", "like"})
_CLEAVING = frozenset({"who", "that", "which"})
_SUBJECTS = frozenset({"nsubj", "nsubjpass"})
_COMPLEMENTS = frozenset({"acomp", "attr", "oprd"})
_CLAUSES = frozenset({"ccomp", "advcl", "acl", "csubj", "relcl", "xcomp"})


def is_pleonastic(token: Token) -> bool:
    """Whether this "it" is a mere place-holder for a clause or has no meaning at all."""
    if token.dep_ == "expl" or _is_bracketed(token):
        return True
    verb = token.head
    if token.dep_ in _SUBJECTS and verb.pos_ in VERBAL:
        return _is_dummy_subject(verb, passive=token.dep_ == "nsubjpass")
    return token.dep_ in {"dobj", "nsubj"} and _is_dummy_object(token, verb)


def _is_bracketed(token: Token) -> bool:
    """Whether it stands alone in brackets: a remark on the language of a source, as wikis make."""
    doc = token.doc
    return 0 < token.i < len(doc) - 1 and doc[token.i - 1].text == "(" and doc[token.i + 1].text == ")"


def _is_dummy_subject(verb: Token, *, passive: bool) -> bool:
    lemma = _lemma(verb)
    if passive and lemma in _AGREED and any(_is_infinitive(child) for child in verb.rights):
        return True
    if passive or lemma in _THAT or lemma in _TELLING:  # "it was reported that", "it seems that", "it was telling that"
        return any(child.dep_ == "ccomp" and child.i > verb.i for child in verb.children)
    if lemma in _LINKING:
        return _is_extraposed(verb) or (lemma in _APPEARANCES and _is_like_a_clause(verb))
    return lemma == "take" and any(_is_infinitive(child) for child in verb.children)


def _lemma(verb: Token) -> str:
    """The lemma; a clipped "is" is one before a complement ("it's clear that")."""
    return "be" if verb.tag_ == "VBZ" and verb.lower_ in {"'s", "’s"} else verb.lemma_.lower()


def _is_like_a_clause(verb: Token) -> bool:
    """As in "it looks as if the talks will fail"."""
    return any(
        clause.tag_ in TENSED_TAGS | {"VBN", "VB", "VBG"} and clause.left_edge.lower_ in _COMPARING
        for clause in _clauses(verb)
    )


def _is_extraposed(verb: Token) -> bool:
    """Whether a linking verb has an empty subject: "it is clear that", "it is hard to", "it was John who"."""
    complement = next((child for child in verb.children if child.dep_ in _COMPLEMENTS), None)
    if complement is None:
        return False
    lemma = complement.lemma_.lower()
    if lemma in _TIMES or complement.ent_type_ in {"DATE", "TIME"} or _is_cleft(verb, complement):
        return True
    found = list(_clauses(verb, complement))
    if any(_mark(clause) in {"that", "whether"} for clause in found):
        return True
    if _TO.isdisjoint({lemma, complement.lower_}):
        return False
    return any(_is_infinitive(clause) or _is_bare(clause) for clause in found)


def _is_cleft(verb: Token, complement: Token) -> bool:
    """As in "it was Jobs, not Cook, who decided"."""
    if complement.pos_ != "PROPN":
        return False
    for token in verb.doc[complement.i + 1 : verb.sent.end]:
        if token.tag_ in TENSED_TAGS:
            return False
        if token.lower_ in _CLEAVING and token.tag_ in {"WP", "WDT"}:
            return True
    return False


def _is_bare(clause: Token) -> bool:
    """Whether a clause lacks its "that", or is a gerund: "it is better we wait", "it is painful being apart"."""
    if clause.dep_ == "relcl" or _mark(clause):
        return False
    subject = any(child.dep_ in _SUBJECTS for child in clause.lefts)
    return (subject and clause.dep_ == "ccomp") or (clause.tag_ == "VBG" and clause.dep_ in {"xcomp", "csubj"})


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
