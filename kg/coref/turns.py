"""The turns of a transcript ("Vladimir Putin: I ...") and of an interview ("Q: ... A: ..."): whose words are whose."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from spacy.tokens import Doc

from kg.attribution import Range
from kg.coref.mention import Kind, Mention
from kg.lexicon import words
from kg.model import BlockKind
from kg.parse.intervals import Stretches

_QUESTIONS = words("layout", "speaker", "questions")
_ANSWERS = words("layout", "speaker", "answers")
_MARKS = (":", ".")
_LONGEST = 8  # tokens that a speaker's name and title may take before the colon


class _Label(NamedTuple):
    """What the layout says stands before the words of a line: its tokens, and its words in lower case."""

    start: int
    end: int
    text: str


def turns(doc: Doc, mentions: Sequence[Mention]) -> Iterator[tuple[range, Range]]:
    """The tokens of each turn with the name of who speaks: from the label before them to the next label of that kind.

    The answers of an interview are those of the one person whom the text names before the first question.
    """
    people = [mention for mention in mentions if mention.kind is Kind.NAME and mention.cls == "Person"]
    labels = list(_labels(doc))
    begun = [(person.start, person.end, person) for person in people if _opens_turn(doc, person)]
    asked = _interviewee(doc, people, labels)
    if asked is not None:
        begun += [(label.start, label.end, asked) for label in labels if label.text in _ANSWERS]
    starts = sorted({*(start for start, _, _ in begun), *(label.start for label in labels), len(doc)})
    for _, end, person in begun:
        yield range(end, next(stop for stop in starts if stop >= end)), (person.start, person.end)


def _labels(doc: Doc) -> Iterator[_Label]:
    """The labels that tell who speaks; the sign of an item, the time of an entry do not."""
    text, blocks = doc.text, doc.user_data.get("kg.blocks", ())
    wanted = [(start, end) for start, end, kind in blocks if kind == BlockKind.LABEL]
    places = {token.idx: token.i for token in doc} if wanted else {}
    for start, end in wanted:
        label = text[start:end].strip()
        if label.endswith(_MARKS) and any(map(str.isalpha, label)) and start in places:
            yield _Label(places[start], places.get(end, len(doc)), label.rstrip(":. 0123456789").lower())


def _interviewee(doc: Doc, people: Sequence[Mention], labels: Sequence[_Label]) -> Mention | None:
    """The one person that stands before the first question, bylines apart."""
    first = next((label.start for label in labels if label.text in _QUESTIONS), 0)
    blocks = Stretches(doc.user_data.get("kg.blocks", ()))
    before = [person for person in people if person.start < first]
    named = [person for person in before if blocks.at(doc[person.start].idx) != BlockKind.BYLINE]
    return named[0] if len({person.node for person in named}) == 1 else None


def _opens_turn(doc: Doc, mention: Mention) -> bool:
    at_line_start = mention.start == 0 or "\n" in doc[mention.start - 1].text
    is_labelled = mention.end < len(doc) and doc[mention.end].text == ":"
    return at_line_start and is_labelled and mention.end - mention.start <= _LONGEST
