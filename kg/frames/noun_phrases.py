"""The tokens of a noun phrase: its core, its label, its counted noun, and the quantity that its number states."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from functools import cache

from kg.lexicon import pairs, words
from kg.model import NodeId, Quantity
from kg.parse.nouns import noun_class
from kg.parse.syntax import META, PLURAL_TAGS, conjuncts, is_infinitive, is_negated_conjunct
from kg.parse.tree import Span, Token, once

Tokens = tuple[Token, ...]
_CUT = frozenset({"conj", "cc", "appos", "relcl", "advcl", "parataxis", "punct", "preconj", "ccomp", "dep"})
_BREAKS = frozenset({",", "-", "—", "–", ";", ":", "("})
_LIST_PREPOSITIONS = words("clauses", "list_prepositions", "words")
_TRANSPARENT = words("clauses", "transparent", "words")
_DETERMINERS = words("phrases", "determiners", "words")
_SHARES = words("quantities", "shares", "words")
_SINGLE = frozenset({"a", "an", "one"})
_NUMERALS = {word: Decimal(value) for word, value in pairs("quantities", "numbers").items()}
_SCALES = {word: Decimal(value) for word, value in pairs("quantities", "scales").items()}
_CURRENCIES = pairs("quantities", "currencies")
_BOUNDS = {word: kind for kind in ("about", "more", "less") for word in words("quantities", "bounds", kind)}
_DIGITS = re.compile(r"\d[\d,]*(?:\.\d+)?")
_SCALE = re.compile(r"[\s-]*(?:of\s+)?([a-z]+)")
_PERCENT = re.compile(r"%|\bper\s?cent\b")
_NOT_IN_ID = re.compile(r"[^a-z0-9]+")
_LEAST_BRIEF = 4  # words
MAX_LABEL = 14  # words; a longer phrase is labelled by its core


@once
def core(head: Token) -> Tokens:
    """The tokens of a phrase up to its first clause, apposition or conjunct, in order, trimmed of punctuation."""
    return trimmed(_kept(head, restrictive=False))


def label_tokens(head: Token) -> tuple[Tokens, Tokens]:
    """The tokens of a phrase's label and those of its core; a short restrictive clause belongs to the label."""
    short = trimmed(_without_determiner(core(head)))
    if not any(child.dep_ in {"relcl", "acl", "prep"} for child in head.rights):
        return short, short
    full = trimmed(_without_determiner(trimmed(_kept(head, restrictive=True))))
    if len(full) > MAX_LABEL:
        full = _shortened(full) if len(short) == 1 else short
    return full, short


def _shortened(tokens: Tokens) -> Tokens:
    """As many words as a label may have, up to where a phrase ends: "need to manage ties with care [and to avoid]"."""
    for end in range(MAX_LABEL, 2, -1):
        if tokens[end].dep_ in {"prep", "cc", "mark", "punct"} or tokens[end].tag_ == "TO":
            return trimmed(tokens[:end])
    return tokens[:1]


def shortened(head: Token, found: Tokens) -> Tokens:
    """A long phrase without its final adjunct: "an effort to diversify trade [amid tensions]"."""
    for place, token in enumerate(found):
        if place >= _LEAST_BRIEF and token.i > head.i and token.dep_ in {"prep", "mark"} and token.lower_ != "of":
            return trimmed(found[:place])
    return found


def text(tokens: Sequence[Token]) -> str:
    """The text from the first token to the last."""
    first, last = tokens[0], tokens[-1]
    return " ".join(first.doc.text[first.idx : last.idx + len(last)].split())


def trimmed(tokens: Sequence[Token]) -> Tokens:
    """The tokens without asides, and without punctuation, conjunctions and possessive marks at the edges."""
    tokens = [token for token in tokens if token.dep_ != META] or tokens
    first, end = 0, len(tokens)
    while end > first + 1 and _is_loose_end(tokens[end - 1]):
        end -= 1
    while end > first + 1 and _is_loose_start(tokens[first]):
        first += 1
    return tuple(tokens[first:end])


def _is_loose_end(token: Token) -> bool:
    if token.text in {")", "%"}:
        return False
    return token.is_punct or token.dep_ in {"cc", "case", "mark"} or token.tag_ in {"POS", "WDT", "IN", "TO"}


def _is_loose_start(token: Token) -> bool:
    return (token.is_punct or token.is_quote or token.dep_ == "cc") and token.text not in {"(", "$"}


