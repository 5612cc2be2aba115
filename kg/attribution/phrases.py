"""Token ranges of contents (clauses, noun phrases, trimmed of punctuation and "that") and of sources.

The source is the subject of the verb, its own or shared, or the possessor of the noun.
"""

from __future__ import annotations

from collections.abc import Iterable

from kg.attribution import Range
from kg.lexicon import words
from kg.model.classes import ACTORS
from kg.parse.nouns import noun_class
from kg.parse.syntax import AUXILIARIES, RELATIVE_TAGS, TENSED_TAGS, VERBAL, has_child
from kg.parse.tree import Doc, Token

_QUESTION_WORDS = words("reporting", "forms", "whether", "words")
_DROPPED = words("reporting", "forms", "whether", "dropped")
_SUBJECTS = frozenset({"nsubj", "nsubjpass", "csubj", "csubjpass", "expl"})
_MODIFYING_CLAUSES = frozenset({"relcl", "acl", "advcl", "ccomp", "parataxis"})
_KEPT = frozenset("()[]%")  # marks that belong to the words
_DOCUMENTS = words("reporting", "forms", "evidence", "documents")
_THINGS = words("reporting", "forms", "evidence", "things")
_LIGHT = words("reporting", "forms", "light", "verbs")
_LIGHT_PREPOSITIONAL = words("reporting", "forms", "light", "prepositional")
_OWNERS = words("reporting", "forms", "light", "owners")
_CITING = words("reporting", "forms", "citing", "verbs")
_COMMENTING = words("reporting", "forms", "parenthesis", "words")
_NAMES = frozenset({"PERSON", "ORG", "GPE", "NORP"})
_PASSIVE_MARKS = frozenset({"nsubjpass", "auxpass", "csubjpass"})
_INHERITING = frozenset({"conj", "xcomp", "advcl", "pcomp", "acl", "prep", "ccomp"})
_MAX_CHAIN = 6


def trimmed(doc: Doc, start: int, end: int) -> Range | None:
    """The range without punctuation, spaces and "that" at its edges; None where nothing is left."""
    while start < end and (_is_edge(doc[start]) or _is_conjunction(doc[start])):
        start += 1
    while start < end and _is_edge(doc[end - 1]):
        end -= 1
    return (start, end) if start < end else None


def merged(doc: Doc, ranges: Iterable[Range]) -> tuple[Range, ...]:
    """The ranges trimmed, in order; those that overlap, or have only punctuation between them, are merged."""
    left: list[Range] = []
    for found in sorted(found for start, end in ranges if (found := trimmed(doc, start, end)) is not None):
        between = doc[min(left[-1][1], found[0]) : found[0]] if left else ()
        if left and all(_is_edge(token) for token in between):
            left[-1] = (left[-1][0], max(left[-1][1], found[1]))
        else:
            left.append(found)
    said = [part for part in left if part[1] - part[0] > 1 or doc[part[0]].tag_ not in RELATIVE_TAGS]
    return tuple(said or left)


def subtree(token: Token) -> Range:
    """The token range of a token's subtree."""
    return token.left_edge.i, token.right_edge.i + 1


def cut_out(whole: Range, *parts: Range) -> tuple[Range, ...]:
    """What is left of a range without some parts, in order."""
    left = [whole]
    for start, end in parts:
        left = [piece for a, b in left for piece in ((a, min(b, start)), (max(a, end), b)) if piece[0] < piece[1]]
    return tuple(left)


def clause_range(clause: Token) -> Range:
    """The range of a clause; to the end of the sentence where it ends in an "and" whose conjunct has another head."""
    start, end = subtree(clause)
    doc = clause.doc
    last = end - 1
    while last > start and (doc[last].is_punct or doc[last].is_space):
        last -= 1
    return (start, clause.sent.end) if doc[last].pos_ == "CCONJ" else (start, end)


def noun_phrase(head: Token) -> Range:
    """The range of a noun phrase with appositions and prepositional phrases, without relative and other clauses."""
    start, end = subtree(head)
    cut = [child.left_edge.i for child in head.rights if child.dep_ in _MODIFYING_CLAUSES]
    return trimmed(head.doc, start, min([end, *cut])) or (head.i, head.i + 1)


