"""Uninformative clauses, which make no statement and are counted."""

from __future__ import annotations

from kg.lexicon import words
from kg.mapping.filling import in_slot
from kg.model import Frame, Phrase
from kg.model.classes import NAMED

_INFORMING = words("empty", "informing", "words")
_CONTENT = words("empty", "informing", "content")
_HOLDING = words("empty", "holding", "words")
_ADJECTIVES = words("empty", "incomplete_adjectives", "words")
_RAISING = words("empty", "incomplete_adjectives", "raising")
_KINDS = words("empty", "kinds", "words")
_GENERAL = words("empty", "general", "words")
_FEW = 2  # words: an article and the noun
_HEARERS = NAMED | {"Group", "Office"}


def is_uninformative(frame: Frame) -> bool:
    """Whether a clause is tautological, has no words, or lacks its content."""
    if frame.kind not in {"verb", "copula", "cue"}:
        return False
    found = (_repeats, _has_no_words) if frame.kind != "cue" else ()
    found = (
        *found,
        _only_addresses,
        _only_holds,
        _lacks_what_it_is_of,
        _names_a_wide_kind,
        _tells_of_the_general,
    )
    return any(is_empty(frame) for is_empty in found)


def _repeats(frame: Frame) -> bool:
    """As in "people who are people": what is said of the noun is the noun."""
    said = {phrase.text.lower() for phrase in in_slot(frame.arguments, "complement")}
    nouns = {word for phrase in in_slot(frame.arguments, "subject") for word in (phrase.lemma, phrase.text.lower())}
    return frame.kind == "copula" and bool(said) and said <= nouns


def _has_no_words(frame: Frame) -> bool:
    """As a sign of a list that was parsed as a verb, or a number as who does it."""
    phrases = (frame.predicate_text, *(p.text for p in in_slot(frame.arguments, "subject")))
    return any(text and not any(letter.isalnum() for letter in text) for text in phrases)


def _only_addresses(frame: Frame) -> bool:
    """As in "told the paper that", "told a meeting of farmers that": whom, and not what."""
    hearers = [argument.phrase for argument in frame.arguments if argument.slot in {"object", "indirect"}]
    slots = {argument.slot for argument in frame.arguments}
    if frame.lemma not in _INFORMING or _is_request(frame):
        return False
    return frame.kind == "cue" or (not slots & _CONTENT and all(phrase.entity.cls in _HEARERS for phrase in hearers))


def _is_request(frame: Frame) -> bool:
    """As in "told residents to leave": an infinitive is what they are asked, not what they are told."""
    return frame.kind == "verb" and any(argument.slot == "clause" for argument in frame.arguments)


def _only_holds(frame: Frame) -> bool:
    """As in "declared the fire to be out": of what, and not what it is held to be."""
    slots = {argument.slot for argument in frame.arguments}
    return frame.lemma in _HOLDING and slots >= {"object", "clause"}


def _lacks_what_it_is_of(frame: Frame) -> bool:
    """As in "they are hopeful that", "it is due to open": the clause behind has a statement of its own, if any."""
    said = in_slot(frame.arguments, "complement")
    return frame.kind == "copula" and bool(said) and all(_is_bare_adjective(phrase) for phrase in said)


def _is_bare_adjective(phrase: Phrase) -> bool:
    infinitives = (argument.phrase.text for argument in phrase.arguments if argument.slot == "clause")
    if phrase.lemma in _RAISING and any(" " in text for text in infinitives):
        return True  # "due to visit Chad"; of "due to leave" there is no other statement
    return phrase.lemma in _ADJECTIVES and phrase.text.lower().endswith(phrase.lemma)


def _names_a_wide_kind(frame: Frame) -> bool:
    """As in "the boy, Peter Hall,"."""
    said = in_slot(frame.arguments, "complement")
    return frame.rule == "apposition" and bool(said) and all(_is_bare_kind(phrase) for phrase in said)


def _is_bare_kind(phrase: Phrase) -> bool:
    return phrase.lemma in _KINDS and phrase.text.lower().split()[:-1] in ([], ["the"])


def _tells_of_the_general(frame: Frame) -> bool:
    """As in "the situation remains tense": how a thing is that no word tells apart, where nothing else is told."""
    subjects, said = in_slot(frame.arguments, "subject"), in_slot(frame.arguments, "complement")
    others = (argument.phrase for argument in frame.arguments if argument.phrase not in (*subjects, *said))
    if frame.kind != "copula" or not said or any(phrase.entity.cls in NAMED for phrase in others):
        return False
    is_bare = all(phrase.lemma in _GENERAL and len(phrase.text.split()) <= _FEW for phrase in subjects)
    return bool(subjects) and is_bare and all(_is_plain(phrase) for phrase in said)


def _is_plain(phrase: Phrase) -> bool:
    """As "tense", "far from over"; no noun phrase ("a threat to trade"), no number, no clause."""
    first, text = phrase.text.split()[0].lower(), phrase.text
    is_noun = first in {"a", "an", "the"} or any(argument.slot in {"clause", "poss"} for argument in phrase.arguments)
    return not (is_noun or any(letter.isdigit() or letter.isupper() for letter in text))
