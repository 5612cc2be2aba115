"""Evidence of the parse for a statement: whether its structure is sound, and how its words shift its confidence.

Sound is who does what to whom, whoever "it" is and how firm it is. A small network reads the encoder's states of the
statement's heads and how likely its arcs are. It was trained by ``python -m training.soundness`` on treebanks: a
statement whose heads the rules find in the gold tree as well is sound, one that they make of the parser's tree alone is
not. What its words add is a sum of weights, trained by ``python -m training.judged`` on statements that readers judged:
of the encoder's states of subject, predicate and object, of the means over the words of both ends and of the sentence,
and of what the sentence looks like.

Both are run in whole numbers: states, weights and what the layers hand on are multiples of powers of two, so that every
sum is exact, and no order of adding and no number of threads changes a digit. Their weights go with those of the parser
whose states they read.

What the parse shows of a statement is numbers for both. Who does what to whom stands or falls with a few arcs: those
between the subject's head, the predicate and the object's head, and those at the edges of the phrases. How likely each
is, how long the ways are and what labels lie on them is told; the words themselves speak through the encoder's states.
"""

from bisect import bisect_left
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from math import log, log1p
from pathlib import Path
from typing import NamedTuple, TypeAlias, TypeVarTuple

import numpy as np
from numpy.typing import NDArray

from kg.lexicon import words
from kg.model import Factuality, Frame, Phrase
from kg.model.construction import Construction
from kg.parse.feedforward import GRAIN, ROWS, OverStates, quantized
from kg.parse.network import Network, weights
from kg.parse.readings import States, reading_of, states_of
from kg.parse.syntax import SUBJECTS, VERBAL
from kg.parse.tree import Doc, Parsed, Span, Token, tree

_LEAST = 1e-4  # no arc counts as less likely
_FAR = 30  # tokens; what is farther counts as that far
_MANY = 4.0  # verbs of a sentence that count as one
_GROUPS = (
    "nsubj csubj", "nsubjpass csubjpass", "dobj", "pobj", "attr acomp oprd", "appos", "conj", "poss",
    "compound amod nmod nummod", "xcomp", "ccomp", "relcl", "acl", "advcl", "pcomp", "agent",
    "dative npadvmod advmod", "prep", "ROOT",
)  # fmt: skip
_FAMILIES = (
    "active", "passive", "shared", "infinitive", "adverbial", "participle", "relative", "aside", "gerund",
    "noun", "apposition", "characterized", "holding", "location",
)  # fmt: skip
_SLOTS = ("subject", "object", "complement", "indirect", "clause", "when", "preposition", "nested", "happening")
_NAMED_SLOTS = frozenset({"object", "complement", "indirect", "clause", "when"})
_FIRST, _SECOND, _JOINING = (words("confidence", n, "words") for n in ("first_person", "second_person", "joining"))
_MARKS = (frozenset("?"), frozenset("!"), frozenset(";"), frozenset(":"), frozenset("(["), frozenset("-–—"))
_QUOTES, _ENDS = frozenset('"“”'), frozenset(".!?\"”'’)")
_MOST_COUNTED = 5  # commas, words that join and steps of depth beyond these count no more
_LABELS = ("neg", "aux", "mark", "ccomp", "xcomp", "advcl", "prt", "agent", "acomp", "attr", "dobj", "prep")
_TAGS = ("VB", "VBD", "VBG", "VBN", "VBP", "VBZ", "NN", "NNS", "NNP", "IN", "JJ")
_SURE = 0.8  # an arc that is at least so likely is in no doubt
_LONGEST = 5  # words that are told of what hangs on the word in doubt
_HANGING = frozenset({"prep", "relcl", "acl", "advcl", "conj", "appos"})  # on several words before them
_MOST_ROWS = 2000
_Row = tuple[float, ...]
_Given = TypeVarTuple("_Given")


class Heads(NamedTuple):
    """The head tokens of a statement's subject, predicate and object."""

    subject: Token
    predicate: Token
    object: Token


class StatementPlace(NamedTuple):
    """Token indices of a statement: the heads of its parts; starts and ends of both phrases and of the sentence."""

    heads: tuple[int, int, int]
    stretches: tuple[tuple[int, int], ...]
    row: tuple[float, ...]


def _one_of(values: Sequence[str]) -> Mapping[str, _Row]:
    """Each of some values, or of the words in it, as a row with a 1 in its place."""
    rows = [tuple(float(one == place) for one in range(len(values))) for place in range(len(values))]
    return {word: row for value, row in zip(values, rows, strict=True) for word in value.split()}


