"""The factuality that a governor gives its complement: "a plan to sign", "barred from signing", "hopes that"."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Protocol

from kg.factuality.futures import has_cause, is_future_auxiliary, is_intended, predicted
from kg.factuality.modality import is_indefinite, mark, of_story, tense
from kg.factuality.signatures import PLAIN, Firmness, Signature, implied, least_firm, signature, unlisted, with_denial
from kg.lexicon import words
from kg.model import Factuality
from kg.parse.control import subjects
from kg.parse.nouns import is_event_noun
from kg.parse.syntax import (
    NOMINAL,
    SUBJECTS,
    TENSED_TAGS,
    VERBAL,
    clause_above,
    finite_verb,
    has_child,
    is_infinitive,
    is_passive,
    is_perfect,
    preposition_name,
    verb_name,
)
from kg.parse.tree import Token

DISCLAIMED = "disclaimed"
"""The rule that leaves open what a source says it did not know."""
_KNOWING = words("stance", DISCLAIMED, "words")
_OPEN = frozenset({"whether", "if"})
_CIRCUMSTANCES = frozenset({"why", "how", "when", "where"})
_ASKING = words("stance", "asking", "verbs")
_WH = _CIRCUMSTANCES | {"what", "who", "which"}
_DEGREES = frozenset({"too", "enough"})
_ENDING = words("stance", "ending", "verbs") | words("stance", "ending", "foiling")
_FAILING = words("stance", "ending", "subjects")
_BECOMING = words("stance", "becoming", "verbs")
_OBJECTS = frozenset({"dobj", "nsubjpass"})
_VAIN = words("stance", "vain", "words")
_FALSELY = words("stance", "falsely", "words")
_HEARSAY = words("stance", "hearsay", "words") | words("stance", "hearsay", "told")
_TELLING = words("stance", "hearsay", "told")
_SAID = frozenset({"acomp", "oprd", "attr", "amod", "advmod", "pobj"})
_IS_SO, _IS_NOT, _MAY_BE, _IS_ASKED = map(
    Firmness, (Factuality.ASSERTED, Factuality.DENIED, Factuality.POSSIBLE, Factuality.REQUESTED)
)
_POSSIBLE = Signature(_MAY_BE, _IS_NOT, rule="purpose")
_TOLD = Signature(_IS_SO, _IS_NOT, rule="becoming")
_NOT = Signature(_IS_NOT, _IS_SO, rule="ending")
_SAYING = Signature(_MAY_BE, _MAY_BE, rule="hearsay")
_DEMANDED = Signature(_IS_ASKED, _MAY_BE, rule="subjunctive")
_DUTY = Signature(_IS_ASKED, _MAY_BE, past=_IS_SO, words="have to", rule="modals")


class GoverningFirmness(Protocol):
    """The factuality of governing words, computed only as far up the tree as it is asked for."""

    def clause(self, verb: Token) -> Firmness:
        """The factuality of a clause, by its verb."""

    def noun(self, noun: Token) -> Firmness:
        """The factuality of an event, by its noun."""


def complement(verb: Token, above: GoverningFirmness) -> Firmness:
    """The factuality of a complement by its governor: "failed to", "denied that", "stopped", "is likely to"."""
    governor, kind = verb.head, _complement_kind(verb)
    is_verb = governor.pos_ in VERBAL
    firm = governor_firmness(governor, above)
    question = _question_word(verb)
    if kind == "infinitive" and is_verb and governor.lemma_ in {"be", "have"}:
        asked = _judged(governor, verb) if has_child(verb, SUBJECTS) else None  # "it is vital for Norway to sign"
        wanted = signature("that", "adjectives", asked.lower_) if asked is not None else None
        return implied(wanted, firm) if wanted is not None else _under_be_or_have(governor, firm)
    if kind == "clause" and (question in _OPEN or (question and governor.lemma_ in _ASKING and tense(verb) == "MD")):
        return Firmness(Factuality.POSSIBLE, question, "question")
    if kind == "clause" and question in _CIRCUMSTANCES and tense(verb) == "VBD":
        return of_story(governor)  # "may ask why it signed": it did
    if question in _WH and kind == "clause":
        return firm.unless_denied(Factuality.ASSERTED)
    if kind == "infinitive" and question in _WH | _OPEN:
        return least_firm(Firmness(Factuality.POSSIBLE, f"{question} to", "question"), firm)  # "discussed how to sign"
    about = _judged(governor, verb) if is_verb and kind in {"clause", "bare"} else None
    found = _signature(about or governor, verb, kind)
    if (firm.value is Factuality.CONDITIONAL or firm.rule == "conditions") and any(
        map(is_indefinite, subjects(governor))
    ):
        found = replace(found, open=None)  # "once a country stops signing": nobody need sign
    if kind == "clause" and _is_disclaimed(governor):
        found = replace(found, denied=_MAY_BE, rule=DISCLAIMED)
    adverbs = {child.lower_ for child in governor.children if child.dep_ == "advmod"}
    if adverbs & _VAIN:
        found = replace(found, holds=_IS_NOT, words=f"{found.words}, in vain", rule="vain")
    if is_verb and kind == "clause" and adverbs & _FALSELY:
        found = replace(_NOT, words=f"falsely {found.words}", rule="falsely")
    left = implied(found, firm, is_past=_is_past(governor))
    return predicted(left, verb) if kind == "infinitive" and is_future_auxiliary(governor) else left


def _is_disclaimed(governor: Token) -> bool:
    """As in "denied knowing that Peru had paid", "said it was not aware that": who says so may hold that it did not."""
    host = clause_above(governor)
    return host is not None and host.dep_ in {"ccomp", "pcomp", "xcomp"} and governor.lemma_.lower() in _KNOWING


def subject_clause(verb: Token, above: GoverningFirmness) -> Firmness:
    """The factuality of a clausal subject: "whether X signed is unclear" Possible, "that X signed is false" Denied."""
    if mark(verb) in _OPEN:
        return Firmness(Factuality.POSSIBLE, mark(verb), "question")
    said = _said_of(verb) if tense(verb) in TENSED_TAGS else None
    return implied(said, above.clause(verb.head)) if said is not None else PLAIN


def _is_impersonal(verb: Token) -> bool:
    """As in "it is said", "the court was told": nobody is named who says so."""
    is_it = any(child.dep_ in SUBJECTS and child.lower_ == "it" for child in verb.children)
    is_open = is_it or verb.lemma_.lower() in _TELLING
    return is_open and is_passive(verb) and not has_child(verb, {"agent"})


def _of_saying(verb: Token) -> Signature | None:
    """The signature of a passive in which nobody says so: hearsay, unless a list has the verb."""
    word = verb.lemma_.lower()
    return signature("that", "verbs", word) or (replace(_SAYING, words=f"{word} that") if word in _HEARSAY else None)


def _complement_kind(verb: Token) -> str:
    """What a complement is: "to sign", "signing", "[that X] sign", or a full clause."""
    if is_infinitive(verb):
        return "infinitive"
    is_bare = verb.tag_ == "VBN" and verb.dep_ == "xcomp" and not has_child(verb, {"auxpass"} | SUBJECTS)
    if (verb.tag_ == "VBG" or is_bare) and not has_child(verb, {"aux", "mark"}):  # "seem assured"
        return "participle"
    return "bare" if verb.tag_ == "VB" and not has_child(verb, {"aux"}) else "clause"


def _judged(governor: Token, verb: Token) -> Token | None:
    """What a linking verb says of a clause: "unlikely" of "it is unlikely that", "hope" of "the hope is that"."""
    if governor.lemma_ != "be" or verb.i < governor.i:
        return None
    said = [child for child in governor.children if child.dep_ in {"acomp", "attr"}]
    about = [child for child in governor.children if child.dep_ == "nsubj" and child.pos_ == "NOUN"]
    return next(iter(said or about), None)


def _question_word(verb: Token) -> str:
    """The question word of a complement, or the empty string."""
    own = next((child.lower_ for child in verb.children if child.dep_ == "mark" or child.tag_ == "WRB"), "")
    return own or (verb.left_edge.lower_ if verb.left_edge.tag_ == "WP" else "")  # "what he was tried for"


def _to_degree(governor: Token) -> Signature | None:
    """As in "too weak to attack", "strong enough to attack"."""
    found = next((child.lower_ for child in governor.children if child.lower_ in _DEGREES), "")
    return signature("to", "adjectives", found)


def modifier(verb: Token, above: GoverningFirmness) -> Firmness:
    """The factuality of a noun's infinitive: "a plan to sign" (Planned), "took the opportunity to sign" (Asserted)."""
    noun = verb.head
    phrase = f"{verb_name(noun.head)} {noun.lemma_.lower()}" if noun.dep_ == "dobj" else ""
    told = signature("to", "phrases", phrase)
    if told is not None:
        return implied(told, above.clause(noun.head))
    word = noun.lemma_.lower()
    listed = signature("to", "nouns", word) or _ranked(noun)
    is_purpose = is_event_noun(word) or noun.pos_ == "PROPN"  # the headline "Cuba to cut tariffs"
    unknown = unlisted("to", word) if is_purpose else replace(_POSSIBLE, words=f"{word} to")
    firm = outcome(noun, above)
    return implied(listed or unknown, firm if firm.value is not Factuality.REQUESTED else PLAIN)


