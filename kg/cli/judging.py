"""The dialogue of ``kg review``: statements one by one, with questions, answers and saving."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import IO

import typer

from kg.console import tell
from kg.console.output import put_lines
from kg.lines.cards import to_judge
from kg.model import Graph, Statement
from kg.model.scales import Factuality, factuality_of
from kg.reviews import CAUSES, Review, ReviewFile, Verdict, review_key, row_of

_VERDICTS = {"r": "right", "y": "right", "w": "wrong", "n": "wrong", "s": "skip", "b": "back", "q": "quit"}
_USEFUL = {"u": "useful", "y": "useful", "n": "not useful", "": "Enter: not told"}
"""To both questions "y" and "n" are yes and no."""
_LETTERS = dict(zip("psorcfatevu", CAUSES, strict=True))
"""A letter of each cause: "a" is its source (who is it according to?), "v" the roles of its event."""
_ASKED_INSTEAD = {
    "factuality": f"how firm is it? {', '.join(one.value.lower() for one in Factuality)}; Enter: not told",
    "source": "who says it? - is the article itself; Enter: not told",
    "coreference": "what is meant? it is noted in the file, and the statement left out as wrong; Enter: not told",
}


class Answers:
    """Answers line by line; a line may hold the letters of several questions ("ru", "wpn")."""

    def __init__(self, lines: IO[str]) -> None:
        self._lines = lines
        self._letters: list[str] = []

    def letter(self, question: str, known: Mapping[str, str]) -> str | None:
        """A letter that is known, asked for until it is one; None where there are no more answers."""
        words = ", ".join(_choices(known))
        while True:
            if not self._letters:
                line = self.line(f"{question} {words}")
                if line is None:
                    return None
                self._letters = list(line.lower().replace(" ", "")) or [""]
            letter = self._letters.pop(0)
            if letter in known:
                return letter
            self._letters.clear()
            tell(f"{letter!r} is no answer here")

    def line(self, question: str) -> str | None:
        """A whole line without its end; None where there are no more."""
        typer.echo(f"{question}: ", nl=False, err=True)
        line = self._lines.readline()
        if not self._lines.isatty():
            typer.echo("", err=True)
        return line.strip() if line else None


def _choices(known: Mapping[str, str]) -> Iterator[str]:
    """Each meaning once, behind its letters.

    >>> list(_choices({"r": "right", "y": "right", "s": "skip", "": "Enter: not told"}))
    ['r or y right', 's skip', 'Enter: not told']
    """
    for meaning in dict.fromkeys(known.values()):
        letters = [letter for letter, one in known.items() if one == meaning and letter]
        yield f"{' or '.join(letters)} {meaning.replace('_', ' ')}".strip()


def judged(
    graph: Graph, waiting: Sequence[Statement], file: ReviewFile, answers: Answers, *, reader: str
) -> Counter[str]:
    """Ask about one statement after the other until there are no more answers; how many were found right, and wrong."""
    counts: Counter[str] = Counter()
    place = 0
    while place < len(waiting):
        said = waiting[place]
        put_lines(["", f"-- {place + 1} of {len(waiting)} · {said.first_evidence.article}", *to_judge(graph, said), ""])
        sys.stdout.flush()
        step, review = _answered(said, answers)
        if review is not None:
            before = file.reviews().get(review.of)
            counts.subtract([before.verdict.value] if before and before.verdict.value in counts else [])
            file.put(row_of(graph, said, replace(review, reader=reader)))
            counts[review.verdict.value] += 1
        if step == 0:
            break
        place = max(0, place + step)
    return counts


def _answered(said: Statement, answers: Answers) -> tuple[int, Review | None]:
    """How many statements to go on, 0 to end, and the review if there is one."""
    match answers.letter("is it right?", _VERDICTS):
        case "s":
            return 1, None
        case "b":
            return -1, None
        case "r" | "y":
            return _with_use(Review(review_key(said), Verdict.RIGHT), answers)
        case "w" | "n":
            cause = answers.letter("what is wrong?", _LETTERS)
            if cause is None:
                return 0, None
            review = Review(review_key(said), Verdict.WRONG, _LETTERS[cause])
            return _with_use(replace(review, instead=_instead(review.cause, answers)), answers)
        case _:
            return 0, None


def _with_use(review: Review, answers: Answers) -> tuple[int, Review]:
    """The review with whether somebody would keep the statement; a verdict is saved though the answers end here."""
    use = answers.letter("would somebody who follows the news keep it?", _USEFUL)
    if use is None:
        return 0, review
    return 1, replace(review, useful={"useful": True, "not useful": False}.get(_USEFUL[use]))


def _instead(cause: str, answers: Answers) -> str:
    """What would be right, where that can be told in a word."""
    if cause not in _ASKED_INSTEAD:
        return ""
    while True:
        line = answers.line(_ASKED_INSTEAD[cause]) or ""
        if cause != "factuality" or not line:
            return line
        if (found := factuality_of(line)) is not None:
            return found.value
        tell(f"{line!r} is no firmness")
