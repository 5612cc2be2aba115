"""Attributions that the parse shows: the reporting verb, noun, adjective or adjunct, its source and its content.

What stands in quotation marks is completed afterwards (``kg.attribution.component``). Labels are ClearNLP's, as
spaCy's English models use them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from kg.attribution import Attribution, Range
from kg.attribution.contents import clause_range, content_of
from kg.attribution.lexemes import VERBS, cue_of, form_kind, kinds, stance_of, verb_kind
from kg.attribution.phrases import (
    clause_head,
    cut_out,
    has_complementizer,
    has_subject,
    has_that,
    is_finite,
    is_passive_verb,
    is_source,
    merged,
    noun_phrase,
    noun_source,
    subject_of,
    subtree,
    trimmed,
    verb_source,
)
from kg.lexicon import words
from kg.parse.syntax import SUBJECTS, has_child
from kg.parse.tree import Doc, Token

_ADVERBS = words("reporting", "forms", "adverb", "words")
_HEDGING = words("reporting", "forms", "negated", "hedging")
_NONE = words("reporting", "forms", "negated", "subjects")
_FIRST_PERSON = words("reporting", "forms", "first_person", "all")
_THINGS = words("reporting", "forms", "evidence", "things")
_ASKING = words("reporting", "kinds", "ask", "nouns")
_FIRST, _SECOND = words("reporting", "forms", "according", "first"), words("reporting", "forms", "according", "second")
_NOT_SOURCES = words("reporting", "forms", "according", "not_sources")
_VIEWS = words("reporting", "forms", "view", "nouns")
_VIEW_PREPOSITIONS = words("reporting", "forms", "view", "prepositions")
_COMMENTING = words("reporting", "forms", "parenthesis", "words")
_HYPOTHETICAL = frozenset({"factive", "believe"})
_REQUESTING = "request"
_DENYING = "deny"
_CLAUSES = frozenset({"acl", "ccomp", "advcl", "relcl"})


def reports(doc: Doc) -> Iterator[Attribution]:
    """Every attribution whose content the parse shows."""
    for token in doc:
        reader = _READERS.get(token.pos_)
        found = reader(token) if reader is not None else None
        if found is not None and found.content:
            yield found


def is_evidence(verb: Token) -> bool:
    """Whether a verb tells what shows something, and says nothing: "his role showed that '...'"."""
    subject = subject_of(verb)
    return verb.lemma_ in VERBS["evidence"] and subject is not None and not is_source(subject)


def _verb(verb: Token) -> Attribution | None:
    """As in "the minister said that the plant was safe", if the verb's subject can be its source."""
    kind, felt = verb_kind(verb), _adjective(verb)
    if kind is None or felt is not None:
        return felt
    content, source, is_passive = content_of(verb), verb_source(verb), is_passive_verb(verb)
    if not content:
        return _commenting(verb, kind, source)
    if (source is None or is_evidence(verb)) and not is_passive:
        return None
    if kind in _HYPOTHETICAL and _is_hypothetical(verb):
        return None
    cue = cue_of(verb)
    parts = (piece for part in content for piece in cut_out(part, cue, *((source,) if source else ())))
    return Attribution(0, source, cue, merged(verb.doc, parts), stance_of(verb, kind))


def _is_hypothetical(verb: Token) -> bool:
    """Whether nobody is told to know or think so: "it will see that", "Peru must see that", not "I must admit"."""
    subject = subject_of(verb)
    hedging = _HEDGING if subject is None or subject.lower_ in _FIRST_PERSON else _HEDGING - {"must"}
    modals = (child for child in verb.lefts if child.dep_ == "aux" and child.tag_ in {"MD", "TO"})
    return any(modal.lower_ not in hedging for modal in modals)


def _commenting(verb: Token, kind: str, source: Range | None) -> Attribution | None:
    """As in "the plan, the minister said, will fail"; "as the governor said, trade matters"."""
    as_clause = any(child.lower_ in _COMMENTING for child in verb.lefts)
    parenthesis = verb.dep_ == "parataxis" and has_child(verb, {"nsubj"})
    objects = any(child.dep_ in {"dobj", "ccomp", "xcomp", "acomp"} for child in verb.rights)
    if objects or verb.head == verb or kind == _REQUESTING or not (parenthesis or as_clause):
        return None  # "left the town, as demanded by the council": not said by it
    subject = subject_of(verb)
    if subject is None or not is_source(subject) or source is None:
        return None
    shows = verb.lemma_ in VERBS["evidence"]  # who speaks may go on behind "but"
    beyond = [subtree(child) for child in verb.head.rights if shows and child.i > verb.i and _is_opposed(child)]
    content = merged(verb.doc, cut_out(subtree(clause_head(verb.head)), subtree(verb), source, *beyond))
    return Attribution(0, source, (verb.i, verb.i + 1), content, kind, form="parenthesis")


def _is_opposed(clause: Token) -> bool:
    """As in "prices fell, figures showed, but [the minister resigned]", which the figures do not show."""
    before = clause.doc.lower_at(clause.left_edge.i - 1)
    return clause.dep_ == "conj" and has_child(clause, SUBJECTS) and before == "but"


