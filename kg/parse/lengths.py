"""Runs of words too long to be a sentence are parted before the parse: no rule walks through thousands of words.

The longest sentence of news and treaties has some 130 words; what goes on for twice as many without a full stop is a
list, a table or noise, and the time that a parse of it takes to be read grows with its square.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from spacy.language import Language
from spacy.tokens import Doc

LONGEST = 250
"""Tokens of a sentence."""
PARTED = "kg.parted"
"""Where ``doc.user_data`` counts the places at which a sentence was parted."""
_LONGEST_WORD = 250
"""Characters without a blank; the tokenizer looks through all of them for each mark that it takes off their ends."""
_LONG_WORD = re.compile(rf"\S{{{_LONGEST_WORD}}}(?=\S)")
_ENDS = frozenset({".", "!", "?", "…"})
_PAUSES = frozenset({",", ";", ":", "–", "—"})


def tokens(nlp: Language, text: str) -> Doc:
    """The tokens of a text; where ``_LONGEST_WORD`` characters go on without a blank, a new one begins."""
    cuts = [0, *(found.end() for found in _LONG_WORD.finditer(text)), len(text)]
    if len(cuts) == 2:  # noqa: PLR2004  the text's own ends
        return nlp.make_doc(text)
    found = [token for start, end in pairwise(cuts) for token in nlp.make_doc(text[start:end])]
    return Doc(nlp.vocab, words=[token.text for token in found], spaces=[bool(token.whitespace_) for token in found])


def parted(doc: Doc) -> Doc:
    """The tokens to parse: where more than ``LONGEST`` of them go on without a full stop, a new sentence begins.

    It begins behind the last comma or line break among them, or else right there.
    """
    places = list(_places(doc)) if len(doc) > LONGEST else []
    for place in places:
        doc[place].is_sent_start = True
    if places:
        doc.user_data[PARTED] = len(places)
    return doc


def _places(doc: Doc) -> Iterator[int]:
    start = pause = 0
    for token in doc:
        if token.i - start >= LONGEST:
            start = pause if pause > start else token.i
            yield start
        if token.text in _ENDS:
            start = pause = token.i + 1
        elif token.text in _PAUSES or "\n" in token.text:
            pause = token.i + 1
