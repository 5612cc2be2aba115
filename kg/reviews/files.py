"""Files of reviews: read, continued, and saved atomically after each answer."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path

from kg.errors import InputError
from kg.reviews.values import Review, ReviewKey, ReviewRow

Write = Callable[[bytes, Path], None]


def reviews_in(path: Path) -> tuple[Review, ...]:
    """The reviews of a file in order; ``InputError`` with file and line for an invalid row."""
    return tuple(Review.from_row(row, place) for row, place in _rows(path))


class ReviewFile:
    """One reader's reviews in a file that others may write to as well; ``write`` is atomic."""

    def __init__(self, path: Path, reader: str, write: Write) -> None:
        self._path = path
        self._reader = reader
        self._write = write
        self.reviews()  # a file that is none is told before any work is done

    def reviews(self) -> dict[ReviewKey, Review]:
        """What this reader has judged, the last of each statement."""
        found = reviews_in(self._path) if self._path.exists() else ()
        return {review.of: review for review in found if review.reader == self._reader}

    def put(self, row: ReviewRow) -> None:
        """Save a review in place of an earlier one of the same statement by the same reader.

        The file is read anew, so that nothing is lost that somebody else has written since.
        """
        new = Review.from_row(row)
        known = list(_rows(self._path)) if self._path.exists() else []
        reviews = [(Review.from_row(old, place), old) for old, place in known]
        kept = [old for review, old in reviews if (review.of, review.reader) != (new.of, new.reader)]
        lines = (json.dumps(one, ensure_ascii=False) + "\n" for one in (*kept, row))
        self._write("".join(lines).encode(), self._path)


def _rows(path: Path) -> Iterator[tuple[ReviewRow, str]]:
    """Each row with its place, "reviews.jsonl, line 3"."""
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"{path}: cannot be read as reviews ({error})") from error
    for number, line in enumerate(text.split("\n"), 1):
        place = f"{path}, line {number}"
        if line.strip():
            try:
                row = json.loads(line)
            except ValueError:
                raise InputError(f"{place}: is no JSON", hint="a file of reviews has a JSON object a line") from None
            if not isinstance(row, dict):
                raise InputError(f"{place}: is no review", hint="kg review writes them")
            yield row, place
