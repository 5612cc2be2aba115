"""The component ``kg_parse``: heads, labels and sentence starts of a Doc whose tokens have tags.

The network reads a block in windows that end where a sentence does; each sentence becomes one tree, whose labels are
made to agree with the tags. The reading keeps the probability of each token's arc (0 to 1) and the encoder's state of
each token (one row a token).
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate, groupby, islice, pairwise
from typing import NamedTuple, TypeVar

import numpy as np
from numpy.typing import NDArray
from spacy.language import Language
from spacy.tokens import Doc

from kg.parse.decoding import Scores, best_projective_tree
from kg.parse.network import Network, NetworkScores, Window, installed
from kg.parse.readings import put, reading_of

_One = TypeVar("_One")
_WINDOW = 160  # word pieces that the network reads together, as it learned to
_WIDEST = 480  # word pieces of the longest sentence that is read in one piece
_TOGETHER = 256  # word pieces of short blocks that are read in one run: a run takes some time whatever it holds
_WITHOUT_STOP = 2.0
"""Log odds from which a sentence starts with a name behind a word without a stop: "Last year Norway sold"."""
_ROUNDS, _FORBIDDEN, _SPACE = 4, 1e4, "dep"
_ROLES = {
    **{label: label for label in ("dobj", "attr", "dative", "oprd", "pobj")},
    **dict.fromkeys(("nsubj", "nsubjpass", "csubj", "csubjpass"), "subject"),
}
"""What a head has at most one of."""
_SUBJECTS, _AUXILIARIES = frozenset({"nsubj", "nsubjpass"}), frozenset({"aux", "auxpass"})
_MODIFYING = frozenset({"acomp", "advmod", "agent", "amod", "attr", "compound", "dative", "det", "mark"}) | frozenset(
    {"nmod", "npadvmod", "oprd", "poss", "prep"}
)
"""What a finite verb is in less than one of a hundred places, most of which are wrong tags."""
_NOMINAL, _NOUNS = frozenset({"dobj", "nsubj", "nsubjpass", "pobj"}), ("NN", "PRP", "CD")
_BY_TAG = {("advmod", "RP"): "prt", ("npadvmod", "IN"): "mark"}
_TAGS = {
    ("WDT", "mark"): "IN",
    ("RB", "prep"): "IN",
    ("IN", "nsubj"): "WDT",
    **dict.fromkeys((("VBZ", label) for label in (*_NOMINAL, "compound")), "NNS"),
}
"""What a tag must have been where the parse shows another use: "said that it left", "its posts"."""


@Language.factory(
    "kg_parse",
    requires=["token.tag"],
    assigns=["token.dep", "token.head", "token.is_sent_start", "doc.sents"],
    default_config={"size": ""},
)
def kg_parse(nlp: Language, name: str, size: str) -> Parser:  # noqa: ARG001  spaCy's signature
    """The spaCy component: this package's parser, "large" or "small"; by default the best that is installed."""
    return Parser(Network.load(size or installed()[0]))