def _ranked(noun: Token) -> Signature | None:
    """As in "the first country to sign", "the only country to sign": one that did."""
    ranks = (child.lower_ for child in noun.children if child.dep_ == "amod")
    return next(filter(None, (signature("to", "nouns", rank) for rank in ranks)), None)


def outcome(noun: Token, above: GoverningFirmness) -> Firmness:
    """The factuality of what a noun is about: denied in "abandoned its plan", "foiled the bid", "the effort failed"."""
    verb = noun.head
    listed = _ENDING if noun.dep_ in _OBJECTS else _FAILING if noun.dep_ in SUBJECTS else frozenset()
    if verb_name(verb) not in listed or not _has_content(noun):
        return above.noun(noun)
    return implied(replace(_NOT, words=verb_name(verb)), above.clause(verb))


def _has_content(noun: Token) -> bool:
    """As "plan", "attempt", "claim": a noun that tells of a happening that need not be."""
    return any(signature(construction, "nouns", noun.lemma_.lower()) for construction in ("to", "that", "act"))


def content(noun: Token, above: GoverningFirmness, *, unknown: Factuality = Factuality.POSSIBLE) -> Firmness:
    """The factuality of a noun's that-clause: "denied a report that X signed" is Denied; a report alone is no fact."""
    name = noun.lemma_.lower()
    unlisted = Signature(Firmness(unknown), _IS_NOT, words=f"{name} that", rule="unlisted_that")
    found = signature("that", "nouns", name) or unlisted
    called, said = _of_adjective(child for child in noun.children if child.dep_ == "amod"), _said_of(noun)
    if called is not None and called.holds.is_denied:  # "false claims that X signed"
        return implied(called, PLAIN)
    if said is not None:  # "the claim that X signed is false"
        return implied(said, above.clause(noun.head))
    firm = above.noun(noun)
    act = signature("act", "verbs", verb_name(noun.head)) if noun.dep_ in _OBJECTS else None
    if act is not None and not firm.negated:
        firm = least_firm(firm, replace(act.holds, cue=act.words, rule=act.rule))
    left = implied(found, firm)
    if firm.negated or firm.is_asserted or found.open is not None:
        return left
    return least_firm(left, Firmness(Factuality.POSSIBLE, left.cue, left.rule))


