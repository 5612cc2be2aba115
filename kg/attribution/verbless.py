"""Quotations beside which no word of speaking stands: a colon, a dash with a name, or a list names the speaker."""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Doc, Token

from kg.attribution import Attribution, Range
from kg.attribution.lexemes import cue_of, spoken_kind
from kg.attribution.lines import line_start, previous_word
from kg.attribution.marks import Quotation
from kg.attribution.phrases import root, tidied, tidy
from kg.attribution.sources import is_passive, is_source, subject_of, verb_source
from kg.parse.nouns import is_person
from kg.parse.syntax import VERBAL

_NEUTRAL = "neutral"
_SENTENCE_END = frozenset({".", "?", "!", "…", "...", ":"})
_SIGNS = frozenset({"-", "–", "—", "--", ":", "~"})
_BULLETS = frozenset({"-", "–", "•", "*", "·"})
_NAMED = frozenset({"PERSON", "ORG"})
_MAX_SIGNATURE = 12  # tokens of a name with its title
_MAX_LIST = 12  # lines that a list goes back to its first


def unspoken(doc: Doc, quotation: Quotation) -> Attribution | None:
    """A report that marks alone show."""
    return _signed(doc, quotation) or _after_colon(doc, quotation) or _listed(doc, quotation)


def root_of(doc: Doc, part: Range) -> Token:
    """The head of a range of tokens."""
    return doc[part[0] : part[1]].root


def _signed(doc: Doc, quotation: Quotation) -> Attribution | None:
    """A quotation that fills its line but for a name behind it: "We are lost." - Anna Roux, mayor."""
    if quotation.start != line_start(doc, quotation.start) or quotation.end >= len(doc):
        return None
    mark = quotation.end + (doc[quotation.end].is_space and quotation.end + 1 < len(doc))
    if doc[mark].text not in _SIGNS or (mark > quotation.end and doc[mark].text == ":"):
        return None
    end = next((token.i for token in doc[mark:] if "\n" in token.text), len(doc))
    source = tidy(doc, mark + 1, end)
    if source is None or source[1] - source[0] > _MAX_SIGNATURE or doc[end - 1].text in _SENTENCE_END:
        return None
    tokens = doc[source[0] : source[1]]
    named = tokens[0].ent_type_ in _NAMED or tokens[0].pos_ == "PROPN" or is_person(tokens.root.lemma_.lower())
    if not named or any(token.pos_ in VERBAL or token.is_quote for token in tokens):
        return None
    return Attribution(0, source, (mark, mark + 1), tidied(doc, quotation.pieces), _NEUTRAL)


def _after_colon(doc: Doc, quotation: Quotation) -> Attribution | None:
    """A quotation after a colon, with no word of speaking: "The senator was blunt: '...'"."""
    last = previous_word(doc, quotation.start)
    if last is None or doc[last].text != ":":
        return None
    line = line_start(doc, last)
    opener = max([token.i + 1 for token in doc[line:last] if token.text in _SENTENCE_END], default=line)
    verb = next((token for token in doc[opener:last] if _has_subject(token, opener, last)), None)
    if verb is None:
        comma = next((token.i for token in doc[opener:last] if token.text == ","), last)
        source = tidy(doc, opener, comma)
        named = source is not None and is_source(root_of(doc, source))
        return Attribution(0, source, (last, last + 1), quotation.pieces, _NEUTRAL) if named else None
    subject = subject_of(verb)
    if subject is None or not is_source(subject) or subject.i < opener:
        return None
    source = verb_source(verb)
    return Attribution(0, source, (verb.i, verb.i + 1), quotation.pieces, _NEUTRAL) if source else None


def _has_subject(verb: Token, start: int, end: int) -> bool:
    """Whether a verb has its subject in a stretch of tokens."""
    subject = subject_of(verb) if verb.pos_ in VERBAL else None
    return subject is not None and start <= subject.i < end


def _listed(doc: Doc, quotation: Quotation) -> Attribution | None:
    """A quotation in a list that a report opens: "The envoy told reporters: - On trade: '...' - On steel: '...'"."""
    start = line_start(doc, quotation.start)
    before = previous_word(doc, quotation.start)
    if before is None or doc[before].text != ":" or doc[start].text not in _BULLETS:
        return None
    for first, end in _lines_before(doc, start):
        if doc[first].text in _BULLETS:
            continue
        verb = next((token for token in doc[first:end] if spoken_kind(token) and not is_passive(token)), None)
        source = _teller(verb, first, end) if verb is not None and doc[end - 1].text == ":" else None
        if verb is None or source is None:
            return None
        return Attribution(0, source, cue_of(verb), tidied(doc, quotation.pieces), _NEUTRAL)
    return None


def _teller(verb: Token, start: int, end: int) -> Range | None:
    """Who tells what a line opens; of "went on television to inform the public" who went."""
    for told in (verb, root(verb)):
        if (subject := subject_of(told)) is not None and is_source(subject) and start <= subject.i < end:
            return verb_source(told)
    return None


def _lines_before(doc: Doc, position: int) -> Iterator[Range]:
    """The lines with words before the line that starts at a token, the nearest first."""
    for _ in range(_MAX_LIST):
        end = position
        while end > 0 and doc[end - 1].is_space:
            end -= 1
        if end == 0:
            return
        position = line_start(doc, end - 1)
        yield position, end
