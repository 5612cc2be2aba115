"""The signature of a governor for its complement: "failed to", "denied that", "stopped", "too weak to"."""

from dataclasses import replace

from kg.factuality.futures import has_cause, is_intended
from kg.factuality.signatures import Firmness, Signature, signature, unlisted
from kg.lexicon import words
from kg.model import Factuality
from kg.parse import syntax
from kg.parse.nouns import is_event_noun
from kg.parse.tree import Token

IS_SO, IS_NOT, MAY_BE, IS_ASKED = map(
    Firmness, (Factuality.ASSERTED, Factuality.DENIED, Factuality.POSSIBLE, Factuality.REQUESTED)
)
NOT = Signature(IS_NOT, IS_SO, rule="ending")
DISCLAIMED = "disclaimed"
"""The rule that leaves open what a source says it did not know."""
_KNOWING, _FALSELY = words("stance", DISCLAIMED, "words"), words("stance", "falsely", "words")
_CLAIMING = words("reporting", "kinds", "claim", "verbs") & words("signatures", "urge", "that_verbs")
_TELLING = words("stance", "hearsay", "told")
_HEARSAY = words("stance", "hearsay", "words") | _TELLING
_SAID = frozenset({"acomp", "oprd", "attr", "amod", "advmod"})
_DEMANDED = Signature(IS_ASKED, MAY_BE, rule="subjunctive")


def complement_kind(verb: Token) -> str:
    """What a complement is: "infinitive", "participle", "bare" ("[that X] sign"), or a full "clause"."""
    if syntax.is_infinitive(verb):
        return "infinitive"
    is_bare = verb.tag_ == "VBN" and verb.dep_ == "xcomp" and not syntax.has_child(verb, {"auxpass"} | syntax.SUBJECTS)
    if (verb.tag_ == "VBG" or is_bare) and not syntax.has_child(verb, {"aux", "mark"}):  # "seem assured"
        return "participle"
    return "bare" if verb.tag_ == "VB" and not syntax.has_child(verb, {"aux"}) else "clause"


def of_complement(verb: Token, kind: str) -> Signature:
    """That of the governor of a complement; one that no list has lends an infinitive no more than a purpose."""
    governor = verb.head
    is_verb = governor.pos_ in syntax.VERBAL
    about = (judged(governor, verb) if is_verb and kind in {"clause", "bare"} else None) or governor
    if is_verb and kind == "clause" and any(c.dep_ == "advmod" and c.lower_ in _FALSELY for c in governor.children):
        return replace(NOT, words=f"falsely {governor.lemma_.lower()} that", rule="falsely")
    match kind:
        case "infinitive":
            return _of_infinitive(about, verb)
        case "participle":
            return _listed("ing", about) or _listed("to", about) or unlisted("ing")
        case "bare":
            singular = any(child.tag_ in {"NN", "NNP"} for child in verb.children if child.dep_ in syntax.SUBJECTS)
            unknown = _DEMANDED if singular else unlisted("ing")  # "vital that Norway sign"
            return _listed("that", about) or _listed("to", about) or unknown
    return _of_clause(about, verb)


def _of_clause(governor: Token, verb: Token) -> Signature:
    is_fact = _field(governor) == "verbs" and not any(child.tag_ == "MD" for child in verb.children)
    held = signature("that", "facts", governor.lemma_.lower()) if is_fact else None
    listed = _listed("that", governor)
    is_claim, tense = governor.lemma_.lower() in _CLAIMING, syntax.finite_verb(verb).tag_
    is_told = tense == "VBD" or (is_claim and tense == "VBZ")
    if listed is not None and is_told and (is_claim or listed.rule == "plan"):
        listed = None  # "agreed that it was dear", "insists that it has none": nothing that is planned or asked for
    found = held or listed or _of_hearsay(governor) or unlisted("that")
    host = syntax.clause_above(governor)
    is_inner = host is not None and host.dep_ in {"ccomp", "pcomp", "xcomp"}
    if is_inner and governor.lemma_.lower() in _KNOWING:
        found = replace(found, denied=MAY_BE, rule=DISCLAIMED)  # "said it was not aware that": it may hold it is not so
    return found


def judged(governor: Token, verb: Token) -> Token | None:
    """What a linking verb says of a clause: "unlikely" of "it is unlikely that", "hope" of "the hope is that"."""
    if governor.lemma_ != "be" or verb.i < governor.i:
        return None
    said = [child for child in governor.children if child.dep_ in {"acomp", "attr"}]
    about = [child for child in governor.children if child.dep_ == "nsubj" and child.pos_ == "NOUN"]
    return next(iter(said or about), None)


