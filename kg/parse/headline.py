"""Headlines as the parser reads them best: in sentence case, with "and" for the comma between two who act.

Lengths of words do not matter to the parser; the words as they stand are kept in ``user_data`` and put back.
"""

from __future__ import annotations

from spacy.tokens import Doc

_SHORT = 3  # letters; prepositions and articles stay small in any headline
_TITLE_CASE = 0.6  # share of capitalized words from which a headline counts as title case
_MAX_NAME = 3  # words of a name before or after the comma
_MAX_TOPIC = 6  # words before a colon


def headline(doc: Doc, known: frozenset[str]) -> Doc:
    """The tokens to parse for a headline; ``known`` are capitalized words of the article's text."""
    found = _spoken(doc, _joined(doc, _sentence_case(doc, known)))
    _part_at_colon(found)
    return found


def name_case(doc: Doc) -> Doc:
    """The tokens to parse for "ANNA BERG:": capitals within words are taken for no name."""
    return _spoken(doc, [token.text.title() if token.is_upper and len(token) > 1 else token.text for token in doc])


def _spoken(doc: Doc, words: list[str]) -> Doc:
    """A Doc of these words, which keeps those that are written there."""
    written = [token.text for token in doc]
    if words == written:
        return doc
    found = Doc(doc.vocab, words=words, spaces=[bool(token.whitespace_) for token in doc])
    found.user_data["kg.written"] = written
    return found


def as_written(doc: Doc, attributes: list[int | str]) -> Doc:
    """The parsed Doc with its own words, the parse kept."""
    written = doc.user_data.pop("kg.written", None)
    if written is None:
        return doc
    original = Doc(doc.vocab, words=written, spaces=[bool(token.whitespace_) for token in doc])
    original.tensor = doc.tensor
    values = doc.to_array(attributes)
    return original.from_array(attributes, values)  # type: ignore[arg-type]  # spaCy's stub knows one dtype of two


def _sentence_case(doc: Doc, known: frozenset[str]) -> list[str]:
    """A headline "China Courts Canada" as "China courts Canada": capitals of names kept, the others lowered.

    The parser takes capitalized verbs for names. Lengths do not change, so offsets hold.
    """
    plain = [token.text for token in doc]
    letters = [token.text for token in doc if token.is_alpha and len(token) > _SHORT]
    if not known or not letters or sum(text[0].isupper() for text in letters) < _TITLE_CASE * len(letters):
        return plain
    return [text.lower() if place and _is_lowered(text, known) else text for place, text in enumerate(plain)]


def _is_lowered(text: str, known: frozenset[str]) -> bool:
    return text[0].isupper() and not text.isupper() and text not in known


def _joined(doc: Doc, words: list[str]) -> list[str]:
    """As in "Niger, Chad sign pact": both sign; "Oslo, Norway hosts talks" is a place, for one hosts."""
    comma = words.index(",") if "," in words else 0
    last = next((place for place in range(comma + 1, len(words)) if not words[place][:1].isupper()), len(words))
    if not 0 < comma <= _MAX_NAME or not 0 < last - comma - 1 <= _MAX_NAME or last == len(words):
        return words
    verb = words[last]
    is_plural = verb.isalpha() and (not verb.endswith(("s", "ed", "ing")) or verb.endswith("ss"))
    if not is_plural or doc.vocab[verb].is_stop or not all(word[:1].isupper() for word in words[:comma]):
        return words
    return [*words[:comma], "and", *words[comma + 1 :]]


def _part_at_colon(doc: Doc) -> None:
    """As in "Chad: Council lists five firms": the topic is no part of the sentence behind it, nor of a name there."""
    colon = next((token.i for token in doc[:_MAX_TOPIC] if token.text == ":"), 0)
    if colon and colon + 1 < len(doc) and doc[colon + 1].text[:1].isupper():
        doc[colon + 1].is_sent_start = True
