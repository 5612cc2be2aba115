"""Docs built by hand, a row a token, for repairs of parses."""

from spacy.tokens import Doc

from tests.parses import raw

Row = tuple[str, str, str, int, str]
"""A token: (word, tag, lemma, head, relation)."""
_POS = {
    "N": "NOUN", "V": "VERB", "D": "DET", "I": "ADP", "C": "CCONJ", "R": "ADV", "J": "ADJ", "T": "PART", "W": "PRON",
    "M": "AUX", "P": "PRON", "E": "PRON", "U": "INTJ", "F": "X", "L": "X", "S": "SYM", "H": "PUNCT", "CD": "NUM",
    "PDT": "DET", "POS": "PART", "RP": "ADP", "WRB": "ADV", "$": "SYM", "_SP": "SPACE",
}  # fmt: skip
"""Part of speech by tag, else by its first letter; of a tag without letters it is punctuation."""


def doc(*rows: Row) -> Doc:
    """The Doc of these tokens; parts of speech go by the first letter of the tag."""
    words, tags, lemmas, heads, deps = (list(column) for column in zip(*rows, strict=True))
    pos = ["PROPN" if tag.startswith("NNP") else _POS.get(tag, _POS.get(tag[0], "PUNCT")) for tag in tags]
    vocab = raw("Norway imposed tariffs on Japan.").vocab
    return Doc(vocab, words, tags=tags, lemmas=lemmas, heads=heads, deps=deps, pos=pos)


def row(token: str) -> Row:
    """The token of "signed=sign/VBD/0/ROOT", as ``rules.toml`` and ``scripts/look.py`` write it."""
    form, tag, head, label = token.split("/")
    word, is_given, lemma = form.partition("=")
    return word, tag, lemma if is_given else word if tag.startswith("NNP") else word.lower(), int(head), label
