"""Uninformative clauses, which make no statement and are counted."""

from kg.lexicon import words
from kg.mapping.filling import in_slot
from kg.model import Frame, Phrase
from kg.model.classes import NAMED

_INFORMING = words("empty", "informing", "words")
_CONTENT = words("empty", "informing", "content")
_ADJECTIVES = words("empty", "incomplete_adjectives", "words")
_RAISING = words("empty", "incomplete_adjectives", "raising")
_HEARERS = NAMED | {"Group", "Office"}


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