_OF_LABEL, _OF_FAMILY, _OF_SLOT = map(_one_of, (_GROUPS, _FAMILIES, _SLOTS))
_NO_LABEL, _NO_FAMILY = (0.0,) * len(_GROUPS), (0.0,) * len(_FAMILIES)


class StatementFeatures:
    """Computes features of the statements of one Doc; ``certain`` is the probability of each token's arc."""

    def __init__(self, doc: Doc, certain: Sequence[float]) -> None:
        self.doc = doc
        self._starts = [token.idx for token in doc]
        self._certain = certain
        self._likely = [log(max(value, _LEAST)) for value in certain]
        self._roots: dict[tuple[int, int], Token] = {}
        self._rows: dict[tuple[object, ...], _Row] = {}
        """What was read of ways, phrases, predicates and sentences, which many statements share."""

    def read(self, frame: Frame, ends: tuple[Phrase, Phrase], *, typed: bool) -> tuple[Heads, list[float]]:
        """The heads of a frame's statement about two phrases, and its row of features."""
        subject, target = ends
        found = self.heads(frame, ends)
        verb = found.predicate
        is_happening = target.entity.id == frame.id
        row = [
            *self._once(self._way, found.subject, verb),
            *self._once(self._way, found.object, verb),
            *self._word(found.subject),
            *self._word(found.object),
            *self._once(self._phrase, found.subject, subject.start, subject.end),
            *self._once(self._phrase, found.object, target.start, target.end),
            log1p(len(subject.text.split())),
            log1p(len(target.text.split())),
            *self._once(self._verb, verb),
            *self._once(self._sentence, verb.sent),
            *_OF_FAMILY.get(Construction.of(frame.rule).kind, _NO_FAMILY),
            *_OF_SLOT["happening" if is_happening else _slot(frame, target)],
            float(frame.is_passive),
            float(typed),
        ]
        return found, row

    def heads(self, frame: Frame, ends: tuple[Phrase, Phrase]) -> Heads:
        """The head tokens of a frame's statement about two phrases; a happening's is that of its predicate."""
        subject, target = ends
        verb = self._root(frame.start, frame.end)
        is_happening = target.entity.id == frame.id
        return Heads(
            self._root(subject.start, subject.end), verb, verb if is_happening else self._root(target.start, target.end)
        )

    def place(self, heads: Heads, ends: tuple[Phrase, Phrase]) -> StatementPlace:
        """The token positions of a statement, from its heads and the phrases at its ends."""
        sentence = heads.predicate.sent
        row = (*self._once(self._looks, sentence), *_of_predicate(heads.predicate), *_of_ends(ends, sentence))
        stretches = (*(self._stretch(end.start, end.end) for end in ends), (sentence.start, sentence.end))
        return StatementPlace((heads.subject.i, heads.predicate.i, heads.object.i), stretches, row)

    def least_certain(self, heads: Heads) -> str:
        """The words of the least probable arc that a statement depends on; "" where all are probable.

        As "of Peru" in "the export of Peru".
        """
        ends = (heads.subject, heads.object)
        arcs = [token for end in ends for part in _way(end, heads.predicate)[:2] for token in part]
        arcs += (t for end in ends for t in end.children if t.dep_ in _HANGING and t.i > end.i)
        least = min((t for t in arcs if not t.is_punct), key=lambda t: (self._certain[t.i], t.i), default=None)
        if least is None or self._certain[least.i] >= _SURE:
            return ""
        tokens = [one for one in least.subtree if one.i >= least.i][:_LONGEST]
        return " ".join("".join(one.text + one.whitespace_ for one in tokens).split())

    def _stretch(self, start: int, end: int) -> tuple[int, int]:
        """The tokens of a stretch of characters, at least one."""
        first = min(bisect_left(self._starts, start), len(self._starts) - 1)
        return first, max(bisect_left(self._starts, end), first + 1)

    def _root(self, start: int, end: int) -> Token:
        if (start, end) not in self._roots:
            self._roots[start, end] = self.doc[slice(*self._stretch(start, end))].root
        return self._roots[start, end]

    def _once(self, function: Callable[[*_Given], _Row], *given: *_Given) -> _Row:
        """What a function tells of some tokens or places, worked out once."""
        key = function.__name__, *given
        if key not in self._rows:
            if len(self._rows) == _MOST_ROWS:  # those of other sentences
                self._rows.clear()
            self._rows[key] = function(*given)
        return self._rows[key]

    def _least(self, tokens: Iterable[Token]) -> float:
        """How likely the least likely of some arcs is, as a logarithm; 0 where there is none."""
        return min([self._likely[token.i] for token in tokens], default=0.0)

    def _way(self, word: Token, verb: Token) -> _Row:
        """Of the arcs between a word and the predicate, and of what stands between them."""
        up, down, meets = _way(word, verb)
        likely = [self._likely[token.i] for token in (*up, *down)]
        labels = [token.dep_ for token in (*up, *down)]
        first, last = sorted((word.i, verb.i))
        between = self.doc[first + 1 : last] if last - first < _FAR else ()
        return (
            min(likely, default=0.0), sum(likely), float(len(up)), float(len(down)), float(meets),
            float(labels.count("conj")), float(labels.count("prep")), log1p(min(last - first, _FAR)),
            float(word.i < verb.i), float(sum([token.text == "," for token in between])),
            float(sum([token.pos_ in VERBAL for token in between])),
        )  # fmt: skip

    def _word(self, word: Token) -> _Row:
        """Of the arc of a word itself and that of its head, as where a preposition hangs."""
        return self._likely[word.i], self._likely[word.head.i], *_OF_LABEL.get(word.dep_, _NO_LABEL)

    def _phrase(self, head: Token, start: int, end: int) -> _Row:
        """Of what hangs on the head of a phrase, inside its words and outside, and of what stands at its end."""
        inside = [token for token in head.children if start <= token.idx < end]
        outside = [token for token in head.children if not start <= token.idx < end]
        likely = [self._likely[token.i] for token in inside if not token.is_punct]
        labels = [token.dep_ for token in outside]
        place = bisect_left(self._starts, end)
        after = self.doc[place] if place < len(self._starts) else None
        return (
            min(likely, default=0.0), sum(likely), self._least(outside), float(len(outside)), float("prep" in labels),
            float("conj" in labels), self._likely[place] if after is not None else 0.0,
            float(after is not None and after.dep_ == "prep"), float(self.doc.text[start : start + 1].isupper()),
        )  # fmt: skip

    def _verb(self, verb: Token) -> _Row:
        """Of a predicate's own arc, and of what hangs on it."""
        labels = {token.dep_ for token in verb.children}
        return (
            *self._word(verb), self._least(token for token in verb.children if not token.is_punct),
            float(not labels.isdisjoint(SUBJECTS)), float("dobj" in labels), float("conj" in labels),
        )  # fmt: skip

    def _sentence(self, sentence: Span) -> _Row:
        """Of a sentence: how sure its parse is, how long it is."""
        likely = [self._likely[token.i] for token in sentence]
        return (
            sum(likely) / len(likely), self._least(token for token in sentence if not token.is_punct),
            log1p(len(likely)), sum(token.pos_ in VERBAL for token in sentence) / _MANY, float(sentence[-1].is_punct),
        )  # fmt: skip

    def _looks(self, sentence: Span) -> _Row:
        """Of a sentence: its marks and telling words, how it begins and ends, how far down the text it stands."""
        spoken = [token.lower_ for token in sentence]
        told, last = set(spoken), spoken[-1].strip()
        return (
            *(float(not told.isdisjoint(marks)) for marks in _MARKS), float(not told.isdisjoint(_QUOTES)),
            min(spoken.count(","), _MOST_COUNTED) / _MOST_COUNTED,
            min(sum([word in _JOINING for word in spoken]), _MOST_COUNTED) / _MOST_COUNTED,
            float(not told.isdisjoint(_FIRST)), float(not told.isdisjoint(_SECOND)), float(last not in _ENDS),
            float(sentence[0].text[:1].islower()), sentence.start / len(self.doc), log1p(len(spoken)),
        )  # fmt: skip


