"""The page on which a reader decides doubtful pairs: both sides with their sentences, and what may be answered."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kg.several.pairs import PairJudging

ANSWERS = {"same": ("y", "The same"), "other": ("n", "Not the same"), "skip": ("s", "Skip"), "undo": ("u", "Undo")}
"""Answer -> its key and its words; the keys are those of the terminal."""


@dataclass(frozen=True)
class PairSide:
    """A node as its article speaks of it; each sentence behind the title of its article."""

    name: str
    cls: str
    sentences: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class ShownPair:
    """A doubtful pair; ``key`` names it in an answer."""

    key: str
    kind: str
    probability: float
    reasons: tuple[str, ...]
    sides: tuple[PairSide, PairSide]


def pair_review(review: PairJudging) -> str:
    """The body of the page: the pair that waits, or that none does, and how what is decided takes effect."""
    pair = review.waiting
    asked = "<p>No doubtful pair is left.</p>"
    if pair:
        reasons = f" Speaking for it: {escape('; '.join(pair.reasons))}." if pair.reasons else ""
        sides = ""
        for number, side in enumerate(pair.sides, 1):
            sentences = "".join(f"<li>{escape(text)} <small>{escape(title)}</small>" for title, text in side.sentences)
            sides += (
                f'<section aria-labelledby="side-{number}"><h2 id="side-{number}">{escape(side.name)} '
                f"<small>{escape(side.cls)}</small></h2><ul>{sentences}</ul></section>"
            )
        asked = (
            f'<input type="hidden" name="pair" value="{escape(pair.key)}"><div class="sides">{sides}</div>'
            f'<p class="whole">{escape(pair.kind.capitalize())}: the same with a probability of '
            f"<b>{pair.probability:.0%}</b>.{reasons}</p>"
        )
    buttons = "".join(
        f'<button name="answer" value="{answer}" aria-keyshortcuts="{key}">{words} <kbd aria-hidden="true">{key}</kbd>'
        "</button>"
        for answer, (key, words) in ANSWERS.items()
        if pair or answer == "undo"
    )
    return (
        f'<p>{escape(review.progress)}</p><p role="status">{escape(review.last)}</p>'
        f'<form class="pair" action="/review" method="post" tabindex="-1" autofocus aria-label="A doubtful pair">'
        f"{asked}{buttons}</form>"
        f"<p>Links stay as they are until this is run: <code>{escape(review.command)}</code></p>"
    )
