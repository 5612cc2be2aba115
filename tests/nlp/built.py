"""Docs built by hand, a row a token, for repairs of parses."""

from __future__ import annotations

from spacy.tokens import Doc

from tests.parses import raw

Row = tuple[str, str, str, int, str]
"""A token: (word, tag, lemma, head, relation)."""
_POS = {
    "N": "NOUN", "V": "VERB", "D": "DET", "I": "ADP", "C": "CCONJ", "R": "ADV", "J": "ADJ", "T": "PART", "W": "PRON",
    "M": "AUX", ".": "PUNCT",
}  # fmt: skip


def doc(*rows: Row) -> Doc:
    """The Doc of these tokens; parts of speech go by the first letter of the tag."""
    words, tags, lemmas, heads, deps = (list(column) for column in zip(*rows, strict=True))
    pos = ["PROPN" if tag.startswith("NNP") else _POS[tag[0]] for tag in tags]
    vocab = raw("Norway imposed tariffs on Japan.").vocab
    return Doc(vocab, words, tags=tags, lemmas=lemmas, heads=heads, deps=deps, pos=pos)
