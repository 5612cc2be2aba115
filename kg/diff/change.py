"""The values of a comparison: changes, and semantic properties of relations."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from kg.facts.plover import event_type
from kg.model import Statement

SAID_BY = "said by: "
"""What a detail about sources begins with."""


class ChangeKind(StrEnum):
    """The kind of a change."""

    CONTRADICTED = "contradicted"
    CHANGED = "changed"
    FULFILLED = "fulfilled"
    NEW = "new"
    GONE = "gone"


@dataclass(frozen=True, slots=True)
class Change:
    """A change; ``before`` are the statements of the first graph, ``after`` those of the second; one may be empty.

    ``details`` says what changed: "planned → asserted", "rate: 25% → 50%".
    """

    kind: ChangeKind
    before: tuple[Statement, ...]
    after: tuple[Statement, ...]
    details: tuple[str, ...] = ()


@dataclass(frozen=True)
class RelationSemantics:
    """Semantic properties of relations: symmetric ones, PLOVER codes, relations that reverse another."""

    symmetric: frozenset[str] = frozenset()
    plover: Mapping[str, str] = field(default_factory=dict, hash=False)
    reverses: Mapping[str, frozenset[str]] = field(default_factory=dict, hash=False)
    """Relation -> those that it undoes, or that undo it."""

    def event_type(self, relation: str) -> str:
        """The PLOVER event type of a relation without its mode, "" for one that has none."""
        return event_type(self.plover.get(relation, ""))
