"""Keeps from the parser what stands aside in a sentence, and puts it back into the parsed Doc.

The words of a bracket are parsed by themselves, and hang as an apposition on the word before; the signs of a list, and
brackets that say nothing, hang on a neighbour under the label ``meta``. No token's place in the text changes.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from spacy.tokens import Doc

from kg.parse.parser import ARCS, STATES
from kg.parse.syntax import META, NOMINAL
from kg.text.layout.asides import AsideKind, asides

_ENDS = ("-LRB-", "-RRB-")
_ACRONYM = 3  # tokens: "(WHO)"
_POSSESSIVE = "POS"
_APPOSED = NOMINAL | {"NUM", "SYM"}
_DESCRIBED = _APPOSED | {"PRON"}


@dataclass(frozen=True, slots=True)
class _Hidden:
    """Tokens that are kept from the parser, brackets included."""

    start: int
    end: int
    kind: AsideKind


@dataclass(frozen=True, slots=True)
class _Row:
    """What a parse says of a token; ``head`` counts in the whole."""

    head: int
    dep: str
    tag: str
    pos: str
    lemma: str
    morph: str = ""
    ent: str = "O"
    sure: float = 1.0


@dataclass(frozen=True)
class Cut:
    """A paragraph's tokens, and what of them stands aside."""

    whole: Doc
    hidden: tuple[_Hidden, ...] = ()

    @classmethod
    def of(cls, doc: Doc) -> Cut:
        """The tokens with their asides; what does not begin and end with a token is none."""
        found = asides(doc.text)
        starts = {token.idx: token.i for token in doc if found}
        ends = {token.idx + len(token): token.i + 1 for token in doc if found}
        hidden = tuple(
            _Hidden(starts[each.start], ends[each.end], each.kind)
            for each in found
            if each.start in starts and each.end in ends
        )
        cut = cls(doc, hidden)
        return cut if any(not doc[place].is_space for place in cut.parts[0]) else cls(doc)

    @property
    def parts(self) -> list[list[int]]:
        """The tokens that are parsed together: the sentence without its asides, then each aside that says something."""
        aside = {place for each in self.hidden for place in range(each.start, each.end)}
        told = [list(range(e.start + 1, e.end - 1)) for e in self.hidden if e.kind is AsideKind.TELLING]
        return [[place for place in range(len(self.whole)) if place not in aside], *told]

    def docs(self) -> list[Doc]:
        """What is to be parsed."""
        return [_doc(self.whole, part) for part in self.parts] if self.hidden else [self.whole]

    def joined(self, parsed: Sequence[Doc]) -> Doc:
        """The whole of what ``docs`` gave, parsed."""
        if not self.hidden:
            return parsed[0]
        rows: dict[int, _Row] = {}
        for doc, part in zip(parsed, self.parts, strict=True):
            rows |= zip(part, _rows(doc, part), strict=True)
        words = [place for place in self.parts[0] if not self.whole[place].is_space]
        for each in self.hidden:
            rows |= _hung(each, rows, _neighbour(each, rows, words), self.whole)
        doc = _rebuilt(self.whole, [rows[place] for place in range(len(self.whole))], parsed[0])
        if STATES in parsed[0].user_data:
            doc.user_data[STATES] = self._states(parsed)
        return doc

    def _states(self, parsed: Sequence[Doc]) -> NDArray[np.float16]:
        """The encoder's states of all tokens; those that it did not see have none."""
        width = parsed[0].user_data[STATES].shape[1]
        found = np.zeros((len(self.whole), width), dtype=np.float16)
        for doc, part in zip(parsed, self.parts, strict=True):
            found[part] = doc.user_data.get(STATES, 0)
        return found


def _doc(whole: Doc, places: Sequence[int]) -> Doc:
    """Some tokens as a text of their own; a blank stands where one did before the next of them."""
    spaces = [bool(whole[after - 1].whitespace_) for after in (*places[1:], places[-1] + 1)]
    return Doc(whole.vocab, words=[whole[place].text for place in places], spaces=spaces)


def _rows(doc: Doc, places: Sequence[int]) -> Iterator[_Row]:
    """The rows of a part; a name that an aside parts ends there."""
    certain = doc.user_data.get(ARCS) or [1.0] * len(doc)
    is_broken = False
    for token, before, place, sure in zip(doc, (-1, *places[:-1]), places, certain, strict=True):
        is_broken = token.ent_iob_ == "I" and (is_broken or before != place - 1)
        yield _Row(
            head=places[token.head.i],
            dep=token.dep_,
            tag=token.tag_,
            pos=token.pos_,
            lemma=token.lemma_,
            morph=str(token.morph),
            ent=f"{token.ent_iob_}-{token.ent_type_}" if token.ent_type_ and not is_broken else "O",
            sure=sure,
        )


def _neighbour(hidden: _Hidden, rows: Mapping[int, _Row], words: Sequence[int]) -> int:
    """The word on which an aside hangs: that before it, no comma nor "'s"; of an item's sign that behind it."""
    number = bisect_left(words, hidden.start)
    if number == 0 or (hidden.kind is AsideKind.MARK and number < len(words)):
        return words[number]
    word = words[number - 1]
    is_word = rows[word].pos != "PUNCT" and rows[word].tag != _POSSESSIVE
    return word if is_word or rows[word].head > hidden.start else rows[word].head


def _hung(hidden: _Hidden, rows: Mapping[int, _Row], anchor: int, whole: Doc) -> dict[int, _Row]:
    """The rows of an aside, hung on a word."""
    places = range(hidden.start, hidden.end)
    if hidden.kind is not AsideKind.TELLING:
        return {place: _Row(anchor, META, "LS", "X", whole[place].text) for place in places}
    first, *others = (place for place in places[1:-1] if rows[place].head == place)
    top = rows[first]
    if len(places) == _ACRONYM and whole[first].is_upper:  # "(WHO)" is no pronoun
        top = replace(top, tag="NNP", pos="PROPN", lemma=whole[first].text)
    is_apposed = top.pos in _APPOSED and rows[anchor].pos in _DESCRIBED
    found = {first: replace(top, head=anchor, dep="appos" if is_apposed else "dep")}
    found |= {other: replace(rows[other], head=anchor, dep="dep") for other in others}
    for place, tag in zip((places[0], places[-1]), _ENDS, strict=True):
        found[place] = _Row(first, "punct", tag, "PUNCT", whole[place].text)
    return found


def _rebuilt(whole: Doc, rows: Sequence[_Row], parsed: Doc) -> Doc:
    doc = Doc(
        whole.vocab,
        words=[token.text for token in whole],
        spaces=[bool(token.whitespace_) for token in whole],
        tags=[row.tag for row in rows],
        pos=[row.pos for row in rows],
        morphs=[row.morph for row in rows],
        lemmas=[row.lemma for row in rows],
        heads=[row.head for row in rows],
        deps=[row.dep for row in rows],
        ents=[row.ent for row in rows],
    )
    if parsed.tensor.size:  # one width in all blocks, or they cannot be joined; nobody reads them
        doc.tensor = parsed.tensor[:0]
    doc.user_data |= parsed.user_data
    if ARCS in doc.user_data:
        doc.user_data[ARCS] = [row.sure for row in rows]
    return doc
