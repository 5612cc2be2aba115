"""Heads over the encoder's states of words, which learn from whatever a batch has annotation of.

Events: whether a word names one. Roles: what each word of a sentence is to an event. Firmness: whether an event
happened, as far as its text tells, and whether it is denied. Kinds: what sort of thing a noun or pronoun mentions.
Reference: which noun or pronoun before it a noun or pronoun means the same as, or none.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations
from math import sqrt
from typing import NamedTuple

import torch
from torch import Tensor, nn
from torch.nn import functional

from kg.names.kinds import KINDS
from training.batches import Coded
from training.meaning import Mention
from training.semantic.propbank import NEGATED, ROLES

WEIGHTS = {"events": 1.0, "roles": 0.2, "firmness": 1.0, "reference": 0.5, "kinds": 0.3}
"""What the loss of each head counts."""


def heads(width: int) -> nn.ModuleDict:
    """All heads, untrained."""
    made = (Events(width), Roles(width), Firmness(width), Reference(width), Kinds(width))
    return nn.ModuleDict(dict(zip(WEIGHTS, made, strict=True)))


DROPOUT = 0.25
IGNORED = -100
FAR = 24
"""Words between an event and another beyond which distance tells no more."""


class Told(NamedTuple):
    """A sentence of a batch: its row, the column before its first word, and what is known of it."""

    row: int
    before: int
    sentence: Coded

    def column(self, place: int) -> int:
        """The column of a word."""
        return self.before + 1 + place

    @property
    def columns(self) -> range:
        """The columns of its words."""
        return range(self.before + 1, self.before + 1 + len(self.sentence.pieces))


def told(group: Sequence[Sequence[Coded]]) -> Iterator[Told]:
    """The sentences of a batch."""
    for row, run in enumerate(group):
        before = 0
        for one in run:
            yield Told(row, before, one)
            before += len(one.pieces)


class Biaffine(nn.Module):
    """Scores of the relations of some words with all words of their rows."""

    def __init__(self, width: int, inner: int, relations: int) -> None:
        super().__init__()
        self.relations = relations
        self.event = nn.Linear(width, inner)
        self.word = nn.Linear(width, inner)
        self.both = nn.Parameter(torch.randn(inner + 1, relations * (inner + 1)) * 0.02)
        self.distance = nn.Embedding(2 * FAR + 1, relations)
        nn.init.zeros_(self.distance.weight)
        self.dropout = nn.Dropout(DROPOUT)

    def forward(self, states: Tensor, rows: Tensor, columns: Tensor) -> Tensor:
        """Scores [event, column, relation] of the events at some rows and columns."""
        x = self.dropout(states)
        event = self.dropout(torch.relu(self.event(x[rows, columns])))
        word = self.dropout(torch.relu(self.word(x)))
        left = functional.pad(event, (0, 1), value=1.0) @ self.both
        left = left.view(len(rows), self.relations, -1)
        scores = functional.pad(word, (0, 1), value=1.0)[rows] @ left.transpose(1, 2)
        away = (torch.arange(states.shape[1]).unsqueeze(0) - columns.unsqueeze(1)).clamp(-FAR, FAR)
        return scores + self.distance(away + FAR)


class Perceptron(nn.Module):
    """Numbers of a word from its state, by way of one hidden layer."""

    def __init__(self, width: int, numbers: int, inner: int = 64) -> None:
        super().__init__()
        self.hidden = nn.Linear(width, inner)
        self.out = nn.Linear(inner, numbers)
        self.dropout = nn.Dropout(DROPOUT)

    def forward(self, states: Tensor) -> Tensor:
        """The numbers of each word [..., number]."""
        return self.out(self.dropout(torch.relu(self.hidden(self.dropout(states)))))


def f1(counts: Mapping[str, float], name: str) -> dict[str, float]:
    """F1 of what was counted as ``name right``, ``name said`` and ``name true``; nothing where none is true."""
    if not counts.get(f"{name} true"):
        return {}
    return {f"{name} F1": 2 * counts.get(f"{name} right", 0) / (counts.get(f"{name} said", 0) + counts[f"{name} true"])}


_SURE = 0.5


class Events(Perceptron):
    """Log-odds that a word names an event or state."""

    def __init__(self, width: int) -> None:
        super().__init__(width, 1)

    def forward(self, states: Tensor) -> Tensor:
        """The log-odds of each word."""
        return super().forward(states).squeeze(-1)

    def loss(self, states: Tensor, group: Sequence[Sequence[Coded]]) -> Tensor | None:
        """Cross entropy of the words that annotators were asked about."""
        places, shares, _ = _asked_events(group)
        if not places:
            return None
        rows, columns = torch.tensor(places).T
        return functional.binary_cross_entropy_with_logits(self(states[rows, columns]), torch.tensor(shares))

    def tally(self, states: Tensor, group: Sequence[Sequence[Coded]]) -> Counter[str]:
        """Of all words and of nouns: how many events there are, are found, and are both."""
        places, shares, are_nouns = _asked_events(group)
        counts: Counter[str] = Counter()
        if not places:
            return counts
        rows, columns = torch.tensor(places).T
        for found, share, is_noun in zip((self(states[rows, columns]) > 0).tolist(), shares, are_nouns, strict=True):
            for name in ("events", "noun events") if is_noun else ("events",):
                counts[f"{name} true"] += share > _SURE
                counts[f"{name} said"] += found
                counts[f"{name} right"] += found and share > _SURE
        return counts

    def figures(self, counts: Mapping[str, float]) -> dict[str, float]:
        """F1 of events, and of those that nouns name."""
        return {**f1(counts, "events"), **f1(counts, "noun events")}


def _asked_events(group: Sequence[Sequence[Coded]]) -> tuple[list[tuple[int, int]], list[float], list[bool]]:
    places, shares, are_nouns = [], [], []
    for one in told(group):
        for place, share in one.sentence.meaning.events.items():
            places.append((one.row, one.column(place)))
            shares.append(share)
            are_nouns.append(place in one.sentence.meaning.nouns)
    return places, shares, are_nouns


_OF_ANSWERS = 0.3
"""What roles count that were read off questions and answers."""
_CORE = frozenset(ROLES[1:6])


class _Roles(NamedTuple):
    rows: Tensor
    columns: Tensor
    roles: Tensor
    """The role of each column to each event; ``IGNORED`` outside the sentence."""
    counted: Tensor
    are_nouns: list[bool]


class Roles(nn.Module):
    """Scores of the role of each word to each event."""

    def __init__(self, width: int, inner: int = 128) -> None:
        super().__init__()
        self.scores = Biaffine(width, inner, len(ROLES))

    def forward(self, states: Tensor, rows: Tensor, columns: Tensor) -> Tensor:
        """Scores [event, column, role]."""
        return self.scores(states, rows, columns)

    def loss(self, states: Tensor, group: Sequence[Sequence[Coded]]) -> Tensor | None:
        """Cross entropy of the words of the sentence, summed over each event."""
        asked = _asked_roles(group, states.shape[1])
        if asked is None:
            return None
        scores = self(states, asked.rows, asked.columns).transpose(1, 2)
        lost = functional.cross_entropy(scores.float(), asked.roles, ignore_index=IGNORED, reduction="none").sum(-1)
        return (lost * asked.counted).sum() / len(lost)

    def tally(self, states: Tensor, group: Sequence[Sequence[Coded]]) -> Counter[str]:
        """How many roles there are, are found, and are both: of verbs, of nouns, and of core roles."""
        asked = _asked_roles(group, states.shape[1])
        counts: Counter[str] = Counter()
        if asked is None:
            return counts
        best = self(states, asked.rows, asked.columns).argmax(-1)
        for found, true, is_noun in zip(best, asked.roles, asked.are_nouns, strict=True):
            for guess, role in zip(found.tolist(), true.tolist(), strict=True):
                if role != IGNORED and (guess or role):
                    _count(counts, ROLES[guess], ROLES[role], "noun" if is_noun else "verb")
        return counts

    def figures(self, counts: Mapping[str, float]) -> dict[str, float]:
        """F1 of head word and role, events given."""
        names = ("roles", "core roles", "verb roles", "noun roles")
        return {name: value for one in names for name, value in f1(counts, one).items()}


def _count(counts: Counter[str], guess: str, role: str, kind: str) -> None:
    for name, is_counted in (("roles", True), (f"{kind} roles", True), ("core roles", None)):
        counts[f"{name} said"] += bool(guess) if is_counted else guess in _CORE
        counts[f"{name} true"] += bool(role) if is_counted else role in _CORE
        counts[f"{name} right"] += guess == role and (bool(is_counted) or role in _CORE)


def _asked_roles(group: Sequence[Sequence[Coded]], width: int) -> _Roles | None:
    places: list[tuple[int, int]] = []
    roles, counted, are_nouns = [], [], []
    for one in told(group):
        meaning = one.sentence.meaning
        for event, arguments in meaning.roles.items():
            row = torch.full((width,), IGNORED)
            row[one.columns.start : one.columns.stop] = 0
            for place, name in arguments:
                row[one.column(place)] = ROLES.index(name)
            places.append((one.row, one.column(event)))
            roles.append(row)
            counted.append(_OF_ANSWERS if meaning.are_answers else 1.0)
            are_nouns.append(event in meaning.nouns)
    if not places:
        return None
    rows, columns = torch.tensor(places).T
    return _Roles(rows, columns, torch.stack(roles), torch.tensor(counted), are_nouns)


MOST = 3.0
"""How factual what surely happened is."""


class _Firm(NamedTuple):
    rows: Tensor
    columns: Tensor
    values: Tensor


class Firmness(Perceptron):
    """How factual an event is, from -1 to 1, and the log-odds that it is denied."""

    def __init__(self, width: int) -> None:
        super().__init__(width, 2)

    def loss(self, states: Tensor, group: Sequence[Sequence[Coded]]) -> Tensor | None:
        """Squared error of factuality, and cross entropy of denial."""
        factual, denied = _factual(group), _denied(group)
        parts = []
        if factual is not None:
            found = self(states[factual.rows, factual.columns])[:, 0]
            parts.append(2 * functional.mse_loss(found.float(), factual.values))
        if denied is not None:
            found = self(states[denied.rows, denied.columns])[:, 1]
            parts.append(functional.binary_cross_entropy_with_logits(found.float(), denied.values))
        return torch.stack(parts).sum() if parts else None

    def tally(self, states: Tensor, group: Sequence[Sequence[Coded]]) -> Counter[str]:
        """Sums for the correlation with the annotators, and how many denials there are, are found, and are both."""
        factual, denied = _factual(group), _denied(group)
        counts: Counter[str] = Counter()
        if factual is not None:
            found = self(states[factual.rows, factual.columns])[:, 0].double()
            true = factual.values.double()
            sums = {"n": torch.ones_like(true), "x": found, "y": true}
            sums |= {"xx": found * found, "yy": true * true, "xy": found * true}
            sums["same"] = ((found > 0) == (true > 0)).double()
            counts.update({name: float(values.sum()) for name, values in sums.items()})
        if denied is not None:
            said, is_so = self(states[denied.rows, denied.columns])[:, 1] > 0, denied.values > 0
            counts.update({"denied true": int(is_so.sum()), "denied said": int(said.sum())})
            counts["denied right"] = int((said & is_so).sum())
        return counts

    def figures(self, counts: Mapping[str, float]) -> dict[str, float]:
        """Pearson's r, how often happened or not is told rightly, and F1 of denial."""
        found = f1(counts, "denied")
        if counts.get("n"):
            n, x, y = (counts[name] for name in ("n", "x", "y"))
            both = counts["xy"] - x * y / n
            found["factuality r"] = both / sqrt((counts["xx"] - x * x / n) * (counts["yy"] - y * y / n))
            found["happened"] = counts["same"] / n
        return found


