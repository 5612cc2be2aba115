"""From treebanks to the head that tells whether a structure is sound.

``python -m training.soundness --data FOLDER --held-out FILE --size large`` reads the texts with the program's own
parser, whose weights must be those that the head will run with, and with gold trees in its place.
"""

import json
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from pathlib import Path
from typing import NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray
from spacy.tokens import Doc

from kg.frames.clausal import frames
from kg.mapping import statements
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
from training.judged.cases import Asked
from training.measures import auc, brier
from training.options import HeadOptions
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
    for frame in frames(tree(doc), article, nouns=ontology.nouns):
        number = bisect_right(starts, frame.start) - 1
        if number >= 0 and frame.start < compared[number].places[-1][1]:
            noting = Asked()
            list(statements(replace(frame, parse=noting), ontology))
            yield from ((number, *signs.read(of, ends, typed=typed)) for of, ends, typed in noting.asked)


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


Numbers: TypeAlias = NDArray[np.float64]
Weights: TypeAlias = dict[str, Numbers]

_EPOCHS = 14
_BATCH = 64
_RATE = 2e-3
_DECAY = 0.02
_STATE_DROPOUT = 0.5
_DROPOUT = 0.3
_LEAST_SPREAD = 5e-2
_PROJECTED = 16
_HIDDEN = 32
_MOMENTS = (0.9, 0.999)
_TINY = 1e-8


class Batch(NamedTuple):
    """Statements as arrays."""

    states: tuple[Numbers, ...]
    """Of subject, predicate and object: ``states[role][statement]``."""
    signs: Numbers
    sound: Numbers


def batch(some: Sequence[Case]) -> Batch:
    """Arrays of some statements."""
    return Batch(
        tuple(np.stack([quantized(one.states[role]) for one in some]) for role in range(len(ROLES))),
        np.array([one.signs for one in some], dtype=np.float64),
        np.array([one.is_sound for one in some], dtype=np.float64),
    )


