"""How firm a happening is that a noun names, by what stands round it: "planned tariffs", "rejected tariffs"."""

from __future__ import annotations

from kg.factuality.complements import GoverningFirmness, outcome
from kg.factuality.modality import due, has_no, is_due, is_indefinite
from kg.factuality.signatures import PLAIN, Firmness, Signature, implied, least_firm, signature
from kg.lexicon import words
from kg.model import Factuality
from kg.parse.syntax import (
    NOMINAL,
    VERBAL,
    determiner,
    is_negated_conjunct,
    is_passive,
    preposition_name,
    verb_name,
)
from kg.parse.tree import Token

_OPPOSING = words("stance", "opposing", "words")
_PRESUPPOSED = words("stance", "presupposed", "verbs") | words("stance", "presupposed", "phrases")
_GRANTING = words("stance", "granting", "words") | words("stance", "presupposed", "verbs")
_ENDING = words("stance", "ending", "verbs")
_CHANGING = words("stance", "ending", "changing")
_OCCURRING = words("stance", "occurring", "verbs")
_RECEIVED = words("stance", "received", "words")
_WITHOUT = words("stance", "gerund", "Denied")
_OF_CONTENT = frozenset({"of", "for", "to"})
_AGENTS = frozenset({"poss", "agent"})
_DEFINITE = frozenset({"the", "this", "that", "these", "those", "both", "all"})


def firmness(noun: Token, above: GoverningFirmness) -> Firmness:
    """How firm what a noun names is, its adjectives and the words above it counted in."""
    own = [PLAIN]
    for child in noun.children:
        listed = signature("act", "adjectives", child.lower_) if child.dep_ in {"amod", "compound"} else None
        if listed is not None:
            own.append(Firmness(listed.holds, child.lower_, listed.rule))
        if child.dep_ == "acl" and child.tag_ == "VBN":
            own.append(due(child))  # "the talks planned for Friday"
    if is_negated_conjunct(noun) or has_no(noun):
        own.append(Firmness(Factuality.DENIED, "no" if has_no(noun) else "not", "negation"))
    return least_firm(*own, context(noun, above))


def context(noun: Token, above: GoverningFirmness) -> Firmness:
    """What the words above a noun make of it: "rejected tariffs", "the risk of tariffs", "the tariffs failed"."""
    while noun.dep_ == "conj" and noun.head != noun:
        noun = noun.head
    match noun.dep_:
        case "nsubj" if _occurs(noun.head) or is_due(noun.head):
            return above.clause(noun.head)
        case "dobj" | "nsubjpass" | "attr" | "oprd":
            return _under_verb(noun, above)
        case "pobj" | "pcomp":
            lent = _after_preposition(noun, above)
            # "the rejection of Sweden's tariffs"
            return lent.unless_denied(Factuality.POSSIBLE) if _is_act_of_another(noun) else lent
    return PLAIN


def _occurs(verb: Token) -> bool:
    """As in "the talks will begin", "the talks will take place"."""
    taken = [f"{verb.lemma_} {child.lemma_}" for child in verb.children if child.dep_ == "dobj"]
    return verb_name(verb) in _OCCURRING or not _OCCURRING.isdisjoint(taken)


def _under_verb(noun: Token, above: GoverningFirmness) -> Firmness:
    head, name = noun.head, verb_name(noun.head)
    if noun.dep_ == "nsubjpass" and not is_passive(head):
        return PLAIN
    if _is_taken_for_granted(noun, name):
        return Firmness(Factuality.ASSERTED, name, "ending")
    firm = above.clause(head) if head.pos_ in VERBAL else PLAIN
    if noun.dep_ == "dobj" and any(child.dep_ == "oprd" for child in head.children):
        return firm.unless_denied(Factuality.ASSERTED)  # "called the killing a crime": it was one
    listed = signature("act", "verbs", name)
    if listed is None:
        return _of_another(noun, name, firm)
    if listed.holds is Factuality.DENIED and _is_opposed(noun, head):
        return Firmness(Factuality.POSSIBLE, name, "opposing")  # "opposed Sweden's tariffs"
    return implied(listed, firm)


def _is_taken_for_granted(noun: Token, verb: str) -> bool:
    """As in "will lift tariffs", "may ease the ban", "should accept Norway's offer": it is there before."""
    if is_indefinite(noun) or has_no(noun) or signature("act", "nouns", noun.lemma_.lower()) is not None:
        return False
    is_owned = any(child.dep_ == "poss" for child in noun.children)
    if verb in _ENDING or (verb in _CHANGING and (is_owned or determiner(noun) in _DEFINITE)):
        return True
    return verb in _GRANTING and is_owned


def _of_another(noun: Token, name: str, firm: Firmness) -> Firmness:
    """What a verb that is no fact leaves of another's act: "did not condemn Sweden's tariffs", "may confirm" them."""
    if not _is_act_of_another(noun):
        return firm
    if name in _PRESUPPOSED:
        return Firmness(Factuality.ASSERTED, name, "presupposed")
    return firm if name in _RECEIVED else firm.unless_denied(Factuality.POSSIBLE)


def _is_act_of_another(noun: Token) -> bool:
    """As in "Sweden's tariffs", "the attack by Togo"; whose "its tariffs" are is not to be seen."""
    agents = [child for child in noun.children if child.dep_ in _AGENTS or child.lower_ == "by"]
    return any(token.pos_ in NOMINAL for child in agents for token in (child, *child.children))


def _is_opposed(noun: Token, verb: Token) -> bool:
    """As in "rejected Sweden's tariffs", "opposed the war": another's act is opposed, which is not to deny it."""
    return verb.lemma_.lower() in _OPPOSING and any(
        child.dep_ in _AGENTS or child.lower_ in {"the", "by", "these", "this", "those"} for child in noun.children
    )


def _after_preposition(noun: Token, above: GoverningFirmness) -> Firmness:
    governor, name = noun.head.head, preposition_name(noun.head)
    word = governor.lemma_.lower()
    if name in _WITHOUT:
        return Firmness(Factuality.DENIED, name, "gerund")
    if governor.pos_ in NOMINAL:
        alone = signature("act", "nouns", word) if name in _OF_CONTENT else None
        listed = signature("act", "phrases", f"{word} {name}") or alone
        return implied(listed, outcome(governor, above)) if listed is not None else PLAIN
    if governor.pos_ not in VERBAL:
        listed = signature("act", "phrases", f"{word} {name}")
        return Firmness(listed.holds, listed.words, listed.rule) if listed is not None else PLAIN
    told = _of_prepositional_verb(governor, name, above)
    is_new = is_indefinite(noun) or (name == "with" and _is_bare(noun))
    return above.clause(governor).unless_denied(Factuality.POSSIBLE) if told is None and is_new else told or PLAIN


def _is_bare(noun: Token) -> bool:
    return not any(child.dep_ in {"det", "poss", "nummod"} for child in noun.children)


def _of_prepositional_verb(verb: Token, preposition: str, above: GoverningFirmness) -> Firmness | None:
    """As in "called for tariffs", "may respond to tariffs" (which there are); None where the verb does not tell.

    "may answer with tariffs", "will come for a visit": what is new with a clause is as firm as that.
    """
    phrase = f"{verb_name(verb)} {preposition}"
    alone = signature("act", "verbs", verb.lemma_.lower()) if preposition == "for" else None
    listed: Signature | None = signature("act", "phrases", phrase) or alone
    if listed is not None:
        return implied(listed, above.clause(verb))
    if phrase in _PRESUPPOSED:
        return PLAIN
    return above.clause(verb) if preposition in _OF_CONTENT else None
