"""What a frame answers or follows from: earlier frames of the article, and clauses of the same sentence."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from kg.lexicon import words
from kg.model import Argument, Factuality, Frame, NodeId

_ANSWERS = words("responses", "answer", "verbs")
_ANSWER_NOUNS = words("responses", "answer", "nouns")
_MAX_BACK = 12  # frames; an answer stands near what it answers


def answered(frame: Frame, earlier: Sequence[Frame]) -> Iterator[tuple[str, NodeId]]:
    """The happenings that a frame answers: "China responded with tariffs", "in response to the tariffs"."""
    for argument in _within(frame.arguments):
        if _ANSWER_NOUNS & set(argument.slot.split()) and _is_happening(argument):  # "in response to" is a preposition
            yield "inResponseTo", argument.phrase.entity.id
    if frame.lemma in _ANSWERS:
        cause = next((other for other in reversed(earlier[-_MAX_BACK:]) if _provokes(other, frame)), None)
        if cause is not None:
            yield "inResponseTo", cause.id
            objects = (argument for argument in cause.arguments if argument.slot == "object")
            yield from (("inResponseTo", argument.phrase.entity.id) for argument in objects if _is_happening(argument))


def _within(arguments: Iterable[Argument]) -> Iterator[Argument]:
    """The arguments, and what the parser hung on the object: "a duty on [sugar in response to the tariffs]"."""
    for argument in arguments:
        yield argument
        if argument.slot not in {"subject", "clause"}:
            yield from _within(argument.phrase.arguments)


def _provokes(earlier: Frame, answer: Frame) -> bool:
    """An act of another country that touches the one who answers."""
    who, actor = _country(answer), _country(earlier)
    if earlier.kind != "verb" or not who or not actor or who == actor or earlier.factuality is Factuality.DENIED:
        return False
    return any(argument.phrase.entity.country == who for argument in _within(earlier.arguments))


def _country(frame: Frame) -> str:
    return next((argument.phrase.entity.country for argument in frame.arguments if argument.slot == "subject"), "")


def _is_happening(argument: Argument) -> bool:
    return argument.phrase.entity.cls == "Event"
