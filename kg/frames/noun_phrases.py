"""The tokens of a noun phrase: its core, its label, its counted noun, and the quantity that its number states."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from functools import cache

from kg.lexicon import pairs, words
from kg.model import NodeId, Quantity
from kg.parse.nouns import noun_class
from kg.parse.syntax import META, NOMINAL, PLURAL_TAGS, conjuncts, is_infinitive, is_negated_conjunct
from kg.parse.tree import Span, Token, once
from kg.time.grammar import words_of

Tokens = tuple[Token, ...]
_CUT = frozenset({"conj", "cc", "appos", "relcl", "advcl", "parataxis", "punct", "preconj", "ccomp", "dep"})
_BREAKS = frozenset({",", "-", "—", "–", ";", ":", "("})
_LIST_PREPOSITIONS, _TRANSPARENT = (words("clauses", name, "words") for name in ("list_prepositions", "transparent"))
_DETERMINERS, _SHARES = words("phrases", "determiners", "words"), words("quantities", "shares", "words")
_SINGLE, _EACH = frozenset({"a", "an", "one"}), frozenset({"a", "an", "each", "per"})
_SCALES = {word: Decimal(value) for word, value in pairs("quantities", "scales").items()}
_SHORT = 2  # letters of "bn", which is no number by itself
_NUMERALS = {word: Decimal(value) for word, value in {**_SCALES, **words_of("number")}.items() if len(word) > _SHORT}
_CURRENCIES = pairs("quantities", "currencies")
_BOUNDS = {word: kind for kind in ("at least", "up to", "about") for word in words("quantities", "bounds", kind)}
_STAKES, _MONEY = words("quantities", "shares", "stakes"), frozenset(pairs("quantities", "prices"))
_DIGITS, _PERCENT = re.compile(r"\d[\d,]*(?:\.\d+)?"), re.compile(r"%|\bper\s?cent\b")
_SCALE = re.compile(r"[\s-]*(?:of\s+)?([a-z]+)")
_TIMEX = re.compile(r"P(T?)([\d.]+)([A-Z])")
_TIMEX_UNITS = {"Y": "year", "M": "month", "W": "week", "D": "day", "TH": "hour", "TM": "minute", "TS": "second"}
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
    while end > first + 1 and _is_loose(tokens[end - 1], is_last=True):
        end -= 1
    while end > first + 1 and _is_loose(tokens[first], is_last=False):
        first += 1
    return tuple(tokens[first:end])


def _is_loose(token: Token, *, is_last: bool) -> bool:
    """Whether the first or last token of a phrase is no part of it, as "and"; of a last one "'s" and "that" too."""
    if token.text in (")%" if is_last else "($"):
        return False
    is_joint = token.dep_ in {"case", "mark"} or token.tag_ in {"POS", "WDT", "IN", "TO"}
    return token.dep_ == "cc" or token.is_punct or (is_joint if is_last else token.is_quote)


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
    near = [t for t in core(head) if t.i <= head.i or (t.tag_ == "CD" and head in [*t.ancestors][:3])]
    return trimmed(near) or (head,)


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
    of = (child for child in head.rights if child.dep_ == "prep" and child.lower_ == "of")
    found = [inner for child in of for inner in child.children]
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
        is_aside = token.dep_ == "relcl" and (not restrictive or _is_after_comma(token))
        clause = token.head.i >= child.i and (is_aside or token.dep_ in {"appos", "advcl", "parataxis"})
        is_break = token.text in {"—", "–", ";", "("} and not _is_inner_punct(token)
        if clause or is_break or token.is_space:
            start = token.left_edge.i if clause else token.i
            return [t for t in found if t.i < start] or [child]
        found.append(token)
    return found


def measures(head: Token) -> Iterator[Token]:
    """What tells of a noun how long or what part it is: "a [nine-year] loan", "a truce of 45 [days]"."""
    yield from (child for child in head.lefts if child.dep_ in {"amod", "compound", "nummod"})
    yield from (noun for child in head.rights if child.lower_ == "of" for noun in child.rights)


def quantity_of(head: Token, *, stands_alone: bool) -> Quantity | None:
    """The number that a phrase states, alone or before what it counts, with its unit and what it measures.

    As in "212 crowns a share" (a price), "40% of the bank", "a 12% stake", "four of the seven" (shares).
    """
    noun, tokens = head.lemma_.lower(), number_tokens(head) if stands_alone else count_tokens(head)
    if not tokens and noun in _STAKES:
        tokens = next((number_tokens(one) for one in measures(head) if is_number(one)), ())
    found = quantity(text(tokens), unit=noun if not stands_alone or noun in _MONEY else "") if tokens else None
    if found is None:
        return None
    behind = head.doc[max(head.i, tokens[-1].i) + 1 :][:2]
    if len(behind) > 1 and behind[0].lower_ in _EACH and (found.unit in _MONEY or found.unit in _CURRENCIES.values()):
        words, unit = text((*tokens, behind[1])), f"{found.unit} per {behind[1].lemma_.lower()}"
        return replace(found.of("price"), text=words, unit=unit)
    inner = [one for one in measures(head) if stands_alone and one.i > head.i]  # "15% of them", not "by 15%"
    if found.unit == "percent":
        return found.of("share") if noun in _STAKES or inner else found
    wholes = (quantity(text(count_tokens(one))) for one in inner if count_tokens(one))
    whole = next((one.value for one in wholes if one is not None), None)
    return found if whole is None else replace(found.of("share"), unit=found.unit or inner[-1].lemma_, whole=whole)


def duration(span: Span) -> Quantity | None:
    """How long something takes, by the words and their TIMEX3 value: "at least nine years", P9Y; PXY states none."""
    head, found = span.root, _TIMEX.fullmatch(span.kb_id_)
    if span.label_ != "DURATION" or head.pos_ not in NOMINAL or found is None:
        return None  # not "two years later"
    words = text(tuple(span.doc[min([span.start, *(token.i for token in count_tokens(head))]) : head.i + 1]))
    told = quantity(words, unit=_TIMEX_UNITS.get(found[1] + found[3], ""), number=Decimal(found[2]))
    return told and told.of("term")


def quantity(phrase: str, *, unit: str = "", number: Decimal | None = None) -> Quantity | None:
    """The quantity that a phrase states: "about 90%", "more than 45", "US$460 million"; "dozens" states none.

    ``value`` is exact, or the middle for "about"; "more than" gives a minimum, "up to" a maximum, and no value.
    ``unit`` is the noun counted ("troops") where the phrase has no unit of its own, ``number`` what the words come to.
    """
    lowered = phrase.lower()
    number = number or _number(lowered)
    if number is None:
        return None
    currency = _any_of(*_CURRENCIES).search(lowered)
    found_unit = _CURRENCIES[currency.group()] if currency else "percent" if _PERCENT.search(lowered) else unit
    named, counted = (_NOT_IN_ID.sub("-", part.lower()).strip("-") for part in (lowered, found_unit))
    kinds = {_BOUNDS[word] for word in _any_of(*_BOUNDS).findall(lowered)}
    bound = next((kind for kind in _BOUNDS.values() if kind in kinds), "exactly")
    return Quantity(
        id=NodeId(f"quantity-{named[:50]}-{counted[:20]}".rstrip("-")),
        text=phrase,
        value=number if bound in {"exactly", "about"} else None,
        unit=found_unit,
        minimum=number if bound == "at least" else number * Decimal("0.9") if bound == "about" else None,
        maximum=number if bound == "up to" else number * Decimal("1.1") if bound == "about" else None,
        bound=bound,
    )


def _number(phrase: str) -> Decimal | None:
    found = _DIGITS.search(phrase) or _any_of(*_NUMERALS).search(phrase)
    if found is None:
        return None
    value = _NUMERALS.get(found.group()) or Decimal(found.group().replace(",", ""))
    scale = _SCALE.match(phrase, found.end())
    return value * _SCALES.get(scale.group(1), Decimal(1)) if scale else value


def _is_after_comma(clause: Token) -> bool:
    """Whether a relative clause only adds: "the post at Lunga Lunga, which has been closed"."""
    return clause.doc[clause.left_edge.i - 1].text == ","


@cache
def _any_of(*terms: str) -> re.Pattern[str]:
    """A pattern of whole words, of two that begin alike the longer one."""
    longest_first = sorted(terms, key=len, reverse=True)
    return re.compile(rf"(?<![a-z])(?:{'|'.join(map(re.escape, longest_first))})(?![a-z])")