def _way(word: Token, verb: Token) -> tuple[list[Token], list[Token], bool]:
    """The tokens whose arcs lead from a word up, and from the predicate up, to where they meet; whether they do."""
    down = [verb, *verb.ancestors]
    above = {token.i: place for place, token in enumerate(down)}
    up = [word]
    while up[-1].i not in above and up[-1].head.i != up[-1].i:
        up.append(up[-1].head)
    meeting = above.get(up[-1].i)
    return (up, down[:-1], False) if meeting is None else (up[:-1], down[:meeting], True)


def _slot(frame: Frame, target: Phrase) -> str:
    """Where the object stands in the frame."""
    found = [argument.slot for argument in frame.arguments if argument.phrase.start == target.start]
    return next((name for name in found if name in _NAMED_SLOTS), "preposition") if found else "nested"


def _of_predicate(verb: Token) -> list[float]:
    """What hangs on it, its tag, how deep it stands."""
    labels = {token.dep_ for token in verb.children}
    depth = sum(1 for _ in verb.ancestors)
    return [
        *(float(label in labels) for label in _LABELS), *(float(verb.tag_ == tag) for tag in _TAGS),
        min(depth, _MOST_COUNTED) / _MOST_COUNTED,
    ]  # fmt: skip


def _of_ends(ends: tuple[Phrase, Phrase], sentence: Span) -> list[float]:
    """How much of the sentence the object takes, how far apart the ends are, whether the subject stands elsewhere."""
    subject, target = ends
    between = max(subject.start, target.start) - min(subject.end, target.end)
    first, last = sentence.start_char, max(sentence.end_char, sentence.start_char + 1)
    return [
        min((target.end - target.start) / (last - first), 1.0), log1p(max(between, 0)),
        float(not first <= subject.start < last),
    ]  # fmt: skip


