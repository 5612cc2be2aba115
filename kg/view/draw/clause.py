"""The words of a card: a contiguous cut of its sentence, with the name for which a pronoun stands in brackets."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from itertools import pairwise

from kg.view.draw.look import card_words
from kg.view.draw.scene import ELLIPSIS, without_joints

_MOST = 40  # words of a card
_FULL = 30  # words of a card to which a further part of its sentence is added
_CONDITION = 80  # words of one that hangs on a condition, whose reason stands in it
_ASIDE = 6  # words between those of a label that are told in any case
_LEAST = 0.5  # of the words of a label, which stand in its sentence; others are names there for its pronouns
_FEW = 0.2  # may stand elsewhere in the sentence
_LONG = 4  # letters of a word that may not, where there are more
_ITEM = 3  # words of an item of a list
_ANCHOR = 4  # words by which a condition is found in a label
_MARKS = ".,;:!?\"'“”‘’()[]…"
_DASH = re.compile(r"[-–—]+")
_PARTICIPLES = re.compile(r"\w+(?:ing|ed)")
_PARTICIPLE = re.compile(r"\w+ing")
_STOP = re.compile(r"(?:\d|[a-z]{4})[.][\"”’]*$")
_NUMBER_OR_NAME = re.compile(r"\d|[A-Z]\w+")
_ENDED = re.compile(r"[.!?…:;][\"”’]*$")
_OPENED = re.compile(r"(?<!\w)['‘](?=\w)")
_CLOSED = re.compile(r"(?<=[\w.,])['’](?!\w)")
_QUOTED = re.compile(r"\w\W*[\"”]")
_QUOTED_INSIDE = re.compile(r"[.,!?…]['’]")


def own_clause(
    label: str,
    sentence: str,
    named: tuple[str, str] = ("", ""),
    condition: str = "",
    others: Collection[str] | None = None,
) -> str:
    """The clause of a label in the words of its sentence, up to its natural end; "" if they are not there in order.

    ``named`` are the words of its subject there and its name: a pronoun is told as the name in brackets. In a quotation
    nobody can tell who "they" are: there is no such clause, nor of "nor did Peru pay", which without its first words
    says what is not so. One that hangs on a ``condition`` is told with it. Where ``others``, the predicates of other
    clauses, are given, it runs on into numbers and names that none of them tells; one of a quotation ends with that.

    >>> own_clause("Peru paid the men", "Peru also paid the men who were owed wages for May, not for June.")
    'Peru also paid the men who were owed wages for May'
    >>> own_clause("Peru asked Chad for ships", "It also asked Chad for ships.", ("It", "Peru"))
    '[Peru] also asked Chad for ships'
    >>> own_clause("Chad paid the sailors", "The sailors whom Chad paid left.")
    ''
    >>> own_clause("Peru met Chad", "On the fringes of a summit in Lima, Peru met Chad.", others=[])
    'On the fringes of a summit in Lima, Peru met Chad'
    >>> own_clause("Peru met Chad", "Peru met Chad, for 3 hours, when kings were in Lima.", others=[])
    'Peru met Chad, for 3 hours, when kings were in Lima'
    """
    words, (subject, name) = sentence.split(), named
    if condition:  # the label before the words with which it begins
        begins = label.casefold().find(f" {' '.join(condition.split()[:_ANCHOR]).casefold()}")
        label = label[:begins] if begins > 0 else label
    is_open = bool({subject.casefold()} & (card_words("pronouns") | card_words("speakers")))
    behind = re.match(rf"(?:the )?{re.escape(name)} (.+)", label, flags=re.IGNORECASE) if is_open else None
    rest = behind[1] if behind else ""
    found = _found((f"{subject} {rest}" if rest else label).split(), words)
    if not found or (not condition and {*words[found[0] - 1 : found[0]]} & card_words("inverting")):
        return ""
    end = _reach(words, found[0], found[-1], others)
    start = found[0] if others is None or condition else _begin(words, found[0], end, others)
    wanted, plain = [*map(_plain, condition.split())], [*map(_plain, words)]
    places = (at for at in range(len(words)) if wanted and plain[at : at + len(wanted)] == wanted)
    stands = next(places, start)
    start, end = min(stands, start), max(end, stands + len(wanted) - 1)
    at = [*range(start, found[0]), *found, *range(found[-1] + 1, end + 1)]
    most = _CONDITION if condition else _MOST
    dashes = [number for number, place in enumerate(at) if _DASH.fullmatch(words[place])]
    if len(dashes) > 1 and len(at) > most:  # without what stands between the first two
        at = [*at[: dashes[0]], *at[dashes[1] + 1 :]]
    told = list(_filled(words, at))
    if start == found[0]:
        told[0] = _named(told[0], name if rest else "", is_quoted=_is_quoted(words, start))
    return _text(told, most) if told[0] else ""


def _named(word: str, name: str, *, is_quoted: bool) -> str:
    """The first word of a clause, of a pronoun the name; "" of one that is open. Who says "we" is told with it."""
    plain = _plain(word)
    if plain in card_words("speakers"):
        return word if is_quoted or not name else f"[{name}]"
    if plain not in card_words("pronouns"):
        return word
    return "" if is_quoted or not name else f"[{name}]"


def _found(label: Sequence[str], words: Sequence[str]) -> list[int]:
    """Where the words of a label stand in order, as close together as they can; none if some stand in another."""
    wanted = [one for word in label if (one := _plain(word))]
    plain = [_plain(word) for word in words]
    runs = [list(_run(wanted, plain, at)) for at, word in enumerate(plain) if wanted and word == wanted[0]]
    found = min(runs, key=lambda run: (-len(run), run[-1] - run[0], run), default=[])
    left = Counter(wanted) - Counter(plain[at] for at in found)
    is_turned = left.total() > _FEW * len(wanted) and any(len(word) >= _LONG and word in plain for word in left)
    return [] if is_turned or len(found) < _LEAST * len(wanted) else found


def _run(wanted: Sequence[str], plain: Sequence[str], at: int) -> Iterator[int]:
    for word in wanted:
        if word in plain[at:]:
            at = plain.index(word, at)
            yield at
            at += 1


def _is_quoted(words: Sequence[str], start: int) -> bool:
    """Whether a quotation is open where a word begins."""
    text = " ".join([*words[:start], words[start][:1]])
    return text.count('"') % 2 == 1 or text.count("“") > text.count("”")


def _reach(words: Sequence[str], start: int, last: int, others: Collection[str] | None) -> int:
    """The last word of what is told of a clause between two words: in a quotation none behind that."""
    end = _end(words, last)
    end = end if others is None else _told_further(words, start, end, others)
    return min(end, _quotation_end(words, start, last))


def _quotation_end(words: Sequence[str], start: int, last: int) -> int:
    """The last word of the quotation in which a clause that reaches to ``last`` begins; else the last of all."""
    closing = _QUOTED_INSIDE if words[start].startswith(("'", "‘")) else _QUOTED if _is_quoted(words, start) else None
    found = (at for at in range(start, len(words)) if closing and closing.search(words[at]))
    end = next(found, last - 1)
    return end if end >= last else len(words) - 1


def _end(words: Sequence[str], last: int) -> int:
    """The last word of the clause that reaches to ``last``, with those parts behind it that belong to it."""
    end = _part_end(words, last)
    while end + 1 < len(words) and _goes_on(words, end + 1):
        further = _part_end(words, end + 1)
        if further - last > _FULL:
            break
        end = further
    return end


def _told_further(words: Sequence[str], start: int, end: int, others: Collection[str]) -> int:
    """Where a clause ends with those parts behind it that have numbers or names, as long as no other clause begins."""
    while end + 1 < len(words) and not _DASH.fullmatch(words[end + 1]) and not _STOP.search(words[end]):
        further = _part_end(words, end + 1)
        is_more = _leads(words[end + 1]) and any(map(_NUMBER_OR_NAME.search, words[end + 1 : further + 1]))
        if further - start >= _FULL or not is_more or _is_of_others(words, end + 1, further, others):
            break
        end = further
    return end


def _begin(words: Sequence[str], start: int, end: int, others: Collection[str]) -> int:
    """Where a clause begins with what its sentence tells before it of numbers and names: "In Lima, Peru met Chad"."""
    open_words = card_words("pronouns") | card_words("speakers") | card_words("vague")
    is_lead = start > 1 and words[start - 1].endswith(",") and _leads(words[0]) and end < _FULL
    if not is_lead or _plain(words[start]) in open_words or not any(map(_NUMBER_OR_NAME.search, words[1:start])):
        return start
    part = _joined(words[:start])
    is_other = {*part.split()} & card_words("sources") or any(f" {verb} " in part for verb in others)
    return start if is_other or any('"' in word or "“" in word for word in words[:start]) else 0


def _is_of_others(words: Sequence[str], start: int, end: int, others: Collection[str]) -> bool:
    """Whether a part of a sentence tells who says it, or belongs to another clause: its predicate, or its subject.

    A subject ends before a joint: "and Peru" in "and Peru or Chad left", not in "and Peru and left".
    """
    verbs = tuple(f" {one} " for one in others)
    part, behind = _joined(words[start : end + 1]), _joined(words[end + 2 : _part_end(words, end + 1) + 1])
    is_subject = not words[end].endswith((",", ";")) and not behind.startswith(verbs)
    told = part + behind if is_subject else part
    return bool({*part.split()} & card_words("sources")) or any(verb in told for verb in verbs)


def _joined(words: Sequence[str]) -> str:
    """Plain words, each between spaces."""
    return f" {' '.join(map(_plain, words))} "


def _leads(word: str) -> bool:
    """Whether a word leads into what belongs to the clause before it: a preposition, a joint, a participle."""
    plain = _plain(word)
    return plain in card_words("leading") | card_words("joints") or _PARTICIPLES.fullmatch(plain) is not None


def _part_end(words: Sequence[str], at: int) -> int:
    return next((place for place in range(at, len(words)) if _is_end(words, place)), at)


def _is_end(words: Sequence[str], at: int) -> bool:
    """Whether a part of a sentence ends with a word."""
    if at + 1 == len(words) or _DASH.fullmatch(words[at + 1]) or words[at].rstrip('"”’').endswith((",", ";", ":")):
        return True
    if _STOP.search(words[at]) and words[at + 1].lstrip('"“‘')[:1].isupper():
        return True
    return _plain(words[at + 1]) in card_words("joints")


def _goes_on(words: Sequence[str], at: int) -> bool:
    """Whether what begins here belongs to the clause before: "but not", "if", ", killing nine", ", tin, and oil"."""
    first, second = (_plain(word) for word in (*words[at : at + 2], "")[:2])
    is_behind_comma = words[at - 1].endswith(",")
    is_short = first in card_words("listing") and 0 < _part_end(words, at) - at <= _ITEM
    if (is_short and not is_behind_comma) or {first, f"{first} {second}"} & card_words("tails"):
        return True
    told = second if first.endswith("ly") else first
    is_participle = _PARTICIPLE.fullmatch(told) is not None and told not in card_words("apart")
    return is_behind_comma and (is_participle or _is_item(words, at))


def _is_item(words: Sequence[str], at: int) -> bool:
    """Whether an item of a list begins behind a comma: a short one, the last of several, or the last of a headline."""
    if _plain(words[at]) in card_words("listing"):
        return any(word.endswith(",") for word in words[max(0, at - 1 - _ITEM) : at - 1])
    end = _part_end(words, at)
    if end + 1 == len(words) and end - at < _ITEM and not _ENDED.search(words[end]):
        return not {*map(_plain, words[at:])} & card_words("sources")
    return end - at < _ITEM and words[end].endswith(",") and _plain(words[end + 1]) in card_words("listing")


def _filled(words: Sequence[str], at: Sequence[int]) -> Iterator[str]:
    """The words at some places with those between them; "…" in their place where they are many, or of another act."""
    is_short = at[-1] - at[0] < _FULL
    pronoun = at[0] if _plain(words[at[0]]) in card_words("pronouns") else None
    for before, place in pairwise((at[0] - 1, *at)):
        is_other = before == pronoun and _plain(words[place - 1]) in card_words("listing")
        if not is_other and (is_short or place - before <= _ASIDE):
            yield from words[before + 1 : place]
        elif place > before + 1:
            yield ELLIPSIS
        yield words[place]


def _text(words: Sequence[str], most: int) -> str:
    """At most so many words, cut where a part ends, with a capital, without marks at their end."""
    if len(words) > most:
        ends = [at for at in range(_FULL, most) if _is_end(words, at)]
        words = [*_unmarked(without_joints([*words[: max(ends, default=most - 1) + 1]])), ELLIPSIS]
    text = " ".join(_unmarked(balanced(" ".join(words)).split()))
    return text[:1].upper() + text[1:]


def _unmarked(words: Sequence[str]) -> list[str]:
    """Words without the marks of a sentence at their end; an abbreviation keeps its point."""
    last = re.sub(r"[,;:!?]+([\"'”’]*)$", r"\1", words[-1])
    if last.rstrip("\"'”’").count(".") == 1:
        last = re.sub(r"[.]([\"'”’]*)$", r"\1", last)
    return [*words[:-1], last]


def balanced(text: str) -> str:
    """A text without quotation marks that have lost their other half, and not from a bracket on that has.

    >>> balanced("Peru puts its army on 'highest alert")
    'Peru puts its army on highest alert'
    """
    for opening, closing in (("“", "”"), ('"', '"')):
        if text.count(opening) % 2 if opening == closing else text.count(opening) != text.count(closing):
            text = text.replace(opening, "").replace(closing, "")
    if len(_OPENED.findall(text)) != len(_CLOSED.findall(text)):
        text = _OPENED.sub("", text)
    before, opened, inside = text.rpartition(" (")
    return f"{before} {ELLIPSIS}" if opened and ")" not in inside else text


def _plain(word: str) -> str:
    return word.strip(_MARKS).replace("’", "'").casefold()
