"""Stretches of tokens: a clause, a noun phrase, a clause without its comment; all trimmed of marks and "that"."""

from __future__ import annotations

from collections.abc import Iterable

from kg.attribution import Range
from kg.lexicon import words
from kg.parse.syntax import AUXILIARIES, RELATIVE_TAGS, TENSED_TAGS, VERBAL
from kg.parse.tree import Doc, Token

_QUESTION_WORDS = words("reporting", "forms", "whether", "words")
_DROPPED = words("reporting", "forms", "whether", "dropped")
_SUBJECTS = frozenset({"nsubj", "nsubjpass", "csubj", "csubjpass", "expl"})
_MODIFYING_CLAUSES = frozenset({"relcl", "acl", "advcl", "ccomp", "parataxis"})
_KEPT = frozenset("()[]%")  # marks that belong to the words


def tidy(doc: Doc, start: int, end: int) -> Range | None:
    """The range without marks, spaces and "that" at its edges; None where nothing is left."""
    while start < end and (_is_edge(doc[start]) or _is_conjunction(doc[start])):
        start += 1
    while start < end and _is_edge(doc[end - 1]):
        end -= 1
    return (start, end) if start < end else None


def tidied(doc: Doc, ranges: Iterable[Range]) -> tuple[Range, ...]:
    """The ranges in order, each tidied; those that overlap, or have but marks between them, as one."""
    left: list[Range] = []
    for found in sorted(found for start, end in ranges if (found := tidy(doc, start, end)) is not None):
        between = doc[min(left[-1][1], found[0]) : found[0]] if left else ()
        if left and all(_is_edge(token) for token in between):
            left[-1] = (left[-1][0], max(left[-1][1], found[1]))
        else:
            left.append(found)
    said = [part for part in left if part[1] - part[0] > 1 or doc[part[0]].tag_ not in RELATIVE_TAGS]
    return tuple(said or left)


def subtree(token: Token) -> Range:
    """All that hangs on a token, with it."""
    return token.left_edge.i, token.right_edge.i + 1


def without(whole: Range, *parts: Range) -> tuple[Range, ...]:
    """What is left of a range when others are cut out."""
    left = [whole]
    for start, end in parts:
        left = [piece for a, b in left for piece in ((a, min(b, start)), (max(a, end), b)) if piece[0] < piece[1]]
    return tuple(left)


def clause_range(clause: Token) -> Range:
    """All of a clause; to the end of the sentence where its last word is an "and" whose second half hangs elsewhere."""
    start, end = subtree(clause)
    doc = clause.doc
    last = end - 1
    while last > start and (doc[last].is_punct or doc[last].is_space):
        last -= 1
    return (start, clause.sent.end) if doc[last].pos_ == "CCONJ" else (start, end)


def noun_phrase(head: Token) -> Range:
    """A noun with what names it: its apposition and prepositional phrases, no relative or other clause."""
    start, end = subtree(head)
    cut = [child.left_edge.i for child in head.rights if child.dep_ in _MODIFYING_CLAUSES]
    return tidy(head.doc, start, min([end, *cut])) or (head.i, head.i + 1)


def following_noun(verb: Token) -> Token | None:
    """The head of the noun phrase that begins right after a verb: "said [a spokesman for the army]"."""
    doc = verb.doc
    for token in doc[verb.i + 1 : verb.i + 12]:
        if token.is_punct or token.pos_ in {"VERB", "AUX", "ADP", "SCONJ"}:
            return None
        if token.pos_ in {"NOUN", "PROPN", "PRON"} and token.left_edge.i == verb.i + 1 and token.dep_ != "compound":
            return token
    return None


def is_finite(verb: Token) -> bool:
    """Whether a clause has a tensed verb; a participle of the past counts, for headlines leave the auxiliary out."""
    tags = {verb.tag_, *(child.tag_ for child in verb.children if child.dep_ in AUXILIARIES)}
    return "TO" not in tags and (bool(tags & TENSED_TAGS) or (verb.tag_ == "VBN" and has_subject(verb)))


def is_tensed(verb: Token) -> bool:
    """Whether a clause has a verb or auxiliary in a tense: not "the road blocked"."""
    return is_finite(verb) and (verb.tag_ != "VBN" or any(child.dep_ in AUXILIARIES for child in verb.lefts))


def has_subject(verb: Token) -> bool:
    """Whether a clause has a subject of its own."""
    return any(child.dep_ in _SUBJECTS for child in verb.children)


def has_opener(clause: Token) -> bool:
    """Whether a clause begins with "that", "whether" or another question word."""
    return clause.left_edge.lower_ in _QUESTION_WORDS


def has_that(clause: Token) -> bool:
    """Whether a clause has "that" as its conjunction."""
    return any(_is_conjunction(child) for child in clause.lefts)


def clause_head(token: Token) -> Token:
    """The nearest verb above a token, or the head of its sentence."""
    while token.head != token and token.pos_ not in VERBAL:
        token = token.head
    return token


def _is_conjunction(token: Token) -> bool:
    return token.dep_ == "mark" and token.lower_ in _DROPPED


def _is_edge(token: Token) -> bool:
    return token.is_space or (token.is_punct and token.text not in _KEPT) or token.is_quote
