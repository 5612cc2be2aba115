"""Repairs of who speaks: whom a verb tells, verbs of saying that are coordinated, and what is said further."""

from __future__ import annotations

from collections.abc import Callable

from spacy.tokens import Token

from kg.classes import ACTORS
from kg.lexicon import words
from kg.parse.nouns import noun_class
from kg.parse.syntax import NOMINAL, OVERT, TENSED_TAGS, has_child

_INFORMING = words("empty", "informing", "words")
_SAYING = frozenset().union(*(words("reporting", "kinds", kind, "verbs") for kind in ("claim", "neutral", "warn")))
_BACKSHIFTED = frozenset({"could", "had", "might", "would"})
"""Auxiliaries of what was said: "will" told of later is "would"."""
_WITHIN = frozenset({"acl", "appos", "pobj", "prep", "relcl"})
_PAST = frozenset({"VBD"})


def _told_behind(token: Token) -> None:
    """As in "'...,' Berg told reporters": behind "told" stands who is told, before it who tells."""
    verb = token.head
    is_behind = token.left_edge.i == verb.i + 1 and verb.tag_ in TENSED_TAGS
    if not is_behind or verb.lemma_.lower() not in _INFORMING:
        return
    token.dep_ = "dobj"
    speaker = _set_off_before(verb) if not has_child(verb, OVERT) else None
    if speaker is not None:
        speaker.head, speaker.dep_ = verb, "nsubj"


def _set_off_before(verb: Token) -> Token | None:
    """Of "if she returns to Chad, Karl Berg, the judge, told" Berg: the phrase behind a mark that ends at the verb."""
    doc = verb.doc
    ending = [token for token in doc[verb.sent.start : verb.i] if not token.is_punct]
    found, word = None, ending[-1] if ending else verb
    while word != verb and word.right_edge.i < verb.i:
        first = word.left_edge.i
        if word.pos_ in NOMINAL and first > 0 and (doc[first - 1].is_punct or doc[first - 1].is_quote):
            found = word
        if word.dep_ not in _WITHIN:
            break
        word = word.head
    return found


def _saying_beside(token: Token) -> None:
    """As in "replied that the figures were wrong and said": figures say nothing, who replied goes on."""
    told = token.head
    if token.lemma_.lower() not in _SAYING or token.tag_ not in _PAST or has_child(token, OVERT | {"aux"}):
        return
    above = (verb for verb in told.ancestors if verb.tag_ == token.tag_ and has_child(verb, {"nsubj"}))
    speaking = next(above, None)
    is_mute = told.dep_ == "ccomp" and any(_is_mute(child) for child in told.children if child.dep_ in OVERT)
    is_other = is_mute or (told.dep_ == "acl" and told.tag_ == "VBG")
    if is_other and speaking is not None and speaking.lemma_.lower() in _SAYING and speaking.i < told.i:
        _coordinate(token, speaking)


def _is_mute(noun: Token) -> bool:
    """Whether a common noun denotes what says nothing."""
    return noun.pos_ == "NOUN" and noun_class(noun.lemma_.lower()) not in ACTORS


def _said_further(token: Token) -> None:
    """As in "left, saying the plan was dead, and the army would stay": that the army would stay is said too."""
    verb, before = token.head, token.doc[max(token.left_edge.i - 1, 0)]
    tense = {child.lower_ for child in token.children if child.dep_ == "aux"}
    own = {child.lower_ for child in verb.children if child.dep_ == "aux"}
    if (
        before.dep_ != "cc"
        or before.head != verb
        or not has_child(token, OVERT)
        or tense.isdisjoint(_BACKSHIFTED - own)
    ):
        return
    hosts = {verb, *(child for child in verb.children if child.dep_ == "xcomp")}
    saying = [word for word in token.doc[verb.i : token.i] if word.dep_ == "advcl" and word.head in hosts]
    if saying and saying[-1].tag_ == "VBG" and saying[-1].lemma_.lower() in _SAYING:
        said = [child for child in saying[-1].rights if child.dep_ == "ccomp" and child.i < token.i]
        if said and said[-1].right_edge.i + len((",", "and")) >= before.i:
            _coordinate(token, said[-1])


def _coordinate(token: Token, other: Token) -> None:
    """Coordinate a verb with another, with the conjunction and marks between the two."""
    old, last = token.head, other.right_edge.i
    token.head, token.dep_ = other, "conj"
    for mark in [child for child in old.children if child.dep_ in {"cc", "punct"} and last < child.i < token.i]:
        mark.head = other


SPEECH_REPAIRS: tuple[tuple[str, tuple[str, ...], Callable[[Token], None]], ...] = (
    ("told-behind", ("nsubj",), _told_behind),
    ("saying-beside", ("conj",), _saying_beside),
    ("said-further", ("conj",), _said_further),
)
"""Each repair by name, with the labels of the tokens that it may mend (``kg.parse.repairs``)."""
