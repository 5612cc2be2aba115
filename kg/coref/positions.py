"""Where a phrase stands: sentence, paragraph, quotation, grammatical role, the verb that it depends on, its owner."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise, takewhile
from typing import NamedTuple

from kg.lexicon import words
from kg.parse.control import subjects
from kg.parse.nouns import is_collective, is_event_noun, is_person, noun_class
from kg.parse.syntax import NOMINAL, VERBAL
from kg.parse.tree import Doc, Token

_JUDGING = words("coref", "judging", "words")
_FOR_WHICH = words("coref", "judging", "prepositions")
_DIVIDING = words("clauses", "list_prepositions", "words")
_HOSTILE = words("coref", "hostile", "words")
_HOSTILE_NOUNS = words("coref", "hostile", "nouns")
_UPON = words("coref", "hostile", "prepositions")
_OWN_DOING = words("coref", "own_doing", "words")
SUBJECT = "subject"
OBJECT = "object"
OBLIQUE = "oblique"
POSSESSIVE = "possessive"
PREDICATE = "predicate"
"""What is said of a subject: "the visit was [a success]"; it brings up nothing of its own."""
OTHER = "other"
_ROLES = {
    "nsubj": SUBJECT,
    "nsubjpass": SUBJECT,
    "csubj": SUBJECT,
    "dobj": OBJECT,
    "obj": OBJECT,
    "dative": OBJECT,
    "attr": PREDICATE,
    "oprd": PREDICATE,
    "pobj": OBLIQUE,
    "poss": POSSESSIVE,
}
_UNDERGONE = words("coref", "undergone", "words")
_OF_THINGS = words("coref", "of_things", "words")
_ROLES_OF_THINGS = words("coref", "roles_of_things", "words")
_LINKING = words("coref", "linking", "words")
EVENT = "Event"
_ACTS = words("coref", "acts", "words")
_ARGUMENTS = frozenset({SUBJECT, OBJECT, PREDICATE})
_SHARED = frozenset({"conj", "appos"})
_SUBJECTS = frozenset({"nsubj", "nsubjpass"})
_SAME_LEVEL = frozenset({"conj", "xcomp"})
_DEPTH = 12  # how far up a tree is climbed


@dataclass(frozen=True, slots=True)
class Possessors:
    """Head tokens of those to whom a thing with a possessive pronoun belongs, and of those to whom it does not."""

    likely: frozenset[int] = frozenset()
    excluded: frozenset[int] = frozenset()


NONE = Possessors()


def possessors(pronoun: Token, ancestors: Sequence[Token]) -> Possessors:
    """What the words above a possessive pronoun tell of its owner; ``ancestors`` are its heads, the nearest first."""
    noun = pronoun.head.head if pronoun.head.dep_ == "conj" else pronoun.head
    act = noun.head if noun.dep_ == "dobj" else None
    return Possessors(
        likely=frozenset((*_judged(pronoun, ancestors), *_holder(pronoun, noun), *_doers_of(act, _OWN_DOING))),
        excluded=frozenset((*_doers_of(act, _HOSTILE), *_intruders(noun))),
    )


def _judged(pronoun: Token, ancestors: Sequence[Token]) -> Iterator[int]:
    """As in "thanked [Sweden] for its help", "held [Sweden] accountable for its acts"."""
    if not any(token.dep_ == "prep" and token.lower_ in _FOR_WHICH for token in ancestors):
        return
    verb = next((token for token in ancestors if token.lemma_.lower() in _JUDGING and token.pos_ == "VERB"), None)
    if verb is not None:
        yield from (child.i for child in verb.rights if child.dep_ == "dobj" and child.i < pronoun.i)


def _holder(pronoun: Token, noun: Token) -> Iterator[int]:
    """As in "[Peru]'s acts, including its war": the owner of the whole is that of the part."""
    whole = noun.head.head if noun.dep_ == "pobj" and noun.head.lower_ in _DIVIDING else None
    if whole is not None and whole.pos_ in VERBAL:  # the parser's choice where a comma stands before
        whole = next((child for child in whole.rights if child.dep_ == "dobj" and child.i < pronoun.i), None)
    if whole is not None:
        yield from (child.i for child in whole.lefts if child.dep_ == "poss")


def _doers_of(verb: Token | None, verbs: frozenset[str]) -> Iterator[int]:
    if verb is not None and verb.pos_ == "VERB" and verb.lemma_.lower() in verbs:
        yield from (subject.i for subject in subjects(verb))


def _intruders(noun: Token) -> Iterator[int]:
    """As in "[Peru] meddles in its affairs", "[Peru]'s attack on its ports"."""
    if noun.dep_ != "pobj" or noun.head.lower_ not in _UPON:
        return
    act = noun.head.head
    yield from _doers_of(act, _HOSTILE)
    if act.lemma_.lower() in _HOSTILE_NOUNS:
        yield from (child.i for child in act.lefts if child.dep_ == "poss")


class Position(NamedTuple):
    """The place of a phrase; ``quote`` numbers the quotation it stands in, -1 for none.

    ``governor`` is the verb of which the phrase is an argument (-1 inside another noun phrase).
    """

    sentence: int
    paragraph: int = 0
    quote: int = -1
    role: str = OTHER
    governor: int = -1
    doers: tuple[int, ...] = ()
    """Subjects of the verb of an object, told with another verb: "[Qatar] bought six and fit them", "help it grow"."""
    above: tuple[int, ...] = ()
    """Verbs above the phrase, the nearest first."""
    levels: tuple[int, ...] = ()
    """How many clauses up each of them is; coordinated verbs are on one level."""
    fronted: tuple[int, ...] = ()
    """Verbs above that are still to come in the text: "As he [arrived], Carney [said]"."""
    describing: tuple[tuple[int, int], ...] = ()
    """Verb and noun of each clause above that describes a noun, its subject: "[refugees] who [lost] their homes"."""
    possessors: Possessors = NONE
    """Whose the thing after a possessive pronoun is, as far as the words about it tell."""
    beside: int = -1
    """Head of the noun that the possessor's noun is coordinated with: "[goods] and their parts"."""
    depth: int = 0
    """Noun phrases between the phrase and its verb."""
    main: bool = False
    """Whether the nearest verb is the sentence's main one, or coordinated with it."""
    acts: bool = False
    """Subject of a verb that only people and bodies do: "say", "decide"."""
    undergoes: bool = False
    """Subject of what no person or body does or undergoes: "was published", "expires"."""
    kind: str = ""
    """Class of what the subject is said to be: "it was [a milestone]"."""
    leads: bool = False
    """Owner of what people, bodies and places alone have: "its [citizens]", "its [Airbus] fleet"."""

    def describes(self, noun: int) -> bool:
        """Whether the phrase stands in a clause about a noun, and not beside it as an argument of the same verb."""
        return any(head == noun and verb != self.governor for verb, head in self.describing)


