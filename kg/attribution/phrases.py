"""Token ranges of contents (clauses, noun phrases, trimmed of punctuation and "that") and of sources.

The source is the subject of the verb, its own or shared, or the possessor of the noun.
"""

from collections.abc import Iterable

from kg.attribution import Range
from kg.lexicon import words
from kg.model.classes import ACTORS
from kg.parse.nouns import noun_class
from kg.parse.syntax import AUXILIARIES, RELATIVE_TAGS, SUBJECTS, TENSED_TAGS, VERBAL, has_child
from kg.parse.tree import Doc, Token

QUESTION_WORDS = words("reporting", "forms", "whether", "words")
DROPPED = words("reporting", "forms", "whether", "dropped")
_MODIFYING_CLAUSES = frozenset({"relcl", "acl", "advcl", "ccomp", "parataxis"})
_KEPT = frozenset("()[]%")  # marks that belong to the words
_DOCUMENTS = words("reporting", "forms", "evidence", "documents")
THINGS = words("reporting", "forms", "evidence", "things")
_LIGHT = words("reporting", "forms", "light", "verbs")
_OWNERS = words("reporting", "forms", "light", "owners")
COMMENTING = words("reporting", "forms", "parenthesis", "words")
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


def noun_phrase(head: Token) -> Range:
    """The range of a noun phrase with appositions and prepositional phrases, without relative and other clauses."""
    start, end = subtree(head)
    cut = [child.left_edge.i for child in head.rights if child.dep_ in _MODIFYING_CLAUSES]
    return trimmed(head.doc, start, min([end, *cut])) or (head.i, head.i + 1)


def is_finite(verb: Token) -> bool:
    """Whether a clause has a finite verb; a past participle with a subject counts: headlines omit the auxiliary."""
    tags = {verb.tag_, *(child.tag_ for child in verb.children if child.dep_ in AUXILIARIES)}
    return "TO" not in tags and (bool(tags & TENSED_TAGS) or (verb.tag_ == "VBN" and has_subject(verb)))


def has_subject(verb: Token) -> bool:
    """Whether a clause has a subject of its own."""
    return has_child(verb, SUBJECTS | {"expl"})


def has_complementizer(clause: Token) -> bool:
    """Whether a clause begins with a complementizer or question word: "that", "whether", "who"."""
    return clause.left_edge.lower_ in QUESTION_WORDS


def has_that(clause: Token) -> bool:
    """Whether a clause has "that" as its complementizer."""
    return any(_is_conjunction(child) for child in clause.lefts)


def clause_head(token: Token) -> Token:
    """The nearest verb above a token, or the root of its sentence."""
    while token.head != token and token.pos_ not in VERBAL:
        token = token.head
    return token


def _is_conjunction(token: Token) -> bool:
    return token.dep_ == "mark" and token.lower_ in DROPPED


def _is_edge(token: Token) -> bool:
    return token.is_space or (token.is_punct and token.text not in _KEPT) or token.is_quote


def verb_source(verb: Token) -> Range | None:
    """The subject of a reporting verb, or the agent of a passive one; None where nobody is named.

    For "the minister, who said", the minister with the pronoun.
    """
    if is_passive_verb(verb):
        agents = (noun for phrase in verb.rights if phrase.dep_ == "agent" for noun in phrase.rights)
        noun = next((noun for noun in agents if noun.dep_ == "pobj"), None)
        return noun_phrase(noun) if noun is not None else None
    subject = subject_of(verb)
    if subject is None or subject.tag_ not in RELATIVE_TAGS:
        return noun_phrase(subject) if subject is not None else None
    while verb.dep_ in {"conj", "xcomp"}:
        verb = verb.head
    return (verb.head.left_edge.i if verb.dep_ == "relcl" else subject.i), subject.i + 1


def subject_of(verb: Token) -> Token | None:
    """The head of an active verb's subject, found through coordination and control; None where there is none.

    Of "issued a statement saying" it is the issuer, of "officials saying" the officials, of "quotes an aide as saying"
    the aide.
    """
    first = verb
    for _ in range(_MAX_CHAIN):
        if verb.dep_ == "pcomp" and verb.head.lower_ in COMMENTING:
            quoted = (child for child in verb.head.head.children if child.dep_ in {"dobj", "nsubjpass"})
            if (own := next(quoted, None)) is not None:
                return own
        subjects = [child for child in verb.children if child.dep_ in {"nsubj", "nsubjpass"}]
        if subjects:
            own = min(subjects, key=lambda child: abs(child.i - verb.i))  # a parenthetical verb may be given two
            return own if verb == first or own.lower_ not in THINGS else None
        if verb.dep_ == "acl":
            light = light_verb(verb.head) if is_document(verb.head) else None
            return (subject_of(light) if light is not None else None) or verb.head
        if verb.dep_ not in _INHERITING:
            return None
        verb = verb.head
    return None


def is_passive_verb(verb: Token) -> bool:
    """Whether a verb is passive, as a clause ("was told") or a participle ("believed to")."""
    is_participle = verb.tag_ == "VBN" and verb.dep_ != "conj" and not has_child(verb, {"aux", "nsubj"})
    return is_participle or has_child(verb, _PASSIVE_MARKS)


def noun_source(noun: Token) -> Range | None:
    """The source of a reporting noun: its possessor, or the subject of its light verb ("issued a warning"); or None."""
    owner = next((child for child in noun.lefts if child.dep_ == "poss"), None)
    verb = light_verb(noun)
    subject = subject_of(verb) if verb is not None else None
    if verb is not None and subject is not None and is_source(subject) and (owner is None or owner.tag_ == "PRP$"):
        return verb_source(verb)  # "reiterated its demand": whose, the subject tells
    if owner is None:  # "in the opinion of the court"
        behind = (child for phrase in noun.rights if phrase.lower_ in _OWNERS for child in phrase.rights)
        return next((noun_phrase(child) for child in behind if is_source(child)), None)
    start, end = subtree(owner)
    return start, end - any(child.dep_ == "case" for child in owner.rights)


def light_verb(noun: Token) -> Token | None:
    """The light verb of a noun: "[issued] a statement"; None where there is none."""
    return noun.head if noun.dep_ == "dobj" and noun.head.lemma_ in _LIGHT else None


def is_source(noun: Token) -> bool:
    """Whether a noun can head a source: a person, a body or a document, by name or by common noun."""
    return is_actor(noun) or noun.pos_ == "PROPN" or (noun.pos_ != "PRON" and is_document(noun))


def is_actor(noun: Token) -> bool:
    """Whether a noun surely is a person's or a body's, or a pronoun that may be."""
    if noun.pos_ == "PRON":
        return noun.tag_ in {"PRP", "WP"} and noun.lower_ not in THINGS
    return noun.ent_type_ in {"PERSON", "ORG", "GPE", "NORP"} or noun_class(noun.lemma_.lower()) in ACTORS


def is_document(noun: Token) -> bool:
    """Whether the noun denotes a document: a report, figures, a statement."""
    return noun.lemma_.lower() in _DOCUMENTS
