"""Rewrites within and around noun phrases: fixed expressions, names, money, times, prepositions."""

from __future__ import annotations

from training.rewriting import Draft, expressions, words

_CASED = frozenset({"'s", "’s", "'", "’"})
_PARTS = frozenset({"flat", "compound", "nmod:desc"})
_DASHES = frozenset({"-", "–", "—"})
_EXPRESSIONS = expressions()
_GIVING = words("nouns", "giving")
_HALVES = words("nouns", "eras_and_halves")
MONTHS = words("nouns", "months")
_DETERMINING = frozenset({"det", "nmod:poss"})
_LIMITS = frozenset({"over", "under"})
_OF_NUMBERS = frozenset({"more than", "less than", "fewer than", "up to"})
_DONE = "fixed:done"
_GERUNDS_AND_FINITE = frozenset({"VBG", "VBD", "VBZ", "VBP", "VB", "MD"})


def fixed(draft: Draft) -> None:
    """Give the words of fixed expressions ("because of", "such as") their heads."""
    for first in draft.places:
        rest = draft.children(first, "fixed")
        if rest:
            for place in rest:
                draft.rel[place] = _DONE
            _expression(draft, [first, *rest])


def _expression(draft: Draft, found: list[int]) -> None:
    first, *rest = found
    key = " ".join(draft.lower(i) for i in found)
    if key == "in order":
        verb = draft.head[first]
        draft.promote(first, verb, "acl")
        draft.label[first], draft.label[rest[0]], draft.head[verb] = "prep", "pobj", rest[0]
    elif key in _OF_NUMBERS and draft.rel[first] == "advmod":
        draft.label[first], draft.label[rest[0]] = _EXPRESSIONS[key][1]
        draft.head[rest[0]] = draft.head[first]
    elif draft.rel[first] in {"case", "mark"} and key not in _EXPRESSIONS:
        for place in rest:
            draft.head[place], draft.rel[place] = draft.head[first], draft.rel[first]
    else:
        _headed(draft, found, *_EXPRESSIONS.get(key, (0, ("", *("advmod" for _ in rest)))))


def _headed(draft: Draft, found: list[int], top: int, labels: tuple[str, ...]) -> None:
    head = found[top]
    if top:
        draft.promote(head, found[0], labels[0])
    if labels[top]:
        draft.label[head] = labels[top]
    for place, name in zip(found, labels, strict=True):
        if place != head:
            draft.head[place], draft.rel[place], draft.label[place] = head, _DONE, name


def names(draft: Draft) -> None:
    """Make the last word of a name its head: "Antony" hangs on "Blinken"; "6.1" still hangs on "Section"."""
    for first in draft.places:
        parts = draft.children(first, "flat")
        if not parts or parts != list(range(first + 1, first + 1 + len(parts))):
            continue
        if draft.tag[parts[-1]] == "CD":
            for place in parts:
                draft.label[place] = "nummod" if draft.tag[place] == "CD" else "compound"
            continue
        last = parts[-1]
        others = [child for child in draft.children(first) if child not in parts]
        # In "Minister of Education Jo Berg" what stands between the office and the name belongs to the office.
        titles = [i for i in others if draft.rel[i] == "nmod:desc" and i < first]
        if titles:
            draft.move([i for i in others if draft.rel[i] == "nmod" and titles[-1] < i < first], titles[-1])
        others = [child for child in draft.children(first) if child not in parts]
        draft.promote(last, first, "compound")
        draft.move([*others, *parts], last)
        for place in parts[:-1]:
            draft.label[place] = "compound"


def hyphened(draft: Draft) -> None:
    """Make the last word the head of "al-Qaeda" and "Kim Jong-un", whose parts the hyphen keeps apart."""
    for last in draft.places:
        first = draft.head[last]
        is_part = draft.rel[last] in _PARTS and first == last - 2 and draft.form[last - 1] in _DASHES
        if not is_part or not draft.tag[first].startswith("NNP") or not draft.tag[last].startswith("NNP"):
            continue
        draft.head_by(last, first, "compound")