def _noun(noun: Token) -> Attribution | None:
    """As in "the minister's claim that the plant was safe"."""
    lemma = noun.lemma_.lower()
    found = _view(noun) if lemma in _VIEWS else None
    kind = kinds("nouns").get(lemma)
    clause = _noun_clause(noun) if kind is not None and found is None else None
    if kind is None or clause is None or any(child.lower_ in _NONE for child in noun.lefts):
        return found
    content, source, governor = merged(noun.doc, (clause_range(clause),)), noun_source(noun), noun.head
    if source is None and noun.dep_ == "dobj" and kinds("verbs").get(governor.lemma_) == _DENYING:
        cue, denying = (governor.i, noun.i + 1), verb_source(governor)  # "rejected the claim that ..."
        return Attribution(0, denying, cue, content, stance_of(governor, _DENYING))
    return Attribution(0, source, (noun.i, noun.i + 1), content, kind)


def _noun_clause(noun: Token) -> Token | None:
    """The that-clause of a noun: "claims that ...", "hope they ..."; or, after "is", "his view is that ..."."""
    opened = has_complementizer if noun.lemma_ in _ASKING else has_that
    for child in noun.rights:
        at_once = child.dep_ == "acl" and child.left_edge.i == noun.i + 1 and is_finite(child) and has_subject(child)
        if at_once or (child.dep_ in {"acl", "ccomp", "relcl"} and opened(child)):
            return child
    if noun.dep_ != "nsubj" or noun.head.pos_ != "AUX" or not has_child(noun, {"poss"}):
        return None
    return next((child for child in noun.head.rights if child.dep_ == "ccomp" and has_that(child)), None)


def _view(noun: Token) -> Attribution | None:
    """As in "in the chairman's view, ..."."""
    if noun.dep_ != "pobj" or noun.head.lower_ not in _VIEW_PREPOSITIONS:
        return None
    source, phrase = noun_source(noun), subtree(noun.head)
    set_off = any(token.text == "," for token in noun.doc[phrase[1] : phrase[1] + 1])
    return _beside(noun.head, (noun.i, noun.i + 1), source, phrase, "view") if source and set_off else None


def _adjective(token: Token) -> Attribution | None:
    """As in "the chancellor is confident that a deal can be reached"."""
    kind = kinds("adjectives").get(token.lower_)
    linking = token.head if token.dep_ in {"acomp", "attr", "oprd"} else token
    if kind is None or (linking == token and not (token.pos_ == "VERB" and is_passive_verb(token))):
        return None
    clause = next((child for child in token.rights if child.dep_ in _CLAUSES), None)
    if clause is None:
        clause = next((child for child in linking.rights if child.dep_ == "ccomp" and has_that(child)), None)
    subject = subject_of(linking)
    if clause is None or subject is None or subject.lower_ in _THINGS:
        return None
    source = verb_source(linking) if linking != token else noun_phrase(subject)
    content = merged(token.doc, (subtree(clause),))
    return Attribution(0, source, (token.i, token.i + 1), content, stance_of(linking, kind))


def _adverb(token: Token) -> Attribution | None:
    """As in "the man allegedly shot two guards"."""
    if token.lower_ not in _ADVERBS:
        return None
    cue = (token.i, token.i + 1)
    content = merged(token.doc, cut_out(subtree(token.head), cue))
    return Attribution(0, None, cue, content, form_kind("adverb"), form="adverb")


def _according(token: Token) -> Attribution | None:
    """As in "according to the ministry, the dam is full"; else what the token reports as a verb."""
    if token.lower_ not in _FIRST:
        return _verb(token)
    phrases = (child for child in token.rights if child.lower_ in _SECOND)
    noun = next((child for to in phrases for child in to.rights if child.dep_ == "pobj"), None)
    if noun is None or noun.lemma_.lower() in _NOT_SOURCES:
        return None
    return _beside(token, (token.i, noun.head.i + 1), noun_phrase(noun), subtree(token), "according")


def _beside(phrase: Token, cue: Range, source: Range, apart: Range, form: str) -> Attribution:
    """The clause that a phrase stands beside; at either end of the sentence, behind a comma, the whole sentence."""
    doc, (start, end), whole = phrase.doc, subtree(phrase), subtree(phrase.sent.root)
    opens, closes = trimmed(doc, whole[0], start) is None, trimmed(doc, end, whole[1]) is None
    is_at_edge = opens or (closes and phrase.nbor(-1).is_punct)
    head = phrase.sent.root if is_at_edge else clause_head(phrase.head)
    content = merged(doc, cut_out(subtree(head), apart, source))
    return Attribution(0, source, cue, content, form_kind(form), form=form)


_READERS: Mapping[str, Callable[[Token], Attribution | None]] = {
    "VERB": _according,
    "AUX": _verb,
    "NOUN": _noun,
    "PROPN": _noun,
    "ADJ": _adjective,
    "ADV": _adverb,
    "ADP": _according,
    "SCONJ": _according,
}