class Parser:
    """Sets heads, labels and sentence starts of a tagged Doc; keeps arc probabilities and encoder states on it."""

    def __init__(self, network: Network) -> None:
        self.network = network

    def __call__(self, doc: Doc) -> Doc:
        """The Doc, parsed; sentence starts that are set already stay as they are."""
        return next(self.pipe([doc]))

    def pipe(self, stream: Iterable[Doc], *, batch_size: int = 256) -> Iterator[Doc]:
        """The Docs, parsed as each would be alone; those of a batch are read together, which saves time."""
        for docs in _groups(stream, batch_size):
            for doc in docs:
                put(doc, replace(reading_of(doc), arcs=(1.0,) * len(doc)))  # as it stays where there are no words
            telling = [doc for doc in docs if _places(doc)]
            words = list(map(_words, telling))
            for doc, read, parsed in zip(telling, words, parse(self.network, words), strict=True):
                self._annotate(doc, read, parsed)
            yield from docs

    def _annotate(self, doc: Doc, words: TaggedWords, parsed: Parse) -> None:
        places = _places(doc)
        before = np.maximum(np.searchsorted(places, np.arange(len(doc)), side="right") - 1, 0)
        heads = np.array(places)[before].tolist()  # white space hangs on the word before it, or after
        labels, certain = [_SPACE] * len(doc), [1.0] * len(doc)
        consistent = consistent_labels(parsed.arcs, words.tags)
        for place, arc, label, tag in zip(places, parsed.arcs, consistent, words.tags, strict=True):
            heads[place] = places[arc.head]
            labels[place] = label
            certain[place] = arc.probability
            if consistent_tag(tag, label) != tag:
                doc[place].tag_ = consistent_tag(tag, label)
        columns = np.zeros((len(doc), 2), dtype=np.uint64)
        columns[:, 0] = (np.array(heads) - np.arange(len(doc))).astype(np.int64).view(np.uint64)
        columns[:, 1] = [doc.vocab.strings.add(label) for label in labels]
        doc.from_array(["HEAD", "DEP"], columns)  # type: ignore[arg-type]  # spaCy's stub knows one dtype of two
        states = np.zeros((len(doc), parsed.states.shape[1]), dtype=np.float16)
        states[places] = parsed.states
        put(doc, replace(reading_of(doc), arcs=tuple(certain), states=states, parser=self.network.size))


def _places(doc: Doc) -> list[int]:
    """The tokens that are no white space."""
    found: list[int] = np.flatnonzero(doc.to_array("IS_SPACE") == 0).tolist()
    return found


def _words(doc: Doc) -> TaggedWords:
    """The words of a Doc; what is named by its capitals in a text of small letters is a name: "WHO said"."""
    tokens = [doc[place] for place in _places(doc)]
    is_mixed = any(token.text.islower() for token in tokens)
    for token in tokens:
        if is_mixed and token.tag_ in {"WP", "PRP"} and token.is_upper and len(token) > 1:
            token.tag_ = "NNP"
    return TaggedWords(
        [token.text for token in tokens], [token.tag_ for token in tokens], [token.is_sent_start for token in tokens]
    )


@dataclass(frozen=True)
class TaggedWords:
    """The words of a block: forms, Penn tags, and whether a sentence must (True) or must not (False) start there."""

    forms: Sequence[str]
    tags: Sequence[str]
    starts: Sequence[bool | None]


@dataclass(frozen=True, slots=True)
class Arc:
    """A word's head as an index in its block (a root is its own head), the label, and the probability of the arc."""

    head: int
    label: str
    probability: float


class Parse(NamedTuple):
    """The parse of a block: an arc and an encoder state for each word."""

    arcs: list[Arc]
    states: NDArray[np.float32]


