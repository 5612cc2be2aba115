"""Sources that stand beside their content: "according to X", "in X's view", "citing X", "the plan, X said, fails"."""

from __future__ import annotations

from kg.attribution import Attribution, Range
from kg.attribution.lexemes import VERBS, cue_of, form_kind, kinds, lemma_of
from kg.attribution.phrases import (
    clause_head,
    following_noun,
    noun_phrase,
    predicate_follows,
    root,
    subtree,
    tidied,
    tidy,
    without,
)
from kg.attribution.sources import is_document, is_source, noun_source, subject_of, verb_source
from kg.lexicon import words
from kg.parse.syntax import AUXILIARIES, TENSED_TAGS, VERBAL
from kg.parse.tree import Doc, Token

_NOT_SOURCES = words("reporting", "forms", "according", "not_sources")
_ACCORDING = (words("reporting", "forms", "according", "first"), words("reporting", "forms", "according", "second"))
_VIEW_PREPOSITIONS = words("reporting", "forms", "view", "prepositions")
_COMMENTING = words("reporting", "forms", "parenthesis", "words")
_THINGS = words("reporting", "forms", "evidence", "things")
_CARRIERS = words("reporting", "forms", "light", "carriers")
_NEUTRAL = "neutral"
_JUDGING = "judge"
_REQUESTING = "request"
_SHORT_REST = 8  # words after a closing "he said"


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


def closing_noun(noun: Token) -> Attribution | None:
    """As in "..., an Oxfam release reports.": the parser takes the verb for a noun in the plural."""
    doc, sentence = noun.doc, noun.sent
    kind = kinds("verbs").get(noun.lemma_.lower()) if noun.tag_ == "NNS" else None
    comma = next((token.i for token in reversed(doc[sentence.start : noun.i]) if token.text == ","), None)
    if kind is None or comma is None or any(not t.is_punct and not t.is_space for t in doc[noun.i + 1 : sentence.end]):
        return None
    source = tidy(doc, comma + 1, noun.i)
    if source is None or not _is_plain(doc, source) or any(t.pos_ == "CCONJ" for t in doc[source[0] : source[1]]):
        return None
    if not is_source(doc[source[1] - 1]) or not any(t.tag_ in TENSED_TAGS for t in doc[sentence.start : comma]):
        return None
    content = tidied(doc, ((sentence.start, comma),))
    return Attribution(0, source, (noun.i, noun.i + 1), content, kind, form="parenthesis") if content else None


def _is_plain(doc: Doc, part: Range) -> bool:
    """Whether words are a noun phrase without verb or conjunction before it."""
    tokens = doc[part[0] : part[1]]
    return tokens[0].pos_ not in {"CCONJ", "SCONJ", "ADP", "ADV"} and all(token.pos_ not in VERBAL for token in tokens)