def _said_of(noun: Token) -> Signature | None:
    """What is said of a noun or clause: "false" of "the claim that X signed proved false", "was dismissed as false".

    "is impossible to ignore" says nothing of whether it is so.
    """
    hosts = (noun.head, *(child for child in noun.head.rights if child.dep_ in {"prep", "xcomp"}))
    return _of_adjective(
        child for host in hosts for child in host.rights if child.dep_ in _SAID and not has_child(child, {"xcomp"})
    )


def _of_adjective(found: Iterable[Token]) -> Signature | None:
    """The first signature that adjectives have for a that-clause."""
    return next(filter(None, (signature("that", "adjectives", token.lower_) for token in found)), None)


def gerund(verb: Token, above: GoverningFirmness) -> Firmness | None:
    """The factuality of a gerund ("barred X from signing", "praised X for signing"); None for an unlisted governor."""
    preposition = verb.head
    governor, name = preposition.head, preposition_name(preposition)
    before = preposition.doc[preposition.left_edge.i - 1].lower_
    word = governor.lemma_.lower()
    phrases = (f"{verb_name(governor)} {name}", f"{word} {name}", f"{governor.lower_} {name}", f"{before} {name}")
    found = next(filter(None, (signature("ing", "phrases", phrase) for phrase in phrases)), None)
    found = found or signature("ing", "words", word)
    return implied(found, governor_firmness(governor, above)) if found is not None else None


def governor_firmness(governor: Token, above: GoverningFirmness) -> Firmness:
    """How firm a verb, noun or adjective leaves what stands under it, before its own signature counts."""
    if governor.pos_ in VERBAL:
        return least_firm(above.clause(governor), of_story(governor))
    if governor.pos_ in NOMINAL:
        return outcome(governor, above)
    host = clause_above(governor)
    return above.clause(host) if host is not None else PLAIN


