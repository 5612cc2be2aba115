"""Where readers found firmness or source wrong: what the rules said, by what cue, and what would have been right."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from training.judged.cases import Case

_MOST = 12
"""Lines of each kind."""


def confusions(found: Sequence[Case]) -> Iterator[str]:
    """Lines: how often each is wrong, and the commonest confusions with their cues."""
    for cause, counts in (("factuality", _firmness(found)), ("source", _sources(found))):
        wrong = sum(one.row.first.cause == cause for one in found)
        yield f"{cause} wrong: {wrong} of {len(found)}, {wrong / len(found):.3f}"
        yield from (f"  {count:3}  {confusion}" for confusion, count in counts.most_common(_MOST))


def _firmness(found: Sequence[Case]) -> Counter[str]:
    return Counter(
        f"{one.said.factuality.value} ({one.said.firmness_cue or 'no cue'}) for {one.row.first.instead or '?'}"
        for one in found
        if one.row.first.cause == "factuality"
    )


def _sources(found: Sequence[Case]) -> Counter[str]:
    return Counter(_confused(one) for one in found if one.row.first.cause == "source")


def _confused(one: Case) -> str:
    said, instead = one.said.attributed_to is not None, one.row.first.instead
    right = "?" if instead is None else "a source" if instead else "the article"
    return f"{'a source' if said else 'the article'} for {'another source' if said and instead else right}"
