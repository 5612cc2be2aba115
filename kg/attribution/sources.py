"""The source of a report: the subject of its verb, said, shared or left to another verb; the owner of its noun."""

from __future__ import annotations

from kg.attribution import Range
from kg.attribution.phrases import noun_phrase, subtree
from kg.classes import ACTORS
from kg.lexicon import words
from kg.parse.nouns import noun_class
from kg.parse.syntax import RELATIVE_TAGS
from kg.parse.tree import Token

_FORMS = "forms"
_DOCUMENTS = words("reporting", _FORMS, "evidence", "documents")
_THINGS = words("reporting", _FORMS, "evidence", "things")
_LIGHT = words("reporting", _FORMS, "light", "verbs")
_LIGHT_PREPOSITIONAL = words("reporting", _FORMS, "light", "prepositional")
_OWNERS = words("reporting", _FORMS, "light", "owners")
_CITING = words("reporting", _FORMS, "citing", "verbs")
_COMMENTING = words("reporting", _FORMS, "parenthesis", "words")
_NAMES = frozenset({"PERSON", "ORG", "GPE", "NORP"})
_PASSIVE_MARKS = frozenset({"nsubjpass", "auxpass", "csubjpass"})
_INHERITING = frozenset({"conj", "xcomp", "advcl", "pcomp", "acl", "prep", "ccomp"})
_MAX_CHAIN = 6


def verb_source(verb: Token) -> Range | None:
    """Who is the subject of a reporting verb, or the agent of a passive; None where nobody is named."""
    if is_passive_form(verb):
        return agent(verb)
    subject = subject_of(verb)
    return _with_antecedent(verb, subject) if subject is not None else None


def subject_of(verb: Token) -> Token | None:
    """The head noun of whoever does what an active verb says, followed through conjoined and non-finite verbs."""
    first = verb
    for _ in range(_MAX_CHAIN):
        own = _quoted_speaker(verb) or _own_subject(verb)
        if own is not None:
            return own if verb == first or own.lower_ not in _THINGS else None
        if verb.dep_ == "acl":
            return _described(verb)
        if verb.dep_ not in _INHERITING:
            return None
        verb = verb.head
    return None


def is_passive_form(verb: Token) -> bool:
    """Whether a verb is in the passive, as a clause ("was told") or a participle ("believed to")."""
    if any(child.dep_ in _PASSIVE_MARKS for child in verb.children):
        return True
    return (
        verb.tag_ == "VBN"
        and not any(child.dep_ in {"aux", "nsubj"} for child in verb.children)
        and verb.dep_ != "conj"
    )


def agent(verb: Token) -> Range | None:
    """Who did what a passive says: "reported by the palace"."""
    nouns = (noun for phrase in verb.rights if phrase.dep_ == "agent" for noun in phrase.rights if noun.dep_ == "pobj")
    noun = next(nouns, None)
    return noun_phrase(noun) if noun is not None else None


def noun_source(noun: Token) -> Range | None:
    """Whose claim it is: the owner, or the subject of the verb that the noun completes ("issued a warning")."""
    owner = next((child for child in noun.lefts if child.dep_ == "poss"), None)
    behind = _owner_behind(noun) if owner is None else None
    if behind is not None:
        return noun_phrase(behind)
    verb = light_verb(noun)
    subject = subject_of(verb) if verb is not None else None
    if verb is not None and subject is not None and is_source(subject) and (owner is None or owner.tag_ == "PRP$"):
        return verb_source(verb)  # "reiterated its demand": whose, the subject tells
    if owner is None:
        return None
    start, end = subtree(owner)
    return start, end - any(child.dep_ == "case" for child in owner.rights)


def _owner_behind(noun: Token) -> Token | None:
    """Of "the belief of many voters" the voters."""
    phrases = (child for child in noun.rights if child.dep_ == "prep" and child.lower_ in _OWNERS)
    return next((owner for phrase in phrases for owner in phrase.rights if is_source(owner)), None)


def light_verb(noun: Token) -> Token | None:
    """The verb that a noun completes: "issued [a statement]", "came to [the conclusion]"."""
    governor = noun.head
    if noun.dep_ == "dobj" and governor.lemma_ in _LIGHT:
        return governor
    return governor.head if noun.dep_ == "pobj" and governor.head.lemma_ in _LIGHT_PREPOSITIONAL else None


def is_source(noun: Token) -> bool:
    """Whether a noun phrase can say something: a person, a body or a document, by name or by common noun."""
    if noun.pos_ == "PRON":
        return noun.tag_ in {"PRP", "WP"} and noun.lower_ not in _THINGS
    if noun.ent_type_ in _NAMES or noun.pos_ == "PROPN" or is_document(noun):
        return True
    if any(child.dep_ == "appos" and child.ent_type_ in _NAMES for child in noun.rights):
        return True
    return noun_class(noun.lemma_.lower()) in ACTORS


def is_document(noun: Token) -> bool:
    """Whether the noun is something that is read: a report, figures, a statement."""
    return noun.lemma_.lower() in _DOCUMENTS


def _own_subject(verb: Token) -> Token | None:
    """The nominal subject nearest to the verb: the parser sometimes gives a parenthetical verb two."""
    subjects = [child for child in verb.children if child.dep_ in {"nsubj", "nsubjpass"}]
    return min(subjects, key=lambda child: abs(child.i - verb.i), default=None)


def _quoted_speaker(verb: Token) -> Token | None:
    """Of "quotes an aide as saying" the aide."""
    if verb.dep_ != "pcomp" or verb.head.lower_ not in _COMMENTING:
        return None
    return next((child for child in verb.head.head.children if child.dep_ in {"dobj", "nsubjpass"}), None)


def quoted_saying(verb: Token) -> Token | None:
    """Of "quoted Petrov as saying" the "saying"."""
    phrases = (child for child in verb.rights if child.lower_ in _COMMENTING and verb.lemma_ in _CITING)
    return next((child for phrase in phrases for child in phrase.rights if child.dep_ == "pcomp"), None)


def _described(verb: Token) -> Token:
    """Of "issued a statement saying" the issuer, of "officials saying" the officials."""
    noun = verb.head
    light = light_verb(noun) if is_document(noun) else None
    return (subject_of(light) if light is not None else None) or noun


def _with_antecedent(verb: Token, subject: Token) -> Range:
    """For "the minister, who said", the minister with the pronoun."""
    if subject.tag_ not in RELATIVE_TAGS:
        return noun_phrase(subject)
    clause = verb
    while clause.dep_ in {"conj", "xcomp"}:
        clause = clause.head
    return (clause.head.left_edge.i if clause.dep_ == "relcl" else subject.i), subject.i + 1