def following_noun(verb: Token) -> Token | None:
    """The head of the noun phrase right after a verb: "said [a spokesman for the army]"; None where there is none."""
    doc = verb.doc
    for token in doc[verb.i + 1 : verb.i + 12]:
        if token.is_punct or token.pos_ in {"VERB", "AUX", "ADP", "SCONJ"}:
            return None
        if token.pos_ in {"NOUN", "PROPN", "PRON"} and token.left_edge.i == verb.i + 1 and token.dep_ != "compound":
            return token
    return None


def is_finite(verb: Token) -> bool:
    """Whether a clause has a finite verb; a past participle counts, as headlines omit the auxiliary."""
    tags = {verb.tag_, *(child.tag_ for child in verb.children if child.dep_ in AUXILIARIES)}
    return "TO" not in tags and (bool(tags & TENSED_TAGS) or (verb.tag_ == "VBN" and has_subject(verb)))


def is_tensed(verb: Token) -> bool:
    """Whether a clause has a verb or auxiliary with tense: not "the road blocked"."""
    return is_finite(verb) and (verb.tag_ != "VBN" or any(child.dep_ in AUXILIARIES for child in verb.lefts))


def has_subject(verb: Token) -> bool:
    """Whether a clause has a subject of its own."""
    return has_child(verb, _SUBJECTS)


def has_complementizer(clause: Token) -> bool:
    """Whether a clause begins with a complementizer or question word: "that", "whether", "who"."""
    return clause.left_edge.lower_ in _QUESTION_WORDS


def has_that(clause: Token) -> bool:
    """Whether a clause has "that" as its complementizer."""
    return any(_is_conjunction(child) for child in clause.lefts)


def clause_head(token: Token) -> Token:
    """The nearest verb above a token, or the root of its sentence."""
    while token.head != token and token.pos_ not in VERBAL:
        token = token.head
    return token


def _is_conjunction(token: Token) -> bool:
    return token.dep_ == "mark" and token.lower_ in _DROPPED


def _is_edge(token: Token) -> bool:
    return token.is_space or (token.is_punct and token.text not in _KEPT) or token.is_quote


def verb_source(verb: Token) -> Range | None:
    """The subject of a reporting verb, or the agent of a passive one; None where nobody is named."""
    if is_passive_verb(verb):
        return agent(verb)
    subject = subject_of(verb)
    return _with_antecedent(verb, subject) if subject is not None else None


def subject_of(verb: Token) -> Token | None:
    """The head of an active verb's subject, found through coordination and control; None where there is none."""
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


def is_passive_verb(verb: Token) -> bool:
    """Whether a verb is passive, as a clause ("was told") or a participle ("believed to")."""
    is_participle = verb.tag_ == "VBN" and verb.dep_ != "conj" and not has_child(verb, {"aux", "nsubj"})
    return is_participle or has_child(verb, _PASSIVE_MARKS)


def agent(verb: Token) -> Range | None:
    """The agent of a passive: "reported by [the palace]"; None where there is none."""
    nouns = (noun for phrase in verb.rights if phrase.dep_ == "agent" for noun in phrase.rights if noun.dep_ == "pobj")
    noun = next(nouns, None)
    return noun_phrase(noun) if noun is not None else None


def noun_source(noun: Token) -> Range | None:
    """The source of a reporting noun: its possessor, or the subject of its light verb ("issued a warning"); or None."""
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
    """The light verb of a noun: "[issued] a statement", "[came] to the conclusion"; None where there is none."""
    governor = noun.head
    if noun.dep_ == "dobj" and governor.lemma_ in _LIGHT:
        return governor
    return governor.head if noun.dep_ == "pobj" and governor.head.lemma_ in _LIGHT_PREPOSITIONAL else None


def is_source(noun: Token) -> bool:
    """Whether a noun can head a source: a person, a body or a document, by name or by common noun."""
    if noun.pos_ == "PRON":
        return noun.tag_ in {"PRP", "WP"} and noun.lower_ not in _THINGS
    if noun.ent_type_ in _NAMES or noun.pos_ == "PROPN" or is_document(noun):
        return True
    return noun_class(noun.lemma_.lower()) in ACTORS


def is_document(noun: Token) -> bool:
    """Whether the noun denotes a document: a report, figures, a statement."""
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


def saying_of_quotation(verb: Token) -> Token | None:
    """The "saying" of "quoted Petrov as saying"; None where there is none."""
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