def _factual(group: Sequence[Sequence[Coded]]) -> _Firm | None:
    return _columns(
        [
            (one.row, one.column(place), value / MOST)
            for one in told(group)
            for place, value in one.sentence.meaning.factual.items()
        ]
    )


def _denied(group: Sequence[Sequence[Coded]]) -> _Firm | None:
    return _columns(
        [
            (one.row, one.column(event), float(any(name == NEGATED for _, name in arguments)))
            for one in told(group)
            if not one.sentence.meaning.are_answers
            for event, arguments in one.sentence.meaning.roles.items()
        ]
    )


def _columns(found: Sequence[tuple[int, int, float]]) -> _Firm | None:
    if not found:
        return None
    rows, columns, values = zip(*found, strict=True)
    return _Firm(torch.tensor(rows), torch.tensor(columns), torch.tensor(values))


class Kinds(Perceptron):
    """Scores of the kinds of a word."""

    def __init__(self, width: int) -> None:
        super().__init__(width, len(KINDS))

    def loss(self, states: Tensor, group: Sequence[Sequence[Coded]]) -> Tensor | None:
        """Cross entropy of what is mentioned."""
        asked = _asked_kinds(group)
        if not asked:
            return None
        rows, columns, kinds = torch.tensor(asked).T
        return functional.cross_entropy(self(states[rows, columns]).float(), kinds)

    def tally(self, states: Tensor, group: Sequence[Sequence[Coded]]) -> Counter[str]:
        """How many mentions there are, and of how many the kind is told rightly."""
        asked = _asked_kinds(group)
        if not asked:
            return Counter()
        rows, columns, kinds = torch.tensor(asked).T
        right = self(states[rows, columns]).argmax(-1) == kinds
        return Counter({"mentions": len(asked), "right": int(right.sum())})

    def figures(self, counts: Mapping[str, float]) -> dict[str, float]:
        """The share of mentions whose kind is told rightly."""
        return {"kinds": counts["right"] / counts["mentions"]} if counts.get("mentions") else {}


