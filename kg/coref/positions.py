"""The syntactic position of a phrase: sentence, paragraph, quotation, grammatical role, governor, possessor."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice, pairwise, takewhile
from typing import NamedTuple

from kg.lexicon import words
from kg.parse.control import subjects
from kg.parse.nouns import is_collective, is_event_noun, is_person, noun_class
from kg.parse.syntax import NOMINAL, VERBAL
from kg.parse.tree import Doc, Token

_JUDGING = words("coref", "judging", "words")
_FOR_WHICH = words("coref", "judging", "prepositions")
_DIVIDING = words("clauses", "list_prepositions", "words")
_OWN_DOING = words("coref", "own_doing", "words")
_TO_ANOTHER = words("coref", "acts", "words") | words("coref", "done_to_another", "words")
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
_LINKING = words("coref", "linking", "words")
EVENT = "Event"
_MOST = frozenset({"JJS", "RBS"})
_PART = words("coref", "belonging", "words")
_ACTS = words("coref", "acts", "words")
_ARGUMENTS = frozenset({SUBJECT, OBJECT, PREDICATE})
_SHARED = frozenset({"conj", "appos"})
_SUBJECTS = frozenset({"nsubj", "nsubjpass"})
_FINITE = frozenset({"MD", "VBD", "VBP", "VBZ"})
_SAME_LEVEL = frozenset({"conj", "xcomp"})
_TAKEN = frozenset({"dobj", "dative", "prep"})
_WITHIN = frozenset({"prep", "pobj", "poss", "conj", "appos"})
_DEPTH = 12  # how far up a tree is climbed


class Position(NamedTuple):
    """The position of a phrase; ``quote`` is the number of its quotation, -1 for none. Other numbers are token indices.

    ``governor`` is the verb of which the phrase is an argument (-1 inside another noun phrase).
    """

    sentence: int
    paragraph: int = 0
    quote: int = -1
    role: str = OTHER
    governor: int = -1
    agents: tuple[int, ...] = ()
    """Subjects of the verb of an object, told with another verb: "[Qatar] bought six and fit them", "help it grow"."""
    partners: frozenset[int] = frozenset()
    """What the clause takes beside the participle whose object the phrase is: "fined [Berg], accusing him"."""
    above: tuple[int, ...] = ()
    """Verbs above the phrase, the nearest first."""
    levels: tuple[int, ...] = ()
    """How many clauses up each of them is; coordinated verbs are on one level."""
    fronted: tuple[int, ...] = ()
    """Verbs above that are still to come in the text: "As he [arrived], Carney [said]"."""
    parts: tuple[int, ...] = ()
    """Subjects that are said to be what a possessive owns, or a part of it: "the [sale] is part of its plan"."""
    describing: tuple[tuple[int, int], ...] = ()
    """Verb and noun of each clause above that describes a noun, its subject: "[refugees] who [lost] their homes".

    What the noun is an apposition to is described with it: "[Berg], a [lawyer] who [said] he was ill".
    """
    owners: frozenset[int] = frozenset()
    """Heads of those to whom the thing after a possessive pronoun belongs, as far as the words about it tell."""
    beside: int = -1
    """Head of the noun that the possessor's noun is coordinated with: "[goods] and their parts"."""
    depth: int = 0
    """Noun phrases between the phrase and its verb."""
    main: bool = False
    """Whether the nearest verb is the sentence's main one, or coordinated with it."""
    is_agent: bool = False
    """Subject of a verb that only people and bodies do: "say", "decide"."""
    is_inanimate: bool = False
    """Subject of what no person or body does or undergoes: "was published", "expires"."""
    predicate_class: str = ""
    """Class of what the subject is said to be: "it was [a milestone]"."""
    is_ranked: bool = False
    """Whether that is the first or most of its class: "it was the [worst] disaster"."""
    has_animate_owner: bool = False
    """Owner of what people, bodies and places alone have: "its [citizens]", "its [Airbus] fleet"."""

    def describes(self, noun: int) -> bool:
        """Whether the phrase stands in a relative clause of a noun, but is no argument of that clause's verb."""
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
        ancestors = list(islice(top.ancestors, _DEPTH))
        above = tuple(verb.i for verb in ancestors if verb.pos_ in VERBAL)
        predicate_class, is_ranked = _predicate(top)
        return Position(
            sentence=self._sentences[token.i],
            paragraph=self._paragraphs[token.i],
            quote=self._quotes[token.i],
            role=role,
            governor=_governor(top, role),
            agents=_doers(top, role),
            partners=frozenset(_partners(top, role)),
            above=above,
            levels=_levels(doc, above),
            parts=_parts(top),
            describing=tuple((verb, noun) for verb in above if _describes(doc[verb]) for noun in _told(doc[verb].head)),
            fronted=tuple(verb for near, verb in pairwise(above) if verb > token.i and verb > near),
            owners=frozenset(_owners(top, ancestors)) if top.tag_ == "PRP$" else frozenset(),
            beside=top.head.head.i if role == POSSESSIVE and top.head.dep_ == "conj" else -1,
            depth=_depth(ancestors),
            main=_is_main(doc[above[0]] if above else top),
            is_agent=top.dep_ == "nsubj" and top.head.lemma_.lower() in _ACTS,
            is_inanimate=_undergoes(top),
            predicate_class=predicate_class,
            is_ranked=is_ranked,
            has_animate_owner=top.dep_ == "poss" and _is_led(top.head),
        )


