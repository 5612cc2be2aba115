"""Attributions that the parse shows: the reporting verb, noun, adjective or adjunct, its source and its content.

What stands in quotation marks is completed afterwards (``kg.attribution.component``). Labels are ClearNLP's, as
spaCy's English models use them.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Iterator, Mapping

from kg.attribution import Attribution, Range
from kg.attribution.contents import content_of
from kg.attribution.lexemes import VERBS, cue_of, form_kind, kinds, stance_of, verb_kind
from kg.attribution.phrases import (
    clause_head,
    clause_range,
    cut_out,
    following_noun,
    has_complementizer,
    has_subject,
    has_that,
    is_finite,
    is_passive_verb,
    is_source,
    merged,
    noun_phrase,
    noun_source,
    saying_of_quotation,
    subject_of,
    subtree,
    trimmed,
    verb_source,
)
from kg.lexicon import words
from kg.parse.syntax import TENSED_TAGS, VERBAL, has_child
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
_CLAUSES = frozenset({"acl", "ccomp", "advcl", "relcl"})
_SHORT_REST = 8  # words after a closing "he said"


def reports(doc: Doc, quoted: Container[int]) -> Iterator[Attribution]:
    """Every attribution whose content the parse shows; ``quoted``: indices of tokens in quotation marks."""
    for token in doc:
        reader = _READERS.get(token.pos_)
        found = reader(token, quoted) if reader is not None else None
        if found is not None and found.content:
            yield found


def _verb(token: Token, quoted: Container[int]) -> Attribution | None:
    """As in "the minister said that the plant was safe"."""
    kind, felt = verb_kind(token), _adjective(token, quoted)
    if kind is None or felt is not None:
        return felt
    content = content_of(token, quoted)
    said = saying_of_quotation(token)
    if said is not None and content and max(content)[1] <= token.i:
        token = said  # "..., the paper quoted the minister as saying"
    return _reported(token, content, kind) if content else _commenting(token, kind) or _closing(token, kind)


def _reported(verb: Token, content: tuple[Range, ...], kind: str) -> Attribution | None:
    """An attribution, if the verb's subject can be its source."""
    source = verb_source(verb)
    passive = is_passive_verb(verb)
    if (source is None and not passive) or (kind in _HYPOTHETICAL and _is_hypothetical(verb)):
        return None
    if not passive and is_evidence(verb):
        return None
    cue = cue_of(verb)
    parts = (piece for part in content for piece in cut_out(part, cue, *((source,) if source else ())))
    return Attribution(0, source, cue, merged(verb.doc, parts), stance_of(verb, kind))


def is_evidence(verb: Token) -> bool:
    """Whether a verb tells what shows something, and says nothing: "his role showed that '...'"."""
    subject = subject_of(verb)
    return verb.lemma_ in VERBS["evidence"] and subject is not None and not is_source(subject)


def _is_hypothetical(verb: Token) -> bool:
    """Whether nobody is told to know or think so: "it will see that", "Peru must see that", not "I must admit"."""
    subject = subject_of(verb)
    hedging = _HEDGING if subject is None or subject.lower_ in _FIRST_PERSON else _HEDGING - {"must"}
    return any(
        child.dep_ == "aux" and child.tag_ in {"MD", "TO"} and child.lower_ not in hedging for child in verb.lefts
    )


def _noun(noun: Token, _: Container[int]) -> Attribution | None:
    """As in "the minister's claim that the plant was safe"."""
    lemma = noun.lemma_.lower()
    found = _view(noun) if lemma in _VIEWS else None
    kind = kinds("nouns").get(lemma)
    clause = _noun_clause(noun) if kind is not None and found is None else None
    if kind is None or clause is None or any(child.lower_ in _NONE for child in noun.lefts):
        return found
    content = merged(noun.doc, (clause_range(clause),))
    governor = noun.head
    if noun.dep_ == "dobj" and governor.lemma_ in VERBS["taken_up"]:
        stance = kinds("verbs")[governor.lemma_]
        return Attribution(0, verb_source(governor), (governor.i, noun.i + 1), content, stance_of(governor, stance))
    return Attribution(0, noun_source(noun), (noun.i, noun.i + 1), content, kind)


def _noun_clause(noun: Token) -> Token | None:
    """The that-clause of a noun: "claims that ..."; or, after "is", "his view is that ..."."""
    opened = has_complementizer if noun.lemma_ in _ASKING else has_that
    own = next((child for child in noun.rights if child.dep_ in {"acl", "ccomp", "relcl"} and opened(child)), None)
    own = own or next((child for child in noun.rights if _follows_at_once(noun, child)), None)
    if own is not None or noun.dep_ != "nsubj" or noun.head.pos_ != "AUX":
        return own
    owned = has_child(noun, {"poss"})
    return next((child for child in noun.head.rights if owned and child.dep_ == "ccomp" and has_that(child)), None)


def _follows_at_once(noun: Token, clause: Token) -> bool:
    """Whether a clause without "that" completes a noun: "expressed hope they would come"."""
    return clause.dep_ == "acl" and clause.left_edge.i == noun.i + 1 and is_finite(clause) and has_subject(clause)


def _view(noun: Token) -> Attribution | None:
    """As in "in the chairman's view, ...", "in the words of one diplomat, ..."."""
    preposition = noun.head
    if noun.dep_ != "pobj" or preposition.lower_ not in _VIEW_PREPOSITIONS:
        return None
    if any(child.tag_ == "JJS" for child in noun.lefts):  # "to their lowest point"
        return None
    source = noun_source(noun)
    phrase = subtree(preposition)
    set_off = any(token.text == "," for token in noun.doc[phrase[1] : phrase[1] + 1])
    return _beside(preposition, (noun.i, noun.i + 1), source, phrase, "view") if source and set_off else None


