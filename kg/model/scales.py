"""The enumerations of the model: factuality, trust, precision of times, kinds of blocks, causes of omission."""

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


_NOT_TO_BE = {
    Factuality.PLANNED: "planned not to be",
    Factuality.EXPECTED: "expected not to be",
    Factuality.POSSIBLE: "possibly not",
    Factuality.REQUESTED: "asked not to be",
    Factuality.CONDITIONAL: "conditionally not",
    Factuality.DENIED: "denied",
}


def firmness_words(factuality: Factuality, *, negated: bool = False, is_own: bool = False) -> str:
    """How firmly something is put forward, in words; the empty string for what is asserted.

    What the article itself (``is_own``) tells in the negative nobody denies: it is "not so".

    >>> firmness_words(Factuality.REQUESTED, negated=True), firmness_words(Factuality.DENIED, is_own=True)
    ('asked not to be', 'not so')
    """
    if factuality is Factuality.ASSERTED:
        return ""
    if is_own and factuality is Factuality.DENIED:
        return "not so"
    return _NOT_TO_BE[factuality] if negated else factuality.value.lower()


def is_negated(factuality: Factuality, *, negated: bool) -> bool:
    """Whether what has this factuality is told not to be so: always of what is denied.

    Raises ``ValueError`` for what is asserted and negated, which is denied.
    """
    if negated and factuality is Factuality.ASSERTED:
        raise ValueError("what is asserted not to be so is Denied")
    return negated or factuality is Factuality.DENIED


def factuality_of(name: str) -> Factuality | None:
    """The factuality of a name, ignoring case; None for an unknown name.

    >>> factuality_of("planned"), factuality_of("opinion")
    (<Factuality.PLANNED: 'Planned'>, None)
    """
    return next((one for one in Factuality if one.value.casefold() == name.strip().casefold()), None)


class Trust(StrEnum):
    """How far a statement may be trusted, in the order of the values; ``kg.mapping.trust`` decides it."""

    LEAD = "Lead"
    """Something to look up: it may well be right, and stands as a fact nowhere."""
    OLD = "Old"
    """Of a file of an earlier version, or made by hand: nobody weighed it, and it stands as it did."""
    SURE = "Sure"
    """Likely enough to be right, and each link that it stands on is firm."""

    @property
    def told(self) -> str:
        """What is written of it; nothing where nobody weighed."""
        return "" if self is Trust.OLD else self.value


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
    CORRECTION = "correction"
    """What a publisher says of an earlier version: what was misstated is no fact, and the story tells what is right."""

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
