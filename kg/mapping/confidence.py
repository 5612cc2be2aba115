"""How sure a statement is: the share of statements made like it that a careful reader judged right.

What a statement was made from gives its features (the construction, what stands as subject and object, how long the
sentence is); ``confidence.toml`` holds a weight for each, in log-odds. ``scripts/calibrate.py`` fits the weights.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from functools import cache, lru_cache
from types import MappingProxyType

from kg.classes import NAMED
from kg.lexicon import lexicon, words
from kg.model import Frame, Phrase

__all__ = ["confidence", "features", "probability"]

# Where the features begin whose weights ``scripts/calibrate.py`` fits.
_LONG_SENTENCE = 180  # characters
_VERY_LONG_SENTENCE = 300
_LONG_OBJECT = 10  # words
_FAR = 100  # characters between subject and object
_MANY = 3  # arguments in one slot
_ENDS = frozenset(".!?\"'”’»)]")
_CORE = frozenset({"object", "complement", "indirect"})


def confidence(frame: Frame, ends: tuple[Phrase, Phrase], *, typed: bool) -> float:
    """The share of such statements that are right, from 0 to 1, rounded to hundredths; ``ends`` as the frame has them.

    ``typed`` is whether a relation of the ontology claims the frame's words.
    """
    return round(frame.confidence * probability(features(frame, ends, typed=typed)), 2)


@lru_cache(maxsize=16384)
def probability(found: frozenset[str]) -> float:
    """The logistic function of the weights of some features; one that the table does not hold weighs nothing."""
    table = _weights()
    return 1 / (1 + math.exp(-(table["base"] + sum(table.get(name, 0.0) for name in sorted(found)))))


def features(frame: Frame, ends: tuple[Phrase, Phrase], *, typed: bool) -> frozenset[str]:
    """What is known of a statement when it is made, each feature by its name in ``confidence.toml``."""
    subject, target = ends
    found = {_construction(frame), f"subject {_subject(subject)}", f"object {_place(frame, target)}"}
    found.update(_of_object(frame, target), _of_distance(subject, target), _of_sentence(frame), _of_voice(frame))
    return frozenset(found | {"typed"} if typed else found)


@cache
def _weights() -> Mapping[str, float]:
    table = lexicon("confidence")["weights"]
    return MappingProxyType(
        {name: float(value) for name, value in table.items() if isinstance(value, int | float)}
        if isinstance(table, dict)
        else {}
    )


def _construction(frame: Frame) -> str:
    """The rule's family: "clause/shared-active" is "shared"; a plain clause is "active" or "passive"."""
    family, _, form = frame.rule.partition("/")
    return form.partition("-")[0] if family == "clause" and form else family


def _subject(phrase: Phrase) -> str:
    """What stands as the subject: a pronoun, resolved or not, a name, another noun phrase."""
    said, stands_for = phrase.text.lower(), phrase.entity.label.lower()
    if said in words("confidence", "possessives", "words"):
        return "possessive"
    if said in words("confidence", "pronouns", "words"):
        return "open pronoun" if said == stands_for else "pronoun"
    if phrase.entity.cls in NAMED:
        return "name"
    return "noun" if stands_for in said or said.endswith(stands_for) else "other words"


def _place(frame: Frame, target: Phrase) -> str:
    """Where the object stands in the clause."""
    slots = {argument.slot for argument in frame.arguments if argument.phrase.entity.id == target.entity.id}
    if target.entity.id == frame.id:
        return "happening"
    if not slots:
        inner = any(a.phrase == target for argument in frame.arguments for a in argument.phrase.arguments)
        return "nested" if inner else "other"
    return min(slots & _CORE, default="preposition")


def _of_object(frame: Frame, target: Phrase) -> Iterator[str]:
    if len(target.text.split()) > _LONG_OBJECT:
        yield "long object"
    slots = [argument.slot for argument in frame.arguments if argument.slot not in {"subject", "when"}]
    if any(slots.count(slot) >= _MANY for slot in slots):
        yield "long list"
    if target.entity.cls in NAMED:
        yield "object name"


def _of_distance(subject: Phrase, target: Phrase) -> Iterator[str]:
    if max(subject.start, target.start) - min(subject.end, target.end) > _FAR:
        yield "far apart"


def _of_sentence(frame: Frame) -> Iterator[str]:
    length = frame.sentence.end - frame.sentence.start
    if length > _LONG_SENTENCE:
        yield "long sentence"
    if length > _VERY_LONG_SENTENCE:
        yield "very long sentence"
    if frame.sentence.quote and frame.sentence.quote[-1] not in _ENDS:
        yield "headline"


def _of_voice(frame: Frame) -> Iterator[str]:
    yield f"factuality {frame.factuality.value.lower()}"
    if frame.source is not None:
        yield "attributed"
        if frame.source.cls not in NAMED:
            yield "source unnamed"
    if frame.time is not None:
        yield "dated"
