"""What makes no statement: clauses that say nothing by themselves, what is below the threshold, its details."""

from collections.abc import Collection, Iterable

from kg.lexicon import numbers, words
from kg.mapping.filling import in_slot
from kg.model import Factuality, Frame, Graph, NodeId, Phrase, Statement
from kg.model.classes import NAMED

_INFORMING = words("empty", "informing", "words")
_CONTENT = words("empty", "informing", "content")
_ADJECTIVES = words("empty", "incomplete_adjectives", "words")
_RAISING = words("empty", "incomplete_adjectives", "raising")
_HEARERS = NAMED | {"Group", "Office"}


def threshold() -> float:
    """The worth (``Statement.worth``) below which a statement is left out unless it is asked for, from 0 to 1.

    It stands in ``confidence.toml``, with what it was chosen by.
    """
    return numbers("confidence")["threshold"]


def least_useful() -> float:
    """The usefulness below which a main statement in the text's own words is left out likewise, from 0 to 1."""
    return numbers("confidence")["least_useful"]


def above_threshold(clause: Iterable[Graph], least: float | None, *, beside_better: bool = True) -> tuple[Graph, ...]:
    """The statements of one clause with a confidence of at least ``least``, as ``without_ids`` keeps them.

    Where ``least`` is None, worth decides against ``threshold``, and what a reader found right stays; so does what is
    of no use where the article has no better (``beside_better``).
    """
    pieces = tuple(clause)
    found = [said for piece in pieces for said in piece.statements]
    gone = {said.id for said in found if not is_kept(said, least, beside_better=beside_better)}
    return without_ids(pieces, gone)


def is_kept(said: Statement, least: float | None = None, *, beside_better: bool = True) -> bool:
    """Whether a statement has at least this confidence; without a number, whether it is of enough worth and use."""
    if least is not None:
        return said.confidence >= least
    return said.is_read or (said.worth >= threshold() and (is_of_use(said) or not beside_better))


def is_of_use(said: Statement) -> bool:
    """Whether a main statement in the text's own words is useful enough to be one; of any other, yes.

    A condition of which nothing depends that is told ("... if the underwriters take up more") is of no use.
    """
    if said.is_main and said.factuality is Factuality.CONDITIONAL and not said.condition:
        return False
    return not (said.is_open and said.is_main) or said.usefulness is None or said.usefulness >= least_useful()


def without_ids(clause: Iterable[Graph], gone: Collection[NodeId]) -> tuple[Graph, ...]:
    """The statements of one clause without those of the ids ``gone``.

    An open detail goes with its main statement ("sent to Peru" says little without what was sent), unless a reader
    found it right. One of an ontology relation is informative by itself and stays.
    """
    hanging = (said for piece in clause for said in piece.statements if said.is_open and not said.is_read)
    gone = {*gone, *(said.id for said in hanging if said.detail_of in gone)}
    return tuple(piece for piece in clause if gone.isdisjoint(said.id for said in piece.statements))


def is_uninformative(frame: Frame) -> bool:
    """Whether a clause lacks its content: "told the paper that", "they are hopeful that", "it is due to open".

    The clause behind has a statement of its own, if any.
    """
    if frame.kind == "copula":
        said = in_slot(frame.arguments, "complement")
        return bool(said) and all(map(_is_bare_adjective, said))
    slots = {argument.slot for argument in frame.arguments}
    if frame.kind not in {"verb", "cue"} or frame.lemma not in _INFORMING:
        return False
    hearers = (argument.phrase for argument in frame.arguments if argument.slot in {"object", "indirect"})
    is_told = not slots & {*_CONTENT, "clause"}  # not "told residents to leave", which is what they are asked
    return frame.kind == "cue" or (is_told and all(phrase.entity.cls in _HEARERS for phrase in hearers))


def _is_bare_adjective(phrase: Phrase) -> bool:
    infinitives = (argument.phrase.text for argument in phrase.arguments if argument.slot == "clause")
    if phrase.lemma in _RAISING and any(" " in text for text in infinitives):
        return True  # "due to visit Chad"; of "due to leave" there is no other statement
    return phrase.lemma in _ADJECTIVES and phrase.text.lower().endswith(phrase.lemma)