def parse(network: Network, texts: Sequence[TaggedWords]) -> list[Parse]:
    """The parse of each of some blocks of at least one word; each sentence is one tree."""
    readings = [_BlockReading(network, words) for words in texts]
    waiting = readings
    while waiting:
        for size, alike in groupby(sorted(waiting, key=_BlockReading.size), key=_BlockReading.size):
            for together in _groups(alike, max(_TOGETHER // size, 1)):  # their scores take tens of megabytes
                windows = [reading.window for reading in together]
                for reading, scored in zip(together, network.score(windows), strict=True):
                    reading.take(scored)
        waiting = [reading for reading in waiting if not reading.is_whole]
    return [Parse(reading.arcs, np.concatenate(reading.states)) for reading in readings]


def _groups(found: Iterable[_One], size: int) -> Iterator[list[_One]]:
    """As many at a time as are wanted, in order."""
    rest = iter(found)
    while group := list(islice(rest, size)):
        yield group


class _BlockReading:
    """The parse of a block as it grows, window by window; each ends where a sentence does, or at the widest."""

    def __init__(self, network: Network, words: TaggedWords) -> None:
        self.arcs: list[Arc] = []
        self.states: list[NDArray[np.float32]] = []
        self._labels, self._words = network.labels, words
        self._pieces = network.pieces(words.forms)
        self._ends = [0, *accumulate(map(len, self._pieces))]
        self.window = self._open(0, _WINDOW)

    def size(self) -> int:
        """Word pieces of the window."""
        return self.window.size

    @property
    def is_whole(self) -> bool:
        """Whether all words are read."""
        return len(self.arcs) == len(self._pieces)

    def take(self, scored: NetworkScores) -> None:
        """Read the sentences of the window that has been scored, and open the next one: if need be a wider one."""
        begin, end, words = self._begin, self._end, self._words
        starts = [place for place in range(begin + 1, end) if _is_start(words, scored, place, begin)]
        is_end = end == len(self._pieces) or words.starts[end] is True
        if not (is_end or starts) and self._width == _WINDOW:
            self.window = self._open(begin, _WIDEST)
            return
        bounds = [begin, *starts] if starts and not is_end else [begin, *starts, end]
        window = _Window(self._labels, scored, words.tags, bounds)
        self.arcs += (arc for start, stop in pairwise(bounds) for arc in window.tree(start, stop))
        self.states.append(window.states)
        self.window = self._open(bounds[-1], _WINDOW)

    def _open(self, begin: int, width: int) -> Window:
        end = max(bisect_right(self._ends, self._ends[begin] + width) - 1, begin + 1)
        self._begin, self._end, self._width = begin, end, width
        return Window(self._pieces[begin:end], self._words.forms[begin:end], self._words.tags[begin:end])


@dataclass(frozen=True)
class _Window:
    """Words that the network has read together."""

    labels: Sequence[str]
    scored: NetworkScores
    tags: Sequence[str]
    """The tags of the block's words."""
    bounds: Sequence[int]
    """Where its sentences start, and where the last one ends."""

    @property
    def states(self) -> NDArray[np.float32]:
        """The encoder's state of each word of its sentences."""
        return self.scored.states[1 : self.bounds[-1] - self.bounds[0] + 1]

    def tree(self, start: int, stop: int) -> list[Arc]:
        """The arcs of one sentence.

        Of two words that would be one verb's subject the less likely one is not; a finite verb is no modifier.
        """
        words = slice(start - self.bounds[0] + 1, stop - self.bounds[0] + 1)
        places = np.array([0, *range(words.start, words.stop)])
        scores = self.scored.arcs[np.ix_(places, places)].astype(np.float64)
        certain = _certainty(scores)
        rows = np.arange(1, len(places))
        for _ in range(_ROUNDS):
            heads = np.array(best_projective_tree(scores))
            labels = self._labels(words, places[heads])
            sure = certain[rows, heads].tolist()
            wrong = [*_surplus(heads.tolist(), labels, sure), *_unfit(self.tags[start:stop], labels, heads.tolist())]
            if not wrong:
                break
            for word in wrong:
                scores[word, heads[word - 1]] -= _FORBIDDEN
        for word, head in enumerate(heads.tolist()):  # an auxiliary governs nothing: its subject is that of its verb
            if head and labels[word] in _SUBJECTS and labels[head - 1] in _AUXILIARIES:
                heads[word] = heads[head - 1]
        return [
            Arc(start + (head - 1 if head else place), label, round(probability, 4))
            for place, (head, label, probability) in enumerate(zip(heads.tolist(), labels, sure, strict=True))
        ]

    def _labels(self, words: slice[int, int, None], heads: NDArray[np.intp]) -> list[str]:
        scores = self.scored.labels(words, heads)
        root = self.labels.index("ROOT")
        scores[:, root] = np.where(heads == 0, np.inf, -np.inf)
        return [self.labels[number] for number in scores.argmax(axis=1)]


def _is_start(words: TaggedWords, scored: NetworkScores, place: int, begin: int) -> bool:
    known = words.starts[place]
    is_name = words.tags[place].startswith("NNP") and ":" not in words.forms[place + 1 : place + 2]  # no "Photo: AFP"
    before = words.forms[place - 1]
    is_within = is_name and (before.isalpha() or (before.isdigit() and len(before) == len("2021")))  # "In 2021 Norway"
    likely = scored.starts[place - begin + 1] > (_WITHOUT_STOP if is_within else 0.0)
    return bool(likely) if known is None else known


def _certainty(scores: Scores) -> Scores:
    """How likely each arc is among all heads that the word may have."""
    np.fill_diagonal(scores, -np.inf)
    likely: Scores = np.exp(scores - scores.max(axis=1, keepdims=True))
    likely /= likely.sum(axis=1, keepdims=True)
    return likely


def _surplus(heads: Sequence[int], labels: Sequence[str], sure: Sequence[float]) -> list[int]:
    """Words that are what another word is, whose arc is likelier: a verb has one subject, a preposition one noun."""
    best: dict[tuple[int, str], int] = {}
    found = []
    for word, (head, label) in enumerate(zip(heads, labels, strict=True), 1):
        role = _ROLES.get(label)
        if role is None:
            continue
        other = best.setdefault((head, role), word)
        if other != word:
            less, more = (other, word) if sure[other - 1] < sure[word - 1] else (word, other)
            best[head, role] = more
            found.append(less)
    return found


def _unfit(tags: Sequence[str], labels: Sequence[str], heads: Sequence[int]) -> list[int]:
    """Finite verbs that would be modifiers, past ones that would be nouns, and owners without "'s"."""
    marked = {head for head, tag in zip(heads, tags, strict=True) if tag == "POS"}
    return [
        word
        for word, (tag, label) in enumerate(zip(tags, labels, strict=True), 1)
        if (tag in {"VBD", "VBP", "VBZ"} and label in _MODIFYING)
        or (tag == "VBD" and label in _NOMINAL)
        or (label == "poss" and tag not in {"PRP$", "WP$", "PRP"} and word not in marked)
    ]


def consistent_labels(arcs: Sequence[Arc], tags: Sequence[str]) -> list[str]:
    """The labels of arcs, corrected to agree with each word's tag, its siblings and its children."""
    having = {(arc.head, arc.label) for arc in arcs}
    labels = []
    for place, (arc, tag) in enumerate(zip(arcs, tags, strict=True)):
        head, label = arc.head, _BY_TAG.get((arc.label, tag), arc.label)
        under = {name for name in ("aux", "auxpass", "dobj") if (head, name) in having}
        is_active = "auxpass" not in under and (tags[head] == "VBD" or "dobj" in under)  # or no participle
        is_reduced = tags[head] == "VBN" and not under  # "leaving it exposed", "were killed and two wounded"
        has_subject = not having.isdisjoint({(place, "nsubj"), (place, "nsubjpass")})
        match label:
            case "nsubjpass" if is_active:
                label = "nsubj"
            case "nsubj" if (head, "auxpass") in having and tags[head] == "VBN":
                label = "nsubjpass"
            case "nsubj" if arcs[head].label in {"advcl", "ccomp", "conj"} and is_reduced:
                label = "nsubjpass"
            case "advmod" if (place, "pobj") in having:
                label = "prep"  # "described it as vital"
            case "xcomp" if has_subject:
                label = "ccomp"  # an infinitive with a subject is a clause of its own
            case "advcl" if tag == "VB" and arcs[head].label == "acomp":
                label = "xcomp"  # "was wise to sign"
            case "ccomp" if tag in {"JJ", "NN"} and not has_subject and having & {(head, "dobj"), (head, "nsubjpass")}:
                label = "oprd"  # "called it false", "took them hostage"
            case "dative" if tag.startswith(_NOUNS) and (head, "dobj") not in having:
                label = "dobj"  # "provided Niger with boats"
        labels.append(label)
    return labels


def consistent_tag(tag: str, label: str) -> str:
    """The word's tag, corrected to agree with its label: "that" of a relative clause is a pronoun."""
    return _TAGS.get((tag, label), tag)
