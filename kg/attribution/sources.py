"""The source of a report: the subject of its verb, said, shared or left to another verb; the owner of its noun."""

from __future__ import annotations

from kg.attribution import Range
from kg.attribution.phrases import noun_phrase, subtree
from kg.classes import ACTORS
from kg.lexicon import words
from kg.parse.nouns import is_event_noun, noun_class
from kg.parse.syntax import NOMINAL
from kg.parse.tree import Token

_FORMS = "forms"
_DOCUMENTS = words("reporting", _FORMS, "evidence", "documents")
_LIGHT = words("reporting", _FORMS, "light", "verbs")
_LIGHT_PREPOSITIONAL = words("reporting", _FORMS, "light", "prepositional")
_DROPPED = words("reporting", _FORMS, "whether", "dropped")
_CITING = words("reporting", _FORMS, "citing", "verbs")
_COMMENTING = words("reporting", _FORMS, "parenthesis", "words")
_NAMES = frozenset({"PERSON", "ORG", "GPE", "NORP"})
_THINGS = words("reporting", _FORMS, "evidence", "things")
_TIMES = frozenset({"DATE", "TIME"})
_PASSIVE_MARKS = frozenset({"nsubjpass", "auxpass", "csubjpass"})
_INHERITING = frozenset({"conj", "xcomp", "advcl", "pcomp", "acl", "prep", "ccomp"})
_CARRIERS = words("reporting", _FORMS, "light", "carriers")
_OWNERS = words("reporting", _FORMS, "light", "owners")
_AGENTS = words("reporting", _FORMS, "light", "agents")
_MAX_CHAIN = 6


def verb_source(verb: Token) -> Range | None:
    """Who is the subject of a reporting verb, or the agent of a passive; None where nobody is named."""
    if is_passive_form(verb):
        return agent(verb)
    subject = subject_of(verb)
    return _misattached_subject(verb) if subject is None else _with_antecedent(verb, subject)


def subject_of(verb: Token) -> Token | None:
    """The head noun of whoever does what an active verb says, followed through conjoined and non-finite verbs."""
    first = verb
    for _ in range(_MAX_CHAIN):
        own = _quoted_speaker(verb) or _own_subject(verb)
        if own is not None:
            return own if verb == first or own.lower_ not in _THINGS or first.dep_ == "conj" else None
        if verb.dep_ == "acl":
            return _described(verb)
        if verb.dep_ not in _INHERITING or verb.head == verb:
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
    for preposition in verb.rights:
        if preposition.dep_ == "agent" or (preposition.lower_ in _AGENTS and preposition.dep_ == "prep"):
            noun = next((child for child in preposition.rights if child.dep_ == "pobj"), None)
            if noun is not None and (is_source(noun) or (preposition.dep_ == "agent" and noun.ent_type_ not in _TIMES)):
                return noun_phrase(noun)
    return None


def noun_source(noun: Token) -> Range | None:
    """Whose claim it is: the owner, or the subject of the verb that the noun completes ("issued a warning")."""
    owner = next((child for child in noun.lefts if child.dep_ == "poss"), None)
    behind = _owner_behind(noun) if owner is None else None
    if behind is not None:
        return behind
    verb = light_verb(noun)
    subject = subject_of(verb) if verb is not None else None
    if verb is not None and subject is not None and is_source(subject) and (owner is None or owner.tag_ == "PRP$"):
        return verb_source(verb)  # "reiterated its demand": whose, the subject tells
    if owner is None:
        return None
    start, end = subtree(owner)
    return start, end - any(child.dep_ == "case" for child in owner.rights)


def _owner_behind(noun: Token) -> Range | None:
    """Of "the belief of many voters" the voters."""
    for preposition in noun.rights:
        if preposition.dep_ == "prep" and preposition.lower_ in _OWNERS:
            found = next((child for child in preposition.rights if child.dep_ == "pobj" and is_source(child)), None)
            if found is not None:
                return noun_phrase(found)
    return None


def light_verb(noun: Token) -> Token | None:
    """The verb that a noun completes: "issued [a statement]", "came to [the conclusion]", "said in [a letter]"."""
    governor = noun.head
    if noun.dep_ == "dobj" and governor.lemma_ in _LIGHT:
        return governor
    if noun.dep_ != "pobj" or governor.head == governor:
        return None
    carried = governor.lower_ in _CARRIERS and is_document(noun)
    return governor.head if carried or governor.head.lemma_ in _LIGHT_PREPOSITIONAL else None


