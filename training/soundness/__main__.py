"""From treebanks to the head that tells whether a structure is sound.

``python -m training.soundness --data FOLDER --held-out FILE --size large`` reads the texts with the program's own
parser, whose weights must be those that the head will run with, and with gold trees in its place.
"""

import json
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import NamedTuple

import numpy as np
import torch
from numpy.typing import NDArray
from spacy.tokens import Doc
from torch import Tensor, nn
from torch.nn import functional

from kg.model import Article, ArticleId
from kg.ontology import Ontology
from kg.ontology.reading import packaged
from kg.parse.feedforward import GRAIN, quantized
from kg.parse.network import Network
from kg.parse.parser import Arc, consistent_labels, consistent_tag
from kg.parse.readings import put, reading_of, states_of
from kg.parse.soundness import ROLES, Heads, SoundnessHead, StatementFeatures
from kg.parse.syntax import META
from kg.parse.tree import tree
from kg.reader import Reader, joined
from kg.text.formats import plain_page
from training.convert import converted
from training.feedforward import Course, descended
from training.judged.cases import told_in
from training.measures import auc, brier
from training.options import GUM, HeadOptions
from training.treebank import laid_out, read


@dataclass(frozen=True)
class Sentence:
    """Where the words of a sentence stand in the text, and its tree; heads count words from 0, a root's is itself."""

    places: tuple[tuple[int, int], ...]
    heads: tuple[int, ...]
    labels: tuple[str, ...]


class Document(NamedTuple):
    """A text with its sentences."""

    id: str
    text: str
    sentences: list[Sentence]


def documents(path: Path) -> Iterator[Document]:
    """The documents of a file in CoNLL-U."""
    for name, trees in groupby(read(path), key=lambda one: one.document):
        found, sentences = list(trees), list[Sentence]()
        text, places = laid_out(found)
        for one, words in zip(found, places, strict=True):
            heads, labels = converted(one)
            tops = tuple(head - 1 if head else place for place, head in enumerate(heads))
            sentences.append(Sentence(words, tops, tuple(labels)))
        yield Document(name, text, sentences)


@dataclass(frozen=True)
class Case:
    """A statement as numbers: the states of its heads, its signs, and whether the gold tree gives the same heads."""

    document: str
    states: NDArray[np.float16]
    """A row each for subject, predicate, object."""
    signs: tuple[float, ...]
    is_sound: bool


def cases(reader: Reader, ontology: Ontology, found: Iterable[Document]) -> Iterator[Case]:
    """The statements of the sentences whose words the program tells apart as the treebank does."""
    for document in found:
        page = plain_page(document.text)
        article = Article(ArticleId(document.id), page.text, page.blocks)
        (parsed,) = reader.blocks([article])
        regrown = [_regrown(part, block.start, document) for part, block in zip(parsed, article.blocks, strict=True)]
        compared = [sentence for _, some in regrown for sentence in some]
        gold = reader.doc(joined(article, [part for part, _ in regrown]))
        told = {_key(number, heads) for number, heads, _ in _made(gold, article, ontology, compared)}
        doc = reader.doc(joined(article, parsed))
        for number, heads, row in _made(doc, article, ontology, compared):
            states = states_of(doc)[[token.i for token in heads]]
            yield Case(document.id, states, tuple(row), _key(number, heads) in told)


def _key(number: int, heads: Heads) -> tuple[int, ...]:
    """A statement by its sentence and the places of its heads."""
    return number, *(token.idx for token in heads)


def _made(
    doc: Doc, article: Article, ontology: Ontology, compared: Sequence[Sentence]
) -> Iterator[tuple[int, Heads, list[float]]]:
    """Of each statement whose predicate stands in one of some sentences the number of that, its heads and signs."""
    starts = [sentence.places[0][0] for sentence in compared]
    signs = StatementFeatures(tree(doc), reading_of(doc).arcs)
    for _, frame, ends, typed in told_in(article, tree(doc), ontology):
        number = bisect_right(starts, frame.start) - 1
        if number >= 0 and frame.start < compared[number].places[-1][1]:
            yield number, *signs.read(frame, ends, typed=typed)


