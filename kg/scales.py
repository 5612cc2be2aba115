"""The scales of the model: how firm a statement is, how exactly a time is known, what a stretch of text is."""

from __future__ import annotations

from enum import StrEnum


class Factuality(StrEnum):
    """How a statement is put forward, firmest first (FactBank's scale, cut to what a reader acts on)."""

    ASSERTED = "Asserted"
    PLANNED = "Planned"
    EXPECTED = "Expected"
    POSSIBLE = "Possible"
    REQUESTED = "Requested"
    CONDITIONAL = "Conditional"
    DENIED = "Denied"


def factuality_of(name: str) -> Factuality | None:
    """The factuality of a name in any case; None for a name of none.

    >>> factuality_of("planned"), factuality_of("opinion")
    (<Factuality.PLANNED: 'Planned'>, None)
    """
    return next((one for one in Factuality if one.value.casefold() == name.strip().casefold()), None)


class Precision(StrEnum):
    """How exactly a time is known."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"
    DECADE = "decade"
    APPROXIMATE = "approximate"


class BlockKind(StrEnum):
    """What a stretch of the article's text is; only titles and paragraphs make statements."""

    TITLE = "title"
    HEADING = "heading"
    PARAGRAPH = "paragraph"
    CAPTION = "caption"
    BYLINE = "byline"
    DATELINE = "dateline"
    LABEL = "label"
    """What stands before the words of a line: who speaks, the sign of an item, the time of an entry."""
    FURNITURE = "furniture"

    @property
    def makes_statements(self) -> bool:
        """Whether sentences of such a block are read for facts."""
        return self in {BlockKind.TITLE, BlockKind.PARAGRAPH}


class Why(StrEnum):
    """Why a sentence makes no statement, what weighs most first."""

    WRONG = "wrong"
    UNSURE = "unsure"
    QUESTION = "question"
    PRONOUN = "pronoun"
    GENERIC = "generic"
    EMPTY = "empty"
    LISTED = "listed"
    VERBLESS = "verbless"
    ENDS = "ends"
