"""What a complement is, and what the word above it lends: "urged X to sign", "denied signing", "hopes that X signs"."""

from __future__ import annotations

from spacy.tokens import Token

from kg.lexicon import words
from kg.model import Factuality
from kg.nlp.firmness import effect, left_open, turned_round, weakest
from kg.nlp.syntax import SUBJECTS, VERBAL, is_infinitive

_STOPPING = words("stance", "stopping", "words")
_UNSURE = frozenset({Factuality.EXPECTED, Factuality.POSSIBLE, Factuality.CONDITIONAL})


def complement_kind(verb: Token) -> str:
    """What a complement is: "to sign", "signing", "[that X] sign", or a full clause."""
    if is_infinitive(verb):
        return "infinitive"
    if verb.tag_ == "VBG" and not any(child.dep_ in {"aux", "mark"} for child in verb.children):
        return "participle"
    is_bare = verb.tag_ == "VB" and not any(child.dep_ == "aux" for child in verb.children)
    return "bare" if is_bare else "clause"


def governor_field(governor: Token) -> str:
    """The field of ``stance.toml`` that lists a governor: verbs, adjectives (adverbs too) or nouns."""
    if governor.pos_ in VERBAL:
        return "verbs"
    return "adjectives" if governor.pos_ in {"ADJ", "ADV"} else "nouns"


def judged(governor: Token, verb: Token) -> Token | None:
    """What a linking verb says of a clause: "unlikely" of "it is unlikely that", "hope" of "the hope is that"."""
    if governor.lemma_ != "be" or verb.i < governor.i:
        return None
    said = [child for child in governor.children if child.dep_ in {"acomp", "attr"} and child.i < verb.i]
    about = [child for child in governor.children if child.dep_ == "nsubj" and child.pos_ == "NOUN"]
    return next(iter(said or about), None)


def question_word(verb: Token) -> str:
    """The question word of a complement; "where" of "the region where it is to sign" is that of the clause above."""
    found = next((child for child in verb.children if child.dep_ == "mark" or child.tag_ == "WRB"), None)
    return found.lower_ if found is not None and (found.i > verb.head.i or verb.i < verb.head.i) else ""


def lent_by(name: str, kind: str, field: str, verb: Token) -> Factuality:
    """What the governor's word lends; one that no list has lends an infinitive no more than a purpose."""
    match kind:
        case "infinitive":
            is_past = any(child.dep_ == "aux" and child.lower_ == "have" for child in verb.children)
            unknown = Factuality.PLANNED if field == "verbs" and not is_past else Factuality.POSSIBLE
            if not any(child.dep_ == "dobj" for child in verb.head.children):  # "used to sign", not "used it to sign"
                unknown = effect("infinitive", "alone", name, unknown)
            return effect("infinitive", field, name, unknown)
        case "participle":
            return effect("participle", field, name, effect("infinitive", field, name, Factuality.ASSERTED))
        case "bare":
            unknown = Factuality.REQUESTED if _is_subjunctive(verb) else Factuality.ASSERTED
            return effect("clause", field, name, effect("infinitive", field, name, unknown))
        case _:
            return effect("clause", field, name, Factuality.ASSERTED)


def left_by(name: str, lent: Factuality, kind: str, above: Factuality) -> Factuality:
    """What is left of a complement where the governor itself is denied, unsure or still to come."""
    if above is Factuality.DENIED:
        return _under_denial(name, lent, kind)
    if lent is Factuality.DENIED and above in _UNSURE:
        return above  # "may refuse to sign"
    if lent is Factuality.DENIED and above is not Factuality.ASSERTED and name in _STOPPING:
        return Factuality.POSSIBLE  # "plans to stop selling"
    return weakest(lent, above)


def _under_denial(name: str, lent: Factuality, kind: str) -> Factuality:
    """What holds where the governor does not, after Karttunen: "did not manage to", "did not hesitate to"."""
    if turned_round(name):
        return Factuality.ASSERTED
    if left_open(name):
        return Factuality.POSSIBLE
    if lent is Factuality.DENIED:
        return Factuality.ASSERTED if kind == "clause" else Factuality.POSSIBLE
    if kind == "clause" and lent is Factuality.ASSERTED:
        return effect("clause", "denied", name, Factuality.POSSIBLE)  # "did not say that": left open
    return Factuality.DENIED


def _is_subjunctive(verb: Token) -> bool:
    """As in "it is vital that Norway sign": a singular subject with a bare verb."""
    return any(child.dep_ in SUBJECTS and child.tag_ in {"NN", "NNP"} for child in verb.children)