def described(draft: Draft) -> None:
    """In "the news agency Ceteka" what has a determiner is no title: the name stands in apposition."""
    for noun in draft.places:
        name = draft.head[noun]
        if draft.rel[noun] == "nmod:desc" and name > noun and draft.tag[noun] in {"NN", "NNS"}:
            own = [
                i for i in draft.places if i < noun and draft.head[i] in {noun, name} and draft.rel[i] in _DETERMINING
            ]
            if own:
                before = [i for i in draft.children(name) if i < noun]
                draft.promote(noun, name, "appos")
                draft.move(before, noun)


def money(draft: Draft) -> None:
    """Make the number the head of "$ 5 million" and "$ 5"."""
    for sign in draft.places:
        if draft.tag[sign] != "$":
            continue
        numbers = [i for i in draft.children(sign, "nummod") if draft.tag[i] == "CD" and i > sign]
        if not numbers:
            continue
        number = numbers[0]
        draft.head_by(number, sign, "quantmod" if draft.children(number, "compound") else "nmod")


def quantities(draft: Draft) -> None:
    """Hang what modifies a number on the number: "about 300", "at least 5", "over 100"."""
    for place in draft.places:
        number = draft.head[place]
        if number and draft.tag[number] == "CD" and draft.rel[place] in {"obl", "nmod"} and place < number:
            cases = draft.children(place, "case")
            if cases and draft.lower(cases[0]) == "at":
                draft.rel[place], draft.label[place], draft.label[cases[0]] = "advmod", "advmod", "advmod"
                draft.rel[cases[0]] = "advmod"
        elif number and draft.tag[number] == "CD" and draft.rel[place] == "advmod" and draft.lower(place) in _LIMITS:
            draft.label[place] = "quantmod"


def times(draft: Draft) -> None:
    """Make "p.m." the head of "5 p.m.", and "May" the head of "May 3, 2024"."""
    for month in draft.places:
        day = draft.head[month]
        if draft.lower(month) in MONTHS and day == month + 1 and draft.tag[day] == "CD":
            draft.head_by(month, day, "nummod")
    for half in draft.places:
        hour = draft.head[half]
        if draft.lower(half) not in _HALVES or hour != half - 1 or draft.tag[hour] != "CD":
            continue
        draft.head_by(half, hour, "nummod")


def prepositions(draft: Draft) -> None:
    """Make each preposition govern its noun: "in" hangs on the verb, "Paris" on "in"."""
    for noun in draft.places:
        cases = [i for i in draft.children(noun, "case") if not (draft.tag[i] == "POS" or draft.lower(i) in _CASED)]
        for place, case in reversed(list(enumerate(cases))):
            if case > noun:  # "ago", "the whole world over"
                draft.label[case] = "prep"
                continue
            above = noun if place == len(cases) - 1 else cases[place + 1]
            if draft.form[case] in _DASHES and draft.tag[noun] == "CD" == draft.tag[draft.head[noun]]:
                # Make the end of "15 - 20 minutes" its head.
                begin = draft.head[noun]
                draft.head_by(noun, begin, "quantmod")
                draft.head[case], draft.label[case] = noun, "punct"
            else:
                _govern(draft, case, above)


def _govern(draft: Draft, case: int, noun: int) -> None:
    """One preposition above its noun, or above the next preposition ("out of")."""
    is_agent = draft.rel[noun] == "obl:agent"
    clause = draft.tag[noun] in _GERUNDS_AND_FINITE
    modifiers = [i for i in draft.children(noun) if i < case and draft.rel[i] in {"advmod", "obl:unmarked"}]
    conjuncts = [i for i in draft.children(noun, "conj") if draft.children(i, "case")]
    is_inner = draft.label[noun] in {"prep", "agent", "dative"}
    draft.promote(case, noun, "prep" if is_inner else "pcomp" if clause else "pobj")
    draft.move([*modifiers, *conjuncts], case)
    others = [i for i in draft.children(case, "conj") if i < noun and draft.tag[i] in {"IN", "TO"}]
    if others:  # "in or near the city"
        draft.head[noun] = others[-1]
    if draft.label[case]:
        return
    if draft.rel[case] in {"conj", "root"}:
        draft.label[case] = draft.rel[case]
    elif is_agent:
        draft.label[case] = "agent"
    elif draft.lower(case) == "to" and draft.lemma[draft.head[case]] in _GIVING and draft.rel[case] == "obl":
        draft.label[case] = "dative"
    else:
        draft.label[case] = "prep"