def _without_determiner(tokens: Tokens) -> Tokens:
    first, is_alone = tokens[0], len(tokens) == 1
    is_determiner = first.lower_ in _DETERMINERS and first.pos_ in {"DET", "PRON", "ADJ", "ADV"}
    if is_alone or not is_determiner or first in tokens[1].ancestors:
        return tokens  # "[both] of these stops"
    if tokens[1].text == "-" or (first.lower_ == "no" and tokens[1].tag_ in {"JJR", "RBR"}):
        return tokens  # "a [no]-confidence vote", "[no] more than a rumour"
    return _without_determiner(tokens[1:])


def is_number(head: Token) -> bool:
    """Whether a phrase is a number, an amount of money or a share; in "congratulated one another" none is."""
    is_one = head.pos_ in {"NUM", "SYM"} or head.lower_ in _SHARES
    return (is_one or head.ent_type_ in {"MONEY", "PERCENT"}) and all(t.lower_ != "another" for t in head.rights)


def number_tokens(head: Token) -> Tokens:
    """The tokens of the number of a phrase ("about 90%"), without the counted noun; a sign alone is its own ("#")."""
    return trimmed([t for t in core(head) if t.i <= head.i or t.tag_ == "CD"]) or (head,)


def count_tokens(head: Token) -> Tokens:
    """The tokens of the number before a counted noun, "more than" included; empty where there is none."""
    numbers = [child for child in head.lefts if child.dep_ in {"nummod", "quantmod"} or child.tag_ == "CD"]
    if not numbers:
        return ()
    first = min(number.left_edge.i for number in numbers)
    before = [c for c in head.lefts if first - 2 <= c.i < first and c.dep_ in {"advmod", "amod", "quantmod"}]
    return trimmed(sorted({token for number in numbers for token in number.subtree} | set(before)))


def counted_noun(head: Token) -> Token:
    """The noun that a phrase counts or measures: "artillery" of "dozens of rounds of artillery"."""
    for _ in range(3):
        if _TRANSPARENT.isdisjoint({head.lemma_.lower(), head.lower_}) and head.pos_ != "NUM":
            return head
        head = _inner(head) or head
    return head


def _inner(head: Token) -> Token | None:
    """What follows "of"; where both hang on the first word, "of thousands" and "of students", the latter."""
    found = [
        inner for child in head.rights if child.dep_ == "prep" and child.lower_ == "of" for inner in child.children
    ]
    told = (inner for inner in found if inner.lemma_.lower() not in _TRANSPARENT)
    return next(told, found[0] if found else None)


def members(head: Token) -> Iterator[Token]:
    """The heads of an "including" or "such as" list."""
    for child in head.children:
        if child.dep_ == "prep" and is_list_preposition(child):
            yield from (token for pobj in child.children if pobj.dep_ == "pobj" for token in conjuncts(pobj))


def is_list_preposition(token: Token) -> bool:
    """Whether a preposition opens a list of members."""
    return token.lower_ in _LIST_PREPOSITIONS or any(child.lower_ == "such" for child in token.children)


def is_party(head: Token) -> bool:
    """Whether "parties" are those of a deal or conflict ("the parties agreed"), not political ones."""
    if head.tag_ not in PLURAL_TAGS or noun_class(head.lemma_.lower()) != "PoliticalParty":
        return False
    return not any(child.dep_ in {"amod", "compound", "poss"} for child in head.lefts)


def informativeness(span: Span) -> int:
    """How informative a nominal mention is, for comparison: proper possessors over long phrases over bare nouns."""
    return min(len(span), 8) + (4 if any(token.dep_ == "poss" and token.pos_ == "PROPN" for token in span) else 0)


def _kept(head: Token, *, restrictive: bool) -> list[Token]:
    """The head with what belongs to it on both sides; ``restrictive`` clauses too, where the label may have them."""
    found = [token for child in head.lefts if not _is_beside(child, head) for token in child.subtree]
    found.append(head)
    comma = False
    for child in head.rights:
        if _is_inner_punct(child):
            found.append(child)
            continue
        if child.dep_ == META or (child.dep_ == "punct" and child.text not in _BREAKS):
            continue
        comma = comma or child.text in _BREAKS
        if child.text == ",":
            continue
        if _ends_phrase(child, restrictive=restrictive, comma=comma):
            break
        part = _part(child, restrictive=restrictive)
        found.extend(part)
        if part[-1] != child.right_edge:
            break
    return sorted(set(found))


