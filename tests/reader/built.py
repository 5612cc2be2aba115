"""Docs built by hand, a row a token, for repairs of parses."""

from spacy.tokens import Doc

from tests.parses import raw

_POS = {
    "N": "NOUN", "V": "VERB", "D": "DET", "I": "ADP", "C": "CCONJ", "R": "ADV", "J": "ADJ", "T": "PART", "W": "PRON",
    "M": "AUX", "P": "PRON", "E": "PRON", "U": "INTJ", "F": "X", "L": "X", "S": "SYM", "H": "PUNCT", "CD": "NUM",
    "PDT": "DET", "POS": "PART", "RP": "ADP", "WRB": "ADV", "$": "SYM", "_SP": "SPACE",
}  # fmt: skip
"""Part of speech by tag, else by its first letter; of a tag without letters it is punctuation."""


def doc(parse: str) -> Doc:
    """The Doc of tokens "signed=sign/VBD/0/ROOT", as ``rules.toml`` has them; without a lemma it is the word."""
    columns = zip(*(token.split("/") for token in parse.split(" ")), strict=True)
    forms, tags, heads, deps = map(list, columns)
    words, given = [form.partition("=")[0] for form in forms], [form.partition("=")[2] for form in forms]
    said = [word if tag.startswith("NNP") else word.lower() for word, tag in zip(words, tags, strict=True)]
    lemmas = [lemma or word for lemma, word in zip(given, said, strict=True)]
    pos = ["PROPN" if tag.startswith("NNP") else _POS.get(tag, _POS.get(tag[0], "PUNCT")) for tag in tags]
    vocab = raw("Norway imposed tariffs on Japan.").vocab
    above = [int(head) for head in heads]
    return Doc(vocab, words, tags=tags, lemmas=lemmas, heads=above, deps=deps, pos=pos)
