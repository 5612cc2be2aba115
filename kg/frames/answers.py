"""What a frame answers or follows from: earlier frames of the article, and clauses of the same sentence."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from kg.lexicon import words
from kg.model import Argument, Factuality, Frame, NodeId, Phrase

_ANSWERS = words("responses", "answer", "verbs")
_ANSWER_NOUNS = words("responses", "answer", "nouns")
_MAX_BACK = 12  # frames; an answer stands near what it answers


def answered(frame: Frame, earlier: Sequence[Frame]) -> Iterator[tuple[str, NodeId]]:
    """The happenings that a frame answers: "China responded with tariffs", "in response to the tariffs"."""
    for argument in _within(frame.arguments):
        if argument.phrase.lemma in _ANSWER_NOUNS and argument.slot in {"in", "as"}:
            yield from (("inResponseTo", inner.entity.id) for inner in _happenings(argument.phrase.arguments))
        elif _ANSWER_NOUNS & set(argument.slot.split()):  # "in response to" is one preposition
            yield from (("inResponseTo", inner.entity.id) for inner in _happenings([argument]))
    if frame.lemma in _ANSWERS:
        cause = next((other for other in reversed(earlier[-_MAX_BACK:]) if _provokes(other, frame)), None)
        if cause is not None:
            yield from (("inResponseTo", node) for node in happenings_of(cause))


def _within(arguments: Iterable[Argument]) -> Iterator[Argument]:
    """The arguments, and what the parser hung on the object: "a duty on [sugar in response to the tariffs]"."""
    for argument in arguments:
        yield argument
        if argument.slot not in {"subject", "clause"}:
            yield from _within(argument.phrase.arguments)


def happenings_of(frame: Frame) -> tuple[NodeId, ...]:
    """The nodes under which a frame may be known: its own, and those of the nouns that its verb carries out."""
    nouns = [phrase.entity.id for phrase in _happenings(a for a in frame.arguments if a.slot == "object")]
    return (frame.id, *nouns)


def _provokes(earlier: Frame, answer: Frame) -> bool:
    """An act of another country that touches the one who answers."""
    who, actor = _country(answer), _country(earlier)
    if earlier.kind != "verb" or not who or not actor or who == actor or earlier.factuality is Factuality.DENIED:
        return False
    return any(phrase.entity.country == who for argument in earlier.arguments for phrase in _all(argument.phrase))


def _country(frame: Frame) -> str:
    return next((argument.phrase.entity.country for argument in frame.arguments if argument.slot == "subject"), "")


def _all(phrase: Phrase) -> Iterator[Phrase]:
    yield phrase
    for argument in phrase.arguments:
        yield from _all(argument.phrase)


def _happenings(arguments: Iterable[Argument]) -> Iterator[Phrase]:
    return (argument.phrase for argument in arguments if argument.phrase.entity.cls == "Event")
