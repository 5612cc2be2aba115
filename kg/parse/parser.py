"""The component ``kg_parse``: heads, labels and sentence starts of a Doc whose tokens have tags.

It keeps how likely each token's arc is in ``doc.user_data["kg.arcs"]``, a number between 0 and 1 a token, and the
encoder's state of each token in ``doc.user_data["kg.states"]``, a row a token, where the weights give it.
"""

from __future__ import annotations

from collections.abc import Sequence, Set
from pathlib import Path

import numpy as np
from spacy.language import Language
from spacy.tokens import Doc

from kg.parse.network import WEIGHTS, Network
from kg.parse.windows import Arc, Words, parse

ARCS = "kg.arcs"
STATES = "kg.states"
_SPACE = "dep"
_REDUCED = frozenset({"advcl", "ccomp", "conj"})
_NOUNS = ("dobj", "pobj", "nsubj", "nsubjpass", "compound")
_TAGS = {
    ("WDT", "mark"): "IN",
    ("RB", "prep"): "IN",
    ("IN", "nsubj"): "WDT",
    **dict.fromkeys((("VBZ", label) for label in _NOUNS), "NNS"),
}
"""What a tag must have been where the parse shows another use: "said that it left", "its posts"."""


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
        heads, labels, certain = _spaces(doc)
        for token, arc, label in zip(tokens, parsed.arcs, agreed(parsed.arcs, words.tags), strict=True):
            heads[token.i] = tokens[arc.head].i
            labels[token.i] = label
            certain[token.i] = arc.probability
            token.tag_ = mended(token.tag_, label)
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


def agreed(arcs: Sequence[Arc], tags: Sequence[str]) -> list[str]:
    """The labels of arcs, each made to agree with the word's tag and with what else hangs beside it and below.

    An infinitive with a subject is a clause of its own, one behind an adjective completes it, and an adjective behind
    an object is said of that. What has an object of its own, or is no participle, is no passive without its auxiliary.
    An adverb with an object is a preposition ("described it as vital").
    """
    having = {(arc.head, arc.label) for arc in arcs}
    labels = []
    for place, (arc, tag) in enumerate(zip(arcs, tags, strict=True)):
        has_subject = not having.isdisjoint({(place, "nsubj"), (place, "nsubjpass")})
        if arc.label == "nsubjpass" and _is_active(arc.head, tags, having):
            labels.append("nsubj")
        elif arc.label == "nsubj" and arcs[arc.head].label in _REDUCED and _is_reduced(arc.head, tags, having):
            labels.append("nsubjpass")
        elif (tag, arc.label) == ("RP", "advmod"):
            labels.append("prt")
        elif arc.label == "advmod" and (place, "pobj") in having:
            labels.append("prep")
        elif (tag, arc.label) == ("IN", "npadvmod"):
            labels.append("mark")
        elif arc.label == "xcomp" and has_subject:
            labels.append("ccomp")
        elif (tag, arc.label) == ("VB", "advcl") and arcs[arc.head].label == "acomp" and arc.head < place:
            labels.append("xcomp")
        elif (tag, arc.label) == ("JJ", "ccomp") and not has_subject and not having.isdisjoint(_described(arc.head)):
            labels.append("oprd")
        else:
            labels.append(arc.label)
    return labels


def mended(tag: str, label: str) -> str:
    """The tag of a word as its label shows that it must be: "that" of a relative clause is a pronoun."""
    return _TAGS.get((tag, label), tag)


def _is_reduced(verb: int, tags: Sequence[str], having: Set[tuple[int, str]]) -> bool:
    """As in "leaving it exposed", "were killed and two wounded": a passive without its auxiliary."""
    return tags[verb] == "VBN" and having.isdisjoint((verb, label) for label in ("aux", "auxpass", "dobj"))


def _described(verb: int) -> Set[tuple[int, str]]:
    """The arcs of what an adjective beside it is said of."""
    return {(verb, "dobj"), (verb, "nsubjpass")}


def _is_active(verb: int, tags: Sequence[str], having: Set[tuple[int, str]]) -> bool:
    return (verb, "auxpass") not in having and (tags[verb] == "VBD" or (verb, "dobj") in having)


def _spaces(doc: Doc) -> tuple[list[int], list[str], list[float]]:
    """Heads, labels and certainty as they are for white space: it hangs on the word before it, or after."""
    first = next(token.i for token in doc if not token.is_space)
    heads, before = [], first
    for token in doc:
        before = before if token.is_space else token.i
        heads.append(before)
    return heads, [_SPACE] * len(doc), [1.0] * len(doc)