def _doers(top: Token, role: str) -> tuple[int, ...]:
    """Who does what is done to an object; of a participle beside its clause the whole clause may be the doer."""
    verb = top.head
    if top.dep_ == "nsubj" and _is_small(verb):  # "helped it grow": the helper is another
        return tuple(subject.i for subject in subjects(verb.head))
    participle = _participle(top, role)
    if participle is not None and participle.lemma_.lower() in _TO_ANOTHER:
        return tuple(subject.i for subject in subjects(participle))
    if role != OBJECT or verb.pos_ != "VERB" or participle is not None:
        return ()
    return tuple(subject.i for subject in subjects(verb))


def _participle(top: Token, role: str) -> Token | None:
    """The participle beside its clause that takes a phrase: "accusing [him]", "calling on [him]"."""
    if role == OBJECT:
        verb = top.head
    elif role == OBLIQUE or (top.dep_ == "nsubj" and _is_small(top.head)):
        verb = top.head.head
    else:
        return None
    is_own = any(child.dep_ in _SUBJECTS for child in verb.lefts)
    return verb if verb.dep_ == "advcl" and verb.tag_ == "VBG" and not is_own else None


def _partners(top: Token, role: str) -> Iterator[int]:
    """What the clause before a participle takes besides its subject, if the participle tells of another."""
    verb = _participle(top, role)
    if verb is None or verb.lemma_.lower() not in _TO_ANOTHER or verb.head.i > verb.i:
        return
    waiting = [child for child in verb.head.rights if child.dep_ in _TAKEN and child.i < verb.i]
    while waiting:
        noun = waiting.pop()
        yield noun.i
        waiting += [child for child in noun.children if child.dep_ in _WITHIN and child.i < verb.i]


def _parts(pronoun: Token) -> tuple[int, ...]:
    """Who cannot own what a possessive owns, as it is that or a part of it: "the [sale] is part of its plan"."""
    thing = pronoun.head
    if pronoun.tag_ != "PRP$" or pronoun.dep_ != "poss":
        return ()
    is_part = thing.dep_ == "pobj" and thing.head.lower_ == "of" and thing.head.head.lemma_.lower() in _PART
    told = thing.head.head if is_part else thing
    return tuple(subject.i for subject in subjects(told.head)) if told.dep_ == "attr" else ()