# -- what the models make of it ----------------------------------------------------------------------------------------

WordOdds: TypeAlias = NDArray[np.float64]
WEIGHTS, WORD_WEIGHTS, HAPPENING = "soundness.npz", "judged.npz", "happening.npz"
ROLES = ("subject", "predicate", "object")
HEADS, STRETCHES = 3, 3
"""Roles of single words, and of the means over several."""
_HEADS, _ROLES = np.arange(HEADS), np.arange(HEADS + STRETCHES)
QUESTIONS = 2
"""Whether it is right, whether it is useful."""
FINE = 2.0**-14
"""What the weights of the sum are multiples of."""
_DIGITS = 3


class LogOdds(NamedTuple):
    """Log-odds that a statement's structure is sound, and what its words add to those of being right and useful."""

    sound: float
    right: float = 0.0
    useful: float = 0.0


@dataclass(frozen=True)
class Soundness:
    """Scores the statements of one Doc."""

    doc: Doc
    head: "SoundnessHead"
    word_weights: "WordWeights | None" = None
    """None until they are learned with this parser: then the words add nothing."""
    happening: OverStates | None = None

    @classmethod
    def of(cls, doc: Parsed) -> "Soundness | None":
        """The scorer of a Doc; None without token states, or without weights trained on this version of the parser."""
        read = reading_of(doc)
        sound, judged = (weights(read.parser, name) for name in (WEIGHTS, WORD_WEIGHTS))
        if read.states is None or not sound.is_file():
            return None
        version = Network.load(read.parser).version
        (head, parser), (words, other) = load_head(sound), load_word_weights(judged) if judged.is_file() else (None, "")
        if parser != version:
            return None
        return cls(tree(doc), head, words if other == version else None, OverStates.of(doc, HAPPENING))

    def log_odds(self, frame: Frame, ends: tuple[Phrase, Phrase], *, typed: bool) -> LogOdds:
        """The log-odds of a frame's statement about two phrases, to three digits; ``typed`` as for confidence."""
        found, row = self.features.read(frame, ends, typed=typed)
        place = self.place(frame, found, ends)
        shares = self.word_weights.of(place, self._added) if self.word_weights else (0.0, 0.0)
        sound = self.head.log_odds(self._projected[place.heads, _HEADS].astype(np.float64), row)
        return LogOdds(*(round(value, _DIGITS) for value in (sound, *shares)))

    def place(self, frame: Frame, heads: Heads, ends: tuple[Phrase, Phrase]) -> StatementPlace:
        """Where a statement stands, what the parse shows of it, and how its firmness agrees with the learned one."""
        place = self.features.place(heads, ends)
        if self.happening is None:
            return place
        happened, denied = self._happened[place.heads[1]].tolist()
        is_plain, is_negated = frame.factuality is Factuality.ASSERTED, frame.negated
        firm = (happened * is_plain, happened * (not is_plain), denied * (not is_negated), denied * is_negated)
        return place._replace(row=(*place.row, *firm))

    def least_certain(self, frame: Frame, ends: tuple[Phrase, Phrase]) -> str:
        """The words of the least probable arc that a statement depends on; "" where all are probable."""
        return self.features.least_certain(self.features.heads(frame, ends))

    @cached_property
    def _projected(self) -> NDArray[np.float32]:
        return self.head.projected(self._states)

    @cached_property
    def _added(self) -> WordOdds:
        assert self.word_weights is not None
        return self.word_weights.added(self._states)

    @cached_property
    def _happened(self) -> WordOdds:
        """How factual each word's event is, from -1 to 1, and the log-odds of its denial, to ±4: words x 2."""
        assert self.happening is not None
        return np.clip(self.happening.head.scores(self._states), (-1.0, -4.0), (1.0, 4.0))

    @cached_property
    def features(self) -> StatementFeatures:
        """The extractor of features of this Doc."""
        return StatementFeatures(self.doc, reading_of(self.doc).arcs)

    @cached_property
    def _states(self) -> States:
        return states_of(self.doc)