class Positions:
    """Sentence, paragraph and quotation of every token of a Doc."""

    def __init__(self, doc: Doc) -> None:
        self._sentences = _numbered([token.is_sent_start is True for token in doc])
        ends = [token.is_space and "\n" in token.text for token in doc]
        self._paragraphs = _numbered([False, *ends[:-1]])
        self._quotes = _quotes(doc)

    def of(self, token: Token) -> Position:
        """The position of the phrase with this head."""
        top, doc = _top(token), token.doc
        role = _ROLES.get(top.dep_, OTHER)
        ancestors = _ancestors(top)
        above = tuple(verb.i for verb in ancestors if verb.pos_ in VERBAL)
        return Position(
            sentence=self._sentences[token.i],
            paragraph=self._paragraphs[token.i],
            quote=self._quotes[token.i],
            role=role,
            governor=_governor(top, role),
            doers=_doers(top, role),
            above=above,
            levels=_levels(doc, above),
            describing=tuple((verb, doc[verb].head.i) for verb in above if _describes(doc[verb])),
            fronted=tuple(verb for near, verb in pairwise(above) if verb > token.i and verb > near),
            possessors=possessors(top, ancestors) if top.tag_ == "PRP$" else NONE,
            beside=top.head.head.i if role == POSSESSIVE and top.head.dep_ == "conj" else -1,
            depth=_depth(ancestors),
            main=_is_main(doc[above[0]] if above else top),
            acts=top.dep_ == "nsubj" and top.head.lemma_.lower() in _ACTS,
            undergoes=_undergoes(top),
            kind=_kind(top),
            leads=top.dep_ == "poss" and _is_led(top.head),
        )


def _doers(top: Token, role: str) -> tuple[int, ...]:
    """Who does what is done to an object; of a participle beside its clause the whole clause may be the doer."""
    verb = top.head
    if top.dep_ == "nsubj" and _is_small(verb):  # "helped it grow": the helper is another
        return tuple(subject.i for subject in subjects(verb.head))
    beside = verb.dep_ == "advcl" and verb.tag_ == "VBG"
    if role != OBJECT or verb.pos_ != "VERB" or beside:
        return ()
    return tuple(subject.i for subject in subjects(verb))


