"""Readers that fail: what a text says is what happens to the process that reads it."""

from __future__ import annotations

import os
import signal
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, cast

from kg import isolation
from kg.errors import KgError
from kg.isolation import ArticleError, ArticleLimits, step
from kg.model import Article, ArticleId, Block, BlockKind, Graph
from kg.pipeline.outcomes import Built, isolated
from kg.pipeline.pool import Work

if TYPE_CHECKING:
    from spacy.tokens import Doc

    from kg.reader import Reader

SHORT = ArticleLimits(seconds=1, megabytes=256, deadly=True)


def article(text: str, name: str = "", place: str = "") -> Article:
    """An article of one paragraph; its id is its text unless it has a name."""
    blocks = (Block(0, len(text), BlockKind.PARAGRAPH),)
    return Article(ArticleId(name or text), text, blocks, place=place)


def _deep(depth: int) -> int:
    return _deep(depth + 1) + 1


def _endless() -> None:
    while True:
        pass


def _large() -> None:
    found = []
    while True:
        found.append(bytearray(1 << 29))  # more than is allowed at once: refused before time is up


def _killed() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def _deaf() -> None:
    """Run on without a look at signals, as a loop in C does."""
    signal.signal(signal.SIGPROF, signal.SIG_IGN)
    _endless()


def _wrong() -> None:
    raise IndexError("list index out of range")


def _told() -> None:
    raise KgError("the sentence has no end", hint="end it")


def _interrupted() -> None:
    raise KeyboardInterrupt


DEEDS: dict[str, Callable[[], object]] = {
    "deep": lambda: _deep(0),
    "endless": _endless,
    "large": _large,
    "killed": _killed,
    "deaf": _deaf,
    "wrong": _wrong,
    "told": _told,
    "interrupted": _interrupted,
    "exit": lambda: sys.exit(1),
    "slow": lambda: time.sleep(30),
}


@dataclass
class FailingReader:
    """A reader that does what the texts say: those of ``in_parse`` while it parses, the others afterwards."""

    in_parse: Sequence[str] = ()
    batches: list[int] = field(default_factory=list)

    def parsed(self, batch: Sequence[Article]) -> list[Doc]:
        self.batches.append(len(batch))
        with step("parse"):
            for one in batch:
                if one.text in self.in_parse:
                    DEEDS[one.text]()
        return [cast("Doc", one.text) for one in batch]

    def doc(self, parsed: Doc) -> Doc:
        text = str(parsed)
        with step("names"):
            if text in DEEDS and text not in self.in_parse:
                DEEDS[text]()
        return parsed


def read(articles: Iterable[Article], reader: FailingReader, limits: ArticleLimits) -> Iterator[Built | ArticleError]:
    """The outcomes of a failing reader: a graph of nothing but the article."""

    def work(one: Article, _doc: Doc) -> Built:
        return Built(Graph(articles=(one,)), Counter({"sentences read": 1}))

    return isolated(articles, cast("Reader", reader), work, limits)


@dataclass(frozen=True)
class Prepared:
    """What makes the work of a worker process; it can be sent there."""

    in_parse: tuple[str, ...] = ()
    limits: ArticleLimits = SHORT
    fails: str = ""
    starts: Path | None = None
    """A file that gets a byte with each start; only those fail that ``vain`` numbers, the first being 1."""
    vain: Sequence[int] = ()

    grace: int = isolation._GRACE

    def __call__(self) -> Work[Built]:
        isolation._GRACE = self.grace
        if self.starts is not None:
            with self.starts.open("a") as file:
                file.write("x")
        if self.fails and (self.starts is None or self.starts.stat().st_size in self.vain):
            DEEDS[self.fails]()
        return lambda articles: read(articles, FailingReader(self.in_parse), self.limits)