def _regrown(part: Doc, offset: int, document: Document) -> tuple[Doc, list[Sentence]]:
    """A part with gold trees in the place of the parser's, and the sentences where that could be done."""
    places = {(offset + token.idx, offset + token.idx + len(token)): token.i for token in part if not token.is_space}
    heads, labels, tags = (list(column) for column in zip(*((t.head.i, t.dep_, t.tag_) for t in part), strict=True))
    done, grown = [], set()
    for sentence in document.sentences:
        known = [places[place] for place in sentence.places if place in places]
        if len(known) < len(sentence.places) or any(labels[i] == META for i in known):
            continue
        arcs = [Arc(head, label, 1.0) for head, label in zip(sentence.heads, sentence.labels, strict=True)]
        for i, arc, label in zip(known, arcs, consistent_labels(arcs, [tags[i] for i in known]), strict=True):
            heads[i], labels[i], tags[i] = known[arc.head], label, consistent_tag(tags[i], label)
        done.append(sentence)
        grown.update(known)
    for token in part:
        if token.i not in grown and heads[token.i] in grown and not token.is_space:
            heads[token.i], labels[token.i] = token.i, "ROOT"
    other = part.copy()
    put(other, reading_of(part))  # the same states, rows of one array
    strings = other.vocab.strings
    columns = np.zeros((len(other), 3), dtype=np.uint64)
    columns[:, 0] = (np.array(heads) - np.arange(len(other))).astype(np.int64).view(np.uint64)
    columns[:, 1] = [strings.add(label) for label in labels]
    columns[:, 2] = [strings.add(tag) for tag in tags]
    parsed = other.from_array(["HEAD", "DEP", "TAG"], columns)  # type: ignore[arg-type]  # spaCy's stub knows one dtype of two
    return parsed, done


_COURSE = Course(10, 64, decay=0.02)
_STATE_DROPOUT, _DROPOUT = 0.5, 0.3
_LEAST_SPREAD = 5e-2
_PROJECTED, _HIDDEN = 16, 32


class SoundnessNetwork(nn.Module):
    """What ``SoundnessHead`` runs: states projected by their roles, with their products and signs a hidden layer."""

    def __init__(self, state: int, signs: Tensor) -> None:
        super().__init__()
        self.roles = nn.ModuleList(nn.Linear(state, _PROJECTED) for _ in ROLES)
        self.hidden = nn.Linear(signs.shape[1] + 5 * _PROJECTED, _HIDDEN)
        self.out = nn.Linear(_HIDDEN, 1)
        self.of_states, self.dropout = nn.Dropout(_STATE_DROPOUT), nn.Dropout(_DROPOUT)
        self.mean = nn.Buffer(signs.mean(dim=0))
        self.spread = nn.Buffer(signs.std(dim=0).clamp(min=_LEAST_SPREAD))

    def forward(self, states: Tensor, signs: Tensor) -> Tensor:
        """The log-odds of statements by states [statement, role, width] and signs."""
        one, verb, other = (part(self.of_states(states[:, place])) for place, part in enumerate(self.roles))
        read = torch.cat([(signs - self.mean) / self.spread, one * verb, other * verb, one, verb, other], dim=-1)
        return self.out(self.dropout(torch.relu(self.hidden(self.dropout(read)))))[:, 0]

    def head(self) -> SoundnessHead:
        """The weights as the program runs them: what is taken off the signs and divides them stands in the weights."""
        told = {name: value.numpy().astype(np.float64) for name, value in self.state_dict().items()}
        ends = np.cumsum([len(told["mean"]), 2 * _PROJECTED, _PROJECTED, _PROJECTED])
        of_signs, *blocks = np.split(told["hidden.weight"].T, ends)
        of_signs = of_signs / told["spread"][:, None]
        found = {"signs_hidden": of_signs, "hidden_bias": told["hidden.bias"] - told["mean"] @ of_signs}
        found |= {f"{name}_hidden": block for name, block in zip(("pairs", *ROLES), blocks, strict=True)}
        found |= {role: told[f"roles.{place}.weight"].T for place, role in enumerate(ROLES)}
        found |= {f"{role}_bias": told[f"roles.{place}.bias"] for place, role in enumerate(ROLES)}
        found |= {"out": told["out.weight"][0], "out_bias": told["out.bias"][0]}
        return SoundnessHead({name: np.rint(value / GRAIN) * GRAIN for name, value in found.items()})


