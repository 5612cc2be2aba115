"""Keeps texts that are measured on out of what is learned: no sentence that shares eight words in a row with one."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

_RUN = 8
_WORD = re.compile(r"\w+")


def runs(text: str) -> Iterator[tuple[str, ...]]:
    """Every eight words in a row, in lower case."""
    words = _WORD.findall(text.lower())
    return zip(*(words[start:] for start in range(_RUN)), strict=False)


def measured(folders: Iterable[Path]) -> frozenset[tuple[str, ...]]:
    """The runs of words of all texts, JSON and JSON Lines under some folders."""
    found: set[tuple[str, ...]] = set()
    for folder in folders:
        for path in sorted(folder.rglob("*")):
            if path.suffix in {".txt", ".json", ".jsonl"}:
                for text in _texts(path):
                    found.update(runs(text))
    return frozenset(found)


def _texts(path: Path) -> Iterator[str]:
    whole = path.read_text(encoding="utf-8")
    if path.suffix == ".txt":
        yield whole
        return
    for part in whole.splitlines() if path.suffix == ".jsonl" else [whole]:
        yield from _strings(json.loads(part))


def _strings(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, list):
        if value and all(isinstance(one, str) for one in value):
            yield " ".join(value)
        for one in value:
            yield from _strings(one)
    elif isinstance(value, dict):
        for one in value.values():
            yield from _strings(one)


def is_measured(words: Iterable[str], known: frozenset[tuple[str, ...]]) -> bool:
    """Whether a sentence shares a run of words with a text that is measured on."""
    return not known.isdisjoint(runs(" ".join(words)))
