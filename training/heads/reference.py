"""The head for reference: which noun or pronoun before it a noun or pronoun means the same as, or none."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations
from typing import NamedTuple

import torch
from torch import Tensor, nn

from training.batches import Coded
from training.heads.head import DROPOUT, told
from training.meaning import Mention

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
