"""Whether a statement is sure or a lead: by its confidence, by the links it stands on, with more care for persons.

Sure is what is likely enough to be right (``surest``, set by what readers judged) and stands on firm
links alone: whom its ends mean is told by themselves and not by the text before, and of a person no other's name
stands between subject and verb. What could hurt a named person is sure
only where the name itself stands in the clause: no pronoun and no noun, nothing across a possessive, out of a list or a
heading, of a subject that another clause shares, or by a parse that was mended.
"""

import re
from collections import Counter

from kg.lexicon import numbers, words
from kg.model import Factuality, Frame, Phrase, Statement, Trust

_BACK = words("confidence", "pronouns", "words") | words("confidence", "pointing", "words")
_OF_ANOTHER = words("confidence", "possessives", "words") | words("confidence", "referring", "words")
_SHORT = 3  # words of an object with an article that tell no more than what it is: "the new law"
_OWNED = re.compile(r"['’]s?(?=\s|$)|\b(?:his|her|its|their|my|our|your|whose)\b", re.IGNORECASE)
"""What says whose something is."""
_GUESSED = ("repair/", "clause/shared")
_MOST = 2
"""So many in one place of a clause are no list."""
_WORD = re.compile(r"\w+")


def surest(said: Statement) -> float:
    """The confidence from which such a statement may be sure, from 0 to 1; ``trust.toml`` tells what sets it.

    Who says it and how firmly can be wrong, too, of what the article does not itself assert.
    """
    return numbers("trust")["sure" if is_plain(said) else "sure_otherwise"]


def is_plain(said: Statement) -> bool:
    """Whether the article itself asserts that something is so."""
    return said.factuality is Factuality.ASSERTED and not said.negated and said.attributed_to is None


def trust(said: Statement, frame: Frame, ends: tuple[Phrase, Phrase]) -> Trust:
    """The trust of a statement when it is made of a frame, about two phrases."""
    return Trust.SURE if said.confidence >= surest(said) and is_firm(said, frame, ends) else Trust.LEAD


def is_firm(said: Statement, frame: Frame, ends: tuple[Phrase, Phrase]) -> bool:
    """Whether each link that a statement stands on is firm, however likely it is to be right."""
    if said.unresolved or said.is_proposed or not said.rules.isdisjoint(words("trust", "open_links")):
        return False
    if points_back(ends[0], is_subject=True) or points_back(ends[1], is_subject=False):
        return False
    slot = "object" if frame.is_passive else "subject"  # in which its surface subjects are
    named = {a.phrase.entity.id for a in frame.arguments if a.slot == slot} | {end.entity.id for end in ends}
    if any(map(_is_person, ends)) and not frame.interposed <= named:
        return False  # another person stands between: "Anna Berg, who replaced Karl Hall, resigned"
    return not could_hurt(said, frame) or all(_is_careful(frame, ends, end) for end in ends)


def _is_person(end: Phrase) -> bool:
    return end.entity.cls == "Person" and end.entity.label[:1].isupper()


def points_back(end: Phrase, *, is_subject: bool) -> bool:
    """Whether a phrase leaves whom or what it means to the text before: "they", "the firm", "this law", "his car".

    A name or a title does not; of an object one that says more than what it is does not either.
    """
    if end.is_named or (end.rules and all(rule.startswith("name/") for rule in end.rules)):
        return False
    said = end.text.lower().split()
    if not said or said[0] == "the":
        return bool(said) and (is_subject or len(said) <= _SHORT)
    owned = is_subject and not _OF_ANOTHER.isdisjoint([said[0], *end.entity.label.lower().split()])
    return owned or said[0] in _BACK


def could_hurt(said: Statement, frame: Frame) -> bool:
    """Whether it would hurt a person of whom it is not true, by the class of its relation or its words."""
    if said.relation in words("trust", "harm", "relations"):
        return True
    if not words("trust", "harm", "classes").isdisjoint(said.relation_class.split()):
        return True
    clause = " ".join([frame.clause, said.predicate_text, said.object_text]).lower()
    told = " ".join(_WORD.findall(clause))
    return any(f" {word} " in f" {told} " for word in words("trust", "harm", "words"))


def _is_careful(frame: Frame, ends: tuple[Phrase, Phrase], end: Phrase) -> bool:
    """Whether a clause names a person itself, and grammar that was not guessed says what it says of them; or nobody."""
    if not _is_person(end):
        return True
    if not end.is_named or frame.in_heading or any(rule.startswith(_GUESSED) for rule in (frame.rule, *frame.rules)):
        return False
    beside = Counter(argument.slot for argument in frame.arguments)
    listed = any(one.phrase.entity.id == end.entity.id and beside[one.slot] > _MOST for one in frame.arguments)
    return not (listed or _is_across_possessive(frame, ends, end))


def _is_across_possessive(frame: Frame, ends: tuple[Phrase, Phrase], end: Phrase) -> bool:
    """As in "[Anna Berg]'s arrest", "Peru's president, [Anna Berg]": what is whose had to be found out."""
    sentence, start = frame.sentence.quote, frame.sentence.start
    first, last = sorted(ends, key=lambda one: one.start)
    between = sentence[max(first.end - start, 0) : max(last.start - start, 0)]
    behind = sentence[max(end.end - start, 0) :][:2]
    return bool(_OWNED.search(between) or _OWNED.match(behind) or _OWNED.search(end.text))