def _is_small(verb: Token) -> bool:
    """Whether a clause has an infinitive with a subject in the objective: "let [it go]", "wants [it to go]"."""
    is_finite = any(child.tag_ in _FINITE or child.lower_ == "that" for child in verb.lefts)  # "said he did not go"
    return verb.tag_ == "VB" and verb.dep_ in {"ccomp", "xcomp"} and not is_finite


def _owners(pronoun: Token, ancestors: Sequence[Token]) -> Iterator[int]:
    """Whose a thing with a possessive pronoun is; ``ancestors`` are the heads of the pronoun, the nearest first."""
    thing = pronoun.head.head if pronoun.head.dep_ == "conj" else pronoun.head
    if any(token.dep_ == "prep" and token.lower_ in _FOR_WHICH for token in ancestors):
        judging = (token for token in ancestors if token.lemma_.lower() in _JUDGING and token.pos_ == "VERB")
        for verb in islice(judging, 1):  # "thanked [Sweden] for its help", "held [Sweden] accountable for its acts"
            yield from (child.i for child in verb.rights if child.dep_ == "dobj")
    if thing.dep_ == "pobj" and thing.head.lower_ in _DIVIDING:  # "[Peru]'s acts, including its war"
        yield from (child.i for child in thing.head.head.lefts if child.dep_ == "poss")
    act = thing.head
    if thing.dep_ == "dobj" and act.pos_ == "VERB" and act.lemma_.lower() in _OWN_DOING:
        yield from (subject.i for subject in subjects(act))  # "urged [Peru] to withdraw its troops"


def _undergoes(top: Token) -> bool:
    """Whether a subject is told what a thing alone undergoes or does: "was published", "is to be held", "expires"."""
    if top.dep_ not in _SUBJECTS:
        return False
    verb = next((child for child in top.head.rights if child.dep_ == "xcomp"), top.head)
    is_passive = any(child.dep_ == "auxpass" for child in verb.lefts)
    nouns = (inner for child in verb.rights for inner in (child, *child.children) if inner.dep_ in {"dobj", "pobj"})
    told = {verb.lemma_.lower(), *(f"{verb.lemma_.lower()} {noun.lower_}" for noun in nouns)}
    return not told.isdisjoint(_UNDERGONE if is_passive else _OF_THINGS)


def _predicate(top: Token) -> tuple[str, bool]:
    """The class of a predicate noun and whether it is ranked: "Topic" of "it is a landmark", "Company" of "bank"."""
    if top.dep_ != "nsubj" or top.head.lemma_.lower() not in _LINKING:
        return "", False
    noun = next((child for child in top.head.rights if child.dep_ == "attr" and child.pos_ == "NOUN"), None)
    if noun is None or is_person(noun.lemma_.lower()):
        return "", False
    lemma = noun.lemma_.lower()
    return EVENT if is_event_noun(lemma) else noun_class(lemma), any(child.tag_ in _MOST for child in noun.lefts)


def _is_led(noun: Token) -> bool:
    """Whether a noun means people or a body, or is or begins with a name."""
    lemma = noun.lemma_.lower()
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
    above = (token, *islice(token.ancestors, _DEPTH))
    return next((noun for noun in above if noun.dep_ not in _SHARED or noun.head.pos_ in VERBAL), above[-1])


def _governor(top: Token, role: str) -> int:
    if role in _ARGUMENTS:
        return top.head.i
    if role == OBLIQUE and top.head.head.pos_ in VERBAL:
        return top.head.head.i
    return -1


def _told(noun: Token) -> Iterator[int]:
    """A noun and what it is an apposition to."""
    yield noun.i
    if noun.dep_ == "appos":
        yield noun.head.i


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


def _is_main(verb: Token) -> bool:
    first = next((token for token in (verb, *verb.ancestors) if token.dep_ != "conj"), verb)
    return first.head == first
