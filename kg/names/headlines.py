"""Headlines in title case, in which a capital gives no name away: "Foreign Minister Visits Ankara" names no person."""

from __future__ import annotations

from collections.abc import Iterable

from kg.model import BlockKind
from kg.names.spans import NameSpan
from kg.parse.readings import reading_of
from kg.parse.tree import Token

_SMALL = frozenset({"ADP", "CCONJ", "DET", "PART", "SCONJ"})
_HEADINGS = (BlockKind.TITLE.value, BlockKind.HEADING.value)
_ENDS = (".", "!", "?", "”", '"')
_LEAST = 3  # words of a headline


def in_title_case(token: Token) -> bool:
    """Whether a token stands in a headline of which all words begin with a capital, small ones aside."""
    if not _is_headline(token):
        return False
    words = [other for other in token.sent if other.is_alpha and other.pos_ not in _SMALL]
    return len(words) >= _LEAST and all(word.text[0].isupper() for word in words)


def _is_headline(token: Token) -> bool:
    """As a block says, or the first words of a text that end without a full stop."""
    first = next((sentence for sentence in token.doc.sents if sentence.text.strip()), token.sent)
    return reading_of(token.doc).kind_at(token.idx) in _HEADINGS or (
        token.i < first.end and not first.text.strip().endswith(_ENDS)
    )


def without_headline_persons(names: Iterable[NameSpan]) -> tuple[NameSpan, ...]:
    """The names without persons whom a headline alone has; where a text is all headline, without common words."""
    found = list(names)
    titled = {name: in_title_case(name[0]) for name in found}
    named = {word for name in found if name.label == "PERSON" and not titled[name] for word in name.form}
    return tuple(name for name in found if not titled[name] or _stays(name, named))


def _stays(name: NameSpan, named: set[str]) -> bool:
    if name.label != "PERSON" or name.entries:
        return True
    if any(not in_title_case(sentence[0]) for sentence in name.doc.sents if sentence.text.strip()):
        return name.form[-1] in named
    return all(token.tag_ in ("NNP", "NNPS") for token in name)
