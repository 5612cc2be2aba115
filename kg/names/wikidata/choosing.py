"""Of the items that share a name, the one that the text means: by class, by what stands near, by prior; else none."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from kg.gazetteer import Candidate, Item

TABLE, CONTEXT, PRIOR = "table", "context", "prior"
_MOST_LOST = 5


@dataclass(frozen=True, slots=True)
class Choice:
    """The item of a name, what decided, and the candidates that lost, the nearest first.

    ``by`` is "table" where the name has one item, "context" where the text told, "prior" where the best-known is meant.
    """

    item: Item
    by: str
    lost: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Score:
    """How well a candidate fits: in all, and that part of it which the text gave."""

    candidate: Candidate
    prior: float
    context: float
    can_be: bool = True
    """Whether it may be meant at all; one that may not is listed among those that lost."""

    @property
    def whole(self) -> float:
        """Prior and context together."""
        return self.prior + self.context

    @property
    def item(self) -> Item:
        """The item of the candidate."""
        return self.candidate.item


def best(scores: Iterable[Score], *, least: float, margin: float) -> Choice | None:
    """The candidate that fits best, if it fits well enough and no other nearly as well."""
    ranked = sorted(scores, key=lambda score: (not score.can_be, -score.whole, score.item.qid))
    if not ranked or not ranked[0].can_be or ranked[0].whole < least:
        return None
    first, others = ranked[0], ranked[1:]
    rivals = [score for score in others if score.can_be and not is_part(score.item, first.item)]
    if rivals and first.whole - rivals[0].whole < margin:
        return None
    lost = tuple(score.item.qid for score in others[:_MOST_LOST])
    return Choice(first.item, _reason(first, others, margin), lost)


def _reason(first: Score, others: Sequence[Score], margin: float) -> str:
    """What decided: without its prior the first would have lost, or without what the text tells."""
    if not others:
        return TABLE
    return PRIOR if first.prior - max(other.prior for other in others) >= margin else CONTEXT


def is_part(one: Item, other: Item) -> bool:
    """Whether two places of one name are town and district: in one country, half a degree apart at most."""
    if not (one.position and other.position) or one.country != other.country or "state" in (one.kind, other.kind):
        return False
    return all(abs(first - second) <= _NEAR for first, second in zip(one.position, other.position, strict=True))


_NEAR = 0.5
Scoring = Callable[[Candidate], Score | None]


def scored(candidates: Iterable[Candidate], scoring: Scoring) -> list[Score]:
    """The candidates that can be meant, each with its score."""
    return [score for candidate in candidates if (score := scoring(candidate))]