def _is_small(verb: Token) -> bool:
    """Whether a clause has an infinitive with a subject in the objective: "let [it go]", "wants [it to go]"."""
    modal = any(child.tag_ == "MD" or child.lower_ == "that" for child in verb.lefts)
    return verb.tag_ == "VB" and verb.dep_ in {"ccomp", "xcomp"} and not modal


def _undergoes(top: Token) -> bool:
    """Whether a subject is told what a thing alone undergoes or does: "was published", "is to be held", "expires"."""
    if top.dep_ not in _SUBJECTS:
        return False
    verb = next((child for child in top.head.rights if child.dep_ == "xcomp"), top.head)
    if any(child.dep_ == "auxpass" for child in verb.lefts):
        as_such = any(child.dep_ in {"oprd", "acomp"} for child in verb.rights)  # "it was held responsible"
        return verb.lemma_.lower() in _UNDERGONE and not as_such
    return verb.lemma_.lower() in _OF_THINGS


def _kind(top: Token) -> str:
    """The class of a predicate noun: of "it is a landmark", "Topic", of "it is the largest bank", "Company"."""
    if top.dep_ != "nsubj" or top.head.lemma_.lower() not in _LINKING:
        return ""
    noun = next((child for child in top.head.rights if child.dep_ == "attr" and child.pos_ == "NOUN"), None)
    if noun is None or is_person(noun.lemma_.lower()):
        return ""
    lemma = noun.lemma_.lower()
    return EVENT if is_event_noun(lemma) else noun_class(lemma)


def _is_led(noun: Token) -> bool:
    """Whether a noun means people or a body, or is or begins with a name; a thing too has its "maker"."""
    lemma = noun.lemma_.lower()
    if lemma in _ROLES_OF_THINGS:
        return False
    named = any(child.dep_ in {"compound", "nmod"} and child.pos_ == "PROPN" for child in noun.lefts)
    return is_person(lemma) or is_collective(lemma) or noun.pos_ == "PROPN" or named


def _numbered(starts: Sequence[bool]) -> list[int]:
    """The running number of the stretch that each token belongs to."""
    found: list[int] = []
    for place, start in enumerate(starts):
        before = found[-1] if found else 0
        found.append(before + 1 if start and place else before)
    return found


def _quotes(doc: Doc) -> list[int]:
    found = [-1] * len(doc)
    for number, span in enumerate(doc.spans.get("quotes", ())):
        if span.label_ == "direct":
            found[span.start : span.end] = [number] * len(span)
    return found


def _top(token: Token) -> Token:
    """The noun whose role a conjunct or apposition shares."""
    for _ in range(_DEPTH):
        if token.dep_ not in _SHARED or token.head.pos_ in VERBAL:
            break
        token = token.head
    return token


def _governor(top: Token, role: str) -> int:
    if role in _ARGUMENTS:
        return top.head.i
    if role == OBLIQUE and top.head.head.pos_ in VERBAL:
        return top.head.head.i
    return -1


def _describes(verb: Token) -> bool:
    """Whether a clause describes a noun that is its subject: "who lost", "losing", not "that he lost"."""
    if verb.dep_ == "acl":
        return verb.tag_ in {"VBG", "VBN"}
    return verb.dep_ == "relcl" and any(child.tag_ in {"WP", "WDT"} and child.dep_ in _SUBJECTS for child in verb.lefts)


def _levels(doc: Doc, above: Sequence[int]) -> tuple[int, ...]:
    level, found = 0, []
    for place in range(len(above)):
        level += place > 0 and doc[above[place - 1]].dep_ not in _SAME_LEVEL
        found.append(level)
    return tuple(found)


def _depth(ancestors: Sequence[Token]) -> int:
    """How many noun phrases stand between a phrase and its verb."""
    return sum(token.pos_ in NOMINAL for token in takewhile(lambda token: token.pos_ not in VERBAL, ancestors))


def _ancestors(token: Token) -> Sequence[Token]:
    found: list[Token] = []
    while (head := token.head) != token and len(found) < _DEPTH:
        found.append(head)
        token = head
    return found


def _is_main(verb: Token) -> bool:
    for _ in range(_DEPTH):
        if verb.dep_ != "conj":
            break
        verb = verb.head
    return verb.head == verb
