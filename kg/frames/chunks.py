"""The words of a phrase, of those in it as many as fit, and several phrases one after the other as text.

What is cut is cut at the bounds of phrases: the last one that can go goes first.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from kg.parse.syntax import META, SUBJECTS, VERBAL, is_negated_conjunct
from kg.parse.tree import Token

_NEVER = frozenset({META, "parataxis", "intj", "meta"})
_BESIDE_VERB = frozenset({"conj", "cc", "preconj"})
_CAN_GO = frozenset({"prep", "acl", "relcl", "conj", "advcl", "ccomp", "xcomp", "npadvmod", "agent"})
_NEEDED = frozenset({"agent", "ccomp", "xcomp"})
_ENDS = " ,;:-–—"
_CUT = "…"
_SPACES = re.compile(r"\s+")
_BEFORE_MARK = re.compile(r"\s+([,;:.?!%)\]’”]|'s\b|’s\b|n't\b)")
_TWICE = re.compile(r"([,;:])(\s*[,;:])+")
_DOUBTFUL_QUOTES = str.maketrans("", "", '"“”')


@dataclass(frozen=True)
class Chunk:
    """Tokens in order of the text; ``is_cut`` where some that limit the meaning were left out at the end.

    ``forms`` are the words to write for tokens, by their places, where not their own.
    """

    tokens: tuple[Token, ...]
    is_cut: bool = False
    forms: Mapping[int, str] = field(default_factory=dict)


def chunk(head: Token, *, most: int, without: Container[int] = ()) -> Chunk:
    """The words that a token heads, at most so many where some can go; ``without`` are tokens not to enter."""
    kept = _below(head, without)
    dropped = False
    while _count(kept.values()) > most:
        end = _last_that_can_go(head, kept)
        if end is None:
            break
        end = _with_its_stub(end, head)
        gone = {token.i for token in end.subtree}
        kept = {i: token for i, token in kept.items() if i not in gone}
        dropped = True
    return Chunk(_with_marks(head, kept), is_cut=dropped)


def left_of(head: Token) -> Chunk:
    """A noun with what stands before it: "its effort" of "its effort to reduce tariffs"."""
    kept = {t.i: t for child in head.lefts if child.dep_ not in {"cc", "preconj", "punct"} for t in child.subtree}
    return Chunk(_with_marks(head, {**kept, head.i: head}))


def joined_text(chunks: Iterable[Chunk], spoken: Callable[[Token], str]) -> str:
    """The chunks as one text; ``spoken`` gives the words for a token."""
    pieces: list[str] = []
    for part in chunks:
        for here, after in zip(part.tokens, (*part.tokens[1:], None), strict=True):
            is_next = after is not None and after.i == here.i + 1
            pieces.append((part.forms.get(here.i) or spoken(here)) + (here.whitespace_ if is_next else " "))
        if part.is_cut:
            pieces.append(f"{_CUT} ")
    return tidied("".join(pieces))


def tidied(text: str) -> str:
    """One line without stray marks at its ends or quotation marks that are not closed."""
    plain = _TWICE.sub(r"\1", _BEFORE_MARK.sub(r"\1", _SPACES.sub(" ", text))).strip(_ENDS)
    if plain.count("“") != plain.count("”") or plain.count('"') % 2:
        plain = plain.translate(_DOUBTFUL_QUOTES)
    if plain.count("(") != plain.count(")"):
        plain = plain.replace("(", " ").replace(")", " ")
        plain = _SPACES.sub(" ", plain)
    return plain.replace(f", {_CUT}", f" {_CUT}").removesuffix(".").strip(_ENDS)


def count(chunks: Iterable[Chunk]) -> int:
    """The number of words."""
    return sum(_count(part.tokens) for part in chunks)


def _count(tokens: Iterable[Token]) -> int:
    return sum(not (token.is_punct or token.is_space) for token in tokens)


def _below(head: Token, without: Container[int]) -> dict[int, Token]:
    """The tokens under one that belong to its phrase."""
    kept, waiting = {head.i: head}, [head]
    while waiting:
        token = waiting.pop()
        for child in token.children:
            if child.i not in without and not child.is_punct and not _is_beside(child, token, head):
                kept[child.i] = child
                waiting.append(child)
    return kept


def _is_beside(child: Token, token: Token, head: Token) -> bool:
    """What is no part of a phrase: asides, appositions, what a verb is coordinated with."""
    if child.is_space or child.dep_ in _NEVER or is_negated_conjunct(child):
        return True
    if child.dep_ in {"cc", "neg"} and any(is_negated_conjunct(other) for other in token.children):
        return child.i > token.i
    if child.dep_ == "appos":
        first = child.left_edge
        return child.pos_ != "PROPN" or first.is_punct or (first.i > 0 and first.nbor(-1).is_punct)
    if child.dep_ in {"relcl", "advcl", "acl"} and child.i > token.i:
        return _is_after_mark(child)
    return token == head and token.pos_ in VERBAL and child.dep_ in _BESIDE_VERB


def _is_after_mark(clause: Token) -> bool:
    first = clause.left_edge.i
    return first > 0 and clause.doc[first - 1].text in {",", "—", "–", "-", "(", ";", ":"}


def _last_that_can_go(head: Token, kept: dict[int, Token]) -> Token | None:
    """The phrase nearest to the end whose words are not needed for what stands before it."""
    last = max(kept)
    found = [token for token in kept.values() if _can_go(token, head) and token.right_edge.i >= last] or [
        token for token in kept.values() if _can_go(token, head)
    ]
    return max(found, key=lambda token: token.left_edge.i, default=None)


def _can_go(token: Token, head: Token) -> bool:
    """Whether a phrase may be left out: what stands behind its noun or verb, and not "evidence" of "evidence-based"."""
    return token != head and token.dep_ in _CAN_GO and token.i > max(head.i, token.head.i)


def _with_its_stub(end: Token, head: Token) -> Token:
    """What says nothing once its end is gone, as "led" of "a program led by Peru", "to ensuring" of what."""
    if end.dep_ == "prep" and end.head.dep_ == "prep":
        return end.head  # "including for the rest"
    if end.dep_ not in _NEEDED and not _has_the_object(end):
        return end
    stub = end.head
    while stub != head and (stub.dep_ in _NEEDED or stub.dep_ == "pcomp" or _has_the_object(stub)):
        stub = stub.head
    return stub if stub != head and stub.dep_ in _CAN_GO and stub.i > head.i else end


def _has_the_object(verb: Token) -> bool:
    """As in "a country that buys or sells oil", of which "that buys" is left: the object stands with the last verb."""
    others = [child for child in verb.head.rights if child.dep_ not in {"cc", "conj", "punct"}]
    return verb.dep_ == "conj" and verb.pos_ in VERBAL and verb.head.pos_ in VERBAL and not others


def _with_marks(head: Token, kept: dict[int, Token]) -> tuple[Token, ...]:
    """The tokens with the marks that stand between two of them; a conjunction that leads to nothing is left out."""
    doc = head.doc
    for i in sorted(kept):
        token = doc[i]
        if token.dep_ in {"cc", "preconj"} and not _leads_on(token, kept):
            kept = {place: other for place, other in kept.items() if other not in set(token.subtree)}
    places = sorted(kept)
    marks = [doc[place + 1] for place, after in pairwise(places) if after == place + 2 and doc[place + 1].is_punct]
    return tuple(sorted((*kept.values(), *marks), key=lambda token: token.i))


def _leads_on(conjunction: Token, kept: dict[int, Token]) -> bool:
    others = [child.i for child in conjunction.head.children if child.dep_ == "conj" and child.i > conjunction.i]
    if others and others[0] in kept:
        return True
    return conjunction.right_edge.i + 1 in kept or (not others and conjunction.dep_ != "cc")


def own_subject(verb: Token) -> Token | None:
    """The subject that stands in the clause: "Canada" of "when Canada imposed", "there" of "there is"."""
    found: Sequence[Token] = [child for child in verb.children if child.dep_ in SUBJECTS or child.dep_ == "expl"]
    plain = [child for child in found if child.tag_ not in {"WDT", "WP", "WP$"} and child.lower_ != "that"]
    return plain[0] if plain else None
