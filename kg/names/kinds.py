"""What kind of thing a phrase means in its place, by a head that has learned it: a person, a body, a place, an event.

``kinds.npz`` has a network over the encoder's states of a phrase's head and the mean of its words, in the types of GUM
(``python -m training.kinds``).
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from kg.model.classes import ORGANIZATIONS
from kg.names.context import NameSpan
from kg.parse.feedforward import Numbers, OverStates
from kg.parse.readings import States
from kg.parse.tree import Parsed, Token

KINDS = (
    "abstract", "animal", "event", "object", "organization", "person", "place", "plant", "substance", "time",
)  # fmt: skip
"""The entity types of GUM."""
FILE = "kinds.npz"
LABELS = {
    "person": ("PERSON", "NORP"), "organization": ("ORG",), "place": ("LOC", "GPE", "FAC"), "event": ("EVENT",),
    "object": ("PRODUCT",), "abstract": ("WORK_OF_ART", "LAW"),
}  # fmt: skip
"""The parser's entity labels of a kind, the first of them where it has another."""
_LEAST = 0.5  # the mean probability at which a kind is told of a name
_SURELY = 0.8  # the probability at which what a noun denotes is told against the lexicon
_THINGS = frozenset({"abstract", "animal", "event", "object", "plant", "substance", "time"})
_OF_CLASS = {
    **dict.fromkeys(ORGANIZATIONS, frozenset({"organization", "place", "person"})),
    "Country": frozenset({"organization", "person", "place"}), "Event": frozenset({"abstract", "event", "time"}),
    "Group": frozenset({"animal", "organization", "person"}), "Place": frozenset({"object", "organization", "place"}),
    "Topic": _THINGS,
}  # fmt: skip
"""The kinds that what a class has may be of; any for other classes."""
_CLASS_OF = {"person": "Group", "organization": "Organization", "place": "Place"}


def row(states: States, start: int, end: int, head: int, *, is_name: bool) -> Numbers:
    """What the network reads of a phrase: the state of its head, the mean of its words, whether it is a name."""
    mean = states[start:end].astype(np.float64).mean(axis=0)
    return np.concatenate([states[head].astype(np.float64), mean, [float(is_name)]])


@dataclass(frozen=True)
class PhraseKinds:
    """The kinds of the phrases of one Doc."""

    over: OverStates
    known: dict[tuple[int, int, int, bool], Mapping[str, float]] = field(default_factory=dict)

    @classmethod
    def of(cls, doc: Parsed) -> "PhraseKinds | None":
        """Those of a Doc; None without token states, or without weights trained on this version of the parser."""
        over = OverStates.of(doc, FILE)
        return None if over is None else cls(over)

    def sense(self, cls: str, tokens: Sequence[Token], head: Token) -> str:
        """The class of what a noun denotes: that of the lexicon, unless it is quite surely of another kind here.

        As in "hearing aids", which are no help, and "31 magazines" of a rifle.
        """
        told = self.shares(tokens[0].i, tokens[-1].i + 1, head.i, is_name=False)
        best = max(told, key=lambda kind: told[kind])
        fitting = _OF_CLASS.get(cls, frozenset(KINDS))
        if told[best] < _SURELY or best in fitting or sum(told[kind] for kind in fitting) > 1 - _SURELY:
            return cls
        return _CLASS_OF.get(best, "Topic")

    def shares(self, start: int, end: int, head: int, *, is_name: bool) -> Mapping[str, float]:
        """The probability of each kind of the phrase of some tokens with this head."""
        key = start, end, head, is_name
        if key not in self.known:
            self.known[key] = self.over.head.shares(row(self.over.states, start, end, head, is_name=is_name))
        return self.known[key]


def labelled(names: Sequence[NameSpan], kinds: PhraseKinds | None) -> tuple[NameSpan, ...]:
    """The names, those that no table knows under the label of what they are in this article.

    Each form is of one kind: of the highest mean probability over its places. A surname is the person whom the article
    names in full.
    """
    if kinds is None:
        return tuple(names)
    forms: dict[tuple[str, ...], list[Mapping[str, float]]] = defaultdict(list)
    for name in names:
        if not name.entries:
            forms[name.form].append(kinds.shares(name.start, name.end, name.root.i, is_name=True))
    told: dict[tuple[str, ...], tuple[str, ...]] = {}
    for form, shares in forms.items():
        means = {kind: sum(one[kind] for one in shares) / len(shares) for kind in LABELS}
        best = max(means, key=lambda kind: means[kind])
        if means[best] >= _LEAST:
            told[form] = LABELS[best]
    longer = [name for name in names if len(name) > 1]
    persons = {n.form[-1:] for n in longer if told.get(n.form, (n.label,))[0] == LABELS["person"][0]}
    read = [(name, told.get(name.form, (name.label,))) for name in names]
    return tuple(n if n.form in persons or n.label in labels else n.labelled(labels[0]) for n, labels in read)
