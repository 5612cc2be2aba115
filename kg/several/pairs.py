"""The doubtful pairs of links for the page of ``kg serve --links``."""

from __future__ import annotations

import shlex
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from pathlib import Path

from kg.corpus import DecisionFile, Doubt, PairDecision
from kg.corpus.doubtful import DoubtfulPairs, doubtful_in, reasons
from kg.corpus.links import Unit, check_links, read_links
from kg.errors import KgError, one_of
from kg.several.opened import OpenedCorpus
from kg.view.serve.pages import ANSWERS, PairSide, ShownPair


def pair_reviews(graphs: Sequence[Path], links: Path, decisions: Path | None, reader: str) -> Callable[[], PairJudging]:
    """What makes the review of the doubtful pairs of links, of graphs and links as they are then.

    Decisions go to the file that is named, else to that of which the links were made. Raises ``InputError`` where
    links or decisions cannot be read.
    """

    def made() -> PairJudging:
        corpus = OpenedCorpus(graphs, links)
        file = corpus.decisions(decisions)
        kept = doubtful_in(graphs[0], links, file.decisions()) if corpus.is_one_corpus else None
        pairs = kept or DoubtfulPairs(corpus.graph, read_links(links).doubts)
        return PairJudging(pairs, file, reader, _command(corpus, links, file.path))

    check_links(links)
    OpenedCorpus(graphs, links).decisions(decisions)
    return made


def _command(corpus: OpenedCorpus, links: Path, decisions: Path) -> str:
    """The command that writes the links anew, by the decisions."""
    beside = OpenedCorpus(corpus.paths)
    place = [] if links.resolve() == beside.beside("links").resolve() else ["-o", str(links)]
    told = [] if decisions.resolve() == beside.decisions_path().resolve() else ["--decisions", str(decisions)]
    return shlex.join(["kg", "corpus", "link", *map(str, corpus.paths), *place, *told])


@dataclass(frozen=True)
class _Step:
    """An answer: of which pair, what was decided, and what had been; a pair that was skipped has no decision."""

    key: str
    decision: PairDecision | None = None
    before: PairDecision | None = None


class PairJudging:
    """Doubtful pairs that a reader decides; each decision is saved at once."""

    def __init__(self, pairs: DoubtfulPairs, file: DecisionFile, reader: str, command: str) -> None:
        self._pairs, self._file, self._reader = pairs, file, reader
        self._steps: list[_Step] = []
        self.command, self.last = command, ""

    @property
    def progress(self) -> str:
        """How many are decided, and how many wait."""
        every, left = len(self._pairs.ordered), len(self._waiting)
        return f"{every} doubtful pairs, the most doubtful first: {every - left} decided, {left} left."

    @property
    def waiting(self) -> ShownPair | None:
        """The pair that is asked about: those that were skipped come last, in the order in which they were."""
        skipped = [step.key for step in self._steps if step.decision is None]
        last = {key: place for place, key in enumerate(skipped, 1)}
        doubt = min(self._waiting, key=lambda one: last.get(_key(one), 0), default=None)
        if doubt is None:
            return None
        first, second = (
            PairSide(one.words, self._pairs.graph.nodes[one.unit.node].cls, tuple(self._told(one.unit)))
            for one in self._pairs.sides(doubt)
        )
        return ShownPair(_key(doubt), doubt.kind, doubt.score, tuple(reasons(doubt)), (first, second))

    @property
    def _waiting(self) -> Sequence[Doubt]:
        return self._pairs.waiting(self._file.decisions())

    def answer(self, key: str, answer: str) -> None:
        """Save what is decided of a pair, skip it, or take the last answer back."""
        match one_of(answer, ANSWERS, "answer"):
            case "undo":
                self._undo()
            case "skip":
                self._steps.append(_Step(key))
                self.last = "Skipped; it comes again behind the others."
            case _:
                self._decide(key, is_same=answer == "same")

    def _decide(self, key: str, *, is_same: bool) -> None:
        doubt = next((one for one in self._pairs.ordered if _key(one) == key), None)
        if doubt is None:
            raise KgError("there is no such pair", hint="go back to the one that waits")
        decision = self._pairs.decision(doubt, self._reader, is_same=is_same)
        self._steps.append(_Step(key, decision, self._file.put(decision)))
        self.last = f"{_told(decision)}: saved in {self._file.path}."

    def _undo(self) -> None:
        if not self._steps:
            self.last = "Nothing was answered here that could be taken back."
            return
        step = self._steps.pop()
        if step.before is not None:
            self._file.put(step.before)
        elif step.decision is not None:
            self._file.withdraw(step.decision)
        self.last = f"Taken back: {_told(step.decision)}." if step.decision else "The last skip is taken back."

    def _told(self, unit: Unit) -> Iterator[tuple[str, str]]:
        for article, sentence in self._pairs.sentences(unit):
            yield self._titles.get(article) or article, sentence

    @cached_property
    def _titles(self) -> dict[str, str]:
        """Article -> its title and day."""
        articles = self._pairs.graph.articles
        return {one.id: " · ".join(filter(None, (one.title, str(one.date or "")))) for one in articles}


def _key(doubt: Doubt) -> str:
    return sha256(f"{doubt.kind} {doubt.first} {doubt.second}".encode()).hexdigest()[:16]


def _told(decision: PairDecision) -> str:
    is_same = "the same" if decision.is_same else "not the same"
    return f"“{decision.first.words}” and “{decision.second.words}” are {is_same}"