def _adjective(token: Token, _: Container[int]) -> Attribution | None:
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


def _adverb(token: Token, _: Container[int]) -> Attribution | None:
    """As in "the man allegedly shot two guards"."""
    if token.lower_ not in _ADVERBS:
        return None
    cue = (token.i, token.i + 1)
    content = merged(token.doc, cut_out(subtree(token.head), cue))
    return Attribution(0, None, cue, content, form_kind("adverb"), form="adverb")


def _according(token: Token, quoted: Container[int]) -> Attribution | None:
    """As in "according to the ministry, the dam is full"; else what the token reports as a verb."""
    if token.lower_ not in _FIRST:
        return _verb(token, quoted)
    phrases = (child for child in token.rights if child.lower_ in _SECOND)
    noun = next((child for to in phrases for child in to.rights if child.dep_ == "pobj"), None)
    if noun is None or noun.lemma_.lower() in _NOT_SOURCES:
        return None
    return _beside(token, (token.i, noun.head.i + 1), noun_phrase(noun), subtree(token), "according")


def _beside(phrase: Token, cue: Range, source: Range, apart: Range, form: str) -> Attribution:
    """The clause that a phrase stands beside; at either end of the sentence, behind a comma, the whole sentence."""
    head = phrase.sent.root if _is_at_edge(phrase) else clause_head(phrase.head)
    content = merged(phrase.doc, cut_out(subtree(head), apart, source))
    return Attribution(0, source, cue, content, form_kind(form), form=form)


def _is_at_edge(phrase: Token) -> bool:
    """Whether a phrase opens its sentence, or closes it behind a comma."""
    start, end = subtree(phrase)
    whole = subtree(phrase.sent.root)
    before = trimmed(phrase.doc, whole[0], start)
    after = trimmed(phrase.doc, end, whole[1])
    return before is None or (after is None and phrase.nbor(-1).is_punct)


def _commenting(verb: Token, kind: str) -> Attribution | None:
    """As in "the plan, the minister said, will fail"; "as the governor said, trade matters"."""
    as_clause = any(child.lower_ in _COMMENTING for child in verb.lefts)
    objects = any(child.dep_ in {"dobj", "ccomp", "xcomp", "acomp"} for child in verb.rights)
    if objects or verb.head == verb or kind == _REQUESTING:
        return None  # "left the town, as demanded by the council": not said by it
    parenthesis = verb.dep_ == "parataxis" and has_child(verb, {"nsubj"})
    subject = subject_of(verb)
    source = verb_source(verb)
    if not (parenthesis or as_clause) or subject is None or not is_source(subject) or source is None:
        return None
    start, end = subtree(verb)
    if parenthesis and start < source[0] < verb.i:
        start = source[0]  # "the general, a witness testified, gave the order": the parser gives the verb two subjects
    content = merged(verb.doc, cut_out(subtree(clause_head(verb.head)), (start, end)))
    return Attribution(0, source, (verb.i, verb.i + 1), content, kind, form="parenthesis")


def _closing(verb: Token, kind: str) -> Attribution | None:
    """As in "..., the White House said Tuesday": who said so closes a sentence that the parser took for two."""
    doc, sentence = verb.doc, verb.sent
    comma = next((token.i for token in reversed(doc[sentence.start : verb.i]) if token.text == ","), None)
    if comma is None or verb.tag_ not in TENSED_TAGS | {"NNS"} or verb.lemma_ in VERBS["that"] | VERBS["evidence"]:
        return None
    if any(child.dep_ == "advcl" and child.left_edge.i == sentence.start for child in verb.lefts):
        return None  # "when asked whether they had failed, he said no"
    inverted = following_noun(verb) if comma == verb.i - 1 else None
    source = noun_phrase(inverted) if inverted is not None else trimmed(doc, comma + 1, verb.i)
    if source is None or not _is_plain_source(doc, source, is_noun=verb.pos_ not in VERBAL):
        return None
    rest = [token for token in doc[max(verb.i + 1, source[1]) : sentence.end] if not (token.is_punct or token.is_space)]
    if len(rest) > _SHORT_REST or any(token.pos_ in {"VERB", "AUX", "PRON", "SCONJ"} for token in rest):
        return None
    objects = any(child.dep_ == "dobj" and (child != inverted or has_subject(verb)) for child in verb.rights)
    if objects or not any(token.pos_ in VERBAL for token in doc[sentence.start : comma]):
        return None
    return Attribution(0, source, cue_of(verb), merged(doc, ((sentence.start, comma),)), kind, form="parenthesis")


def _is_plain_source(doc: Doc, part: Range, *, is_noun: bool) -> bool:
    """Whether words are a source without verb or conjunction before it; those before a verb read as a noun are flat."""
    tokens = doc[slice(*part)]
    if tokens[0].pos_ in {"CCONJ", "SCONJ", "ADP", "ADV"} or any(token.pos_ in VERBAL for token in tokens):
        return False
    return is_source(tokens[-1] if is_noun else tokens.root)


_READERS: Mapping[str, Callable[[Token, Container[int]], Attribution | None]] = {
    "VERB": _according,
    "AUX": _verb,
    "NOUN": _noun,
    "PROPN": _noun,
    "ADJ": _adjective,
    "ADV": _adverb,
    "ADP": _according,
    "SCONJ": _according,
}