def _is_beside(child: Token, head: Token) -> bool:
    """As in "but [not] the removal", "[not] a single bag": what stands before a head, and is denied by the frame."""
    is_denied = is_negated_conjunct(head if child.dep_ == "neg" else child)
    is_none = child.dep_ == "neg" and child.i == head.left_edge.i and child.nbor().lower_ in _SINGLE  # "not a single"
    return child.dep_ in {"cc", "preconj", "mark"} or is_denied or is_none


def _ends_phrase(child: Token, *, restrictive: bool, comma: bool) -> bool:
    """Whether a phrase ends before what hangs on the right of its head; ``comma`` tells that one stands between."""
    is_of_adjective = child.dep_ == "ccomp" and is_infinitive(child) and child.head.pos_ == "ADJ"  # "hard to sell"
    is_compared = child.left_edge.lower_ == "than"  # "higher than they have ever been"
    if child.dep_ in _CUT and not (is_compared or is_of_adjective):
        return comma or not (restrictive and child.dep_ == "relcl") or _is_after_comma(child)
    is_participle = child.dep_ == "acl" and child.tag_ in {"VBN", "VBG"}
    return comma or (is_participle and not restrictive) or (child.dep_ == "prep" and is_list_preposition(child))


def _is_inner_punct(child: Token) -> bool:
    """A hyphen inside a word is part of it ("state-owned")."""
    is_mark = child.dep_ == "punct" and child.text in {"-", "–", "'", "’", "/"}
    return is_mark and not child.whitespace_ and not child.nbor(-1).whitespace_


def _part(child: Token, *, restrictive: bool) -> Sequence[Token]:
    """A phrase inside a phrase; its coordination stays, since cutting it would change the meaning of the outer one."""
    found: list[Token] = []
    for token in child.subtree:
        clause = token.head.i >= child.i and (
            token.dep_ in {"appos", "advcl", "parataxis"}
            or (token.dep_ == "relcl" and (not restrictive or _is_after_comma(token)))
        )
        is_break = token.text in {"—", "–", ";", "("} and not _is_inner_punct(token)
        if clause or is_break or token.is_space:
            start = token.left_edge.i if clause else token.i
            return [t for t in found if t.i < start] or [child]
        found.append(token)
    return found


def _is_after_comma(clause: Token) -> bool:
    """Whether a relative clause only adds: "the post at Lunga Lunga, which has been closed"."""
    return clause.doc[clause.left_edge.i - 1].text == ","


def quantity(phrase: str, *, unit: str = "") -> Quantity | None:
    """The quantity that a phrase states: "about 90%", "more than 45", "US$460 million"; "dozens" states none.

    ``value`` is exact, or the middle for "about"; "more than" gives a minimum, "up to" a maximum, and no value.
    ``unit`` is the noun counted ("troops") where the phrase has no unit of its own.
    """
    lowered = phrase.lower()
    number = _number(lowered)
    if number is None:
        return None
    found_unit = _unit(lowered) or unit
    bounds = {_BOUNDS[word] for word in _any_of(*_BOUNDS).findall(lowered)}
    about = "about" in bounds
    return Quantity(
        id=_node(lowered, found_unit),
        text=phrase,
        value=None if bounds & {"more", "less"} else number,
        unit=found_unit,
        minimum=number if "more" in bounds else number * Decimal("0.9") if about else None,
        maximum=number if "less" in bounds else number * Decimal("1.1") if about else None,
    )


def _number(phrase: str) -> Decimal | None:
    found = _DIGITS.search(phrase) or _any_of(*_NUMERALS).search(phrase)
    if found is None:
        return None
    value = _NUMERALS.get(found.group()) or Decimal(found.group().replace(",", ""))
    scale = _SCALE.match(phrase, found.end())
    return value * _SCALES.get(scale.group(1), Decimal(1)) if scale else value


def _unit(phrase: str) -> str:
    currency = _any_of(*_CURRENCIES).search(phrase)
    return _CURRENCIES[currency.group()] if currency else "percent" if _PERCENT.search(phrase) else ""


def _node(phrase: str, unit: str) -> NodeId:
    named, kind = (_NOT_IN_ID.sub("-", part.lower()).strip("-") for part in (phrase, unit))
    return NodeId(f"quantity-{named[:50]}-{kind[:20]}".rstrip("-"))


@cache
def _any_of(*terms: str) -> re.Pattern[str]:
    """A pattern of whole words, of two that begin alike the longer one."""
    longest_first = sorted(terms, key=len, reverse=True)
    return re.compile(rf"(?<![a-z])(?:{'|'.join(map(re.escape, longest_first))})(?![a-z])")
