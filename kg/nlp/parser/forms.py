"""Fixed expressions and names in the form that they have in every sentence, whatever arcs were likely.

"such as" is one preposition, "as well as" a conjunction, "in order to" a purpose; a name is headed by its last word.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from kg.nlp.parser.blocks import Arc, Words

_ARGUMENTS = frozenset({"nsubj", "nsubjpass", "dobj", "pobj"})
_APART = frozenset({"punct", "cc", "conj", "parataxis"})
_CLAUSAL = frozenset({"dobj", "nsubj", "nsubjpass", "ccomp", "xcomp", "prep", "aux", "auxpass", "neg"})
_COMMON = frozenset({"NN", "NNS"})
_DETERMINERS = frozenset({"det", "poss"})
_COMPARED = frozenset({"more", "less", "fewer"})
_HYPHENS = frozenset({"-", "–"})
_LIMITS = frozenset({"over", "under"})
_SUBJECTS = frozenset({"nsubj", "nsubjpass", "csubj", "csubjpass"})
_OBJECTS = frozenset({"dobj", "attr", "ccomp"})
_QUANTIFIERS = frozenset({"all", "both", "each"})
_NAMES = frozenset({"NNP", "NNPS"})


def formed(arcs: Sequence[Arc], words: Words) -> list[Arc]:
    """The arcs of a block, its fixed expressions and names put into form."""
    form = _Form(words, list(arcs), [word.lower() for word in words.forms], [])
    for place in range(len(words.forms)):
        for rule in _RULES:
            form.changed.clear()
            rule(form, place)
            if any(form.is_round(changed) for changed, _ in form.changed):
                form.undo()
    return form.arcs


@dataclass(frozen=True)
class _Form:
    words: Words
    arcs: list[Arc]
    lower: list[str]
    changed: list[tuple[int, Arc]]
    """What a rule has changed, and how it was."""

    def reads(self, place: int, *words: str) -> bool:
        return self.lower[place : place + len(words)] == list(words)

    def is_round(self, place: int) -> bool:
        """Whether a word hangs on itself by way of others."""
        seen, above = {place}, self.arcs[place].head
        while above not in seen:
            seen.add(above)
            above = self.arcs[above].head
        return self.arcs[above].head != above

    def undo(self) -> None:
        for place, arc in reversed(self.changed):
            self.arcs[place] = arc

    def hang(self, place: int, head: int, label: str) -> None:
        self.changed.append((place, self.arcs[place]))
        self.arcs[place] = replace(self.arcs[place], head=head, label=label)

    def children(self, head: int) -> list[int]:
        return [place for place, arc in enumerate(self.arcs) if arc.head == head and place != head]

    def promote(self, below: int, above: int, label: str) -> None:
        """Put a word in the place of its head, which hangs on it from now on."""
        top = self.arcs[above]
        self.hang(below, below if top.head == above else top.head, top.label)
        self.hang(above, below, label)

    def is_name(self, place: int) -> bool:
        return self.words.tags[place] in _NAMES

    def below(self, top: int) -> set[int]:
        found, waiting = {top}, [top]
        while waiting:
            new = [child for child in self.children(waiting.pop()) if child not in found]
            found.update(new)
            waiting.extend(new)
        return found


def _such_as(form: _Form, place: int) -> None:
    if not form.reads(place, "such", "as") or form.arcs[place + 1].head != place:
        return
    form.promote(place + 1, place, "amod")
    for child in form.children(place):
        form.hang(child, place + 1, form.arcs[child].label)


def _as_well_as(form: _Form, place: int) -> None:
    """In "France as well as Italy" the last word is the conjunction, and the others modify it."""
    if not form.reads(place, "as", "well", "as"):
        return
    last = place + 2
    joint = next((i for i in range(place, last + 1) if form.arcs[i].label == "cc"), None)
    if joint is None:
        return
    form.hang(last, form.arcs[joint].head, "cc")
    for other in (place, place + 1):
        form.hang(other, last, "advmod")


def _more_than(form: _Form, place: int) -> None:
    number = form.arcs[place].head
    if not place or form.lower[place] != "than" or form.lower[place - 1] not in _COMPARED:
        return
    if form.arcs[place - 1].head == number > place and form.words.tags[number] == "CD":
        form.hang(place - 1, number, "amod")
        form.hang(place, number, "quantmod")


def _in_order_to(form: _Form, place: int) -> None:
    if not form.reads(place, "in", "order") or form.arcs[place].label != "mark":
        return
    verb = form.arcs[place].head
    if form.arcs[verb].label in {"advcl", "xcomp"} and form.arcs[verb].head not in {place, place + 1}:
        form.promote(place, verb, "acl")
        form.hang(place, form.arcs[place].head, "prep")
        form.hang(place + 1, place, "pobj")
        form.hang(verb, place + 1, "acl")


def _hyphened_name(form: _Form, place: int) -> None:
    """In "Kim Jong-un" and "Baden-Baden" the last word is the head."""
    first = form.arcs[place].head
    if form.arcs[place].label != "compound" or first != place - 2 or form.words.forms[place - 1] not in _HYPHENS:
        return
    if form.is_name(first) and form.is_name(place):
        others = [child for child in form.children(first) if child != place]
        form.promote(place, first, "compound")
        for child in others:
            form.hang(child, place, form.arcs[child].label)


def _one_name(form: _Form, place: int) -> None:
    """As in "China Daily wrote": two names side by side are not two subjects."""
    arc = form.arcs[place]
    if arc.label not in _ARGUMENTS or not form.is_name(place):
        return
    for other in form.children(arc.head):
        if other > place and form.arcs[other].label == arc.label and form.is_name(other):
            if max(form.below(place)) + 1 == min(form.below(other)):
                form.hang(place, other, "compound")
            return


def _described_name(form: _Form, place: int) -> None:
    """In "its main agency Korea News" the name stands in apposition, as what has a determiner is no title."""
    name = form.arcs[place].head
    if form.arcs[place].label != "compound" or name <= place or form.words.tags[place] not in _COMMON:
        return
    if any(form.arcs[child].label in _DETERMINERS for child in form.children(place)):
        form.promote(place, name, "appos")


def _shared_object(form: _Form, place: int) -> None:
    """In "aided and facilitated the flow" what follows both verbs hangs on the second, which is nearer."""
    first, tag = form.arcs[place].head, form.words.tags[place]
    if form.arcs[place].label != "conj" or tag[:2] != "VB" or form.words.tags[first][:2] != "VB" or first > place:
        return
    if any(form.arcs[child].label in _CLAUSAL for child in form.children(place)):
        return
    behind = [child for child in form.children(first) if child > place and form.arcs[child].label not in _APART]
    if behind and form.arcs[behind[0]].label == "dobj":
        for child in behind:
            form.hang(child, place, form.arcs[child].label)


def _nominal_subject(form: _Form, place: int) -> None:
    """As in "that access is free": a noun is no clause, and "that" does not introduce it."""
    arc = form.arcs[place]
    if arc.label != "csubj" or form.words.tags[place] not in _COMMON:
        return
    form.hang(place, arc.head, "nsubj")
    for child in form.children(place):
        if form.arcs[child].label == "mark":
            form.hang(child, arc.head, "mark")


def _speaker_behind(form: _Form, place: int) -> None:
    """In ""Rain is due", added Reuters" the name behind the verb is who says what stands before it."""
    verb, label = form.arcs[place].head, form.arcs[place].label
    if label != "dobj" or not form.is_name(place) or min(form.below(place)) != verb + 1:
        return
    others = [(child, form.arcs[child].label) for child in form.children(verb)]
    is_said = any(name == "ccomp" and child < verb for child, name in others)
    if is_said and not any(name in _SUBJECTS for _, name in others):
        form.hang(place, verb, "nsubj")


def _before_number(form: _Form, place: int) -> None:
    """As in "at least ten", "over ten": what comes before a number and belongs to it."""
    tags = form.words.tags
    if form.lower[place] == "at" and form.lower[place + 1 : place + 2] in (["least"], ["most"]):
        if tags[place + 2 : place + 3] == ["CD"]:
            form.hang(place, place + 1, "advmod")
            form.hang(place + 1, place + 2, "advmod")
    elif form.arcs[place].label == "advmod" and form.lower[place] in _LIMITS and tags[form.arcs[place].head] == "CD":
        form.hang(place, form.arcs[place].head, "quantmod")


def _after_colon(form: _Form, place: int) -> None:
    """In "these include: boats and cars" what comes after the colon is the verb's object."""
    arc = form.arcs[place]
    if arc.label != "parataxis" or form.words.tags[place][:2] != "NN" or arc.head > place:
        return
    first = min(form.below(place))
    is_behind = arc.head == first - 2 and form.words.forms[first - 1] == ":" and form.words.tags[arc.head][:2] == "VB"
    if is_behind and not any(form.arcs[child].label in _OBJECTS for child in form.children(arc.head)):
        form.hang(place, arc.head, "dobj")


def _quantifier_behind(form: _Form, place: int) -> None:
    """As in "the locals all speak it"."""
    if form.arcs[place].label == "det" and form.arcs[place].head < place and form.lower[place] in _QUANTIFIERS:
        form.hang(place, form.arcs[place].head, "appos")


def _share(form: _Form, place: int) -> None:
    """As in "23.8 %"."""
    is_share = form.words.tags[place] == "CD" and form.lower[place + 1 : place + 2] in (["%"], ["percent"])
    if is_share and form.arcs[place].label == "dep" and not form.children(place):
        form.hang(place, place + 1, "nummod")


_RULES: tuple[Callable[[_Form, int], None], ...] = (
    _such_as,
    _as_well_as,
    _more_than,
    _in_order_to,
    _hyphened_name,
    _one_name,
    _described_name,
    _shared_object,
    _nominal_subject,
    _speaker_behind,
    _before_number,
    _after_colon,
    _quantifier_behind,
    _share,
)
