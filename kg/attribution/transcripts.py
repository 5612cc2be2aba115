"""Speeches and interviews written down by turns: "Vladimir Putin: Good afternoon!" speaks until the next such label."""

from collections.abc import Iterator
from itertools import pairwise

from kg.attribution import Attribution, Range
from kg.attribution.phrases import merged, trimmed
from kg.lexicon import words
from kg.model import BlockKind
from kg.parse.readings import reading_of
from kg.parse.syntax import VERBAL
from kg.parse.tree import Doc

TURN = "transcript"
"""The form of report of a turn."""
_FIRST_PERSON = words("reporting", "forms", "first_person", "all")
_LABEL = 14  # tokens of a name with its offices
_OPENING = 60  # tokens of a turn in which its speaker says "I" or "we"
_ENDS = frozenset({".", "!", "?", "*", "…"})
_BREAKS = frozenset({BlockKind.TITLE, BlockKind.HEADING, BlockKind.LABEL})


def turns(doc: Doc) -> Iterator[Attribution]:
    """What each speaker of a transcript says, as attributions.

    A text has turns where sentences open with the name of a person and a colon: two of them, or one whose speaker says
    "I" or "we". A turn ends at the next label, at a heading, and at asterisks.
    """
    read, labels = reading_of(doc), list(_labels(doc))
    for (start, colon), (end, _) in pairwise([*labels, (len(doc), len(doc))]):
        breaks = (one.i for one in doc[colon + 1 : end] if one.text == "*" or read.kind_at(one.idx) in _BREAKS)
        said, source = (colon + 1, next(breaks, end)), trimmed(doc, start, colon)
        content = merged(doc, [said])
        is_spoken = len(labels) > 1 or any(token.lower_ in _FIRST_PERSON for token in doc[slice(*said)][:_OPENING])
        if is_spoken and source is not None and content:
            yield Attribution(0, source, (colon, colon + 1), content, "neutral", form=TURN)


def _labels(doc: Doc) -> Iterator[Range]:
    """The start and the colon of each label: a person's name with offices between the end of a sentence and a colon."""
    for colon in (token.i for token in doc if token.text == ":"):
        start = colon
        while start and not (doc[start - 1].is_space or doc[start - 1].is_punct):
            start -= 1
        name = doc[start:colon]
        opens = start == 0 or doc[start - 1].is_space or doc[start - 1].text in _ENDS
        is_name = 0 < len(name) <= _LABEL and name[-1].ent_type_ == "PERSON"
        if opens and is_name and not any(one.pos_ in VERBAL for one in name):
            yield start, colon
