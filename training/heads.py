"""Heads over the encoder's states of words, which learn from whatever a batch has annotation of.

Events: whether a word names one. Roles: what each word of a sentence is to an event. Firmness: whether an event
happened, as far as its text tells, and whether it is denied. Kinds: what sort of thing a noun or pronoun mentions.
Reference: which noun or pronoun before it a noun or pronoun means the same as, or none.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

import torch
from torch import Tensor, nn
from torch.nn import functional

from kg.names.kinds import KINDS
from training.batches import Coded
from training.meaning import MOST, Mention
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


class Events(Perceptron):
    """Log-odds that a word names an event or state."""

    def __init__(self, width: int) -> None:
        super().__init__(width, 1)

    def forward(self, states: Tensor) -> Tensor:
        """The log-odds of each word."""
        return super().forward(states).squeeze(-1)

    def loss(self, states: Tensor, group: Sequence[Sequence[Coded]]) -> Tensor | None:
        """Cross entropy of the words that annotators were asked about."""
        asked = _asked(
            (one.row, one.column(place), share)
            for one in told(group)
            for place, share in one.sentence.meaning.events.items()
        )
        if asked is None:
            return None
        return functional.binary_cross_entropy_with_logits(self(states[asked.rows, asked.columns]), asked.values)


class _Asked(NamedTuple):
    rows: Tensor
    columns: Tensor
    values: Tensor


def _asked(found: Iterable[tuple[int, int, float]]) -> _Asked | None:
    """Rows, columns and values as tensors; None where there are none."""
    parts = list(zip(*found, strict=True))
    return _Asked(*map(torch.tensor, parts)) if parts else None


_OF_ANSWERS = 0.3
"""What roles count that were read off questions and answers."""


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
        places: list[tuple[int, int]] = []
        roles, counted = [], []
        for one in told(group):
            meaning = one.sentence.meaning
            for event, arguments in meaning.roles.items():
                row = torch.full((states.shape[1],), IGNORED)
                row[one.columns.start : one.columns.stop] = 0
                for place, name in arguments:
                    row[one.column(place)] = ROLES.index(name)
                places.append((one.row, one.column(event)))
                roles.append(row)
                counted.append(_OF_ANSWERS if meaning.are_answers else 1.0)
        if not places:
            return None
        scores = self(states, *torch.tensor(places).T).transpose(1, 2).float()
        lost = functional.cross_entropy(scores, torch.stack(roles), ignore_index=IGNORED, reduction="none").sum(-1)
        return (lost * torch.tensor(counted)).sum() / len(lost)


class Firmness(Perceptron):
    """How factual an event is, from -1 to 1, and the log-odds that it is denied."""

    def __init__(self, width: int) -> None:
        super().__init__(width, 2)

    def loss(self, states: Tensor, group: Sequence[Sequence[Coded]]) -> Tensor | None:
        """Squared error of factuality, and cross entropy of denial."""
        factual = _asked(
            (one.row, one.column(place), value / MOST)
            for one in told(group)
            for place, value in one.sentence.meaning.factual.items()
        )
        denied = _asked(
            (one.row, one.column(event), float(any(name == NEGATED for _, name in arguments)))
            for one in told(group)
            if not one.sentence.meaning.are_answers
            for event, arguments in one.sentence.meaning.roles.items()
        )
        parts = []
        if factual is not None:
            found = self(states[factual.rows, factual.columns])[:, 0]
            parts.append(2 * functional.mse_loss(found.float(), factual.values))
        if denied is not None:
            found = self(states[denied.rows, denied.columns])[:, 1]
            parts.append(functional.binary_cross_entropy_with_logits(found.float(), denied.values))
        return torch.stack(parts).sum() if parts else None


class Kinds(Perceptron):
    """Scores of the kinds of a word."""

    def __init__(self, width: int) -> None:
        super().__init__(width, len(KINDS))

    def loss(self, states: Tensor, group: Sequence[Sequence[Coded]]) -> Tensor | None:
        """Cross entropy of what is mentioned."""
        asked = _asked(
            (one.row, one.column(mention.place), KINDS.index(mention.kind))
            for one in told(group)
            for mention in one.sentence.meaning.mentions
            if mention.kind in KINDS
        )
        if asked is None:
            return None
        return functional.cross_entropy(self(states[asked.rows, asked.columns]).float(), asked.values)


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
        places = [
            Place(one.row, one.column(mention.place), mention, one.sentence.document)
            for one in told(group)
            for mention in one.sentence.meaning.mentions
        ]
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
