"""Sources that stand beside their content: "according to X", "in X's view", "citing X", "reportedly", "as X said"."""

from __future__ import annotations

from spacy.tokens import Token

from kg.attribution import Attribution, Range
from kg.attribution.lexemes import form_kind, kinds
from kg.attribution.phrases import clause_head, noun_phrase, predicate_follows, root, subtree, tidied, tidy, without
from kg.attribution.sources import is_source, noun_source
from kg.lexicon import words
from kg.parse.syntax import AUXILIARIES, VERBAL

_NOT_SOURCES = words("reporting", "forms", "according", "not_sources")
_ACCORDING = (words("reporting", "forms", "according", "first"), words("reporting", "forms", "according", "second"))
_VIEW_PREPOSITIONS = words("reporting", "forms", "view", "prepositions")


def according(token: Token) -> Attribution | None:
    """As in "according to the ministry, the dam is full"."""
    if token.lower_ not in _ACCORDING[0]:
        return None
    to = next((child for child in token.rights if child.lower_ in _ACCORDING[1]), None)
    noun = next((child for child in to.rights if child.dep_ == "pobj"), None) if to is not None else None
    if to is None or noun is None or noun.lemma_.lower() in _NOT_SOURCES:
        return None
    source, whole = _named(token, noun), noun_phrase(noun)
    end = subtree(token)[1] if source == whole or source is None else source[1]
    return _beside(token, (token.i, to.i + 1), source, (subtree(token)[0], end), "according")


def view(token: Token) -> Attribution | None:
    """As in "in the chairman's view, ...", "in the words of one diplomat, ..."."""
    preposition = token.head
    if token.dep_ != "pobj" or preposition.lower_ not in _VIEW_PREPOSITIONS or preposition.dep_ != "prep":
        return None
    source = noun_source(token)
    if source is None or not _is_set_off(preposition):
        return None
    cue = (token.i, token.i + 1) if source[0] < token.i else (preposition.i, token.i + 1)
    start, end = subtree(preposition)
    quoted = any(word.is_quote for word in token.doc[source[1] : end])
    return _beside(preposition, cue, source, (start, source[1] if quoted else end), "view")


def citing(token: Token) -> Attribution | None:
    """As in "the army has taken the airport, citing Reuters"."""
    noun = next((child for child in token.rights if child.dep_ == "dobj"), None)
    if token.tag_ != "VBG" or noun is None or not is_source(noun) or token.dep_ == "ROOT":
        return None
    head = clause_head(token.head)
    source = _named(token, noun)
    others = [subtree(child) for child in head.children if child.lower_ in _ACCORDING[0]]
    reported = [subtree(child) for child in head.children if child.dep_ == "ccomp" and child.i > head.i]
    own = subtree(token) if source is None or source == noun_phrase(noun) else (token.i, source[1])
    if head.dep_ == "parataxis" and head.lemma_ in kinds("verbs"):
        own, head = subtree(head), clause_head(head.head)  # "the tariffs would stay, the paper reported, citing"
    content = reported or without(subtree(head), own, *others)
    return _attribution(token, (token.i, token.i + 1), source, tuple(content), "citing")


def adverb(token: Token) -> Attribution | None:
    """As in "the man allegedly shot two guards"."""
    head = token.head
    if head.pos_ in VERBAL and head.dep_ in AUXILIARIES:
        head = head.head
    content = without(subtree(head), (token.i, token.i + 1))
    return _attribution(token, (token.i, token.i + 1), None, content, "adverb")


def comment(verb: Token, source: Range | None, kind: str) -> Attribution | None:
    """As in "as the governor said, trade is a matter of security": the content is what the clause comments on."""
    if source is None:
        return None
    start, end = subtree(verb)
    if verb.dep_ == "parataxis" and start < source[0] < verb.i:
        start = source[0]  # "the general, a witness testified, gave the order": the parser gives the verb two subjects
    content = without(subtree(clause_head(verb.head)), (start, end))
    found = tidied(verb.doc, content)
    return Attribution(0, source, (verb.i, verb.i + 1), found, kind, form="parenthesis") if found else None


def _beside(phrase: Token, cue: Range, source: Range | None, apart: Range, form: str) -> Attribution | None:
    """The clause that a phrase stands beside; at either end of the sentence, behind a comma, the whole sentence."""
    doc = phrase.doc
    head = root(phrase) if _is_at_edge(phrase) else clause_head(phrase.head)
    content = without(subtree(head), apart, *((source,) if source else ()))
    found = tidied(doc, content)
    return Attribution(0, source, cue, found, form_kind(form), form=form) if found and source else None


def _is_at_edge(phrase: Token) -> bool:
    """Whether a phrase opens its sentence, or closes it behind a comma."""
    start, end = subtree(phrase)
    whole = subtree(root(phrase))
    before = tidy(phrase.doc, whole[0], start)
    after = tidy(phrase.doc, end, whole[1])
    return before is None or (after is None and phrase.nbor(-1).is_punct)


def _is_set_off(phrase: Token) -> bool:
    """Whether a comma parts a phrase from its clause."""
    start, end = subtree(phrase)
    doc = phrase.doc
    return (end < len(doc) and doc[end].text == ",") or (start > 0 and doc[start - 1].text == ",")


def _named(phrase: Token, noun: Token) -> Range | None:
    """Who it is according to; the subject of the clause, read as an apposition, is given back to its clause."""
    found = noun_phrase(noun)
    if found is None or not predicate_follows(phrase):
        return found
    comma = max((token.i for token in noun.doc[found[0] : found[1]] if token.text == ","), default=None)
    return (found[0], comma) if comma is not None and comma > noun.i else found


def _attribution(
    token: Token, cue: Range, source: Range | None, content: tuple[Range, ...], form: str
) -> Attribution | None:
    found = tidied(token.doc, content)
    return Attribution(0, source, cue, found, form_kind(form), form=form) if found else None
