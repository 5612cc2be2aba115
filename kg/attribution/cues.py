"""Words that report, read off the parse: which verb, noun or adjective, who is its source, and what it reports.

What stands in quotation marks is completed afterwards (``kg.attribution.speech``). Labels are ClearNLP's, as
spaCy's English models use them.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Iterator, Mapping
from functools import cache

from kg.attribution import Attribution, Range
from kg.attribution.adjuncts import according, adverb, citing, closing_noun, inverted, parenthesis, phrased, view
from kg.attribution.contents import Content, conditions, content_of, has_no_gap
from kg.attribution.lexemes import VERBS, cue_of, kinds, lemma_of, verb_kind, weakened
from kg.attribution.phrases import clause_range, has_opener, has_subject, has_that, is_finite, subtree, tidied, without
from kg.attribution.sources import (
    is_passive_form,
    is_source,
    light_verb,
    noun_source,
    quoted_saying,
    subject_of,
    verb_source,
)
from kg.lexicon import words
from kg.parse.tree import Doc, Token

_ADVERBS = words("reporting", "forms", "adverb", "words")
_HEDGING = words("reporting", "forms", "negated", "hedging")
_FIRST_PERSON = words("reporting", "forms", "first_person", "all")
_HYPOTHETICAL = frozenset({"factive", "believe"})
_NEAR = 4  # tokens between "expressed" and its "hope"
_CLEAR = words("reporting", "forms", "clear", "adjectives")
_VIEWS = words("reporting", "forms", "view", "nouns")
_NONE = words("reporting", "forms", "negated", "subjects")
_THINGS = words("reporting", "forms", "evidence", "things")
_ASKING = words("reporting", "kinds", "ask", "nouns")
_CLAUSES = frozenset({"acl", "ccomp", "advcl", "relcl"})


def reports(doc: Doc, quoted: Container[int]) -> Iterator[Attribution]:
    """Every report whose content the parse tells; ``quoted`` are the tokens in quotation marks."""
    readers = _readers()
    for token in doc:
        reader = readers.get(token.pos_)
        if reader is not None:
            found = reader(token, quoted)
            if found is not None:
                yield found


def _verb(token: Token, quoted: Container[int]) -> Attribution | None:
    lemma = lemma_of(token)
    if lemma in VERBS["clear"]:
        return made_clear(token)
    kind = verb_kind(token)
    felt = adjective_report(token) or phrased(token)
    if kind is None or felt is not None:
        return felt
    if lemma in VERBS["citing"] and (found := citing(token)) is not None:
        return found
    misread = inverted(token, kind)
    if misread is not None:
        return misread
    content = content_of(token, quoted)
    said = quoted_saying(token)
    if said is not None and content and max(content)[1] <= token.i:
        token = said  # "..., the paper quoted the minister as saying"
    return _reported(token, content, kind) if content else parenthesis(token, kind)


def _reported(verb: Token, content: Content, kind: str) -> Attribution | None:
    """An attribution, if the verb's subject can be its source."""
    source = verb_source(verb)
    if (source is None and not _is_sourceless(verb)) or (kind in _HYPOTHETICAL and _is_hypothetical(verb)):
        return None
    if not is_passive_form(verb) and lemma_of(verb) in VERBS["evidence"]:
        subject = subject_of(verb)
        if subject is not None and not is_source(subject):
            return None
    parts = tuple(piece for part in content for piece in without(part, cue_of(verb), *((source,) if source else ())))
    clear = tidied(verb.doc, (*parts, *conditions(verb, content), *_before_comment(verb, source, content)))
    cue, kind = _with_noun(verb, kind)
    return Attribution(0, source, cue, clear, weakened(verb, kind)) if clear else None


def _with_noun(verb: Token, kind: str) -> tuple[Range, str]:
    """The cue and its kind: of "expressed the hope" the hope's."""
    noun = next(
        (child for child in verb.rights if child.dep_ == "dobj" and child.lemma_.lower() in kinds("nouns")), None
    )
    if noun is None or verb.lemma_ not in VERBS["light"] or noun.i > verb.i + _NEAR:
        return cue_of(verb), kind
    return (verb.i, noun.i + 1), kinds("nouns")[noun.lemma_.lower()]


def _before_comment(verb: Token, source: Range | None, content: Content) -> Content:
    """As in "the general, a witness testified, gave the order": the subject that the comment parts from its clause."""
    doc, start = verb.doc, verb.sent.start
    clause = next((child for child in verb.rights if child.dep_ == "ccomp"), None)
    if source is None or verb.dep_ != "ROOT" or clause is None or has_subject(clause) or min(content)[0] < verb.i:
        return ()
    parted = doc[verb.i + 1].text == "," and doc[source[0] - 1].text == ","
    return ((start, source[0] - 1),) if parted and start < source[0] - 1 else ()


def _is_hypothetical(verb: Token) -> bool:
    """Whether nobody is told to know or think so: "it will see that", "Peru must see that", not "I must admit"."""
    subject = subject_of(verb)
    hedging = _HEDGING if subject is None or subject.lower_ in _FIRST_PERSON else _HEDGING - {"must"}
    return any(
        child.dep_ == "aux" and child.tag_ in {"MD", "TO"} and child.lower_ not in hedging for child in verb.lefts
    )


def _is_sourceless(verb: Token) -> bool:
    """Whether a verb is a passive that may leave its source out: "it was said that", "men believed to have fled"."""
    if any(child.dep_ in {"auxpass", "nsubjpass"} for child in verb.lefts):
        return True
    return is_passive_form(verb) and verb.dep_ in {"acl", "advcl", "conj"} and verb.i < verb.right_edge.i


def _adverb(token: Token, _: Container[int]) -> Attribution | None:
    return adverb(token) if token.lower_ in _ADVERBS else None


def _according(token: Token, quoted: Container[int]) -> Attribution | None:
    return according(token) or _verb(token, quoted)


def _noun(token: Token, _: Container[int]) -> Attribution | None:
    return noun_report(token) or closing_noun(token)


def _adjective(token: Token, _: Container[int]) -> Attribution | None:
    return adjective_report(token)


@cache
def _readers() -> Mapping[str, Callable[[Token, Container[int]], Attribution | None]]:
    return {
        "VERB": _according,
        "AUX": _verb,
        "NOUN": _noun,
        "PROPN": _noun,
        "ADJ": _adjective,
        "ADV": _adverb,
        "ADP": _according,
        "SCONJ": _according,
    }


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
    if noun.dep_ == "dobj" and governor.lemma_ in VERBS["taken_up"] and not is_passive_form(governor):
        stance = kinds("verbs")[governor.lemma_]
        return Attribution(0, verb_source(governor), (governor.i, noun.i + 1), content, weakened(governor, stance))
    return Attribution(0, noun_source(noun), (noun.i, noun.i + 1), content, kind)


def adjective_report(token: Token) -> Attribution | None:
    """As in "the chancellor is confident that a deal can be reached"."""
    kind = kinds("adjectives").get(token.lower_)
    linking = token.head if token.dep_ in {"acomp", "attr", "oprd"} else token
    if kind is None or (linking == token and not (token.pos_ == "VERB" and is_passive_form(token))):
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
