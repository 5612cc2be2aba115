"""The values of a comparison: how a statement differs, and what is known of relations."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from kg.model import Statement
from kg.plover import event_type

SAID_BY = "said by: "
"""What a detail about sources begins with."""


class Kind(StrEnum):
    """How a statement differs."""

    CONTRADICTED = "contradicted"
    CHANGED = "changed"
    FULFILLED = "fulfilled"
    NEW = "new"
    GONE = "gone"


@dataclass(frozen=True, slots=True)
class Change:
    """A difference; ``before`` is what the first graph says of it, ``after`` the second, either may be empty.

    ``details`` says what changed: "planned → asserted", "rate: 25% → 50%".
    """

    kind: Kind
    before: tuple[Statement, ...]
    after: tuple[Statement, ...]
    details: tuple[str, ...] = ()


@dataclass(frozen=True)
class Meanings:
    """What the comparison knows of relations: those that read the same both ways, PLOVER codes, what undoes what."""

    symmetric: frozenset[str] = frozenset()
    plover: Mapping[str, str] = field(default_factory=dict, hash=False)
    reverses: Mapping[str, frozenset[str]] = field(default_factory=dict, hash=False)
    """Relation -> those that it undoes, or that undo it."""

    def event_type(self, relation: str) -> str:
        """The PLOVER event type of a relation without its mode, "" for one that has none."""
        return event_type(self.plover.get(relation, ""))
