"""A sentence to learn from."""

from __future__ import annotations

from dataclasses import dataclass

from training.meaning import NOTHING, Meaning


@dataclass(frozen=True)
class Sentence:
    """A sentence with its tree; heads count from 1, 0 is the root, -1 is not known."""

    document: str
    words: tuple[str, ...]
    spaces: tuple[bool, ...]
    heads: tuple[int, ...]
    labels: tuple[str, ...]
    tags: tuple[str, ...] = ()
    id: str = ""
    meaning: Meaning = NOTHING