def _asked_kinds(group: Sequence[Sequence[Coded]]) -> list[tuple[int, int, int]]:
    return [
        (one.row, one.column(mention.place), KINDS.index(mention.kind))
        for one in told(group)
        for mention in one.sentence.meaning.mentions
        if mention.kind in KINDS
    ]


_MOST = 400
"""How many mentions before one are its candidates."""
_NEVER = -1e4
_FAR = 10
_PRONOUNS = {
    word: number
    for number, series in enumerate(
        (
            "he him his himself",
            "she her hers herself",
            "it its itself",
            "they them their theirs themselves",
            "i me my mine myself",
            "we us our ours ourselves",
            "you your yours yourself",
            "this that these those",
        ),
        1,
    )
    for word in series.split()
}
_SERIES = 9


class Place(NamedTuple):
    """A mention, and where its state stands."""

    row: int
    column: int
    mention: Mention
    document: str


class Reference(nn.Module):
    """Scores of the mentions before each mention, and of none."""

    def __init__(self, width: int, inner: int = 64, hidden: int = 48) -> None:
        super().__init__()
        self.mention = nn.Linear(width, inner)
        self.candidate = nn.Linear(width, inner)
        self.distance = nn.Embedding(_FAR + 1, 12)
        self.series = nn.Embedding(_SERIES * _SERIES, 12)
        self.hidden = nn.Linear(3 * inner + 25, hidden)
        self.out = nn.Linear(hidden, 1)
        self.none = nn.Linear(width, 1)
        self.dropout = nn.Dropout(DROPOUT)

    def forward(self, states: Tensor, places: Sequence[Place]) -> Tensor:
        """Scores [mention, candidate]; the last column is none's, and what cannot be is far below zero."""
        x = self.dropout(states[[one.row for one in places], [one.column for one in places]])
        ones, others = self.mention(x), self.candidate(x)
        both = [
            (i, j)
            for i, one in enumerate(places)
            for j in range(max(i - _MOST, 0), i)
            if places[j].document == one.document
        ]
        first, second = [i for i, _ in both], [j for _, j in both]
        known: dict[str, int] = {}
        forms = torch.tensor([known.setdefault(one.mention.form, len(known)) for one in places])
        series = torch.tensor([_PRONOUNS.get(one.mention.form, 0) for one in places])
        i, j = torch.tensor(first, dtype=torch.long), torch.tensor(second, dtype=torch.long)
        away = (i - j).float().log2().mul(1.3).long().clamp(0, _FAR)
        signs = (
            self.distance(away),
            self.series(series[i] * _SERIES + series[j]),
            (forms[i] == forms[j]).unsqueeze(-1),
        )
        read = torch.cat([ones[i], others[j], ones[i] * others[j], *signs], dim=-1)
        scores = self.out(self.dropout(torch.relu(self.hidden(self.dropout(read))))).squeeze(-1)
        found = torch.full((len(places), len(places) + 1), _NEVER)
        found[i, j] = scores.float()
        found[:, -1] = self.none(x).squeeze(-1).float()
        return found

    def loss(self, states: Tensor, group: Sequence[Sequence[Coded]]) -> Tensor | None:
        """The likelihood of all right antecedents, or of none."""
        places = list(_places(group))
        if not places:
            return None
        right = torch.zeros(len(places), len(places) + 1, dtype=torch.bool)
        last: defaultdict[tuple[str, str], list[int]] = defaultdict(list)
        counted = []
        for number, one in enumerate(places):
            before = last[one.document, one.mention.entity] if one.mention.entity else []
            near = [place for place in before if number - place <= _MOST]
            right[number, near or [-1]] = True
            counted.append(bool(near) or one.mention.is_first)
            before.append(number)
        likely = self(states, places).log_softmax(-1).masked_fill(~right, _NEVER).logsumexp(-1)
        return -likely[torch.tensor(counted)].mean() if any(counted) else None

    def tally(self, states: Tensor, group: Sequence[Sequence[Coded]]) -> Counter[str]:
        """What LEA sums over the entities of whole documents."""
        places = list(_places(group))
        if not any(one.mention.entity for one in places):
            return Counter()
        best = self(states, places).argmax(-1).tolist()
        ours: list[int] = []
        for number, antecedent in enumerate(best):
            ours.append(number if antecedent == len(places) else ours[antecedent])
        gold = [f"{one.document} {one.mention.entity}" if one.mention.entity else "" for one in places]
        said, true = _clusters(ours), _clusters(gold)
        return Counter({
            "precision": _resolved(said, gold), "said": sum(map(len, said)),
            "recall": _resolved(true, ours), "true": sum(map(len, true)),
        })  # fmt: skip

    def figures(self, counts: Mapping[str, float]) -> dict[str, float]:
        """LEA by head words."""
        if not counts.get("true") or not counts.get("said"):
            return {}
        precision, recall = counts["precision"] / counts["said"], counts["recall"] / counts["true"]
        return {"LEA P": precision, "LEA R": recall, "LEA": 2 * precision * recall / max(precision + recall, 1e-9)}


def _places(group: Sequence[Sequence[Coded]]) -> Iterator[Place]:
    for one in told(group):
        for mention in one.sentence.meaning.mentions:
            yield Place(one.row, one.column(mention.place), mention, one.sentence.document)


def _clusters(keys: Sequence[object]) -> list[list[int]]:
    """The mentions of each entity that is mentioned twice or more."""
    found: defaultdict[object, list[int]] = defaultdict(list)
    for place, key in enumerate(keys):
        if key != "":
            found[key].append(place)
    return [places for places in found.values() if len(places) > 1]


def _resolved(clusters: Sequence[Sequence[int]], keys: Sequence[object]) -> float:
    """The sum over entities of their size times the share of their links that the other side has too."""
    total = 0.0
    for places in clusters:
        links = list(combinations([keys[place] for place in places], 2))
        total += len(places) * sum(one == other != "" for one, other in links) / len(links)
    return total
