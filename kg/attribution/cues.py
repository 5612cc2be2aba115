"""Words that report, read off the parse: which word, who is its source, and what it reports.

What stands in quotation marks is completed afterwards (``kg.attribution.speech``). Labels are ClearNLP's, as
spaCy's English models use them.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Iterator, Mapping
from functools import cache

from spacy.tokens import Doc, Token

from kg.attribution import Attribution, Range
from kg.attribution.adjuncts import according, adverb, citing
from kg.attribution.contents import Content, conditions, content_of
from kg.attribution.lexemes import VERBS, cue_of, kinds, lemma_of, verb_kind, weakened
from kg.attribution.nominals import adjective_report, made_clear, noun_report
from kg.attribution.parentheses import inverted, parenthesis, phrased
from kg.attribution.phrases import has_subject, tidied, without
from kg.attribution.sources import is_passive, is_source, quoted_saying, subject_of, verb_source
from kg.lexicon import words

_ADVERBS = words("reporting", "forms", "adverb", "words")
_HEDGING = words("reporting", "forms", "negated", "hedging")
_FIRST_PERSON = words("reporting", "forms", "first_person", "all")
_HYPOTHETICAL = frozenset({"factive", "believe"})
_NEAR = 4  # tokens between "expressed" and its "hope"


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
    if not is_passive(verb) and lemma_of(verb) in VERBS["evidence"]:
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
    """Whether nobody is told to know or think so: "it will realize that", "Peru must see that", not "I must admit"."""
    subject = subject_of(verb)
    hedging = _HEDGING if subject is None or subject.lower_ in _FIRST_PERSON else _HEDGING - {"must"}
    return any(
        child.dep_ == "aux" and child.tag_ in {"MD", "TO"} and child.lower_ not in hedging for child in verb.lefts
    )


def _is_sourceless(verb: Token) -> bool:
    """Whether a verb is a passive that may leave its source out: "it was said that", "men believed to have fled"."""
    if any(child.dep_ in {"auxpass", "nsubjpass"} for child in verb.lefts):
        return True
    return is_passive(verb) and verb.dep_ in {"acl", "advcl", "conj"} and verb.i < verb.right_edge.i


def _adverb(token: Token, _: Container[int]) -> Attribution | None:
    return adverb(token) if token.lower_ in _ADVERBS else None


def _according(token: Token, quoted: Container[int]) -> Attribution | None:
    return according(token) or _verb(token, quoted)


def _noun(token: Token, _: Container[int]) -> Attribution | None:
    return noun_report(token)


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