def is_source(noun: Token) -> bool:
    """Whether a noun phrase can say something: a person, a body or a document, by name or by common noun."""
    if noun.pos_ == "PRON":
        return noun.tag_ in {"PRP", "WP"} and noun.lower_ not in _THINGS
    if noun.ent_type_ in _NAMES or (noun.pos_ == "PROPN" and not noun.ent_type_):
        return True
    lemma = noun.lemma_.lower()
    if is_document(noun) or any(child.dep_ == "appos" and child.ent_type_ in _NAMES for child in noun.rights):
        return True
    return noun_class(lemma) in ACTORS and not is_event_noun(lemma)


def is_document(noun: Token) -> bool:
    """Whether the noun is something that is read: a report, figures, a statement."""
    return noun.lemma_.lower() in _DOCUMENTS or noun.lower_ in _DOCUMENTS


def _own_subject(verb: Token) -> Token | None:
    """The nominal subject nearest to the verb: the parser sometimes gives a parenthetical verb two."""
    subjects = [child for child in verb.children if child.dep_ in {"nsubj", "nsubjpass"}]
    return min(subjects, key=lambda child: abs(child.i - verb.i), default=None)


def _quoted_speaker(verb: Token) -> Token | None:
    """Of "quotes an aide as saying" the aide."""
    quoting = verb.head.head
    if verb.dep_ != "pcomp" or verb.head.lower_ not in _COMMENTING or quoting.lemma_ not in _CITING:
        return None
    return next((child for child in quoting.children if child.dep_ in {"dobj", "nsubjpass"}), None)


def quoted_saying(verb: Token) -> Token | None:
    """Of "quoted Petrov as saying" the "saying"."""
    phrases = (child for child in verb.rights if child.lower_ in _COMMENTING and verb.lemma_ in _CITING)
    return next((child for phrase in phrases for child in phrase.rights if child.dep_ == "pcomp"), None)


def _described(verb: Token) -> Token:
    """Of "issued a statement saying" the issuer, of "officials saying" the officials."""
    noun = verb.head
    if is_document(noun):
        light = light_verb(noun)
        found = subject_of(light) if light is not None and not is_passive_form(light) else None
        return found if found is not None else noun
    return noun


def _with_antecedent(verb: Token, subject: Token) -> Range | None:
    """For "the minister, who said", the minister with the pronoun."""
    if subject.tag_ not in {"WP", "WDT"} and not (subject.lower_ in _DROPPED and verb.dep_ == "relcl"):
        return _with_name(verb, subject)
    clause = verb
    while clause.dep_ in {"conj", "xcomp"}:
        clause = clause.head
    if clause.dep_ != "relcl":
        return subject.i, subject.i + 1
    noun = clause.head
    if noun.ent_type_ in _TIMES and noun.head.pos_ == "ADP" and noun.head.head.pos_ in NOMINAL:
        noun = noun.head.head  # "the leaders' statement of 6 December, which warned"
    return noun.left_edge.i, subject.i + 1


def _with_name(verb: Token, subject: Token) -> Range | None:
    """For "Ralph Crosby, the firm's head and founder, said", parsed apart, the name with its apposition."""
    found = noun_phrase(subject)
    if found is None or found[0] - 1 <= verb.sent.start or verb.doc[found[0] - 1].text != ",":
        return found
    name = verb.doc[found[0] - 1].nbor(-1)
    while name.dep_ == "compound":
        name = name.head
    apart = (
        name.pos_ == "PROPN" and name.head == verb and name.dep_ in {"npadvmod", "nsubj", "dep"} and name.i < subject.i
    )
    return (name.left_edge.i, found[1]) if apart and name.ent_type_ not in _TIMES else found


def _misattached_subject(verb: Token) -> Range | None:
    """The noun phrase right before a main verb whose subject the parser hung elsewhere: "..., the paper said that"."""
    before = verb.i - 1
    if verb.dep_ != "ROOT" or before < verb.sent.start:
        return None
    noun = verb.doc[before]
    start = noun.left_edge.i
    named = noun.pos_ in NOMINAL and noun.dep_ in {"appos", "pobj", "conj"} and is_source(noun)
    return (start, verb.i) if named and (start == verb.sent.start or verb.doc[start - 1].text == ",") else None