def train(found: Sequence[Case], seed: int) -> SoundnessHead:
    """A head trained on some statements; AdamW, the rate falling to 0, dropout on what is read."""
    chance = np.random.default_rng(seed)
    whole = batch(found)
    weights = _begun(whole, chance)
    first = {name: np.zeros_like(value) for name, value in weights.items()}
    second = {name: np.zeros_like(value) for name, value in weights.items()}
    steps = _EPOCHS * -(-len(found) // _BATCH)
    for step, some in enumerate(_batches(whole, chance), start=1):
        rate = _RATE * (1 - (step - 1) / steps)
        thinned = some._replace(states=tuple(_thinned(states, _STATE_DROPOUT, chance) for states in some.states))
        for name, slope in _slopes(weights, thinned, chance).items():
            first[name] += (1 - _MOMENTS[0]) * (slope - first[name])
            second[name] += (1 - _MOMENTS[1]) * (slope**2 - second[name])
            moved = first[name] / (1 - _MOMENTS[0] ** step)
            spread = np.sqrt(second[name] / (1 - _MOMENTS[1] ** step)) + _TINY
            shrunk = _DECAY * weights[name] if weights[name].ndim > 1 else 0.0
            weights[name] -= rate * (moved / spread + shrunk)
    return _head(weights)


def _head(w: Weights) -> SoundnessHead:
    """The weights as the program runs them: what is taken off the signs and divides them stands in the weights."""
    size = len(w["mean"])
    blocks = [w["hidden"][size + place * _PROJECTED : size + (place + 1) * _PROJECTED] for place in range(5)]
    of_signs = w["hidden"][:size] / w["spread"][:, None]
    found = {name: w[name] for name in (*ROLES, *(f"{role}_bias" for role in ROLES), "out", "out_bias")}
    found |= {f"{role}_hidden": block for role, block in zip(ROLES, blocks, strict=False)}
    found |= {
        "signs_hidden": of_signs,
        "pairs_hidden": np.concatenate(blocks[len(ROLES) :]),
        "hidden_bias": w["hidden_bias"] - w["mean"] @ of_signs,
    }
    return SoundnessHead({name: np.rint(value / GRAIN) * GRAIN for name, value in found.items()})


def log_odds(head: SoundnessHead, some: Sequence[Case]) -> Numbers:
    """What a head says of some statements."""
    roles = range(len(ROLES))
    projected = ((head.projected(one.states)[roles, roles].astype(np.float64), one.signs) for one in some)
    return np.array([head.log_odds(*one) for one in projected])


def _begun(whole: Batch, chance: np.random.Generator) -> Weights:
    """Small weights by chance; the means and spreads of the signs."""
    state, signs = whole.states[0].shape[1], whole.signs.shape[1]
    read = signs + 5 * _PROJECTED
    found = {role: chance.normal(0, state**-0.5, (state, _PROJECTED)) for role in ROLES}
    found |= {f"{role}_bias": np.zeros(_PROJECTED) for role in ROLES}
    return found | {
        "hidden": chance.normal(0, (2 / read) ** 0.5, (read, _HIDDEN)),
        "hidden_bias": np.zeros(_HIDDEN),
        "out": chance.normal(0, _HIDDEN**-0.5, _HIDDEN),
        "out_bias": np.zeros(()),
        "mean": whole.signs.mean(axis=0),
        "spread": np.maximum(whole.signs.std(axis=0), _LEAST_SPREAD),
    }


def _batches(whole: Batch, chance: np.random.Generator) -> Iterator[Batch]:
    size = len(whole.sound)
    for _ in range(_EPOCHS):
        order = chance.permutation(size)
        for start in range(0, size, _BATCH):
            some = order[start : start + _BATCH]
            yield Batch(tuple(states[some] for states in whole.states), whole.signs[some], whole.sound[some])


def _thinned(values: Numbers, share: float, chance: np.random.Generator) -> Numbers:
    kept: Numbers = (chance.random(values.shape) >= share) / (1 - share)
    return values * kept


def _slopes(w: Mapping[str, Numbers], some: Batch, chance: np.random.Generator) -> Weights:
    """The slope of the mean loss along each weight."""
    one, verb, other = (states @ w[role] + w[f"{role}_bias"] for role, states in zip(ROLES, some.states, strict=True))
    plain = (some.signs - w["mean"]) / w["spread"]
    whole = np.concatenate([plain, one, verb, other, one * verb, other * verb], axis=1)
    kept = _thinned(np.ones_like(whole), _DROPOUT, chance)
    read = whole * kept
    summed = read @ w["hidden"] + w["hidden_bias"]
    active = _thinned((summed > 0).astype(np.float64), _DROPOUT, chance)
    hidden = summed * active
    told = 1 / (1 + np.exp(-(hidden @ w["out"] + w["out_bias"])))
    missed = (told - some.sound) / len(told)
    back = missed[:, None] * w["out"] * active
    inner = (back @ w["hidden"].T) * kept
    width = plain.shape[1]
    parts = [inner[:, width + place * _PROJECTED : width + (place + 1) * _PROJECTED] for place in range(5)]
    of_role = (parts[0] + parts[3] * verb, parts[1] + parts[3] * one + parts[4] * other, parts[2] + parts[4] * verb)
    found = {"out": hidden.T @ missed, "out_bias": missed.sum(), "hidden": read.T @ back, "hidden_bias": back.sum(0)}
    for role, states, slope in zip(ROLES, some.states, of_role, strict=True):
        found[role] = states.T @ slope
        found[f"{role}_bias"] = slope.sum(0)
    return found


def write(head: SoundnessHead, parser: str, path: Path) -> None:
    """Write a head, its weights as whole numbers of ``GRAIN``, and which parser it goes with."""
    arrays = {name: np.rint(value / GRAIN).astype(np.int32) for name, value in head.weights.items()}
    np.savez_compressed(path, allow_pickle=False, **arrays, parser=np.array(parser))


SOURCES = {
    "ewt": "English Web Treebank (UniversalDependencies/UD_English-EWT), CC BY-SA 4.0",
    "gum": "Georgetown University Multilayer Corpus (amir-zeldes/gum), annotation CC BY 4.0; texts CC BY 2.5, "
    "CC BY-SA 3.0, CC BY 4.0 or public domain, by genre",
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
        told.extend(log_odds(train(others, SEED), left).tolist())
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
