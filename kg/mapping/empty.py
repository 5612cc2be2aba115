"""Clauses that say nothing by themselves: no statement is made of them, and they are counted."""

from __future__ import annotations

from kg.mapping.filling import at
from kg.model import Frame


def says_nothing(frame: Frame) -> bool:
    """Whether a clause repeats its noun, or has no words."""
    return frame.kind in {"verb", "copula"} and (_repeats(frame) or _has_no_words(frame))


def _repeats(frame: Frame) -> bool:
    """As in "people who are people": what is said of the noun is the noun."""
    said = {phrase.text.lower() for phrase in at(frame.arguments, "complement")}
    nouns = {word for phrase in at(frame.arguments, "subject") for word in (phrase.lemma, phrase.text.lower())}
    return frame.kind == "copula" and bool(said) and said <= nouns


def _has_no_words(frame: Frame) -> bool:
    """As a sign of a list that was parsed as a verb, or a number as who does it."""
    phrases = (frame.predicate_text, *(p.text for p in at(frame.arguments, "subject")))
    return any(text and not any(letter.isalnum() for letter in text) for text in phrases)
