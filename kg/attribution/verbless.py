"""Attributions without a reporting word: sources before a colon or on a line of their own.

"Study: thousands fled"; "she was blunt: '...'"; a list of quotations; a statement, then a line "Name, Title".
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import pairwise

from kg.attribution import Attribution, Range
from kg.attribution.phrases import is_source, merged, subject_of, trimmed, verb_source
from kg.attribution.quotations import Quotation, line_start, previous_word
from kg.lexicon import words
from kg.model import BlockKind
from kg.parse.nouns import is_person
from kg.parse.readings import reading_of
from kg.parse.syntax import VERBAL
from kg.parse.tree import Doc, Token

_NOUNS = words("reporting", "forms", "headline", "nouns")
_FIRST_PERSON = words("reporting", "forms", "first_person", "all")
_BARE = frozenset({"NOUN", "PROPN", "ADJ"})
_MAX_SIGNATURE = 25  # tokens
_MIN_NAME = 2  # a first name and a family name
_NEUTRAL = "neutral"
_SENTENCE_END = frozenset({".", "?", "!", "…", "...", ":"})


def headline_sources(doc: Doc) -> Iterator[Attribution]:
    """Attributions of lines that open with a person, by name or bare noun, or titles with any source, and a colon."""
    titles = [(b.start, b.end) for b in reading_of(doc).blocks if b.kind is BlockKind.TITLE]
    for line in _lines(doc):
        colon = next((token.i for token in doc[slice(*line)] if token.text == ":"), line[0])
        source, content = trimmed(doc, line[0], colon), trimmed(doc, colon + 1, line[1])
        if source is None or content is None or not any(token.pos_ in VERBAL for token in doc[slice(*content)]):
            continue
        speaker, in_title = doc[source[1] - 1], any(start <= doc[line[0]].idx < end for start, end in titles)
        named = all(token.pos_ == "PROPN" and token.ent_type_ == "PERSON" for token in doc[slice(*source)])
        bare = is_person(speaker.lemma_.lower()) and all(token.pos_ in _BARE for token in doc[slice(*source)])
        if named or bare or (in_title and (is_source(speaker) or speaker.lower_ in _NOUNS)):
            yield Attribution(0, source, (colon, colon + 1), (content,), _NEUTRAL, form="headline")


def signed_paragraphs(doc: Doc, said: Iterable[Attribution]) -> Iterator[Attribution]:
    """Attributions of paragraphs in the first person that a line with name and title follows."""
    taken = {token for each in said for start, end in each.content for token in range(start, end)}
    for paragraph, line in pairwise(_lines(doc)):
        source = _signature(doc, line)
        personal = any(token.lower_ in _FIRST_PERSON for token in doc[slice(*paragraph)])
        if source is not None and personal and taken.isdisjoint(range(*paragraph)):
            content = merged(doc, (paragraph,))
            yield Attribution(0, source, (line[0] - 1, line[0]), content, _NEUTRAL, direct=True, form="headline")


def _signature(doc: Doc, line: Range) -> Range | None:
    """The words of a line "Ilse Brandt, Minister for Foreign Affairs"; None for any other line."""
    tokens = doc[slice(*line)]
    comma = next((token.i for token in tokens if token.text == ","), line[0])
    name = doc[line[0] : comma]
    if len(tokens) > _MAX_SIGNATURE or tokens[-1].text == "." or len(name) < _MIN_NAME:
        return None
    is_named = all(token.pos_ == "PROPN" for token in name) and all(token.pos_ not in VERBAL for token in tokens)
    return trimmed(doc, *line) if is_named else None


def _lines(doc: Doc) -> list[Range]:
    """The lines that have words, in tokens, without their line breaks."""
    breaks = [token.i for token in doc if "\n" in token.text]
    edges = zip([0, *(position + 1 for position in breaks)], [*breaks, len(doc)], strict=True)
    return [(start, end) for start, end in edges if any(token.is_alpha for token in doc[start:end])]


def after_colon(doc: Doc, quotation: Quotation) -> Attribution | None:
    """The attribution of a quotation after a colon without reporting word ("The senator was blunt: '...'"), or None."""
    last = previous_word(doc, quotation.start)
    if last is None or doc[last].text != ":":
        return None
    line = line_start(doc, last)
    opener = max([token.i + 1 for token in doc[line:last] if token.text in _SENTENCE_END], default=line)
    verb = next((token for token in doc[opener:last] if _has_subject(token, opener, last)), None)
    source, cue = (verb_source(verb), verb.i) if verb is not None else (trimmed(doc, opener, last), last)
    speaker = subject_of(verb) if verb is not None else doc[slice(*source)].root if source is not None else None
    if source is None or speaker is None or not is_source(speaker):
        return None
    return Attribution(0, source, (cue, cue + 1), (quotation.inner,), _NEUTRAL)


def _has_subject(verb: Token, start: int, end: int) -> bool:
    """Whether a verb has its subject in a stretch of tokens."""
    subject = subject_of(verb) if verb.pos_ in VERBAL else None
    return subject is not None and start <= subject.i < end