def of_noun(noun: Token) -> Signature:
    """That of a noun for its infinitive: "a plan to sign", "the first country to sign"; else its purpose."""
    word = noun.lemma_.lower()
    names = (word, *(child.lower_ for child in noun.children if child.dep_ == "amod"))
    is_plan = is_event_noun(word) or noun.pos_ == "PROPN"  # the headline "Cuba to cut tariffs"
    listed = next(filter(None, (signature("to", "nouns", name) for name in names)), None)
    return listed or (unlisted("to", word) if is_plan else _purpose(word))


def said_of(head: Token) -> Signature | None:
    """What is said of a noun or clause: "false" of "the claim is false", "dismissed as false"; not "led to lies"."""
    hosts = (head.head, *(child for child in head.head.rights if child.dep_ in {"prep", "xcomp"}))
    parts = ((host.lower_, child) for host in hosts for child in host.rights if not syntax.has_child(child, {"xcomp"}))
    said = (child for name, child in parts if child.dep_ in _SAID or (name, child.dep_) == ("as", "pobj"))
    return next(filter(None, (signature("that", "adjectives", one.lower_) for one in said)), None)


def of_gerund(verb: Token) -> Signature | None:
    """That of a governor for a gerund behind its preposition: "barred X from signing"; None for one in no list."""
    preposition = verb.head
    governor, name = preposition.head, syntax.preposition_name(preposition)
    before = preposition.doc[preposition.left_edge.i - 1].lower_
    word = governor.lemma_.lower()
    phrases = (f"{first} {name}" for first in (syntax.verb_name(governor), word, governor.lower_, before))
    found = next(filter(None, (signature("ing", "phrases", phrase) for phrase in phrases)), None)
    return found or signature("ing", "words", word)


def _of_infinitive(governor: Token, verb: Token) -> Signature:
    field, word, name = _field(governor), governor.lemma_.lower(), syntax.verb_name(governor)
    is_alone = not syntax.has_child(governor, {"dobj"})  # not "used it to sign"
    is_seen = verb.lemma_ == "see" and syntax.has_child(verb, {"ccomp"})  # "wants to see him punished"
    is_own = is_alone and not is_seen and not syntax.has_child(verb, syntax.SUBJECTS)
    own = signature("to", "own", name) if is_own and is_intended(governor) else None
    if field == "verbs" and has_cause(governor):
        own = signature("to", "effects", name) or own
    degrees = (child.lower_ for child in governor.children if child.lower_ in {"too", "enough"})  # "too weak to attack"
    degree = signature("to", "adjectives", next(degrees, "")) if field == "adjectives" else None
    listed = _listed("to", governor)
    if listed is None or listed.holds.is_asserted:  # "plans were made to sign": no more than the plans
        nouns = (child.lemma_.lower() for child in governor.children if child.dep_ == "nsubjpass")
        listed = next(filter(None, (signature("to", "nouns", noun) for noun in nouns)), None) or listed
    alone = signature("to", "alone", word) if is_alone else None
    is_act = field == "verbs" and not syntax.is_perfect(verb)
    return own or degree or listed or alone or (unlisted("to", word) if is_act else _purpose(word))


def _purpose(word: str) -> Signature:
    """That of a word of no list, of which an infinitive tells what it is for."""
    return replace(Signature(MAY_BE, IS_NOT, rule="purpose"), words=f"{word} to")


def _of_hearsay(governor: Token) -> Signature | None:
    """That of "it is said", "the court was told", where nobody is named who says so."""
    word = governor.lemma_.lower()
    is_it = any(child.dep_ in syntax.SUBJECTS and child.lower_ == "it" for child in governor.children)
    is_open = (is_it or word in _TELLING) and governor.pos_ in syntax.VERBAL
    if not is_open or word not in _HEARSAY or not syntax.is_passive(governor) or syntax.has_child(governor, {"agent"}):
        return None
    return Signature(MAY_BE, MAY_BE, words=f"{word} that", rule="hearsay")


def _listed(construction: str, governor: Token) -> Signature | None:
    """By "rule out", "rule" or "hard-pressed": with its particle, alone, or as the word that it is a part of."""
    compound = governor.doc[max(governor.i - 2, 0) : governor.i + 1].text.lower()
    names = (compound, syntax.verb_name(governor), governor.lemma_.lower())
    return next(filter(None, (signature(construction, _field(governor), name) for name in names)), None)


def _field(governor: Token) -> str:
    """The field of ``signatures.toml`` that lists a governor: verbs, adjectives (adverbs too) or nouns."""
    if governor.pos_ in syntax.VERBAL:
        return "verbs"
    return "adjectives" if governor.pos_ in {"ADJ", "ADV"} else "nouns"
