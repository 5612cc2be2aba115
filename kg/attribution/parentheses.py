"""Reporting clauses beside what they report: "the plan, the minister said, will fail", "..., he said Tuesday"."""

from __future__ import annotations

from spacy.tokens import Doc, Token

from kg.attribution import Attribution, Range
from kg.attribution.adjuncts import comment
from kg.attribution.lexemes import VERBS, cue_of, lemma_of
from kg.attribution.phrases import following_noun, noun_phrase, tidied, tidy
from kg.attribution.sources import is_document, is_source, subject_of, verb_source
from kg.lexicon import words
from kg.parse.syntax import TENSED_TAGS, VERBAL

_COMMENTING = words("reporting", "forms", "parenthesis", "words")
_THINGS = words("reporting", "forms", "evidence", "things")
_CARRIERS = words("reporting", "forms", "light", "carriers")
_NEUTRAL = "neutral"
_JUDGING = "judge"
_REQUESTING = "request"
_SHORT_REST = 8  # words after a closing "he said"


def parenthesis(verb: Token, kind: str) -> Attribution | None:
    """A report whose verb stands in or behind its content, where the parse has no clause for it."""
    return _commenting(verb, kind) or _closing(verb, kind)


def inverted(verb: Token, kind: str) -> Attribution | None:
    """As in "the rebels, said a spokesman, had fled": the parser takes the rebels for the subject."""
    noun = following_noun(verb)
    if noun is None or verb.i == 0 or verb.nbor(-1).text != "," or lemma_of(verb) in VERBS["that"]:
        return None
    if kind == _JUDGING:
        return None  # "the mayor, who left in May, condemned the ruling"
    source = noun_phrase(noun)
    sentence = verb.sent
    misread = any(child.dep_ == "nsubj" and child.i < verb.i for child in verb.lefts)
    if source is None or not misread or not is_source(noun) or source[1] >= sentence.end:
        return None
    if not verb.doc[source[1]].is_punct or verb.doc[source[1]].text == ":":
        return None
    content = tidied(verb.doc, ((sentence.start, verb.i), (source[1], sentence.end)))
    if not any(token.tag_ in TENSED_TAGS for start, end in content for token in verb.doc[start:end]):
        return None  # "the president, Anna Berg, criticized Sweden"
    return Attribution(0, source, cue_of(verb), content, kind, form="parenthesis")


def phrased(verb: Token) -> Attribution | None:
    """As in "as the envoy put it, the talks have failed"."""
    as_clause = verb.dep_ == "advcl" and any(child.lower_ in _COMMENTING for child in verb.lefts)
    if not as_clause or lemma_of(verb) not in VERBS["phrased"]:
        return None
    if not any(child.dep_ == "dobj" and child.lower_ in _THINGS for child in verb.rights) or _is_placed(verb):
        return None
    subject = subject_of(verb)
    return comment(verb, verb_source(verb), _NEUTRAL) if subject is not None and is_source(subject) else None


def _is_placed(verb: Token) -> bool:
    """Whether a thing is put somewhere: "put it on the table", not "put it in a speech on Monday"."""
    phrases = (child for child in verb.rights if child.dep_ == "prep")
    nouns = (child for phrase in phrases for child in phrase.rights if child.dep_ == "pobj")
    return any(noun.ent_type_ not in {"DATE", "TIME"} and not _carries(noun) for noun in nouns)


def _carries(noun: Token) -> bool:
    """Whether a document is said to hold the words: "in a speech"."""
    return is_document(noun) and noun.head.lower_ in _CARRIERS


def _commenting(verb: Token, kind: str) -> Attribution | None:
    """As in "the plan, the minister said, will fail"; "as the governor said, trade matters"."""
    as_clause = any(child.lower_ in _COMMENTING and child.i < verb.i for child in verb.lefts)
    objects = any(child.dep_ in {"dobj", "ccomp", "xcomp", "acomp"} for child in verb.rights)
    if objects or verb.head == verb or (kind == _REQUESTING and verb.tag_ == "VBN"):
        return None  # "left the town, as demanded by the council": not said by it
    parenthesis = verb.dep_ == "parataxis" and any(child.dep_ == "nsubj" for child in verb.children)
    if not parenthesis and not (as_clause and verb.dep_ == "advcl"):
        return None
    subject = subject_of(verb)
    return comment(verb, verb_source(verb), kind) if subject is not None and is_source(subject) else None


def _closing(verb: Token, kind: str) -> Attribution | None:
    """As in "..., the White House said Tuesday": who said so closes a sentence that the parser took for two."""
    doc, sentence = verb.doc, verb.sent
    comma = next((token.i for token in reversed(doc[sentence.start : verb.i]) if token.text == ","), None)
    if comma is None or verb.tag_ not in TENSED_TAGS or lemma_of(verb) in VERBS["that"] | VERBS["evidence"]:
        return None
    if any(child.dep_ == "advcl" and child.left_edge.i == sentence.start for child in verb.lefts):
        return None  # "when asked whether they had failed, he said no"
    inverted = following_noun(verb) if comma == verb.i - 1 else None
    source = noun_phrase(inverted) if inverted is not None else tidy(doc, comma + 1, verb.i)
    if source is None or not _is_plain(doc, source) or not is_source(doc[source[0] : source[1]].root):
        return None
    rest = [
        token for token in doc[max(verb.i + 1, source[1]) : sentence.end] if not token.is_punct and not token.is_space
    ]
    closes = len(rest) <= _SHORT_REST and all(token.pos_ not in {"VERB", "AUX", "PRON", "SCONJ"} for token in rest)
    objects = (child for child in verb.rights if child.dep_ == "dobj" and child != inverted)
    if not closes or any(child.ent_type_ not in {"DATE", "TIME"} for child in objects):
        return None
    says = any(token.pos_ in VERBAL or token.is_quote for token in doc[sentence.start : comma])
    content = tidied(doc, ((sentence.start, comma),)) if says else ()
    return Attribution(0, source, cue_of(verb), content, kind, form="parenthesis") if content else None


def _is_plain(doc: Doc, part: Range) -> bool:
    """Whether words are a noun phrase without verb or conjunction before it."""
    tokens = doc[part[0] : part[1]]
    return tokens[0].pos_ not in {"CCONJ", "SCONJ", "ADP", "ADV"} and all(token.pos_ not in VERBAL for token in tokens)