@dataclass(frozen=True)
class SoundnessHead:
    """A feed-forward network; its weights by name, as ``training.soundness`` writes them."""

    weights: Mapping[str, WordOdds]

    def projected(self, states: NDArray[np.float16]) -> NDArray[np.float32]:
        """The projection of each word's state in each role (words x roles x width), as ``log_odds`` takes them."""
        weights, bias = (np.concatenate([self.weights[role + of] for role in ROLES], -1) for of in ("", "_bias"))
        found: NDArray[np.float32] = np.empty((len(states), len(bias)), dtype=np.float32)
        for start in range(0, len(states), ROWS):
            found[start : start + ROWS] = quantized(quantized(states[start : start + ROWS]) @ weights + bias)
        return found.reshape(len(states), len(ROLES), -1)

    def log_odds(self, words: WordOdds, row: Sequence[float]) -> float:
        """The log-odds of soundness from the projections of subject, predicate and object, and the row of features."""
        subject, verb, other = words
        read = np.concatenate([row, subject * verb, other * verb, subject, verb, other])
        summed = quantized(read) @ self._hidden + self.weights["hidden_bias"]
        return float(quantized(np.maximum(summed, 0)) @ self.weights["out"] + self.weights["out_bias"])

    @cached_property
    def _hidden(self) -> WordOdds:
        """The weights of the hidden layer: of the row of features, of the pairs, of the words in their roles."""
        parts = ("signs", "pairs", *ROLES)
        return np.concatenate([self.weights[f"{part}_hidden"] for part in parts])


@cache
def load_head(path: Path) -> tuple[SoundnessHead, str]:
    """The network of an npz file, and the version of the parser on whose states it was trained."""
    with np.load(path, allow_pickle=False) as file:
        weights = {name: file[name] * GRAIN for name in file.files if name != "parser"}
        return SoundnessHead(weights), str(file["parser"])


@dataclass(frozen=True)
class WordWeights:
    """Weights of a linear model: of states (width x roles x questions), of the features of a place, and the bias."""

    states: WordOdds
    row: WordOdds
    bias: WordOdds

    def added(self, states: NDArray[np.float16]) -> WordOdds:
        """What the tokens before each one, and before the end, add in each role to each question, summed.

        In log-odds, (tokens + 1) x roles x questions; all sums are exact, so that any stretch is a difference.
        """
        width, roles, questions = self.states.shape
        weights = self.states.reshape(width, roles * questions)
        found: WordOdds = np.zeros((len(states) + 1, roles * questions))
        for start in range(0, len(states), ROWS):
            found[start + 1 : start + ROWS + 1] = quantized(states[start : start + ROWS]) @ weights
        return found.cumsum(axis=0, out=found).reshape(-1, roles, questions)

    def of(self, place: StatementPlace, added: WordOdds) -> tuple[float, float]:
        """The log-odds that the words of a statement add: that it is right, that it is useful."""
        starts = (*place.heads, *(start for start, _ in place.stretches))
        ends = (*(head + 1 for head in place.heads), *(end for _, end in place.stretches))
        sums = (added[ends, _ROLES] - added[starts, _ROLES]).tolist()
        right, useful = (self.bias + quantized(place.row) @ self.row).tolist()
        for start, end, (of_right, of_useful) in zip(starts, ends, sums, strict=True):
            right += of_right / (end - start)
            useful += of_useful / (end - start)
        return right, useful


@cache
def load_word_weights(path: Path) -> tuple[WordWeights, str]:
    """The weights of an npz file, and the version of the parser on whose states they were trained."""
    with np.load(path, allow_pickle=False) as file:
        found = {name: file[name] * FINE for name in ("states", "row", "bias")}
        return WordWeights(**found), str(file["parser"])
