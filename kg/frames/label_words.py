"""The words of labels: the text's own, phrases shortened where a clause ends, personal pronouns as whom they mean.

A phrase that is too long loses the clauses at its end, the last one first, and other phrases where there is no clause.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Mapping, Set
from dataclasses import dataclass, field
from itertools import pairwise

from kg.factuality.conditions import condition_words
from kg.frames.phrases import Phrases
from kg.frames.sources import Source
from kg.lexicon import pairs, words
from kg.names.lexemes import definite, with_article
from kg.parse.syntax import (
    META,
    SUBJECTS,
    VERBAL,
    antecedent,
    has_child,
    is_negated_conjunct,
    is_set_off,
)
from kg.parse.tree import Token

MOST_OF_NAME = 7
"""Words of a name that stands in place of a pronoun, or of a phrase of which only the head matters."""
_NEVER = frozenset({META, "parataxis", "intj"})
_BESIDE_VERB = frozenset({"conj", "cc", "preconj"})
_CAN_GO = frozenset({"prep", "acl", "relcl", "conj", "advcl", "ccomp", "xcomp", "npadvmod", "agent"})
_CLAUSES = frozenset({"acl", "relcl", "advcl"})
_SLACK = 8  # words more than wanted, for which nothing is cut
_NEEDED = frozenset({"agent", "ccomp", "xcomp"})
_ENDS = " ,;:-–—"
_CUT = "…"
_SPACES = re.compile(r"\s+")
_BEFORE_MARK = re.compile(r"\s+([,;:.?!%)\]’”]|'s\b|’s\b|n't\b)")
_TWICE = re.compile(r"([,;:])(\s*[,;:])+")
_DOUBTFUL_QUOTES = str.maketrans("", "", '"“”')
_JOINTS = re.compile(r"(, | and )")
_SHORT = pairs("wording", "short")


@dataclass(frozen=True)
class Chunk:
    """Tokens in order of the text; ``is_cut`` where restrictive ones were left out at the end."""

    tokens: tuple[Token, ...]
    is_cut: bool = False


def chunk(head: Token, *, most: int, without: Container[int] = ()) -> Chunk:
    """A token's subtree, shortened to some ``most`` words where possible; ``without``: indices of tokens to leave out.

    The clauses at its end go first, then other phrases.
    """
    kept = _below(head, without)
    is_cut = False
    while _count(kept.values()) > most + _SLACK:
        end = _last_that_can_go(head, kept, _CLAUSES) or _last_that_can_go(head, kept, _CAN_GO)
        if end is None:
            break
        gone = set(_with_its_stub(end, head).subtree)
        kept = {i: token for i, token in kept.items() if token not in gone}
        is_cut = True
    return Chunk(_with_marks(head, kept), is_cut=is_cut)


def left_of(head: Token) -> Chunk:
    """A noun with its premodifiers: "its effort" of "its effort to reduce tariffs"."""
    kept = {t.i: t for child in head.lefts if child.dep_ not in {"cc", "preconj", "punct"} for t in child.subtree}
    return Chunk(_with_marks(head, {**kept, head.i: head}))


def count(chunks: Iterable[Chunk]) -> int:
    """The number of words of some chunks."""
    return sum(_count(part.tokens) for part in chunks)


def _count(tokens: Iterable[Token]) -> int:
    return sum(not token.is_punct for token in tokens)


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
    is_left_over = child.dep_ == "cc" or (child.dep_ == "neg" and child.i > token.i)
    if is_left_over and any(map(is_negated_conjunct, token.children)):
        return True
    if _is_of_clause(child, token):
        return True
    if child.dep_ == "appos":
        first = child.left_edge
        return child.pos_ != "PROPN" or first.is_punct or child.doc[max(first.i - 1, 0)].is_punct
    if child.dep_ in {"relcl", "advcl", "acl"} and child.i > token.i:
        return is_set_off(child)
    return token == head and token.pos_ in VERBAL and child.dep_ in _BESIDE_VERB


def _is_of_clause(child: Token, token: Token) -> bool:
    """Whether a clause of its own, or the conjunction before it, hangs on a phrase: "was late [and that Ada left]"."""
    after = (one for one in token.children if one.i >= child.i and one.dep_ == "conj")
    clause = next(after, None) if child.dep_ in {"cc", "conj"} and token.pos_ not in VERBAL else None
    return clause is not None and clause.pos_ in VERBAL and has_child(clause, SUBJECTS)


def _last_that_can_go(head: Token, kept: Mapping[int, Token], labels: Set[str]) -> Token | None:
    """The phrase with one of some labels nearest to the end whose words are not needed for what stands before it."""
    found = [token for token in kept.values() if token.dep_ in labels and _can_go(token, head)]
    at_end = [token for token in found if token.right_edge.i >= max(kept)]
    return max(at_end or found, key=lambda token: token.left_edge.i, default=None)


def _can_go(token: Token, head: Token) -> bool:
    """Whether a phrase may be left out: what stands behind its noun or verb, and not "evidence" of "evidence-based"."""
    return token != head and token.i > max(head.i, token.head.i)


def _with_its_stub(end: Token, head: Token) -> Token:
    """What says nothing once its end is gone, as "led" of "a program led by Peru", "to ensuring" of what."""
    if end.dep_ == "prep" and end.head.dep_ == "prep" and end.head != head:
        return end.head  # "including for the rest"
    if end.dep_ not in _NEEDED and not _has_the_object(end):
        return end
    stub = end.head
    while stub != head and (stub.dep_ in _NEEDED or stub.dep_ == "pcomp" or _has_the_object(stub)):
        stub = stub.head
    return stub if stub != head and stub.dep_ in _CAN_GO else end


def _has_the_object(verb: Token) -> bool:
    """As in "a country that buys or sells oil", of which "that buys" is left: the object stands with the last verb."""
    others = [child for child in verb.head.rights if child.dep_ not in {"cc", "conj", "punct"}]
    return verb.dep_ == "conj" and verb.pos_ in VERBAL and verb.head.pos_ in VERBAL and not others


def _with_marks(head: Token, kept: dict[int, Token]) -> tuple[Token, ...]:
    """The tokens with the marks that stand between two of them; a conjunction that leads to nothing is left out."""
    doc = head.doc
    for i in sorted(kept):
        if i != head.i and doc[i].dep_ in {"cc", "preconj"} and not _leads_on(doc[i], kept):
            gone = set(doc[i].subtree)
            kept = {place: other for place, other in kept.items() if other not in gone}
    marks = [doc[i + 1] for i, after in pairwise(sorted(kept)) if after == i + 2 and doc[i + 1].is_punct]
    return tuple(sorted((*kept.values(), *marks), key=lambda token: token.i))


def _leads_on(conjunction: Token, kept: Container[int]) -> bool:
    others = [child.i for child in conjunction.head.children if child.dep_ == "conj" and child.i > conjunction.i]
    return (bool(others) and others[0] in kept) or conjunction.right_edge.i + 1 in kept


@dataclass(frozen=True)
class Realizer:
    """Writes the tokens of one label; a pronoun as its antecedent, unless the label has named that before."""

    phrases: Phrases
    named: set[str] = field(default_factory=set)
    _spoken: set[int] = field(default_factory=set)

    def text(self, chunks: Iterable[Chunk]) -> str:
        """The text of chunks, as one line."""
        pieces: list[str] = []
        for part in chunks:
            for here, after in zip(part.tokens, (*part.tokens[1:], None), strict=True):
                is_next = after is not None and after.i == here.i + 1
                pieces.append(self._word(here) + (here.whitespace_ if is_next else " "))
            if part.is_cut:
                pieces.append(f"{_CUT} ")
        return _tidied("".join(pieces))

    def _word(self, token: Token) -> str:
        """The words for the next token."""
        self._spoken.add(token.i)
        name = self.phrases.notes.inside.get(token.i)
        if name is not None and name.root.i == token.i:
            self.named.update({name.text, self.phrases.entity(token).label})
        if token.tag_ == "PRP":
            return self._replaced(token, self.phrases.pronoun_referent(token))
        if token.tag_ in {"WDT", "WP$"} and token.dep_ in {"pobj", "poss"}:
            return self._behind(token)
        is_inside = name is None and token.pos_ != "PROPN" and len(self._spoken) > 1
        # as "The" in 'said: "The water that they drank"', "If" in '"If it rains, ...'
        begins = is_inside and (token.is_sent_start or (token.tag_ in {"DT", "IN"} and token.nbor(-1).is_quote))
        return token.lower_ if begins else expanded(token)

    def _behind(self, relative: Token) -> str:
        """The noun that a relative pronoun inside a phrase stands for: "the volume of [trade]"."""
        noun = antecedent(relative)
        if noun is None or noun.i in self._spoken:
            return relative.text
        own = " ".join(token.text for token in left_of(noun).tokens)
        return f"{own}'s" if relative.tag_ == "WP$" else own

    def _replaced(self, token: Token, words: str | None) -> str:
        """The words in place of a pronoun, unless they tell nothing new or are too many."""
        if words is None or words.lower() == token.lower_ or len(words.split()) > MOST_OF_NAME:
            return token.text
        if any(mention.root.i in self._spoken - {token.i} for mention in self.phrases.notes.cluster(token)):
            return token.text
        plain = words.removesuffix("'").removesuffix("'s")
        if plain in self.named:
            return token.text
        self.named.add(plain)
        if token.i in self.phrases.notes.groups:
            return "".join(piece if _JOINTS.fullmatch(piece) else definite(piece) for piece in _JOINTS.split(words))
        return definite(words)


def _tidied(text: str) -> str:
    """One line without stray marks at its ends or quotation marks that are not closed."""
    plain = _TWICE.sub(r"\1", _BEFORE_MARK.sub(r"\1", _SPACES.sub(" ", text))).strip(_ENDS)
    if plain.count("“") != plain.count("”") or plain.count('"') % 2:
        plain = plain.translate(_DOUBTFUL_QUOTES)
    if plain.count("(") != plain.count(")"):
        plain = _SPACES.sub(" ", plain.replace("(", " ").replace(")", " "))
    return plain.replace(f", {_CUT}", f" {_CUT}").removesuffix(".").strip(_ENDS)


def expanded(token: Token) -> str:
    """A contracted auxiliary in full ("is" for "'s", "have" for "'ve"); any other word as it is."""
    short = token.lower_.replace("’", "'")
    if token.pos_ not in VERBAL:
        return token.text
    return _SHORT.get(f"{short} {token.lemma_.lower()}", _SHORT.get(short, token.text))


_DASHES = frozenset({"—", "–", "--"})
_PRONOUNS = words("wording", "pronouns", "words")
_OWNERS = words("wording", "pronouns", "owners")
_DETERMINERS = words("wording", "articles", "determiners")


def of_condition(condition: Token | None, chunks: list[Chunk]) -> list[Chunk]:
    """The words of a condition, whatever room there is, unless they are there: nothing is told without it.

    An aside at its end is no condition: "if he signs the pact [— a rare step —]".
    """
    told = {token for part in chunks for token in part.tokens}
    if condition is None or condition in told:
        return []
    found = condition_words(condition)
    dash = next((place for place, token in enumerate(found) if token.text in _DASHES and token.i > condition.i), None)
    return [Chunk(found[:dash])]


def with_source(text: str, said: Source, *, by: str = "") -> str:
    """The text with who says so; ``by`` is the id of who does it."""
    if said.source is None or said.own_act or "according to" in text.lower():
        return text
    label = said.source.label
    if label.lower() in _OWNERS:
        return f"{text}, as claimed"
    if label.lower() in _PRONOUNS:
        return f"{text}, {label.lower()} said"
    if said.source.id == by or text.lower().removeprefix("the ").startswith(label.lower()):
        return f"{text}, by own account"
    is_one = label[:1].islower() and not label.endswith("s") and label.split()[0] not in _DETERMINERS
    return f"{text}, according to {'the ' if is_one else ''}{with_article(label)}"
