"""The component ``kg_parse``: heads, labels and sentence starts of a Doc whose tokens have tags.

It keeps how likely each token's arc is in ``doc.user_data["kg.arcs"]``, a number between 0 and 1 a token, and the
encoder's state of each token in ``doc.user_data["kg.states"]``, a row a token, where the weights give it.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
from spacy.language import Language
from spacy.tokens import Doc

from kg.nlp.parser.blocks import Words, parse
from kg.nlp.parser.forms import formed
from kg.nlp.parser.network import WEIGHTS, Network

ARCS = "kg.arcs"
STATES = "kg.states"
_SPACE = "dep"


@Language.factory(
    "kg_parse",
    default_config={"weights": ""},
    requires=["token.tag"],
    assigns=["token.dep", "token.head", "token.is_sent_start", "doc.sents"],
)
def kg_parse(nlp: Language, name: str, weights: str) -> Parser:  # noqa: ARG001  spaCy's signature
    """The parser with the weights of a file; with the house's own, if none is named."""
    return Parser(Network.load(Path(weights) if weights else WEIGHTS))


class Parser:
    """Parses Docs, each by itself."""

    def __init__(self, network: Network) -> None:
        self.network = network

    def __call__(self, doc: Doc) -> Doc:
        """The Doc, parsed; sentence starts that are set already stay as they are."""
        tokens = [token for token in doc if not token.is_space]
        if not tokens:
            return doc
        words = Words(
            [token.text for token in tokens],
            [token.tag_ for token in tokens],
            [token.is_sent_start for token in tokens],
        )
        parsed = parse(self.network, words)
        arcs = formed(parsed.arcs, words)
        heads, labels, certain = _spaces(doc)
        for token, arc in zip(tokens, arcs, strict=True):
            heads[token.i] = tokens[arc.head].i
            labels[token.i] = arc.label
            certain[token.i] = arc.probability
        strings = doc.vocab.strings
        columns = np.zeros((len(doc), 2), dtype=np.uint64)
        columns[:, 0] = (np.array(heads) - np.arange(len(doc))).astype(np.int64).view(np.uint64)
        columns[:, 1] = [strings.add(label) for label in labels]
        doc.from_array(["HEAD", "DEP"], columns)  # type: ignore[arg-type]  # spaCy's stub knows one dtype of two
        doc.user_data[ARCS] = certain
        if parsed.states.size:
            states = np.zeros((len(doc), parsed.states.shape[1]), dtype=np.float16)
            states[[token.i for token in tokens]] = parsed.states
            doc.user_data[STATES] = states
        return doc


def _spaces(doc: Doc) -> tuple[list[int], list[str], list[float]]:
    """Heads, labels and certainty as they are for white space: it hangs on the word before it, or after."""
    first = next(token.i for token in doc if not token.is_space)
    heads, before = [], first
    for token in doc:
        before = before if token.is_space else token.i
        heads.append(before)
    return heads, [_SPACE] * len(doc), [1.0] * len(doc)