def _signature(governor: Token, verb: Token, kind: str) -> Signature:
    """That of a governor for its complement; one that no list has lends an infinitive no more than a purpose."""
    field, word = _field(governor), governor.lemma_.lower()
    match kind:
        case "infinitive":
            is_act = field == "verbs" and not is_perfect(verb)
            unknown = unlisted("to", word) if is_act else replace(_POSSIBLE, words=f"{word} to")
            is_alone = not has_child(governor, {"dobj"})  # not "used it to sign"
            degree = _to_degree(governor) if field == "adjectives" else None
            alone = signature("to", "alone", word) if is_alone else None
            own = _of_own_act(governor, verb) if is_alone else None
            if field == "verbs" and has_cause(governor):
                own = signature("to", "effects", verb_name(governor)) or own
            return own or degree or _of_plan(governor) or _listed("to", governor) or alone or unknown
        case "participle":
            return _listed("ing", governor) or _listed("to", governor) or unlisted("ing")
        case "bare":
            singular = any(child.tag_ in {"NN", "NNP"} for child in verb.children if child.dep_ in SUBJECTS)
            unknown = _DEMANDED if singular else unlisted("ing")  # "vital that Norway sign"
            return _listed("that", governor) or _listed("to", governor) or unknown
        case _:
            said = _of_saying(governor) if _is_impersonal(governor) else None
            is_going = is_future_auxiliary(verb) and has_child(verb, {"xcomp"})
            is_ahead = is_going or any(child.tag_ == "MD" for child in verb.children)
            held = None if is_ahead or field != "verbs" else signature("that", "facts", word)
            listed = _listed("that", governor)
            if listed is not None and listed.rule == "plan" and tense(verb) == "VBD" and not is_ahead:
                listed = None  # "agreed that it was dear": no plan is of what was
            return held or listed or said or unlisted("that")


def _of_own_act(governor: Token, verb: Token) -> Signature | None:
    """As in "wants to sign", where no other is to do it, as in "wants to see him punished"; "came to be known"."""
    if has_child(verb, SUBJECTS) or (verb.lemma_ == "see" and has_child(verb, {"ccomp"})):
        return None
    if verb_name(governor) in _BECOMING and is_passive(verb):
        return replace(_TOLD, words=f"{verb_name(governor)} to")
    return signature("to", "own", verb_name(governor)) if is_intended(governor) else None


def _of_plan(governor: Token) -> Signature | None:
    """As in "plans were made to sign": the passive tells no more of the signing than the plans.

    "The demand is expected to fall" tells of the fall what is expected.
    """
    own = _listed("to", governor)
    if own is not None and not own.holds.is_asserted:
        return None
    nouns = (child.lemma_.lower() for child in governor.children if child.dep_ == "nsubjpass")
    return next(filter(None, (signature("to", "nouns", noun) for noun in nouns)), None)


def _listed(construction: str, governor: Token) -> Signature | None:
    """By "rule out", "rule" or "hard-pressed": with its particle, alone, or as the word that it is a part of."""
    field, word, at = _field(governor), governor.lemma_.lower(), governor.i
    compound = governor.doc[max(at - 2, 0) : at + 1].text.lower()
    return next(
        filter(None, (signature(construction, field, name) for name in (compound, verb_name(governor), word))), None
    )


def _field(governor: Token) -> str:
    """The field of ``signatures.toml`` that lists a governor: verbs, adjectives (adverbs too) or nouns."""
    if governor.pos_ in VERBAL:
        return "verbs"
    return "adjectives" if governor.pos_ in {"ADJ", "ADV"} else "nouns"


def _under_be_or_have(governor: Token, firm: Firmness) -> Firmness:
    """As in "is to sign", "has to sign", "had to sign" (it did), "has yet to sign" (it has not)."""
    if any(child.lower_ == "yet" for child in governor.children):
        return implied(replace(_NOT, words=f"{governor.lemma_} yet to", rule="negation"), firm)
    if governor.lemma_ == "be":
        planned = Firmness(Factuality.PLANNED, "be to", "modals")
        return with_denial(planned, firm) if firm.is_denied else least_firm(firm, planned)
    if firm.value in {Factuality.PLANNED, Factuality.EXPECTED}:  # "will have to stop"
        return Firmness(Factuality.EXPECTED, f"{firm.cue} have to", "modals")
    is_told = governor.tag_ == "VBD" and governor.dep_ != "ccomp"
    return implied(_DUTY, firm, is_past=is_told)


def _is_past(governor: Token) -> bool:
    """Whether the clause of a governor is past: "was able to", "has been able to"."""
    clause = governor if governor.pos_ in VERBAL else governor.head
    return is_perfect(clause) or finite_verb(clause).tag_ == "VBD"
