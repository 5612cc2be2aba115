"""The syntactic position of a phrase: sentence, paragraph, quotation, grammatical role, governor, clauses above it."""

from collections.abc import Iterator, Sequence
from itertools import accumulate, islice, pairwise, takewhile
from typing import NamedTuple

from kg.lexicon import words
from kg.parse.control import subjects
from kg.parse.syntax import NOMINAL, VERBAL
from kg.parse.tree import Doc, Token

SUBJECT, OBJECT, OBLIQUE, POSSESSIVE, OTHER = "subject", "object", "oblique", "possessive", "other"
PREDICATE = "predicate"
"""What is said of a subject: "the visit was [a success]"; it brings up nothing of its own."""
_ROLES = {
    "nsubj": SUBJECT, "nsubjpass": SUBJECT, "csubj": SUBJECT, "dobj": OBJECT, "dative": OBJECT, "attr": PREDICATE,
    "oprd": PREDICATE, "pobj": OBLIQUE, "poss": POSSESSIVE,
}  # fmt: skip
_ACTS = words("coref", "acts", "words")
_ARGUMENTS = frozenset({SUBJECT, OBJECT, PREDICATE})
_SHARED = frozenset({"conj", "appos"})
_SUBJECTS, _SAME_LEVEL = frozenset({"nsubj", "nsubjpass"}), frozenset({"conj", "xcomp"})
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
    """Subjects of the verb of an object, told with another verb, or above an infinitive whose subject the phrase is.

    As in "[Qatar] bought six and fit them", "[Qatar] helped it grow".
    """
    above: tuple[int, ...] = ()
    """Verbs above the phrase, the nearest first."""
    levels: tuple[int, ...] = ()
    """How many clauses up each of them is; coordinated verbs are on one level."""
    fronted: tuple[int, ...] = ()
    """Verbs above that are still to come in the text: "As he [arrived], Carney [said]"."""
    describing: tuple[tuple[int, int], ...] = ()
    """Verb and noun of each clause above that describes a noun, its subject: "[refugees] who [lost] their homes".

    What the noun is an apposition to is described with it: "[Berg], a [lawyer] who [said] he was ill".
    """
    depth: int = 0
    """Noun phrases between the phrase and its verb."""
    main: bool = False
    """Whether the nearest verb is the sentence's main one, or coordinated with it."""
    is_agent: bool = False
    """Subject of a verb that only people and bodies do: "say", "decide"."""

    def describes(self, noun: int) -> bool:
        """Whether the phrase stands in a relative clause of a noun, but is no argument of that clause's verb."""
        return any(head == noun and verb != self.governor for verb, head in self.describing)

    def commanding(self, other: "Position") -> int | None:
        """How many clauses up the other phrase is the subject; None where it is not that of a clause above this one."""
        is_above = other.role == SUBJECT and other.governor in self.above
        return self.levels[self.above.index(other.governor)] if is_above else None


class Positions:
    """Sentence, paragraph and quotation of every token of a Doc."""

    def __init__(self, doc: Doc) -> None:
        self._sentences = _numbered([token.is_sent_start is True for token in doc])
        ends = [token.is_space and "\n" in token.text for token in doc]
        self._paragraphs = _numbered([False, *ends[:-1]])
        self._quotes = [-1] * len(doc)
        for number, span in enumerate(doc.spans.get("quotes", ())):
            if span.label_ == "direct":
                self._quotes[span.start : span.end] = [number] * len(span)

    def of(self, token: Token) -> Position:
        """The position of the phrase with this head; a conjunct or apposition shares the role of the first noun."""
        nouns = (token, *islice(token.ancestors, _DEPTH))
        top = next((noun for noun in nouns if noun.dep_ not in _SHARED or noun.head.pos_ in VERBAL), nouns[-1])
        role = _ROLES.get(top.dep_, OTHER)
        ancestors = list(islice(top.ancestors, _DEPTH))
        verbs = [token for token in ancestors if token.pos_ in VERBAL]
        above = tuple(verb.i for verb in verbs)
        between = takewhile(lambda token: token.pos_ not in VERBAL, ancestors)
        verb = top.head  # of an infinitive in "helped [it] grow", "wants [it] to grow", not "for it to"
        is_finite = any(child.dep_ == "mark" or (child.dep_ == "aux" and child.tag_ != "TO") for child in verb.lefts)
        is_raised = top.dep_ in _SUBJECTS and verb.tag_ == "VB" and verb.dep_ in {"ccomp", "xcomp"} and not is_finite
        governing = [verb.head] if is_raised else [verb] if role == OBJECT else []
        deeper = (verb.dep_ not in _SAME_LEVEL for verb in verbs[:-1])
        nearest = verbs[0] if verbs else top
        main = next((verb for verb in (nearest, *nearest.ancestors) if verb.dep_ != "conj"), nearest)
        return Position(
            sentence=self._sentences[token.i],
            paragraph=self._paragraphs[token.i],
            quote=self._quotes[token.i],
            role=role,
            governor=_governor(top, role),
            agents=tuple(subject.i for verb in governing if verb.pos_ == "VERB" for subject in subjects(verb)),
            above=above,
            levels=tuple(accumulate(deeper, initial=0)) if above else (),
            describing=tuple((verb.i, noun) for verb in verbs for noun in _described(verb)),
            fronted=tuple(verb for near, verb in pairwise(above) if verb > token.i and verb > near),
            depth=sum(token.pos_ in NOMINAL for token in between),
            main=main.head == main,
            is_agent=top.dep_ == "nsubj" and top.head.lemma_.lower() in _ACTS,
        )


def _numbered(starts: Sequence[bool]) -> list[int]:
    """The running number of the stretch that each token belongs to."""
    found: list[int] = []
    for place, start in enumerate(starts):
        before = found[-1] if found else 0
        found.append(before + 1 if start and place else before)
    return found


def _governor(top: Token, role: str) -> int:
    if role in _ARGUMENTS:
        return top.head.i
    if role == OBLIQUE and top.head.head.pos_ in VERBAL:
        return top.head.head.i
    return -1


def _described(verb: Token) -> Iterator[int]:
    """The noun that a clause describes, its subject ("who lost", "losing", not "that he lost"), and what that is."""
    takes_subject = any(child.tag_ in {"WP", "WDT"} and child.dep_ in _SUBJECTS for child in verb.lefts)
    if (verb.dep_ == "acl" and verb.tag_ in {"VBG", "VBN"}) or (verb.dep_ == "relcl" and takes_subject):
        yield verb.head.i
        if verb.head.dep_ == "appos":
            yield verb.head.head.i
