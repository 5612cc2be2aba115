"""The enumerations of the model: factuality, precision of times, kinds of blocks, causes of omission."""

from __future__ import annotations

from enum import StrEnum


class Factuality(StrEnum):
    """The factuality of a statement, firmest first (FactBank's scale, reduced to seven values)."""

    ASSERTED = "Asserted"
    PLANNED = "Planned"
    EXPECTED = "Expected"
    POSSIBLE = "Possible"
    REQUESTED = "Requested"
    CONDITIONAL = "Conditional"
    DENIED = "Denied"


def factuality_of(name: str) -> Factuality | None:
    """The factuality of a name, ignoring case; None for an unknown name.

    >>> factuality_of("planned"), factuality_of("opinion")
    (<Factuality.PLANNED: 'Planned'>, None)
    """
    return next((one for one in Factuality if one.value.casefold() == name.strip().casefold()), None)


class Precision(StrEnum):
    """The precision of a time."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"
    DECADE = "decade"
    APPROXIMATE = "approximate"


class BlockKind(StrEnum):
    """The kind of a block of text; only titles and paragraphs make statements."""

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
        """Whether sentences of such a block make statements."""
        return self in {BlockKind.TITLE, BlockKind.PARAGRAPH}


class Why(StrEnum):
    """Why a sentence makes no statement, the most important cause first."""

    WRONG = "wrong"
    UNSURE = "unsure"
    QUESTION = "question"
    PRONOUN = "pronoun"
    GENERIC = "generic"
    EMPTY = "empty"
    LISTED = "listed"
    VERBLESS = "verbless"
    ENDS = "ends"
