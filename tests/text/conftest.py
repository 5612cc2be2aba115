"""What is told of what is read."""

from dataclasses import dataclass, field
from pathlib import Path

import pytest

from kg.errors import KgError
from kg.model import Article
from kg.text.articles import ReadingOptions, articles

_USUAL = ReadingOptions()


@dataclass
class Heard:
    """The errors of what was passed over, the notes, and the words of both as they came."""

    errors: list[KgError] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    told: list[str] = field(default_factory=list)

    def read(self, *sources: str | Path, reading: ReadingOptions = _USUAL) -> list[Article]:
        """The articles of sources."""
        return list(articles(sources, reading=reading, skipped=self._skipped, noted=self._noted))

    def _skipped(self, error: KgError) -> None:
        self.errors.append(error)
        self.told.append(error.message)

    def _noted(self, note: str) -> None:
        self.notes.append(note)
        self.told.append(note)


@pytest.fixture
def heard() -> Heard:
    """Nothing as yet."""
    return Heard()