def train(found: Sequence[Case], seed: int) -> SoundnessHead:
    """A head trained on some statements."""
    torch.manual_seed(seed)
    torch.set_num_threads(1)
    states = torch.tensor(np.stack([quantized(one.states) for one in found]).astype(np.float32))
    signs, sound = (
        torch.tensor([list(one.signs) for one in found]),
        torch.tensor([float(one.is_sound) for one in found]),
    )
    network = SoundnessNetwork(states.shape[-1], signs)

    def loss(some: Tensor) -> Tensor:
        return functional.binary_cross_entropy_with_logits(network(states[some], signs[some]), sound[some])

    descended(network, loss, len(found), _COURSE)
    return network.head()


def log_odds(head: SoundnessHead, some: Sequence[Case]) -> list[float]:
    """What a head says of some statements."""
    roles = range(len(ROLES))
    projected = ((head.projected(one.states)[roles, roles].astype(np.float64), one.signs) for one in some)
    return [head.log_odds(*one) for one in projected]


def write(head: SoundnessHead, parser: str, path: Path) -> None:
    """Write a head, its weights as whole numbers of ``GRAIN``, and which parser it goes with."""
    arrays = {name: np.rint(value / GRAIN).astype(np.int32) for name, value in head.weights.items()}
    np.savez_compressed(path, allow_pickle=False, **arrays, parser=np.array(parser))


SOURCES = {
    "ewt": "English Web Treebank (UniversalDependencies/UD_English-EWT), CC BY-SA 4.0",
    "gum": GUM,
}
DEVELOPMENT = ("gum-dev.conllu", "ewt-dev.conllu")
TRAIN = "gum-train.conllu"
"""Of these only the documents that were held out of the parser's training: on others it errs less than it will."""
SEED = 1
FOLDS = 5


def main() -> None:
    """Read, measure on documents left out, train on all, write, report."""
    options = HeadOptions.parse(__doc__ or "", "EWT and GUM in CoNLL-U")
    found = list(_cases(options))
    print(f"{len(found)} statements", flush=True)
    figures = _held_out(found)
    write(train(found, SEED), Network.load(options.size).version, options.out / "soundness.npz")
    told = {"sources": SOURCES, "seed": SEED, "statements": len(found), "on documents left out": figures}
    options.report("soundness", (*DEVELOPMENT, TRAIN), told)
    print(json.dumps(figures))


def _cases(options: HeadOptions) -> Iterator[Case]:
    """The statements of all documents that are new to the parser."""
    reader, ontology = Reader.load(options.size), packaged()
    for name in (*DEVELOPMENT, TRAIN):
        new = (one for one in documents(options.data / name) if name != TRAIN or one.id in options.held_out)
        yield from cases(reader, ontology, new)


def _held_out(found: Sequence[Case]) -> dict[str, float]:
    """How well statements of documents left out are told apart, by a head trained on the others."""
    names = sorted({one.document for one in found})
    fold = {name: place % FOLDS for place, name in enumerate(names)}
    told: list[float] = []
    sound: list[bool] = []
    for number in range(FOLDS):
        left = [one for one in found if fold[one.document] == number]
        others = [one for one in found if fold[one.document] != number]
        told.extend(log_odds(train(others, SEED), left))
        sound.extend(one.is_sound for one in left)
    share = sum(sound) / len(sound)
    return {
        "sound": round(share, 4),
        "AUC": round(auc(sound, told), 4),
        "Brier": round(brier(sound, (1 / (1 + np.exp(-np.array(told)))).tolist()), 4),
        "Brier of the share": round(share * (1 - share), 4),
    }


if __name__ == "__main__":
    main()
